import assert from 'node:assert/strict'
import { carrierLetter } from '../../src/cli/carrierLetter.ts'
import { carrierWords } from '../../src/cli/carrierWords.ts'
import type { Node } from '../../src/exchange/node.ts'
import { letterHtml } from '../../src/letter/html.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { letterPdf } from '../../src/letter/pdf/letterPdf.ts'
import { qrCodeOf, quietZone } from '../../src/letter/qrCode.ts'
import { letterText } from '../../src/letter/text.ts'
import type { CarrierReceipt } from '../../src/message/generated/types.ts'
import { testFonts } from '../letter/letters.ts'
import { readPixels } from '../letter/qrReader.ts'

describe('the receipt for a carrier on paper', () => {
  const receipt: CarrierReceipt = {
    v: 1,
    node: 'QA',
    to: 'VN',
    carrier: 'a1'.repeat(32),
    time: '2027-05-03T10:00:00.000Z',
    messages: { accepted: 12, refused: 2, places: [3, 9] },
    exhibits: { whole: 5, damaged: 1, lacking: 2 },
  }
  const list = { authorities: [], demonstration: true, state: 'QA' }
  const trust = { own: () => ({ list }) } as unknown as Node['trust']
  /** As long as that of an RSA key of 3,072 bits. */
  const text = `rogatory:carrier-receipt?${'Ab3_'.repeat(310)}`

  for (const language of letterLanguages) {
    it(`says in ${language} what the code says`, async () => {
      const letter = carrierLetter({ trust }, { receipt, receiptText: text }, { language, timeZone: null })
      const lines = letterText(letter).join('\n')
      for (const said of [carrierWords[language].title, receipt.carrier, text, '12', '3, 9'])
        assert.ok(lines.includes(said), said)
      assert.ok(!/\{[a-z]+\}/.test(lines), lines)
      assert.match(letterHtml(letter), /<svg class="qr large"/)
      const pdf = Buffer.from(await letterPdf(letter, testFonts))
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    })
  }

  it('has a code that a reader reads, of a version that a telephone sees', () => {
    const modules = qrCodeOf(text)
    assert.ok(modules.length <= 17 + 4 * 30, `${(modules.length - 17) / 4}`)
    const unit = 4
    const size = (modules.length + 2 * quietZone) * unit
    const grey = new Uint8Array(size * size).fill(255)
    for (const [y, row] of modules.entries())
      for (const [x, isDark] of row.entries())
        if (isDark)
          for (let down = 0; down < unit; down += 1) {
            const at = ((y + quietZone) * unit + down) * size + (x + quietZone) * unit
            grey.fill(0, at, at + unit)
          }
    assert.equal(readPixels(grey, size, size), text)
  })
})
