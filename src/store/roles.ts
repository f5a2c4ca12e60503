import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'

type Privileges = Readonly<Partial<Record<keyof Database, string>>>

const draftFacts =
  'id, authority, request, type, to_authority, author, editors, made_at, changed_at, version, stage, submitted_by, ' +
  'submitted_by_system, submitted_at, submitted_from, message, digest, approver, approved_at, approved_from, on_behalf_of, returned_by, refusal, ' +
  'message_digest, system'

const draftChanges =
  'to_authority, reference, matter, in_reply_to, measures, language, body, exhibits, editors, changed_at, version, ' +
  'stage, submitted_by, submitted_by_system, submitted_at, submitted_from, message, digest, approver, approved_at, approved_from, on_behalf_of, returned_by, ' +
  'reason, ' +
  'refusal, message_digest, returned_words'

/**
 * What a node needs of each table, and no more: the log only grows, what was signed or proven is never changed, and of a
 * message only what its receipt says of it.
 */
const ofNode: Readonly<Record<keyof Database, string>> = {
  setting: 'select, insert, update',
  process: 'select, insert, update, delete',
  // The number of a lease goes forward only, by a trigger.
  lease: 'select, insert, update, delete',
  peer: 'select, insert, update, delete',
  trust_list: 'select, insert',
  revocation_list: 'select, insert',
  request: 'select, insert, update',
  measure: 'select, insert, update, delete',
  message: 'select, insert, update (status, sequence, head, receipt, refusal)',
  entrusted: 'select, insert',
  // What came in is told by a trigger; whoever opens it takes it away.
  arrival: 'select, delete',
  reading_mark: 'select, insert, update (sequence)',
  outbox: 'select, insert, update, delete',
  circuit: 'select, insert, update, delete',
  refusal: 'select, insert',
  audit_entry: 'select, insert (at, leaf, entry)',
  // Entries come in by a trigger.
  audit_pending: 'select',
  audit_leaf: 'select',
  audit_secret: 'select, insert',
  audit_subject: 'select, insert, update (entries, last_leaf)',
  audit_tile: 'select',
  // Another log follows one of which something was lost; its head is the sequencer's.
  audit_head: 'select, update (log, log_since, log_key)',
  witnessed_log: 'select, insert, update',
  log_conflict: 'select, insert',
  cosigned_checkpoint: 'select, insert',
  cosignature: 'select, insert',
  balance: 'select, insert, update (differences)',
  promise: 'select, insert, update (due_at, alarmed), delete',
  receipt_proof: 'select, insert',
  shown_head: 'select, insert, update (size, note)',
  contrary_receipt: 'select, insert',
  legal_hold: 'select, insert, delete',
  time_stamp: 'select, insert',
  refused_act: 'select, insert, update, delete',
  access_token: 'select, insert, update (revoked_at, revoked_by, used_on, confirmed_at, confirmed_by)',
  idempotency_key: 'select, insert, update (answer), delete',
  // What was set stays; up to where it was told goes forward only, by a trigger.
  webhook_endpoint: 'select, insert, update (disabled_at, disabled_by, next_index, secret)',
  webhook_delivery: 'select, insert, update (status, attempts, due_at, outcome), delete',
  // The key to null only: a trigger sees to it.
  exhibit_deposit:
    'select, insert, update (status, accepted, refusal, file_key, checked_at, held_bytes, waiting_since)',
  // What was begun stays as it was announced; its key to null only, and with it what was said of the file.
  exhibit_upload:
    'select, insert, update (status, file_key, posted, deposit, refusal, expires_at, over_at), delete',
  exhibit_link: 'select, insert',
  exhibit_rule: 'select, insert, update',
  exhibit_progress: 'select, insert, update, delete',
  // What was reported stays; whether the peer was told is written beside it.
  exhibit_report: 'select, insert, update (due_at, attempts, settled_at, refusal)',
  custody_note: 'select, insert',
  exhibit_description: 'select, insert',
  // What was written and read stays; the receipt for it may come later, and again.
  carrier: 'select, insert, update (receipt, receipted_at)',
  carrier_message: 'select, insert',
  // Who a name in the log is, stays.
  person: 'select, insert, update (roles, language, password, password_given, disabled_at, disabled_by)',
  desk_session: 'select, insert, update (seen_at, stepped_up_at), delete',
  ended_session: 'select, insert, delete',
  typed_form: 'select, insert, update (sealed), delete',
  // Who has done what stays, and so does who has confirmed it.
  credential_act: 'select, insert, update (confirmed_by, confirmed_at)',
  sign_in_failure: 'select, insert, update, delete',
  known_place: 'select, insert, update (seen_at), delete',
  second_factor: 'select, insert, update (secret, offered_at, set_at, last_step), delete',
  recovery_code: 'select, insert, delete',
  second_step: 'select, insert, delete',
  // Its key, its name and whose it is stay; its counter goes forward only, by a trigger.
  passkey: 'select, insert, update (counter, used_at), delete',
  passkey_challenge: 'select, insert, update (challenge, begun_at), delete',
  provider_link: 'select, insert, delete',
  provider_attempt: 'select, insert, delete',
  // Whose a draft is stays; what was submitted stays as well, by a trigger, and what it said when it came back, unless that goes.
  draft: `select, insert, update (${draftChanges})`,
  delegation: 'select, insert, update (withdrawn_at, withdrawn_by)',
  // What was taken in stays as it is; it is locked while it is named or forgotten, which needs a right to change something.
  draft_file: 'select, insert, update (taken_at), delete',
  // Kept by a trigger.
  draft_deposit: 'select',
  draft_template: 'select, insert, delete',
  // Who has asked for what stays.
  bundle_order:
    'select, insert, update (stage, attempts, told_at, step, done, of, requests, code, name, bytes, sealed_sha256, file_key, until), delete',
  // What was saved stays as it was, or goes.
  saved_search: 'select, insert, delete',
  // Messages come in by a trigger, and are locked while they are read.
  search_pending: 'select, update, delete',
  // Words go by a trigger, with what they were read from.
  search_word: 'select, insert',
}

