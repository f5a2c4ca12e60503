import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { type KyselyPlugin, sql } from 'kysely'
import { type Leases, keepLeases } from '../../src/exchange/leases.ts'
import type { Node } from '../../src/exchange/node.ts'
import { standingOf } from '../../src/exchange/standing.ts'
import { newestOwnNumber } from '../../src/exchange/listNumbers.ts'
import { startNode } from '../../src/main.ts'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { shortMemory } from '../../src/store/checkpointFile.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { shuttingOutMs } from '../../src/store/workable.ts'
import type { DatabaseError } from '../../src/store/ownDatabase.ts'
import { standLock } from '../../src/store/presence.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { draft } from '../support/talk.ts'
import { type World, type WorldState, silent, twoStates, until } from '../support/world.ts'

interface LateAnswers {
  readonly plugin: KyselyPlugin
  /** Holds the next answer that tells of these leases and no others, from when the database has given it until `come`. */
  hold(...names: string[]): { readonly given: () => boolean; readonly come: () => void }
}

function lateAnswers(): LateAnswers {
  let wanted = ''
  let isGiven = false
  let come = (): void => undefined
  let coming = Promise.resolve()
  return {
    plugin: {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const names = result.rows.flatMap(({ name, fence }) => (fence === undefined ? [] : [String(name)]))
        if (wanted === '' || names.sort().join() !== wanted) return result
        wanted = ''
        isGiven = true
        await coming
        return result
      },
    },
    hold(...names) {
      wanted = names.sort().join()
      isGiven = false
      coming = new Promise((resolve) => {
        come = resolve
      })
      return { given: () => isGiven, come }
    },
  }
}

