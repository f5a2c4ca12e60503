import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { filesIn, framesOf, severalBytesMax } from '../../../src/exchange/exhibits/several.ts'
import { ruleExhibits } from '../../../src/exchange/exhibits/rule.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { exhibitNamesMediaType } from '../../../src/exchange/post.ts'
import { sealedChunkBytes } from '../../../src/exhibit/chunkedEncryption.ts'
import { openRule } from '../../../src/exhibit/transferRule.ts'
import { paths } from '../../../src/web/paths.ts'
import { placeOf, stands, takenIn } from '../../support/files.ts'
import { draft, opened, postSigned } from '../../support/talk.ts'
import { type World, type WorldState, twoStates } from '../../support/world.ts'

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield Buffer.from(bytes.subarray(at, at + length))
  await Promise.resolve()
}

describe('small files in one body', () => {
  const files = [randomBytes(300), null, randomBytes(1), randomBytes(severalBytesMax)]
  const body = framesOf(files)

  it('are read as they were written, however they come', async () => {
    for (const length of [1, 7, 1_000, body.length])
      assert.deepEqual(await filesIn(pieces(body, length), files.length), files)
  })

  it('that are cut off anywhere leave those that had come whole', async () => {
    for (const kept of [0, 3, 4, 303, 304, 307, 308, 312, 313, 400, body.length - 1]) {
      const read = await filesIn(pieces(body.subarray(0, kept), 100), files.length)
      let end = 0
      const whole = files.map((file) => (end += 4 + (file?.length ?? 0)) <= kept)
      assert.deepEqual(
        read,
        files.map((file, place) => (whole[place] === true ? file : null)),
        `${kept} bytes`,
      )
    }
  })

  it('are no more, and none is longer, than was asked for', async () => {
    const long = Buffer.alloc(4)
    long.writeUInt32BE(severalBytesMax + 1)
    const hostile = Buffer.concat([framesOf([randomBytes(5)]), long, Buffer.alloc(severalBytesMax + 1)])
    const [first, second] = await filesIn(pieces(hostile, 10_000), 2)
    assert.equal(first?.length, 5)
    assert.equal(second, null)
    assert.equal((await filesIn(pieces(body, 10_000), 1)).length, 1)
  })
})

describe('small files that are handed over together', () => {
  let world: World
  beforeEach(async () => {
    world = await twoStates()
  })
  afterEach(() => world.close())

  const taken = async (count: number, bytes: (place: number) => number): Promise<Announcement[]> => {
    const all: Announcement[] = []
    for (let place = 0; place < count; place += 1)
      all.push(await takenIn(world, world.asking, randomBytes(bytes(place))))
    return all
  }
  const handOver = async (request: string, files: readonly Announcement[]): Promise<void> => {
    const exhibits = files.map(({ name, mediaType, bytes, sha256, sha512, sealed }, place) => {
      return { id: `E${place + 1}`, name, mediaType, bytes, sha256, sha512, sealed }
    })
    const message = draft(world, world.asking, request, 'supplement', { exhibits })
    assert.ok((await world.asking.node.send(message)).ok)
  }
  const allWhole = async (files: readonly Announcement[]): Promise<void> => {
    for (const { deposit } of files) await stands(world.answering, deposit, 'whole')
    for (const file of files)
      assert.deepEqual(
        await readFile(placeOf(world.answering, file)),
        await readFile(placeOf(world.asking, file)),
      )
  }
  const posted = async (names: readonly string[], to: WorldState, by: WorldState): Promise<Response> =>
    await postSigned(to, by, paths.exhibits, exhibitNamesMediaType, names.join('\n'))

  it('come together, and larger ones beside them alone', async () => {
    const files = await taken(40, (place) => (place === 20 ? 100_000 : 1 + place * 400))
    const request = await opened(world)
    const { link } = world.asking
    await handOver(request, files)
    await allWhole(files)
    assert.equal(
      link.severalAsked.reduce((sum, count) => sum + count, 0),
      39,
    )
    assert.ok(link.severalAsked.length < 20, `${link.severalAsked.length} questions for 39 files`)
    assert.ok(link.fileRanges.length > 0)
  })

  it('come whole over a line that is cut, and of no cut more than a chunk is fetched twice', async () => {
    const files = await taken(30, () => 5_000)
    const request = await opened(world)
    const { link } = world.asking
    let cuts = 0
    link.cutSeveralAfter = (bytes) => {
      cuts += 1
      return randomInt(bytes)
    }
    await handOver(request, files)
    await allWhole(files)
    assert.ok(cuts > 0)
    const bytes = files.reduce((sum, { sealed }) => sum + sealed.bytes, 0)
    assert.ok(link.fileBytes <= bytes + cuts * sealedChunkBytes + files.length * 4)
  })

  it('come one by one where the peer gives none together, or gives them at a rate', async () => {
    const files = await taken(5, () => 2_000)
    const admin = { person: 'Example-Admin', authority: 'vn.spp' }
    const slow = { ...openRule, bytesPerSecond: 1_000_000 }
    assert.ok((await ruleExhibits(world.asking.node.node, 'QA', slow, admin)).ok)
    const request = await opened(world)
    const { link } = world.asking
    await handOver(request, files)
    await allWhole(files)
    assert.equal(link.fileRanges.length, 5)
  })

  it('attack 54: are given to no State to which no message gave them', async () => {
    const [file, unsent] = await taken(2, () => 1_000)
    assert.ok(file !== undefined && unsent !== undefined)
    const request = await opened(world)
    await handOver(request, [file])
    await allWhole([file])
    const names = [unsent.sealed.sha256, file.sealed.sha256, 'a'.repeat(64)]
    const answer = await posted(names, world.asking, world.answering)
    assert.equal(answer.status, 200)
    const given = await filesIn(pieces(Buffer.from(await answer.arrayBuffer()), 100), 3)
    assert.deepEqual(
      given.map((one) => one?.length ?? null),
      [null, file.sealed.bytes, null],
    )
    // What QA has of VN is not given back to VN either.
    const back = await posted(names, world.answering, world.asking)
    assert.deepEqual(Buffer.from(await back.arrayBuffer()), Buffer.alloc(12))
    const stranger = {
      method: 'POST',
      headers: { 'content-type': exhibitNamesMediaType },
      body: names.join('\n'),
    }
    assert.equal((await fetch(world.asking.node.url + paths.exhibits, stranger)).status, 401)
  })

  it('are no more than may be asked for at once, each by its name', async () => {
    const name = 'a'.repeat(64)
    const { itemsMax } = exchangeLimits.exhibits.several
    const statuses: number[] = []
    for (const names of [[], ['x'], [name.toUpperCase()], Array<string>(itemsMax).fill(name)])
      statuses.push((await posted(names, world.asking, world.answering)).status)
    assert.deepEqual(statuses, [400, 400, 400, 200])
    assert.ok(
      (await posted(Array<string>(itemsMax + 1).fill(name), world.asking, world.answering)).status >= 400,
    )
  })
})
