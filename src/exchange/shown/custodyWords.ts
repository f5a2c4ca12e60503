import type { CustodyFinding } from '../../exhibit/custody.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { arabic } from './custody/ar.ts'
import { english } from './custody/en.ts'
import { spanish } from './custody/es.ts'
import { french } from './custody/fr.ts'
import { russian } from './custody/ru.ts'
import { vietnamese } from './custody/vi.ts'
import { chinese } from './custody/zh.ts'

/** The words around a chain of custody. What stands between braces is put in. */
export interface CustodyWords {
  readonly title: string
  readonly file: string
  readonly source: string
  readonly place: string
  readonly reason: string
  readonly change: string
  readonly hashed: string
  readonly damaged: string
  readonly node: string
  readonly proofs: Readonly<Record<'message' | 'log' | 'report' | 'erasure' | 'entry', string>>
  readonly handed: string
  readonly stated: string
  readonly written: string
  readonly translated: string
  readonly names: string
  readonly holds: string
  readonly dispute: Readonly<Record<'open' | 'answered' | 'replaced', string>>
  readonly acceptance: Readonly<
    Record<'place' | 'placeIn' | 'open' | 'accepted' | 'disputed' | 'replaced' | 'found' | 'answered', string>
  >
  readonly findings: Readonly<Record<CustodyFinding['what'], string>>
}

/** In the languages of the house. */
export const custodyWords: Readonly<Record<LetterLanguage, CustodyWords>> = {
  ar: arabic,
  en: english,
  es: spanish,
  fr: french,
  ru: russian,
  vi: vietnamese,
  zh: chinese,
}
