import bidiModule from 'bidi-js'
import type { Direction } from '../language.ts'
import { type Typeface, type Typefaces, missing } from './fonts.ts'
import { type Inline, bidiControls, lookAt } from './inline.ts'

/** A piece of a line that is drawn in one go: of one typeface, one weight and one direction. */
export interface Run {
  /** As the shaper takes it: of a run from right to left it turns the pictures by itself. */
  readonly text: string
  /** Name of the font in the document. */
  readonly font: string
  /** Whether it is shaped as a whole: the words of a run from right to left may not be shaped one by one. */
  readonly isWhole: boolean
  /** How much larger it is set than the setting says. */
  readonly scale: number
  readonly language: string
}

/** A paragraph with the level of each of its characters: even from left to right, odd from right to left. */
export interface Paragraph extends Inline {
  readonly levels: Uint8Array
}

// The package is the factory itself, although its types say that it has one.
const bidi = (bidiModule as unknown as typeof bidiModule.default)()
/** What is not drawn where no typeface has it: joiners, selectors of variants, soft hyphens. */
const ignorable = /\p{Default_Ignorable_Code_Point}/u
/** Letters that the shaper knows to be written from right to left; a run without any is turned here. */
const turnedByShaper =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** A text with its levels, in a paragraph of this direction. */
export function paragraphOf(inline: Inline, direction: Direction): Paragraph {
  const { levels } = bidi.getEmbeddingLevels(inline.text, direction)
  return { ...inline, levels }
}

interface Piece {
  text: string
  readonly face: Typeface
  readonly bold: boolean
  readonly language: string
  readonly level: number
}

/** The runs of a stretch of a paragraph in the order in which they stand on paper, from left to right. */
export function visualRuns(
  paragraph: Paragraph,
  start: number,
  end: number,
  typefaces: Typefaces,
  onMissing: () => void,
): readonly Run[] {
  return reordered(pieces(paragraph, start, end, typefaces, onMissing)).map(runOf)
}

/** The pieces in the order in which they are read. */
function pieces(
  paragraph: Paragraph,
  start: number,
  end: number,
  typefaces: Typefaces,
  onMissing: () => void,
): Piece[] {
  const found: Piece[] = []
  for (let place = start; place < end;) {
    const character = String.fromCodePoint(paragraph.text.codePointAt(place) ?? 0)
    const level = paragraph.levels[place] ?? 0
    const { bold, language } = lookAt(paragraph, place)
    place += character.length
    if (bidiControls.test(character)) continue
    const last = found.at(-1)
    const face = typefaces.of(character, last?.face ?? null, language)
    if (face === null && ignorable.test(character)) continue
    if (face === null) onMissing()
    const piece = {
      text: face === null ? missing : character,
      face: face ?? typefaces.fallback,
      bold,
      language,
      level,
    }
    if (last !== undefined && joins(last, piece)) last.text += piece.text
    else found.push(piece)
  }
  return found
}

function joins(one: Piece, other: Piece): boolean {
  return (
    one.face === other.face &&
    one.bold === other.bold &&
    one.language === other.language &&
    one.level === other.level
  )
}

/** UAX 9, rule L2: from the highest level down, what stands at that level or above is turned. */
function reordered(logical: readonly Piece[]): readonly Piece[] {
  let visual = [...logical]
  const highest = Math.max(0, ...visual.map(({ level }) => level))
  for (let level = highest; level > 0; level--) visual = turned(visual, level)
  return visual
}

function turned(runs: readonly Piece[], level: number): Piece[] {
  const result: Piece[] = []
  let group: Piece[] = []
  for (const run of runs) {
    if (run.level >= level) {
      group = [run, ...group]
      continue
    }
    result.push(...group, run)
    group = []
  }
  return [...result, ...group]
}

function runOf({ text, face, bold, language, level }: Piece): Run {
  return {
    text: level % 2 === 1 ? rightToLeft(text) : text,
    font: bold ? `${face.name} bold` : face.name,
    isWhole: level % 2 === 1,
    scale: face.scale,
    language,
  }
}

/** Brackets are mirrored, and what the shaper would not turn is turned here. */
function rightToLeft(text: string): string {
  const characters = Array.from(text).map((character) => bidi.getMirroredCharacter(character) ?? character)
  return (turnedByShaper.test(text) ? characters : characters.reverse()).join('')
}
