import { sql } from 'kysely'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { differencesOf } from '../../src/exchange/balance/differences.ts'
import type { BalanceRow } from '../../src/store/trailTables.ts'
import type { Place } from './place.ts'
import { tornRecords } from './torn.ts'
import type { World } from './world.ts'

/** What is not done yet, by State. What is about a record that is torn waits for people. */
export async function restless(world: World): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  const torn = [...(await tornRecords(world))]
  for (const place of world.places) {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*)::integer from outbox where not request = any(${torn})) as outbox,
             (select count(*)::integer from peer where heard_at is null) as unheard,
             (select count(*)::integer from message where status = 'pending' and not request = any(${torn})) as pending,
             (select count(*)::integer from request where next_clock_at <= ${new Date(world.schedule.now)}) as clocks,
             (select count(*)::integer from audit_pending) as unplaced`.execute(place.ground.observer)
    const [row = {}] = rows
    const [unproven, uncosigned] = [await unprovenOf(world, place, torn), await uncosignedBy(place)]
    const isCalm = Object.values(row).every((count) => count === 0)
    if (isCalm && unproven.length === 0 && uncosigned.length === 0) continue
    const { rows: waiting } = await sql`
      select request, peer_state as peer, status, attempts, last_code as code, next_attempt_at as next from outbox
       where not request = any(${torn}) order by ordinal limit 5`.execute(place.ground.observer)
    found[place.state] = { ...row, unproven: unproven.slice(0, 5), uncosigned, waiting }
  }
  return found
}

/** What the receipt of a peer promises to be in its log. */
interface Promised {
  readonly message: string
  readonly peer: string
  readonly leaf: string
  readonly since: Date
  readonly due: Date
  readonly alarmed: boolean
}

/**
 * Promises of peers that were to be proven long ago. One whose entry went with the backup of its peer can be proven by nobody; neither
 * can one of a record that is torn.
 */
async function unprovenOf(
  world: World,
  { ground }: Place,
  torn: readonly string[],
): Promise<readonly Promised[]> {
  const since = new Date(world.schedule.now - exchangeLimits.proof.alarmAfterMs)
  const { rows } = await sql<Promised>`
    select p.message, p.peer_state as peer, p.leaf, m.receipt_time as since, p.due_at as due, p.alarmed
      from promise p join message m on m.digest = p.message
     where m.receipt_time < ${since} and not m.request = any(${torn}) order by p.message`.execute(
    ground.observer,
  )
  const unproven: Promised[] = []
  for (const one of rows) if (!(await isEntryLost(world.place(one.peer), one.leaf))) unproven.push(one)
  return unproven
}

async function isEntryLost({ ground, losses }: Place, leaf: string): Promise<boolean> {
  if (losses.length === 0) return false
  const { rows } = await sql`select 1 from audit_entry where leaf = ${Buffer.from(leaf, 'hex')}`.execute(
    ground.observer,
  )
  return rows.length === 0
}

/** The peers that have not cosigned the newest head of a log: without a policy all of them are its witnesses. */
async function uncosignedBy(place: Place): Promise<readonly string[]> {
  // Whoever has cosigned one past of a log cosigns no other.
  if (place.hasTwoPasts) return []
  const { rows } = await sql<{ peer: string }>`
    select state as peer from peer, audit_head h
     where h.checkpoint <> '' and not exists (
       select from cosignature c where c.log = h.log and c.size = h.size
          and c.witness like 'rogatory.example/' || lower(state) || '/witness+%')
     order by state`.execute(place.ground.observer)
  return rows.map(({ peer }) => peer)
}

/** Two States whose last balance differs, and whether torn records are all that they differ in. */
export interface OpenBalance {
  readonly of: string
  readonly and: string
  readonly isOfTorn: boolean
  readonly differences: unknown
}

/** Last balances of any two nodes that differ. */
export async function openBalances(world: World): Promise<readonly OpenBalance[]> {
  const torn = await tornRecords(world)
  const open: OpenBalance[] = []
  for (const place of world.places) {
    const { rows } = await sql<Pick<BalanceRow, 'peer_state' | 'agreed' | 'differences'>>`
      select distinct on (peer_state) peer_state, agreed, differences from balance
       order by peer_state, until_at desc, made_at desc`.execute(place.ground.observer)
    for (const row of rows.filter(({ agreed }) => !agreed)) {
      const differences = differencesOf(row)
      const digests = (differences?.first ?? []).map(({ message }) => message)
      const isAll = differences !== null && differences.count === digests.length
      const requests = await requestsOf([place, world.place(row.peer_state)], digests)
      const isOfTorn = isAll && requests.every((id) => id !== null && torn.has(id))
      open.push({ of: place.state, and: row.peer_state, isOfTorn, differences })
    }
  }
  return open
}

/** The request of each message, as either side has it. */
async function requestsOf(
  both: readonly Place[],
  digests: readonly string[],
): Promise<readonly (string | null)[]> {
  const known = new Map<string, string>()
  for (const { ground } of both) {
    const { rows } = await sql<{ digest: string; request: string }>`
      select digest, request::text from message where digest = any(${digests})
      union all select message_digest, request from refusal
       where message_digest = any(${digests}) and request is not null`.execute(ground.observer)
    for (const { digest, request } of rows) known.set(digest, request)
  }
  return digests.map((digest) => known.get(digest) ?? null)
}
