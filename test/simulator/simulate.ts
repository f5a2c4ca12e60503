import { pinPeer } from '../../src/exchange/pinning.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { type Cast, beginning } from './cast.ts'
import { Broken } from './broken.ts'
import { Administrators } from './administrators.ts'
import { Erasers } from './erasers.ts'
import { Hardships } from './hardships.ts'
import { roundNames } from './incarnation.ts'
import { liveIn } from './machine.ts'
import { Officers } from './officers.ts'
import { doneAt } from './people.ts'
import { comeToRest, examine } from './rest.ts'
import { someMs } from './schedule.ts'
import { World } from './world.ts'

/** With fewer steps each fourth is a hardship, and not each tenth: of twelve that would be one, which meets no other. */
const shortSteps = 30

/** How a seed is run. */
export interface Run {
  readonly seed: number
  readonly steps: number
  /** All that must hold at any time is looked at after every commit, and not after each so manieth. */
  readonly isStrict?: boolean
  /** Told of each thing that happens. */
  readonly tells?: (line: string) => void
}

/** What became of a seed. */
export interface Outcome {
  readonly seed: number
  /** Virtual time that passed. */
  readonly virtualMs: number
  readonly messages: number
  /** Rounds that it took to come to rest, at most (`World.roundsMost`). */
  readonly roundsMost: number
  /** What happened how often (`World.counted`). */
  readonly counted: ReadonlyMap<string, number>
  /** Null: every invariant held. */
  readonly broken: Broken | null
  readonly story: readonly string[]
}

/** Lets the States of a cast meet: each pins all others, and hears them. Every seed begins from there. */
export async function meet(cast: Cast): Promise<void> {
  const world = new World(cast.actors, 0, beginning)
  liveIn(world.schedule)
  try {
    for (const place of world.places) {
      await world.start(place)
      await world.schedule.until(() => place.incarnation !== null, 60_000, world.look)
    }
    for (const place of world.places) {
      for (const other of world.places.filter((one) => one !== place)) {
        const list = await newestTrustList(other.ground.observer, other.state)
        const [signer = ''] = other.incarnation?.working.node.trust.own().list.listSigners ?? []
        const by = { person: 'Example-Pin', authority: place.state }
        await doneAt(world, place, async (node) => {
          const pinned = await pinPeer(node, list?.jws ?? '', [digestOfBase64(signer)], by)
          if (!pinned.ok) throw new Error(`${place.state} cannot pin ${other.state}: ${pinned.code}`)
        })
      }
    }
    await comeToRest(world)
    for (const place of world.places) {
      if (place.life !== null) await world.die(place.life)
      await place.ground.save('base')
      place.actor.met.checkpoint = place.disk.checkpoint
    }
    cast.metAt = world.schedule.now
  } finally {
    liveIn(null)
  }
}

/** Runs one seed from its beginning to its end. Never throws for what the nodes do. */
export async function simulate(cast: Cast, { seed, steps, isStrict, tells }: Run): Promise<Outcome> {
  for (const { ground } of cast.actors) await ground.restore('base')
  const world = new World(cast.actors, seed, cast.metAt + 60_000, tells)
  world.watching.isStrict = isStrict === true
  const officers = new Officers(world)
  liveIn(world.schedule)
  let broken: Broken | null = null
  try {
    await live(world, officers, steps)
  } catch (reason) {
    broken =
      reason instanceof Broken
        ? reason
        : new Broken('no promise is broken', {
            reason: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
          })
  } finally {
    for (const { life, command } of world.places) {
      if (command !== null) await world.die(command.life)
      if (life !== null) await world.die(life)
    }
    liveIn(null)
  }
  const virtualMs = world.schedule.now - cast.metAt
  const messages = officers.promised.length
  const { roundsMost, counted, story } = world
  return { seed, virtualMs, messages, roundsMost, counted, broken, story }
}

async function live(world: World, officers: Officers, steps: number): Promise<void> {
  const hardships = new Hardships(world)
  const administrators = new Administrators(world)
  const erasers = new Erasers(world)
  const { random, schedule } = world
  for (const place of world.places) await world.start(place)
  await schedule.until(
    () => world.places.every(({ incarnation }) => incarnation !== null),
    60_000,
    world.look,
  )
  await schedule.pass(5_000, world.look)
  for (const place of world.places) await officers.openAt(place)
  if (random.once(4)) await hardships.backUp()
  const hardshipTimes = steps < shortSteps ? 30 : 10
  for (let step = 0; step < steps; step += 1) {
    const choice = random.below(90 + hardshipTimes)
    if (choice < 45) await officers.act()
    else if (choice < 55) await officers.rush()
    else if (choice < 70) await officers.open()
    else if (choice < 75) await officers.resend()
    else if (choice < 75 + hardshipTimes) await hardships.befall()
    else for (const place of world.places) world.wake(place, random.pick(roundNames), 100)
    administrators.act()
    await erasers.act()
    hardships.restart()
    await schedule.pass(pauseOf(world), world.look)
  }
  world.tell('nothing goes wrong any more')
  administrators.end()
  await hardships.end()
  await comeToRest(world)
  await examine(world, officers.promised)
}

/** Often the next thing comes at once, while the last is still under way; sometimes after hours. */
function pauseOf(world: World): number {
  const { random } = world
  const kind = random.below(20)
  if (kind < 12) return random.below(60)
  const pause = kind < 18 ? someMs(random, 120_000) : someMs(random, 2 * 86_400_000)
  for (const place of world.places) {
    for (const name of ['hear', 'deliver', 'sequence'] as const) world.wake(place, name, 500)
    if (pause < 10_000) continue
    for (const name of roundNames) if (random.once(2)) world.wake(place, name, Math.min(pause, 60_000))
  }
  return pause
}
