import type { CheckedBundle } from '../../audit/bundle/verify.ts'
import { type BundledCustody, custodyOfBundles } from '../../exhibit/custodyOfBundles.ts'
import { custodyInWords, standingLine } from '../../exchange/shown/custodyInWords.ts'
import { escaped } from '../../letter/html.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { type ExhibitStanding, acceptanceIn } from '../../workflow/acceptance.ts'
import type { Entry } from '../../workflow/decide.ts'
import { harmless } from '../terminal.ts'
import type { CourtWords } from './words.ts'

/** A file of bundles with its custody, and what the receiving authorities have made of it. */
export interface BundledFile extends BundledCustody {
  readonly acceptance: readonly ExhibitStanding[]
}

/** The files that the messages of these bundles hand over, made of what was verified in them and of nothing else. */
export function bundledFiles(bundles: readonly CheckedBundle[]): readonly BundledFile[] {
  const standings = standingsIn(bundles)
  return custodyOfBundles(bundles).map((file) => ({
    ...file,
    acceptance: file.names.flatMap(({ request, sequence, exhibit }) =>
      (standings.get(request) ?? []).filter(
        (one) => one.delivery.sequence === sequence && one.exhibit === exhibit,
      ),
    ),
  }))
}

/**
 * By request, as the longest record tells that is whole in one of the bundles: a later message may have settled what an
 * earlier one left open. None of a request of which no bundle has a whole record, or two have records that part ways.
 */
function standingsIn(bundles: readonly CheckedBundle[]): ReadonlyMap<string, readonly ExhibitStanding[]> {
  const longest = new Map<string, readonly Entry[]>()
  const parted = new Set<string>()
  for (const [request, record] of bundles.flatMap(wholeRecordsIn)) {
    const before = longest.get(request) ?? []
    if (!goTogether(before, record)) parted.add(request)
    else if (before.length < record.length) longest.set(request, record)
  }
  const found = new Map<string, readonly ExhibitStanding[]>()
  for (const [request, record] of longest) {
    const read = acceptanceIn(record)
    if (read.ok && !parted.has(request)) found.set(request, read.exhibits)
  }
  return found
}

/** The records of a bundle from their beginning, without those of which a message lacks, does not hold, or was erased. */
function wholeRecordsIn({ messages }: CheckedBundle): [request: string, record: readonly Entry[]][] {
  const records = new Map<string, CheckedBundle['messages'][number][]>()
  for (const one of messages.filter(({ planned }) => planned.fate === 'placed'))
    records.set(one.request, [...(records.get(one.request) ?? []), one])
  return [...records].flatMap(([request, placed]): [string, Entry[]][] => {
    const inOrder = placed.sort((one, other) => one.planned.sequence - other.planned.sequence)
    const entries = inOrder.flatMap(({ message, planned }, place) =>
      message === null || planned.sequence !== place + 1 ? [] : [{ message, digest: planned.digest }],
    )
    return entries.length === inOrder.length ? [[request, entries]] : []
  })
}

/** Whether one of two records is the beginning of the other. */
function goTogether(one: readonly Entry[], other: readonly Entry[]): boolean {
  return one.every(({ digest }, place) => place >= other.length || other[place]?.digest === digest)
}

/** The files and their custody for a person, a line each. */
export function bundledLines(files: readonly BundledFile[], language: LetterLanguage): string[] {
  return files.flatMap((file) => {
    const { links, findings, holds } = custodyInWords(file, language)
    return [
      `${titleOf(file)}  SHA-256 ${file.sha256}`,
      ...links.flatMap(({ at, head, more }, place) => [
        `${String(place + 1).padStart(3)}  ${at}  ${head}`,
        ...more.map((line) => `     ${line}`),
      ]),
      ...(findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)),
      ...file.acceptance.map((one) => standingLine(one, language)),
      '',
    ]
  })
}

/** The same as a section of a report; nothing where no file is handed over. */
export function custodyHtml(
  files: readonly BundledFile[],
  language: LetterLanguage,
  words: Pick<CourtWords, 'custody' | 'custodyLead'>,
): string {
  if (files.length === 0) return ''
  return `<section class="custody"><h2>${escaped(words.custody)}</h2>
<p>${escaped(words.custodyLead)}</p>
${files.map((file) => fileHtml(file, language)).join('\n')}</section>`
}

function fileHtml(file: BundledFile, language: LetterLanguage): string {
  const { links, findings, holds } = custodyInWords(file, language)
  const said = (text: string): string => `<bdi>${escaped(harmless(text))}</bdi>`
  const rows = links.map(
    ({ at, head, more }) =>
      `<li>${said(`${at}  ${head}`)}${more.length === 0 ? '' : `<ul>${more.map((line) => `<li>${said(line)}</li>`).join('')}</ul>`}</li>`,
  )
  const after = [
    ...(findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)),
    ...file.acceptance.map((one) => standingLine(one, language)),
  ]
  return `<h3>${said(titleOf(file))}</h3>
<p class="file">SHA-256 <code dir="ltr">${escaped(file.sha256)}</code></p>
<ol>${rows.join('\n')}</ol>
${after.map((line) => `<p>${said(line)}</p>`).join('\n')}`
}

function titleOf({ names }: BundledCustody): string {
  return names.map(({ exhibit, name, sequence }) => `${exhibit} (${sequence}) ${name}`).join(', ')
}
