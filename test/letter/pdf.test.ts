import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LetterLanguage, letterLanguages } from '../../src/letter/language.ts'
import { letterPdf } from '../../src/letter/pdf/letterPdf.ts'
import { readProofUri } from '../../src/letter/proof.ts'
import { type RecordRead, recordLetter } from '../../src/letter/recordLetter.ts'
import { poppler, requirePoppler } from '../support/poppler.ts'
import {
  asRecorded,
  exampleNamed,
  letterOfExample,
  readingIn,
  testFonts,
  typicalMessages,
} from './letters.ts'
import { readQrCode } from './qrReader.ts'

/** Every type and kind in the script that is the hardest to set; the other languages share the types among them. */
const wholly: readonly LetterLanguage[] = ['ar']
const inTurn = letterLanguages.filter((language) => !wholly.includes(language))

/** Types and kinds as one record, so that the fonts are cut once for all; html.test.ts has every example in every language. */
function recordIn(language: LetterLanguage): RecordRead {
  const turn = inTurn.indexOf(language)
  const messages = typicalMessages.filter((_, index) => turn < 0 || index % inTurn.length === turn)
  return {
    request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
    reference: 'VN-DEMO-2027-0001',
    messages: messages.map(({ message }, index) => ({ ...asRecorded(message), sequence: index + 1 })),
    measures: [],
  }
}

/** Left and right edge of what may be written on, in points, and a hair. */
const [leftEdge, rightEdge] = [56, 540]

describe('letter: as PDF', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-letter-'))
  })
  after(async () => {
    await rm(folder, { recursive: true })
  })

  const written = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return path
  }

  for (const language of letterLanguages) {
    const which = wholly.includes(language) ? 'every type and kind' : 'a part of them'
    it(`holds ${which} in ${language}, tagged, with its fonts, within its margins`, async function () {
      this.timeout(240_000)
      requirePoppler(this)
      const record = recordIn(language)
      const bytes = await letterPdf(recordLetter(record, readingIn(language)), testFonts)
      const path = await written(`all.${language}.pdf`, bytes)
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
    })
  }

  it('has the same bytes for the same letter', async () => {
    const letter = letterOfExample(exampleNamed('decision'), 'ar')
    const [one, other] = await Promise.all([letterPdf(letter, testFonts), letterPdf(letter, testFonts)])
    assert.ok(Buffer.from(one).equals(Buffer.from(other)))
  })

  for (const language of ['ar', 'vi', 'zh'] as const) {
    it(`has a code in ${language} that a camera reads and that leads to the proof`, async function () {
      requirePoppler(this)
      const message = exampleNamed('decision')
      const bytes = await letterPdf(letterOfExample(message, language), testFonts)
      const path = await written(`decision.${language}.pdf`, bytes)
      const pages = Number(/Pages:\s+(\d+)/.exec(poppler('pdfinfo', path))?.[1])
      const picture = join(folder, `decision.${language}`)
      poppler('pdftoppm', '-gray', '-r', '150', '-f', String(pages), '-singlefile', path, picture)
      const read = readQrCode(await readFile(`${picture}.pgm`))
      assert.deepEqual(readProofUri(read ?? ''), {
        message: 'ab12'.repeat(16),
        request: message.request,
        sequence: 1,
      })
    })
  }

  it('can be read again as text in the order of the language, with its words whole', async function () {
    requirePoppler(this)
    const textOf = async (language: 'ar' | 'vi' | 'zh') => {
      const bytes = await letterPdf(letterOfExample(exampleNamed('request'), language), testFonts)
      return poppler('pdftotext', await written(`request.${language}.pdf`, bytes), '-')
    }
    assert.match(await textOf('vi'), /Trong khoảng sáu tuần, một nhóm người chưa rõ danh tính/)
    assert.match(await textOf('zh'), /联合国打击网络犯罪公约/)
    assert.match(await textOf('ar'), /اتفاقية األمم المتحدة|اتفاقية الأمم المتحدة/)
  })

  it('says so where a character has no font', async function () {
    requirePoppler(this)
    const message = exampleNamed('withdraw')
    const body = { text: { language: 'ka', text: 'საქართველო' } }
    const letter = letterOfExample({ ...message, body } as typeof message, 'en')
    const path = await written('georgian.pdf', await letterPdf(letter, testFonts))
    assert.match(
      poppler('pdftotext', path, '-'),
      /□{10}[\s\S]*stands for a character that no font of this file has/,
    )
  })
})
