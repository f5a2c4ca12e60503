import { rename } from 'node:fs/promises'
import { listProcesses } from '../../src/store/leases.ts'
import { readHead } from '../../src/store/audit.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { type Cluster, newCluster, systemPrograms } from './cluster.ts'
import { goOnAfterLoss } from './continuing.ts'
import { Broken, type Drill, type Ground, pause, seconds } from './drill.ts'
import { type Load, startLoad } from './load.ts'
import { type Side, type Stage, openStage, saidBy, withNodes } from './stage.ts'

const lacksPrograms = (): Promise<string | null> =>
  Promise.resolve(
    systemPrograms() === null ? 'pg_basebackup is not in /usr/lib/postgresql (Debian: postgresql)' : null,
  )

/** The primary of one State is lost with all that it had, and its synchronous standby takes its place. */
export const failOver: Drill = {
  name: 'fail-over',
  does: 'kills the primary PostgreSQL of one State under load, takes its data away, and promotes the synchronous standby',
  lacks: lacksPrograms,
  async play(ground) {
    const { stage, primary, standby, address } = await replicated(ground)
    const { say } = ground
    await primary.asked(async (client) => {
      await client.query(`alter system set synchronous_standby_names = 'standby'`)
      await client.query('select pg_reload_conf()')
    })
    await until('the standby is synchronous', async () => (await syncStateOf(primary)) === 'sync')
    const load = startLoad(stage)
    await pause(6_000 * ground.share)
    const before = await sequencerOf(stage.QA)
    const lostAt = performance.now()
    await lose(primary)
    // The address may be there before the standby may write.
    address.ports = [standby.port]
    await pause(1_000 + ground.random.below(2_000))
    await promote(standby)
    const promotedAt = performance.now()
    await takesOrders(load)
    say(
      `  lost: the primary, with its data, after ${load.acknowledged()} orders; ${seconds(promotedAt - lostAt)} later the standby was promoted, and ${seconds(performance.now() - promotedAt)} after that the node of QA took orders again`,
    )
    const promoted = await sequencerOf(stage.QA)
    await pause(5_000 * ground.share)
    const after = await sequencerOf(stage.QA)
    await load.stop()
    refuseRestarts(stage.QA)
    if ((await saidBy(stage.QA)).includes('NODE_ROLLED_BACK'))
      throw new Broken('the node took its database for an older one')
    if (!after.isHeld || after.size <= Math.max(before.size, promoted.size))
      throw new Broken('the log did not grow on the new primary')
    say(
      `  found: the log went on from ${before.size} to ${after.size} entries without a fork, by the lease of the sequencer (number ${before.fence} before, ${after.fence} after); the guard against a database that went back had nothing to say`,
    )
    await checkAll(ground, stage, load)
  },
}

/** The same where the standby lags: what it lacks was acknowledged, and the node must notice. */
export const failOverAsynchronous: Drill = {
  name: 'fail-over-asynchronous',
  does: 'the same with a standby that is asynchronous and has fallen behind: the node must notice what was lost, and get it back from its peer',
  lacks: lacksPrograms,
  async play(ground) {
    const { stage, primary, standby, address } = await replicated(ground)
    const { say } = ground
    const load = startLoad(stage)
    await pause(3_000 * ground.share)
    // It falls behind, as one does whose line is down.
    await standby.kill()
    const had = load.acknowledged()
    await pause(3_000 * ground.share)
    await load.stop()
    const lost = load.acknowledged() - had
    if (lost === 0) throw new Broken('nothing was acknowledged that the standby lacked')
    // What has left for the peer comes back from there; what has not is lost with the primary.
    await withNodes([stage.QA], async ([open]) => {
      await until(
        'all has left',
        async () => (await open?.node.db.selectFrom('outbox').select('digest').execute())?.length === 0,
      )
    })
    await lose(primary)
    await standby.start()
    address.ports = [standby.port]
    await promote(standby)
    say(
      `  lost: the primary, with its data; its asynchronous standby lacked ${lost} of ${load.acknowledged()} acknowledged orders, and was promoted`,
    )
    await goOnAfterLoss(ground, stage.QA)
    await checkAll(ground, stage, load, { restored: 'QA' })
  },
}

interface Replicated {
  readonly stage: Stage
  readonly primary: Cluster
  readonly standby: Cluster
  /** The address by which the node reaches whichever is the primary, as the tools of high availability give one. */
  readonly address: Balancer
}

async function replicated(ground: Ground): Promise<Replicated> {
  const ours = await newCluster(ground, 'vn')
  const primary = await newCluster(ground, 'primary')
  const standby = await newCluster(ground, 'standby', {
    following: primary,
    // Once promoted it waits for nobody; the next standby is for a person to make.
    settings: { synchronous_standby_names: '', hot_standby: 'on' },
  })
  const address = await openBalancer()
  ground.atEnd(() => address.close())
  address.ports = [primary.port]
  const port = Number(new URL(address.url).port)
  const stage = await openStage(ground, {
    clusters: { VN: ours, QA: primary },
    databaseUrlOf: (state, database) =>
      (state === 'QA' ? primary : ours).urlOf(database, state === 'QA' ? port : undefined),
  })
  return { stage, primary, standby, address }
}

async function syncStateOf(primary: Cluster): Promise<string> {
  const { rows } = await primary.asked((client) =>
    client.query<{ sync_state: string }>('select sync_state from pg_stat_replication'),
  )
  return rows[0]?.sync_state ?? ''
}

async function lose(primary: Cluster): Promise<void> {
  await primary.kill()
  await rename(primary.data, `${primary.data}.lost`)
}

async function promote(standby: Cluster): Promise<void> {
  await standby.asked(async (client) => {
    const { rows } = await client.query<{ promoted: boolean }>('select pg_promote(true, 30) as promoted')
    if (rows[0]?.promoted !== true) throw new Broken('the standby was not promoted')
  })
}

async function takesOrders(load: Load): Promise<void> {
  const before = load.acknowledged('QA')
  await until('the node of QA takes orders again', () => load.acknowledged('QA') > before)
}

function refuseRestarts({ state, served }: Side): void {
  if (served.restarts() > 0) throw new Broken(`the process of ${state} ended because its database was away`)
}

/** How far the log is, and the lease by which it grows. */
async function sequencerOf(
  side: Side,
): Promise<{ readonly size: number; readonly fence: number; readonly isHeld: boolean }> {
  return await withNodes([side], async ([open]) => {
    if (open === undefined) throw new Error('a node was opened')
    const { leases } = await listProcesses(open.node.db)
    const lease = leases.find(({ name }) => name === 'sequence')
    const { size } = await readHead(open.node.db)
    return { size, fence: lease?.fence ?? 0, isHeld: lease?.isHeld === true }
  })
}
