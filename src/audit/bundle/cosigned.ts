import { hash } from 'node:crypto'
import { type Cosignature, cosignaturesOn } from '../cosignature.ts'
import { type NoteVerifier, encodeVerifierKey, parseVerifierKey } from '../note.ts'
import type { WitnessPolicy } from '../witnessPolicy.ts'
import { type Bracket, type OpenedHead, checkBrackets, checkRoots, openLoggedHead } from './attestedHeads.ts'
import { namesOf } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { BundleLog } from './log.ts'
import type { CosignedFact, Find } from './report.ts'
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

/**
 * Checks that the log has had each of the heads that witnesses cosigned, that their cosignatures hold, and that no entry
 * says a time before the head before it was cosigned, or after the one that first covers it. Null, with a finding, where
 * the file is not what was exported.
 */
export function checkCosigned(sources: CosignedSources, find: Find): CosignedFact | null {
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
  const how = { file: bundlePaths.cosigned, done: 'cosigned' }
  checkRoots(heads, log, how, find)
  checkBrackets(heads.flatMap(bracketOf), log, how, find)
  const isEnough = ({ cosignatures }: CosignedHead): boolean =>
    cosignatures.length > 0 && (policy?.isQuorum(cosignatures.map(({ witness }) => witness)) ?? true)
  const last = heads.findLast(isEnough)
  if (policy !== null && (last?.size ?? 0) < size) {
    const what = `the witnesses of the policy have cosigned ${last?.size ?? 0} of the ${size} entries that it answers to`
    find('incomplete', bundlePaths.cosigned, what)
  }
  return factOf(heads, last, witnesses)
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

type LoggedHead = CosignedHead & OpenedHead

/** When the first witness had seen a head; a cosignature says whole seconds. */
function bracketOf({ cosignatures, isOfThisLog, size }: LoggedHead): Bracket[] {
  if (!isOfThisLog || cosignatures.length === 0) return []
  return [{ size, atMs: Math.min(...cosignatures.map(({ at }) => at.getTime())) }]
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
  const opened = openLoggedHead(note, log, names)
  if (typeof opened === 'string') return opened
  const read = cosignaturesOn(note, witnesses)
  if (!read.ok) return read.detail ?? read.code
  return { ...opened, cosignatures: read.cosignatures }
}

function noteIn(line: string): Buffer | null {
  try {
    const note: unknown = JSON.parse(line)
    return typeof note === 'string' ? Buffer.from(note) : null
  } catch {
    return null
  }
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
