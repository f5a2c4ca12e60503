import { type ProvenMessage, provenIn } from '../../audit/bundle/proven.ts'
import type { Files } from '../../audit/bundle/layout.ts'
import { beyondSizes, pageSizes, zipSizes } from '../../audit/bundle/sizes.ts'
import type { Facts, Report } from '../../audit/bundle/report.ts'
import { type Verified, verifyAndOpen } from '../../audit/bundle/verify.ts'
import type { Made } from '../../message/generated/types.ts'
import { programVersion } from '../../programVersion.ts'
import { bundleFolder } from '../courtLayout.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { readPage, readProgramDigest } from '../pageFile.ts'
import { type ZipFile, zipTooLarge } from '../zip/writeZip.ts'
import { besidePaths, pathsBeside, plainFiles } from './besideFiles.ts'
import type { BesideMaker } from './checkBeside.ts'
import { courtLetters, letterFiles } from './courtLetters.ts'
import { bundledFiles } from '../bundledCustody.ts'
import { type MadeFor, disclosuresDigestOf, inOrder, listed, madeFilesMax } from './made.ts'
import { reportHtml } from './reportHtml.ts'

/** What a court bundle is made for. */
export type CourtOrder = Omit<MadeFor, 'version'>

/** Who signs the list of what stands beside a bundle: the State whose bundle it is. */
export interface CourtSigner {
  readonly state: string
  /** As a compact JWS of the kind `made`. */
  readonly sign: (made: Made) => Promise<string>
}

/** A court bundle that is ready to be written. */
export interface CourtBundle {
  /** Of the check of the bundle in it. */
  readonly report: Report
  /** Whether the page that verifies takes it: that takes less than the command. */
  readonly isForPage: boolean
  readonly files: AsyncIterable<ZipFile>
}

/** What writes times and names of States (ICU and its tables), and what packs a PDF. */
const runtime = [
  ...['icu', 'cldr', 'tz', 'zlib'].map((name) => `${name} ${process.versions[name] ?? '?'}`),
  process.arch,
].join(', ')

/** The command makes everything again, the page as it was built with it. */
export async function wholeMaker(): Promise<BesideMaker> {
  return {
    program: await readProgramDigest().catch(() => null),
    runtime,
    make: async function* (made, verified) {
      const page = await readPage().catch(() => null)
      yield* wordFiles(made, verified)
      if (page !== null) yield [besidePaths.page, page]
    },
  }
}

/**
 * Makes a court bundle of a bundle: that bundle as it is, beside it the words to read, and a signed list of these. The
 * words are made of what the check has opened and of nothing else, so that they cannot say more than the files prove, and
 * so that whoever checks the bundle can make the same ones and compare.
 *
 * @throws CommandFailure with COURT_TOO_LARGE where there are more messages than a list can name, or the bundle is more than a
 * zip file for `verify` may hold
 */
export async function courtBundle(
  bundle: Files,
  order: CourtOrder,
  signer: CourtSigner,
  filesMax = madeFilesMax,
): Promise<CourtBundle> {
  const beyond = beyondSizes(bundle, zipSizes)
  if (beyond !== null) throw zipTooLarge(beyond)
  const verified = await verifyAndOpen([{ name: 'bundle', files: bundle }])
  const messages = verified.opened.flatMap(provenIn)
  if (pathsBeside(messages, order.pdf).length > filesMax)
    throw new CommandFailure(
      exitCodes.refused,
      'COURT_TOO_LARGE',
      `more than ${filesMax} files would stand beside the bundle: leave out --pdf, or export the bundle alone`,
    )
  const program = await readProgramDigest()
  const made = { ...order, version: programVersion }
  const { version, reference, language, timeZone } = made
  const disclosures = disclosuresDigestOf(bundle)
  const list = (log: Made['log'], files: Made['files']): Made => ({
    v: 1,
    state: signer.state,
    reference,
    language,
    timeZone,
    version,
    program,
    runtime,
    log,
    ...(disclosures === null ? {} : { disclosures }),
    files: inOrder(files),
  })
  return {
    report: verified.report,
    isForPage: beyondSizes(bundle, pageSizes) === null,
    files: filesOf({ bundle, messages, made, verified, list, signer }),
  }
}

interface Making {
  readonly bundle: Files
  readonly messages: readonly ProvenMessage[]
  readonly made: MadeFor
  readonly verified: Verified
  readonly list: (log: Made['log'], files: Made['files']) => Made
  readonly signer: CourtSigner
}

async function* filesOf({ bundle, messages, made, verified, list, signer }: Making): AsyncGenerator<ZipFile> {
  const files: Made['files'] = []
  for await (const file of besideFiles(messages, made, verified)) {
    files.push(listed(file))
    yield file
  }
  const log = headOf(verified.report.facts[0])
  // Without a head the bundle proves nothing, and there is nothing that a list could belong to.
  if (log !== null) yield [besidePaths.made, Buffer.from(await signer.sign(list(log, files)))]
  for (const [path, bytes] of bundle) yield [bundleFolder + path, bytes]
}

async function* besideFiles(
  messages: readonly ProvenMessage[],
  made: MadeFor,
  verified: Verified,
): AsyncGenerator<ZipFile> {
  yield* plainFiles(messages, made)
  yield* wordFiles(made, verified)
  yield [besidePaths.page, await readPage()]
}

function headOf({ origin, size, root }: Facts = { bundle: '' }): Made['log'] | null {
  return origin === undefined || size === undefined || root === undefined ? null : { origin, size, root }
}

/** The report and the letters. */
async function* wordFiles(made: MadeFor, { report, opened }: Verified): AsyncGenerator<ZipFile> {
  const { reference, language, timeZone, version, pdf } = made
  const [checked] = opened
  const messages = checked === undefined ? [] : provenIn(checked)
  const letters = checked === undefined ? [] : courtLetters(checked, messages, { language, timeZone })
  const [facts = { bundle: 'bundle' }] = report.facts
  const custody = checked === undefined ? [] : bundledFiles([checked])
  const said = { report, facts, letters, custody, reference, language, timeZone, version }
  yield [besidePaths.report, Buffer.from(reportHtml(said))]
  yield* letterFiles(letters, pdf)
}
