import type { ProvenMessage } from '../../audit/bundle/proven.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { exhibitSums } from './exhibits.ts'
import { type MadeFor, madeJson } from './madeFor.ts'
import { readmeOf } from './readme.ts'

/** What stands beside the bundle in a court bundle, by its path. */
export const besidePaths = {
  readme: 'README',
  made: 'made.json',
  report: 'report.html',
  page: 'verify.html',
  exhibits: 'exhibits.sha256',
} as const

/** Path of the letter of a message, without an ending. */
export function letterPath(message: string): string {
  const name = (message.split('/').at(-1) ?? message).replace(/\.jws$/, '')
  return `letters/${name}`
}

/** The paths of all that stands beside a bundle with these messages. */
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
export function plainFiles(messages: readonly ProvenMessage[], made: MadeFor): ZipFile[] {
  const sums = exhibitSums(messages)
  return [
    [besidePaths.readme, Buffer.from(readmeOf(made.reference))],
    [besidePaths.made, Buffer.from(madeJson(made))],
    ...(sums === '' ? [] : [[besidePaths.exhibits, Buffer.from(sums)] as const]),
  ]
}
