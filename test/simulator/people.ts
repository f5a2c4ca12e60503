import { readTrustList } from '../../src/envelope/trustList.ts'
import { takeUpNoted } from '../../src/cli/commands/cert/use.ts'
import { CommandFailure } from '../../src/cli/outcome.ts'
import { continueAfterLoss } from '../../src/exchange/continueLog.ts'
import { isListSignerLeft } from '../../src/exchange/listSignerLeft.ts'
import type { Node } from '../../src/exchange/node.ts'
import { resendDead } from '../../src/exchange/readOutbox.ts'
import { standingOf } from '../../src/exchange/standing.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { listDead } from '../../src/store/deadLetters.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { Broken } from './broken.ts'
import { passphrase } from './cast.ts'
import { erase, listReported } from './erasers.ts'
import { Died } from './foreseen.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** Within which a node that is started is in service. */
export const soonMs = 61_000

/** Does something in the name of a node that is up, and lets time pass until it is done. Throws `Died`. */
export async function doneAt<Done>(
  world: World,
  place: Place,
  work: (node: Node) => Promise<Done>,
): Promise<Done> {
  const { life, incarnation } = place
  if (life === null || incarnation === null) throw new Error(`${place.state} is not in service`)
  let outcome: { readonly done: Done } | { readonly failed: unknown } | undefined
  await world.schedule.enter(life, () => {
    work(incarnation.working.node).then(
      (done) => (outcome = { done }),
      (failed: unknown) => (outcome = { failed }),
    )
  })
  await world.schedule.until(() => outcome !== undefined || !life.isUp, 600_000, world.look)
  if (outcome === undefined && !life.isUp) throw new Died(place.state)
  if (outcome === undefined) throw new Broken('everything comes to rest', { state: place.state })
  if ('failed' in outcome) throw outcome.failed as Error
  return outcome.done
}

/** A person sees that the database went back and that no newer one is to be had, and starts the node again upon it. */
export async function goOnAfterLoss(world: World, place: Place): Promise<void> {
  if (place.losses.length === 0 || place.incarnation === null) return
  const isBehind = await doneAt(world, place, async (node) => (await standingOf(node, node.db)).isBehind)
  if (!isBehind) return
  world.tell(`${place.state} goes on with what it has, by order of its administrator`)
  const actor = { person: 'Example-Ad', role: 'administrator', authority: place.state } as const
  await doneAt(world, place, (node) => continueAfterLoss(node, actor, 'the disk was lost'))
  if (place.life !== null) await world.die(place.life)
  await world.start(place)
  await world.schedule.until(() => place.incarnation !== null, soonMs, world.look)
}

/** Where a backup brought back a list signer that was left since, a person takes up the one that was announced. */
export async function takeUpListSigner(world: World, place: Place): Promise<void> {
  if (!world.renewsKeys || place.losses.length === 0 || place.incarnation === null) return
  const { folder } = place.actor.identity
  const { node } = place.incarnation.working
  // Whoever has changed it knows that, also where no peer can tell the node.
  const lists = await Promise.all(
    world.places.map(({ ground }) => newestTrustList(ground.observer, place.state)),
  )
  const newest = lists.reduce(
    (one, other) => ((other?.sequence ?? 0) > (one?.sequence ?? 0) ? other : one),
    null,
  )
  const said = readTrustList(newest?.jws ?? '')
  if (!said.ok || !isListSignerLeft(await readIdentity(folder, passphrase), said.list)) return
  world.tell(`${place.state} takes up the list signer that was announced, by order of its administrator`)
  const open = { node, settings: place.actor.settings }
  const keys = { open, folder, passphrase }
  const as = { as: 'Example-Ad' }
  try {
    await doneAt(world, place, () => takeUpNoted(keys, { uses: ['list'], hours: 0 }, as))
  } catch (reason) {
    // No list that this node has names it yet: it is served until one does, and the command given again.
    if (!(reason instanceof CommandFailure && reason.code === 'KEYS_NOT_KNOWN')) throw reason
    world.tell(`the list signer of ${place.state} is not taken up yet: ${reason.code}`)
  }
}

/** A person has what was given up sent again, as the page of who runs the node proposes: a message holds up what stands behind it. */
export async function sendAgain(world: World, place: Place): Promise<void> {
  const actor = { person: 'Example-Ad', role: 'administrator' } as const
  for (const { digest } of await listDead(place.ground.observer, 100)) {
    world.tell(`${place.state} sends ${digest.slice(0, 8)} again, by order of its administrator`)
    await doneAt(world, place, (node) => resendDead(node, digest, actor))
  }
}

/** Two persons erase what is reported as erased, and is there yet or again. */
export async function eraseReported(world: World, place: Place): Promise<void> {
  for (const request of await listReported(place, new Date(world.schedule.now)))
    await doneAt(world, place, (node) => erase(world, node, request))
}
