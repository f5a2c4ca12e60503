import { type Format, formatFor } from '../../../letter/format.ts'
import { harmless } from '../../../letter/harmless.ts'
import {
  type Direction,
  type LetterLanguage,
  directionOf,
  isLetterLanguage,
} from '../../../letter/language.ts'
import { arabic } from './text/ar.ts'
import { english } from './text/en.ts'
import { spanish } from './text/es.ts'
import { french } from './text/fr.ts'
import { russian } from './text/ru.ts'
import { vietnamese } from './text/vi.ts'
import { chinese } from './text/zh.ts'

/**
 * The words of the page in one language. What stands between braces is put in. What the verifier finds is told in English
 * everywhere: it is what is quoted.
 */
export interface PageWords {
  readonly title: string
  readonly lead: string
  readonly languages: string
  readonly bundles: string
  readonly dropHere: string
  readonly pickFiles: string
  readonly pickFolder: string
  readonly bothSides: string
  readonly remove: string
  readonly known: string
  readonly pins: string
  readonly pinsHelp: string
  readonly pick: string
  readonly checkpoints: string
  readonly revocations: string
  readonly policy: string
  readonly timeAuthorities: string
  readonly timeAuthoritiesHelp: string
  readonly check: string
  readonly checking: string
  readonly reading: string
  readonly verdict: string
  readonly stale: string
  readonly exit: string
  readonly first: string
  readonly notPinned: string
  readonly oneSide: string
  /** Bundles of which it does not show whose they are, and the States that none of the others is of. */
  readonly notCompared: string
  readonly oneSideShown: string
  /** Nobody else has cosigned a log; or not all that is proven; or who has. */
  readonly uncosigned: string
  readonly partlyCosigned: string
  readonly cosignedBy: string
  readonly allPinned: string
  /** Beside or in place of it: of which bundles not all keys are those of the reader. */
  readonly notAllPinned: string
  readonly notVouched: string
  /** How far a bundle was checked, and which parts of it no further than what is named. */
  readonly checkedAll: string
  readonly checkedRest: string
  readonly checkedBehind: string
  readonly checkedLog: string
  readonly checkedNothing: string
  /** The entries of a log: their heading, what they are, how many more there are, and the columns. */
  readonly entries: string
  readonly entriesLead: string
  readonly entriesMore: string
  readonly number: string
  readonly time: string
  readonly event: string
  readonly about: string
  readonly who: string
  readonly place: string
  readonly details: string
  readonly notOpened: string
  readonly erased: string
  /** Of the files that are handed over: its heading. */
  readonly custody: string
  readonly states: string
  readonly state: string
  readonly list: string
  readonly signer: string
  readonly compared: string
  readonly yes: string
  readonly no: string
  /** Of lists that were not believed. */
  readonly noMatch: string
  readonly notBelieved: string
  readonly notLookedAt: string
  readonly told: string
  readonly json: string
  readonly beside: string
  readonly besideSigned: string
  readonly print: string
  /** Instead of a verdict: what was given could not be read. */
  readonly refused: string
  readonly refusedMeans: string
  /** The same where nothing of a bundle is in it. */
  readonly noBundle: string
  /** Instead of a verdict: the check came to no end. */
  readonly failed: string
  readonly failedMeans: string
  readonly version: string
}

export type PageWord = keyof PageWords

const languages: Readonly<Record<LetterLanguage, PageWords>> = {
  ar: arabic,
  en: english,
  es: spanish,
  fr: french,
  ru: russian,
  vi: vietnamese,
  zh: chinese,
}

let language: LetterLanguage = 'en'

/** All words of the page in a language. */
export function pageWords(reader: LetterLanguage): PageWords {
  return languages[reader]
}

/** The language in which the page speaks now, and its direction. */
export function spoken(): { readonly language: LetterLanguage; readonly direction: Direction } {
  return { language, direction: directionOf(language) }
}

/** Takes the first of these languages (BCP 47) that the page has; English where it has none of them. */
export function chooseLanguage(wanted: readonly string[]): void {
  const bases = wanted.map((one) => one.toLowerCase().split('-')[0] ?? '')
  language = bases.find(isLetterLanguage) ?? 'en'
}

/** How numbers and names of States are written for the reader. */
export function format(): Format {
  return formatFor(language, 'UTC')
}

/**
 * A word of the page, with what belongs between its braces put in; each of these is isolated, so that a name that is
 * written from left to right does not turn the sentence around it.
 */
export function word(name: PageWord, values: Readonly<Record<string, string>> = {}): string {
  return languages[language][name].replace(/\{([a-z]+)\}/g, (whole, key: string) => {
    const value = values[key]
    return value === undefined ? whole : `\u2068${value}\u2069`
  })
}

/** A State by its name and code; where a policy has a name of its own for its witness, that stands behind it. */
export function stateInWords(state: string): string {
  const [, code = state, label = ''] = /^([A-Z]{2,3})( \([^ ]+\))$/.exec(state) ?? []
  const name = format().country(code)
  return harmless(name === null ? state : `${name} (${code})${label}`)
}
