import type { Random } from '../fuzz/random.ts'
import type { Disk } from './files.ts'

/** A process of a node, from its start to its end. What belongs to one that has died is never run. */
export interface Life {
  readonly state: string
  readonly number: number
  isUp: boolean
  /** Absent: it asks for no files, or is given them at once. */
  readonly disk?: Disk
}

interface Event {
  readonly at: number
  readonly order: number
  readonly life: Life | null
  readonly run: () => void | Promise<void>
  isOff: boolean
}

/** What whoever asked for a timer holds. */
export interface Timer {
  stop(): void
}

/**
 * Virtual time: what is to happen, in its order. One event is run to its end before the next: until everything that it
 * set going waits again for time, for a statement or for the network.
 */
export class Schedule {
  /** Milliseconds since 1970. */
  now: number
  readonly #heap: Event[] = []
  #made = 0
  /** What runs now: a process of a node, or null for the world around. */
  #life: Life | null = null
  /** Work of this event that is done outside of this thread, or in the next turn of its loop. */
  #underWay = 0
  /** Told when nothing of it is under way any more. */
  #isBack: () => void = () => undefined
  /** What broke in the name of nobody. */
  #broken: unknown = null

  constructor(now: number) {
    this.now = now
  }

  get life(): Life | null {
    return this.#life
  }

  after(ms: number, life: Life | null, run: () => void | Promise<void>): Timer {
    const event: Event = { at: this.now + Math.max(0, ms), order: (this.#made += 1), life, run, isOff: false }
    this.#push(event)
    return { stop: () => (event.isOff = true) }
  }

  /** Lets pass so much time, and does what is due meanwhile. */
  async pass(ms: number, then: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const end = this.now + ms
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      await this.#runNext()
      await then()
    }
    this.now = end
  }

  /** Does what is due until something is so. Throws where nothing is left to be done, or after so much time. */
  async until(isSo: () => boolean, ms: number, then: () => Promise<void>): Promise<boolean> {
    const end = this.now + ms
    while (!isSo()) {
      const next = this.#heap[0]
      if (next === undefined || next.at > end) return false
      await this.#runNext()
      await then()
    }
    return true
  }

  /** Does something in the name of a process, and waits until it has come to rest. */
  async enter(life: Life | null, work: () => void): Promise<void> {
    const before = this.#life
    this.#life = life
    work()
    do {
      if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#isBack = resolve))
      await new Promise(realImmediate)
    } while (this.#underWay > 0)
    this.#life = before
    const broken = this.#broken
    this.#broken = null
    if (broken !== null) throw broken as Error
  }

  begin(): void {
    this.#underWay += 1
  }

  end(): void {
    this.#underWay -= 1
    if (this.#underWay === 0) this.#isBack()
  }

  breaks(reason: unknown): void {
    this.#broken ??= reason
  }

  async #runNext(): Promise<void> {
    const event = this.#pop()
    if (event === undefined || event.isOff || event.life?.isUp === false) return
    this.now = Math.max(this.now, event.at)
    await event.run()
  }

  #push(event: Event): void {
    const heap = this.#heap
    let at = heap.push(event) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(event, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = event
  }

  #pop(): Event | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      const isRight = left !== undefined && right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (child === undefined || !isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
    return first
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}

/** Some milliseconds: often few, seldom many. */
export function someMs(random: Random, most: number): number {
  return Math.floor(most * (random.below(1_000_000) / 1_000_000) ** 3)
}

const realImmediate = globalThis.setImmediate
