import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { saveExhibit } from '../../../src/exchange/exhibits/save.ts'
import { destroyFileKey } from '../../../src/store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../../src/store/exhibits/exhibitTables.ts'
import { depositsGivenAs, insertAnnounced } from '../../../src/store/exhibits/handedOver.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { reportsOf } from '../../../src/store/exhibits/reports.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { handedOver, takenIn } from '../../support/files.ts'
import { agreed, opened } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

describe('the id that a State gives a file', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const wholeOf = async ({ deposit }: Announcement): Promise<ExhibitDepositRow> => {
    const { db } = world.answering.node.node
    let found: ExhibitDepositRow | undefined
    await until('the file of VN is whole', async () => {
      found = (await depositsGivenAs(db, 'VN', deposit)).find(({ status }) => status === 'whole')
      return found !== undefined
    })
    assert.ok(found !== undefined)
    return found
  }
  const savedAs = async (deposit: string): Promise<Buffer> => {
    const target = join(world.answering.config.dataFolder, `saved-${randomBytes(8).toString('hex')}`)
    const order = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
    const saved = await saveExhibit(world.answering.node.node, deposit, target, order)
    assert.ok(saved.ok, JSON.stringify(saved))
    return await readFile(target)
  }
  /** What the node of another State, or this one, has under the same id. */
  const announcedBefore = async (state: string, given: string): Promise<void> => {
    const row = {
      given_id: given,
      state,
      request: null,
      sha256: randomBytes(32),
      sha512: null,
      bytes: 1,
      sealed_sha256: randomBytes(32),
      sealed_bytes: 73,
      file_key: randomBytes(32),
      name: 'other.bin',
      media_type: 'application/octet-stream',
      taken_at: new Date(),
      derived_from: null,
      scan: null,
    }
    await inTransaction(world.answering.node.node.db, (trx) => insertAnnounced(trx, [row], []))
  }

  for (const state of ['LV', 'QA'])
    it(`does not keep its file from coming where ${state} has given the same id to another before`, async () => {
      const content = randomBytes(40_000)
      const file = await takenIn(world, world.asking, content)
      await announcedBefore(state, file.deposit)
      await handedOver(world, request, file)
      const row = await wholeOf(file)
      assert.notEqual(row.id, file.deposit)
      assert.ok((await savedAs(row.id)).equals(content))
      const before = await depositsGivenAs(world.answering.node.node.db, state, file.deposit)
      assert.deepEqual(
        before.map(({ id, name }) => [id, name]),
        [[file.deposit, 'other.bin']],
        'and the other stays what it was',
      )
      await until('its giver is told, by the id that it has given', async () => {
        const reports = await reportsOf(world.asking.node.node.db, file.deposit)
        return reports.some(({ own, outcome }) => !own && outcome === 'whole')
      })
    })

  it('is that of a new file where the one before was erased, which comes anew when it is handed over again', async () => {
    const content = randomBytes(40_000)
    const file = await takenIn(world, world.asking, content)
    await handedOver(world, request, file)
    const { id } = await wholeOf(file)
    await inTransaction(world.answering.node.node.db, (trx) => destroyFileKey(trx, id))
    const message = await handedOver(world, request, file)
    const row = await wholeOf(file)
    assert.notEqual(row.id, id)
    assert.ok((await savedAs(row.id)).equals(content))
    const { db } = world.answering.node.node
    const links = await db.selectFrom('exhibit_link').selectAll().where('deposit', '=', row.id).execute()
    assert.deepEqual(
      links.map((link) => link.message),
      [message],
      'by the new message alone',
    )
    const all = await depositsGivenAs(db, 'VN', file.deposit)
    assert.deepEqual(
      all.map(({ status, file_key }) => [status, file_key !== null]),
      [
        ['whole', true],
        ['erased', false],
      ],
      'and what was erased stays so',
    )
    await handedOver(world, request, file)
    await until('a further message is linked to it', async () => {
      const linked = await db
        .selectFrom('exhibit_link')
        .select('message')
        .where('deposit', '=', row.id)
        .execute()
      return linked.length === 2
    })
    assert.equal((await depositsGivenAs(db, 'VN', file.deposit)).length, 2)
  })
})
