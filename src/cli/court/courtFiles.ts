import { provenIn } from '../../audit/bundle/proven.ts'
import type { Files } from '../../audit/bundle/layout.ts'
import type { Report } from '../../audit/bundle/report.ts'
import { type Verified, verifyAndOpen } from '../../audit/bundle/verify.ts'
import { programVersion } from '../../programVersion.ts'
import { bundleFolder } from '../courtLayout.ts'
import { readPage } from '../pageFile.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { besidePaths, plainFiles } from './besideFiles.ts'
import type { BesideMaker } from './checkBeside.ts'
import { courtLetters, letterFiles } from './courtLetters.ts'
import type { MadeFor } from './madeFor.ts'
import { reportHtml } from './reportHtml.ts'

/** What a court bundle is made for. */
export type CourtOrder = Omit<MadeFor, 'version' | 'runtime'>

/** A court bundle that is ready to be written. */
export interface CourtBundle {
  /** Of the check of the bundle in it. */
  readonly report: Report
  readonly files: AsyncIterable<ZipFile>
}

/** What writes times and names of States (ICU and its tables), and what packs a PDF. */
const runtime = [
  ...['icu', 'cldr', 'tz', 'zlib'].map((name) => `${name} ${process.versions[name] ?? '?'}`),
  process.arch,
].join(', ')

/** The command makes everything again; the page only where it was built, for its bytes are those of a build. */
export const wholeMaker: BesideMaker = {
  runtime,
  make: async function* (made, verified) {
    const page = await readPage().catch(() => null)
    yield* wordFiles(made, verified)
    if (page !== null) yield [besidePaths.page, page]
  },
}

/**
 * Makes a court bundle of a bundle: that bundle as it is, and beside it the words to read. The words are made of what
 * the check has opened and of nothing else, so that they cannot say more than the files prove, and so that whoever
 * checks the bundle can make the same ones and compare.
 */
export async function courtBundle(bundle: Files, order: CourtOrder): Promise<CourtBundle> {
  const verified = await verifyAndOpen([{ name: 'bundle', files: bundle }])
  const made = { ...order, version: programVersion, runtime }
  return { report: verified.report, files: filesOf(bundle, made, verified) }
}

async function* filesOf(bundle: Files, made: MadeFor, verified: Verified): AsyncGenerator<ZipFile> {
  const [checked] = verified.opened
  yield* plainFiles(checked === undefined ? [] : provenIn(checked), made)
  yield* wordFiles(made, verified)
  yield [besidePaths.page, await readPage()]
  for (const [path, bytes] of bundle) yield [bundleFolder + path, bytes]
}

/** The report and the letters. */
async function* wordFiles(made: MadeFor, { report, opened }: Verified): AsyncGenerator<ZipFile> {
  const { reference, language, timeZone, version, pdf } = made
  const [checked] = opened
  const messages = checked === undefined ? [] : provenIn(checked)
  const letters = checked === undefined ? [] : courtLetters(checked, messages, { language, timeZone })
  const [facts = { bundle: 'bundle' }] = report.facts
  const said = { report, facts, letters, reference, language, timeZone, version }
  yield [besidePaths.report, Buffer.from(reportHtml(said))]
  yield* letterFiles(letters, pdf)
}
