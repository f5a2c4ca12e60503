import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { jwsPayload } from '../../src/exchange/stored.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import type { ExhibitReport } from '../../src/message/generated/types.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import { writeCarrier } from '../../src/exchange/carrier/write.ts'
import { receiptsOnPaper } from '../../src/store/carriers/carriers.ts'
import { hastenProbe } from '../../src/store/circuits.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { reportsOf } from '../../src/store/exhibits/reports.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { whileReadingFails, whileWritingFails } from '../support/failingDisk.ts'
import { handedOver, placeOf, takenIn } from '../support/files.ts'
import { assertReplayed, entriesAbout, logOf, said, say, stored, waiting } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { run } from '../cli/commandLine.ts'

interface Read {
  readonly carrier: string
  readonly again: boolean
  readonly messages: { readonly accepted: number; readonly refused: number; readonly codes: object }
  readonly exhibits: { readonly whole: number; readonly damaged: number; readonly lacking: number }
  readonly notWhole: readonly { readonly code: string; readonly outcome: string }[]
  readonly receipt: string
}

describe('a carrier between two nodes with no network between them', () => {
  let world: World
  let folder: string
  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-carrier-'))
    for (const { link } of [world.asking, world.answering]) link.up = false
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const asVn = ['--as', 'Example-A', '--json']
  const asQa = ['--as', 'Example-C', '--json']
  const place = (): string => join(folder, randomUUID())
  const written = async (by: WorldState, ...words: string[]): Promise<string> => {
    const at = place()
    const to = by === world.asking ? 'QA' : 'VN'
    const { code, beside, json } = await run(by, 'carrier', 'write', at, ...words, '--to', to, ...asVn)
    assert.equal(code, 0, beside + JSON.stringify(json))
    return at
  }
  const read = async (by: WorldState, at: string, expected = 0, ...words: string[]): Promise<Read> => {
    const { code, beside, json } = await run(by, 'carrier', 'read', at, ...words, ...asQa)
    assert.equal(code, expected, beside + JSON.stringify(json))
    return json as unknown as Read
  }
  const codeOf = async (by: WorldState, ...words: string[]): Promise<unknown> =>
    (await run(by, 'carrier', ...words, ...asQa)).json.code
  const opening = async (): Promise<string> => {
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    return request
  }
  /** A request with one sealed file of so many bytes, on a carrier of its own, in parts of 64 KiB. */
  const withFile = async (bytes: number) => {
    const request = await opening()
    const file = await takenIn(world, world.asking, randomBytes(bytes))
    await handedOver(world, request, file)
    return { request, file, at: await written(world.asking, request, '--part', '64KiB') }
  }
  const statusAt = async (at: WorldState, deposit: string) =>
    (await findDeposit(at.node.node.db, deposit))?.status
  const reportsAt = async (at: WorldState, deposit: string): Promise<string[]> =>
    (await reportsOf(at.node.node.db, deposit)).map(
      ({ own, event, outcome }) => `${own ? 'own ' : ''}${event} ${outcome}`,
    )
  const eventsOf = async ({ node }: WorldState, name: string) =>
    (await logOf(node.node.db)).filter(({ evt }) => evt === name)

  it('brings messages and files, and the receipts back, both ways, and both nodes agree', async () => {
    const { request, file, at } = await withFile(200_000)
    assert.ok((await waiting(world.asking)).some((row) => row.request === request))
    const there = await read(world.answering, at)
    assert.deepEqual([there.messages.accepted, there.messages.refused], [2, 0])
    assert.deepEqual(there.exhibits, { whole: 1, damaged: 0, lacking: 0 })
    assert.equal(await statusAt(world.answering, file.deposit), 'whole')
    assert.deepEqual(
      await readFile(placeOf(world.answering, file)),
      await readFile(placeOf(world.asking, file)),
    )
    assert.equal((await findRequest(world.answering.node.node.db, request))?.sequence, 2)
    const back = await run(world.asking, 'carrier', 'receipts', at, ...asVn)
    assert.deepEqual([back.json.settled, back.json.unsettled, back.json.reports], [2, 0, 1])
    assert.ok((await waiting(world.asking)).every((row) => row.request !== request))
    assert.deepEqual(await reportsAt(world.asking, file.deposit), ['contentHandover whole'])
    const reply = await say(world, world.answering, request, 'acknowledgement')
    const home = await written(world.answering, request)
    assert.equal((await read(world.asking, home)).messages.accepted, 1)
    const settled = await run(world.answering, 'carrier', 'receipts', home, ...asQa)
    assert.equal(settled.json.settled, 1, JSON.stringify(settled.json))
    assert.notEqual((await stored(world.answering, reply.digest)).receipt, null)
    await assertReplayed(world)
    for (const [state, name, count] of [
      [world.asking, 'carrier.written', 1],
      [world.answering, 'carrier.read', 1],
      [world.asking, 'carrier.settled', 1],
    ] as const)
      assert.equal((await eventsOf(state, name)).length, count, name)
  })

  it('shows nothing in the clear but sizes and digests', async () => {
    const { request, file, at } = await withFile(70_000)
    await read(world.answering, at)
    const receipt = (await stored(world.asking, (await waiting(world.asking)).at(-1)?.digest ?? '')).id
    for (const name of await readdir(at, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue
      const text = (await readFile(join(name.parentPath, name.name))).toString('latin1')
      const parts = text.split(/[."\n]/).map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      for (const secret of [request, file.deposit, file.sha256, file.name, 'VN-DEMO-1', receipt])
        for (const one of [text, ...parts]) assert.ok(!one.includes(secret), `${name.name} shows ${secret}`)
    }
  })

  it('goes a second time without doing anything twice, and what came before gets the same receipt again', async () => {
    const { request, file, at } = await withFile(10_000)
    const first = await read(world.answering, at)
    const second = await read(world.answering, at)
    assert.deepEqual([first.again, second.again], [false, true])
    assert.deepEqual(
      [second.messages.accepted, second.exhibits, second.carrier],
      [2, first.exhibits, first.carrier],
    )
    assert.equal((await findRequest(world.answering.node.node.db, request))?.sequence, 2)
    assert.deepEqual(await reportsAt(world.answering, file.deposit), ['own contentHandover whole'])
    // A carrier of the same record that is written later brings what went before once more.
    await run(world.asking, 'carrier', 'receipts', at, ...asVn)
    const later = await written(world.asking, request)
    assert.equal((await read(world.answering, later)).messages.accepted, 2)
    const none = await run(world.asking, 'carrier', 'receipts', later, ...asVn)
    assert.deepEqual([none.json.settled, none.json.unsettled], [0, 0])
  })

  it('is confirmed on paper, which stands until the receipts come and takes their place nowhere', async () => {
    const { request, at } = await withFile(10_000)
    const digests = (await waiting(world.asking))
      .filter((row) => row.request === request)
      .map(({ digest }) => digest)
    const { receipt } = await read(world.answering, at, 0, '--no-receipts')
    assert.ok(receipt.startsWith('rogatory:carrier-receipt?'))
    assert.ok(receipt.length < 1_000, `${receipt.length} characters`)
    assert.equal(await codeOf(world.asking, 'receipts', at), undefined)
    const confirmed = await run(world.asking, 'carrier', 'confirm', receipt, ...asVn)
    assert.deepEqual([confirmed.code, confirmed.json.receiptsToCome], [0, 2], confirmed.beside)
    const { db } = world.asking.node.node
    assert.equal((await receiptsOnPaper(db, digests)).size, 2)
    for (const digest of digests) {
      assert.equal((await stored(world.asking, digest)).receipt, null)
      assert.ok((await entriesAbout(world.asking, digest)).includes('receipt.onPaper'))
    }
    const queue = await run(world.asking, 'outbox', ...asVn)
    const shown = queue.json.waiting as { digest: string; receiptOnPaper: string | null }[]
    assert.ok(
      shown.filter(({ digest }) => digests.includes(digest)).every((one) => one.receiptOnPaper !== null),
    )
    // Broken into lines, as it may be copied from paper, and once more.
    const file = place()
    await writeFile(file, receipt.replace(/(.{60})/g, '$1\n'))
    const again = await run(world.asking, 'carrier', 'confirm', file, ...asVn)
    assert.deepEqual([again.code, again.json.again], [0, true])
    assert.equal((await eventsOf(world.asking, 'carrier.confirmed')).length, 1)
    for (const [change, code] of [
      [receipt.slice(0, -4) + (receipt.endsWith('AAAA') ? 'BBBB' : 'AAAA'), 'SIGNATURE_INVALID'],
      [receipt.slice(0, 300), 'ENVELOPE_INVALID'],
    ] as const)
      assert.equal(await codeOf(world.asking, 'confirm', change), code)
    assert.equal(await codeOf(world.answering, 'confirm', receipt), 'NOT_FOR_US')
    // The receipts themselves come later, on the disk.
    await read(world.answering, at)
    assert.equal((await run(world.asking, 'carrier', 'receipts', at, ...asVn)).json.settled, 2)
    assert.deepEqual(
      (await waiting(world.asking)).filter((row) => row.request === request),
      [],
    )
  })

  it('takes nothing of a carrier that is not complete, not the one that was signed, or for somebody else', async () => {
    const { at } = await withFile(1_000)
    const changed = async (change: (at: string) => Promise<unknown>): Promise<string> => {
      const copy = place()
      await cp(at, copy, { recursive: true })
      await change(copy)
      return copy
    }
    const of = async (change: (at: string) => Promise<unknown>) =>
      await codeOf(world.answering, 'read', await changed(change))
    const manifest = (await readFile(join(at, 'carrier.jws'), 'utf8')).trim()
    const { node } = world.asking.node
    const resigned = async (more: object, by = world.asking) => {
      const { jws } = await sign(
        'carrier',
        { ...said(manifest), ...more },
        by.node.node.signer,
        new Date(said(manifest).time),
      )
      return async (copy: string) => await writeFile(join(copy, 'carrier.jws'), jws)
    }
    assert.equal(await of((copy) => rm(join(copy, 'carrier.jws'))), 'CARRIER_INCOMPLETE')
    assert.equal(await codeOf(world.answering, 'read', join(at, 'carrier.jws')), 'CARRIER_INCOMPLETE')
    for (const name of ['trust.jsonl', 'messages.jsonl', 'exhibits.jsonl'])
      await whileReadingFails(
        (path) => path === join(at, name),
        async () => {
          const { code: exitCode, json } = await run(world.answering, 'carrier', 'read', at, ...asQa)
          assert.deepEqual([exitCode, json.code], [65, 'CARRIER_DAMAGED'])
          assert.match(String(json.message), new RegExp(`${name} cannot be read: EIO`))
        },
      )
    assert.equal(await of((copy) => flip(join(copy, 'messages.jsonl'))), 'CARRIER_DAMAGED')
    assert.equal(await of((copy) => rm(join(copy, 'exhibits.jsonl'))), 'CARRIER_DAMAGED')
    assert.equal(
      await of(async (copy) => {
        await rename(join(copy, 'messages.jsonl'), join(copy, 'elsewhere'))
        await symlink(join(copy, 'elsewhere'), join(copy, 'messages.jsonl'))
      }),
      'CARRIER_DAMAGED',
    )
    assert.equal(
      await of((copy) => writeFile(join(copy, 'carrier.jws'), manifest.slice(0, -3) + 'AAA')),
      'SIGNATURE_INVALID',
    )
    assert.equal(await of(await resigned({ to: 'FR' })), 'NOT_FOR_US')
    assert.equal(await of(await resigned({}, world.answering)), 'SIGNER_UNKNOWN')
    assert.equal(await of(await resigned({ node: 'FR' })), 'PEER_UNKNOWN')
    assert.equal(await of(await resigned({ time: '2026-01-01T00:00:00Z' })), 'TIME_OUT_OF_RANGE')
    assert.equal(await of(await resigned({ partBytes: 1 })), 'MESSAGE_INVALID')
    assert.equal(node.trust.peer('QA')?.list.state, 'QA')
    // The one who has written it is not the one for whom it is.
    assert.equal(await codeOf(world.asking, 'read', at), 'NOT_FOR_US')
    assert.equal(await codeOf(world.answering, 'receipts', at), 'CARRIER_UNKNOWN')
    assert.equal(await codeOf(world.answering, 'receipts', place()), 'CARRIER_INCOMPLETE')
    // Nothing of it was taken.
    assert.equal((await read(world.answering, at)).again, false)
  })

  for (const [how, change, code, outcome] of [
    ['flipped', async (parts: string[]) => await flip(parts[1] ?? ''), 'EXHIBIT_DAMAGED', 'damaged'],
    [
      'of another file',
      async (parts: string[], other: string[]) => await cp(other[0] ?? '', parts[0] ?? ''),
      'EXHIBIT_KEY_WRONG',
      'damaged',
    ],
    ['missing', async (parts: string[]) => await rm(parts[1] ?? ''), 'CARRIER_PART_MISSING', 'lacking'],
    [
      'cut off',
      async (parts: string[]) => await truncate(parts.at(-1) ?? '', 10),
      'CARRIER_PART_MISSING',
      'lacking',
    ],
  ] as const)
    it(`tells of a part that is ${how}, and takes the file from a good one afterwards`, async () => {
      const { file, at } = await withFile(200_000)
      const other = await withFile(200_000)
      const good = place()
      await cp(at, good, { recursive: true })
      await change(await partsIn(at), await partsIn(other.at))
      const found = await read(world.answering, at, outcome === 'damaged' ? 40 : 0)
      assert.deepEqual(
        found.notWhole.map((one) => [one.outcome, one.code]),
        [[outcome, code]],
      )
      assert.equal(
        await statusAt(world.answering, file.deposit),
        outcome === 'damaged' ? 'damaged' : 'announced',
      )
      await run(world.asking, 'carrier', 'receipts', at, ...asVn)
      assert.deepEqual(
        await reportsAt(world.asking, file.deposit),
        outcome === 'damaged' ? ['contentHandoverFailure damaged'] : [],
      )
      assert.equal((await read(world.answering, good)).exhibits.whole, 1)
      assert.equal(await statusAt(world.answering, file.deposit), 'whole')
    })

  it('is not written over one that is complete, for nobody, or with nothing', async () => {
    const { at, request } = await withFile(1_000)
    const refused = async (...words: string[]) => await codeOf(world.asking, 'write', ...words)
    assert.equal(await refused(at, request, '--to', 'QA'), 'CARRIER_EXISTS')
    assert.equal(await refused(place(), '--to', 'ZZ'), 'PEER_UNKNOWN')
    assert.equal(await codeOf(world.answering, 'write', place(), '--to', 'VN'), 'CARRIER_EMPTY')
    assert.equal(await refused(place(), 'VN-NONE', '--to', 'QA'), 'REQUEST_UNKNOWN')
    assert.equal(await refused(place(), request, '--to', 'QA', '--part', '1kB'), 'WRONG_USE')
  })

  it('that broke off is gone on with, and says until then that it is not complete', async () => {
    const { file, at, request } = await withFile(300_000)
    const parts = await partsIn(at)
    assert.equal(parts.length, 5)
    await rm(join(at, 'carrier.jws'))
    await writeFile(join(at, 'INCOMPLETE.txt'), '')
    await rm(parts[4] ?? '')
    await writeFile(join(at, 'exhibits', `.${randomUUID()}.part`), 'half a part')
    // What a failing disk has made of a part is seen, and written anew.
    await flip(parts[0] ?? '')
    assert.equal(await codeOf(world.answering, 'read', at), 'CARRIER_INCOMPLETE')
    const again = await run(
      world.asking,
      'carrier',
      'write',
      at,
      request,
      '--to',
      'QA',
      '--part',
      '64KiB',
      ...asVn,
    )
    assert.equal(again.code, 0, again.beside)
    assert.deepEqual((await readdir(at)).sort(), [
      'carrier.jws',
      'exhibits',
      'exhibits.jsonl',
      'messages.jsonl',
      'trust.jsonl',
    ])
    assert.equal((await partsIn(at)).length, 5)
    assert.equal((await read(world.answering, at)).exhibits.whole, 1)
    assert.equal(await statusAt(world.answering, file.deposit), 'whole')
  })

  it('leaves out a file that is not whole where it lies, and says so', async () => {
    const request = await opening()
    const file = await takenIn(world, world.asking, randomBytes(100_000))
    await handedOver(world, request, file)
    await flip(placeOf(world.asking, file))
    const at = place()
    const { json } = await run(world.asking, 'carrier', 'write', at, request, '--to', 'QA', ...asVn)
    assert.deepEqual([json.exhibits, json.leftOut], [0, [file.sealed.sha256]])
    assert.deepEqual((await read(world.answering, at)).exhibits, { whole: 0, damaged: 0, lacking: 0 })
  })

  it('brings a file that waits for a person only once that has accepted it', async () => {
    await run(world.answering, 'exhibit', 'rule', 'VN', '--accept-up-to', '1kB', ...asQa)
    const { file, at } = await withFile(5_000)
    const first = await read(world.answering, at)
    assert.deepEqual(
      first.notWhole.map(({ code }) => code),
      ['EXHIBIT_NOT_ACCEPTED'],
    )
    await run(world.answering, 'exhibit', 'accept', file.deposit, ...asQa)
    assert.equal((await read(world.answering, at)).exhibits.whole, 1)
    await run(world.answering, 'exhibit', 'rule', 'VN', '--accept-up-to', 'none', ...asQa)
  })

  it('leaves out a file that cannot be read where it lies, and takes the others, each in a folder of its beginning', async () => {
    const request = await opening()
    const [bad, good] = [randomBytes(100_000), randomBytes(100_000)]
    const files = [await takenIn(world, world.asking, bad), await takenIn(world, world.asking, good)]
    for (const [at, file] of files.entries()) await handedOver(world, request, file, `E${at + 1}`)
    const [broken, whole] = files
    assert.ok(broken !== undefined && whole !== undefined)
    await rm(placeOf(world.asking, broken))
    // Whatever is read there, the system answers that the device fails.
    await symlink('/proc/self/mem', placeOf(world.asking, broken))
    const at = place()
    const { json } = await run(world.asking, 'carrier', 'write', at, request, '--to', 'QA', ...asVn)
    assert.deepEqual([json.ok, json.exhibits, json.leftOut], [false, 1, [broken.sealed.sha256]])
    const { sha256 } = whole.sealed
    assert.deepEqual(await partsIn(at), [join(at, 'exhibits', sha256.slice(0, 2), `${sha256}.001`)])
    assert.equal((await read(world.answering, at)).exhibits.whole, 1)
  })

  it('is not read to the end of a list that somebody has made huge', async () => {
    const { at } = await withFile(1_000)
    await truncate(join(at, 'messages.jsonl'), 2 ** 40)
    const begun = performance.now()
    assert.equal(await codeOf(world.answering, 'read', at), 'CARRIER_DAMAGED')
    assert.ok(performance.now() - begun < 20_000)
  })

  it('fills no log with what nobody has signed', async () => {
    const { file, at } = await withFile(1_000)
    await read(world.answering, at)
    const trust = await readFile(join(at, 'trust.jsonl'), 'utf8')
    const { trustList } = JSON.parse(trust.split('\n').find((line) => line.includes('trustList')) ?? '') as {
      readonly trustList: string
    }
    const [header, payload = '', signature] = trustList.split('.')
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
      LoTE: { ListAndSchemeInformation: { LoTESequenceNumber: number } }
    }
    const lines = Array.from({ length: 300 }, (_, more) => {
      const { ListAndSchemeInformation: about, ...rest } = said.LoTE
      const later = { ...about, LoTESequenceNumber: about.LoTESequenceNumber + more + 1 }
      const text = canonicalText({
        LoTE: { ...rest, ListAndSchemeInformation: later },
      })
      return JSON.stringify({
        trustList: [header, Buffer.from(text).toString('base64url'), signature].join('.'),
      })
    })
    const before = (await eventsOf(world.answering, 'trustList.refused')).length
    await writeFile(join(at, 'trust.jsonl'), `${lines.join('\n')}\n`)
    assert.equal(await codeOf(world.answering, 'read', at), 'CARRIER_DAMAGED')
    assert.equal((await eventsOf(world.answering, 'trustList.refused')).length - before, 5)

    const [report] = await reportsOf(world.answering.node.node.db, file.deposit)
    const stranger = { ...(jwsPayload(report?.report ?? '') as ExhibitReport), node: 'LV' }
    const own = world.asking.node.node.trust.own().list
    const key = encryptionKeyFor(own, new Date())
    assert.ok(key !== null)
    const sealed: string[] = []
    for (let made = 0; made < 200; made += 1) {
      const one = await sign(
        'exhibitReport',
        { ...stranger, id: randomUUID() },
        world.answering.node.node.signer,
        new Date(),
      )
      sealed.push(await seal(one.jws, key, 'exhibitReport'))
    }
    await writeFile(join(at, 'reports.jsonl'), `${sealed.join('\n')}\n`)
    const refused = (await eventsOf(world.asking, 'envelope.refused')).length
    const back = await run(world.asking, 'carrier', 'receipts', at, ...asVn)
    assert.deepEqual([back.json.settled, back.json.reports], [2, 0])
    assert.equal((await eventsOf(world.asking, 'envelope.refused')).length - refused, 50)
  })

  it('brings with the receipts what they are believed by, however long it was on its way', async () => {
    const { at } = await withFile(1_000)
    await read(world.answering, at)
    const { db } = world.asking.node.node
    // As if the line had been cut for days: what was known of the certificates of QA has run out.
    const authorities = world.answering.node.node.trust.own().list.revocationLists ?? []
    for (const { authority } of authorities)
      await db.deleteFrom('revocation_list').where('authority', '=', authority).execute()
    const lists = join(at, 'receipts-trust.jsonl')
    const brought = await readFile(lists)
    await rm(lists)
    const without = await run(world.asking, 'carrier', 'receipts', at, ...asVn)
    assert.deepEqual([without.json.settled, without.json.codes], [0, { CERTIFICATE_STATUS_UNKNOWN: 2 }])
    await writeFile(lists, brought)
    const settled = await run(world.asking, 'carrier', 'receipts', at, ...asVn)
    assert.deepEqual([settled.json.settled, settled.json.reports], [2, 1], JSON.stringify(settled.json))
  })

  it('is read where nothing can be written to it; the receipts go elsewhere', async () => {
    const { at } = await withFile(1_000)
    const elsewhere = place()
    await mkdir(elsewhere)
    const before = (await readdir(at)).sort()
    await read(world.answering, at, 0, '--receipts', elsewhere)
    assert.deepEqual((await readdir(at)).sort(), before)
    assert.deepEqual((await readdir(elsewhere)).sort(), [
      'carrier.jws',
      'receipt.txt',
      'receipts-trust.jsonl',
      'receipts.jsonl',
      'reports.jsonl',
    ])
    assert.equal((await run(world.asking, 'carrier', 'receipts', elsewhere, ...asVn)).json.settled, 2)
    const other = await withFile(1_000)
    assert.equal(await codeOf(world.answering, 'read', other.at, '--receipts', elsewhere), 'CARRIER_EXISTS')
  })

  it('and what comes over the network meanwhile settle the same messages once', async () => {
    const { request, file, at } = await withFile(50_000)
    for (const { link } of [world.asking, world.answering]) link.up = true
    // After so long without an answer each would wait for up to a minute before it tries again.
    await hastenProbe(world.asking.node.node.db, 'QA', world.asking.node.node.now())
    await hastenProbe(world.answering.node.node.db, 'VN', world.answering.node.node.now())
    await until(
      'the file came over the network',
      async () => (await statusAt(world.answering, file.deposit)) === 'whole',
    )
    const found = await read(world.answering, at)
    assert.deepEqual([found.messages.accepted, found.exhibits.whole], [2, 1])
    await until('all receipts are there', async () =>
      (await waiting(world.asking)).every((row) => row.request !== request),
    )
    assert.equal((await run(world.asking, 'carrier', 'receipts', at, ...asVn)).json.unsettled, 0)
    await assertReplayed(world)
    for (const { link } of [world.asking, world.answering]) link.up = false
  })
})

async function partsIn(at: string): Promise<string[]> {
  const found = await readdir(join(at, 'exhibits'), { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
}

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}

describe('the disk of a carrier', () => {
  let world: World
  let disk: string
  before(async function () {
    disk = await mkdtemp(join(tmpdir(), 'rogatory-disk-'))
    // Only a file system of its own can be full.
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk])
    if (mounted.status !== 0) this.skip()
    world = await twoStates()
    for (const { link } of [world.asking, world.answering]) link.up = false
  })
  after(async () => {
    spawnSync('umount', [disk])
    await rm(disk, { recursive: true })
    await (world as World | undefined)?.close()
  })

  it('has its room looked at first, may be full midway, and is gone on with', async () => {
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    const { node } = world.asking.node
    const file = await takenIn(world, world.asking, randomBytes(12 * 1024 * 1024))
    await handedOver(world, request, file)
    const at = join(disk, 'carrier')
    const order = {
      person: 'Example-A',
      authority: 'vn.spp',
      to: 'QA',
      requests: [request],
      partBytes: 2 ** 20,
    }
    const filler = join(disk, 'filler')
    await writeFile(filler, randomBytes(6 * 1024 * 1024))
    const early = await writeCarrier(node, at, order)
    assert.equal(early.ok ? '' : early.code, 'CARRIER_NO_SPACE')
    assert.ok(!early.ok && /\d+ bytes are needed, \d+ are free/.test(early.detail ?? ''))
    await rm(filler)
    const full = await writeCarrier(node, at, {
      ...order,
      onBytes: () => {
        if (!existsSync(filler)) spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M', 'count=20'])
      },
    })
    assert.deepEqual(full.ok ? '' : [full.code, full.detail], [
      'CARRIER_NO_SPACE',
      'the disk is full: make room, and give the same command again',
    ])
    assert.ok(existsSync(join(at, 'INCOMPLETE.txt')) && !existsSync(join(at, 'carrier.jws')))
    await rm(filler)
    let copied = 0
    const done = await writeCarrier(node, at, { ...order, onBytes: (bytes) => (copied += bytes) })
    assert.ok(done.ok && done.exhibits === 1, JSON.stringify(done))
    assert.ok(copied >= file.sealed.bytes)
    const { code, json } = await run(world.answering, 'carrier', 'read', at, '--as', 'Example-C', '--json')
    assert.deepEqual([code, (json.exhibits as { whole: number }).whole], [0, 1])
  })

  it('that takes no file of that size is told of with what to do', async () => {
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    const order = { person: 'Example-A', authority: 'vn.spp', to: 'QA', requests: [request] }
    const at = await mkdtemp(join(disk, 'small-'))
    await whileWritingFails(
      'EFBIG',
      (path) => path.startsWith(at),
      async () => {
        const refused = await writeCarrier(world.asking.node.node, at, order)
        assert.deepEqual(refused.ok ? '' : [refused.code, refused.detail], [
          'CARRIER_FILE_TOO_LARGE',
          'name smaller parts, as --part 1GB, with an empty folder',
        ])
      },
    )
    assert.ok((await writeCarrier(world.asking.node.node, at, order)).ok)
  })

  it('that the system has shut off for writing, as one that fails, is to be replaced by another', async () => {
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    const order = { person: 'Example-A', authority: 'vn.spp', to: 'QA', requests: [request] }
    const at = await mkdtemp(join(disk, 'shut-'))
    assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0)
    try {
      const refused = await writeCarrier(world.asking.node.node, at, order)
      assert.deepEqual(refused.ok ? '' : [refused.code, refused.detail], [
        'CARRIER_DISK_FAILS',
        'it answers EROFS: take another disk, and write it all there',
      ])
    } finally {
      spawnSync('mount', ['-o', 'remount,rw', disk])
    }
  })

  it('that does not give back the manifest is told of as such', async () => {
    const at = await mkdtemp(join(disk, 'manifest-'))
    await writeFile(join(at, 'carrier.jws'), '')
    // Whatever is read there, the system answers that the device fails.
    const memory = `/proc/${process.pid}/mem`
    assert.equal(spawnSync('mount', ['--bind', memory, join(at, 'carrier.jws')]).status, 0)
    for (const [by, act] of [
      [world.answering, 'read'],
      [world.asking, 'receipts'],
    ] as const) {
      const { json } = await run(by, 'carrier', act, at, '--as', 'Example-C', '--json')
      assert.equal(json.code, 'CARRIER_INCOMPLETE')
      assert.match(String(json.message), /carrier.jws cannot be read: EIO/)
    }
    spawnSync('umount', [join(at, 'carrier.jws')])
  })

  it('says that its receipts could not be written also where a file on it is damaged', async () => {
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    const { node } = world.asking.node
    await handedOver(world, request, await takenIn(world, world.asking, randomBytes(1_000)))
    const at = await mkdtemp(join(tmpdir(), 'rogatory-carrier-'))
    const order = { person: 'Example-A', authority: 'vn.spp', to: 'QA', requests: [request] }
    assert.ok((await writeCarrier(node, at, order)).ok)
    await flip((await partsIn(at))[0] ?? '')
    const receipts = await mkdtemp(join(disk, 'receipts-'))
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1M', 'count=30'])
    const reading = ['carrier', 'read', at, '--receipts', receipts, '--as', 'Example-C']
    const { code, out } = await run(world.answering, ...reading)
    assert.equal(code, 40, out)
    assert.match(out, /0 whole, 1 damaged/)
    assert.match(out, /The receipts could not be written: read it again with --receipts and another folder/)
    await rm(join(disk, 'filler'))
    await rm(at, { recursive: true })
  })

  it('brings the newest trust list of a State that could not be fetched', async () => {
    const { dataFolder } = world.asking.config
    const settings = await readSettingsOfState(dataFolder)
    await writeSettingsOfState(dataFolder, { ...settings, name: { language: 'en', text: 'VN anew' } })
    await world.asking.restart()
    await run(world.asking, 'trust', 'excuse', 'QA', '--as', 'Example-Z')
    const request = randomUUID()
    await say(world, world.asking, request, 'request')
    const before = await newestTrustList(world.answering.node.node.db, 'VN')
    let own = before
    await until('its list is signed anew', async () => {
      own = await newestTrustList(world.asking.node.node.db, 'VN')
      return own?.sequence !== before?.sequence
    })
    const at = await mkdtemp(join(tmpdir(), 'rogatory-carrier-'))
    const { node } = world.asking.node
    const order = { person: 'Example-A', authority: 'vn.spp', to: 'QA', requests: [request] }
    assert.ok((await writeCarrier(node, at, order)).ok)
    const { code } = await run(world.answering, 'carrier', 'read', at, '--as', 'Example-C', '--json')
    assert.equal(code, 0)
    assert.equal((await newestTrustList(world.answering.node.node.db, 'VN'))?.digest, own?.digest)
    await rm(at, { recursive: true })
  })
})
