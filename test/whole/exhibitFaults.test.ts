import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { type Announcement, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { agreed, draft, opened } from '../support/talk.ts'
import { until } from '../support/world.ts'
import { run } from '../cli/commandLine.ts'

const dayMs = 86_400_000

describe('a file that cannot come', () => {
  const begun = new Date()
  let world: ClockedWorld
  let request: string
  before(async () => {
    world = await clockedStates(begun)
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const content = randomBytes(9_000_000)
  const taken = async (): Promise<Announcement> => {
    const order = { name: 'phone.bin', person: 'Example-A', authority: 'vn.spp' }
    const done = await takeInExhibit(world.asking.node.node, Readable.from([content]), order)
    assert.ok(done.ok)
    return done.announcement
  }
  const handOver = async ({ name, mediaType, bytes, sha256, sha512, sealed }: Announcement) => {
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    const sent = await world.asking.node.send(draft(world, world.asking, request, 'supplement', { exhibits }))
    assert.ok(sent.ok, JSON.stringify(sent))
  }
  const stands = async (
    { deposit }: Announcement,
    status: string,
    refusal: string | null,
    withinMs = 30_000,
  ) =>
    await until(
      `the file is ${status}`,
      async () => {
        const row = await findDeposit(world.answering.node.node.db, deposit)
        return row?.status === status && row.refusal === refusal
      },
      withinMs,
    )
  const comesWhole = async (announcement: Announcement) => {
    // Nobody waits half a minute for the next attempt: a start looks at once.
    await world.answering.restart()
    await stands(announcement, 'whole', null)
    const target = join(world.answering.config.dataFolder, announcement.deposit)
    const reader = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
    assert.ok((await saveExhibit(world.answering.node.node, announcement.deposit, target, reader)).ok)
    const digest = createHash('sha256')
      .update(await readFile(target))
      .digest('hex')
    assert.equal(digest, announcement.sha256)
  }
  const listed = async ({ deposit }: Announcement) => {
    const { out } = await run(world.answering, 'exhibit', 'list', '--as', 'Example-C')
    return out.split('\n').find((line) => line.startsWith(deposit)) ?? ''
  }

  it('because the disk is full, waits and says so, and comes when there is room', async () => {
    const announcement = await taken()
    const folder = join(world.answering.config.dataFolder, 'exhibits', 'partial')
    await mkdir(folder, { recursive: true })
    // Whatever is written there, the system answers that no space is left.
    await symlink('/dev/full', join(folder, announcement.deposit))
    await handOver(announcement)
    await stands(announcement, 'fetching', 'EXHIBIT_NO_SPACE')
    assert.match(
      await listed(announcement),
      /fetching .*\(EXHIBIT_NO_SPACE: The disk of this node has no room for it\./,
    )
    await rm(join(folder, announcement.deposit))
    await comesWhole(announcement)
  })

  it('because the disk has no room for all that is announced, is not begun, says so, and comes when there is', async () => {
    const announcement = await taken()
    const { exhibits } = world.answering.node.node
    // Room for what must stay free, and for the file but for its last byte.
    const { spareBytes } = exchangeLimits.exhibits
    exhibits.freeBytes = () => Promise.resolve(spareBytes + announcement.sealed.bytes - 1)
    const asked = world.asking.link.fileRanges.length
    await handOver(announcement)
    await stands(announcement, 'fetching', 'EXHIBIT_NO_SPACE')
    assert.match(await listed(announcement), /fetching .*\(EXHIBIT_NO_SPACE: /)
    assert.equal(world.asking.link.fileRanges.length, asked)
    assert.equal(await exhibits.partialBytes(announcement.deposit), 0)
    // The node that starts looks at the disk as it is.
    await comesWhole(announcement)
    assert.ok(world.asking.link.fileRanges.length > asked)
  })

  it('because the own disk fails, says that it is the own disk, and comes when it has recovered', async () => {
    const announcement = await taken()
    const folder = join(world.answering.config.dataFolder, 'exhibits', 'partial')
    await mkdir(folder, { recursive: true })
    // Whatever is read there, the system answers that the device fails.
    await symlink('/proc/self/mem', join(folder, announcement.deposit))
    await handOver(announcement)
    await stands(announcement, 'fetching', 'EXHIBIT_STORE_UNAVAILABLE')
    assert.match(
      await listed(announcement),
      /fetching .*\(EXHIBIT_STORE_UNAVAILABLE: The place where this node keeps files cannot be used\./,
    )
    await rm(join(folder, announcement.deposit))
    await comesWhole(announcement)
  })

  it('because the peer says nothing any more in the middle of it, goes on with another connection', async () => {
    const announcement = await taken()
    world.asking.link.stallAfter = 1_000_000
    await handOver(announcement)
    await until('it is stalled', () => Promise.resolve(world.asking.link.stallAfter === null))
    await stands(announcement, 'whole', null, 60_000)
  })

  it('because the peer is gone for three days, waits for it, and comes when it is back', async () => {
    const announcement = await taken()
    world.asking.link.fileRanges = []
    world.asking.link.cutAfter = (bytes) => Math.floor(bytes / 3)
    await handOver(announcement)
    await until('some of it is here', () => Promise.resolve(world.asking.link.fileRanges.length > 8))
    world.asking.link.up = false
    world.asking.link.cutAfter = null
    await stands(announcement, 'fetching', 'NODE_UNAVAILABLE', 90_000)
    await world.setClock(new Date(begun.getTime() + 3 * dayMs))
    const { fileBytes } = world.asking.link
    world.asking.link.up = true
    await comesWhole(announcement)
    assert.ok(
      world.asking.link.fileBytes - fileBytes < announcement.sealed.bytes,
      'what had come is not fetched again',
    )
  })

  it('because one of the two clocks is wrong, says so', async () => {
    const announcement = await taken()
    world.asking.link.otherClock = new Date(Date.now() + 7_200_000)
    await handOver(announcement)
    await stands(announcement, 'fetching', 'CLOCK_DIFFERS', 90_000)
    assert.match(await listed(announcement), /CLOCK_DIFFERS/)
    world.asking.link.otherClock = null
    await comesWhole(announcement)
  })
})
