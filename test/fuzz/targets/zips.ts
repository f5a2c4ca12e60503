import assert from 'node:assert/strict'
import { Uint8ArrayReader } from '@zip.js/zip.js/lib/zip-core-native.js'
import { CommandFailure } from '../../../src/cli/outcome.ts'
import { readZip } from '../../../src/cli/zip/readZip.ts'
import { rawZip } from '../../support/rawZip.ts'
import { mutateBytes } from '../mutate/bytes.ts'
import type { Target } from '../target.ts'

const contents = ['one', 'something longer, something longer, something longer', ''].map((text) =>
  Buffer.from(text),
)
const names = ['bundle/checkpoint', 'bundle/record/0001.jws', 'README']
const original = rawZip(
  names.map((name, at) => ({ name, data: contents[at] ?? Buffer.of(), method: at === 1 ? 8 : 0 })),
)

const codes: ReadonlySet<string> = new Set([
  'ZIP_DAMAGED',
  'ZIP_INVALID',
  'ZIP_AMBIGUOUS',
  'ZIP_NAME_NOT_ALLOWED',
  'ZIP_TOO_LARGE',
  'NO_BUNDLE',
])

export const zipFiles: Target = {
  name: 'zipFiles',
  share: 4,
  inputsMin: 20_000,
  make: (random, from) =>
    mutateBytes(random, from === null ? original : Buffer.from(from as string, 'latin1')).toString('latin1'),
  check: async (input) => {
    const bytes = Buffer.from(input as string, 'latin1')
    try {
      const { files } = await readZip(new Uint8ArrayReader(bytes), bytes.length)
      for (const [name, content] of files) {
        assert.ok(!/(^|\/)\.\.?(\/|$)|\\|\0/.test(name), 'a name that leads elsewhere is taken')
        // Nobody can make another content of the same checksum by chance.
        const isKnown = contents.some((one) => one.equals(content))
        assert.ok(isKnown, 'a file is taken that is not as it was packed')
      }
    } catch (reason) {
      if (!(reason instanceof CommandFailure)) throw reason
      assert.ok(codes.has(reason.code), `a refusal with the code ${reason.code}`)
    }
  },
}
