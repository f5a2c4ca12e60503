import { hash } from 'node:crypto'
import { type Cosignature, cosignaturesOn } from '../cosignature.ts'
import type { NoteVerifier } from '../note.ts'
import type { WitnessPolicy } from '../witnessPolicy.ts'
import { type OpenedHead, checkRoots, openLoggedHead } from './attestedHeads.ts'
import { type TimedHead, checkBrackets } from './brackets.ts'
import { type LogKeys, formerLogs } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { BundleLog } from './log.ts'
import { type CosignedFact, type Find, notExported } from './report.ts'
import { endsWithLine, wholeLines } from './textLines.ts'
import type { TrustHistory } from './trust.ts'
import { type WitnessKey, witnessKeys } from './witnessKeys.ts'

/** A line of `cosigned.jsonl`: the note of a head, as its log has signed it, with what witnesses have signed beside. */
export function cosignedLine(note: string): string {
  return `${JSON.stringify(note)}\n`
}

/** What the cosigned heads are judged by. */
export interface CosignedSources {
  readonly files: Files
  readonly log: BundleLog
  readonly keys: LogKeys
  readonly trust: TrustHistory
  /** What the reader asks for; null: each State whose trust list is in the bundle may be the witness. */
  readonly policy: WitnessPolicy | null
  /** SHA-256 (hex) that the export states of the file; null where that is not known. */
  readonly stated: string | null
  /** Size of the log to which the bundle answers: so much of it the policy asks for. */
  readonly size: number
}

/** A head that witnesses had seen, as the reader is told of it. */
export interface SeenHead {
  readonly size: number
  /** When each has cosigned it, what the report calls him, and whose he is, the first first. */
  readonly seen: readonly { readonly at: Date; readonly by: string; readonly whose: string }[]
}

/** What holds of the cosigned heads. */
export interface Cosigned {
  readonly fact: CosignedFact
  /** The heads of this log that were cosigned, the smallest first. */
  readonly heads: readonly SeenHead[]
}

/**
 * Checks that the log has had each of the heads that witnesses cosigned, that their cosignatures hold, and that no entry
 * says a time before the head before it was cosigned, or after the one that first covers it. Null, with a finding, where
 * the file is not what was exported.
 */
export function checkCosigned(sources: CosignedSources, find: Find): Cosigned | null {
  const { files, log, trust, policy, stated, size } = sources
  // That it lacks is said where the set of files is checked.
  if (!files.has(bundlePaths.cosigned)) return null
  const bytes = contentOf(files, bundlePaths.cosigned)
  if (stated !== null && hash('sha256', bytes) !== stated) {
    find('cryptography', bundlePaths.cosigned, notExported)
    return null
  }
  const witnesses = witnessKeys(trust, policy)
  const lines = readHeads(bytes, sources, witnesses, find)
  if (lines === null) return null
  const heads = mergeHeads(lines)
  checkClosingHeads(heads, log, size, find)
  const how = { file: bundlePaths.cosigned, done: 'cosigned' }
  checkRoots(heads, log, how, find)
  checkBrackets(heads.flatMap(whenCosigned), log, how, find)
  const enough = enoughOf(heads.filter(isHeld(log)), policy)
  if (policy !== null && enough.size < size) {
    const what = `the witnesses of the policy have cosigned ${enough.size} of the ${size} entries that it answers to`
    find('incomplete', bundlePaths.cosigned, what + followedIn(witnesses))
  }
  const callOf: CallOf = (one) => {
    const key = witnesses.find(({ verifier }) => verifier === one)
    return { by: key?.name ?? one.name, whose: key?.whose ?? one.name }
  }
  const met = policy === null ? {} : { isPolicyMet: enough.size >= size }
  return { fact: { ...factOf(heads, enough, callOf), ...met }, heads: seenHeads(heads, log, callOf) }
}

/** The cosignatures that are enough for a reader, and how much of the log they cover; 0: there are too few. */
interface Enough {
  readonly size: number
  readonly cosignatures: readonly Cosignature[]
}

/**
 * How much of the log has the quorum of a policy, or any witness where there is none. The witnesses need not have cosigned one and the
 * same head: each head that counts here was made again from the entries of the bundle (`checkRoots`), so that whoever has cosigned the
 * root over the first 9 entries has signed the first 5 as they stand in it, as surely as if he had signed the root over 5. So a head
 * has the cosignatures on it and on each longer one, and never those on a shorter.
 *
 * @param heads - those that the log holds
 */
function enoughOf(heads: readonly CosignedHead[], policy: WitnessPolicy | null): Enough {
  const gathered: Cosignature[] = []
  for (const { size, cosignatures } of [...heads].sort((a, b) => b.size - a.size)) {
    for (const one of cosignatures) gathered.push(one)
    const by = [...new Set(gathered.map(({ witness }) => witness))]
    if (by.length > 0 && (policy?.isQuorum(by) ?? true)) return { size, cosignatures: gathered }
  }
  return { size: 0, cosignatures: [] }
}

/** Whether the log begins with what a head is of: what was lost of a former log, a witness has seen, and nobody has it. */
function isHeld(log: BundleLog): (head: CosignedHead) => boolean {
  const former = new Map(formerLogs(log).map(({ origin, kept }) => [origin, kept]))
  return ({ origin, size }) => size <= (former.get(origin) ?? Infinity)
}

/** Says which keys of a policy their States use no more: a policy is the reader's own and is not changed for him. */
function followedIn(witnesses: readonly WitnessKey[]): string {
  return witnesses
    .flatMap(({ name, followedBy }) => (followedBy === null ? [] : [`; ${name} has now ${followedBy}`]))
    .join('')
}

