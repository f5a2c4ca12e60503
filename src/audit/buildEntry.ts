import type { AuditEvent, RecordLink } from './auditEvent.ts'
import { type Secret, commit } from './commitment.ts'
import { entryText, subjectOf } from './entry.ts'
import type { ActedFrom, Actor, PublicFields } from './events.ts'
import { leafHash } from './tree.ts'

/** An entry ready for the log, and the secrets that open its commitments. */
export interface BuiltEntry {
  /** Canonical JSON (RFC 8785). */
  readonly entry: string
  /** RFC 9162 leaf hash of the entry in hex. */
  readonly leaf: string
  readonly secrets: readonly Secret[]
}

/** Longest actor or details, in characters of the canonical JSON. */
export const secretLengthMax = 16_384

/** An event as it is read here: the type of the closed list guards the callers, not each line below. */
type AnyEvent = { readonly event: AuditEvent['event'] } & Partial<PublicFields> & {
    readonly record?: RecordLink
    readonly actor?: Actor
    readonly details?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  }

/**
 * Builds the entry of an event.
 *
 * @param event - what happened
 * @param time - when, by the clock of the node
 * @param salt - gives 32 fresh random bytes at each call; called once for the actor, once for the details
 * @param subject - the log's name of the request, where the caller has it
 * @throws TypeError when a field holds what cannot stand in it: a fault of the caller, not of a message
 */
export function buildEntry(
  event: AuditEvent,
  time: Date,
  salt: () => Uint8Array,
  subject?: string,
): BuiltEntry {
  const given: AnyEvent = event
  const { event: evt, actor, details, record } = given
  const secrets: Secret[] = []
  const conceal = (field: Secret['field'], text: string): string => {
    if (text.length > secretLengthMax || !isWellFormed(text)) {
      throw new TypeError(`the ${field} of ${evt} is too long or not text`)
    }
    const bytes = salt()
    secrets.push({ field, salt: Buffer.from(bytes).toString('base64url'), text })
    return commit(bytes, text)
  }
  const entry = entryText({
    actor: actor && conceal('actor', actorText(actor)),
    code: given.code,
    count: given.count,
    d: details && conceal('details', detailsText(details)),
    digest: given.digest,
    evt,
    issuer: given.issuer,
    msg: given.message,
    objPrev: record?.previous,
    objSeq: record?.number,
    peer: given.peer,
    receipt: given.receipt,
    record: record && (subject ?? subjectOf(record.request)),
    seq: given.sequence,
    t: time.toISOString(),
    v: 1,
  })
  return { entry, leaf: Buffer.from(leafHash(Buffer.from(entry))).toString('hex'), secrets }
}

/** Lone surrogates have no UTF-8, so RFC 8785 does not allow them; `JSON.stringify` writes them as `\ud8..`. */
function isWellFormed(json: string): boolean {
  return !json.includes('\\ud') || !/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(json)
}

function actorText({ authority, from, person, role }: Actor): string {
  return JSON.stringify({ authority, from: from && inOrder(from), person, role })
}

/** With its members in the order of RFC 8785, whoever has put it together. */
function inOrder(from: ActedFrom): ActedFrom {
  return from.by === 'network'
    ? { address: from.address, by: from.by }
    : { by: from.by, host: from.host, user: from.user }
}

/** With its keys in order, `JSON.stringify` writes the canonical JSON of a flat object. */
function detailsText(details: NonNullable<AnyEvent['details']>): string {
  const names = Object.keys(details).sort()
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, details[name]])))
}
