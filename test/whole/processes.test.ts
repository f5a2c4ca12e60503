import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { startNode } from '../../src/main.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { entryMember } from '../../src/store/entryMember.ts'
import { type ShownProcess, listProcesses } from '../../src/store/leases.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { runAnywhere } from '../cli/commandLine.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { type ServedProcess, serve } from '../support/served.ts'
import { draft } from '../support/talk.ts'
import { assertGood, countOf } from '../support/twoSides.ts'
import { type World, type WorldState, authority, silent, twoStates, until } from '../support/world.ts'

const processesUp = 3
const { leaseMs, beatMs } = exchangeLimits.leases

describe('a node that several processes serve', function () {
  this.timeout(240_000)
  let world: World
  let vn: WorldState
  let folder: string
  let balancer: Balancer
  /** As a command opens it: it sends, and does no job. */
  let open: OpenNode
  const served: ServedProcess[] = []
  const requests: string[] = []
  /** What was published as the head of each size, by any of the processes at any time. */
  const heads = new Map<string, string>()

  before(async () => {
    balancer = await openBalancer()
    world = await twoStates(
      { state: 'VN', authorities: [authority('vn.spp')] },
      { state: 'QA', authorities: [authority('qa.pp')] },
      {
        urlOf: (port) => {
          balancer.ports = [port]
          return balancer.url
        },
        answering: { urlOf: undefined },
      },
    )
    vn = world.asking
    await noteLeases()
    await vn.node.close()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-processes-'))
    for (let place = 1; place <= processesUp; place += 1) await startProcess(`place-${place}`)
    open = await openNode(vn.config, silent, 'act')
    await until('all are up', async () => (await up()).length === processesUp)
  })
  after(async () => {
    await open.close()
    for (const one of served) await one.stop()
    await balancer.close()
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A process of the node in a data folder of its own, as on another machine. */
  async function startProcess(name: string): Promise<ServedProcess> {
    const dataFolder = join(folder, name)
    await cp(vn.config.dataFolder, dataFolder, { recursive: true })
    const one = await serve(dataFolder, vn.database.url)
    served.push(one)
    balancer.ports = served.map(({ port }) => port)
    return one
  }

  const up = async (): Promise<ShownProcess[]> =>
    (await listProcesses(vn.database.db)).processes.filter(({ isUp }) => isUp)

  /** The process that has the lease of a job now, and its number. */
  async function holderOf(job: string): Promise<{ readonly process: ServedProcess; readonly fence: number }> {
    const { processes, leases } = await listProcesses(vn.database.db)
    const lease = leases.find(({ name, isHeld }) => name === job && isHeld)
    assert.ok(lease !== undefined, `nobody has ${job}`)
    const row = processes.find(({ id }) => id === lease.holder)
    const process = served.find(({ pid }) => row?.place.endsWith(` ${pid}`) === true)
    assert.ok(process !== undefined)
    return { process, fence: lease.fence }
  }

  /** Has the database note by its own clock, which is that of leases, when the one that orders the log was leased, and until when. */
  async function noteLeases(): Promise<void> {
    const { db } = vn.database
    await sql`create table noted_lease (fence bigint, until timestamptz, at timestamptz)`.execute(db)
    await sql`create function note_lease() returns trigger language plpgsql as $$
      begin insert into noted_lease values (new.fence, new.until, clock_timestamp()); return null; end $$`.execute(
      db,
    )
    await sql`create trigger noted_lease after insert or update on lease for each row
      when (new.name = 'sequence') execute function note_lease()`.execute(db)
  }

  async function databaseTime(): Promise<Date> {
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(vn.database.db)
    const [row] = rows
    assert.ok(row !== undefined)
    return row.at
  }

  /**
   * Waits until another than who had it by this number has the lease of the log: how many milliseconds after the loss, and after what the
   * lost one still had of it was over.
   */
  async function takenAfter(lostAt: Date, fence: number): Promise<{ loss: number; end: number }> {
    await until('another has its jobs', async () => {
      const { leases } = await listProcesses(vn.database.db)
      const lease = leases.find(({ name }) => name === 'sequence')
      return lease !== undefined && lease.fence > fence && lease.isHeld
    })
    const { rows } = await sql<{ taken: Date; ends: Date }>`
      select min(at) filter (where fence > ${fence}) as taken, max(until) filter (where fence = ${fence}) as ends
        from noted_lease`.execute(vn.database.db)
    const [row] = rows
    assert.ok(row !== undefined)
    const { taken, ends } = row
    return { loss: taken.getTime() - lostAt.getTime(), end: taken.getTime() - ends.getTime() }
  }

  /** How often the own log was looked through, as it tells. */
  async function checks(): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from audit_entry
      where ${entryMember('evt')} = 'log.checked'`.execute(vn.database.db)
    return rows[0]?.count ?? 0
  }

  async function lose(one: ServedProcess, signal: NodeJS.Signals): Promise<void> {
    one.kill(signal)
    if (signal === 'SIGKILL') served.splice(served.indexOf(one), 1)
    balancer.ports = served.filter((other) => other !== one).map(({ port }) => port)
    await Promise.resolve()
  }

  /** Sends so many requests, and looks at the head that the others publish meanwhile. */
  async function send(count: number, meanwhile: (sent: number) => Promise<void> = () => Promise.resolve()) {
    for (let sent = 0; sent < count; sent += 1) {
      const request = crypto.randomUUID()
      const outcome = await open.send(draft(world, vn, request, 'request'))
      assert.ok(outcome.ok, JSON.stringify(outcome))
      requests.push(request)
      await lookAtHeads()
      await meanwhile(sent)
    }
  }

  /** No two heads of one size have different roots, whoever is asked. */
  async function lookAtHeads(): Promise<void> {
    for (const { port } of served) {
      const answer = await fetch(`http://127.0.0.1:${port}/log/checkpoint`, {
        signal: AbortSignal.timeout(1_000),
      }).catch(() => null)
      if (answer?.ok !== true) continue
      const [, size = '', root = ''] = (await answer.text()).split('\n')
      assert.equal(heads.get(size) ?? root, root, `two heads of size ${size}`)
      heads.set(size, root)
    }
  }

  /** All that was sent is there, once, and has its receipt. */
  async function allArrived(): Promise<void> {
    await until('all have their receipts', async () => {
      await lookAtHeads()
      const rows = await vn.database.db.selectFrom('message').select('receipt').execute()
      return rows.length >= requests.length && rows.every(({ receipt }) => receipt !== null)
    })
    assert.equal(await countOf(world.answering, 'message.received'), requests.length)
    await until('the log is in order', async () => {
      const rows = await vn.database.db.selectFrom('audit_pending').select('entry').execute()
      return rows.length === 0
    })
  }

  it('has each job done by one of them, and the command says by which', async () => {
    const { leases } = await listProcesses(vn.database.db)
    const jobs = leases.filter(({ isHeld }) => isHeld).map(({ name }) => name)
    assert.deepEqual(
      jobs.filter((name) => ['sequence', 'trust', 'clocks', 'fetch', 'balance'].includes(name)),
      ['balance', 'clocks', 'fetch', 'sequence', 'trust'],
    )
    const { code, json } = await runAnywhere(['processes', '--data', vn.config.dataFolder, '--json'], {
      DATABASE_URL: vn.database.url,
      ROGATORY_PASSPHRASE_FILE: vn.config.passphraseFile,
    })
    assert.equal(code, 0, JSON.stringify(json))
    const told = json as {
      processes: readonly { process: number; isUp: boolean }[]
      jobs: readonly { job: string; process: number | null }[]
    }
    assert.equal(told.processes.filter(({ isUp }) => isUp).length, processesUp)
    const ids = new Set(told.processes.map(({ process }) => process))
    assert.ok(told.jobs.every(({ process }) => process !== null && ids.has(process)))
  })

  it('delivers once what is sent, whichever of them does it', async () => {
    await send(12)
    await allArrived()
  })

  it('loses nothing where the one that orders the log is killed in the middle, and another goes on at once (pain point 15)', async () => {
    const before = await holderOf('sequence')
    // A day and more ago: whoever takes these jobs over does them, and nobody else.
    const old = new Date(Date.now() - 2 * 86_400_000).toISOString()
    const checked = await checks()
    await writeSetting(vn.database.db, 'own-tree', JSON.stringify({ at: old, wrong: null }))
    let killedAt = new Date(0)
    await send(12, async (sent) => {
      if (sent !== 5) return
      killedAt = await databaseTime()
      await lose(before.process, 'SIGKILL')
    })
    // The server lets go of what the killed one held: nobody waits for the lease to end, which is at least so long after the kill.
    const taken = await takenAfter(killedAt, before.fence)
    assert.ok(taken.end < 0 && taken.loss < leaseMs - beatMs, JSON.stringify(taken))
    await allArrived()
    await until('the check of the log was done', async () => (await checks()) > checked)
    assert.equal(await checks(), checked + 1)
    await startProcess('place-again')
    await until('it is up as well', async () => (await up()).length === processesUp)
    assert.equal(await checks(), checked + 1)
  })

  it('has no second head of one size where the one that orders the log is paused, and comes back', async () => {
    const before = await holderOf('sequence')
    let pausedAt = new Date(0)
    await send(4, async (sent) => {
      if (sent !== 1) return
      pausedAt = await databaseTime()
      await lose(before.process, 'SIGSTOP')
    })
    // It may still write until its lease is over, so nobody has it before; and then whoever looks next, which each does once in a beat.
    const taken = await takenAfter(pausedAt, before.fence)
    assert.ok(taken.end >= 0 && taken.loss < leaseMs + 2 * beatMs, JSON.stringify(taken))
    await send(8, async (sent) => {
      if (sent === 3) before.process.kill('SIGCONT')
      await Promise.resolve()
    })
    balancer.ports = served.map(({ port }) => port)
    await allArrived()
    await until('it is up again', async () => (await up()).length === processesUp)
    assert.notEqual((await holderOf('sequence')).process, before.process)
  })

  it('has one log, which verifies with that of the other side', async () => {
    await allArrived()
    for (const one of served) await one.stop()
    assert.equal((await up()).length, 0)
    balancer.ports = [vn.config.port]
    vn.node = await startNode(vn.config, silent)
    await assertGood(world)
    assert.ok(heads.size > 3, 'heads were seen as they grew')
  })
})
