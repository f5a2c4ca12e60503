import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { buildEntry } from '../../src/audit/buildEntry.ts'
import type { DeskReader } from '../../src/exchange/desk/deskReader.ts'
import { scopeOf } from '../../src/exchange/scopeOf.ts'
import type { NewAudit } from '../../src/store/audit.ts'
import type { OpenNode } from '../../src/openNode.ts'
import { checkAndNote } from '../../src/exchange/recheck/dailyCheck.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import type { Trx } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { insertWords } from '../../src/store/search/indexing.ts'
import { rowsOf } from '../../src/store/rows.ts'
import { write } from '../../src/store/write.ts'
import { type Mould, copyMoulds } from './copies.ts'
import { type Copy, type Occasion, copier } from './multiply.ts'
import { ordersFor } from './occasions.ts'
import { type Pattern, type Stage, officerOf } from './patterns.ts'

/** Records of one transaction; of them so many lists were seen, with so many of them. */
const together = 100
const listsSeen = 4
const listed = 25
/** A record that is there, to be asked for. */
export interface Sample extends Occasion {
  readonly id: string
  readonly stage: Stage
  readonly messages: number
}

/** What is to be there. */
export interface Filling {
  readonly patterns: readonly Pattern[]
  /** Of requests. */
  readonly count: number
  /** Where the database of the node is. */
  readonly url: string
  readonly person: { readonly id: string; readonly approver: string }
}

/**
 * Writes the moulds by the statements of the node itself, with the drafts that led to own messages and the lists that officers have
 * looked at, and copies them until there are so many requests; then lets its sequencer give all entries their places, and reads
 * the log that came of it anew, as the node does each day. Returns the moulds.
 */
export async function fill(
  open: OpenNode,
  { patterns, count, url, person }: Filling,
): Promise<readonly Sample[]> {
  const { node } = open
  const authority = node.trust.own().list.authorities[0]?.id ?? ''
  const copiers = new Map(patterns.map((pattern) => [pattern, copier(pattern)]))
  const samples: Sample[] = []
  let batch: Copy[] = []
  const moulds: Mould[] = []
  const flush = async (): Promise<void> => {
    await inTransaction(node.db, (trx) => writeCopies(trx, batch, person, officerOf(node)))
    batch = []
  }
  for (const { pattern, occasion, copies, within } of ordersFor(patterns, count, authority)) {
    const copy = copiers.get(pattern)?.(occasion)
    if (copy === undefined) continue
    batch.push(copy)
    const { id } = copy.request
    samples.push({ ...occasion, id, stage: pattern.stage, messages: copy.messages.length })
    moulds.push({ request: id, copies, within })
    if (batch.length === together) await flush()
  }
  await flush()
  // Their words were written with them.
  await node.db.deleteFrom('search_pending').execute()
  await copyMoulds(node.db, url, moulds)
  while (await sequenceRound(node)) continue
  const { wrong } = await checkAndNote(node)
  if (wrong !== null) throw new Error(`the log is not as it should be: ${wrong.what}`)
  await sequenceRound(node)
  return samples
}

async function writeCopies(
  trx: Trx,
  copies: readonly Copy[],
  person: { readonly id: string; readonly approver: string },
  reader: DeskReader,
): Promise<void> {
  if (copies.length === 0) return
  const seen = listsOf(copies, reader)
  const proofs = copies.flatMap((copy) => copy.proofs)
  // Before the messages: for one that is proven nothing is promised any more.
  if (proofs.length > 0)
    await sql`insert into receipt_proof (message, proof)
      select message, proof from ${rowsOf('given', proofs, { message: 'text', proof: 'text' })}`.execute(trx)
  await write(trx, {
    now: new Date(),
    opened: copies.map(({ request }) => request),
    measures: copies.flatMap(({ measures }) => measures),
    messages: copies.flatMap(({ messages }) => messages),
    entrusted: copies.flatMap(({ entrusted }) => entrusted),
    audit: {
      entries: [...copies.flatMap(({ audit }) => audit.entries), ...seen.entries],
      secrets: [...copies.flatMap(({ audit }) => audit.secrets), ...seen.secrets],
      opened: copies.flatMap(({ audit }) => audit.opened),
      subjects: [],
    },
  })
  await insertWords(
    trx,
    copies.flatMap(({ words }) => words),
  )
  await insertDrafts(trx, copies, person)
}

/** What the log tells of lists in which these records were seen. */
function listsOf(copies: readonly Copy[], actor: DeskReader): Pick<NewAudit, 'entries' | 'secrets'> {
  const built = Array.from({ length: listsSeen }, (_, number) => {
    const shown = copies.slice(number * listed, (number + 1) * listed).map(({ request }) => request)
    const at = new Date(Math.max(0, ...shown.map(({ updated_at }) => updated_at.getTime())))
    const details = { query: `authorities ${actor.authority}`, scope: scopeOf(shown.map(({ id }) => id)) }
    const event = { event: 'case.listed', actor, count: shown.length, details } as const
    return { at, ...buildEntry(event, at, () => randomBytes(32)) }
  })
  const leafOf = (leaf: string): Buffer => Buffer.from(leaf, 'hex')
  return {
    entries: built.map(({ at, leaf, entry }) => ({ at, leaf: leafOf(leaf), entry })),
    secrets: built.flatMap(({ leaf, secrets }) =>
      secrets.map(({ field, salt, text }) => ({
        leaf: leafOf(leaf),
        field,
        salt: Buffer.from(salt, 'base64url'),
        value: text,
      })),
    ),
  }
}

/** The drafts of own messages, which are empty once these are sent. */
async function insertDrafts(
  trx: Trx,
  copies: readonly Copy[],
  { id: author, approver }: { readonly id: string; readonly approver: string },
): Promise<void> {
  const drafts = copies.flatMap(({ request, messages }) =>
    messages
      .filter(({ direction }) => direction === 'sent')
      .map((row) => ({
        id: randomUUID(),
        authority: request.own_authority,
        request: request.id,
        type: row.type,
        to_authority: row.to_authority,
        reference: request.reference,
        author,
        approver,
        at: row.stored_at,
        message: row.id,
        digest: row.digest,
      })),
  )
  if (drafts.length === 0) return
  await sql`
    insert into draft (id, authority, request, type, to_authority, reference, language, body, exhibits, author, editors, made_at,
      changed_at, version, stage, submitted_by, submitted_at, message, digest, approver, approved_at, message_digest)
    select id, authority, request, type, to_authority, reference, 'en', '{}', '[]', author, array[author], at,
      at, 3, 'sent', author, at, message, digest, approver, at, digest
    from ${rowsOf('given', drafts, {
      id: 'uuid',
      authority: 'text',
      request: 'uuid',
      type: 'text',
      to_authority: 'text',
      reference: 'text',
      author: 'uuid',
      approver: 'uuid',
      at: 'timestamptz',
      message: 'uuid',
      digest: 'text',
    })}`.execute(trx)
}
