import type { Message } from '../../message/generated/types.ts'
import { particular } from '../../message/particular.ts'
import { type PlacedText, textsIn } from '../../message/texts.ts'
import type { Unfinished } from '../../message/unfinished.ts'
import { type Finding, sentBack } from './finding.ts'

/**
 * Texts whose letters cannot be of the language that they are said to be in: the letter would call a version authoritative that is
 * not there. Once for each language. A name or a quotation in other letters is none of that: hardly any letter is of the language.
 */
export function scripts(message: Unfinished<Message>): readonly Finding[] {
  const foreign = textsIn(message.body).flatMap(versionsOf).filter(isInOtherLetters)
  const languages = [...new Set(foreign.map(({ language }) => language))]
  return languages.flatMap((language) => {
    const texts = foreign.filter((one) => one.language === language)
    const [first] = texts
    if (first === undefined || !isEnough(texts)) return []
    const says = [particular('lettersOfOther', { languages: [language], count: texts.length })]
    return [sentBack('LANGUAGE_NOT_WRITTEN', `/body${first.pointer}`, says, 'UNCC 40(13)')]
  })
}

interface Version {
  readonly pointer: string
  readonly language: string
  readonly text: string
}

/** A text as it was written, and its translations. */
function versionsOf({
  pointer,
  text: { language, text, translations = [] },
}: PlacedText): readonly Version[] {
  const others = translations.map((one, place) => ({ ...one, pointer: `${pointer}/translations/${place}` }))
  return [{ pointer, language, text }, ...others].filter(
    (one) => typeof one.language === 'string' && typeof one.text === 'string',
  )
}

/** Fewer letters, in all texts of a message together, may be a name, or a number with its unit. */
const lettersMin = 20
/** Of one text so many words are hardly a name, whatever is written beside them. */
const wordsMin = 4
/** Of a text in its language, more letters than one in ten are of its script. */
const shareMin = 0.1
/** So many letters of an alphabet stand for one Chinese character. */
const lettersOfHan = 3

function isInOtherLetters({ language, text }: Version): boolean {
  const own = lettersOf(language)
  if (own === null) return false
  const letters = lettersIn(text)
  return weightOf(letters.filter((letter) => own.test(letter))) < weightOf(letters) * shareMin
}

function isEnough(texts: readonly Version[]): boolean {
  const all = texts.reduce((sum, { text }) => sum + weightOf(lettersIn(text)), 0)
  return (
    all >= lettersMin ||
    texts.some(({ text }) => (text.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []).length >= wordsMin)
  )
}

function lettersIn(text: string): readonly string[] {
  return text.match(/\p{L}/gu) ?? []
}

function weightOf(letters: readonly string[]): number {
  return letters.reduce((sum, letter) => sum + (han.test(letter) ? lettersOfHan : 1), 0)
}

const han = /\p{Script=Han}/u

/** Scripts of several in one (ISO 15924), by those that Unicode tells apart. */
const severalIn: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Han', 'Bopomofo'],
  Hant: ['Han', 'Bopomofo'],
  Jpan: ['Han', 'Hiragana', 'Katakana'],
  Kore: ['Hangul', 'Han'],
}

/** The letters in which a language (BCP 47) is written by its tag, or else mostly; null: it is not known, or there is more than one way. */
function lettersOf(language: string): RegExp | null {
  try {
    const { script } = new Intl.Locale(language).maximize()
    if (script === undefined || isOfSeveral(language)) return null
    const names = severalIn[script] ?? [script]
    return new RegExp(`[${names.map((name) => `\\p{Script=${name}}`).join('')}]`, 'u')
  } catch {
    return null
  }
}

/** Languages that are written in several scripts, where the tag does not say in which. */
function isOfSeveral(language: string): boolean {
  const { language: primary, script } = new Intl.Locale(language)
  return script === undefined && inSeveral.has(primary)
}

const inSeveral: ReadonlySet<string> = new Set('az bs kk ku ky mn ms pa sd sr tg tk tt ug uz'.split(' '))
