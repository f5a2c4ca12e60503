import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceSoon } from './replaceFile.ts'
import { unlessMissing } from './unlessMissing.ts'

/** How far a log of this node has come: which log, how many entries. */
export interface LogPlace {
  readonly log: number
  readonly size: number
}

/** The head of a log of this node that was signed. */
export interface KnownHead extends LogPlace {
  readonly root: Buffer
}

/**
 * What a node remembers of its own log outside its database: the newest checkpoint that it has signed. Where the
 * database knows less, it went back.
 */
export interface CheckpointMemory {
  /** The newest head that is remembered; null before the first. */
  newest(): KnownHead | null
  /** Remembers a checkpoint that was signed and is committed; one that is older than the newest is passed over. */
  keep(head: KnownHead, note: string): Promise<void>
  /**
   * Takes over what another process of this node has kept at the same place since: of the two that lose one database it may have signed
   * last, and the other would take an older one for the newest there is.
   */
  look(): Promise<void>
  /**
   * From now on no database is believed as long as it has this log: its entries are not those that were signed.
   *
   * @param shownBy - who has shown that, and what, in words; absent: it is found by comparing
   */
  distrust(log: number, shownBy?: string): void
  /** Who has shown that no database with that log is believed, and what; null where nobody has. */
  shownBy(): string | null
  /**
   * How to judge what a database says from now on: true for a place that is behind what is remembered at this moment.
   * To be taken before the database is asked, for its log may be signed on meanwhile.
   */
  asOfNow(): (found: LogPlace) => boolean
}

/** A memory that is gone with the process. */
export function shortMemory(): CheckpointMemory {
  return checkpointMemory(null, () => Promise.resolve())
}

/**
 * The memory in the file `checkpoint` of a data folder: the signed note itself, replaced in one step after each commit.
 *
 * @throws Error with words for the operator where the file is there and cannot be understood
 */
export async function openCheckpointFile(dataFolder: string): Promise<CheckpointMemory> {
  const file = join(dataFolder, 'checkpoint')
  const write = async (head: KnownHead, note: string): Promise<void> => {
    // Another process of this node may have written a newer one.
    const written = await headIn(file)
    if (written === null || isBefore(written, head)) await replaceSoon(file, note)
  }
  return checkpointMemory(await headIn(file), write, () => headIn(file))
}

/**
 * A memory that is kept wherever its maker says.
 *
 * @param first - what was kept before
 * @param write - keeps a checkpoint; what was kept must be newer than what it replaces
 * @param read - what is kept now, by whichever process; absent: no other keeps anything there
 */
export function checkpointMemory(
  first: KnownHead | null,
  write: (head: KnownHead, note: string) => Promise<void>,
  read: () => Promise<KnownHead | null> = () => Promise.resolve(null),
): CheckpointMemory {
  let newest = first
  /** What the last write that succeeded has kept: one that failed is made up for when the same head is to be kept again. */
  let kept = first
  let distrusted: number | null = null
  let shown: string | null = null
  let writing: Promise<void> = Promise.resolve()
  return {
    newest: () => newest,
    async keep(head, note) {
      if (newest === null || isBefore(newest, head)) newest = head
      writing = writing
        .catch(() => undefined)
        .then(async () => {
          if (kept !== null && !isBefore(kept, head)) return
          await write(head, note)
          kept = head
        })
      await writing
    },
    async look() {
      const found = await read()
      if (found !== null && (newest === null || isBefore(newest, found))) newest = found
    },
    distrust(log, shownBy) {
      distrusted = log
      shown = shownBy ?? shown
    },
    shownBy: () => shown,
    asOfNow() {
      const [known, wrong] = [newest, distrusted]
      return (found) => found.log === wrong || (known !== null && isBefore(found, known))
    },
  }
}

function isBefore(one: LogPlace, other: LogPlace): boolean {
  return one.log < other.log || (one.log === other.log && one.size < other.size)
}

/** The head in a file with a checkpoint: origin, size and root, a line each (C2SP tlog-checkpoint). */
async function headIn(file: string): Promise<KnownHead | null> {
  const text = await unlessMissing(readFile(file, 'utf8'))
  if (text === null) return null
  const [, log, size, root = ''] =
    /^[^\n]*\/log([0-9]{1,9})\n([0-9]{1,15})\n([A-Za-z0-9+/=]{44})\n/.exec(text) ?? []
  if (log === undefined || size === undefined) {
    throw new Error(
      `${file} is no checkpoint of this node. It tells how far the log had come when it was last signed. Restore it, ` +
        'or remove it where you know that the database is the newest that this node has had.',
    )
  }
  return { log: Number(log), size: Number(size), root: Buffer.from(root, 'base64') }
}
