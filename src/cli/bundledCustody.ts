import { placedPath } from '../audit/bundle/layout.ts'
import type { CheckedBundle } from '../audit/bundle/verify.ts'
import { type BundledCustody, custodyOfBundles } from '../exhibit/custodyOfBundles.ts'
import {
  type AcceptanceInWords,
  type LinkInWords,
  acceptanceInWords,
  acceptanceLines,
  custodyInWords,
  filledIn,
  inUtc,
  linkLines,
} from '../exchange/shown/custodyInWords.ts'
import { custodyWords } from '../exchange/shown/custodyWords.ts'
import type { LetterLanguage } from '../letter/language.ts'
import { type ExhibitStanding, acceptanceIn } from '../workflow/acceptance.ts'
import type { Entry } from '../workflow/decide.ts'

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

/** A file and its custody in words, for a line each as for a page. */
export interface FileInWords {
  /** As each message hands it over, with the file of that message. */
  readonly titles: readonly string[]
  /** What is stated of its hash, with `{sha256}` where that belongs. */
  readonly stated: string
  /** In the order of time, which is UTC. */
  readonly links: readonly LinkInWords[]
  /** What does not hold, or that nothing of the kind was found. */
  readonly found: readonly string[]
  readonly acceptance: readonly AcceptanceInWords[]
}

/** A file and its custody for a reader of this language; what people wrote stands as they wrote it. */
export function fileInWords(file: BundledFile, language: LetterLanguage): FileInWords {
  const words = custodyWords[language]
  const { links, findings, holds } = custodyInWords(file, language)
  return {
    titles: file.names.map(({ request, sequence, ...name }) => {
      const handed = filledIn(words.handed, { ...name, sequence: String(sequence) })
      return `${handed} (${placedPath(request, sequence)})`
    }),
    stated: words.stated,
    links: links.map((link) => inUtc(link, language)),
    found: findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`),
    acceptance: file.acceptance.map((one) => acceptanceInWords(one, language, one.reference)),
  }
}

/** What stands below all files: by which clock they are told, and what is called by a digest. */
export function custodyNames(language: LetterLanguage): string {
  return custodyWords[language].names
}

/** The files and their custody for a person, a line each. */
export function bundledLines(files: readonly BundledFile[], language: LetterLanguage): string[] {
  if (files.length === 0) return []
  const lines = files.flatMap((file) => {
    const { titles, stated, links, found, acceptance } = fileInWords(file, language)
    return [
      ...titles,
      filledIn(stated, { sha256: file.sha256 }),
      ...linkLines(links),
      ...found,
      ...acceptance.flatMap(acceptanceLines),
      '',
    ]
  })
  return [...lines, custodyNames(language), '']
}
