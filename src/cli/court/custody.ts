import { placedPath } from '../../audit/bundle/layout.ts'
import type { CheckedBundle } from '../../audit/bundle/verify.ts'
import { type BundledCustody, custodyOfBundles } from '../../exhibit/custodyOfBundles.ts'
import {
  custodyInWords,
  inUtc,
  linkLines,
  acceptanceInWords,
  standingLines,
} from '../../exchange/shown/custodyInWords.ts'
import { custodyWords } from '../../exchange/shown/custodyWords.ts'
import { escaped } from '../../letter/html.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { type ExhibitStanding, acceptanceIn } from '../../workflow/acceptance.ts'
import type { Entry } from '../../workflow/decide.ts'
import { harmless } from '../terminal.ts'
import { type CourtWords, filled } from './words.ts'

/** A file of bundles with its custody, and what the receiving authorities have made of it. */
export interface BundledFile extends BundledCustody {
  readonly acceptance: readonly StandingInRequest[]
}

/** What was made of a file, with how its messages name the request. */
interface StandingInRequest extends ExhibitStanding {
  readonly reference: string
}

/** The files that the messages of these bundles hand over, made of what was verified in them and of nothing else. */
export function bundledFiles(bundles: readonly CheckedBundle[]): readonly BundledFile[] {
  const standings = standingsIn(bundles)
  return custodyOfBundles(bundles).map((file) => ({
    ...file,
    acceptance: file.names.flatMap(({ request, reference, sequence, exhibit }) =>
      (standings.get(request) ?? [])
        .filter((one) => one.delivery.sequence === sequence && one.exhibit === exhibit)
        .map((one) => ({ ...one, reference })),
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
  if (files.length === 0) return []
  const lines = files.flatMap((file) => {
    const { links, findings, holds } = custodyInWords(file, language)
    return [
      ...titlesOf(file, language),
      filled(custodyWords[language].stated, { sha256: file.sha256 }),
      ...linkLines(links, language),
      ...(findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)),
      ...file.acceptance.flatMap((one) => standingLines(one, language, one.reference)),
      '',
    ]
  })
  return [...lines, custodyWords[language].names, '']
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
${files.map((file) => fileHtml(file, language)).join('\n')}
<p>${escaped(custodyWords[language].names)}</p></section>`
}

function fileHtml(file: BundledFile, language: LetterLanguage): string {
  const { links, findings, holds } = custodyInWords(file, language)
  const said = (text: string): string => `<bdi>${escaped(harmless(text))}</bdi>`
  const listed = (lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${said(line)}</li>`).join('')}</ul>`
  const rows = links.map((link) => {
    const { at, head, more } = inUtc(link, language)
    return `<li>${said(`${at}  ${head}`)}${listed(more)}</li>`
  })
  const found = findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)
  const standings = file.acceptance.map((one) => {
    const { dispute, head, more } = acceptanceInWords(one, language, one.reference)
    return `${dispute === null ? '' : `<p>${said(dispute)}</p>`}<p>${said(head)}</p>${listed(more)}`
  })
  const [, before = '', after = ''] = /^(.*)\{sha256\}(.*)$/.exec(custodyWords[language].stated) ?? []
  return `<h3>${titlesOf(file, language).map(said).join('<br>')}</h3>
<p class="file">${escaped(before)}<code dir="ltr">${escaped(file.sha256)}</code>${escaped(after)}</p>
<ol>${rows.join('\n')}</ol>
${[...found.map((line) => `<p>${said(line)}</p>`), ...standings].join('\n')}`
}

/** As each message hands it over, with the file of that message. */
function titlesOf({ names }: BundledCustody, language: LetterLanguage): string[] {
  return names.map(({ exhibit, name, request, reference, sequence }) => {
    const values = { exhibit, name, reference, sequence }
    return `${filled(custodyWords[language].handed, values)} (${placedPath(request, sequence)})`
  })
}
