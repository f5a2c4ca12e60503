import type { LetterLanguage } from '../../../src/letter/language.ts'

/** Words of English that none of the other languages writes so. */
const english = [
  ...[
    'the',
    'of',
    'against',
    'and',
    'which',
    'with',
    'under',
    'Convention against',
    'Convention on',
    'Annex',
  ],
  ...['Treaty', 'Regulation', 'Framework Decision', 'Protocol', 'Reg', 'UN', 'section', 'article [0-9]+'],
]
/** And those that are words of these as well. */
const own: Readonly<Partial<Record<LetterLanguage, readonly string[]>>> = {
  fr: ['section', 'article [0-9]+'],
}
/** Two words of Latin letters beside each other; in what is written in another script they are of another language. */
const latinRun =
  /[A-Za-z][a-z]+(?:[ -][A-Za-z]?[a-z]+)+|\b(?:Convention|Protocol|Directive|Regulation|Article|Annex|section)\b/u
const script: Readonly<Partial<Record<LetterLanguage, true>>> = { ar: true, ru: true, zh: true }

/** Names of formats and files, which are so in every language, and what stands in a phrase for a value. */
const names = /\b(?:C2SP [a-z-]+|signed-note|tlog-checkpoint|base64url|refusal-ground)\b|\{[a-zA-Z]+\}/g

/** What of a text in that language is still English; null where nothing is found. */
export function englishIn(language: LetterLanguage, text: string): string | null {
  const words = english.filter((one) => own[language]?.includes(one) !== true)
  const said = text.replace(names, ' ')
  const found = new RegExp(`\\b(?:${words.join('|')})\\b`, 'u').exec(said) ?? null
  return (found ?? (script[language] === true ? latinRun.exec(said) : null))?.[0] ?? null
}
