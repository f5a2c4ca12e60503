import { sql } from 'kysely'
import { canonicalText } from '../../src/message/canonical.ts'
import type { Message, Receipt } from '../../src/message/generated/types.ts'
import type { JsonValue } from '../../src/message/json.ts'
import { isFinal } from '../../src/message/finality.ts'
import type { RequestRow } from '../../src/store/tables.ts'
import { firstEnd, nextInstant } from '../../src/workflow/marks.ts'
import { replay } from '../../src/workflow/replay.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { whoseTurn } from '../../src/workflow/whoseTurn.ts'
import { Broken } from './broken.ts'
import type { Ground } from './ground.ts'

/** Where a State's node keeps what is to be looked at. */
export interface Looked {
  readonly state: string
  readonly ground: Pick<Ground, 'observer'>
}

/** A receipt that has left a node, and the message that it is for. */
export interface Acknowledged {
  readonly receipt: string
  readonly message: string
  readonly isAccepted: boolean
}

/** Whether every receipt for good that has left is on the disk of who gave it. Gives those that are. */
export async function receiptsOnDisk(
  { state, ground }: Looked,
  lines: readonly string[],
): Promise<readonly Acknowledged[]> {
  const given = lines.flatMap((line): readonly Acknowledged[] => {
    const receipt = payloadIn(line) as Receipt | null
    if (receipt === null) return []
    const isAccepted = receipt.event === 'relayAcceptance'
    // What comes to a record that was erased is refused for good, and nothing of it is kept.
    if (!isAccepted && (!isFinal(receipt.code) || receipt.code === 'RECORD_ERASED')) return []
    return [{ receipt: line, message: receipt.message, isAccepted }]
  })
  if (given.length === 0) return []
  const { rows } = await sql<{ receipt: string }>`
    select receipt from message where receipt = any(${given.map(({ receipt }) => receipt)})
    union all select receipt from refusal where receipt = any(${given.map(({ receipt }) => receipt)})`.execute(
    ground.observer,
  )
  const kept = new Set(rows.map(({ receipt }) => receipt))
  for (const { receipt, ...about } of given) {
    if (!kept.has(receipt))
      throw new Broken('no receipt before its commit', { state, ...about, says: payloadIn(receipt) })
  }
  return given
}

/** What each transaction must leave: every accepted message has its place, and the record counts them all. */
export async function recordsCounted({ state, ground }: Looked): Promise<void> {
  const { rows } = await sql<{ id: string; sequence: number; placed: number; last: number | null }>`
    select r.id, r.sequence, count(m.sequence)::integer as placed, max(m.sequence)::integer as last
      from request r left join message m on m.request = r.id and m.status = 'placed'
     group by r.id, r.sequence
    having r.sequence <> count(m.sequence) or r.sequence <> coalesce(max(m.sequence), 0)`.execute(
    ground.observer,
  )
  const [wrong] = rows
  if (wrong !== undefined) throw new Broken('the record is free of gaps', { state, ...wrong })
}

/** Of two nodes each has the same message at the same place of a record, as far as both have one there. */
export async function recordsGoTogether(one: Looked, other: Looked): Promise<void> {
  const [mine, theirs] = [await placesIn(one), await placesIn(other)]
  for (const [place, digest] of mine) {
    const there = theirs.get(place)
    if (there === undefined || there === digest) continue
    const about = { of: one.state, and: other.state, place, mine: digest, theirs: there }
    throw new Broken('both nodes hold the same', about)
  }
}

async function placesIn({ ground }: Looked): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ place: string; digest: string }>`
    select request || ' ' || sequence as place, digest from message where status = 'placed'`.execute(
    ground.observer,
  )
  return new Map(rows.map(({ place, digest }) => [place, digest]))
}

/** Nothing that is told once is told twice in the log. */
export async function toldOnce({ state, ground }: Looked): Promise<void> {
  const { rows } = await sql<{ what: string; times: number }>`
    select e.entry::json ->> 'evt' || ' ' || coalesce(e.entry::json ->> 'code', '') || ' '
           || coalesce(e.entry::json ->> 'msg', e.entry::json ->> 'record' || ' ' || s.value, '') as what, count(*)::integer as times
      from audit_entry e left join audit_secret s on s.entry = e.id and s.field = 'details'
     where e.entry::json ->> 'evt' in ('message.received', 'message.sent')
        -- Which clock it was goes with what opens the log, once the record is erased.
        or (e.entry::json ->> 'evt' = 'clock.ranOut' and s.entry is not null)
     group by 1 having count(*) > 1`.execute(ground.observer)
  const [twice] = rows
  if (twice === undefined) return
  const isClock = twice.what.startsWith('clock.')
  throw new Broken(isClock ? 'clocks are right' : 'nothing happens twice', { state, ...twice })
}

