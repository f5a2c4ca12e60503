import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { listWanted } from '../../store/exhibits/handedOver.ts'
import { sideBySide } from '../../message/sideBySide.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import type { FetchOutcome } from './fetch.ts'
import { fetchedElsewhere } from './fetchBytes.ts'
import { type Fetching, fetchOne } from './fetchOne.ts'
import { isForTogether, togetherFetcher } from './fetchTogether.ts'
import { type LineWindow, lineWindow } from './lineWindow.ts'
import { type Fetched, noteFetched, noteWaiting } from './noteFetched.ts'
import { admitter } from './room.ts'
import { transferRules } from './transferRules.ts'

const mebibyte = 1024 ** 2
/**
 * The lanes of a State, by the size of the sealed files in them: up to the first size files are fetched side by side. Larger ones go one
 * after another, and what is larger than the last size, which may be on its way for days, holds up only what is as large.
 */
const laneBytes = [mebibyte, 64 * mebibyte]
const smallAtOnceMax = 64
/** So many of them, or more, are noted in one transaction. */
const notedAtOnceMin = 64
/** In all: each State has its own, and nobody waits for another. */
const lanesMax = 64
const failurePauseMs = 500

interface Waiting {
  readonly accepted: boolean
  readonly state: string
  /** Digest of the trust list by which it was tried to be fetched. */
  readonly list: string | undefined
  readonly untilMs: number
}

interface FetcherOptions extends Pick<Fetching, 'tickMs' | 'isAlone'> {
  readonly roundMs: number
}

/** Fetches what other States hand over. */
export interface ExhibitFetcher {
  /** One round; true where there may be more to do at once. */
  round(): Promise<boolean>
  /** Lets a round that waits for what is under way end: there is something new to look at. */
  wake(): void
  /** Lets what is under way break off: what came stays. */
  stop(): void
  /** Returns when nothing is under way any more. */
  idle(): Promise<void>
}

/**
 * @param tickMs - milliseconds since whenever, by a clock that never goes back
 * @param roundMs - so long a round waits for what is under way
 * @param isAlone - whether no other process of the node fetches; what is under way breaks off where one may
 */
export function exhibitFetcher(
  node: Node,
  courier: Pick<Courier, 'fetchRange' | 'fetchSeveral'>,
  { tickMs, roundMs, isAlone }: FetcherOptions,
): ExhibitFetcher {
  const stopping = new AbortController()
  // Each range of each file that is on its way listens to it.
  setMaxListeners(0, stopping.signal)
  const { signal } = stopping
  /** Files that wait, until when; one that a person has accepted meanwhile, or whose giver says something new, waits no more. */
  const waiting = new Map<string, Waiting>()
  const lanes = new Map<string, Promise<void>>()
  const rules = transferRules(node, tickMs)
  const admit = admitter(node, rules)
  const windowOf = windows(tickMs)
  const fetchTogether = togetherFetcher(node, courier, { rules, signal, tickMs })

  /** What an outcome comes to for good, which is not noted yet; null: it waits, and that is noted. */
  const settledOf = async (row: ExhibitDepositRow, outcome: FetchOutcome): Promise<Fetched | null> => {
    if (outcome.ok) return { row, code: null }
    if (isFinal(outcome.code)) return { row, code: outcome.code, computed: outcome.computed }
    // Why it does not come there is for the other process to say.
    if (!isAlone()) return null
    const { id, accepted, state } = row
    const list = node.trust.peer(state)?.digest
    waiting.set(id, { accepted, state, list, untilMs: tickMs() + exchangeLimits.exhibits.againMs })
    if (!signal.aborted && outcome !== fetchedElsewhere) await noteWaiting(node, row, outcome.code)
    return null
  }
  const fetchAll = async (rows: readonly ExhibitDepositRow[], atOnceMax: number): Promise<void> => {
    const noting = notingMany(node)
    const settle = async (row: ExhibitDepositRow, outcome: FetchOutcome): Promise<void> => {
      const one = await settledOf(row, outcome)
      if (one !== null) noting.add(one)
    }
    const alone = rows.filter((row) => !isForTogether(row))
    const { itemsMax, batchesAtOnceMax } = exchangeLimits.exhibits.several
    try {
      await sideBySide(batchesOf(rows.filter(isForTogether), itemsMax), batchesAtOnceMax, async (batch) => {
        if (!isAlone()) return
        const outcomes = await fetchTogether(batch)
        for (const [place, row] of batch.entries()) {
          const outcome = outcomes[place] ?? null
          if (outcome === null) alone.push(row)
          else await settle(row, outcome)
        }
      })
      await sideBySide(alone, atOnceMax, async (row) =>
        settle(row, await fetchOne(node, courier, row, { rules, admit, windowOf, signal, isAlone, tickMs })),
      )
    } finally {
      await noting.end()
    }
  }
  let wake = (): void => undefined
  const start = (lane: string, work: () => Promise<void>): void => {
    const running = work()
      .catch(async (reason: unknown) => {
        node.log.error({ lane, reason: String(reason) }, 'files could not be fetched, and will be again')
        await wait(failurePauseMs, undefined, { ref: false })
      })
      .finally(() => {
        lanes.delete(lane)
        wake()
      })
    lanes.set(lane, running)
  }
  const held = (isAccepted: boolean): string[] =>
    [...waiting].flatMap(([id, { accepted }]) => (accepted === isAccepted ? [id] : []))

  return {
    async round() {
      if (signal.aborted) return false
      const woken = new Promise<void>((resolve) => (wake = resolve))
      for (const [id, { untilMs, state, list }] of waiting)
        if (untilMs <= tickMs() || node.trust.peer(state)?.digest !== list) waiting.delete(id)
      const { roundMax: perLane } = exchangeLimits.exhibits
      // Of a lane in which files are on their way, what else is wanted is looked at when these have come.
      const but = { always: held(true), unlessAccepted: held(false), lanes: [...lanes.keys()] }
      const wanted = await listWanted(node.db, node.state, { laneBytes, perLane, but })
      for (const [lane, rows] of inLanes(wanted)) {
        if (lanes.has(lane) || lanes.size >= lanesMax) continue
        const isSmall = rows.every((row) => laneOf(row) === 0)
        start(lane, () => (isSmall ? fetchAll(rows, smallAtOnceMax) : fetchAll(rows.slice(0, 1), 1)))
      }
      const isBusy = lanes.size > 0
      // Whoever ends meanwhile leaves its lane to what else is wanted there, and wakes; a slow one keeps nobody waiting. The lanes are
      // not waited for themselves: each such wait would stay in memory until a file is through, which may take days.
      if (isBusy) await Promise.race([woken, wait(roundMs, undefined, { ref: false })])
      return isBusy
    },
    wake() {
      wake()
    },
    stop: () => stopping.abort(new Error('the node is being stopped')),
    async idle() {
      await Promise.all(lanes.values())
    },
  }
}

