import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agreed, draft, logOf, opened } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'
import { run, runAnywhere } from './commandLine.ts'

describe('rogatory exhibit case and describe', () => {
  let world: World
  let request: string
  let folder: string
  const content = Buffer.from('some evidence\n')
  const of = (algorithm: string): string => createHash(algorithm).update(content).digest('hex')
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-casework-'))
    await writeFile(join(folder, 'evidence.txt'), content)
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
    const file = {
      name: 'evidence.txt',
      mediaType: 'text/plain',
      bytes: content.length,
      sha256: of('sha256'),
    }
    const exhibits = [{ id: 'E1', ...file, sha512: of('sha512') }]
    const sent = await world.asking.node.send(draft(world, world.asking, request, 'supplement', { exhibits }))
    assert.ok(sent.ok, JSON.stringify(sent))
    await agreed(world, request, 2)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })
  const at = (name: string): string => join(folder, name)
  const written = async (...words: string[]) =>
    await run(world.answering, 'exhibit', 'case', request, ...words, '--as', 'Example-C', '--json')
  const describing = async (...words: string[]) =>
    await runAnywhere(['exhibit', 'describe', ...words, '--json'])

  it('write what the other side handed over, which the log tells, and read it again for the same file', async () => {
    const { code, json } = await written('E1', '--out', at('case.jsonld'))
    assert.equal(code, 0, JSON.stringify(json))
    const graph = JSON.parse(await readFile(at('case.jsonld'), 'utf8')) as { '@graph': object[] }
    assert.equal(graph['@graph'].length, 3)
    const events = (await logOf(world.answering.node.node.db)).map(({ evt }) => evt)
    assert.equal(events.at(-1), 'case.read')
    const described = await describing(at('case.jsonld'), at('evidence.txt'), '--language', 'vi')
    assert.equal(described.code, 0, JSON.stringify(described.json))
    assert.deepEqual(described.json.item, {
      number: 'E1',
      what: { language: 'vi', text: 'evidence.txt' },
      kind: 'file',
      bytes: content.length,
      mediaType: 'text/plain',
      sha256: of('sha256'),
      otherDigests: [{ algorithm: 'SHA-512', value: of('sha512') }],
    })
  })

  it('refuse with a code what is not there, and what is another file', async () => {
    const again = await written('--out', at('evidence.txt'))
    assert.deepEqual([again.code, again.json.code], [65, 'EXHIBIT_TARGET_EXISTS'])
    const none = await written('E9', '--out', at('none'))
    assert.deepEqual([none.code, none.json.code], [65, 'EXHIBIT_UNKNOWN'])
    await written('--out', at('other.jsonld'))
    await writeFile(at('other'), 'something else')
    const other = await describing(at('other.jsonld'), at('other'))
    assert.deepEqual([other.code, other.json.code], [65, 'CASE_FILE_UNKNOWN'])
    const language = await describing(at('other.jsonld'), at('other'), '--language', 'en us')
    assert.deepEqual([language.code, language.json.code], [64, 'WRONG_USE'])
    await writeFile(at('huge'), Buffer.alloc(16_777_217, ' '))
    const huge = await describing(at('huge'), at('other'))
    assert.deepEqual([huge.code, huge.json.code], [65, 'JSON_TOO_LARGE'])
  })
})
