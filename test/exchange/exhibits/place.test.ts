import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { checkSealed } from '../../../src/exchange/custody/checkSealed.ts'
import { takeInExhibit } from '../../../src/exchange/exhibits/takeIn.ts'
import { readiness } from '../../../src/exchange/readiness.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { exhibitPlace } from '../../../src/store/exhibits/placeMark.ts'
import { readSetting } from '../../../src/store/settings.ts'
import { takenIn } from '../../support/files.ts'
import { type World, heard, twoStates } from '../../support/world.ts'

describe('the place of the sealed files', () => {
  let world: World
  let deposit: string
  let folder: string
  before(async () => {
    world = await twoStates()
    deposit = (await takenIn(world, world.asking, randomBytes(40_000))).deposit
    folder = join(world.asking.config.dataFolder, 'exhibits')
  })
  after(() => world.close())

  const node = () => world.asking.node.node
  const marked = async (): Promise<string> => (await readFile(join(folder, 'place'), 'utf8')).trim()
  const known = () => readSetting(node().db, exhibitPlace)
  const forgetKnown = () =>
    world.asking.database.db.deleteFrom('setting').where('name', '=', exhibitPlace).execute()
  const isReady = async (): Promise<boolean | undefined> =>
    (await readiness(node())).checks.find(({ name }) => name === 'exhibits')?.ok
  const statusOf = async () => (await findDeposit(node().db, deposit))?.status
  /** As of a disk that is not mounted, with an empty folder where it belongs. */
  const unmounted = async (work: () => Promise<void>): Promise<void> => {
    await rename(folder, `${folder}.away`)
    await mkdir(folder)
    try {
      await work()
    } finally {
      await rm(folder, { recursive: true })
      await rename(`${folder}.away`, folder)
    }
  }
  const refused = async (): Promise<void> => {
    await assert.rejects(checkSealed(node(), deposit), { code: 'EXHIBIT_STORE_UNAVAILABLE' })
    const order = { name: 'a.bin', person: 'Example-A', authority: 'vn.spp' }
    const taken = await takeInExhibit(node(), Readable.from([randomBytes(10)]), order)
    assert.equal(taken.ok ? '' : taken.code, 'EXHIBIT_STORE_UNAVAILABLE')
    assert.deepEqual([await isReady(), await statusOf()], [false, 'whole'])
  }

  it('is known again by its mark: where its disk is not mounted, no file counts as damaged, none is written, and the node says so', async () => {
    assert.equal(await known(), await marked())
    await unmounted(async () => {
      await refused()
      await world.asking.restart()
      await refused()
      assert.deepEqual(await readdir(folder), [])
      await writeFile(join(folder, 'place'), 'another\n')
      await refused()
    })
    // As soon as it is there again, without a start.
    const checked = await checkSealed(node(), deposit)
    assert.deepEqual([checked.ok && checked.status, await isReady()], ['whole', true])
    await heard(world.asking)
  })

  it('is given a mark where neither is known, or its own is taken up; not while the files that should be there lack', async () => {
    const before = await marked()
    await forgetKnown()
    await world.asking.restart()
    assert.deepEqual([await known(), await marked()], [before, before])
    await forgetKnown()
    await rm(join(folder, 'place'))
    await unmounted(async () => {
      await world.asking.restart()
      await refused()
      assert.deepEqual([await known(), await readdir(folder)], [null, []])
    })
    await world.asking.restart()
    assert.notEqual(await marked(), before)
    assert.deepEqual([await known(), await isReady(), await statusOf()], [await marked(), true, 'whole'])
    await heard(world.asking)
  })
})
