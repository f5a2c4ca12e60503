import { aligned } from './alignment.ts'
import { type Block, type Line, plain } from './letter.ts'

/** A run of words of one version of a text, and whether the other version has them. */
export interface Piece {
  readonly text: string
  readonly isOwn: boolean
}

/** What one version says at a place, line by line. */
export interface Said {
  readonly pieces: readonly Piece[]
  /** BCP 47 of what a person wrote; '' where nobody has stated it; null: words of the letter, in the reader's language. */
  readonly language: string | null
  /** What it is, such as a translation; null: nothing beside. */
  readonly mark: string | null
}

/** A place of a letter at which two versions differ. */
export interface Difference {
  readonly is: 'changed' | 'added' | 'removed'
  /** Null: it stands below no label. */
  readonly label: Line | null
  /** Empty where it was added. */
  readonly before: readonly Said[]
  /** Empty where it was removed. */
  readonly after: readonly Said[]
}

/** What differs within one part of a letter. */
export interface ComparedPart {
  /** Titles of the sections, the outermost first; empty: it stands in none. */
  readonly titles: readonly Line[]
  readonly differences: readonly Difference[]
}

/** Two versions of what a letter says, beside each other. */
export interface Comparison {
  readonly parts: readonly ComparedPart[]
  /** Places that are the same in both. */
  readonly same: number
}

/** A place of a letter with what it says, taken out of its sections. */
interface Entry {
  readonly titles: readonly Line[]
  readonly label: Line | null
  readonly lines: readonly Written[]
  /** By which it is found in the other version. */
  readonly name: string
  readonly content: string
}

interface Written {
  readonly text: string
  readonly language: string | null
  readonly mark: string | null
}

/**
 * Compares two versions of what a letter says, place by place in the order of the letter: what has the same titles and label is one place,
 * and changed where it says something else.
 */
export function comparisonOf(before: readonly Block[], after: readonly Block[]): Comparison {
  const places = aligned(
    before.flatMap((block) => entriesOf(block, [])),
    after.flatMap((block) => entriesOf(block, [])),
    (one, other) => one.name === other.name && one.content === other.content,
  )
  const parts: { titles: readonly Line[]; name: string; differences: Difference[] }[] = []
  const tell = ({ titles }: Entry, difference: Difference): void => {
    const name = JSON.stringify(titles.map(plain))
    const last = parts.at(-1)
    if (last?.name === name) last.differences.push(difference)
    else parts.push({ titles, name, differences: [difference] })
  }
  let same = 0
  let removed: Entry[] = []
  let added: Entry[] = []
  const close = (): void => {
    for (const old of removed) {
      // What stands between two places that are the same and is called alike, is the same place.
      const place = added.findIndex(({ name }) => name === old.name)
      const [now] = place < 0 ? [] : added.splice(place, 1)
      tell(old, now === undefined ? removedOf(old) : changedOf(old, now))
    }
    for (const now of added) tell(now, addedOf(now))
    removed = []
    added = []
  }
  for (const place of places) {
    if (place.is === 'removed') removed.push(place.before)
    else if (place.is === 'added') added.push(place.after)
    else {
      close()
      same += 1
    }
  }
  close()
  return { parts: parts.map(({ titles, differences }) => ({ titles, differences })), same }
}

function entriesOf(block: Block, titles: readonly Line[]): Entry[] {
  switch (block.kind) {
    case 'section':
      return block.blocks.flatMap((one) => entriesOf(one, within(titles, block.title)))
    case 'field':
      return [entryOf(titles, block.label, [writtenIn(block.value)])]
    case 'list':
      return [entryOf(titles, block.label, block.items.map(writtenIn))]
    case 'text':
      return [
        entryOf(
          titles,
          block.label,
          block.versions.map(({ text, language, mark }) => ({
            ...{ text, language },
            mark: mark === null ? null : plain(mark),
          })),
        ),
      ]
    case 'paragraph':
      return [entryOf(titles, null, [writtenIn(block.line)])]
    case 'table':
      return [
        entryOf(
          titles,
          null,
          block.rows.map((cells) => writtenIn(cells.flat())),
        ),
      ]
  }
}

/** The titles of a section in others. One of a list is called by the name of the list and a number: the name is not said before it again. */
function within(titles: readonly Line[], title: Line): readonly Line[] {
  const outer = titles.at(-1)
  const isNamed = outer !== undefined && isCalledAfter(plain(title), plain(outer))
  return [...(isNamed ? titles.slice(0, -1) : titles), title]
}

function isCalledAfter(title: string, outer: string): boolean {
  return title.startsWith(outer) && /^($|\s*\p{P})/u.test(title.slice(outer.length))
}

function entryOf(titles: readonly Line[], label: Line | null, lines: readonly Written[]): Entry {
  return {
    titles,
    label,
    lines,
    name: JSON.stringify([...titles.map(plain), label === null ? null : plain(label)]),
    content: JSON.stringify(lines),
  }
}

/** A line of one piece that somebody wrote keeps its language; one of several is read in that of the reader. */
function writtenIn(line: Line): Written {
  const [only, ...others] = line
  const language = only === undefined || others.length > 0 ? null : (only.language ?? null)
  return { text: plain(line), language, mark: null }
}

function removedOf({ label, lines }: Entry): Difference {
  return { is: 'removed', label, before: lines.map(wholly), after: [] }
}

function addedOf({ label, lines }: Entry): Difference {
  return { is: 'added', label, before: [], after: lines.map(wholly) }
}

function wholly({ text, language, mark }: Written): Said {
  return { pieces: [{ text, isOwn: true }], language, mark }
}

function changedOf(old: Entry, now: Entry): Difference {
  const before: Said[] = []
  const after: Said[] = []
  const lines = Math.max(old.lines.length, now.lines.length)
  for (let place = 0; place < lines; place += 1) {
    const [one, other] = [old.lines[place], now.lines[place]]
    if (one === undefined || other === undefined) {
      if (one !== undefined) before.push(wholly(one))
      if (other !== undefined) after.push(wholly(other))
    } else {
      const [then, since] = piecesOf(one, other)
      before.push({ pieces: then, language: one.language, mark: one.mark })
      after.push({ pieces: since, language: other.language, mark: other.mark })
    }
  }
  return { is: 'changed', label: now.label, before, after }
}

/** Of the longer of two texts so much must be in both, or they are shown as two texts. */
const commonMin = 0.25

/** Two texts word by word; as a whole where they have too little in common for that to be read. */
function piecesOf(one: Written, other: Written): readonly [readonly Piece[], readonly Piece[]] {
  const words = aligned(wordsIn(one), wordsIn(other), (before, after) => before === after)
  const common = words.reduce((sum, word) => sum + (word.is === 'same' ? word.before.trim().length : 0), 0)
  if (common < commonMin * Math.max(one.text.length, other.text.length))
    return [[{ text: one.text, isOwn: true }], [{ text: other.text, isOwn: true }]]
  const before: Piece[] = []
  const after: Piece[] = []
  for (const word of words) {
    if (word.is !== 'added') push(before, word.before, word.is === 'removed')
    if (word.is !== 'removed') push(after, word.after, word.is === 'added')
  }
  return [before, after]
}

function push(pieces: Piece[], text: string, isOwn: boolean): void {
  const last = pieces.at(-1)
  if (last?.isOwn === isOwn) pieces[pieces.length - 1] = { text: last.text + text, isOwn }
  else pieces.push({ text, isOwn })
}

/** In no language: the rules of each script are known whatever somebody says that it is written in. */
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** Words, and what stands between them. */
function wordsIn({ text }: Written): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
