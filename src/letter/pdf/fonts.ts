import assert from 'node:assert/strict'
import { create, type Font } from 'fontkit'

/** A typeface as font files (TrueType or OpenType), as bytes. */
export interface FontFiles {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

/** The typefaces of a PDF. The core reads no files: whoever asks for a letter brings them. */
export interface LetterFonts {
  /** Latin with the signs of Vietnamese, Cyrillic, Greek. */
  readonly latin: FontFiles
  readonly arabic: FontFiles
  readonly chinese: FontFiles
  /** For scripts that those have not, the first that has a character is taken. */
  readonly further: readonly FontFiles[]
}

/** One typeface in use: under `name` and `name bold` it stands in the document. */
export interface Typeface {
  readonly name: string
  /** How much larger it is set than the others, so that all look equally large. */
  readonly scale: number
  readonly has: (character: string) => boolean
}

/** The typefaces of a letter, and which of them draws a character. */
export interface Typefaces {
  readonly all: readonly { readonly name: string; readonly font: Font }[]
  readonly of: (character: string, before: Typeface | null, language: string) => Typeface | null
  /** Draws the box in the place of a character that none of them has. */
  readonly fallback: Typeface
}

/** Stands for a character that no typeface has. */
export const missing = '□'

const arabicScript = /\p{Script_Extensions=Arabic}/u
const chineseScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef□]/u
/** Marks and spaces stand in the typeface of what is before them, so that they join it. */
const joined = /[\p{Mark}\p{Zs}\u200c\u200d]/u
/** Quotation marks, dashes and dots are as wide as a sign in Chinese text. */
const punctuation = /[\u2010-\u2027\u2030-\u205e]/u

/** The letters of Noto Naskh are small beside those of Noto Sans. */
const arabicScale = 1.15

const opened = new WeakMap<LetterFonts, Typefaces>()

/** Opens the typefaces; the same files are opened once. */
export function typefacesOf(fonts: LetterFonts): Typefaces {
  const known = opened.get(fonts)
  if (known !== undefined) return known
  const made = newTypefaces(fonts)
  opened.set(fonts, made)
  return made
}

function newTypefaces(fonts: LetterFonts): Typefaces {
  const latin = typeface('latin', fonts.latin)
  const arabic = typeface('arabic', fonts.arabic, arabicScale)
  const chinese = typeface('chinese', fonts.chinese)
  const further = fonts.further.map((files, index) => typeface(`further${index + 1}`, files))
  const order = (character: string, language: string): readonly Typeface[] => {
    if (arabicScript.test(character)) return [arabic, latin, ...further]
    if (chineseScript.test(character)) return [chinese, ...further]
    if (/^zh\b/i.test(language) && punctuation.test(character)) return [chinese, latin]
    return [latin, ...further, chinese, arabic]
  }
  return {
    all: [latin, arabic, chinese, ...further].flatMap(({ name, regular, bold }) => [
      { name, font: regular },
      { name: `${name} bold`, font: bold },
    ]),
    of: (character, before, language) => {
      if (before !== null && joined.test(character) && before.has(character)) return before
      return order(character, language).find((face) => face.has(character)) ?? null
    },
    fallback: chinese,
  }
}

/** A typeface with its fonts. They serve every document, and what was read of their tables is read once. */
interface OpenTypeface extends Typeface {
  readonly regular: Font
  readonly bold: Font
}

function typeface(name: string, files: FontFiles, scale = 1): OpenTypeface {
  const regular = opening(files.regular)
  const known = new Map<string, boolean>()
  return {
    name,
    scale,
    regular,
    bold: opening(files.bold),
    has: (character) => {
      const found = known.get(character)
      if (found !== undefined) return found
      const has = regular.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
      known.set(character, has)
      return has
    },
  }
}

/** Asserts that the file is one font, and no collection of several. */
function opening({ buffer, byteOffset, byteLength }: Uint8Array): Font {
  const font = create(Buffer.from(buffer, byteOffset, byteLength))
  assert(!('fonts' in font), 'a font file holds one font')
  return font
}