/** One for each State, for as long as the process runs: a line is known by what came over it before. */
function windows(tickMs: () => number): Fetching['windowOf'] {
  const known = new Map<string, LineWindow>()
  return (state) => {
    const window = known.get(state) ?? lineWindow(tickMs)
    known.set(state, window)
    return window
  }
}

/** Which of the lanes of its State a file is of. */
function laneOf({ sealed_bytes: bytes }: ExhibitDepositRow): number {
  return laneBytes.filter((size) => bytes > size).length
}

/** By the State and the number of the lane, each in the order in which they were announced. */
function inLanes(rows: readonly ExhibitDepositRow[]): ReadonlyMap<string, readonly ExhibitDepositRow[]> {
  const lanes = new Map<string, ExhibitDepositRow[]>()
  for (const row of rows) {
    const lane = `${row.state} ${laneOf(row)}`
    const before = lanes.get(lane)
    if (before === undefined) lanes.set(lane, [row])
    else before.push(row)
  }
  return lanes
}

function batchesOf<Item>(items: readonly Item[], itemsMax: number): (readonly Item[])[] {
  const count = Math.ceil(items.length / itemsMax)
  return Array.from({ length: count }, (_none, place) =>
    items.slice(place * itemsMax, (place + 1) * itemsMax),
  )
}

/** Codes after which it is not fetched again. */
function isFinal(code: string): boolean {
  return ['EXHIBIT_DAMAGED', 'EXHIBIT_KEY_WRONG', 'EXHIBIT_TRUNCATED'].includes(code)
}

/** Notes what has come of files, many in one transaction, while others come. */
function notingMany(node: Node): { readonly add: (one: Fetched) => void; readonly end: () => Promise<void> } {
  let unnoted: Fetched[] = []
  let noting: Promise<void> | null = null
  let failure: { readonly reason: unknown } | null = null
  const note = async (): Promise<void> => {
    const fetched = unnoted
    unnoted = []
    try {
      await noteFetched(node, fetched)
    } catch (reason) {
      // They are on the disk, and found there when they are fetched again.
      failure ??= { reason }
    }
    noting = null
    if (unnoted.length >= notedAtOnceMin) begin()
  }
  const begin = (): void => {
    noting = note()
  }
  return {
    add(one) {
      unnoted.push(one)
      if (noting === null && unnoted.length >= notedAtOnceMin) begin()
    },
    async end() {
      while (noting !== null) await noting
      await note()
      if (failure !== null) throw failure.reason
    },
  }
}
