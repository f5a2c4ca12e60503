import { provenIn } from '../../audit/bundle/proven.ts'
import type { Files } from '../../audit/bundle/layout.ts'
import type { Report } from '../../audit/bundle/report.ts'
import { verifyAndOpen } from '../../audit/bundle/verify.ts'
import { bundleFolder } from '../courtLayout.ts'
import type { Reader } from '../letterReading.ts'
import { readPage } from '../pageFile.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { courtLetters, letterFiles } from './courtLetters.ts'
import { exhibitSums } from './exhibits.ts'
import { readmeOf } from './readme.ts'
import { reportHtml } from './reportHtml.ts'

/** What a court bundle is made for. */
export interface CourtOrder {
  readonly reference: string
  readonly reader: Reader
  readonly withPdf: boolean
  readonly now: Date
}

/** A court bundle that is ready to be written. */
export interface CourtBundle {
  /** Of the check of the bundle in it. */
  readonly report: Report
  readonly files: AsyncIterable<ZipFile>
}

/**
 * Makes a court bundle of a bundle: that bundle as it is, and beside it the words to read. The words are made of what
 * the check has opened and of nothing else, so that they cannot say more than the files prove.
 */
export async function courtBundle(bundle: Files, order: CourtOrder): Promise<CourtBundle> {
  const { report, opened } = await verifyAndOpen([{ name: 'bundle', files: bundle }])
  return { report, files: filesOf(bundle, order, report, opened) }
}

async function* filesOf(
  bundle: Files,
  { reference, reader, withPdf, now }: CourtOrder,
  report: Report,
  [checked]: Awaited<ReturnType<typeof verifyAndOpen>>['opened'],
): AsyncGenerator<ZipFile> {
  const messages = checked === undefined ? [] : provenIn(checked)
  const letters = checked === undefined ? [] : courtLetters(checked, messages, reader)
  const { language, timeZone } = reader
  const [facts = { bundle: 'bundle' }] = report.facts
  const said = { report, facts, letters, reference, language, timeZone: timeZone ?? 'UTC', now }
  yield ['README', Buffer.from(readmeOf(reference))]
  yield ['report.html', Buffer.from(reportHtml(said))]
  yield ['verify.html', await readPage()]
  const sums = exhibitSums(messages)
  if (sums !== '') yield ['exhibits.sha256', Buffer.from(sums)]
  yield* letterFiles(letters, withPdf)
  for (const [path, bytes] of bundle) yield [bundleFolder + path, bytes]
}
