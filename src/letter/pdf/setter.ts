import type { Direction, LetterLanguage } from '../language.ts'
import type { Line } from '../letter.ts'
import { type LetterFonts, typefacesOf } from './fonts.ts'
import { type Inline, inlineOf } from './inline.ts'
import { linesOf } from './lines.ts'
import { type Run, paragraphOf, visualRuns } from './runs.ts'

/** A4 and its margins, in points of 1/72 inch. */
export const page = { width: 595.28, height: 841.89, side: 57, top: 60, bottom: 66 } as const

/** How a text is set. */
export interface Setting {
  readonly size: number
  readonly color: string
  readonly bold?: boolean
  /** BCP 47; the language of the letter where nothing is said. */
  readonly language?: string
  /** The direction of the paragraph; that of the letter where nothing is said. */
  readonly direction?: Direction
}

/** One line ready to be drawn. */
export interface SetLine {
  readonly runs: readonly (Run & { readonly width: number })[]
  readonly width: number
  readonly setting: Setting
  readonly direction: Direction
  readonly leading: number
}

/** A text set in lines of a width. */
export interface SetText {
  readonly lines: readonly SetLine[]
  /** The words in the order in which they are read, for those who listen. */
  readonly words: string
  readonly language: string
}

/** What is needed to set texts: the typefaces, and how wide they are in the document. */
export interface Setter {
  readonly set: (line: Line, width: number, setting: Setting) => SetText
  /** Whether a character was met that no typeface has. */
  hasMissed: () => boolean
}

/** Width of a run in its font of the document at a size. */
export type WidthOf = (run: Run, size: number) => number

/** Leading as a share of the size: Arabic letters reach far up and down. */
const leadings: Readonly<Record<string, number>> = { ar: 1.75, zh: 1.6 }
const usualLeading = 1.45
const languageOfTag = /^[a-z]{2,3}/i

/** What sets the texts of a letter in a language. */
export function setterFor(
  fonts: LetterFonts,
  language: LetterLanguage,
  direction: Direction,
  widthOf: WidthOf,
): Setter {
  const typefaces = typefacesOf(fonts)
  const measured = new Map<string, number>()
  let missed = false
  const width = (run: Run, size: number): number => {
    const key = `${run.font} ${size} ${run.text}`
    const known = measured.get(key) ?? widthOf(run, size)
    measured.set(key, known)
    return known
  }
  return {
    hasMissed: () => missed,
    set: (line, room, setting) => {
      const inline = inlineOf(line, setting.language ?? language, setting.bold)
      const lines = inline.text
        .split('\n')
        .flatMap((_, index) => setParagraph(partOf(inline, index), room, setting))
      return { lines, words: withoutControls(inline.text), language: setting.language ?? language }
    },
  }

  function setParagraph(inline: Inline, room: number, setting: Setting): readonly SetLine[] {
    const base = setting.direction ?? direction
    const paragraph = paragraphOf(inline, base)
    const onMissing = (): void => {
      missed = true
    }
    const runs = (start: number, end: number) =>
      visualRuns(paragraph, start, end, typefaces, onMissing).map((run) => ({
        ...run,
        width: width(run, setting.size * run.scale),
      }))
    const total = (start: number, end: number) => runs(start, end).reduce((sum, run) => sum + run.width, 0)
    return linesOf(paragraph, room, total).map(({ start, end }) => {
      const drawn = runs(start, end)
      return {
        runs: drawn,
        width: drawn.reduce((sum, run) => sum + run.width, 0),
        setting,
        direction: base,
        leading: setting.size * leadingOf(setting.language ?? language, drawn),
      }
    })
  }
}

function leadingOf(language: string, runs: readonly Run[]): number {
  const ofLanguage = leadings[languageOfTag.exec(language)?.[0].toLowerCase() ?? ''] ?? usualLeading
  const hasArabic = runs.some(({ font }) => font.startsWith('arabic'))
  return hasArabic ? Math.max(ofLanguage, leadings.ar ?? usualLeading) : ofLanguage
}

/** The part between two line feeds. */
function partOf({ text, looks }: Inline, index: number): Inline {
  const parts = text.split('\n')
  const start = parts.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0)
  return {
    text: parts[index] ?? '',
    looks: looks.filter(({ end }) => end > start).map((look) => ({ ...look, end: look.end - start })),
  }
}

function withoutControls(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '')
}
