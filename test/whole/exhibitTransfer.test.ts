import assert from 'node:assert/strict'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { sealedChunkBytes } from '../../src/exhibit/chunkedEncryption.ts'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { type Announcement, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { checkSealed } from '../../src/exchange/custody/checkSealed.ts'
import { readCustody } from '../../src/exchange/custody/readCustody.ts'
import { jwsPayload } from '../../src/exchange/stored.ts'
import type { ExhibitReport } from '../../src/message/generated/types.ts'
import { AnsweredOtherwise } from '../../src/exchange/callFailures.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { agreed, delivered, draft, logOf, opened, say } from '../support/talk.ts'
import { placeOf, reported } from '../support/files.ts'
import { onServer } from '../support/server.ts'
import { run } from '../cli/commandLine.ts'
import { verified } from '../support/twoSides.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a file that a message hands over', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const takenBy = async (at: WorldState, bytes: Buffer, name = 'phone.bin'): Promise<Announcement> => {
    const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
    const order = { name, person: 'Example-A', authority }
    const taken = await takeInExhibit(at.node.node, Readable.from([bytes]), order)
    assert.ok(taken.ok, JSON.stringify(taken))
    return taken.announcement
  }
  const exhibitOf = ({ name, mediaType, bytes, sha256, sha512, sealed }: Announcement, id = 'E1') => {
    return { id, name, mediaType, bytes, sha256, sha512, sealed }
  }
  const handOver = async (announcement: Announcement, change: object = {}) => {
    const exhibits = [{ ...exhibitOf(announcement), ...change }]
    return await world.asking.node.send(draft(world, world.asking, request, 'supplement', { exhibits }))
  }
  const depositAt = async (at: WorldState, deposit: string) => await findDeposit(at.node.node.db, deposit)
  const settled = async (deposit: string, status: string): Promise<void> =>
    await until(`the file is ${status}`, async () => {
      return (await depositAt(world.answering, deposit))?.status === status
    })
  /** What of a sealed file the asking side has set aside. */
  const setAside = async (sha256: string): Promise<readonly string[]> => {
    const folder = join(world.asking.config.dataFolder, 'exhibits', 'damaged')
    return (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(sha256))
  }
  const savedAt = async (at: WorldState, deposit: string): Promise<Buffer> => {
    const target = join(at.config.dataFolder, `saved-${randomBytes(8).toString('hex')}`)
    const order = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
    const saved = await saveExhibit(at.node.node, deposit, target, order)
    assert.ok(saved.ok, JSON.stringify(saved))
    return await readFile(target)
  }

  for (const bytes of [0, 1, 16_384, 5_000_000])
    it(`comes to the other State whole and opens there, of ${bytes} bytes`, async () => {
      const content = randomBytes(bytes)
      const announcement = await takenBy(world.asking, content)
      const outcome = await handOver(announcement)
      assert.ok(outcome.ok, JSON.stringify(outcome))
      await settled(announcement.deposit, 'whole')
      assert.ok((await savedAt(world.answering, announcement.deposit)).equals(content))
      const log = await logOf(world.answering.node.node.db)
      const received = log.findLast(({ evt }) => evt === 'exhibit.received')
      assert.deepEqual([received?.digest, received?.peer], [announcement.sealed.sha256, 'VN'])
      assert.ok(received?.record !== undefined, 'it stands in the record')
    })

  it('is handed over on the command line by its deposit, and listed there as far as it has come', async () => {
    const announcement = await takenBy(world.asking, randomBytes(2_000))
    const { deposit } = announcement
    const act = ['act', request, 'supplement', '--officer', 'Example-A', '--approver', 'Example-B', '--json']
    const words = [...act, '--set', 'text=One more file.']
    const sent = await run(world.asking, ...words, '--hand-over', `E1=${deposit}`)
    assert.equal(sent.code, 0, sent.beside)
    await settled(deposit, 'whole')
    const { json } = await run(world.answering, 'exhibit', 'list', '--as', 'Example-C', '--json')
    const listed = (json.exhibits as { deposit: string; status: string; state: string }[])[0]
    assert.deepEqual([listed?.deposit, listed?.status, listed?.state], [deposit, 'whole', 'VN'])
    const unknown = await run(
      world.asking,
      ...words,
      '--hand-over',
      'E1=5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10',
    )
    assert.deepEqual([unknown.code, unknown.json.code], [65, 'EXHIBIT_UNKNOWN'])
    for (const wrong of [deposit, `E1=${deposit}=`, `=${deposit}`])
      assert.equal((await run(world.asking, ...words, '--hand-over', wrong)).code, 64, wrong)
    const foreign = await run(world.answering, ...words, '--hand-over', `E1=${deposit}`)
    assert.equal(
      foreign.json.code,
      'EXHIBIT_UNKNOWN',
      'what another State gave is not handed on as if it were ours',
    )
  })

  it('is handed over again in another message without being fetched again', async () => {
    const announcement = await takenBy(world.asking, randomBytes(100))
    assert.ok((await handOver(announcement)).ok)
    await settled(announcement.deposit, 'whole')
    assert.ok((await handOver(announcement)).ok)
    await until('both links are there', async () => {
      const links = await world.answering.node.node.db
        .selectFrom('exhibit_link')
        .select('message')
        .where('deposit', '=', announcement.deposit)
        .execute()
      return links.length === 2
    })
    const log = await logOf(world.answering.node.node.db)
    const received = log.filter(({ digest }) => digest === announcement.sealed.sha256)
    assert.deepEqual(
      received.map(({ evt }) => evt),
      ['exhibit.received'],
    )
  })

  it('attack 37: is announced only as the node has it', async () => {
    const announcement = await takenBy(world.asking, randomBytes(100))
    const other = await takenBy(world.asking, randomBytes(100))
    const { sealed } = announcement
    for (const change of [
      { bytes: 101 },
      { sha256: other.sha256 },
      { sha512: other.sha512 },
      { sealed: { ...sealed, key: other.sealed.key } },
      { sealed: { ...sealed, sha256: other.sealed.sha256 } },
      { sealed: { ...sealed, bytes: sealed.bytes + 1 } },
      { sealed: { ...sealed, deposit: '5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10' } },
    ]) {
      const outcome = await handOver(announcement, change)
      assert.deepEqual(
        [outcome.ok, outcome.ok ? '' : outcome.code, outcome.ok ? '' : outcome.pointer],
        [false, 'EXHIBIT_UNKNOWN', '/exhibits/0/sealed'],
        JSON.stringify(change),
      )
    }
  })

  it('waits while its giver does not have it any more, with the reason, and comes when it is back', async () => {
    const { exhibits } = world.asking.node.node
    const announcement = await takenBy(world.asking, randomBytes(300_000))
    const { sha256 } = announcement.sealed
    const place = join(world.asking.config.dataFolder, 'exhibits', sha256.slice(0, 2), sha256)
    const sealed = await readFile(place)
    await exhibits.remove(sha256)
    assert.ok((await handOver(announcement)).ok)
    await until('the reason is told', async () => {
      const row = await depositAt(world.answering, announcement.deposit)
      return row?.refusal === 'EXHIBIT_UNKNOWN' && row.status === 'fetching'
    })
    await until('its giver has found out', async () => {
      const row = await depositAt(world.asking, announcement.deposit)
      return row?.status === 'damaged'
    })
    await writeFile(place, sealed, { mode: 0o600 })
    assert.deepEqual(await setAside(sha256), [], 'of what was not there nothing is set aside')
    const checked = await checkSealed(world.asking.node.node, announcement.deposit)
    assert.equal(checked.ok && checked.status, 'whole')
    // Nobody waits half a minute for the next attempt: a start looks at once.
    await world.answering.restart()
    await settled(announcement.deposit, 'whole')
  })

  it('that was changed where it lies is set aside, and shown to nobody', async () => {
    const announcement = await takenBy(world.asking, randomBytes(300_000))
    const { sha256 } = announcement.sealed
    const place = join(world.asking.config.dataFolder, 'exhibits', sha256.slice(0, 2), sha256)
    const sealed = await readFile(place)
    sealed[150_000] = (sealed[150_000] ?? 0) ^ 1
    await writeFile(place, sealed)
    assert.ok((await handOver(announcement)).ok)
    await settled(announcement.deposit, 'damaged')
    const { node } = world.answering.node
    const order = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
    const target = join(world.answering.config.dataFolder, 'damaged')
    const saved = await saveExhibit(node, announcement.deposit, target, order)
    assert.equal(saved.ok ? '' : saved.code, 'EXHIBIT_DAMAGED')
    await assert.rejects(readFile(target), { code: 'ENOENT' })
    const entry = (await logOf(node.db)).findLast(({ evt }) => evt === 'exhibit.damaged')
    assert.deepEqual([entry?.digest, entry?.code], [sha256, 'EXHIBIT_DAMAGED'])
  })

  /** Changes what the giver believes of its own file, so that it signs what is not so. */
  const lie = async (
    deposit: string,
    what: { readonly sha256: Buffer } | { readonly sha512: Buffer } | { readonly bytes: number },
  ) =>
    await onServer(world.asking.database.url, async (client) => {
      const [[column, value] = ['', null]] = Object.entries(what)
      await client.query(`update exhibit_deposit set ${column} = $1 where id = $2`, [value, deposit])
    })

  it('attack 37: whose hash is another than the one that was signed is set aside', async () => {
    const announcement = await takenBy(world.asking, randomBytes(1_000))
    const sha256 = randomBytes(32)
    await lie(announcement.deposit, { sha256 })
    assert.ok((await handOver(announcement, { sha256: sha256.toString('hex') })).ok)
    await settled(announcement.deposit, 'damaged')
    // Both States are told which hash was computed, signed, and custody has it beside the announced one.
    const told = ['contentHandoverFailure damaged', 'own storageCheck whole']
    const [report] = await reported(world.asking, announcement.deposit, told)
    const computed = (jwsPayload(report?.report ?? '') as ExhibitReport).sha256
    assert.equal(computed, announcement.sha256)
    const reader = { person: 'Example-C', role: 'officer', authority: 'qa.pp' }
    const read = await readCustody(world.answering.node.node, announcement.deposit, reader)
    const differing = read.ok && read.findings.filter(({ what }) => what === 'hashDiffers')
    assert.deepEqual(differing && differing.map(({ value }) => value), [announcement.sha256])
  })

  it('attack 37: whose second hash is another than the one that was signed is set aside, however it comes', async () => {
    // With others; alone, read in this thread; alone, read in a thread of its own.
    for (const bytes of [1_000, 300_000, 3_000_000]) {
      const announcement = await takenBy(world.asking, randomBytes(bytes))
      const sha512 = randomBytes(64)
      await lie(announcement.deposit, { sha512 })
      assert.ok((await handOver(announcement, { sha512: sha512.toString('hex') })).ok)
      await settled(announcement.deposit, 'damaged')
      const { refusal } = (await depositAt(world.answering, announcement.deposit)) ?? {}
      assert.equal(refusal, 'EXHIBIT_DAMAGED', `${bytes} bytes`)
      const { dataFolder } = world.answering.config
      await stat(join(dataFolder, 'exhibits', 'partial', `${announcement.deposit}.damaged`))
      await assert.rejects(stat(placeOf(world.answering, announcement)), { code: 'ENOENT' })
    }
  })

  it('attack 37: that lies here already and has another second hash than was signed is fetched, and set aside', async () => {
    const announcement = await takenBy(world.asking, randomBytes(300_000))
    const sha512 = randomBytes(64)
    await lie(announcement.deposit, { sha512 })
    await mkdir(dirname(placeOf(world.answering, announcement)), { recursive: true })
    await copyFile(placeOf(world.asking, announcement), placeOf(world.answering, announcement))
    assert.ok((await handOver(announcement, { sha512: sha512.toString('hex') })).ok)
    await settled(announcement.deposit, 'damaged')
    assert.equal((await depositAt(world.answering, announcement.deposit))?.refusal, 'EXHIBIT_DAMAGED')
  })

  it('attack 37: whose size is another than the one that was signed is not fetched', async () => {
    const announcement = await takenBy(world.asking, randomBytes(1_000))
    await lie(announcement.deposit, { bytes: 999 })
    const before = world.asking.link.fileBytes
    assert.ok((await handOver(announcement, { bytes: 999 })).ok)
    await settled(announcement.deposit, 'damaged')
    assert.equal((await depositAt(world.answering, announcement.deposit))?.refusal, 'EXHIBIT_TRUNCATED')
    assert.equal(world.asking.link.fileBytes, before)
  })

  it('attack 54: is given to no State to which no message gave it', async () => {
    const announcement = await takenBy(world.asking, randomBytes(1_000))
    assert.ok((await handOver(announcement)).ok)
    await settled(announcement.deposit, 'whole')
    const unsent = await takenBy(world.asking, randomBytes(1_000))
    const part = { start: 0, end: 56 }
    const ask = async (by: WorldState, of: WorldState, { sealed }: Announcement) =>
      await by.node.courier.fetchRange(of.link.url, sealed.sha256, part, AbortSignal.timeout(10_000))
    assert.ok(await ask(world.answering, world.asking, announcement))
    // What QA has of VN is not given back to VN either: no message gave it to VN.
    await assert.rejects(ask(world.asking, world.answering, announcement), AnsweredOtherwise)
    await assert.rejects(ask(world.answering, world.asking, unsent), AnsweredOtherwise)
  })

  it('is not gone at its giver because something before it says so that has not signed it', async () => {
    const announcement = await takenBy(world.asking, randomBytes(1_000))
    const { sealed } = announcement
    const proxy = createServer((_request, response) => response.writeHead(404).end('Nothing is here')).listen(
      0,
    )
    try {
      const { port } = proxy.address() as AddressInfo
      const part = { start: 0, end: 56 }
      const { courier } = world.answering.node
      await assert.rejects(
        courier.fetchRange(`http://127.0.0.1:${port}`, sealed.sha256, part, AbortSignal.timeout(10_000)),
        (reason: unknown) =>
          !(reason instanceof AnsweredOtherwise) && String(reason).startsWith('Error: 404'),
      )
    } finally {
      proxy.close()
    }
  })

  it('goes on where it was after the end of either process', async () => {
    const content = randomBytes(12_000_000)
    const announcement = await takenBy(world.asking, content)
    const { sealed } = announcement
    // What had come before: the first half, of which a part was never written.
    const place = join(world.asking.config.dataFolder, 'exhibits', sealed.sha256.slice(0, 2), sealed.sha256)
    const half = (await readFile(place)).subarray(0, 6_000_000)
    half.fill(0, 1_000_000, 2_000_000)
    await world.answering.node.close()
    const partial = await (
      await import('../../src/store/exhibits/partialFile.ts')
    ).openPartialFile(
      join(world.answering.config.dataFolder, 'exhibits'),
      { thread: '', keep: () => Promise.reject(new Error('nothing is kept here')) },
      announcement.deposit,
    )
    await partial.write(0, [half])
    await partial.close()
    assert.ok((await handOver(announcement)).ok)
    await world.answering.restart()
    await settled(announcement.deposit, 'whole')
    assert.equal(digestOf(await savedAt(world.answering, announcement.deposit)), digestOf(content))
  })

  it('that lies here whole already is not fetched again: what a process has kept and not noted, counts', async () => {
    const announcement = await takenBy(world.asking, randomBytes(3_000_000))
    const { sha256 } = announcement.sealed
    const placeAt = ({ config }: WorldState) =>
      join(config.dataFolder, 'exhibits', sha256.slice(0, 2), sha256)
    await mkdir(dirname(placeAt(world.answering)), { recursive: true })
    await copyFile(placeAt(world.asking), placeAt(world.answering))
    const { fileBytes } = world.asking.link
    assert.ok((await handOver(announcement)).ok)
    await settled(announcement.deposit, 'whole')
    assert.equal(world.asking.link.fileBytes, fileBytes)
    // Another one that only has the name is fetched.
    const other = await takenBy(world.asking, randomBytes(3_000_000))
    const place = join(
      world.answering.config.dataFolder,
      'exhibits',
      other.sealed.sha256.slice(0, 2),
      other.sealed.sha256,
    )
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, randomBytes(other.sealed.bytes))
    assert.ok((await handOver(other)).ok)
    await settled(other.deposit, 'whole')
    assert.ok(world.asking.link.fileBytes - fileBytes >= other.sealed.bytes)
    assert.equal(digestOf(await readFile(place)), other.sealed.sha256)
  })

  it('comes whole over a line that is cut at fifty places all over it, and of no cut more than a chunk is fetched twice (pain point 10)', async () => {
    const cuts = 50
    const content = randomBytes(30_000_000)
    const announcement = await takenBy(world.asking, content)
    const { bytes } = announcement.sealed
    const { link } = world.asking
    // One place in each fiftieth of the file, anywhere in it: the answer that crosses it is cut there, others pass.
    const seed = randomInt(2 ** 31)
    const within = fc.sample(fc.noBias(fc.nat(Math.floor(bytes / cuts) - 1)), { seed, numRuns: cuts })
    const places = within.map((at, number) => Math.floor((number * bytes) / cuts) + at)
    const wanted = new Set(places)
    const cut: { readonly place: number; readonly asked: number }[] = []
    const before = link.fileBytes
    link.cutAfter = (length, start) => {
      const place = places.find((one) => wanted.has(one) && one >= start && one < start + length)
      if (place === undefined) return null
      wanted.delete(place)
      cut.push({ place, asked: link.filesAsked })
      return place - start
    }
    assert.ok((await handOver(announcement)).ok)
    await settled(announcement.deposit, 'whole')
    link.cutAfter = null
    const told = `seed ${seed}: ${JSON.stringify(cut)}`
    assert.deepEqual(
      cut.map(({ place }) => place).sort((one, other) => one - other),
      places,
      told,
    )
    const several = cut.filter(({ asked }) => asked > 1)
    assert.ok(several.length > 0, `none with several ranges on the way, ${told}`)
    const twice = link.fileBytes - before - bytes
    assert.ok(twice <= cuts * sealedChunkBytes, `${twice} bytes came twice, ${told}`)
    assert.equal(digestOf(await savedAt(world.answering, announcement.deposit)), digestOf(content))
  })

  it('opens nowhere in a State that has erased the records in which it was handed over', async () => {
    const gone = await opened(world)
    await agreed(world, gone, 1)
    const [alone, shared] = [
      await takenBy(world.asking, randomBytes(1_000)),
      await takenBy(world.asking, randomBytes(1_000)),
    ]
    const both = [exhibitOf(alone, 'E1'), exhibitOf(shared, 'E2')]
    await say(world, world.asking, gone, 'supplement', { exhibits: both })
    assert.ok((await handOver(shared)).ok)
    for (const { deposit } of [alone, shared]) await settled(deposit, 'whole')
    await say(world, world.asking, gone, 'withdraw')
    await agreed(world, gone, 3)
    await delivered(world.asking)
    const order = ['--ground', 'an order', '--court-order', '--as', 'Example-C', '--approved-by', 'Example-D']
    const erased = await run(world.answering, 'erase', gone, ...order, '--json')
    assert.equal(erased.code, 0, erased.beside)
    const row = await depositAt(world.answering, alone.deposit)
    assert.deepEqual([row?.status, row?.file_key], ['erased', null])
    assert.equal((await depositAt(world.answering, shared.deposit))?.status, 'whole')
    const { node } = world.answering.node
    const order2 = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
    const saved = await saveExhibit(
      node,
      alone.deposit,
      join(world.answering.config.dataFolder, 'gone'),
      order2,
    )
    assert.equal(saved.ok ? '' : saved.code, 'EXHIBIT_ERASED')
    assert.equal(
      (await depositAt(world.asking, alone.deposit))?.status,
      'whole',
      'the other side erases by itself',
    )
  })

  it('leaves both bundles good but for what was erased, and for the hash that a message said wrongly', async () => {
    await say(world, world.answering, request, 'acknowledgement')
    const { findings } = await verified(world)
    const worse = findings.filter(({ severity }) => severity !== 'incomplete')
    const lies = /^it says another SHA-256 of a file than entry \d+ of the log, where it was taken in$/
    assert.ok(worse.length > 0 && worse.every(({ what }) => lies.test(what)), JSON.stringify(worse))
    assert.ok(findings.length > worse.length, 'something was erased')
    await rm(join(world.asking.config.dataFolder, 'exhibits'), { recursive: true })
  })
})
