import { hash } from 'node:crypto'
import { openCheckpoint } from '../checkpoint.ts'
import { type Cosignature, cosignaturesOn } from '../cosignature.ts'
import { type NoteVerifier, encodeVerifierKey, noteVerifier, parseVerifierKey } from '../note.ts'
import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import type { WitnessPolicy } from '../witnessPolicy.ts'
import { formerLogs, namesOf } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import type { CosignedFact, Find } from './report.ts'
import { clockToleranceMs } from './trail.ts'
import type { TrustHistory } from './trust.ts'

/** A line of `cosigned.jsonl`: the note of a head, as its log has signed it, with what witnesses have signed beside. */
export function cosignedLine(note: string): string {
  return `${JSON.stringify(note)}\n`
}

/** A head that the log had, and the witnesses that had seen it by a certain time. */
interface CosignedHead {
  readonly size: number
  readonly cosignatures: readonly Cosignature[]
}

/** What the cosigned heads are judged by. */
export interface CosignedSources {
  readonly files: Files
  readonly log: BundleLog
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
  /** When each has cosigned it, and what the report calls him, the first first. */
  readonly seen: readonly { readonly at: Date; readonly by: string }[]
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
  const { files, log, policy, stated, size } = sources
  // That it lacks is said where the set of files is checked.
  if (!files.has(bundlePaths.cosigned)) return null
  const bytes = contentOf(files, bundlePaths.cosigned)
  if (stated !== null && hash('sha256', bytes) !== stated) {
    find('cryptography', bundlePaths.cosigned, 'it is not the file that was exported')
    return null
  }
  const witnesses = witnessesIn(sources)
  const heads = readHeads(bytes, log, [...witnesses.keys()], find)
  if (heads === null) return null
  checkRoots(heads, log, find)
  checkBrackets(heads, log, find)
  const isEnough = ({ cosignatures }: CosignedHead): boolean =>
    cosignatures.length > 0 && (policy?.isQuorum(cosignatures.map(({ witness }) => witness)) ?? true)
  const last = heads.findLast(isEnough)
  if (policy !== null && (last?.size ?? 0) < size) {
    const what = `the witnesses of the policy have cosigned ${last?.size ?? 0} of the ${size} entries that it answers to`
    find('incomplete', bundlePaths.cosigned, what)
  }
  return { fact: factOf(heads, last, witnesses), heads: seenHeads(heads, witnesses) }
}

/** The witnesses that count, and what the report calls each. */
function witnessesIn({ trust, policy }: CosignedSources): Map<NoteVerifier, string> {
  const named = new Map<string, readonly [NoteVerifier, string]>()
  for (const { name, verifier } of policy?.witnesses ?? []) {
    named.set(encodeVerifierKey(verifier), [verifier, name])
  }
  const lists = policy === null ? trust.opened.map(({ opened }) => opened.list) : []
  for (const { state, witness } of lists) {
    const parsed =
      state === trust.own || witness === undefined ? null : parseVerifierKey(witness.vkey, 'cosignature')
    if (parsed?.ok === true) named.set(encodeVerifierKey(parsed.verifier), [parsed.verifier, state])
  }
  return new Map(named.values())
}

interface LoggedHead extends CosignedHead {
  readonly root: Uint8Array
  readonly isOfThisLog: boolean
}

function readHeads(
  bytes: Uint8Array,
  log: BundleLog,
  witnesses: readonly NoteVerifier[],
  find: Find,
): LoggedHead[] | null {
  const text = Buffer.from(bytes).toString('utf8')
  const names = namesOf(log)
  const heads: LoggedHead[] = []
  for (const [at, line] of text.split('\n').slice(0, -1).entries()) {
    const head = readHead(line, { log, names, witnesses })
    if (typeof head === 'string') {
      find('cryptography', `${bundlePaths.cosigned} line ${at + 1}`, head)
      return null
    }
    heads.push(head)
  }
  if (text !== '' && !text.endsWith('\n')) {
    find('cryptography', bundlePaths.cosigned, 'its last line does not end')
    return null
  }
  return heads
}

