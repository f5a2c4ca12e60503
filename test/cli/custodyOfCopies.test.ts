import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placedPath } from '../../src/audit/bundle/layout.ts'
import { readBundleAt } from '../../src/cli/bundleAt.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { agreed, say } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'
import { resultExample } from '../workflow/examples.ts'
import { exhibit, manifestOf, requestBody, text } from '../workflow/speak.ts'
import { run, runAnywhere } from './commandLine.ts'

const result = { ...resultExample('stored-data'), items: [{ what: text, kind: 'file' }] }
const found = 'd'.repeat(64)
const doubt = {
  language: 'vi',
  text: 'Giá trị băm không khớp.',
  translations: [{ language: 'en', text: 'The hash does not agree.' }],
}
const reply = {
  language: 'ar',
  text: 'من النسخة الأصلية.',
  translations: [{ language: 'en', text: 'From the master.' }],
}

describe('the custody of a file of which another copy was received than was handed over', () => {
  let world: World
  let folder: string
  const [request, second] = [crypto.randomUUID(), crypto.randomUUID()]
  const { sha256 } = exhibit('E1')
  const bundles: string[] = []
  const told = async (...words: string[]): Promise<string> =>
    (await runAnywhere(['verify', ...bundles, '--custody', ...words])).out

  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-copies-'))
    for (const [place, id] of [request, second].entries()) {
      const body = requestBody([{ id: 'm1', kind: 'stored-data' }])
      await say(world, world.asking, id, 'request', { body, reference: `VN-DEMO-${place + 1}` })
      await agreed(world, id, 1)
      const outcomes = [{ measure: 'm1', outcome: 'granted' }]
      await say(world, world.answering, id, 'decision', { body: { outcomes } })
      await agreed(world, id, 2)
      await handedOver(id, {})
      await agreed(world, id, 3)
    }
    await receipt(request, [{ exhibit: 'E1', sha256: found, announced: sha256, agrees: false }], doubt)
    await agreed(world, request, 4)
    await exported('before')
    await handedOver(request, { note: reply })
    await agreed(world, request, 5)
    await receipt(request, [{ exhibit: 'E1', sha256, agrees: true }])
    await agreed(world, request, 6)
    bundles.push(await exported('after'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const handedOver = async (id: string, more: object): Promise<void> => {
    const manifest = manifestOf(['E1']).map((item) => ({
      ...item,
      custody: [{ at: '2026-01-05T12:00:00+03:00', action: 'collected', by: 'Records unit' }],
    }))
    const outcome = { measure: 'm1', outcome: 'delivered', exhibits: ['E1'], complete: true, final: true }
    const body = { outcomes: [{ ...outcome, manifest, result, ...more }] }
    await say(world, world.answering, id, 'delivery', { body, exhibits: [exhibit('E1')] })
  }
  const receipt = async (id: string, checks: readonly object[], note?: object): Promise<void> => {
    const row = await world.asking.node.node.db
      .selectFrom('message')
      .select(['id', 'sequence'])
      .where('request', '=', id)
      .where('type', '=', 'delivery')
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow()
    const outcome = note === undefined ? 'verified' : 'discrepancy'
    const outcomes = [{ measure: 'm1', outcome, ...(note === undefined ? {} : { note }) }]
    const body = { checks, outcomes }
    await say(world, world.asking, id, 'delivery-receipt', { body, inReplyTo: row.id })
  }
  const exported = async (name: string): Promise<string> => {
    const out = join(folder, name)
    const { code, beside } = await run(world.asking, 'export', '--out', out, '--as', 'Example-A', '--json')
    assert.equal(code, 0, beside)
    return out
  }

  it('is told by each handing over, with its request and its file, though all state one hash', async () => {
    const out = await told()
    const titles = out.split('\n').filter((line) => line.startsWith('E1 '))
    const title = (sequence: number, id: string, reference: string): string =>
      `E1 ${exhibit('E1').name}, handed over in message ${sequence} of request ${reference} (${placedPath(id, sequence)})`
    assert.deepEqual(
      titles.sort(),
      [title(3, request, 'VN-DEMO-1'), title(3, second, 'VN-DEMO-2'), title(5, request, 'VN-DEMO-1')].sort(),
    )
  })

  it('shows what was received with its own hash, and the dispute with both answers and their translations', async () => {
    const out = await told()
    const of = (sequence: number): string =>
      out.split(/^(?=E1 )/m).find((part) => part.includes(`(${placedPath(request, sequence)})`)) ?? ''
    const disputed = of(3)
    assert.match(disputed, /^ +3 {2}\S+Z {2}Verified {2}\(vn\.spp, .*\n(.*\n)? +hashed then: SHA-256 d{64}$/m)
    assert.match(disputed, /^! link 3: the hash is another than the one that was stated: d{64}$/m)
    assert.doesNotMatch(disputed, /found no contradiction/)
    assert.match(
      disputed,
      new RegExp(
        [
          'It was disputed, and another file took its place\\.',
          'm1, E1 of message 3 of request VN-DEMO-1: disputed by vn\\.spp in message 4, .*',
          ` +reason: ${doubt.text}`,
          ' +translation \\(en\\): The hash does not agree\\.',
          ' +what was received had another SHA-256: d{64}',
          ` +answered by qa\\.pp in message 5, [^:]*:[^:]*:.*: ${reply.text}`,
          ' +translation \\(en\\): From the master\\.',
          ' +replaced by E1 of message 5, .*',
        ].join('\n'),
      ),
    )
    assert.match(of(5), /^The program found no contradiction between what was signed here/m)
    assert.doesNotMatch(of(5), /d{64}|disputed/)
  })

  it('says of a dispute that nobody has answered it', async () => {
    const { out } = await runAnywhere(['verify', join(folder, 'before'), '--custody'])
    assert.match(
      out,
      /^A dispute about it stands open: nobody has answered\.\nm1, E1 of message 3 of request/m,
    )
  })

  it('says which file a digest names, and of what, and tells all times on one clock', async () => {
    const out = await told()
    const [custody = ''] = out.split(
      /^Times are UTC\. A message or report is named by the SHA-256 of what was /m,
    )
    assert.ok(custody.length < out.length, out)
    assert.match(custody, new RegExp(`^ +${placedPath(request, 3)}: message [0-9a-f]{64}$`, 'm'))
    assert.match(
      custody,
      /^ +1 {2}2026-01-05T09:00:00\.000Z {2}Collected .*\n +as it was written: 2026-01-05T12:00:00\+03:00$/m,
    )
  })

  it('is told in every language with all words filled in', async () => {
    for (const language of letterLanguages) {
      const out = await told(language)
      assert.ok(out.includes(found) && out.includes(reply.text) && out.includes('VN-DEMO-2'), out)
      assert.doesNotMatch(out, /[{}]/)
    }
  })

  it('is told to a court in the same words', async () => {
    const file = join(folder, 'court.zip')
    const words = ['court', request, '--language', 'en', '--out', file, '--as', 'Example-A', '--json']
    const made = await run(world.asking, ...words)
    assert.equal(made.code, 0, made.beside)
    const { beside } = await readBundleAt(file)
    const report = Buffer.from(beside?.get('report.html') ?? '').toString('utf8')
    assert.match(report, /what was received had another SHA-256: d{64}/)
    assert.match(report, /translation \(en\): From the master\./)
    assert.ok(report.includes(placedPath(request, 5)))
  })
})