const personColumns =
  'id, sign_in_name, name, authority, roles, language, password_given, made_at, made_by, disabled_at, disabled_by'

/** What gives entries their places, and signs what they make. */
const ofSequencer = {
  setting: 'select',
  // It is locked while something is written under its number, which needs a right to change something.
  lease: 'select, update (until)',
  audit_entry: 'select, insert (at, leaf, entry)',
  audit_pending: 'select, delete',
  audit_leaf: 'select, insert',
  audit_tile: 'select, insert, update (bytes)',
  audit_head: 'select, update (size, root, checkpoint, signed_at, log, log_since, log_key)',
  // The last head of a log that is closed.
  cosigned_checkpoint: 'select, insert',
} as const satisfies Privileges

/** All tables of a node in the newest form, but for those of the migrator. */
export const tableNames: readonly string[] = Object.keys(ofNode)

/**
 * Lets a role be that of a node; what it could do beyond is taken back. The role must exist.
 *
 * @param doesSequence - whether it also gives entries their places, for want of another role that does
 */
export async function grantNode(
  trx: Transaction<Database>,
  role: string,
  doesSequence: boolean,
): Promise<void> {
  const { audit_pending, audit_leaf, audit_tile, audit_head } = ofSequencer
  const sequencing = doesSequence ? { audit_pending, audit_leaf, audit_tile, audit_head } : {}
  await grant(trx, role, { ...ofNode, ...sequencing })
  // The one way in which a node removes what it has: all of one record, and only as its log tells.
  await sql`grant execute on function erase_record(uuid) to ${sql.id(role)}`.execute(trx)
}

/** Lets a role be that of a sequencer and nothing else. The role must exist. */
export async function grantSequencer(trx: Transaction<Database>, role: string): Promise<void> {
  await grant(trx, role, ofSequencer)
}

/** Lets a role read all but secrets and what nobody has signed, and change nothing. The role must exist. */
export async function grantAuditor(trx: Transaction<Database>, role: string): Promise<void> {
  const reading = Object.fromEntries(Object.keys(ofNode).map((table) => [table, 'select']))
  // What is kept of a password can be tried at leisure by whoever has it.
  await grant(trx, role, {
    ...reading,
    person: `select (${personColumns})`,
    second_factor: 'select (person, offered_at, set_at, last_step)',
    recovery_code: 'select (person)',
    passkey_challenge: 'select (purpose, begun_at)',
    provider_attempt: 'select (begun_at, person, leads_to)',
    webhook_endpoint:
      'select (name, authority, url, events, made_by, made_at, disabled_at, disabled_by, next_index)',
    // What nobody has signed is not the auditor's to read, and the answer to an order tells of a draft.
    idempotency_key: 'select (token, key, fingerprint, draft, at)',
    draft: `select (${draftFacts})`,
    draft_template: 'select (id, authority, name, type, language, made_by, made_at)',
    typed_form: 'select (id, person, typed_at)',
    // Whoever has the key has the file, also one that was never handed over; and what is said of a file of a draft is of the draft.
    exhibit_deposit:
      'select (id, state, given_id, request, sha256, sha512, bytes, sealed_sha256, sealed_bytes, name, media_type, status, accepted, refusal, taken_at, person, checked_at, derived_from, scan, authority, held_bytes, waiting_since)',
    exhibit_upload:
      'select (id, token, person, draft, authority, name, bytes, request, derived_from, place, reason, status, deposit, refusal, begun_at, expires_at, over_at)',
    // Whoever has the key has the bundle.
    bundle_order:
      'select (id, person, authority, role, asked_at, stage, attempts, told_at, requests, code, name, bytes, until)',
    // What somebody keeps looking for is theirs; each time that they do is in the log.
    saved_search: 'select (id, person, place, made_at)',
  })
}

/** What is taken back is given again in one transaction: whoever works by the role meanwhile notices nothing. */
async function grant(trx: Transaction<Database>, role: string, privileges: Privileges): Promise<void> {
  const to = sql.id(role)
  const schema = await currentSchema(trx)
  await sql`revoke all on all tables in schema ${schema} from ${to}`.execute(trx)
  await sql`revoke all on function erase_record(uuid) from ${to}`.execute(trx)
  await sql`revoke create on schema ${schema} from ${to}`.execute(trx)
  await sql`grant usage on schema ${schema} to ${to}`.execute(trx)
  for (const [table, may] of Object.entries({ ...privileges, migration: 'select' }))
    await sql`grant ${sql.raw(may)} on ${sql.id(table)} to ${to}`.execute(trx)
}

async function currentSchema(db: Kysely<Database>): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db)
  return sql.id(rows[0]?.name ?? 'public')
}

/** Whether whoever is connected may make tables. */
export async function mayMakeTables(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_schema_privilege(current_schema(), 'create') as may`.execute(db)
  return rows[0]?.may === true
}

/** Whether there is a role of that name. */
export async function isRole(db: Kysely<Database>, role: string): Promise<boolean> {
  const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(db)
  return rows.length > 0
}
