import { directionOf } from '../language.ts'
import type { Line, Span } from '../letter.ts'

/** What a piece of a text looks like. */
export interface Look {
  readonly bold: boolean
  /** BCP 47, or '' where nobody has stated it. */
  readonly language: string
}

/** A text with the look of each of its pieces, ready to be put on lines. */
export interface Inline {
  readonly text: string
  readonly looks: readonly (Look & { readonly end: number })[]
}

// Isolates (Unicode 9, UAX 9) keep what was taken from the message from turning the words around it; they have no
// picture and are left out when the text is drawn.
const isolateLeft = '\u2066'
const isolateRight = '\u2067'
const isolateFirst = '\u2068'
const isolateEnd = '\u2069'

/** Controls that order a text and are never drawn. */
export const bidiControls = /[\u2066-\u2069]/

/** A line of a letter as text with looks. */
export function inlineOf(line: Line, language: string, bold = false): Inline {
  let text = ''
  const looks: (Look & { end: number })[] = []
  for (const span of line) {
    const [before, after] = isolatesOf(span)
    text += `${before}${span.text}${after}`
    looks.push({
      bold: bold || span.style === 'strong',
      language: span.language ?? language,
      end: text.length,
    })
  }
  return { text, looks }
}

function isolatesOf({ language, style }: Span): readonly [string, string] {
  if (language === undefined) return ['', '']
  if (style === 'code') return [isolateLeft, isolateEnd]
  if (language === '') return [isolateFirst, isolateEnd]
  return [directionOf(language) === 'rtl' ? isolateRight : isolateLeft, isolateEnd]
}

/** The look at a place of the text. */
export function lookAt({ looks }: Inline, place: number): Look {
  return looks.find(({ end }) => place < end) ?? { bold: false, language: '' }
}
