import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { letterLanguages } from '../../src/letter/language.ts'
import { letterPdf } from '../../src/letter/pdf/letterPdf.ts'
import { readProofUri } from '../../src/letter/proof.ts'
import { poppler, requirePoppler } from '../support/poppler.ts'
import { exampleNamed, letterOfExample, testFonts } from './letters.ts'
import { assertSet, inTurn } from './pdfOfRecord.ts'
import { readQrCode } from './qrReader.ts'

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
    it(`holds a part of all types and kinds in ${language}, tagged, with its fonts, within its margins`, async function () {
      requirePoppler(this)
      await assertSet(inTurn(language), language, folder)
    })
  }

  it('has the same bytes for the same letter, whatever was set before it', async () => {
    const letter = letterOfExample(exampleNamed('decision'), 'ar')
    // Fonts that no letter was set in yet.
    const fresh = { ...testFonts }
    const [one, other] = await Promise.all([letterPdf(letter, fresh), letterPdf(letter, fresh)])
    await letterPdf(letterOfExample(exampleNamed('request'), 'ar'), fresh)
    const later = await letterPdf(letter, fresh)
    assert.ok(Buffer.from(one).equals(Buffer.from(other)))
    assert.ok(Buffer.from(one).equals(Buffer.from(later)))
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
