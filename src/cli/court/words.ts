import { arabic } from './words/ar.ts'
import { english } from './words/en.ts'
import { spanish } from './words/es.ts'
import { french } from './words/fr.ts'
import { russian } from './words/ru.ts'
import { vietnamese } from './words/vi.ts'
import { chinese } from './words/zh.ts'
import type { NotProvenName } from '../../audit/bundle/notProven.ts'
import type { LetterLanguage } from '../../letter/language.ts'

/** The words of a report of one language. What stands between braces is put in. */
export interface CourtWords {
  readonly title: string
  readonly lead: string
  readonly made: string
  readonly verdict: string
  readonly asOfMaking: string
  readonly first: string
  readonly keys: string
  readonly keysLead: string
  readonly keyLine: string
  readonly proven: string
  readonly provenLead: string
  readonly none: string
  readonly letter: string
  readonly file: string
  readonly placed: string
  readonly unplaced: string
  readonly refused: string
  readonly signedBy: string
  readonly certificate: string
  readonly notRevoked: string
  readonly revoked: string
  readonly statusUnknown: string
  readonly logged: string
  readonly seen: string
  readonly unseen: string
  readonly receipt: string
  readonly receiptRefuses: string
  readonly receiptSigner: string
  readonly noReceipt: string
  readonly promiseKept: string
  readonly promiseProven: string
  readonly promiseElsewhere: string
  readonly log: string
  readonly logLine: string
  readonly cosignedLine: string
  readonly balancedLine: string
  readonly exhibits: string
  readonly exhibitsLead: string
  readonly exhibit: string
  readonly name: string
  readonly bytes: string
  readonly message: string
  readonly custody: string
  readonly custodyLead: string
  readonly notProven: string
  readonly notProvenLead: string
  readonly check: string
  readonly checkLead: string
  readonly sentences: Readonly<Record<NotProvenName, string>>
}

const languages: Readonly<Record<LetterLanguage, CourtWords>> = {
  ar: arabic,
  en: english,
  es: spanish,
  fr: french,
  ru: russian,
  vi: vietnamese,
  zh: chinese,
}

/** The words of a report for a reader. */
export function courtWords(reader: LetterLanguage): CourtWords {
  return languages[reader]
}

/** A sentence with what belongs between its braces put in. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{([a-z0-9]+)\}/g, (whole, key: string) => String(values[key] ?? whole))
}
