import { exchangeLimits } from '../limits.ts'

/** Scripts that are written without spaces: words of them are found by their characters, one and two at a time. */
const unspaced = [
  ...'Han|Hiragana|Katakana|Thai|Lao|Khmer|Myanmar'.split('|').map((script) => `\\p{Script=${script}}`),
  // The long vowel of Kana and the closing mark of letters, which Unicode counts to no script.
  'ー',
  '〆',
].join('')
// The vowels that stand behind a letter and take a place of their own (Mc: कुमार, বাংলা) are part of the word.
const runs = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{Mc}])+`, 'gu')
const begunWords = new RegExp(`((?:(?![${unspaced}])[\\p{L}\\p{N}\\p{Mc}])+)\\*(?![\\p{L}\\p{N}])`, 'gu')
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** Also without the article; with `ل` the alif of the article goes. */
const beforeArabicWords = ['', 'و', 'ف', 'ب', 'ك', 'ل', 'ال', 'وال', 'فال', 'بال', 'كال', 'لل', 'ولل']

/** Letters that have no marks to be taken off and that people write in more than one way. */
const alike: Readonly<Record<string, string>> = {
  // Latin.
  ...{ đ: 'd', ð: 'd', ø: 'o', ł: 'l', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  // The last letter of a Greek word.
  ς: 'σ',
  // Arabic: alif with wasla, alif maqsura and ta marbuta, Persian kaf and ya, and the stretching, which is no letter.
  ...{ ٱ: 'ا', ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي', ـ: '' },
}
const alikeLetters = new RegExp(`[${Object.keys(alike).join('')}]`, 'gu')

/**
 * A text as it is compared: compatibility forms and case folded (NFKC), marks off (Vietnamese, Arabic vowels and hamza, accents),
 * and what is not seen (soft hyphens, joiners, marks of direction), letters and digits of several forms as one. What sounds or means the same is not: no stems, no other script.
 */
export function folded(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      // The marks of voiced Kana make other letters.
      .replace(/(?![\u3099\u309a])[\p{Mn}\p{Cf}]/gu, '')
      .replace(alikeLetters, (letter) => alike[letter] ?? letter)
      .replace(/\p{Nd}/gu, plainDigit)
      .normalize('NFC')
  )
}

/** Digits of a script stand together from 0 to 9 (The Unicode Standard, section 4.6), each set at a multiple of ten or sixteen. */
function plainDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0
  if (point < 128) return digit
  for (let zero = point; ; zero -= 1)
    if (point - zero === 9 || !/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) return String(point - zero)
}

/** The words of a text by which it is found. */
export function indexWords(text: string): string[] {
  return wordsBy(text, (characters) => [...characters, ...pairsOf(characters)])
}

/** The words that must all be there for a text to be what somebody asks for. */
export function askedWords(text: string): string[] {
  return [
    ...new Set(
      wordsBy(text, (characters) => (characters.length === 1 ? characters : pairsApart(characters))),
    ),
  ]
}

/** What somebody asks for: words that must be there, and beginnings, of each of which one word must be. */
export interface AskedText {
  readonly words: readonly string[]
  readonly beginnings: readonly string[]
}

/** A beginning is what letters or digits stand before a `*` with nothing behind it; of scripts without spaces every part is found anyway. */
export function askedText(text: string): AskedText {
  const whole = folded(text)
  const begun = [...whole.matchAll(begunWords)].map(([, word = '']) => word)
  const beginnings = begun.map((word) =>
    Array.from(word).slice(0, exchangeLimits.search.wordCharactersMax).join(''),
  )
  return { words: askedWords(whole.replace(begunWords, ' ')), beginnings: [...new Set(beginnings)] }
}

/**
 * How words that are meant by a beginning may begin. Arabic writes the article, and the letters that mean and, so, by, like and to,
 * together with the word that they stand before.
 */
export function waysToBegin(beginning: string): string[] {
  if (!/^\p{Script=Arabic}/u.test(beginning)) return [beginning]
  const stem = beginning.replace(/^ال(?=..)/u, '')
  return [...new Set([beginning, ...beforeArabicWords.map((before) => `${before}${stem}`)])]
}

/**
 * A number as one word, without what people group it by: an account, a reference, a telephone. Null: there is no digit in it, or
 * it is too short or long to be one.
 */
export function wholeNumber(text: string): string | null {
  const { least, most } = exchangeLimits.search.numberCharacters
  const whole = folded(text).replace(/[^\p{L}\p{N}]+/gu, '')
  return /[0-9]/.test(whole) && whole.length >= least && whole.length <= most ? whole : null
}

function wordsBy(text: string, ofUnspaced: (characters: readonly string[]) => readonly string[]): string[] {
  const found = folded(text).match(runs) ?? []
  return found.flatMap((run) =>
    isUnspaced.test(run)
      ? ofUnspaced(Array.from(run))
      : [Array.from(run).slice(0, exchangeLimits.search.wordCharactersMax).join('')],
  )
}

/** Every second pair and the last: each character is in one, and a long name is not many words. */
function pairsApart(characters: readonly string[]): string[] {
  return pairsOf(characters).filter((_pair, at, pairs) => at % 2 === 0 || at === pairs.length - 1)
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`)
}