/** A head that a log had, and the witnesses that had seen it by a certain time. */
interface CosignedHead extends OpenedHead {
  readonly cosignatures: readonly Cosignature[]
}

interface LoggedHead extends CosignedHead {
  /** Cosignatures of keys that did not count any more. */
  readonly uncounted: number
}

function whenCosigned({ origin, size, cosignatures }: CosignedHead): TimedHead[] {
  if (cosignatures.length === 0) return []
  const times = cosignatures.map(({ at }) => at.getTime()).sort((one, other) => one - other)
  return [{ origin, size, atMs: times[0] ?? 0, lastMs: times.at(-1) ?? 0 }]
}

type Judged = Pick<CosignedSources, 'log' | 'keys'>

function readHeads(
  bytes: Uint8Array,
  sources: Judged,
  witnesses: readonly WitnessKey[],
  find: Find,
): LoggedHead[] | null {
  const heads: LoggedHead[] = []
  for (const line of wholeLines(bytes)) {
    const head = readHead(line, sources, witnesses)
    if (typeof head === 'string') {
      find('cryptography', `${bundlePaths.cosigned} line ${heads.length + 1}`, head)
      return null
    }
    heads.push(head)
  }
  if (!endsWithLine(bytes)) {
    find('cryptography', bundlePaths.cosigned, 'its last line does not end')
    return null
  }
  return heads
}

/**
 * A head that was cosigned again has a second line: of each witness its first cosignature and its last. Lines that say the same again, as
 * often as somebody likes, add nothing.
 */
function mergeHeads(lines: readonly LoggedHead[]): LoggedHead[] {
  const heads = new Map<string, LoggedHead>()
  for (const line of lines) {
    const name = `${line.origin} ${line.size} ${Buffer.from(line.root).toString('hex')}`
    const before = heads.get(name)
    const cosignatures = firstAndLast([...(before?.cosignatures ?? []), ...line.cosignatures])
    heads.set(name, { ...line, cosignatures, uncounted: (before?.uncounted ?? 0) + line.uncounted })
  }
  return [...heads.values()]
}

/** Of each witness no more than two: the first and the last. */
function firstAndLast(cosignatures: readonly Cosignature[]): readonly Cosignature[] {
  const byWitness = new Map<NoteVerifier, { readonly first: Cosignature; readonly last: Cosignature }>()
  for (const one of cosignatures) {
    const { first = one, last = one } = byWitness.get(one.witness) ?? {}
    byWitness.set(one.witness, {
      first: one.at < first.at ? one : first,
      last: one.at > last.at ? one : last,
    })
  }
  return [...byWitness.values()].flatMap(({ first, last }) => (first === last ? [first] : [first, last]))
}

/** The head in a line, or what is wrong with it. */
function readHead(line: string, { keys }: Judged, witnesses: readonly WitnessKey[]): LoggedHead | string {
  const note = noteIn(line)
  if (note === null) return 'it is not a note'
  const opened = openLoggedHead(note, keys)
  if (typeof opened === 'string') return opened
  const read = cosignaturesOn(
    note,
    witnesses.map(({ verifier }) => verifier),
  )
  if (!read.ok) return read.detail ?? read.code
  const cosignatures = read.cosignatures.filter(({ witness, at }) => {
    const untilMs = witnesses.find(({ verifier }) => verifier === witness)?.untilMs ?? null
    return untilMs === null || at.getTime() < untilMs
  })
  return { ...opened, cosignatures, uncounted: read.cosignatures.length - cosignatures.length }
}

function noteIn(line: string): Buffer | null {
  try {
    const note: unknown = JSON.parse(line)
    return typeof note === 'string' ? Buffer.from(note) : null
  } catch {
    return null
  }
}

/** A log that was closed has a last head, signed with its own key: that binds the one that follows to it. */
function checkClosingHeads(heads: readonly LoggedHead[], log: BundleLog, size: number, find: Find): void {
  for (const { origin, end, kept, index } of formerLogs(log)) {
    if (end !== 'closed' || index >= size) continue
    if (heads.some((head) => head.origin === origin && head.size === kept)) continue
    find('mismatch', bundlePaths.cosigned, `the last head of ${origin} lacks, with which it was closed`)
  }
}

/** The heads of this log and of those that it goes on from as they were closed: what these cover, it holds. */
function seenHeads(heads: readonly LoggedHead[], log: BundleLog, callOf: CallOf): readonly SeenHead[] {
  const lost = new Set(formerLogs(log).flatMap(({ origin, end }) => (end === 'lost' ? [origin] : [])))
  return heads
    .filter(({ origin, cosignatures }) => cosignatures.length > 0 && !lost.has(origin))
    .map(({ size, cosignatures }) => ({
      size,
      seen: cosignatures
        .map(({ at, witness }) => ({ at, ...callOf(witness) }))
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
    }))
    .sort((a, b) => a.size - b.size)
}

/** What the report calls a witness, and whose he is. */
type CallOf = (witness: NoteVerifier) => { readonly by: string; readonly whose: string }

function factOf(heads: readonly LoggedHead[], { size, cosignatures }: Enough, callOf: CallOf): CosignedFact {
  const at = cosignatures.reduce((latest, one) => Math.max(latest, one.at.getTime()), 0)
  const uncounted = heads.reduce((sum, head) => sum + head.uncounted, 0)
  return {
    heads: heads.filter((head) => head.cosignatures.length > 0).length,
    ...(uncounted === 0 ? {} : { uncounted }),
    size,
    ...(cosignatures.length === 0 ? {} : { at: new Date(at).toISOString() }),
    by: [...new Set(cosignatures.map(({ witness }) => callOf(witness).by))].sort(),
  }
}
