import { sql } from 'kysely'
import type { Finding, Severity } from '../../src/audit/bundle/report.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { limits } from '../../src/message/limits.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { Broken } from './broken.ts'
import { roundNames } from './incarnation.ts'
import { type Standing, recordsCounted, recordsReplayed, toldOnce } from './invariants.ts'
import type { Promised } from './officers.ts'
import { Died } from './foreseen.ts'
import { doneAt, eraseReported, goOnAfterLoss, sendAgain, soonMs, takeUpListSigner } from './people.ts'
import type { Place } from './place.ts'
import { finalStates } from '../../src/workflow/table.ts'
import { openBalances, restless } from './restless.ts'
import { tornRecords } from './torn.ts'
import type { World } from './world.ts'

const laterMs = 3_600_000
/** So long that a balance of the next night comes within it, and then a proof for which a node asks again six hours after it was late. */
const roundsMax = 48
/** Longer than a node waits between two heads that it brings to a witness. */
const cosigningMs = 10_000

/** When nothing goes wrong any more, everything that was begun comes to its end; and nights pass, in which nodes balance. */
export async function comeToRest(world: World): Promise<void> {
  await settle(world)
  await night(world)
  // What a balance has shown comes back then, and the next one agrees.
  if (world.seed % 4 === 0 || (await openBalances(world)).length > 0) await night(world)
  const open = (await openBalances(world)).filter(({ isOfTorn }) => !isOfTorn)
  if (open.length > 0) throw new Broken('everything comes to rest', { balances: open })
}

/** A day passes, and the hours in which nodes that were not asked ask themselves. */
async function night(world: World): Promise<void> {
  for (const hours of [25, 2]) {
    await world.schedule.pass(hours * laterMs, world.look)
    await settle(world)
  }
}

async function settle(world: World): Promise<void> {
  let left: Readonly<Record<string, unknown>> = {}
  for (let round = 0; round < roundsMax; round += 1) {
    for (const place of world.places) {
      await world.start(place)
      await world.schedule.until(() => place.incarnation !== null, soonMs, world.look)
      await peopleAct(world, place)
      for (const name of roundNames) world.wake(place, name, 100)
    }
    await world.schedule.pass((round < 8 ? soonMs : laterMs) - cosigningMs, world.look)
    // What was signed meanwhile is to be cosigned, and who was found to lack something is to be heard: in production both are looked for each second.
    for (const place of world.places)
      for (const name of ['witness', 'hear'] as const) world.wake(place, name, 100)
    await world.schedule.pass(cosigningMs, world.look)
    for (const place of world.places) await toldOnce(place)
    left = await restless(world)
    world.roundsMost = Math.max(world.roundsMost, round + 1)
    if (Object.keys(left).length === 0) return
  }
  throw new Broken('everything comes to rest', left)
}

/** What people do where something waits for them. */
async function peopleAct(world: World, place: Place): Promise<void> {
  try {
    await goOnAfterLoss(world, place)
    await takeUpListSigner(world, place)
    await sendAgain(world, place)
    await eraseReported(world, place)
  } catch (reason) {
    // An administrator who was at it before has just stopped it: in the next round it is up again.
    if (!(reason instanceof Died)) throw reason
  }
}

/** Everything that must hold at the end of a seed. */
export async function examine(world: World, promised: readonly Promised[]): Promise<void> {
  const standing = new Map<string, ReadonlyMap<string, Standing>>()
  for (const place of world.places) {
    await world.watching.lookAtLog(place)
    if (!place.log.isHeldRightly(await world.watching.heldOf(place))) place.hasTwoPasts = true
    await recordsCounted(place)
    await toldOnce(place)
    const records = await recordsReplayed(place, new Date(world.schedule.now))
    standing.set(place.state, records)
    for (const { row } of records.values())
      if (row.side === 'requesting' && finalStates().has(row.state)) world.count(`ended ${row.state}`)
    await acknowledgedKept(world, place)
  }
  const torn = await tornRecords(world)
  for (const place of world.places) recordsAgree(world, place, standing, torn)
  for (const one of promised) await promisedKept(world, one)
  await bundlesHold(world)
}

/**
 * What a State has given a receipt for is there, unless a backup from before was put in its place and nobody else has it, or its record
 * was torn: the keeper of the order cannot put it behind a place that was given to what nobody has any more.
 */
async function acknowledgedKept(world: World, place: Place): Promise<void> {
  const { state, ground, acknowledged, losses } = place
  const { rows } = await sql<{ digest: string }>`
    select digest from message where digest = any(${[...acknowledged.keys()]})`.execute(ground.observer)
  const kept = new Set(rows.map(({ digest }) => digest))
  for (const [message, at] of acknowledged) {
    if (kept.has(message)) continue
    const holders = await holdersOf(world, message)
    const isTold = wentBack(place, at) && (holders.length === 0 || (await isOfTorn(world, message)))
    if (!isTold) throw new Broken('nothing acknowledged is lost', { state, message, losses, holders })
  }
}

/** Whether the database of a place went back to before a moment after it. */
function wentBack({ losses }: Place, at: number): boolean {
  return losses.some((loss) => loss.to <= at && at <= loss.at)
}

/** The States that have a message. */
async function holdersOf(world: World, digest: string): Promise<readonly string[]> {
  const holders: string[] = []
  for (const { state, ground } of world.places) {
    const { rows } = await sql`select 1 from message where digest = ${digest}`.execute(ground.observer)
    if (rows.length > 0) holders.push(state)
  }
  return holders
}

/** Whether a message is about a record that is torn, as whoever has it says. */
async function isOfTorn(world: World, digest: string): Promise<boolean> {
  const torn = [...(await tornRecords(world))]
  for (const { ground } of world.places) {
    const { rows } =
      await sql`select 1 from message where digest = ${digest} and request = any(${torn})`.execute(
        ground.observer,
      )
    if (rows.length > 0) return true
  }
  return false
}

