import assert from 'node:assert/strict'
import type pg from 'pg'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import { isDatabaseBehind } from '../../src/exchange/standing.ts'
import { checkOwnTree } from '../../src/exchange/recheck/ownTree.ts'
import { readHead } from '../../src/store/audit.ts'
import { agreed, opened, say } from '../support/talk.ts'
import { run } from '../cli/commandLine.ts'
import { bundleOf, eventsOf } from '../support/twoSides.ts'
import { onServer } from '../support/server.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

/** What an administrator of the database can do who lets nothing stop them. */
type Meddling = (client: pg.Client, places: readonly string[]) => Promise<readonly string[]>

/** The ids of the entries of a log in their order, and whatever was done to one of them. */
const meddlings: Readonly<Record<string, Meddling>> = {
  altered: async (client, places) => {
    await client.query(
      `update audit_entry set entry = replaced, leaf = sha256('\\x00'::bytea || convert_to(replaced, 'UTF8'))
       from (select id as which, regexp_replace(entry, '"t":"20', '"t":"19') as replaced from audit_entry) as given
       where id = which and id = $1`,
      [places[2]],
    )
    return places
  },
  removed: (_client, places) => Promise.resolve(places.toSpliced(2, 1)),
  inserted: async (client, places) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into audit_entry (at, entry, leaf)
       select at, made, sha256('\\x00'::bytea || convert_to(made, 'UTF8'))
       from (select at, regexp_replace(entry, '"t":"20', '"t":"21') as made from audit_entry where id = $1) as given
       on conflict (leaf) do update set at = excluded.at
       returning id`,
      [places[0]],
    )
    // As many as were signed, so that nothing but the hashes can tell.
    return places.toSpliced(2, 0, rows[0]?.id ?? '').slice(0, -1)
  },
  swapped: (_client, [first = '', second = '', ...others]) => Promise.resolve([second, first, ...others]),
}

describe('attacks on the log', () => {
  let world: World
  let victim: WorldState
  before(async () => {
    world = await twoStates()
    victim = world.answering
    const request = await opened(world)
    await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 2)
  })
  after(() => world.close())

  const exitOf = async (): Promise<number> => (await verifyBundles([await bundleOf(victim)])).exit
  const placed = async () =>
    await until('nothing waits for its place', async () => {
      const waiting = await victim.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return waiting.length === 0
    })

  /** Does something to the tables of the log in spite of their triggers, as only a superuser can, in one transaction. */
  const meddle = async (work: (client: pg.Client) => Promise<void>): Promise<void> => {
    await placed()
    await onServer(victim.database.url, async (client) => {
      await client.query('begin')
      for (const table of ['audit_entry', 'audit_leaf'])
        await client.query(`alter table ${table} disable trigger user`)
      await work(client)
      for (const [table, trigger] of [
        ['audit_entry', 'only_grows'],
        ['audit_entry', 'audit_queue'],
        ['audit_leaf', 'only_grows'],
      ])
        await client.query(`alter table ${table} enable always trigger ${trigger}`)
      await client.query('commit')
    })
  }
  const placesIn = async (client: pg.Client): Promise<string[]> => {
    const { rows } = await client.query<{ entry: string }>('select entry from audit_leaf order by index')
    return rows.map(({ entry }) => entry)
  }
  /** Gives the first places to these entries; those behind them stay. */
  const setPlaces = async (client: pg.Client, count: number, places: readonly string[]): Promise<void> => {
    await client.query('delete from audit_leaf where index < $1', [count])
    await client.query(
      'insert into audit_leaf (index, entry) select nth - 1, entry from unnest($1::bigint[]) with ordinality as given (entry, nth)',
      [places],
    )
  }

  /** Does each of the meddlings, looks, and takes it back. */
  const eachMeddling = async (look: (what: string) => Promise<void>): Promise<void> => {
    for (const [what, change] of Object.entries(meddlings)) {
      let places: readonly string[] = []
      await meddle(async (client) => {
        places = await placesIn(client)
        await client.query('create table kept as select id, entry, leaf from audit_entry')
        await setPlaces(client, places.length, await change(client, places))
      })
      await look(what)
      await meddle(async (client) => {
        await client.query(
          'update audit_entry set entry = kept.entry, leaf = kept.leaf from kept where kept.id = audit_entry.id',
        )
        await setPlaces(client, places.length, places)
        await client.query(`delete from audit_entry where entry like '%"t":"21%'`)
        await client.query('drop table kept')
      })
    }
  }

  it('attack 40: an entry that a superuser altered, removed, inserted or moved shows to the auditor', async () => {
    assert.equal(await exitOf(), 0)
    await eachMeddling(async (what) => {
      assert.equal(await exitOf(), 40, `an entry was ${what}`)
    })
    assert.equal(await exitOf(), 0)
  })

  it('attack 40: the node that reads its log anew finds it by itself, names the entry, and is not ready (pain point 11)', async () => {
    const { node } = victim.node
    await placed()
    const whole = await checkOwnTree(node)
    assert.deepEqual(whole, { size: (await readHead(node.db)).size, wrong: null })
    await eachMeddling(async (what) => {
      const { wrong } = await checkOwnTree(node)
      assert.ok(wrong !== null, `an entry was ${what}`)
      assert.match(wrong.object, /^entry \d+$/)
    })
    const flipTile = () =>
      meddle(async (client) => {
        await client.query('update audit_tile set bytes = set_byte(bytes, 37, get_byte(bytes, 37) # 1)')
      })
    await flipTile()
    assert.equal((await checkOwnTree(node)).wrong?.object, 'entry 1')
    await flipTile()
    // What is checked and noted below is signed anew, so only an entry may be wrong then.
    const exchange = (from: string, to: string) =>
      meddle(async (client) => {
        await client.query(
          `update audit_entry set entry = replaced, leaf = sha256('\\x00'::bytea || convert_to(replaced, 'UTF8'))
           from (select e.entry as which, replace(e.entry, $1, $2) as replaced
             from audit_leaf l join audit_entry e on e.id = l.entry where l.index = 2) as given
           where entry = which`,
          [from, to],
        )
      })
    await exchange('"t":"20', '"t":"19')
    const broken = await run(victim, 'log', 'check', '--json', '--as', 'Example-Administrator')
    assert.deepEqual([broken.code, broken.json.code], [40, 'LOG_BROKEN'])
    const ready = await fetch(`${victim.node.url}/health/ready`)
    assert.equal(ready.status, 503)
    assert.match(await ready.text(), /"name":"log","ok":false/)
    await exchange('"t":"19', '"t":"20')
    const mended = await run(victim, 'log', 'check', '--as', 'Example-Administrator')
    assert.equal(mended.code, 0, mended.beside)
    assert.match(mended.out, /^All \d+ entries of the log are as they were signed\.$/)
    assert.equal((await fetch(`${victim.node.url}/health/ready`)).status, 200)
    assert.deepEqual(
      (await eventsOf(victim)).filter((event) => event === 'log.broken' || event === 'log.checked'),
      ['log.broken', 'log.checked'],
    )
  })

  it('attack 44: a node whose commit fails after it has signed remembers no such head, loses no entry and forks nothing', async () => {
    const { node } = victim.node
    await placed()
    /** Without what a witness may have signed beside it meanwhile. */
    const published = async () => {
      const note = await (await fetch(`${victim.node.url}/log/checkpoint`)).text()
      return note.replace(/^— \S+\/witness .*\n/gm, '')
    }
    await onServer(victim.database.url, async (client) => {
      await client.query(
        `create function break_commit() returns trigger language plpgsql as $$ begin raise exception 'no commit'; end $$`,
      )
      await client.query(
        'create constraint trigger break_commit after insert on audit_leaf deferrable initially deferred for each row execute function break_commit()',
      )
    })
    // What was committed before the trigger came is remembered a moment after its commit.
    const before = await readHead(node.db)
    await until('the last head is remembered', () => node.memory.newest()?.size === before.size)
    const [known, shown] = [node.memory.newest(), await published()]
    await noteInLog(node, { event: 'node.stopped' })
    // Everything is done and signed, and the commit alone fails; the node's own sequencer may be the one that tries.
    let failures = 0
    await until('the commit has failed three times', async () => {
      await sequenceRound(node).catch((reason: unknown) => {
        assert.match(String(reason), /no commit/)
        failures += 1
      })
      return failures >= 3
    })
    assert.deepEqual([node.memory.newest(), await published()], [known, shown])
    assert.deepEqual(await readHead(node.db), before)
    await onServer(victim.database.url, (client) => client.query('drop function break_commit cascade'))
    await placed()
    await victim.restart()
    assert.equal(await isDatabaseBehind(victim.node.node), false)
    await placed()
    const after = await readHead(victim.node.node.db)
    assert.ok(after.size > before.size)
    const { exit } = await verifyBundles([await bundleOf(victim)], {
      checkpoints: [{ name: 'kept', bytes: Buffer.from(shown) }],
    })
    assert.equal(exit, 0)
  })
})
