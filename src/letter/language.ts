/** The languages of the house: every letter can be read in each of them. */
export const letterLanguages = ['ar', 'en', 'es', 'fr', 'ru', 'vi', 'zh'] as const

export type LetterLanguage = (typeof letterLanguages)[number]
export type Direction = 'ltr' | 'rtl'

/** Scripts that are written from right to left (ISO 15924), as the Unicode Standard has them. */
const rightToLeft = new Set(
  (
    'Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo ' +
    'Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi'
  ).split(' '),
)

/** Asking the library takes some hundredths of a millisecond, and a page asks for the same few languages a thousand times. */
const directions = new Map<string, Direction>()
/** Languages whose direction is remembered; whoever writes a message names them, as many as it likes. */
const directionsMax = 1000

/** Whether a letter can be made in this language. */
export function isLetterLanguage(language: string): language is LetterLanguage {
  return letterLanguages.some((one) => one === language)
}

/**
 * The direction in which a language (BCP 47) is written: that of the script that its tag names, else of the one in which it is
 * written most (the likely subtags of the Unicode CLDR). A tag that is none, or of which no script is known, is read from left to right.
 */
export function directionOf(language: string): Direction {
  const known = directions.get(language)
  if (known !== undefined) return known
  const direction = rightToLeft.has(scriptOf(language) ?? '') ? 'rtl' : 'ltr'
  if (directions.size < directionsMax) directions.set(language, direction)
  return direction
}

function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script
  } catch (reason) {
    if (reason instanceof RangeError) return undefined
    throw reason
  }
}

/** Whether a text in `language` (BCP 47) can be read by a reader of `reader`: `en-GB` by one of `en`. */
export function reads(reader: LetterLanguage, language: string): boolean {
  return language.toLowerCase() === reader || language.toLowerCase().startsWith(`${reader}-`)
}
