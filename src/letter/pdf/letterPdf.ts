import { type Letter, type Proof, type Sheet, code, foreign, plain, words } from '../letter.ts'
import { type QrCode, qrCodeOf, quietZone } from '../qrCode.ts'
import { phrase } from '../words.ts'
import { type Desk, body, drawBlocks, drawHeading, drawRule, drawText, ink, small } from './blocks.ts'
import type { LetterFonts } from './fonts.ts'
import { type FootLine, type Room, paperFor } from './paper.ts'
import { page, setterFor } from './setter.ts'

/** A side of the code of a proof, and of one module of a larger code at least: a telephone must be able to read it. */
const qrSizeMin = 104
const qrModule = 1.75
const whole: Room = { left: page.side, width: page.width - 2 * page.side }

/**
 * A letter as PDF: tagged, with the language of each text, and its fonts inside. The same letter with the same fonts
 * has the same bytes.
 */
export async function letterPdf(letter: Letter, fonts: LetterFonts): Promise<Uint8Array> {
  const { language, direction } = letter
  const author = letter.sheets.flatMap(({ letterhead }) => letterhead.map(plain)).slice(0, 2)
  const paper = paperFor(letter, fonts, author.join(', '))
  const setter = setterFor(fonts, language, direction, paper.widthOf)
  const desk: Desk = { paper, setter, direction }
  for (const sheet of letter.sheets) drawSheet(desk, letter, sheet)
  return await paper.finish((number, pages) => footOf(desk, letter, number, pages))
}

function drawSheet(desk: Desk, { language }: Letter, { letterhead, title, blocks, proof }: Sheet): void {
  const { paper, setter } = desk
  paper.newPage()
  for (const line of letterhead)
    drawText(desk, 'P', setter.set(line, whole.width, { ...body, size: 11, bold: true }), whole)
  drawHeading(desk, title, whole, 1)
  drawBlocks(desk, blocks, whole, 2)
  if (proof !== null) drawProof(desk, proof)
  if (setter.hasMissed()) {
    const notice = words(phrase(language, 'missingCharacters'))
    drawText(desk, 'P', setter.set(notice, whole.width, small), whole)
  }
}

/** The proof and its code stand together on one page. */
function drawProof(desk: Desk, { title, uri, blocks }: Proof): void {
  const { paper, direction, setter } = desk
  const modules = qrCodeOf(uri)
  const qrSize = Math.max(qrSizeMin, qrModule * (modules.length + 2 * quietZone))
  paper.down(8)
  paper.need(qrSize + 70)
  drawRule(desk, whole, 1, ink)
  drawHeading(desk, title, whole, 3)
  const top = paper.y()
  const beside: Room = {
    left: direction === 'rtl' ? whole.left + qrSize + 10 : whole.left,
    width: whole.width - qrSize - 10,
  }
  drawQrCode(desk, modules, qrSize, direction === 'rtl' ? whole.left : whole.left + whole.width - qrSize)
  drawBlocks(desk, blocks, beside, 4)
  drawText(desk, 'P', setter.set([code(uri)], beside.width, small), beside)
  const used = paper.y() - top
  if (used > 0 && used < qrSize) paper.down(qrSize - used)
}

function drawQrCode({ paper }: Desk, modules: QrCode, qrSize: number, left: number): void {
  const unit = qrSize / (modules.length + 2 * quietZone)
  const top = paper.y()
  paper.decorate((document) => {
    document.rect(left, top, qrSize, qrSize).fill('#ffffff')
    for (const [y, row] of modules.entries()) {
      for (const [x, isDark] of row.entries()) {
        if (isDark) document.rect(left + (x + quietZone) * unit, top + (y + quietZone) * unit, unit, unit)
      }
    }
    document.fill('#000000')
  })
}

function footOf(
  { setter, direction }: Desk,
  { language, reference }: Letter,
  number: number,
  pages: number,
): readonly FootLine[] {
  const half = whole.width / 2
  const start: Room = { left: direction === 'rtl' ? whole.left + half : whole.left, width: half }
  const counted = phrase(language, 'page', { page: String(number), pages: String(pages) })
  const [about] = setter.set([foreign(reference)], half, small).lines
  const [count] = setter.set(words(counted), half, small).lines
  if (about === undefined || count === undefined) return []
  const end = direction === 'rtl' ? whole.left : whole.left + whole.width - count.width
  return [
    { line: about, room: start },
    { line: count, room: { left: end, width: count.width } },
  ]
}
