import type { AuditEvent, RecordLink } from '../audit/auditEvent.ts'
import { buildEntry } from '../audit/buildEntry.ts'
import { saltBytes } from '../audit/commitment.ts'
import { subjectOf } from '../audit/entry.ts'
import type { ActedFrom } from '../audit/events.ts'
import { type NewAudit, type NewEntry, type NewSecret, lockSubjects } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import type { AuditSubjectRow } from '../store/trailTables.ts'
import type { LockedRecord } from './records.ts'
import type { Node } from './node.ts'

/** An event about a request, before its place among the request's entries is known. */
export type RecordEvent = AuditEvent extends infer E
  ? E extends { readonly record: RecordLink }
    ? Omit<E, 'record'>
    : E extends { readonly record?: RecordLink }
      ? Omit<E, 'record'>
      : never
  : never

/** Collects the audit entries of one transaction and counts them per request. */
export interface Trail {
  /** Adds an event about a request that was named when the trail was opened. Returns the leaf hash in hex. */
  about(request: string, event: RecordEvent): string
  /** Adds an event about no request. Returns the leaf hash in hex. */
  add(event: AuditEvent): string
  /** Everything added, to be written in the same transaction. */
  audit(): NewAudit
}

/** Opens a trail for entries about records that were locked, as `openTrail`. */
export function openTrailOf(
  node: Pick<Node, 'random' | 'actedFrom'>,
  locked: ReadonlyMap<string, Pick<LockedRecord, 'lastLogged'>>,
  now: Date,
): Trail {
  const last = [...locked.values()].flatMap(({ lastLogged }) => lastLogged ?? [])
  return trailBehind(node, [...locked.keys()], new Map(last.map((row) => [row.subject, row])), now)
}

/**
 * Opens a trail for entries about these requests. Locks their subjects: the locks of the requests must be held, so
 * that two transactions cannot both add the first entry of a request. Who acts is told to do so from where the node says,
 * unless the actor says it.
 */
export async function openTrail(
  node: Pick<Node, 'random' | 'actedFrom'>,
  trx: Trx,
  requests: readonly string[],
  now: Date,
): Promise<Trail> {
  return trailBehind(node, requests, await lockSubjects(trx, requests.map(subjectOf)), now)
}

/** @param last - the last entries about these requests, by subject, locked */
function trailBehind(
  node: Pick<Node, 'random' | 'actedFrom'>,
  requests: readonly string[],
  last: ReadonlyMap<string, AuditSubjectRow>,
  now: Date,
): Trail {
  const named = new Map(requests.map((request) => [request, subjectOf(request)]))
  const subjects = new Map<string, AuditSubjectRow>()
  const entries: NewEntry[] = []
  const secrets: NewSecret[] = []
  const salt = salts(node.random)

  const add = (event: AuditEvent, subject?: string): string => {
    const built = buildEntry(fromHere(event, node.actedFrom), now, salt, subject)
    const leaf = Buffer.from(built.leaf, 'hex')
    entries.push({ at: now, leaf, entry: built.entry })
    for (const { field, salt, text } of built.secrets) {
      secrets.push({ leaf, field, salt: Buffer.from(salt, 'base64url'), value: text })
    }
    return built.leaf
  }

  return {
    add: (event) => add(event),
    about(request, event) {
      const subject = named.get(request) ?? subjectOf(request)
      const before = subjects.get(subject) ?? last.get(subject)
      const link: RecordLink = {
        request,
        number: (before?.entries ?? 0) + 1,
        ...(before === undefined ? {} : { previous: before.last_leaf.toString('hex') }),
      }
      const leaf = add({ ...event, record: link }, subject)
      subjects.set(subject, { subject, entries: link.number, last_leaf: Buffer.from(leaf, 'hex') })
      return leaf
    },
    audit: () => ({
      entries,
      secrets,
      opened: [...subjects.values()].filter(({ subject }) => !last.has(subject)),
      subjects: [...subjects.values()].filter(({ subject }) => last.has(subject)),
    }),
  }
}

/** Salts that are asked for together. */
const saltsAtOnce = 16

/** A fresh salt at each call. They are drawn many at once: to be asked is what the source of random bytes takes its time for. */
function salts(random: Node['random']): () => Uint8Array {
  let drawn: Uint8Array = new Uint8Array()
  return () => {
    if (drawn.length === 0) drawn = random(saltsAtOnce * saltBytes)
    const salt = drawn.subarray(0, saltBytes)
    drawn = drawn.subarray(saltBytes)
    return salt
  }
}

function fromHere(event: AuditEvent, from: ActedFrom | null): AuditEvent {
  if (from === null || !('actor' in event)) return event
  return { ...event, actor: { from, ...event.actor } }
}
