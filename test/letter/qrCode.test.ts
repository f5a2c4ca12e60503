import assert from 'node:assert/strict'
import fc from 'fast-check'
import { letterHtml } from '../../src/letter/html.ts'
import { proofUri, readProofUri } from '../../src/letter/proof.ts'
import { type QrCode, qrCodeOf, quietZone } from '../../src/letter/qrCode.ts'
import { exampleNamed, letterOfExample } from './letters.ts'
import { readPixels } from './qrReader.ts'

const scale = 4

/** The picture of a code, with white around it. */
function drawn(isDark: (x: number, y: number) => boolean, size: number): string | null {
  const width = size * scale
  const pixels = Uint8Array.from({ length: width * width }, (_, place) =>
    isDark(Math.floor((place % width) / scale), Math.floor(place / width / scale)) ? 0 : 255,
  )
  return readPixels(pixels, width, width)
}

function drawnCode(code: QrCode): string | null {
  return drawn((x, y) => code[y - quietZone]?.[x - quietZone] === true, code.length + 2 * quietZone)
}

describe('letter: the proof of a message', () => {
  it('has an address that can be read again, and nothing else is one', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uuid(),
        fc.option(fc.integer({ min: 1, max: 1_000_000 })),
        (digest, request, sequence) => {
          const reference = { message: Buffer.from(digest).toString('hex'), request, sequence }
          assert.deepEqual(readProofUri(proofUri(reference)), reference)
        },
      ),
    )
    const uri = proofUri({
      message: 'ab'.repeat(32),
      request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
      sequence: 1,
    })
    for (const wrong of [
      '',
      `${uri}&more=1`,
      uri.replace('rogatory:', 'https:'),
      uri.toUpperCase(),
      `${uri}0`.replace('=10', '=01'),
    ]) {
      assert.equal(readProofUri(wrong), null, wrong)
    }
  })

  it('stands in a code that a camera reads', () => {
    const uri = proofUri({
      message: 'cd'.repeat(32),
      request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
      sequence: 42,
    })
    assert.equal(drawnCode(qrCodeOf(uri)), uri)
  })

  it('stands in the page in the same way', () => {
    const html = letterHtml(letterOfExample(exampleNamed('decision'), 'fr'))
    const [, size = '0'] = /<svg class="qr"[^>]* viewBox="0 0 (\d+) /.exec(html) ?? []
    const squares = new Set([...html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
    const read = drawn((x, y) => squares.has(`${x} ${y}`), Number(size))
    assert.equal(readProofUri(read ?? '')?.request, exampleNamed('decision').request)
  })
})
