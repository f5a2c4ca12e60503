import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type ExhibitFetcher, exhibitFetcher } from '../../../src/exchange/exhibits/fetchWanted.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import type { Courier } from '../../../src/exchange/post.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { handedOver, placeOf, takenIn } from '../../support/files.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

describe('a file that two processes of a node fetch', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
  })
  after(() => world.close())

  /** A file that its giver does not have at the moment, so that the node itself waits with it; its sealed bytes. */
  const missing = async (): Promise<{ readonly file: Announcement; readonly sealed: Buffer }> => {
    const file = await takenIn(world, world.asking, randomBytes(3_000_000))
    const sealed = await readFile(placeOf(world.asking, file))
    await rm(placeOf(world.asking, file))
    await handedOver(world, request, file)
    await until('the node waits with it', async () => (await stateOf(file)).refusal === 'EXHIBIT_UNKNOWN')
    return { file, sealed }
  }
  const stateOf = async ({ deposit }: Announcement) => {
    const row = await findDeposit(world.answering.node.node.db, deposit)
    return { status: row?.status, refusal: row?.refusal }
  }
  const partials = () => readdir(join(world.answering.config.dataFolder, 'exhibits', 'partial'))

  /** A peer that gives this, and stops after so many bytes until it is let go on; how many it has given. */
  const giverOf = (bytes: Buffer, stopsAfter = Infinity) => {
    const pieceBytes = 50_000
    let goOn = (): void => undefined
    const free = new Promise<void>((resolve) => (goOn = resolve))
    const told = { bytes: 0, goOn: () => goOn() }
    async function* range(start: number, end: number): AsyncGenerator<Buffer> {
      for (let at = start; at < end; at += pieceBytes) {
        if (told.bytes >= stopsAfter) await free
        const piece = Buffer.from(bytes.subarray(at, Math.min(end, at + pieceBytes)))
        told.bytes += piece.length
        yield piece
      }
    }
    const courier: Pick<Courier, 'fetchRange' | 'fetchSeveral'> = {
      fetchRange: (_url, _sha256, { start, end }) => Promise.resolve(range(start, end)),
      fetchSeveral: () => Promise.reject(new Error('none together')),
    }
    return { courier, told }
  }
  const fetcherOf = (
    { courier }: Pick<ReturnType<typeof giverOf>, 'courier'>,
    isAlone: () => boolean,
  ): ExhibitFetcher => {
    const tickMs = (): number => performance.now()
    return exhibitFetcher(world.answering.node.node, courier, { tickMs, roundMs: 20, isAlone })
  }

  it('is left by the one whose lease has gone, which says nothing of it, and gone on with by the next', async () => {
    const { file, sealed } = await missing()
    let isAlone = true
    const giver = giverOf(sealed, 1_000_000)
    const fetcher = fetcherOf(giver, () => isAlone)
    await fetcher.round()
    await until('some of it has come', () => Promise.resolve(giver.told.bytes >= 1_000_000))
    await wait(100)
    isAlone = false
    giver.told.goOn()
    await fetcher.idle()
    assert.ok(giver.told.bytes < 1_500_000, `${giver.told.bytes} bytes`)
    assert.deepEqual(await stateOf(file), { status: 'fetching', refusal: 'EXHIBIT_UNKNOWN' })
    assert.deepEqual(await partials(), [file.deposit])

    const next = giverOf(sealed)
    const following = fetcherOf(next, () => true)
    await following.round()
    await following.idle()
    assert.equal((await stateOf(file)).status, 'whole')
    assert.ok(next.told.bytes < sealed.length - 500_000, `${next.told.bytes} bytes came once more`)
    assert.ok((await readFile(placeOf(world.answering, file))).equals(sealed))
  })

  it('is kept by the one that took it last, and the other writes nothing into what is kept', async () => {
    const { file, sealed } = await missing()
    // It believes to be alone still, and what comes to it now is something else.
    const late = giverOf(Buffer.concat([sealed.subarray(0, 1_000_000), randomBytes(sealed.length)]), 900_000)
    const first = fetcherOf(late, () => true)
    await first.round()
    await until('some of it has come', () => Promise.resolve(late.told.bytes >= 900_000))
    const second = fetcherOf(giverOf(sealed), () => true)
    await second.round()
    await second.idle()
    assert.equal((await stateOf(file)).status, 'whole')
    late.told.goOn()
    await first.idle()
    assert.ok((await readFile(placeOf(world.answering, file))).equals(sealed))
    assert.deepEqual(await stateOf(file), { status: 'whole', refusal: null })
    assert.deepEqual(await partials(), [])
  })
})
