/** The languages of the house: every letter can be read in each of them. */
export const letterLanguages = ['ar', 'en', 'es', 'fr', 'ru', 'vi', 'zh'] as const

export type LetterLanguage = (typeof letterLanguages)[number]
export type Direction = 'ltr' | 'rtl'

const rightToLeft =
  /^(ar|arc|ckb|dv|fa|he|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi|[a-z]{2,3}-(adlm|arab|hebr|nkoo|rohg|syrc|thaa))(-|$)/i

/** Whether a letter can be made in this language. */
export function isLetterLanguage(language: string): language is LetterLanguage {
  return letterLanguages.some((one) => one === language)
}

/** The direction in which a language (BCP 47) is written. */
export function directionOf(language: string): Direction {
  return rightToLeft.test(language) ? 'rtl' : 'ltr'
}

/** Whether a text in `language` (BCP 47) can be read by a reader of `reader`: `en-GB` by one of `en`. */
export function reads(reader: LetterLanguage, language: string): boolean {
  return language.toLowerCase() === reader || language.toLowerCase().startsWith(`${reader}-`)
}
