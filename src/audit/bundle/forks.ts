import { openCheckpointOfAny } from '../checkpoint.ts'
import { append, emptyRange, rootOf } from '../tree.ts'
import { type FormerLog, type LogKeys, formerLogs, isBeginning } from './formerLogs.ts'
import { type BundleLog, entryName } from './log.ts'
import type { BeginningFact, FindIn, Severity } from './report.ts'
import { isKeyOf } from './sameStates.ts'

/** A signed checkpoint that the reader has kept from before, or from somewhere else. */
export interface KeptCheckpoint {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The log of a bundle with the name of the bundle. */
export interface NamedLog {
  readonly name: string
  readonly log: BundleLog
  readonly keys: LogKeys
  /** Whether the reader has pinned the State whose log it is. */
  readonly isPinned: boolean
}

/** Checks that two bundles of one log do not tell different histories. */
export function compareLogsOfOneOrigin(a: NamedLog, b: NamedLog, find: FindIn): void {
  const keysOfB = b.keys.get(a.log.checkpoint.origin) ?? []
  if (!isKeyOf(keysOfB, a.log.verifier)) {
    nameStranger(a, b, find)
    return
  }
  const [shorter, longer] = a.log.entries.length <= b.log.entries.length ? [a, b] : [b, a]
  const { size, root } = shorter.log.checkpoint
  if (!isBeginning(longer.log, size, root)) {
    find(
      longer.name,
      'fork',
      'checkpoint',
      `it does not begin with the log of ${shorter.name}, which the same node signed`,
    )
  }
}

/** A log under the name of another with a key of its own proves nothing against that: anybody can make one. */
function nameStranger(a: NamedLog, b: NamedLog, find: FindIn): void {
  const [strange, other] = b.isPinned && !a.isPinned ? [a, b] : [b, a]
  const what = `${other.name} has another key for the same log: one of the two is not of that node, so they are not compared`
  find(strange.name, 'cryptography', 'keys/log.vkey', what)
}

/** Checks that a log which has followed another begins with what is left of that, and not with another history. */
export function compareWithFormer(former: NamedLog, later: NamedLog, find: FindIn): void {
  const ended = formerLogs(later.log).find(({ origin }) => origin === former.log.checkpoint.origin)
  if (ended === undefined) return
  if (!isKeyOf(later.keys.get(ended.origin) ?? [], former.log.verifier)) {
    nameStranger(later, former, find)
    return
  }
  const common = Math.min(ended.kept, former.log.checkpoint.size)
  if (
    !isBeginning(later.log, common, rootOf(append(emptyRange, former.log.entries.part(0, common).leaves())))
  ) {
    const what = `it does not begin with what it says to be left of ${former.name}, which the same node signed`
    find(later.name, 'fork', 'checkpoint', what)
  } else if (former.log.checkpoint.size > ended.kept) find(later.name, ...beyond(ended, former.name))
}

/** A log with the name of its bundle. */
type OwnLog = Pick<NamedLog, 'name' | 'log' | 'keys'>

/**
 * Two logs of one State of which neither follows the other, as where its database went back twice: they go on from what is left of
 * the same log, and the one that was begun later knows nothing of what the other had beyond that.
 */
export function compareApart(a: OwnLog, b: OwnLog, find: FindIn): void {
  if (isFollowed(a, b) || isFollowed(b, a)) return
  const [earlier, later] = begunAt(a) <= begunAt(b) ? [a, b] : [b, a]
  const common = commonOf(earlier, later)
  if (common !== null && !haveSameBeginning(earlier, later, common)) {
    const what = `it does not begin as ${earlier.name} does, and both say that they go on from the same log`
    find(later.name, 'fork', 'checkpoint', what)
    return
  }
  const what = `it does not follow ${earlier.log.checkpoint.origin}, of which ${earlier.name} has ${earlier.log.checkpoint.size} entries, signed by the same State: of those it has the first ${common ?? 0} alone, so what came after them was lost or is left out`
  find(later.name, 'incomplete', 'checkpoint', what)
}

function isFollowed({ log: { checkpoint } }: OwnLog, { log }: OwnLog): boolean {
  const { origin } = checkpoint
  return log.checkpoint.origin === origin || formerLogs(log).some((former) => former.origin === origin)
}

/** When the log of a bundle was begun, in milliseconds; one that follows none was there first. */
function begunAt({ log }: OwnLog): number {
  return formerLogs(log).at(-1)?.time.getTime() ?? -Infinity
}

/** How many entries both have of the newest log that both follow, by a key that both know for it; null: there is no such log. */
function commonOf(a: OwnLog, b: OwnLog): number | null {
  for (const one of [...formerLogs(a.log)].reverse()) {
    const other = formerLogs(b.log).find(({ origin }) => origin === one.origin)
    const known = b.keys.get(one.origin) ?? []
    const isSame = (a.keys.get(one.origin) ?? []).some((key) => isKeyOf(known, key))
    if (other !== undefined && isSame) return Math.min(one.kept, other.kept)
  }
  return null
}

function haveSameBeginning(a: OwnLog, b: OwnLog, size: number): boolean {
  const root = rootOf(append(emptyRange, a.log.entries.part(0, size).leaves()))
  return isBeginning(b.log, size, root)
}

/** What is said of a head of a former log that is longer than what is left of it. */
function beyond({ origin, end, kept, index }: FormerLog, name: string): [Severity, string, string] {
  const lost = 'what came after this in the log before was lost when the database of the node went back'
  if (end === 'lost') return ['incomplete', entryName(index), lost]
  return [
    'fork',
    'checkpoint',
    `it closed ${origin} with ${kept} entries, and ${name} has more, signed with its key`,
  ]
}

/** Checks that the logs begin with a checkpoint that was kept. Returns those that do. */
export function compareWithKept(
  logs: readonly NamedLog[],
  kept: KeptCheckpoint,
  find: FindIn,
): BeginningFact[] {
  const given = `checkpoint ${kept.name} that was given`
  const begin: BeginningFact[] = []
  const [origin = ''] = Buffer.from(kept.bytes).toString('utf8').split('\n')
  const found = logs.filter(({ keys }) => keys.has(origin))
  if (found.length === 0) find('', 'incomplete', given, 'it is of none of these logs')
  for (const { name, log, keys } of found) {
    const ended = formerLogs(log).find((former) => former.origin === origin)
    const opened = openCheckpointOfAny(kept.bytes, keys.get(origin) ?? [])
    if (!opened.ok) {
      find('', 'cryptography', given, `it is not signed with the key of the log of ${name} (${opened.code})`)
      continue
    }
    const { size, root } = opened.checkpoint
    if (ended !== undefined && size > ended.kept) find(name, ...beyond(ended, kept.name))
    else if (size > log.checkpoint.size) {
      find(name, 'incomplete', 'checkpoint', `it is older than ${kept.name}, so the two cannot be compared`)
    } else if (!isBeginning(log, size, root)) {
      find(name, 'fork', 'checkpoint', `it does not begin with ${kept.name}, which the same node signed`)
    } else begin.push({ bundle: name, checkpoint: kept.name, size })
  }
  return begin
}
