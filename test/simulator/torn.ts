import { sql } from 'kysely'
import type { Message, Receipt } from '../../src/message/generated/types.ts'
import { payloadIn } from './invariants.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** A record that a node has closed. */
interface Closed {
  readonly id: string
  readonly closed: string
  readonly peer: string
}

/**
 * Records that backups have torn apart for good, so that they are closed and wait for people. A record that was closed for any other
 * reason is not among them, whatever a backup has lost elsewhere.
 */
export async function tornRecords(world: World): Promise<ReadonlySet<string>> {
  const torn = new Set<string>()
  for (const place of world.places) {
    const { rows } = await sql<Closed>`
      select id, closed, counterpart_state as peer from request
       where closed is not null and erased_at is null`.execute(place.ground.observer)
    for (const one of rows) if (await isTorn(place, world.place(one.peer), one)) torn.add(one.id)
  }
  return torn
}

async function isTorn(place: Place, peer: Place, { id, closed }: Closed): Promise<boolean> {
  if (place.losses.length === 0 && peer.losses.length === 0) return false
  // What lacks here went with a backup, and the peer, who had it, has erased it since.
  if (closed === 'RECORD_ERASED') return await isErased(peer, id)
  return closed === 'RECORD_FORK' && isPulledApart(await claimsOf([place, peer], id))
}

async function isErased({ ground }: Place, request: string): Promise<boolean> {
  const { rows } = await sql`select 1 from request where id = ${request} and erased_at is not null`.execute(
    ground.observer,
  )
  return rows.length > 0
}

/** What the disks of both sides say of a record: which message has which place, and which was refused. */
interface Claims {
  readonly places: ReadonlyMap<number, ReadonlySet<string>>
  readonly refused: ReadonlySet<string>
}

interface Kept {
  readonly digest: string
  readonly sequence: number | null
  readonly status: string
  readonly jws: string
  readonly receipt: string | null
}

async function claimsOf(both: readonly Place[], request: string): Promise<Claims> {
  const places = new Map<number, Set<string>>()
  const refused = new Set<string>()
  for (const { ground } of both) {
    const { rows } = await sql<Kept>`
      select digest, sequence, status, jws, receipt from message where request = ${request}`.execute(
      ground.observer,
    )
    for (const kept of rows) {
      const at = placeOf(kept)
      if (at !== null) places.set(at, (places.get(at) ?? new Set()).add(kept.digest))
      if (kept.status === 'refused') refused.add(kept.digest)
    }
    const { rows: rejected } = await sql<{ digest: string }>`
      select message_digest as digest from refusal where request = ${request} and message_digest is not null`.execute(
      ground.observer,
    )
    for (const { digest } of rejected) refused.add(digest)
  }
  return { places, refused }
}

/** The place that a message has, or that whoever keeps the order has signed for it. */
function placeOf({ sequence, jws, receipt }: Kept): number | null {
  if (sequence !== null) return sequence
  const given = receipt === null ? null : (payloadIn(receipt) as Receipt | null)
  if (given?.event === 'relayAcceptance') return given.sequence
  return (payloadIn(jws) as Message | null)?.sequence ?? null
}

/**
 * Whether the two can never be one again: a place was given to two messages, or to one that nobody has any more while a later one was
 * given to another; or one message was both taken and refused.
 */
function isPulledApart({ places, refused }: Claims): boolean {
  const last = Math.max(0, ...places.keys())
  for (let at = 1; at <= last; at += 1) {
    const digests = [...(places.get(at) ?? [])]
    if (digests.length !== 1 || digests.some((digest) => refused.has(digest))) return true
  }
  return false
}
