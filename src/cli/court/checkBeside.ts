import { type ProvenMessage, provenIn } from '../../audit/bundle/proven.ts'
import type { Files } from '../../audit/bundle/layout.ts'
import type { BesideFact, Find } from '../../audit/bundle/report.ts'
import { type Verified, verifyAndOpen } from '../../audit/bundle/verify.ts'
import { programVersion } from '../../programVersion.ts'
import { bundleFolder } from '../courtLayout.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { besidePaths, pathsBeside, plainFiles } from './besideFiles.ts'
import { type MadeFor, readMade } from './madeFor.ts'

/** Who makes the words beside a bundle again, to compare them. */
export interface BesideMaker {
  /** As `MadeFor.runtime`; null where no words are made. */
  readonly runtime: string | null
  /** The files that are not plain, as far as they can be made here. */
  readonly make: (made: MadeFor, verified: Verified) => AsyncIterable<ZipFile>
}

/** A court bundle: the files of the bundle, and what stands beside them. */
interface CourtFiles {
  readonly files: Files
  readonly beside: Files
}

/**
 * Makes everything that stands beside a bundle again, of what is verified in it and of nothing else, and names what lacks,
 * what is too many, and what is not the same. What cannot be made the same here is told as not checked.
 */
export async function checkBeside(
  { files, beside }: CourtFiles,
  maker: BesideMaker,
  find: Find,
): Promise<BesideFact> {
  // As its maker had it: without what the reader of now knows beside it.
  const verified = await verifyAndOpen([{ name: 'bundle', files }])
  const [opened] = verified.opened
  // That nothing can be read of the bundle has been said.
  if (opened === undefined) return { same: [], notChecked: [...beside.keys()] }
  const messages = provenIn(opened)
  const made = madeIn(beside, messages, find)
  checkPaths(beside, messages, made, find)
  return await compare({ beside, messages, made, verified }, maker, find)
}

/** For whom the words say to be made; of a request that is in the bundle, or they would be about another. */
function madeIn(beside: Files, messages: readonly ProvenMessage[], find: Find): MadeFor | null {
  const bytes = beside.get(besidePaths.made)
  if (bytes === undefined) return null
  const made = readMade(bytes)
  if (made === null) find('mismatch', besidePaths.made, `${notMade} (it has not its form)`)
  else if (!messages.some(({ message }) => message.reference === made.reference)) {
    find('mismatch', besidePaths.made, 'no message of the bundle has the reference that it says')
    return null
  }
  return made
}

function checkPaths(
  beside: Files,
  messages: readonly ProvenMessage[],
  made: MadeFor | null,
  find: Find,
): void {
  const expected = new Set(pathsBeside(messages, made?.pdf === true))
  for (const path of expected) if (!beside.has(path)) find('mismatch', path, 'it lacks beside the bundle')
  for (const path of beside.keys()) {
    if (!expected.has(path)) find('mismatch', path, `it does not belong beside ${bundleFolder}`)
  }
}

interface Compared {
  readonly beside: Files
  readonly messages: readonly ProvenMessage[]
  readonly made: MadeFor | null
  readonly verified: Verified
}

async function compare(
  { beside, messages, made, verified }: Compared,
  maker: BesideMaker,
  find: Find,
): Promise<BesideFact> {
  const left = new Set(pathsBeside(messages, made?.pdf === true).filter((path) => beside.has(path)))
  const same: string[] = []
  for await (const [path, bytes] of madeAgain(messages, made, verified, maker)) {
    const found = beside.get(path)
    if (found === undefined) continue
    if (Buffer.compare(found, bytes) === 0) {
      same.push(path)
      left.delete(path)
    } else if (isOfThisProgram(path, made, maker)) {
      find('mismatch', path, notMade)
      left.delete(path)
    } else if (path !== besidePaths.page) {
      // The page of another version is another one: that says nothing. The words of a case should be the same.
      find('incomplete', path, `it was not checked: rogatory ${made?.version ?? '?'} is said to have made it`)
    }
  }
  return { same, notChecked: [...left] }
}

const notMade = 'it is not what this program makes of the bundle'

async function* madeAgain(
  messages: readonly ProvenMessage[],
  made: MadeFor | null,
  verified: Verified,
  maker: BesideMaker,
): AsyncGenerator<ZipFile> {
  if (made === null) {
    yield* exhibitsAlone(messages)
    return
  }
  yield* plainFiles(messages, made)
  yield* maker.make(made, verified)
}

/** The hashes of the exhibits are the same for every reader. */
function exhibitsAlone(messages: readonly ProvenMessage[]): ZipFile[] {
  const nobody = {
    version: '',
    runtime: '',
    reference: '',
    language: 'en',
    timeZone: 'UTC',
    pdf: false,
  } as const
  return plainFiles(messages, nobody).filter(([path]) => path === besidePaths.exhibits)
}

/** Whether this program would have made this file, byte for byte, of the same bundle. */
function isOfThisProgram(path: string, made: MadeFor | null, { runtime }: BesideMaker): boolean {
  if (path === besidePaths.exhibits) return true
  if (made?.version !== programVersion) return false
  return path === besidePaths.readme || path === besidePaths.page || made.runtime === runtime
}
