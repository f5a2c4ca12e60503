import assert from 'node:assert/strict'
import { leafHash } from '../../src/audit/tree.ts'
import { hash } from 'node:crypto'
import type pg from 'pg'
import { checkOwnTree, checkPlaces, partEntries } from '../../src/exchange/recheck/ownTree.ts'
import { checkAndNote, dailyParts, lastCheck, ownTreeRound } from '../../src/exchange/recheck/dailyCheck.ts'
import { openTrail } from '../../src/exchange/trail.ts'
import { append, lastPending, readHead } from '../../src/store/audit.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { onServer } from '../support/server.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('a node that reads its own log a part a day', () => {
  let world: World
  let size = 0
  before(async function () {
    this.timeout(120_000)
    world = await twoStates()
    const { node } = world.asking.node
    // So many that they do not fit below one tile of level 1.
    for (let written = 0; written < partEntries; written += 4_096) {
      await inTransaction(node.db, async (trx) => {
        const trail = await openTrail(node, trx, [], node.now())
        for (let at = 0; at < 4_096; at += 1) {
          const message = hash('sha256', node.random(16))
          trail.add({ event: 'message.refused', peer: 'QA', message, code: 'MESSAGE_INVALID' })
        }
        await append(trx, trail.audit())
      })
    }
    await until('every entry has its place', async () => (await lastPending(node.db)) === null)
    size = (await readHead(node.db)).size
    assert.ok(size > partEntries)
  })
  after(() => world.close())

  const node = () => world.asking.node.node
  const changed = async (work: (client: pg.Client) => Promise<unknown>, look: () => Promise<void>) => {
    const meddle = () =>
      onServer(world.asking.database.url, async (client) => {
        await client.query('alter table audit_entry disable trigger user')
        await work(client)
        await client.query('alter table audit_entry enable always trigger only_grows')
      })
    await meddle()
    try {
      await look()
    } finally {
      await meddle()
    }
  }
  /** Another text and its leaf in the place of an entry; done twice it is as before. */
  const swapTimes = (index: number) => (client: pg.Client) =>
    client.query(
      `update audit_entry set entry = replaced, leaf = sha256('\\x00'::bytea || convert_to(replaced, 'UTF8'))
       from (select e.id as which, translate(e.entry, '23', '32') as replaced
         from audit_leaf l join audit_entry e on e.id = l.entry where l.index = $1) as given where id = which`,
      [index],
    )
  const flipTile = (level: number, index: number) => (client: pg.Client) =>
    client.query(
      'update audit_tile set bytes = set_byte(bytes, 37, get_byte(bytes, 37) # 1) where level = $1 and index = $2',
      [level, index],
    )
  const old = { from: 0, until: partEntries }
  const fresh = () => ({ from: partEntries, until: size })

  it('finds nothing in any part of a log that is as it was signed', async () => {
    assert.deepEqual(await checkOwnTree(node(), old), { size: partEntries, wrong: null })
    assert.deepEqual(await checkOwnTree(node(), fresh()), { size, wrong: null })
    assert.deepEqual(await checkOwnTree(node()), { size, wrong: null })
    await assert.rejects(checkOwnTree(node(), { from: 1, until: size }), RangeError)
  })

  it('finds an entry that was changed in the part where it stands', async () => {
    await changed(swapTimes(7), async () => {
      assert.equal((await checkOwnTree(node(), old)).wrong?.object, 'entry 7')
      assert.equal((await checkOwnTree(node(), fresh())).wrong, null)
    })
    await changed(swapTimes(partEntries + 3), async () => {
      assert.equal((await checkOwnTree(node(), old)).wrong, null)
      assert.equal((await checkOwnTree(node(), fresh())).wrong?.object, `entry ${partEntries + 3}`)
    })
  })

  it('finds a tile that was changed above the entries, and one that the signed root stands on in every part', async () => {
    await changed(flipTile(1, 0), async () => {
      assert.equal((await checkOwnTree(node(), old)).wrong?.object, 'tile/1/000')
    })
    await changed(
      (client) =>
        client.query(
          'update audit_tile set bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1) where level = 2',
        ),
      async () => {
        assert.equal((await checkOwnTree(node(), old)).wrong?.object, 'tile/2/000.p/1')
        assert.equal((await checkOwnTree(node(), fresh())).wrong?.object, 'checkpoint')
      },
    )
  })

  it('reads what is due once a day, notes how many entries it read, and goes on where it was', async () => {
    const { db } = node()
    const checks = async () =>
      (await db.selectFrom('audit_entry').select('entry').orderBy('id', 'desc').limit(1).execute()).map(
        ({ entry }) => JSON.parse(entry) as { readonly evt: string; readonly count: number },
      )
    const yesterday = (found: object) =>
      writeSetting(db, 'own-tree', JSON.stringify({ at: '2020-01-01T00:00:00.000Z', wrong: null, ...found }))
    await yesterday({ until: partEntries + 2, next: 0 })
    await ownTreeRound(node())
    const [good] = await checks()
    assert.deepEqual([good?.evt, good?.count], ['log.checked', size])
    assert.deepEqual(await lastCheck(node()), {
      ...(await lastCheck(node())),
      wrong: null,
      until: size,
      next: 0,
    })
    await ownTreeRound(node())
    assert.deepEqual(await checks(), [good], 'once a day')
    await yesterday({ until: partEntries + 2, next: 0 })
    const stopping = new AbortController()
    const before = await lastCheck(node())
    const broken = ownTreeRound(node(), stopping.signal)
    stopping.abort()
    await broken
    assert.deepEqual(await checks(), [good], 'a process that stops has checked nothing')
    assert.deepEqual(await lastCheck(node()), before, 'the next one begins anew')
    await yesterday({ until: partEntries + 2, next: 0 })
    await changed(swapTimes(7), async () => {
      await ownTreeRound(node())
      const [broken] = await checks()
      assert.deepEqual([broken?.evt, broken?.count], ['log.broken', 7])
      assert.equal((await lastCheck(node()))?.wrong?.object, 'entry 7')
    })
  })
})

