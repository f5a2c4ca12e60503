import { exchangeLimits } from '../../src/exchange/limits.ts'
import { limits } from '../../src/message/limits.ts'
import { listUnheard } from '../../src/store/peers.ts'
import { heldHeads } from './heldHeads.ts'
import {
  clocksAsReplayed,
  receiptsOnDisk,
  recordsCounted,
  recordsGoTogether,
  recordsReplayed,
  toldOnce,
} from './invariants.ts'
import type { HeldHead } from './logWatch.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** Looks at a world while it lives, whether what must hold at any time does. */
export class Watching {
  readonly #world: World
  #commits = 0
  /** Whether all of it is looked at after every commit, and not after each so manieth. */
  isStrict = false

  constructor(world: World) {
    this.#world = world
  }

  /** After each event: what has left was on disk before, and what was published goes on from what was. */
  async look(): Promise<void> {
    const { departed } = this.#world.network
    if (departed.length > 0) this.#world.network.departed = []
    for (const { state, lines } of departed) {
      const place = this.#world.place(state)
      for (const given of await receiptsOnDisk(place, lines)) {
        if (given.isAccepted) place.acknowledged.set(given.message, this.#world.schedule.now)
      }
    }
    for (const place of this.#world.places) {
      if (place.hasPublished) await this.lookAtLog(place)
      place.hasPublished = false
      if (place.hasCommitted) await this.#lookAtRecords(place, (this.#commits += 1))
      place.hasCommitted = false
    }
  }

  /** After each so manieth commit, or every one: what must hold at any time, and not only when everything has come to rest. */
  async #lookAtRecords(place: Place, commits: number): Promise<void> {
    const isTime = (each: number): boolean => this.isStrict || commits % each === 0
    this.#world.count('commits seen')
    if (!isTime(3)) return
    this.#world.count('commits counted')
    await recordsCounted(place)
    if (!isTime(9)) return
    this.#world.count('commits replayed')
    await toldOnce(place)
    const records = await recordsReplayed(place, null)
    clocksAsReplayed(place, records, this.#world.latest)
    // What a node that went back says until it has heard all may not stand; where it does, the end of the seed finds it.
    const whole = this.#world.places.filter(({ losses }) => losses.length === 0)
    if (whole.includes(place))
      for (const other of whole) if (other !== place) await recordsGoTogether(place, other)
  }

  /** What is signed goes on from all that is on a disk, unless the node could not know of that. */
  async lookAtLog(place: Place): Promise<void> {
    const held = (): Promise<readonly HeldHead[]> => this.heldOf(place)
    const found = await place.log.look(place.ground, {
      held,
      mayNotKnow: (by) => this.#mayNotKnow(place, by),
    })
    if (found === 'goes on') return
    if (found === 'drops') {
      this.#world.tell(`${place.state} signs another past: what it had signed was on nobody's disk`)
      return
    }
    place.hasTwoPasts = true
    this.#world.tell(`${place.state} signs another past: it had lost all, and not everybody could be asked`)
  }

  /** The heads of its logs that bind a State. */
  async heldOf(place: Place): Promise<readonly HeldHead[]> {
    return await heldHeads(
      place,
      this.#world.places.filter((one) => one !== place),
    )
  }

  /** Whether a node that has lost all could not know it: a peer was away as it asked, or was not understood for as long as one waits. */
  async #mayNotKnow(place: Place, by: string): Promise<boolean> {
    if (!place.losses.some(({ isWhole }) => isWhole)) return false
    if (!(await listUnheard(place.ground.observer)).includes(by)) return false
    const { hearingPauseMs, hearingPatienceMs } = exchangeLimits
    const { away, otherwise } = hearingPatienceMs
    if (this.#world.schedule.now - place.begunAt >= otherwise) return true
    const { network } = this.#world
    const { questionLost, answerLost, spoiled, slowMs } = network.weather
    // For the node it is the same whether nobody is there or what is said gets lost on the way.
    const isLossy = questionLost + answerLost + spoiled > 0 || slowMs >= away
    // One that has just begun, or to which the line is just whole again, was away when it was asked last: it is asked again after the
    // longest pause, once it is known that the last question got lost.
    const sinceMs = Math.min(
      this.#world.schedule.now - this.#world.place(by).begunAt,
      network.wholeForMs(place.state, by),
    )
    const isJustBack = sinceMs < hearingPauseMs.longest + limits.requestMs
    return (
      isLossy || isJustBack || network.isCut(place.state, by) || this.#world.place(by).incarnation === null
    )
  }
}
