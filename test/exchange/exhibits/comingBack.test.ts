import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { saveExhibit } from '../../../src/exchange/exhibits/save.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { linksOfDeposit } from '../../../src/store/exhibits/handedOver.ts'
import { run } from '../../cli/commandLine.ts'
import { type Backup, backUp, start } from '../../support/backup.ts'
import { handedOver, placeOf, stands, takenIn } from '../../support/files.ts'
import { agreed, delivered, opened, receipted, say } from '../../support/talk.ts'
import { assertGood, onNextLog } from '../../support/twoSides.ts'
import { type World, type WorldState, heard, twoStates } from '../../support/world.ts'

describe('what a peer hands back of a record with files', () => {
  let world: World
  let backup: Backup | undefined
  before(async () => {
    world = await twoStates()
  })
  after(async () => {
    await world.close()
    await backup?.remove()
  })

  const rowOf = async (at: WorldState, { deposit }: Announcement) =>
    await findDeposit(at.node.node.db, deposit)
  const savedBy = async (at: WorldState, { deposit }: Announcement): Promise<Buffer> => {
    const target = join(at.config.dataFolder, `saved-${randomBytes(8).toString('hex')}`)
    const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
    const saved = await saveExhibit(at.node.node, deposit, target, {
      ...{ person: 'Example-A', authority, reason: 'to look at it' },
    })
    assert.ok(saved.ok, JSON.stringify(saved))
    return await readFile(target)
  }
  /** Which messages hand it over, as this State knows. */
  const linksAt = async (at: WorldState, { deposit }: Announcement): Promise<string[]> =>
    (await linksOfDeposit(at.node.node.db, deposit)).map(({ message }) => message)

  it('comes with its files: those of the peer are fetched again, own ones are handed over again, and erasing destroys all keys', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const [early, late, gone, theirs] = [1, 2, 3, 4].map(() => randomBytes(40_000))
    assert.ok(early !== undefined && late !== undefined && gone !== undefined && theirs !== undefined)
    const files = { early: await takenIn(world, asking, early) }
    await delivered(asking)
    backup = await backUp(asking)
    // What the backup will not have: a file from the other side, and three that are handed over to it.
    const given = await takenIn(world, answering, theirs)
    const { name, mediaType, bytes, sha256, sha512, sealed } = given
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    await say(world, answering, request, 'status-report', { exhibits })
    await agreed(world, request, 2)
    await stands(asking, given.deposit, 'whole')
    const lost = { late: await takenIn(world, asking, late), gone: await takenIn(world, asking, gone) }
    // Nobody fetches them yet.
    asking.link.up = false
    const messages = [
      await handedOver(world, request, files.early, 'E2'),
      await handedOver(world, request, lost.late, 'E3'),
      await handedOver(world, request, lost.gone, 'E4'),
    ]
    for (const message of messages) await receipted(asking, message)
    await agreed(world, request, 5)
    await delivered(answering)
    // The disk with the files is newer than the database that is put back, but for one of them.
    const kept = join(asking.config.dataFolder, '..', 'kept')
    await copyFile(placeOf(asking, lost.late), kept)
    await backup.restore('everything')
    await mkdir(dirname(placeOf(asking, lost.late)), { recursive: true })
    await copyFile(kept, placeOf(asking, lost.late))
    await start(asking)
    asking.link.up = true
    await heard(asking)
    await agreed(world, request, 5)

    await stands(asking, given.deposit, 'whole')
    assert.ok((await savedBy(asking, given)).equals(theirs))
    assert.deepEqual(
      [
        await linksAt(asking, files.early),
        await linksAt(asking, lost.late),
        await linksAt(asking, lost.gone),
      ],
      messages.map((message) => [message]),
    )
    // Its peer waits between two attempts; a start does not.
    await answering.restart()
    await heard(answering)
    await stands(answering, files.early.deposit, 'whole')
    await stands(answering, lost.late.deposit, 'whole')
    assert.ok((await savedBy(answering, files.early)).equals(early))
    assert.ok((await savedBy(answering, lost.late)).equals(late))
    assert.ok((await savedBy(asking, lost.late)).equals(late), 'its key is back as well')
    await stands(asking, lost.gone.deposit, 'damaged')
    const found = await rowOf(asking, lost.gone)
    assert.deepEqual([found?.refusal, found?.state], ['EXHIBIT_TRUNCATED', 'VN'])
    await onNextLog(asking)
    await assertGood(world, 'entries')

    await say(world, asking, request, 'withdraw')
    await agreed(world, request, 6)
    await delivered(asking)
    const words = ['--ground', 'order 12 of the Example court', '--court-order', '--as', 'Example-A']
    const erased = await run(asking, 'erase', request, ...words, '--approved-by', 'Example-B', '--json')
    assert.equal(erased.code, 0, erased.beside)
    for (const file of [given, files.early, lost.late, lost.gone]) {
      const row = await rowOf(asking, file)
      assert.deepEqual([row?.status, row?.file_key], ['erased', null], file.deposit)
    }
  })
})