/** A record as it stands on a node. */
export interface Standing {
  readonly row: RequestRow
  readonly state: RequestState | null
  readonly digests: readonly string[]
}

/**
 * Replays every record of a node and compares with what is stored.
 *
 * @param now - null: its clocks are not looked at, for some may have run out that are not noted yet
 * @param of - ids of the requests; absent: all
 */
export async function recordsReplayed(
  { state, ground }: Looked,
  now: Date | null,
  of?: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const { observer } = ground
  const requests = await observer
    .selectFrom('request')
    .selectAll()
    .$if(of !== undefined, (query) => query.where(sql<boolean>`id = any(${of ?? []})`))
    .orderBy('id')
    .execute()
  const messages = await observer
    .selectFrom('message')
    .select(['request', 'digest', 'jws', 'sequence', 'head'])
    .where('status', '=', 'placed')
    .$if(of !== undefined, (query) => query.where(sql<boolean>`request = any(${of ?? []})`))
    .orderBy('request')
    .orderBy('sequence')
    .execute()
  const byRequest = new Map<string, typeof messages>()
  for (const message of messages) {
    const before = byRequest.get(message.request)
    if (before === undefined) byRequest.set(message.request, [message])
    else before.push(message)
  }
  const standing = new Map<string, Standing>()
  for (const row of requests) {
    const placed = byRequest.get(row.id) ?? []
    const wrong = placed.findIndex(({ sequence }, index) => sequence !== index + 1)
    if (wrong !== -1 || placed.length !== row.sequence)
      throw new Broken('the record is free of gaps', {
        state,
        request: row.id,
        sequence: row.sequence,
        wrong,
      })
    const digests = placed.map(({ digest }) => digest)
    const isErased = row.erased_at !== null
    standing.set(row.id, { row, state: isErased ? null : replayed(state, row, placed, now), digests })
  }
  return standing
}

function replayed(
  state: string,
  row: RequestRow,
  placed: readonly { readonly digest: string; readonly jws: string; readonly head: string | null }[],
  now: Date | null,
): RequestState | null {
  if (placed.length === 0) return null
  const entries = placed.map(({ digest, jws }) => ({ digest, message: payloadIn(jws) as Message }))
  const again = replay(entries)
  const about = { state, request: row.id }
  if (!again.ok) throw new Broken('the state is the replay of the record', { ...about, ...again })
  const { request } = again
  if (
    canonicalText(request) !== row.snapshot ||
    request.head !== row.head ||
    placed.at(-1)?.head !== row.head
  )
    throw new Broken('the state is the replay of the record', {
      ...about,
      replayed: request,
      stored: JSON.parse(row.snapshot) as JsonValue,
    })
  if (now === null) return request
  const clocks = {
    due_at: firstEnd(request, now),
    next_clock_at: nextInstant(request, now),
    turn: whoseTurn(request, row.side),
  }
  for (const [name, expected] of Object.entries(clocks)) {
    const stored = row[name as keyof typeof clocks]
    if (JSON.stringify(stored) !== JSON.stringify(expected))
      throw new Broken('clocks are right', { ...about, name, stored, expected, now })
  }
  return request
}

/**
 * Of records as they were replayed: whose turn it is; and where no look at the clocks is due, when the next is and what ends first, which
 * are those of the replay then. What is due is told of in the row as of the last look until the next, and of when that was nobody keeps
 * a note: once everything has come to rest nothing is due, and all rows are held against the replay (`recordsReplayed`).
 *
 * @param latest - no clock of a node was ahead of it so far
 */
export function clocksAsReplayed(
  { state }: Pick<Looked, 'state'>,
  records: ReadonlyMap<string, Standing>,
  latest: Date,
): void {
  for (const [id, { row, state: request }] of records) {
    if (request === null) continue
    const isDue = row.next_clock_at !== null && row.next_clock_at <= latest
    const expected = {
      turn: whoseTurn(request, row.side),
      ...(isDue ? {} : { next_clock_at: nextInstant(request, latest), due_at: firstEnd(request, latest) }),
    }
    for (const [name, instant] of Object.entries(expected)) {
      const stored = row[name as keyof typeof expected]
      if (JSON.stringify(stored) !== JSON.stringify(instant))
        throw new Broken('clocks are right', { state, request: id, name, stored, expected: instant, latest })
    }
  }
}

/** The payload of a JWS; null for what is none. Its signature was looked at by others. */
export function payloadIn(jws: string): unknown {
  const [, payload, signature] = jws.split('.')
  if (payload === undefined || signature === undefined) return null
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}