describe('the leases of a process', () => {
  let world: World
  let vn: WorldState
  before(async () => {
    world = await twoStates()
    vn = world.asking
  })
  after(() => world.close())

  /** One more process of the node, as far as leases go; what its database answers may come late. */
  async function another(
    jobs: readonly string[],
    late?: LateAnswers,
  ): Promise<Leases & { readonly database: OpenDatabase; end(): Promise<void> }> {
    const database = await openDatabase({ url: vn.database.url, poolMax: 2 })
    const node = Object.assign(Object.create(vn.node.node) as Node, { memory: shortMemory() })
    if (late !== undefined) Object.assign(node, { db: node.db.withPlugin(late.plugin) })
    const hearing = { begin: () => database.presence.enter() }
    const of = { node, hearing, database, place: 'elsewhere 1', version: '1', jobs }
    const leases = keepLeases(of, () => performance.now())
    await leases.begin()
    return {
      ...leases,
      database,
      async end() {
        await leases.close()
        await database.close()
      },
    }
  }

  const numberOf = (leases: Leases): number => Number(leases.worker().split(' ')[1])
  const processes = async (): Promise<number[]> =>
    (await vn.database.db.selectFrom('process').select('id').execute()).map(({ id }) => id)

  it('go on under another number where the server holds its own for a connection that is lost', async () => {
    const one = await another(['example'])
    const [before, fence] = [numberOf(one), one.fenceOf('example') ?? 0]
    assert.ok(fence > 0)
    const { db } = vn.database
    // It has its jobs again soon: what it holds is looked at as soon as it has heard of its loss.
    let heldAtEnd: number | null | undefined
    one.database.presence.onEnd(() => {
      heldAtEnd = one.fenceOf('example')
    })
    await db.connection().execute(async (held) => {
      await sql`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and classid = ${standLock}::integer::oid and objid = ${before}::integer::oid`.execute(
        held,
      )
      // As the server would that has not missed the connection yet.
      await sql`select pg_advisory_lock(${standLock}::integer, ${before}::integer)`.execute(held)
      await until('its connection has ended', () => heldAtEnd !== undefined)
      assert.equal(heldAtEnd, null, 'nothing is believed')
      await until('it has another number', () => numberOf(one) !== before)
      await until('it has its jobs again', () => (one.fenceOf('example') ?? 0) > fence)
      await sql`select pg_advisory_unlock(${standLock}::integer, ${before}::integer)`.execute(held)
    })
    const up = await processes()
    assert.ok(up.includes(numberOf(one)) && !up.includes(before))
    await one.end()
  })

  it('are given to the others first thing when it ends, and it does nothing of that any more', async () => {
    const one = await another(['example'])
    const two = await another(['example'])
    assert.ok(one.fenceOf('example') !== null && two.fenceOf('example') === null)
    await until('each knows of the other', async () => (await processes()).length >= 3)
    await one.handOver()
    assert.equal(one.fenceOf('example'), null)
    await until('the other does it', () => two.fenceOf('example') !== null, 5_000)
    assert.ok((await processes()).includes(numberOf(one)), 'it is up still, for what it has under way')
    await one.end()
    await two.end()
  })

  describe('of one thing', () => {
    let thing = ''
    /** Longer than a process waits before it looks again whether a thing is free. */
    const aMomentMs = 600
    /** Who is at the thing, and the most that ever were. */
    let at = new Set<Leases>()
    let most = 0
    beforeEach(() => {
      thing = `upload:${crypto.randomUUID()}`
      at = new Set()
      most = 0
    })
    /** Is at it until it is told to end. */
    const beginAlone = (who: Leases): { readonly end: () => Promise<void> } => {
      let end = (): void => undefined
      const told = new Promise<void>((resolve) => {
        end = resolve
      })
      const done = who.alone(thing, async () => {
        at.add(who)
        most = Math.max(most, at.size)
        await told
        at.delete(who)
      })
      return {
        async end() {
          end()
          await done
        },
      }
    }
    /** The next beat, by which it may stand again, is two seconds away. */
    const cutOffAfterBeat = async (who: Leases): Promise<void> => {
      const saidUntil = async (): Promise<number> => {
        const rows = await vn.database.db.selectFrom('process').selectAll().execute()
        return rows.find(({ id }) => id === numberOf(who))?.alive_until.getTime() ?? 0
      }
      const before = await saidUntil()
      await until('it says again that it is up', async () => (await saidUntil()) > before)
      await cutOff(who)
    }
    const cutOff = async (who: Leases): Promise<void> => {
      await sql`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and classid = ${standLock}::integer::oid and objid = ${numberOf(who)}::integer::oid`.execute(
        vn.database.db,
      )
    }

    it('are not believed by an answer that comes when it was given back already', async () => {
      const late = lateAnswers()
      const one = await another(['beat'], late)
      const two = await another([])
      const before = beginAlone(one)
      await until('it is at it', () => at.has(one))
      const answer = late.hold('beat', thing)
      await until('a beat has renewed it', answer.given)
      const ending = before.end()
      await until('it is no longer at it', () => at.size === 0)
      // What the end of it waits for, or not.
      await letPass(100)
      answer.come()
      await ending
      const others = beginAlone(two)
      await until('the other is at it', () => at.has(two), 2_000)
      const again = beginAlone(one)
      await letPass(aMomentMs)
      assert.equal(most, 1, 'two are at one thing')
      await others.end()
      await until('it is its turn', () => at.has(one))
      await again.end()
      await one.end()
      await two.end()
    })

    it('are not asked for by a process that others take to be gone', async () => {
      const one = await another([])
      const two = await another([])
      let hasEnded = false
      one.database.presence.onEnd(() => {
        hasEnded = true
      })
      await cutOffAfterBeat(one)
      await until('its connection has ended', () => hasEnded)
      const cut = beginAlone(one)
      await letPass(aMomentMs / 2)
      const others = beginAlone(two)
      await until('the other is at it', () => at.has(two), 1_000)
      assert.equal(most, 1, 'two are at one thing')
      await others.end()
      await until('it stands again, and has its turn', () => at.has(one))
      await cut.end()
      await one.end()
      await two.end()
    })

    it('are not believed by an answer to a process that others take to be gone by then', async () => {
      const late = lateAnswers()
      const one = await another([], late)
      const two = await another([])
      let hasEnded = false
      one.database.presence.onEnd(() => {
        hasEnded = true
      })
      const answer = late.hold(thing)
      const cut = beginAlone(one)
      await until('it was given it', answer.given)
      await cutOff(one)
      await until('its connection has ended', () => hasEnded)
      const others = beginAlone(two)
      await until('the other is at it', () => at.has(two), 2_000)
      answer.come()
      await letPass(aMomentMs)
      assert.equal(most, 1, 'two are at one thing')
      await others.end()
      await until('it has its turn', () => at.has(one))
      await cut.end()
      await one.end()
      await two.end()
    })
  })

  it('of a process that is gone, and what it had in delivery, are taken up together or not at all', async () => {
    const { db } = vn.database
    world.answering.link.up = false
    const sent = await vn.node.send(draft(world, vn, crypto.randomUUID(), 'request'))
    assert.ok(sent.ok)
    const lease = { leased_by: 'process 77', next_attempt_at: new Date(Date.now() + 3_600_000) }
    await db.updateTable('outbox').set(lease).execute()
    await sql
      .raw(
        `create function refuse_release() returns trigger language plpgsql as $$
      begin
        if old.leased_by = 'process 77' then raise exception 'not now'; end if;
        return new;
      end $$`,
      )
      .execute(db)
    await sql`create trigger refuse_release before update on outbox for each row execute function refuse_release()`.execute(
      db,
    )
    await sql`insert into process (id, place, version, form, began_at, alive_until)
      values (77, 'gone 77', '1', '0048', now() - interval '1 hour', now() - interval '1 minute')`.execute(db)
    const one = await another([])
    assert.ok(
      (await processes()).includes(77),
      'it is found gone again by whoever can take up its deliveries',
    )
    await sql`drop trigger refuse_release on outbox`.execute(db)
    await until('both are done', async () => {
      const rows = await db.selectFrom('outbox').select('leased_by').execute()
      return !(await processes()).includes(77) && rows.every(({ leased_by }) => leased_by !== 'process 77')
    })
    world.answering.link.up = true
    await one.end()
  })

  it('count for no longer than a change of tables waits that has shut a process out', () => {
    assert.equal(Math.max(shuttingOutMs, exchangeLimits.leases.leaseMs + 1), shuttingOutMs)
  })

  it('are waited for no more by a process that stops', async () => {
    const thing = `upload:${crypto.randomUUID()}`
    const [one, two] = [await another([]), await another([])]
    let isIn = false
    let end = (): void => undefined
    const ended = one.alone(thing, async () => {
      isIn = true
      await new Promise<void>((resolve) => (end = resolve))
    })
    await until('it is at a thing', () => isIn)
    const waiting = two.alone(thing, () => Promise.resolve(true))
    await two.handOver()
    await letPass(3 * exchangeLimits.leases.lookMs)
    end()
    await ended
    assert.equal(await waiting, undefined)
    assert.equal(await two.alone(thing, () => Promise.resolve(true)), true, 'what nobody has')
  })

  it('are given up at once by a process that a newer program has shut out, which takes nothing any more and says why', async () => {
    const { db } = vn.database
    const from = (await readSetting(db, 'workable from')) ?? ''
    const one = await another(['example'])
    assert.ok(one.fenceOf('example') !== null)
    const thing = `upload:${crypto.randomUUID()}`
    let isStill: (() => boolean) | undefined
    let end = (): void => undefined
    const ended = one.alone(thing, async (isStillAlone) => {
      isStill = isStillAlone
      await new Promise<void>((resolve) => (end = resolve))
    })
    await until('it is at a thing', () => isStill !== undefined)
    let reason: DatabaseError | undefined
    void one.shutOut.then((told) => (reason = told))
    await writeSetting(db, 'workable from', '9999-later')
    await until('it is told', () => reason !== undefined, 10_000)
    assert.equal(reason?.code, 'DATABASE_NEWER')
    assert.match(reason.message, /9999-later.*cannot work with them/)
    assert.deepEqual([one.fenceOf('example'), isStill?.()], [null, false])
    const held = async () =>
      (await db.selectFrom('lease').selectAll().where('holder', '=', numberOf(one)).execute()).filter(
        ({ until: heldUntil }) => heldUntil.getTime() > Date.now(),
      )
    await until('the others may have what it had', async () => (await held()).length === 0)
    end()
    await ended
    assert.equal(await one.alone(thing, () => Promise.resolve(true)), undefined)

    // The node itself as well: what comes in stays with its peer, what is asked of it is refused.
    await until('the node stands still', async () => (await standingOf(vn.node.node, db)).isBehind)
    const request = crypto.randomUUID()
    assert.ok((await world.answering.node.send(draft(world, world.answering, request, 'request'))).ok)
    assert.equal((await vn.node.send(draft(world, vn, crypto.randomUUID(), 'request'))).ok, false)
    await letPass(1_500)
    const took = async () =>
      (await db.selectFrom('request').select('id').where('id', '=', request).execute()).length
    assert.equal(await took(), 0)
    const { rows: entries } = await sql<{ count: number }>`
      select (select count(*) from audit_entry)::integer as count`.execute(db)
    await vn.node.close()
    await one.end()
    const { rows: entriesAfter } = await sql<{ count: number }>`
      select (select count(*) from audit_entry)::integer as count`.execute(db)
    assert.deepEqual(entriesAfter, entries, 'it writes nothing of its end')
    await writeSetting(db, 'workable from', from)
    vn.node = await startNode(vn.config, silent)
    await until('it is taken by one that may', async () => (await took()) === 1)
  })

  it('keep a command with other settings from signing the list of the State while processes serve', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-beside-'))
    const dataFolder = join(folder, 'vn')
    // The processes that serve write meanwhile, each file first under a name that it loses at once.
    await cp(vn.config.dataFolder, dataFolder, { recursive: true, filter: (path) => !path.endsWith('.new') })
    const settings = await readSettingsOfState(dataFolder)
    await writeSettingsOfState(dataFolder, { ...settings, name: { language: 'en', text: 'Another name' } })
    const numberNow = () => newestOwnNumber(vn.node.node)
    const signs = async (): Promise<boolean> => {
      const before = await newestOwnNumber({ db: vn.database.db, state: vn.state })
      const open: OpenNode = await openNode({ ...vn.config, dataFolder }, silent, 'act')
      try {
        await open.comeUp()
        await open.refreshTrust()
      } finally {
        await open.close()
      }
      return (await newestOwnNumber({ db: vn.database.db, state: vn.state })) > before
    }
    const first = await numberNow()
    assert.equal(await signs(), false)
    assert.equal(await numberNow(), first)
    await vn.node.close()
    assert.equal(await signs(), true)
    vn.node = await startNode(vn.config, silent)
    await rm(folder, { recursive: true, force: true })
  })
})