/** Whether one holds the beginning of what the other does: what was on its way to a record that was erased is in none. */
function isBeginning(mine: Standing, theirs: Standing | undefined): boolean {
  const [one, other] = [mine.digests, theirs?.digests ?? []]
  return one.every((digest, at) => other.length <= at || other[at] === digest)
}

function recordsAgree(
  world: World,
  place: Place,
  standing: ReadonlyMap<string, ReadonlyMap<string, Standing>>,
  torn: ReadonlySet<string>,
): void {
  for (const [request, mine] of standing.get(place.state) ?? []) {
    const peer = world.place(mine.row.counterpart_state)
    const theirs = standing.get(peer.state)?.get(request)
    if (torn.has(request)) continue
    const about = { request, of: place.state, and: peer.state }
    const isErased = mine.row.erased_at !== null || theirs?.row.erased_at != null
    if (mine.row.closed !== null && mine.row.erased_at === null)
      throw new Broken('both nodes hold the same', { ...about, closed: mine.row.closed })
    if (!(isErased ? isBeginning(mine, theirs) : mine.digests.join() === (theirs?.digests ?? []).join()))
      throw new Broken('both nodes hold the same', {
        ...about,
        mine: mine.digests.length,
        theirs: theirs?.digests.length ?? null,
      })
    if (theirs !== undefined && !isErased && mine.row.snapshot !== theirs.row.snapshot)
      throw new Broken('both nodes hold the same', { ...about, mine: mine.state, theirs: theirs.state })
  }
}

/** What a State was told to be sent is there, unless a backup from before was put in its place and nobody else has it. */
async function promisedKept(world: World, { state, digest, id, request, at }: Promised): Promise<void> {
  const holders = await holdersOf(world, digest)
  if (holders.includes(state)) return
  const isTold = holders.length === 0 || (await isOfTorn(world, digest))
  if (wentBack(world.place(state), at) && isTold) return
  throw new Broken('nothing acknowledged is lost', { state, sent: id, request, digest, holders })
}

async function isErasedAnywhere(world: World): Promise<boolean> {
  for (const { ground } of world.places) {
    const { rows } = await sql`select 1 from request where erased_at is not null limit 1`.execute(
      ground.observer,
    )
    if (rows.length > 0) return true
  }
  return false
}

/**
 * Whether this is about a message that its State has forgotten with its database, and that nobody has: a peer refused it for the time
 * being, which its log tells, and keeps no such message. So nobody could hand it back, and the verifier is right to tell.
 */
async function isForgotten({ places }: World, { bundle, object, what }: Finding): Promise<boolean> {
  const hasLost = places.some(({ state, losses }) => state === bundle && losses.length > 0)
  if (!hasLost || !what.endsWith(' received it, and it is not in this log')) return false
  const digest = object.slice('message '.length)
  for (const { ground } of places) {
    const { rows } = await sql`
      select from message where digest = ${digest} union all select from refusal where message_digest = ${digest}`.execute(
      ground.observer,
    )
    if (rows.length > 0) return false
  }
  return true
}

/** Whether this is about a message of a torn record that one side has: the other lost it, and takes nothing back into what is closed. */
async function isInTorn(world: World, { bundle, object, what }: Finding): Promise<boolean> {
  const hasLost = world.places.some(({ state, losses }) => state === bundle && losses.length > 0)
  if (!hasLost || !what.endsWith(' it, and it is not in this log')) return false
  return await isOfTorn(world, object.slice('message '.length))
}

/** The bundles of all nodes, each by itself and against each other, as an auditor has them. */
async function bundlesHold(world: World): Promise<void> {
  const bundles = []
  for (const place of world.places) {
    const order = { requests: null, person: 'Example-Au', authority: place.state }
    const cosign = place.incarnation?.working.cosign
    const files = await doneAt(world, place, (node) => exportBundle(node, order, cosign))
    bundles.push({ name: place.state, files })
  }
  const { findings } = await verifyBundles(bundles)
  // Where clocks were further from each other than is allowed, what was signed by them contradicts the others, and what a backup has lost
  // is lost: the verifier is right to tell so.
  const hasLost = world.places.some(({ losses }) => losses.length > 0)
  const hasErased = await isErasedAnywhere(world)
  const hasTwoPasts = world.places.some((place) => place.hasTwoPasts)
  const expected: Partial<Record<Severity, boolean>> = {
    time: world.clocksApartMs > limits.clockSkewMs,
    incomplete: hasLost || hasErased,
    fork: hasTwoPasts,
  }
  // A promise in a record that is torn is kept by nobody any more; nor can it be erased, as was reported, as long as something waits in it.
  const torn = await tornRecords(world)
  const balances = (await openBalances(world)).filter(({ isOfTorn }) => isOfTorn)
  const isTorn = ({ bundle, object, what }: Finding): boolean =>
    [...torn].some((id) => object.startsWith(`record/${id}/`)) ||
    // The balance of the night says so, and no later one can agree.
    (object === 'balances.jsonl' &&
      balances.some(
        ({ of, and }) =>
          of === bundle && what.startsWith(`this node and ${and} did not have the same messages`),
      ))
  const grave: Finding[] = []
  for (const one of findings) {
    if (expected[one.severity] === true) continue
    const isToldRightly = isTorn(one) || (await isInTorn(world, one)) || (await isForgotten(world, one))
    if (one.severity === 'mismatch' && isToldRightly) continue
    grave.push(one)
  }
  if (grave.length > 0) throw new Broken('the verifier finds nothing', { findings: grave.slice(0, 5) })
}
