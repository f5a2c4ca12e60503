import { hash } from 'node:crypto'
import { type ProvenMessage, provenIn } from '../../audit/bundle/proven.ts'
import type { Files } from '../../audit/bundle/layout.ts'
import type { BesideFact, Find, Report } from '../../audit/bundle/report.ts'
import { type CheckedBundle, type Verified, verifyAndOpen } from '../../audit/bundle/verify.ts'
import { isTimeZone } from '../../letter/format.ts'
import type { Made } from '../../message/generated/types.ts'
import { bundleFolder } from '../courtLayout.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { besidePaths, exhibitFiles, pathsBeside, plainFiles } from './besideFiles.ts'
import { type MadeFor, checkListed, disclosuresDigestOf, madeForOf, madePath, openMade } from './made.ts'

/** Who makes the words beside a bundle again, to compare them. */
export interface BesideMaker {
  /** As `program` of the signed list: which build this is; null where it is not known. */
  readonly program: string | null
  /** As `runtime` of the signed list; null where no words are made. */
  readonly runtime: string | null
  /** The files that are not plain, as far as they can be made here. */
  readonly make: (made: MadeFor, verified: Verified) => AsyncIterable<ZipFile>
  /** Takes each file that was made again and does not lie there so; absent: nobody wants it. */
  readonly keep?: (file: RemadeFile) => void
}

/** A file that this program makes of a bundle, and that lacks beside it or is another there. */
export interface RemadeFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** It is, byte for byte, the file that the State of the bundle has signed. */
  readonly isAsSigned: boolean
}

/** A court bundle: the bundle as the reader has checked it, and what stands beside it. */
interface CourtFiles {
  /** Null where nothing can be read of it, which has been said. */
  readonly checked: CheckedBundle | null
  readonly beside: Files
}

/**
 * Judges what stands beside a bundle: first against what its State has signed of it, then by making it again of what is
 * verified in the bundle and of nothing else, where this is the build that made it. What lacks, what is too many and what
 * is not the same is named; what is only as it was signed, and what nobody vouches for, is told.
 */
export async function checkBeside(
  { checked, beside }: CourtFiles,
  maker: BesideMaker,
  find: Find,
): Promise<BesideFact> {
  if (checked === null) return { same: [], signed: [], notChecked: [...beside.keys()] }
  const bad = new Set<string>()
  const note: Find = (severity, object, what) => {
    bad.add(object)
    find(severity, object, what)
  }
  const made = await openMade(beside, checked, note)
  if (made !== null) checkListed(beside, made, note)
  // As its maker had it: without what the reader of now knows beside it.
  const verified = await verifyAndOpen([{ name: 'bundle', files: checked.files }])
  const messages = verified.opened.flatMap(provenIn)
  if (made !== null) checkReference(made, messages, note)
  if (made === null || made.program === maker.program) checkPaths({ beside, messages, made, bad }, note)
  const thinnedFrom = thinnedSince(made, checked.files, verified.report)
  const same = await compare({ beside, messages, made, bad, thinnedFrom }, verified, maker, note)
  const others = [...beside.keys()].filter(
    (path) => path !== madePath && !bad.has(path) && !same.includes(path),
  )
  if (made === null) return { same, signed: [], notChecked: others }
  return { by: { state: made.state, version: made.version }, same, signed: others, notChecked: [] }
}

/** The words are of a request that is in the bundle, or they would be about another; of one that was erased, no message says it. */
function checkReference(made: Made, messages: readonly ProvenMessage[], find: Find): void {
  if (messages.length === 0 || messages.some(({ message }) => message.reference === made.reference)) return
  find('mismatch', madePath, 'no message of the bundle has the reference that it says')
}

interface Beside {
  readonly beside: Files
  readonly messages: readonly ProvenMessage[]
  /** The signed list; null where there is none that holds. */
  readonly made: Made | null
  /** What is named already. */
  readonly bad: ReadonlySet<string>
}

interface Compared extends Beside {
  /** SHA-256 of the openings that the bundle had; null where it has them still. */
  readonly thinnedFrom: string | null
}

/** Names what lacks or is too many for this program, as a State that signs its list could leave a letter out. */
function checkPaths({ beside, messages, made, bad }: Beside, find: Find): void {
  const withPdf = made === null ? null : madeForOf(made).pdf
  const needed = new Set(pathsBeside(messages, withPdf === true))
  const possible = new Set(pathsBeside(messages, withPdf !== false))
  for (const path of needed)
    if (path !== madePath && !beside.has(path) && !bad.has(path))
      find('mismatch', path, 'it lacks beside the bundle')
  for (const path of beside.keys())
    if (!possible.has(path) && !bad.has(path))
      find('mismatch', path, `it does not belong beside ${bundleFolder}`)
}

/** The files that are made again and are the same. */
async function compare(
  { beside, messages, made, bad, thinnedFrom }: Compared,
  verified: Verified,
  maker: BesideMaker,
  find: Find,
): Promise<string[]> {
  const same: string[] = []
  for await (const [path, bytes] of madeAgain(messages, made, verified, maker)) {
    const found = beside.get(path)
    const isSame = found !== undefined && Buffer.compare(found, bytes) === 0
    if (!isSame) maker.keep?.({ path, bytes, isAsSigned: isSigned(made, path, bytes) })
    if (found === undefined || bad.has(path)) continue
    if (isSame) same.push(path)
    else if (!isOfThisProgram(path, made, maker)) continue
    else if (path === besidePaths.report && thinnedFrom !== null)
      find('incomplete', path, notJudged(thinnedFrom))
    else find('mismatch', path, 'it is not what this program makes of the bundle')
  }
  return same
}

function isSigned(made: Made | null, path: string, bytes: Uint8Array): boolean {
  const listed = made?.files.find((file) => file.path === path)
  return listed?.sha256 === hash('sha256', bytes)
}

function notJudged(digest: string): string {
  return `it is not what this program makes of the bundle as it is here: it can only be judged beside the disclosures.jsonl of SHA-256 ${digest}`
}

/**
 * The openings that the bundle had when its State signed what stands beside it, where some of them lack now. A report tells
 * what was opened of the log, so of a bundle that was thinned since another one comes out, and that says nothing against
 * the State. A State is held to its report where it has signed no digest of the openings, or these very ones; and one that
 * signs another digest has to show the openings that it belongs to. Where nothing lacks, they cannot have been more.
 */
function thinnedSince(made: Made | null, files: Files, { facts }: Report): string | null {
  const signed = made?.disclosures
  const isThin = facts.some(({ undisclosed = 0 }) => undisclosed > 0)
  return signed === undefined || signed === disclosuresDigestOf(files) || !isThin ? null : signed
}

async function* madeAgain(
  messages: readonly ProvenMessage[],
  made: Made | null,
  verified: Verified,
  maker: BesideMaker,
): AsyncGenerator<ZipFile> {
  // What its State has not signed for a reader is made for nobody; nor can it be where the tables here lack his time zone.
  if (made === null || !isTimeZone(made.timeZone)) {
    yield* exhibitFiles(messages)
    return
  }
  yield* plainFiles(messages, made)
  yield* maker.make(madeForOf(made), verified)
}

/**
 * Whether this program would have made this file, byte for byte, of the same bundle. Of another build, or on a machine that
 * writes times and names otherwise, words may differ, and that says nothing against them.
 */
function isOfThisProgram(path: string, made: Made | null, { program, runtime }: BesideMaker): boolean {
  if (path === besidePaths.exhibits) return true
  if (made?.program !== program) return false
  return path === besidePaths.readme || path === besidePaths.page || made.runtime === runtime
}