/** The head in a line, or what is wrong with it. */
function readHead(
  line: string,
  {
    log,
    names,
    witnesses,
  }: {
    readonly log: BundleLog
    readonly names: ReadonlySet<string>
    readonly witnesses: readonly NoteVerifier[]
  },
): LoggedHead | string {
  const note = noteIn(line)
  if (note === null) return 'it is not a note'
  const [origin = ''] = note.toString('utf8').split('\n')
  if (!names.has(origin)) return 'it is of another log'
  const isOfThisLog = origin === log.checkpoint.origin
  const opened = openCheckpoint(
    note,
    isOfThisLog ? log.verifier : noteVerifier(origin, log.verifier.publicKey),
  )
  if (!opened.ok) return `it is not signed by the log (${opened.code})`
  const read = cosignaturesOn(note, witnesses)
  if (!read.ok) return read.detail ?? read.code
  const { size, root } = opened.checkpoint
  return { size, root, cosignatures: read.cosignatures, isOfThisLog }
}

function noteIn(line: string): Buffer | null {
  try {
    const note: unknown = JSON.parse(line)
    return typeof note === 'string' ? Buffer.from(note) : null
  } catch {
    return null
  }
}

/** Each head was once the head of this log, or of one that it has followed and begins with. */
function checkRoots(heads: readonly LoggedHead[], log: BundleLog, find: Find): void {
  const kept = Math.max(0, ...formerLogs(log).map((former) => former.kept))
  let range = emptyRange
  for (const { size, root, isOfThisLog } of [...heads].sort((a, b) => a.size - b.size)) {
    // What came in a former log after the part that is left was lost, as that log's end says.
    if (!isOfThisLog && size > kept) continue
    const isHead = size <= log.checkpoint.size
    if (isHead) range = append(range, log.leaves.slice(range.size, size))
    if (!isHead || !sameHash(rootOf(range), root)) {
      const what = `the head of ${size} entries that was cosigned is another than that of these entries`
      find('fork', bundlePaths.cosigned, what)
      return
    }
  }
}

/** The time of an entry lies between that of the last head without it and that of the first head with it. */
function checkBrackets(heads: readonly LoggedHead[], log: BundleLog, find: Find): void {
  const brackets = heads
    .filter(({ cosignatures, isOfThisLog }) => isOfThisLog && cosignatures.length > 0)
    .map(({ size, cosignatures }) => ({
      size,
      atMs: Math.min(...cosignatures.map(({ at }) => at.getTime())),
    }))
    .sort((a, b) => a.size - b.size)
  for (const [place, { size, atMs }] of brackets.entries()) {
    const before = brackets[place - 1]
    if (before !== undefined && atMs < before.atMs - clockToleranceMs) {
      const what = `the head of ${size} entries was cosigned before that of ${before.size}`
      find('time', bundlePaths.cosigned, what)
    }
  }
  let next = 0
  for (const { index, entry } of log.entries) {
    while ((brackets[next]?.size ?? Infinity) <= index) next += 1
    const atMs = Date.parse(entry.t)
    const [before, after] = [brackets[next - 1], brackets[next]]
    // A cosignature says whole seconds.
    if (before !== undefined && atMs < before.atMs - clockToleranceMs) {
      const since = new Date(before.atMs).toISOString()
      find('time', entryName(index), `it says ${entry.t}, but was not in the log yet at ${since}`)
    } else if (after !== undefined && atMs > after.atMs + 1_000 + clockToleranceMs) {
      const since = new Date(after.atMs).toISOString()
      find('time', entryName(index), `it says ${entry.t}, but was in the log already at ${since}`)
    }
  }
}

function seenHeads(
  heads: readonly LoggedHead[],
  witnesses: ReadonlyMap<NoteVerifier, string>,
): readonly SeenHead[] {
  return heads
    .filter(({ cosignatures, isOfThisLog }) => isOfThisLog && cosignatures.length > 0)
    .map(({ size, cosignatures }) => ({
      size,
      seen: cosignatures
        .map(({ at, witness }) => ({ at, by: witnesses.get(witness) ?? witness.name }))
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
    }))
    .sort((a, b) => a.size - b.size)
}

function factOf(
  heads: readonly CosignedHead[],
  last: CosignedHead | undefined,
  witnesses: ReadonlyMap<NoteVerifier, string>,
): CosignedFact {
  const cosignatures = last?.cosignatures ?? []
  const at = Math.max(...cosignatures.map((one) => one.at.getTime()))
  return {
    heads: heads.length,
    size: last?.size ?? 0,
    ...(cosignatures.length === 0 ? {} : { at: new Date(at).toISOString() }),
    by: cosignatures.map(({ witness }) => witnesses.get(witness) ?? witness.name).sort(),
  }
}
