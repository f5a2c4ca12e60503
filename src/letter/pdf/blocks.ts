import type { Direction } from '../language.ts'
import type { Block, Line, Version } from '../letter.ts'
import type { Paper, Role, Room } from './paper.ts'
import type { SetText, Setter, Setting } from './setter.ts'

/** What the blocks of a letter are drawn with. */
export interface Desk {
  readonly paper: Paper
  readonly setter: Setter
  readonly direction: Direction
}

export const ink = '#111111'
const faint = '#555555'
const rule = '#999999'
const bodySize = 9.5
const smallSize = 8.2
const step = 10
const gap = 12
/** The label of a field takes this share of the width, and no less than the points beside it. */
const labelShare = 0.32
const labelMin = 90
const shares: readonly number[] = [0.07, 0.27, 0.26, 0.2, 0.2]

export const body: Setting = { size: bodySize, color: ink }
export const small: Setting = { size: smallSize, color: faint }
const label: Setting = { size: bodySize, color: '#333333', bold: true }
const headings: readonly Setting[] = [
  { size: 15, color: ink, bold: true },
  { size: 11.5, color: ink, bold: true },
  { size: 10.5, color: ink, bold: true },
  { size: 9.8, color: ink, bold: true },
]
const headingRoles: readonly Role[] = ['H1', 'H2', 'H3', 'H4']

/** Draws blocks one under the other. `level` is that of the headings of sections among them. */
export function drawBlocks(desk: Desk, blocks: readonly Block[], room: Room, level: number): void {
  for (const block of blocks) drawBlock(desk, block, room, level)
}

function drawBlock(desk: Desk, block: Block, room: Room, level: number): void {
  switch (block.kind) {
    case 'section':
      drawHeading(desk, block.title, room, level)
      drawBlocks(desk, block.blocks, level === 2 ? room : indented(desk, room), level + 1)
      desk.paper.down(level === 2 ? 3 : 1)
      return
    case 'field':
      drawPair(desk, block.label, [block.value], room)
      return
    case 'list':
      drawPair(desk, block.label, block.items, room)
      return
    case 'text':
      drawVersions(desk, block.label, block.versions, room)
      return
    case 'paragraph':
      desk.paper.down(5)
      drawText(desk, 'P', desk.setter.set(block.line, room.width, body), room)
      desk.paper.down(5)
      return
    case 'table':
      drawTable(desk, block.head, block.rows, room)
  }
}

/** A heading, which never stands alone at the foot of a page. */
export function drawHeading(desk: Desk, title: Line, room: Room, level: number): void {
  const index = Math.min(level, headings.length) - 1
  const setting = headings[index] ?? body
  const text = desk.setter.set(title, room.width, setting)
  desk.paper.down(level <= 2 ? 7 : 3)
  desk.paper.need(heightOf(text) + 3 * bodySize * 1.75)
  drawText(desk, headingRoles[index] ?? 'P', text, room)
  if (level <= 2) drawRule(desk, room, level === 1 ? 1.2 : 0.5, level === 1 ? ink : rule)
  desk.paper.down(level <= 2 ? 4 : 1)
}

/** A rule across the room at the place of the next line. */
export function drawRule({ paper }: Desk, { left, width }: Room, thickness: number, color: string): void {
  const y = paper.y() + 1
  paper.decorate((document) => {
    document
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke()
  })
  paper.down(2)
}

/** The lines of a text one under the other, on as many pages as they need. */
export function drawText({ paper }: Desk, role: Role, text: SetText, room: Room): void {
  const element = paper.element(role, text)
  for (const line of text.lines) {
    paper.need(line.leading)
    paper.line(element, line, room)
    paper.down(line.leading)
  }
  element.struct.end()
}

/** A label and beside it its lines. */
function drawPair(desk: Desk, name: Line, values: readonly Line[], room: Room): void {
  const { paper, setter } = desk
  const [first, second] = columns(desk, room)
  const left = setter.set(name, first.width, label)
  const right = values.map((value) => setter.set(value, second.width, body))
  const lines = right.flatMap((text) => text.lines.map((line) => ({ line, text })))
  const nameElement = paper.element('P', left)
  const elements = new Map(right.map((text) => [text, paper.element('P', text)]))
  for (let index = 0; index < Math.max(left.lines.length, lines.length); index++) {
    const one = left.lines[index]
    const other = lines[index]
    const leading = Math.max(one?.leading ?? 0, other?.line.leading ?? 0)
    // A label keeps its first lines beside it.
    paper.need(index === 0 ? leading * Math.min(2, lines.length) : leading)
    if (one !== undefined) paper.line(nameElement, { ...one, leading }, first)
    const element = other === undefined ? undefined : elements.get(other.text)
    if (other !== undefined && element !== undefined) paper.line(element, { ...other.line, leading }, second)
    paper.down(leading)
  }
  nameElement.struct.end()
  for (const element of elements.values()) element.struct.end()
}

