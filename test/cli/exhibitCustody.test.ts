import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { custodyWords } from '../../src/exchange/shown/custodyWords.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import type { CustodyFinding, CustodyLink } from '../../src/exhibit/custody.ts'
import { handedOver, placeOf, reported, stands, takenIn } from '../support/files.ts'
import { onServer } from '../support/server.ts'
import { agreed, opened } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'
import { run } from './commandLine.ts'

describe('rogatory exhibit: check, note, fetch, custody', () => {
  let world: World
  let request: string
  before(async () => {
    const more = () => Promise.resolve({ place: 'Doha, room of machines' })
    world = await twoStates(undefined, undefined, { answering: { more } })
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const asVn = ['--as', 'Example-A', '--json']
  const asQa = ['--as', 'Example-C', '--json']
  const linksIn = (json: Record<string, unknown>) => json.links as readonly CustodyLink[]
  const findingsIn = (json: Record<string, unknown>) => json.findings as readonly CustodyFinding[]

  it('shows one chain of both States: noted, taken in, handed over, received, saved, hashed again', async () => {
    const source = await takenIn(world, world.asking, randomBytes(2_000))
    const file = await takenIn(world, world.asking, randomBytes(2_000), {
      ...{ derivedFrom: source.deposit, place: 'Lab 1', reason: 'seized on 1 May' },
    })
    const { deposit } = file
    const words = ['--action', 'imaged', '--place', 'Lab 2', '--reason', 'order of 2 May', '--rehash']
    const noted = await run(world.asking, 'exhibit', 'note', deposit, ...words, ...asVn)
    assert.equal(noted.code, 0, noted.beside)
    assert.equal((noted.json.event as { sha256: string }).sha256, file.sha256)
    await handedOver(world, request, file)
    await stands(world.answering, deposit, 'whole')
    await reported(world.asking, deposit, ['contentHandover whole'])
    const shown = await run(world.asking, 'exhibit', 'custody', request, 'E1', ...asVn)
    assert.equal(shown.code, 0, shown.beside)
    const links = linksIn(shown.json)
    assert.deepEqual(
      links.map(({ action, state, proofs }) => `${action} ${state} ${proofs.map(({ by }) => by).join()}`),
      ['acquired VN log', 'imaged VN log', 'transferred VN message', 'received QA report'],
    )
    const [acquired] = linksIn(shown.json)
    assert.deepEqual([acquired?.place, acquired?.reason], ['Lab 1', 'seized on 1 May'])
    assert.deepEqual(findingsIn(shown.json), [])
    assert.equal(shown.json.derivedFrom, source.deposit)
    const place = ['--place', 'Court 2']
    const target = join(world.answering.config.dataFolder, 'saved')
    const saved = await run(
      ...[world.answering, 'exhibit', 'save', deposit, target, '--reason', 'hearing of 3 May'],
      ...[...place, ...asQa],
    )
    assert.equal(saved.code, 0, saved.beside)
    const again = ['--action', 'verified', '--reason', 'after the hearing', '--rehash']
    assert.equal(
      (await run(world.answering, 'exhibit', 'note', deposit, ...again, ...place, ...asQa)).code,
      0,
    )
    assert.equal((await run(world.answering, 'exhibit', 'check', deposit, ...asQa)).code, 0)
    // The source was never handed over: there, the chain says that it stays with its State.
    const there = await run(world.answering, 'exhibit', 'custody', deposit, ...asQa)
    assert.deepEqual(findingsIn(there.json), [{ what: 'sourceAtHome', link: null, value: source.deposit }])
    assert.deepEqual(
      linksIn(there.json).map(({ action, state, by, place, reason, sha256 }) => [
        ...[action, state, by, place, reason, sha256 === null ? null : sha256 === file.sha256],
      ]),
      [
        ['transferred', 'VN', null, null, null, null],
        ['received', 'QA', null, 'Doha, room of machines', null, true],
        ['copied', 'QA', 'Example-C', 'Court 2', 'hearing of 3 May', null],
        ['verified', 'QA', 'Example-C', 'Court 2', 'after the hearing', true],
        ['verified', 'QA', 'Example-C', 'Doha, room of machines', null, null],
      ],
    )
    for (const language of letterLanguages) {
      const { out } = await run(
        world.asking,
        'exhibit',
        'custody',
        deposit,
        '--language',
        language,
        '--as',
        'Example-A',
      )
      assert.ok(out.includes('Lab 2') && out.includes(custodyWords[language].holds), out)
      assert.ok(!/\{[a-z0-9]+\}/.test(out), out)
    }
    assert.equal((await run(world.asking, 'exhibit', 'custody', deposit, '--language', 'xx')).code, 64)
  })

  it('checks what lies here, ends with 40 where something is damaged, and fetches it anew', async () => {
    const file = await takenIn(world, world.asking, randomBytes(2_000))
    const { deposit } = file
    await handedOver(world, request, file, 'E7')
    await stands(world.answering, deposit, 'whole')
    await reported(world.asking, deposit, ['contentHandover whole'])
    assert.equal((await run(world.answering, 'exhibit', 'check', deposit, ...asQa)).code, 0)
    const place = placeOf(world.answering, file)
    const bytes = await readFile(place)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    await writeFile(place, bytes)
    const all = await run(world.answering, 'exhibit', 'check', ...asQa)
    assert.deepEqual([all.code, all.json.code ?? 'EXHIBIT_DAMAGED'], [40, 'EXHIBIT_DAMAGED'])
    await reported(world.asking, deposit, [
      'contentHandover whole',
      'storageCheck damaged',
      'own storageCheck whole',
    ])
    const listed = await run(world.asking, 'exhibit', 'list', '--as', 'Example-A')
    assert.match(listed.out, /QA: damaged there \(EXHIBIT_DAMAGED\)/)
    const shown = await run(world.asking, 'show', request, '--as', 'Example-A')
    assert.match(shown.out, /E7 .* here whole; QA: damaged there \(EXHIBIT_DAMAGED\)/)
    const chain = await run(world.asking, 'exhibit', 'custody', deposit, ...asVn)
    assert.deepEqual(
      findingsIn(chain.json).map(({ what, value }) => [what, value]),
      [['damaged', 'EXHIBIT_DAMAGED']],
    )
    const again = await run(
      world.answering,
      'exhibit',
      'fetch',
      deposit,
      '--reason',
      'it was damaged here',
      ...asQa,
    )
    assert.deepEqual([again.code, again.json.status], [0, 'announced'])
    await stands(world.answering, deposit, 'whole')
  })

  it('takes what was noted along in the evidence items of the message that hands the file over', async () => {
    const { deposit } = await takenIn(world, world.asking, randomBytes(500))
    const noted = await run(
      world.asking,
      'exhibit',
      'note',
      deposit,
      '--action',
      'collected',
      '--place',
      'Hanoi',
      ...asVn,
    )
    assert.equal(noted.code, 0, noted.beside)
    const { withDeposits } = await import('../../src/cli/handingOver.ts')
    const item = { exhibit: 'E1', kind: 'file', what: { language: 'en', text: 'A disk.' } }
    const told = await withDeposits(world.asking.node.node, {
      exhibits: [{ id: 'E1', deposit }],
      body: { outcomes: [{ manifest: [item, { ...item, exhibit: 'E2' }] }] },
    })
    const [first, second] =
      (told as unknown as { body: { outcomes: { manifest: { custody?: { place: string }[] }[] }[] } }).body
        .outcomes[0]?.manifest ?? []
    assert.deepEqual([first?.custody?.map(({ place }) => place), second?.custody], [['Hanoi'], undefined])
  })

  it('refuses to note what cannot be so', async () => {
    const { deposit } = await takenIn(world, world.asking, randomBytes(500))
    const note = async (of: string, ...words: string[]) =>
      (await run(world.asking, 'exhibit', 'note', of, ...words, ...asVn)).json.code
    assert.equal(await note(deposit, '--action', 'eaten'), 'MESSAGE_INVALID')
    const placed = await run(world.asking, 'exhibit', 'add', 'package.json', '--place', 'Lab\n2', ...asVn)
    assert.equal(placed.code, 64, 'a place is one line')
    assert.equal(await note(deposit, '--action', 'sealed', '--at', '2100-01-01'), 'TIME_OUT_OF_RANGE')
    assert.equal(await note('5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10', '--action', 'sealed'), 'EXHIBIT_UNKNOWN')
    const add = await run(
      world.asking,
      'exhibit',
      'add',
      'package.json',
      '--derived-from',
      'nothing',
      ...asVn,
    )
    assert.equal(add.json.code, 'EXHIBIT_UNKNOWN')
    const none = await run(world.asking, 'exhibit', 'custody', request, 'E99', ...asVn)
    assert.equal(none.json.code, 'EXHIBIT_UNKNOWN')
    const unknown = await run(world.asking, 'exhibit', 'custody', 'nothing', ...asVn)
    assert.equal(unknown.json.code, 'EXHIBIT_UNKNOWN')
  })

  it('attack 38: hashes nothing that does not open, and sets it aside', async () => {
    const file = await takenIn(world, world.asking, randomBytes(50_000))
    const place = placeOf(world.asking, file)
    const bytes = await readFile(place)
    await writeFile(place, bytes.subarray(0, 20_000))
    const noted = await run(
      world.asking,
      'exhibit',
      'note',
      file.deposit,
      '--action',
      'verified',
      '--rehash',
      ...asVn,
    )
    assert.deepEqual([noted.code, noted.json.code], [65, 'EXHIBIT_DAMAGED'])
    await stands(world.asking, file.deposit, 'damaged')
  })

  it('destroys what people have noted of a file together with its key', async () => {
    const { deposit } = await takenIn(world, world.asking, randomBytes(500))
    await run(world.asking, 'exhibit', 'note', deposit, '--action', 'sealed', ...asVn)
    await onServer(world.asking.database.url, async (client) => {
      const count = async () =>
        (await client.query('select number from custody_note where deposit = $1', [deposit])).rows.length
      assert.equal(await count(), 1)
      await client.query(`update exhibit_deposit set status = 'erased', file_key = null where id = $1`, [
        deposit,
      ])
      assert.equal(await count(), 0)
    })
    const shown = await run(world.asking, 'exhibit', 'custody', deposit, ...asVn)
    assert.equal(shown.code, 0, 'what the log tells of it is there still')
  })
})
