import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Random, randomFrom } from '../fuzz/random.ts'

/** What a drill is given. */
export interface Ground {
  /** A folder of its own, which servers of other users can pass through; it goes with the drill. */
  readonly folder: string
  /** Choices that the seed makes again; the moments of the machine differ all the same. */
  readonly random: Random
  /** How hard it is to be, 1 as a rule: less for a short run among the tests. */
  readonly share: number
  /** A line for whoever watches. */
  readonly say: (line: string) => void
  /** Done at the end, the last first, however the drill ends. */
  readonly atEnd: (undo: () => Promise<unknown>) => void
}

/** A failure of real machines, made on purpose. */
export interface Drill {
  readonly name: string
  /** One sentence. */
  readonly does: string
  /** Why it cannot be done on this machine; null: it can. */
  readonly lacks: () => Promise<string | null>
  /** Does it, says what it did and found, and throws where something does not hold. */
  readonly play: (ground: Ground) => Promise<void>
}

/** What a drill found that must not be. */
export class Broken extends Error {
  constructor(words: string) {
    super(words)
    this.name = 'Broken'
  }
}

/** Plays a drill in a folder of its own, and leaves nothing of it. Rejects with what it found. */
export async function playDrill(
  { name, play }: Drill,
  { seed, share, say }: { readonly seed: number; readonly share: number; readonly say: Ground['say'] },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-drill-'))
  await chmod(folder, 0o711)
  const undoing: (() => Promise<unknown>)[] = []
  const undoAll = async (): Promise<void> => {
    for (const undo of undoing.splice(0).reverse())
      await undo().catch((reason: unknown) => say(`  at the end: ${String(reason)}`))
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  const stopped = (): void => void undoAll().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopped)
  try {
    await play({
      ...{ folder, share, say, random: randomFrom(seed, name, 0) },
      atEnd: (undo) => void undoing.push(undo),
    })
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stopped)
    await undoAll()
  }
}

/** Lets time pass. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Seconds of so many milliseconds, as a sentence names them. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** The middle one and the last one of several durations, as a sentence names them. */
export function middleAndMost(durationsMs: readonly number[]): string {
  const sorted = durationsMs.toSorted((one, other) => one - other)
  return `${seconds(sorted[Math.floor(sorted.length / 2)] ?? 0)} in the middle, ${seconds(sorted.at(-1) ?? 0)} at most`
}
