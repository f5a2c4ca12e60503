import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LetterLanguage, letterLanguages } from '../../src/letter/language.ts'
import { letterPdf } from '../../src/letter/pdf/letterPdf.ts'
import { type RecordRead, recordLetter } from '../../src/letter/recordLetter.ts'
import { poppler } from '../support/poppler.ts'
import { asRecorded, readingIn, testFonts, typicalMessages } from './letters.ts'

/** Messages of every type and kind, or those of them that it is the turn of this language to set: together they are all. */
export function inTurn(language: LetterLanguage): typeof typicalMessages {
  const turn = letterLanguages.indexOf(language)
  return typicalMessages.filter((_, index) => index % letterLanguages.length === turn)
}

/** Left and right edge of what may be written on, in points, and a hair. */
const [leftEdge, rightEdge] = [56, 540]

/** Sets messages as one record, so that the fonts are cut once for all, and looks at the PDF with the tools of Poppler. */
export async function assertSet(
  messages: typeof typicalMessages,
  language: LetterLanguage,
  folder: string,
): Promise<void> {
  const record: RecordRead = {
    request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
    reference: 'VN-DEMO-2027-0001',
    messages: messages.map(({ message }, index) => ({ ...asRecorded(message), sequence: index + 1 })),
    measures: [],
  }
  const path = join(folder, `all.${language}.pdf`)
  await writeFile(path, await letterPdf(recordLetter(record, readingIn(language)), testFonts))
  const info = poppler('pdfinfo', path)
  assert.match(info, /Tagged:\s+yes/)
  assert.match(info, /CreationDate:.*20\d\d UTC/)
  const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1])
  assert.ok(pages > record.messages.length, `${pages} pages`)
  const fonts = poppler('pdffonts', path).trim().split('\n').slice(2)
  for (const line of fonts) assert.match(line, /yes yes yes/, 'embedded, cut, and readable as text')
  const text = poppler('pdftotext', path, '-')
  assert.ok(text.includes(record.reference))
  assert.doesNotMatch(text, /□|undefined|\[object/)
  for (const [, xMin, xMax] of poppler('pdftotext', '-bbox', path, '-').matchAll(
    /<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"/g,
  )) {
    assert.ok(Number(xMin) > leftEdge && Number(xMax) < rightEdge, `a word from ${xMin} to ${xMax}`)
  }
}
