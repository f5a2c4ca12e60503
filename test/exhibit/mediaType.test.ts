import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { supportedMimeTypes } from 'file-type/core'
import { sniffMediaType } from '../../src/exhibit/mediaType.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/part/exhibit.json'), 'utf8'),
) as { readonly properties: { readonly mediaType: { readonly pattern: string } } }
const pattern = new RegExp(schema.properties.mediaType.pattern)

describe('the media type of a file', () => {
  const known: readonly (readonly [string, string | Buffer, string])[] = [
    ['a PDF', '%PDF-1.7\n%', 'application/pdf'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image/png'],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'application/x-msdownload'],
    [
      'sound, of a type that has parameters',
      Buffer.from(`OggS\0\x02${'\0'.repeat(22)}OpusHead`, 'latin1'),
      'audio/ogg',
    ],
    ['text', 'Guten Tag\r\n\tBewei\u00dfst\u00fcck', 'text/plain'],
    ['text with a byte order mark', '\ufeffwords', 'text/plain'],
    ['a page', '<!doctype html><script>alert(1)</script>', 'text/plain'],
    ['text with a control', 'words\u001b[2Jwords', 'application/octet-stream'],
    ['text that is not UTF-8', Buffer.from('Stra\xdfe', 'latin1'), 'application/octet-stream'],
    ['nothing', '', 'application/octet-stream'],
  ]
  for (const [what, head, expected] of known) {
    it(`is known by its beginning: ${what}`, async () => {
      assert.equal(await sniffMediaType(Buffer.from(head as string), true), expected)
    })
  }

  it('is that of a text whose last character is cut off, where there is more of it', async () => {
    const head = Buffer.from('\u4e2d'.repeat(2000)).subarray(0, 4096)
    assert.equal(await sniffMediaType(head, false), 'text/plain')
    assert.equal(await sniffMediaType(head, true), 'application/octet-stream')
  })

  it('is never a page or a script', () => {
    for (const type of supportedMimeTypes) assert.doesNotMatch(type, /\/(x?html|.*(java|ecma)script|svg)/)
  })

  it('fits the schema, whatever comes', async () => {
    for (const type of supportedMimeTypes) assert.match(type.split(';')[0]?.toLowerCase() ?? '', pattern)
    const marks = known.map(([, head]) => Buffer.from(head as string))
    for (let count = 0; count < 2_000; count += 1) {
      const mark = marks[count % marks.length] ?? Buffer.alloc(0)
      const head = Buffer.concat([mark, randomBytes(count % 4096)]).subarray(0, 4096)
      const at = count % Math.max(head.length, 1)
      if (head.length > 0) head[at] = (head[at] ?? 0) ^ (1 << (count % 8))
      assert.match(await sniffMediaType(head, false), pattern)
    }
  })
})