/** The room of labels and that of values. */
function columns({ direction }: Desk, { left, width }: Room): readonly [Room, Room] {
  const first = Math.min(Math.max(width * labelShare, labelMin), width / 2)
  const second = width - first - gap
  return direction === 'rtl'
    ? [
        { left: left + width - first, width: first },
        { left, width: second },
      ]
    : [
        { left, width: first },
        { left: left + first + gap, width: second },
      ]
}

/** What a person wrote: each version with its mark, beside a rule that is broken for a translation. */
function drawVersions(desk: Desk, name: Line, versions: readonly Version[], room: Room): void {
  const { paper, setter } = desk
  const title = setter.set(name, room.width, label)
  paper.down(2)
  paper.need(heightOf(title) + 3 * bodySize * 1.75)
  drawText(desk, 'P', title, room)
  for (const version of versions) drawVersion(desk, version, room)
  paper.down(3)
}

function drawVersion(desk: Desk, { role, language, direction, mark, text }: Version, room: Room): void {
  const { paper, setter } = desk
  const marked = mark === null ? null : setter.set(mark, room.width - step, small)
  const words = setter.set([{ text, language }], room.width - step, { ...body, language, direction })
  const first = [...(marked?.lines.slice(0, 1) ?? []), ...words.lines.slice(0, 1)]
  paper.need(first.reduce((sum, line) => sum + line.leading, 0))
  if (marked !== null) drawText(desk, 'P', marked, indented(desk, room))
  // The words and their rule begin at the side where their own language begins.
  const own: Desk = { ...desk, direction }
  const element = paper.element('P', words)
  for (const line of words.lines) {
    paper.need(line.leading)
    drawSideRule(own, room, line.leading, role === 'translation')
    paper.line(element, line, indented(own, room))
    paper.down(line.leading)
  }
  element.struct.end()
  paper.down(3)
}

/** The rule at the side where the words begin, as high as one line. */
function drawSideRule(
  { paper, direction }: Desk,
  { left, width }: Room,
  height: number,
  isBroken: boolean,
): void {
  const x = direction === 'rtl' ? left + width - 2 : left + 2
  const y = paper.y()
  paper.decorate((document) => {
    document
      .moveTo(x, y)
      .lineTo(x, y + height)
      .lineWidth(1.2)
      .strokeColor(rule)
    if (isBroken) document.dash(1.5, { space: 2 })
    document.stroke()
  })
}

/** Rows whose cells stand together; the head comes again on each page. */
function drawTable(desk: Desk, head: readonly Line[], rows: readonly (readonly Line[])[], room: Room): void {
  const { paper, setter } = desk
  const cells = cellsOf(desk, room, head.length)
  const setRow = (row: readonly Line[], setting: Setting) =>
    row.map((cell, index) => setter.set(cell, cells[index]?.width ?? room.width, setting))
  const drawHead = (): void => {
    drawRow(desk, 'TH', setRow(head, { ...small, bold: true }), cells, room)
  }
  paper.down(4)
  paper.need(6 * smallSize * 1.75)
  drawHead()
  for (const row of rows) {
    const texts = setRow(row, { ...small, color: ink })
    if (!paper.fits(Math.max(...texts.map(heightOf)) + 5)) {
      paper.newPage()
      drawHead()
    }
    drawRow(desk, 'TD', texts, cells, room)
  }
  paper.down(4)
}

function drawRow(
  desk: Desk,
  role: Role,
  texts: readonly SetText[],
  cells: readonly Room[],
  room: Room,
): void {
  const { paper } = desk
  const top = paper.y()
  let lowest = 0
  for (const [index, text] of texts.entries()) {
    const element = paper.element(role, text)
    let used = 0
    for (const line of text.lines) {
      paper.line(element, line, cells[index] ?? room)
      paper.down(line.leading)
      used += line.leading
    }
    element.struct.end()
    lowest = Math.max(lowest, used)
    paper.down(top - paper.y())
  }
  paper.down(lowest)
  drawRule(desk, room, 0.4, rule)
  paper.down(1)
}

function cellsOf({ direction }: Desk, { left, width }: Room, count: number): readonly Room[] {
  const widths = Array.from({ length: count }, (_, index) => width * (shares[index] ?? 1 / count))
  return widths.map((cell, index) => {
    const before = widths.slice(0, index).reduce((sum, one) => sum + one, 0)
    const start = direction === 'rtl' ? left + width - before - cell : left + before
    return { left: start + 2, width: cell - 6 }
  })
}

/** The room further in, at the side where the letter begins. */
function indented({ direction }: Desk, { left, width }: Room): Room {
  return { left: direction === 'rtl' ? left : left + step, width: width - step }
}

/** How high a text is. */
export function heightOf({ lines }: SetText): number {
  return lines.reduce((sum, { leading }) => sum + leading, 0)
}
