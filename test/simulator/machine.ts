import platform, { generateKeyPairSync, webcrypto } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'
import { putFilesAside } from './files.ts'
import type { Schedule } from './schedule.ts'

/** The world that runs now; null: what is asked for is real. */
let schedule: Schedule | null = null

/** Gives the programs that run in this process the virtual time of a world, or none. */
export function liveIn(world: Schedule | null): void {
  schedule = world
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setImmediate: globalThis.setImmediate,
  now: performance.now.bind(performance),
}

/**
 * Puts virtual time in the place of that of the machine, for what runs in the name of a node and for nothing else: timers
 * are events, and the clock that never goes back is that of the world. The cryptography of the platform is real; what it
 * does off this thread counts as under way, and is answered in the order in which it was asked for, so that a seed replays.
 */
export function putMachineAside(): void {
  const timers: object = {
    setTimeout: virtualTimeout,
    clearTimeout: endTimeout,
    setImmediate: virtualImmediate,
  }
  Object.assign(globalThis, timers)
  performance.now = () => (schedule?.life == null ? real.now() : schedule.now)
  for (const name of offThread) inOrder(name)
  putFilesAside(() => schedule)
}

/**
 * New keys are made on this thread for who lives in a world. This stands here because modules keep what they find as they are
 * loaded: this one is to be the first.
 */
function makeKeysHere(): void {
  const { generateKeyPair } = platform
  const elsewhere = promisify(generateKeyPair) as (...asked: unknown[]) => Promise<unknown>
  const here = generateKeyPairSync as (...asked: unknown[]) => unknown
  const made = (...asked: unknown[]): Promise<unknown> =>
    schedule?.life == null ? elsewhere(...asked) : Promise.resolve(here(...asked))
  const given = Object.assign(generateKeyPair.bind(platform), { [promisify.custom]: made })
  Object.assign(platform, { generateKeyPair: given })
  syncBuiltinESMExports()
}

makeKeysHere()

function virtualTimeout(work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): unknown {
  const world = schedule
  const life = world?.life
  if (world === null || life == null) return real.setTimeout(work, ms, ...given)
  const timer = world.after(ms, life, () => world.enter(life, () => work(...given)))
  const held = { ...timer, ref: () => held, unref: () => held }
  return held
}

function endTimeout(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'stop' in timer) (timer as { stop(): void }).stop()
  else real.clearTimeout(timer as NodeJS.Timeout)
}

function virtualImmediate(work: (...given: unknown[]) => void, ...given: unknown[]): unknown {
  const world = schedule
  if (world?.life == null) return real.setImmediate(work, ...given)
  return inLine(world, nextTurn()).then(() => {
    work(...given)
  })
}

const offThread = [
  ...['sign', 'verify', 'digest', 'encrypt', 'decrypt', 'deriveBits', 'deriveKey'],
  ...['importKey', 'exportKey', 'generateKey', 'wrapKey', 'unwrapKey'],
] as const

let last: Promise<unknown> = Promise.resolve()

/**
 * What is done side by side off this thread, or in a later turn of its loop, is answered in the order in which it was asked for, and one in
 * each turn: what follows from an answer comes to rest before the next, whichever was ready first.
 */
function inLine<Result>(world: Schedule, work: Promise<Result>): Promise<Result> {
  world.begin()
  const answered = Promise.allSettled([last.then(nextTurn), work]).then(() => {
    world.end()
    return work
  })
  last = answered.catch(() => undefined)
  return answered
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => real.setImmediate(resolve))
}

type Work = (...given: unknown[]) => Promise<unknown>

function inOrder(name: (typeof offThread)[number]): void {
  const prototype = Object.getPrototypeOf(webcrypto.subtle) as Record<string, Work>
  const done = prototype[name]
  if (done === undefined) throw new Error(`the platform has no ${name}`)
  prototype[name] = function (this: unknown, ...given: unknown[]): Promise<unknown> {
    const work = done.apply(this, given)
    return schedule?.life == null ? work : inLine(schedule, work)
  }
}
