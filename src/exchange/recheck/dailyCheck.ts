import type { Actor } from '../../audit/events.ts'
import { readHead } from '../../store/audit.ts'
import { readSetting, replaceSetting, writeSetting } from '../../store/settings.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { type OwnTree, type Part, type Reached, checkOwnTree, checkPlaces, partEntries } from './ownTree.ts'

/** When the own log was looked through last, what was wrong then, and how far that goes. */
export interface LastCheck {
  /** When one was begun last, or ended. */
  readonly at: string
  /** When one came to its end last; where none has yet, when the node began to wait for the first. Absent: as `at`. */
  readonly endedAt?: string
  readonly wrong: OwnTree['wrong']
  /** Up to where it was read since it began; absent: that is not known. */
  readonly until?: number
  /** Where the next part begins of what was read before. */
  readonly next?: number
}

const setting = 'own-tree'

/** What the last check found; null before the first. */
export async function lastCheck({ db }: Pick<Node, 'db'>): Promise<LastCheck | null> {
  const text = await readSetting(db, setting)
  return text === null ? null : (JSON.parse(text) as LastCheck)
}

/** Since when no check has come to its end: one that breaks off each day is none. Null where the first is not due yet. */
export function uncheckedSince(last: LastCheck | null): Date | null {
  if (last === null) return null
  const { endedAt, until } = last
  // A new node says when the first is due by a last one that read nothing.
  return endedAt === undefined && until === undefined ? null : endOf(last)
}

/** When a check came to its end last; of a node without one, from when on it waits for the first. */
export function endOf({ at, endedAt }: LastCheck): Date {
  return new Date(endedAt ?? at)
}

/**
 * Checks the whole log, notes in it what was found, and remembers it.
 *
 * @param reached - as `checkOwnTree` calls it
 */
export async function checkAndNote(node: Node, actor?: Actor, reached?: Reached): Promise<OwnTree> {
  const tree = await checkOwnTree(node, undefined, reached)
  const found = tree.wrong === null ? await checkPlaces(node, tree.size) : tree
  await note(node, found, found.size, actor)
  await remember(node, { wrong: found.wrong, until: found.size, next: 0 })
  return found
}

/** What is read of a log in a day, and where the next day goes on. */
export interface DailyParts {
  readonly parts: readonly Part[]
  readonly next: number
}

/**
 * What is new since the last check, with the tiles that it has grown in, and so much of what was read before: part after
 * part, so that all of a log is read again every so many days, and a day's work does not grow with it. After a check that
 * found something, or without one, all.
 */
export function dailyParts(size: number, last: LastCheck, partMax: number): DailyParts {
  const { wrong, until = 0, next = 0 } = last
  const old = wrong === null ? Math.floor(Math.min(until, size) / partEntries) * partEntries : 0
  const fresh = { from: old, until: size }
  const from = next < old ? next : 0
  const end = Math.min(from + partMax, old)
  return end === 0
    ? { parts: [fresh], next: 0 }
    : { parts: [fresh, { from, until: end }], next: end === old ? 0 : end }
}

/**
 * Checks what is due of the own log where that was not done for a day, by the clock of the machine; of several processes
 * of a node, one does. The first check of a new node comes a day after its start.
 *
 * @param signal - aborted where this process stops: what it breaks off is begun anew by the next
 */
export async function ownTreeRound(node: Node, signal?: AbortSignal): Promise<boolean> {
  const now = node.machineNow()
  const before = await readSetting(node.db, setting)
  const last = before === null ? null : (JSON.parse(before) as LastCheck)
  // One that lies ahead was written by a clock that was: it is no reason to wait until then.
  const sinceMs = last === null ? Infinity : now.getTime() - Date.parse(last.at)
  if (sinceMs >= 0 && sinceMs < exchangeLimits.ownTree.everyMs) return false
  // Taken first: a process that dies in it leaves the check to the next day, which begins where this one did.
  const known = last === null ? { wrong: null } : { ...last, endedAt: last.endedAt ?? last.at }
  const taken = JSON.stringify({ ...known, at: now.toISOString() } satisfies LastCheck)
  const isOurs = await replaceSetting(node.db, setting, taken, before)
  if (!isOurs || last === null || before === null) return false
  // Where it is broken off, nobody has checked.
  if (!(await checkDue(node, last, signal))) await replaceSetting(node.db, setting, before, taken)
  return false
}

/** False where it was broken off before its end. */
async function checkDue(node: Node, last: LastCheck, signal?: AbortSignal): Promise<boolean> {
  const { size } = await readHead(node.db)
  const { parts, next } = dailyParts(size, last, exchangeLimits.ownTree.partMax)
  const reached = (): Promise<void> => {
    signal?.throwIfAborted()
    return Promise.resolve()
  }
  const checks = [
    ...parts.map((part) => () => checkOwnTree(node, part, reached)),
    () => checkPlaces(node, size, reached),
  ]
  for (const check of checks) {
    if (signal?.aborted === true) return false
    const found = await check().catch(nullIfAborted(signal))
    if (found === null) return false
    if (found.wrong === null) continue
    await note(node, found, found.size)
    await remember(node, { ...last, wrong: found.wrong })
    return true
  }
  const read = parts.reduce((sum, { from, until }) => sum + until - from, 0)
  await note(node, { size, wrong: null }, read)
  await remember(node, { wrong: null, until: size, next })
  return true
}

function nullIfAborted(signal?: AbortSignal): (reason: unknown) => null {
  return (reason) => {
    if (signal?.aborted === true && reason === signal.reason) return null
    throw reason
  }
}

async function note(node: Node, { wrong }: OwnTree, count: number, actor?: Actor): Promise<void> {
  const by = actor === undefined ? {} : { actor }
  if (wrong === null) {
    await noteInLog(node, { event: 'log.checked', count, ...by })
    return
  }
  node.log.error({ object: wrong.object }, `the own log is not what was signed: ${wrong.what}`)
  const details = { object: wrong.object, what: wrong.what }
  await noteInLog(node, { event: 'log.broken', count, ...by, details })
}

async function remember(node: Node, found: Omit<LastCheck, 'at' | 'endedAt'>): Promise<void> {
  const at = node.machineNow().toISOString()
  const last: LastCheck = { ...found, at, endedAt: at }
  await writeSetting(node.db, setting, JSON.stringify(last))
}
