import assert from 'node:assert/strict'
import { safeFileName } from '../../../src/exhibit/fileName.ts'
import { sniffMediaType } from '../../../src/exhibit/mediaType.ts'
import { validatorOf } from '../../../src/message/registry.ts'
import { mutateBytes } from '../mutate/bytes.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import type { Target } from '../target.ts'

const names = [
  'report.pdf',
  '../../CON.txt ',
  'photo\u202egpj.exe',
  `${'\u4e2d'.repeat(150)}.html`,
  '.\u0301-',
]
/** Beginnings of files whose marks are followed by sizes, names and places, which whoever reads them goes by. */
const heads = [
  '%PDF-1.7\n',
  'PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x04\0\0\0\x04\0\0\0\x13\0\0\0[Content_Types].xml<a/>',
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\0\0\0\0\0\0\0\0IDAT',
  '0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel\0\0\0\0\0\0\0\x28\0\0\0\0\0\0\0',
  '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm',
  'ID3\x04\0\0\0\0\0\x05aaaaa\xff\xfb',
  'II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0',
  'MZ\x90\0',
  'words',
].map((head) => Buffer.from(head, 'latin1'))

export const handedFiles: Target = {
  name: 'handedFiles',
  share: 10,
  inputsMin: 100_000,
  make: (random, from) => {
    const { name, head } = (from ?? {
      name: random.pick(names),
      head: random.pick(heads).toString('latin1'),
    }) as Record<string, string>
    return {
      name: severalTimes(random, name ?? '', mutateText),
      head: severalTimes(random, Buffer.from(head ?? '', 'latin1'), mutateBytes).toString('latin1'),
    }
  },
  check: async (input) => {
    const { name, head } = input as { name?: unknown; head?: unknown }
    if (typeof name !== 'string' || typeof head !== 'string') return
    const safe = safeFileName(name)
    assert.equal(safeFileName(safe), safe, 'a name that is safe is made another')
    const mediaType = await sniffMediaType(Buffer.from(head, 'latin1').subarray(0, 4096), false)
    const exhibit = { id: 'E1', name: safe, mediaType, bytes: 1, sha256: '0'.repeat(64) }
    assert.ok(validatorOf('part/exhibit.json')(exhibit), 'what cannot be announced')
  },
}
