import { resolve } from 'node:path'
import { type LetterFormat, letterContent, letterFormats } from '../exchange/letterFiles.ts'
import type { Reader } from '../exchange/letterReading.ts'
import { isTimeZone } from '../letter/format.ts'
import { isLetterLanguage, letterLanguages } from '../letter/language.ts'
import type { Letter } from '../letter/letter.ts'
import { letterText } from '../letter/text.ts'
import { letterFonts } from './letterFonts.ts'
import { wrongUse } from './outcome.ts'
import { writeOutFile } from './outFile.ts'
import { type Terminal, harmless } from './terminal.ts'

/** Options of a command that can show what it reads as a letter. */
export interface LetterOptions {
  readonly language?: string
  readonly format?: string
  readonly out?: string
  readonly timeZone?: string
  readonly font?: readonly string[]
  readonly json?: boolean
}

/** A letter that was asked for: for whom, and where it goes. */
export interface LetterWish {
  readonly reader: Reader
  readonly format: LetterFormat
  /** Null: the terminal. */
  readonly out: string | null
  readonly fonts: readonly string[]
}

/** The letter that the options ask for, or null for none. Throws what is wrong with them before anything is read. */
export function letterWish(options: LetterOptions): LetterWish | null {
  const { language, out, timeZone, font = [] } = options
  if (language === undefined) {
    const given = (['format', 'out', 'timeZone', 'font'] as const).find((name) => options[name] !== undefined)
    if (given !== undefined) throw wrongUse(`${optionNames[given]} needs --language`)
    return null
  }
  if (!isLetterLanguage(language)) throw wrongUse(`--language must be one of ${letterLanguages.join(', ')}`)
  if (options.json === true) throw wrongUse('--json gives the data as they are: leave out --language')
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw wrongUse(`--time-zone: there is no zone ${timeZone}`)
  const format = letterFormats.find((name) => name === (options.format ?? 'text'))
  if (format === undefined) throw wrongUse(`--format must be one of ${letterFormats.join(', ')}`)
  if (format === 'pdf' && out === undefined) throw wrongUse('--format pdf needs --out')
  return {
    reader: { language, timeZone: timeZone ?? null },
    format,
    out: out === undefined ? null : resolve(out),
    fonts: font,
  }
}

const optionNames = { format: '--format', out: '--out', timeZone: '--time-zone', font: '--font' } as const

/** Gives the letter to whoever asked. A file is for this user only, and never takes the place of another. */
export async function giveLetter(letter: Letter, wish: LetterWish, terminal: Terminal): Promise<void> {
  if (wish.format === 'text' && wish.out === null) {
    for (const line of letterText(letter)) terminal.say(harmless(line))
    return
  }
  const content = await letterContent(letter, wish.format, () => letterFonts(wish.fonts))
  if (wish.out === null) {
    terminal.say(Buffer.from(content).toString('utf8'))
    return
  }
  await writeOutFile('--out', wish.out, content)
  terminal.say(`The letter is in ${wish.out}`)
}
