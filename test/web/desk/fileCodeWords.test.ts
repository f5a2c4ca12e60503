import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { refusalCodes } from '../../../src/message/refusal.ts'
import { fileCodeSentence } from '../../../src/web/desk/fileCodeWords.ts'

const source = resolve(import.meta.dirname, '../../../src')
/** Rooms in which it is decided what becomes of a file, and what a call to a peer fails with. */
const rooms = ['exchange/exhibits/', 'exhibit/', 'store/exhibits/', 'exchange/callFailures.ts']

/** The text of a module and of all that it imports from these rooms, by their paths. */
async function reached(path: string, found = new Map<string, string>()): Promise<Map<string, string>> {
  if (found.has(path)) return found
  const text = await readFile(path, 'utf8')
  found.set(path, text)
  // Of what is a type alone, nothing runs.
  for (const [, imported = ''] of text.matchAll(/^import (?!type )[^']* from '(\.[^']+)'/gm)) {
    const next = join(dirname(path), imported)
    if (rooms.some((room) => relative(source, next).startsWith(room))) await reached(next, found)
  }
  return found
}

describe('why a file is not here', () => {
  it('is said in words for every code that fetching one can come to', async () => {
    const texts = [...(await reached(join(source, 'exchange/exhibits/fetchOne.ts'))).values()]
    const connector = await readFile(join(source, 'exchange/connector.ts'), 'utf8')
    const [, failures = ''] = /function codeOfFailure([^]*?)\n}/.exec(connector) ?? []
    const forbidden = /forbiddenAddress = '([A-Z_]+)'/.exec(connector)?.[0] ?? ''
    const all = [...texts, failures, forbidden].join('\n')
    const codes = refusalCodes.filter((code) => all.includes(`'${code}'`))
    for (const one of [
      'EXHIBIT_QUOTA_REACHED',
      'EXHIBIT_KEY_WRONG',
      'CLOCK_DIFFERS',
      'NODE_UNAVAILABLE',
    ] as const)
      assert.ok(codes.includes(one), `${one} is not found in the sources`)
    assert.deepEqual(
      codes.filter((code) => fileCodeSentence(code) === null),
      [],
    )
  })
})
