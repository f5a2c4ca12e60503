import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { startNode } from '../../src/main.ts'
import { listProcesses } from '../../src/store/leases.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { buildLaterVersion } from '../support/laterVersion.ts'
import { type ServedProcess, serve } from '../support/served.ts'
import { draft } from '../support/talk.ts'
import { assertGood, countOf } from '../support/twoSides.ts'
import { type World, type WorldState, authority, silent, twoStates, until } from '../support/world.ts'

describe('a node whose processes are brought to the next version one after the other', function () {
  this.timeout(240_000)
  let world: World
  let vn: WorldState
  let folder: string
  let later: string
  let balancer: Balancer
  let open: OpenNode
  const served: ServedProcess[] = []
  const requests: string[] = []

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-versions-'))
    later = await buildLaterVersion(join(folder, 'later'))
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
    await vn.node.close()
    for (const name of ['one', 'two']) await startProcess(name)
    open = await openNode(vn.config, silent, 'act')
  })
  after(async () => {
    await open.close()
    for (const one of served) await one.stop()
    await balancer.close()
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function startProcess(name: string, program?: string): Promise<void> {
    const dataFolder = join(folder, name)
    await cp(vn.config.dataFolder, dataFolder, { recursive: true })
    served.push(await serve(dataFolder, vn.database.url, {}, program))
    balancer.ports = served.map(({ port }) => port)
  }

  async function stopOldest(): Promise<void> {
    const oldest = served.shift()
    balancer.ports = served.map(({ port }) => port)
    await oldest?.stop()
    told.push(oldest?.said() ?? '')
  }
  const told: string[] = []
  /** How often the list of the State was signed before there was a newer version, which has something else to say in it. */
  let signedBefore = 0

  const versions = async (): Promise<readonly string[]> =>
    (await listProcesses(vn.database.db)).processes
      .filter(({ isUp }) => isUp)
      .map(({ version }) => version)
      .sort()

  async function exchange(count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 1) {
      const request = crypto.randomUUID()
      const outcome = await open.send(draft(world, vn, request, 'request'))
      assert.ok(outcome.ok, JSON.stringify(outcome))
      requests.push(request)
    }
    await until('all have their receipts', async () => {
      const rows = await vn.database.db.selectFrom('message').select('receipt').execute()
      return rows.length >= requests.length && rows.every(({ receipt }) => receipt !== null)
    })
    assert.equal(await countOf(world.answering, 'message.received'), requests.length)
    await until('the log is in order', async () => {
      const rows = await vn.database.db.selectFrom('audit_pending').select('entry').execute()
      return rows.length === 0
    })
  }

  /** How often the list of the State was signed. */
  const lists = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from trust_list where state = 'VN'`.execute(vn.database.db)
    return rows[0]?.count ?? 0
  }

  /** The version of the process that sees to the lists of States; null: none does. */
  const holderOfTrust = async (): Promise<string | null> => {
    const { rows } = await sql<{ version: string }>`
      select process.version from lease join process on process.id = lease.holder
      where lease.name = 'trust' and lease.until > clock_timestamp()`.execute(vn.database.db)
    return rows[0]?.version ?? null
  }

  it('goes on at the older ones while the newer one gives the tables another form', async () => {
    await exchange(4)
    const [older] = await versions()
    signedBefore = await lists()
    await startProcess('three', later)
    assert.deepEqual(await versions(), [older, older, '99.0.0'])
    const { rows } = await sql`select later from message limit 1`.execute(vn.database.db)
    assert.equal(rows.length, 1, 'the tables have grown')
    await exchange(12)
  })

  it('has older and newer ones beside each other, whichever has the jobs, and signs no list that one of them could not keep', async () => {
    await stopOldest()
    await exchange(6)
    // One of the older version may start upon the newer tables as well.
    await startProcess('one-again')
    await exchange(6)
    await stopOldest()
    // Whichever of the two has taken it, the newer one has it now: it knows at its next beat, and the other too.
    await sql`update lease set fence = fence + 1, until = clock_timestamp() + interval '10 s',
      holder = (select id from process where version = '99.0.0' order by id desc limit 1)
      where name = 'trust'`.execute(vn.database.db)
    await exchange(6)
    // Longer than the lease was given for: it was renewed, and the job, which looks each second, has looked.
    await letPass(12_000)
    assert.deepEqual([await holderOfTrust(), await lists()], ['99.0.0', signedBefore])
  })

  it('ends with the newer one alone, and with one log that verifies', async () => {
    await startProcess('four', later)
    await stopOldest()
    await stopOldest()
    assert.deepEqual(await versions(), ['99.0.0'])
    await until('the newer one signs what it has to say', async () => (await lists()) === signedBefore + 1)
    await exchange(4)
    for (const one of served) {
      await one.stop()
      told.push(one.said())
    }
    for (const said of told) {
      assert.doesNotMatch(said, /cached plan/)
      assert.match(said, /The node has stopped in order/)
    }
    balancer.ports = [vn.config.port]
    vn.node = await startNode(vn.config, silent)
    await assertGood(world)
  })
})