describe('a node that checks its own log', () => {
  it('attack 40: finds an entry that was taken out of the queue before it had a place', async () => {
    const world = await twoStates()
    try {
      const { node } = world.asking.node
      assert.equal((await checkAndNote(node)).wrong, null)
      // A process that stops goes no further than the part at which it is.
      await assert.rejects(
        checkPlaces(node, 0, () => Promise.reject(new Error('stopped'))),
        /stopped/,
      )
      await onServer(world.asking.database.url, async (client) => {
        const text = '{"evt":"node.stopped","t":"2026-01-01T00:00:00.000Z","v":1}'
        await client.query('begin')
        const { rows } = await client.query<{ id: string }>(
          "insert into audit_entry (at, leaf, entry) values (($1::text::jsonb ->> 't')::timestamptz, sha256('\\x00'::bytea || convert_to($1, 'UTF8')), $1) returning id",
          [text],
        )
        await client.query('delete from audit_pending where entry = $1', [rows[0]?.id])
        await client.query('commit')
      })
      const { wrong } = await checkAndNote(node)
      const leaf = Buffer.from(
        leafHash(Buffer.from('{"evt":"node.stopped","t":"2026-01-01T00:00:00.000Z","v":1}')),
      )
      assert.deepEqual(wrong, {
        object: `entry with the leaf ${leaf.toString('hex')}`,
        what: 'node.stopped of 2026-01-01T00:00:00.000Z has no place in the tree and waits for none',
      })
    } finally {
      await world.close()
    }
  })
})

describe('the parts of a log that are read in a day', () => {
  const day = { at: '2030-01-01T00:00:00.000Z', wrong: null }
  const million = 16 * partEntries

  it('are all of a log that is small, or was never read, or has something wrong', () => {
    assert.deepEqual(dailyParts(500, { ...day, until: 400, next: 0 }, million), {
      parts: [{ from: 0, until: 500 }],
      next: 0,
    })
    assert.deepEqual(dailyParts(9 * million, day, million).parts, [{ from: 0, until: 9 * million }])
    const wrong = { object: 'entry 7', what: 'it lacks' }
    assert.deepEqual(dailyParts(9 * million, { ...day, wrong, until: 8 * million }, million).parts, [
      { from: 0, until: 9 * million },
    ])
  })

  it('cover the whole log in some days, however it grows meanwhile, and no entry that is new waits', () => {
    let last = { ...day, until: 5 * million, next: 0 }
    let size = last.until
    const read = new Set<number>()
    for (let days = 0; days < 8; days += 1) {
      size += 1_000
      const { parts, next } = dailyParts(size, last, million)
      for (const { from, until } of parts)
        for (let at = from; at < until; at += partEntries) read.add(at / partEntries)
      assert.ok(parts.some(({ from, until }) => from <= last.until && until === size))
      assert.ok(
        parts.reduce((sum, { from, until }) => sum + until - from, 0) <= million + partEntries + 1_000,
      )
      last = { ...day, until: size, next }
    }
    assert.equal(read.size, Math.ceil(size / partEntries))
  })
})
