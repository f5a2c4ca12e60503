import type { ProvenMessage } from '../../audit/bundle/proven.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { exhibitSums } from './exhibits.ts'
import { type MadeFor, madePath } from './made.ts'
import { readmeOf } from './readme.ts'

/** What stands beside the bundle in a court bundle, by its path. */
export const besidePaths = {
  readme: 'README',
  made: madePath,
  report: 'report.html',
  page: 'verify.html',
  exhibits: 'exhibits.sha256',
} as const

/** Path of the letter of a message, without an ending. */
export function letterPath(message: string): string {
  const name = (message.split('/').at(-1) ?? message).replace(/\.jws$/, '')
  return `letters/${name}`
}

/** The paths of all that this program puts beside a bundle with these messages. */
export function pathsBeside(messages: readonly ProvenMessage[], withPdf: boolean): string[] {
  const { exhibits, ...always } = besidePaths
  return [
    ...Object.values(always),
    ...(exhibitSums(messages) === '' ? [] : [exhibits]),
    ...messages.flatMap(({ path }) => [
      `${letterPath(path)}.html`,
      ...(withPdf ? [`${letterPath(path)}.pdf`] : []),
    ]),
  ]
}

/** The files beside a bundle that are no letters and no pages: they are made on a page as well. */
export function plainFiles(
  messages: readonly ProvenMessage[],
  { reference }: Pick<MadeFor, 'reference'>,
): ZipFile[] {
  return [[besidePaths.readme, Buffer.from(readmeOf(reference))], ...exhibitFiles(messages)]
}

/** The hashes of the exhibits, which are the same for every reader; none where nothing is announced. */
export function exhibitFiles(messages: readonly ProvenMessage[]): ZipFile[] {
  const sums = exhibitSums(messages)
  return sums === '' ? [] : [[besidePaths.exhibits, Buffer.from(sums)]]
}
