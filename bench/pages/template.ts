// A text of a genuine record cut into what stays and what is another in each of its copies.

/** What is another in each copy, by its name: `request`, `digest 3`. */
export interface Slot {
  readonly slot: string
}

/** An instant in milliseconds, as it is written: with thousandths or without. */
interface Instant {
  readonly instant: number
  readonly isWhole: boolean
}

/** A day, as the milliseconds at which it begins in UTC. */
interface Day {
  readonly day: number
}

export type Template = readonly (string | Slot | Instant | Day)[]

/** What stands in the slots of one copy, and where its times lie. */
export interface Filling {
  readonly value: (slot: string) => string
  /** Of an instant in milliseconds. */
  readonly moved: (instant: number) => number
}

const instant = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})'
const day = '(?<=")\\d{4}-\\d{2}-\\d{2}(?=")'

/** @param slots - by the text in whose place they stand */
export function templateOf(text: string, slots: ReadonlyMap<string, string>): Template {
  const texts = [...slots.keys()].sort((one, other) => other.length - one.length).map(escaped)
  const found = new RegExp([...texts, instant, day].join('|'), 'g')
  const pieces: Template[number][] = []
  let end = 0
  for (const match of text.matchAll(found)) {
    const [said] = match
    pieces.push(text.slice(end, match.index), pieceOf(said, slots))
    end = match.index + said.length
  }
  return [...pieces, text.slice(end)]
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function pieceOf(said: string, slots: ReadonlyMap<string, string>): Template[number] {
  const slot = slots.get(said)
  if (slot !== undefined) return { slot }
  const at = Date.parse(said)
  return said.includes('T') ? { instant: at, isWhole: !said.includes('.') } : { day: at }
}

export function filled(template: Template, { value, moved }: Filling): string {
  let text = ''
  for (const piece of template) {
    if (typeof piece === 'string') text += piece
    else if ('slot' in piece) text += value(piece.slot)
    else if ('day' in piece) text += new Date(moved(piece.day)).toISOString().slice(0, 10)
    else text += instantText(moved(piece.instant), piece.isWhole)
  }
  return text
}

function instantText(at: number, isWhole: boolean): string {
  const text = new Date(at).toISOString()
  return isWhole ? `${text.slice(0, 19)}Z` : text
}
