import type { Font } from 'fontkit'
import PDFDocument from 'pdfkit'
import type { Direction } from '../language.ts'
import type { Letter } from '../letter.ts'
import { type LetterFonts, typefacesOf } from './fonts.ts'
import type { Run } from './runs.ts'
import { type SetLine, type SetText, type WidthOf, page } from './setter.ts'

/** What a text is in the structure of the document, for those who listen to it. */
export type Role = 'H1' | 'H2' | 'H3' | 'H4' | 'P' | 'TH' | 'TD'

/** Where a line may stand, from its left edge. */
export interface Room {
  readonly left: number
  readonly width: number
}

/** An element of the structure of the document. */
export interface Element {
  readonly role: Role
  readonly struct: ReturnType<PDFKit.PDFDocument['struct']>
}

/** The pages of a document while they are filled. Units are points; y grows downward. */
export interface Paper {
  readonly widthOf: WidthOf
  /** The place of the next line. */
  y: () => number
  /** Whether so much fits on the page. */
  fits: (height: number) => boolean
  /** Goes on on a new page unless so much fits on this one. */
  need: (height: number) => void
  newPage: () => void
  down: (height: number) => void
  /** A new element of the structure, into which lines can be drawn. */
  element: (role: Role, text: SetText) => Element
  /** A line at the place of the next one; the place stays. */
  line: (element: Element, line: SetLine, room: Room) => void
  /** Draws something that says nothing: a rule, a picture of what stands beside it in words. */
  decorate: (draw: (document: PDFKit.PDFDocument) => void) => void
  /** Lines at the foot of every page, once all pages are there; then the bytes. */
  finish: (foot: (page: number, pages: number) => readonly FootLine[]) => Promise<Uint8Array>
}

export interface FootLine {
  readonly line: SetLine
  readonly room: Room
}

const producer = 'Rogatory'

/** New paper for a letter. The document says nothing of the machine or of the time at which it was made. */
export function paperFor(letter: Letter, fonts: LetterFonts, author: string): Paper {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: letter.language,
    info: {
      Title: letter.title,
      Author: author,
      Creator: producer,
      Producer: producer,
      // The file is dated by its newest message, so that the same letter has the same bytes.
      CreationDate: new Date(letter.dated),
      ModDate: new Date(letter.dated),
    },
  })
  const bytes = bytesOf(document)
  for (const { name, font } of typefacesOf(fonts).all) {
    // The library takes a font that is open as well as a file; its types know the file only.
    document.registerFont(name, forOneDocument(font) as unknown as PDFKit.Mixins.PDFFontSource)
  }
  const root = document.struct('Document')
  document.addStructure(root)
  let y = page.top
  const bottom = page.height - page.bottom
  const paper: Paper = {
    widthOf: (run, size) => document.font(run.font, size).widthOfString(run.text, shaping(run)),
    y: () => y,
    fits: (height) => y + height <= bottom,
    need: (height) => {
      if (y + height > bottom) paper.newPage()
    },
    newPage: () => {
      document.addPage()
      y = page.top
    },
    down: (height) => {
      y += height
    },
    element: (role, { words, language, lines }) => {
      const actual = lines.some(({ direction }) => direction === 'rtl') ? { actual: words } : {}
      const struct = document.struct(role, { lang: language, ...actual })
      root.add(struct)
      return { role, struct }
    },
    line: ({ role, struct }, line, room) => {
      const content = document.markStructureContent(role)
      drawLine(document, line, room, y)
      document.endMarkedContent()
      struct.add(content)
    },
    decorate: (draw) => {
      document.markContent('Artifact', { type: 'Layout' })
      document.save()
      draw(document)
      document.restore()
      document.endMarkedContent()
    },
    finish: async (foot) => {
      const { start, count } = document.bufferedPageRange()
      for (let index = 0; index < count; index++) {
        document.switchToPage(start + index)
        document.markContent('Artifact', { type: 'Pagination' })
        for (const { line, room } of foot(index + 1, count)) drawLine(document, line, room, page.height - 44)
        document.endMarkedContent()
      }
      root.end()
      document.end()
      return await bytes
    },
  }
  return paper
}

/**
 * An open font for a document of its own: the tables that were read once serve all, but its glyphs it meets anew. For a
 * glyph remembers the characters for which it was first taken, and these stand in the file: the same letter would have
 * other bytes after other letters.
 */
function forOneDocument(font: Font): Font {
  return Object.create(font, { _glyphs: { value: {} } }) as Font
}

/** Draws the runs of a line from left to right, at the side where its direction begins. */
function drawLine(document: PDFKit.PDFDocument, line: SetLine, { left, width }: Room, top: number): void {
  const { setting, leading, runs } = line
  let x = startOf(line.direction, left, width, line.width)
  // The letters stand in the middle of their line, on one base line whatever their typeface.
  const baseline = top + leading / 2 + setting.size * 0.36
  document.fillColor(setting.color)
  for (const run of runs) {
    document
      .font(run.font, setting.size * run.scale)
      .text(run.text, x, baseline, { ...shaping(run), lineBreak: false, baseline: 'alphabetic' })
    x += run.width
  }
}

/** With a list of features, empty as it is, the library shapes a text as a whole; else word by word, each word once. */
function shaping({ isWhole }: Run): PDFKit.Mixins.TextOptions {
  return isWhole ? { features: [] } : {}
}

function startOf(direction: Direction, left: number, width: number, used: number): number {
  return direction === 'rtl' ? left + width - used : left
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of document) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
