import LineBreaker from 'linebreak'
import { bidiControls } from './inline.ts'
import type { Paragraph } from './runs.ts'

/** A line of a paragraph, as places in its text: what is drawn ends before the spaces at its end. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** How wide a stretch of the paragraph is when it is drawn. */
export type Measure = (start: number, end: number) => number

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Lines of Latin letters that are broken inside a word nobody can read; addresses and digests may be. */
const spaces = /[\s\u3000]/

/**
 * Where a paragraph is broken into lines of a width (UAX 14). What has no place to break and is too wide, as a
 * digest, is broken wherever it must. At least one line, which may be empty.
 */
export function linesOf(paragraph: Paragraph, width: number, measure: Measure): readonly Stretch[] {
  const lines: Stretch[] = []
  let start = 0
  let end = 0
  let used = 0
  const close = (next: number): void => {
    lines.push({ start, end: withoutSpaces(paragraph.text, start, end) })
    start = next
    end = next
    used = 0
  }
  for (const segment of segmentsOf(paragraph.text)) {
    const drawn = withoutSpaces(paragraph.text, segment.start, segment.end)
    if (used > 0 && used + measure(segment.start, drawn) > width) close(segment.start)
    for (const part of fitting(paragraph.text, segment, width, measure)) {
      if (used > 0 && used + measure(part.start, withoutSpaces(paragraph.text, part.start, part.end)) > width)
        close(part.start)
      used += measure(part.start, part.end)
      end = part.end
    }
    if (segment.required) close(segment.end)
  }
  if (start < paragraph.text.length || lines.length === 0) close(paragraph.text.length)
  return lines
}

interface Segment extends Stretch {
  readonly required: boolean
}

function segmentsOf(text: string): readonly Segment[] {
  const breaker = new LineBreaker(text)
  const segments: Segment[] = []
  let start = 0
  for (let found = breaker.nextBreak(); found !== null; found = breaker.nextBreak()) {
    if (found.position > start) {
      segments.push({ start, end: found.position, required: found.required && found.position < text.length })
    }
    start = found.position
  }
  return segments
}

/** A segment in parts that are no wider than a line; a grapheme that is wider stands alone. */
function fitting(text: string, segment: Stretch, width: number, measure: Measure): readonly Stretch[] {
  if (measure(segment.start, withoutSpaces(text, segment.start, segment.end)) <= width) return [segment]
  const ends = graphemeEnds(text, segment)
  const parts: Stretch[] = []
  let start = segment.start
  for (let first = 0; first < ends.length;) {
    const next = firstTooWide(ends, first + 1, (end) => measure(start, end) > width)
    const end = ends[next - 1] ?? segment.end
    parts.push({ start, end })
    start = end
    first = next
  }
  return parts
}

function graphemeEnds(text: string, { start, end }: Stretch): readonly number[] {
  return Array.from(
    graphemes.segment(text.slice(start, end)),
    ({ index, segment }) => start + index + segment.length,
  )
}

/**
 * The first place, from this one on, to whose end a line is too long. Each look shapes the text to there, so it goes out in
 * steps that double and then halves the last one: what lies far beyond the line is never shaped.
 */
function firstTooWide(ends: readonly number[], from: number, isTooWide: (end: number) => boolean): number {
  let low = from
  let step = 1
  while (low + step <= ends.length && !isTooWide(ends[low + step - 1] ?? 0)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step - 1, ends.length)
  while (low < high) {
    const middle = (low + high) >> 1
    if (isTooWide(ends[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

function withoutSpaces(text: string, start: number, end: number): number {
  let last = end
  while (last > start && isBlank(text.charAt(last - 1))) last--
  return last
}

function isBlank(character: string): boolean {
  return spaces.test(character) || bidiControls.test(character)
}
