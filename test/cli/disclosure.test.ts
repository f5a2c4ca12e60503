import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agreed, draft, opened } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'
import { run, runAnywhere } from './commandLine.ts'

describe('rogatory exhibit commit, disclose and prove', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-disclosure-'))
  })
  after(() => rm(folder, { recursive: true }))

  const at = (name: string): string => join(folder, name)
  const exhibit = async (...words: string[]) => await runAnywhere(['exhibit', ...words, '--json'])
  const ended = async (...words: string[]) => {
    const { code, json } = await exhibit(...words)
    return [code, json.code]
  }
  /** An original of ten lines that is committed to, and parts of it. */
  const disclosed = async (name: string) => {
    const original = at(`${name}.csv`)
    await writeFile(original, Array.from({ length: 10 }, (_, row) => `row ${row + 1},${name}\n`).join(''))
    const { json } = await exhibit('commit', original, '--by', 'lines', '--out', at(name))
    const shown = await exhibit(
      'disclose',
      at(name),
      original,
      '--parts',
      '1,4-6',
      '--out',
      at(`${name}.shown`),
    )
    assert.equal(shown.code, 0, JSON.stringify(shown.json))
    assert.deepEqual([shown.json.shown, shown.json.withheld], [4, 6])
    return { original, digest: String(json.digest), shown: at(`${name}.shown`) }
  }

  it('tells that it is committed only when files and folders are on the disk', async () => {
    await writeFile(at('kept.csv'), 'one\ntwo\n')
    const synced: string[] = []
    const handle = await open(folder)
    const methods = Object.getPrototypeOf(handle) as { sync: (this: FileHandle) => Promise<void> }
    await handle.close()
    const { sync } = methods
    methods.sync = async function (this: FileHandle) {
      synced.push(await readlink(`/proc/self/fd/${this.fd}`))
      await sync.call(this)
    }
    try {
      const { code } = await exhibit('commit', at('kept.csv'), '--by', 'lines', '--out', at('kept'))
      assert.equal(code, 0)
    } finally {
      methods.sync = sync
    }
    const inFolder = ['openings.json', 'commitment.json'].map((name) => join(at('kept'), name))
    assert.deepEqual(synced, [...inFolder, at('kept'), folder])
  })

  it('shows some lines of a file, proven without a node, and keeps what opens the rest', async () => {
    const { digest, shown } = await disclosed('calls')
    const commitment = join(at('calls'), 'commitment.json')
    const sha256 = createHash('sha256')
      .update(await readFile(commitment))
      .digest('hex')
    assert.equal(sha256, digest)
    assert.equal((await stat(join(at('calls'), 'openings.json'))).mode & 0o777, 0o600)
    for (const against of [
      ['--commitment', commitment],
      ['--digest', digest],
    ]) {
      const { code, json } = await exhibit('prove', shown, ...against, '--out', at(`parts ${against[0]}`))
      assert.equal(code, 0, JSON.stringify(json))
      const proof = json.proof as Record<string, unknown>
      assert.deepEqual(
        [proof.shown, proof.withheld, proof.runs],
        [
          4,
          6,
          [
            { first: 1, last: 1 },
            { first: 4, last: 6 },
          ],
        ],
      )
      const text = await readFile(join(at(`parts ${against[0]}`), 'shown'), 'utf8')
      assert.equal(text, 'row 1,calls\nrow 4,calls\nrow 5,calls\nrow 6,calls\n')
    }
    const words = await runAnywhere(['exhibit', 'prove', shown, '--digest', digest])
    assert.match(
      words.out,
      /^Proven: .*\n4 shown \(48 bytes\), 6 withheld, of 10 parts\.\nThat it was cut by lines is what whoever made the commitment says\.\nShown: 1,4-6\.$/,
    )
  })

  it('says by its exit code what a disclosure is worth', async () => {
    const { digest, shown } = await disclosed('money')
    const bytes = await readFile(shown)
    const changed = at('changed')
    const content = (text: string) => Buffer.from(text).toString('base64url')
    await writeFile(changed, bytes.toString().replace(content('row 4,money\n'), content('row 9,money\n')))
    const short = at('short')
    await writeFile(short, bytes.subarray(0, -200))
    assert.deepEqual(await ended('prove', shown), [10, undefined])
    assert.deepEqual(await ended('prove', shown, '--digest', 'ab'.repeat(32)), [30, 'COMMITMENT_OTHER'])
    assert.deepEqual(await ended('prove', short, '--digest', digest), [30, 'DISCLOSURE_TRUNCATED'])
    assert.deepEqual(await ended('prove', changed, '--digest', digest, '--out', at('none')), [
      40,
      'COMMITMENT_MISMATCH',
    ])
    assert.ok(!(await readdir(folder)).some((name) => name === 'none' || name.endsWith('.part')))
    const words = await runAnywhere(['exhibit', 'prove', changed, '--digest', digest])
    assert.match(words.out, /^NOT PROVEN: COMMITMENT_MISMATCH: /)
  })

  it('shows pages of a folder under names that are harmless', async () => {
    await mkdir(at('file'))
    const pages = ['1 letter.pdf', '2 answer.pdf', '3 bill.pdf'].map(
      (name) => [name, randomBytes(300_000)] as const,
    )
    for (const [name, bytes] of pages) await writeFile(join(at('file'), name), bytes)
    const { json } = await exhibit('commit', at('file'), '--by', 'pages', '--out', at('committed file'))
    const shown = [
      'disclose',
      at('committed file'),
      at('file'),
      '--parts',
      '2',
      '--whole',
      '--out',
      at('page'),
    ]
    assert.equal((await exhibit(...shown)).code, 0)
    const proven = await exhibit('prove', at('page'), '--digest', String(json.digest), '--out', at('pages'))
    assert.equal(proven.code, 0, JSON.stringify(proven.json))
    assert.deepEqual((proven.json.proof as { whole: unknown }).whole, json.whole)
    const { out } = await runAnywhere(['exhibit', 'prove', at('page'), '--digest', String(json.digest)])
    assert.match(
      out,
      /^That the whole original has .* and SHA-256 [0-9a-f]{64} is what whoever made the commitment says\.$/m,
    )
    assert.deepEqual(await readdir(at('pages')), ['000000002 2 answer.pdf'])
    assert.deepEqual(await readFile(join(at('pages'), '000000002 2 answer.pdf')), pages[1]?.[1])
  })

  it('refuses with a code what is asked wrongly, and leaves nothing', async () => {
    const { original } = await disclosed('wrong')
    const out = ['--out', at('never')]
    const disclose = ['disclose', at('wrong'), original, '--parts']
    assert.deepEqual(await ended('commit', original, '--by', 'lines', '--out', at('wrong')), [
      65,
      'EXHIBIT_TARGET_EXISTS',
    ])
    assert.deepEqual(await ended('commit', original, '--by', 'words', ...out), [64, 'WRONG_USE'])
    assert.deepEqual(await ended('commit', original, '--by', 'blocks', '--block-bytes', '3', ...out), [
      64,
      'WRONG_USE',
    ])
    assert.deepEqual(await ended('commit', folder, '--by', 'pages', ...out), [64, 'WRONG_USE'])
    await writeFile(at('empty'), '')
    assert.deepEqual(await ended('commit', at('empty'), '--by', 'lines', ...out), [65, 'ORIGINAL_EMPTY'])
    assert.deepEqual(await ended(...disclose, '11', ...out), [65, 'PARTS_UNKNOWN'])
    assert.deepEqual(await ended(...disclose, '1', '--out', original), [65, 'EXHIBIT_TARGET_EXISTS'])
    assert.deepEqual(await ended('prove', original, ...out), [64, 'WRONG_USE'])
    assert.deepEqual(await ended('prove', original, '--digest', 'ab'), [64, 'WRONG_USE'])
    assert.deepEqual(await ended('prove', original), [40, 'DISCLOSURE_INVALID'])
    await writeFile(original, 'another\n')
    assert.deepEqual(await ended(...disclose, '1', ...out), [65, 'ORIGINAL_MISMATCH'])
    await writeFile(join(at('wrong'), 'openings.json'), '{}')
    assert.deepEqual(await ended(...disclose, '1', ...out), [65, 'OPENINGS_INVALID'])
    await writeFile(join(at('wrong'), 'commitment.json'), '{}')
    assert.deepEqual(await ended(...disclose, '1', ...out), [65, 'COMMITMENT_INVALID'])
    assert.ok(!(await readdir(folder)).includes('never'))
  })

  describe('with the record of a request', () => {
    let world: World
    let request: string
    before(async () => {
      world = await twoStates()
      request = await opened(world)
      await agreed(world, request, 1)
    })
    after(() => world.close())

    it('finds the message that was signed first with the commitment', async () => {
      const { digest, shown } = await disclosed('signed')
      const prove = async () =>
        await run(
          world.answering,
          'exhibit',
          'prove',
          shown,
          '--request',
          request,
          '--as',
          'Example-C',
          '--json',
        )
      const none = await prove()
      assert.deepEqual([none.code, none.json.code], [30, 'COMMITMENT_OTHER'])
      const sent = async (said: object) => {
        const mediaType = 'application/json'
        const exhibits = [
          { id: 'E1', name: 'commitment.json', mediaType, bytes: 300, sha256: digest, ...said },
        ]
        const outcome = await world.asking.node.send(
          draft(world, world.asking, request, 'supplement', { exhibits }),
        )
        assert.ok(outcome.ok, JSON.stringify(outcome))
      }
      await sent({})
      await sent({ sha256: 'cd'.repeat(32), commitment: digest, name: 'calls.shown' })
      await agreed(world, request, 3)
      const { code, json } = await prove()
      assert.equal(code, 0, JSON.stringify(json))
      const { sequence, as, exhibit: id, from } = json.signed as Record<string, unknown>
      assert.deepEqual([sequence, as, id, from], [2, 'commitment', 'E1', 'vn.spp'])
    })
  })
})
