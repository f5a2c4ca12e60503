import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { letterHtml } from '../../src/letter/html.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { assertPlain } from '../letter/htmlOfLetter.ts'
import { exampleMessages, letterOfExample, typicalMessages } from '../letter/letters.ts'
import { assertSet } from '../letter/pdfOfRecord.ts'
import { requirePoppler } from '../support/poppler.ts'

describe('letters of everything', function () {
  this.timeout(300_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-letters-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('hold every type and kind as PDF in Arabic, the script that is the hardest to set', async function () {
    requirePoppler(this)
    await assertSet(typicalMessages, 'ar', folder)
  })

  for (const language of letterLanguages) {
    it(`are well-formed HTML, without script and without anything from elsewhere, for every example in ${language}`, () => {
      for (const { name, message } of exampleMessages)
        assertPlain(letterHtml(letterOfExample(message, language)), language, name)
    })
  }
})
