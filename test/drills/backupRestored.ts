import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setClock } from '../../src/cli/demo/calendar.ts'
import { createDatabase } from '../../src/store/serverDatabases.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { goOnAfterLoss } from './continuing.ts'
import { balancedADayAgo, balancedBySelf, fetchLists, listsRenewed } from './daily.ts'
import { Broken, type Drill, type Ground, pause } from './drill.ts'
import { startLoad } from './load.ts'
import { type Side, type Stage, openStage, startSide, states, stopAll, typed, withNodes } from './stage.ts'

/** From the backup to the loss: lists of revoked certificates are renewed after a day, and the nodes balance once in one. */
const betweenMs = 25 * 3_600_000

/** One State loses its database and puts yesterday's backup in its place. */
export const backupRestored: Drill = {
  name: 'backup-restored',
  does: 'backs a node up, goes on for a day by the clock, takes its database away and restores the backup by the commands: it must notice, and get back what its peer has',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { say, share } = ground
  const clock = join(ground.folder, 'clock')
  await setClock(clock, new Date())
  const [ours, theirs] = [await newCluster(ground, 'vn'), await newCluster(ground, 'qa')]
  const stage = await openStage(ground, {
    clusters: { VN: ours, QA: theirs },
    environmentOf: () => ({ ROGATORY_CLOCK_FILE: clock }),
  })
  const before = startLoad(stage)
  await pause(3_000 * share)
  const file = join(ground.folder, 'qa.rogatory')
  const digest = await backUp(stage.QA, file)
  const had = before.acknowledged()
  await pause(2_000 * share)
  await before.stop()
  await allLeft(stage)
  const next = await dayPasses(ground, stage, clock)
  const after = startLoad(stage)
  await pause(3_000 * share)
  await after.stop()
  await allLeft(stage)
  const more = before.acknowledged() - had + after.acknowledged()
  if (after.acknowledged('QA') === 0 || before.acknowledged() === had)
    throw new Broken('nothing was said that the backup lacks')
  const neverLeft = await sayUnheard(stage)
  await stopAll([stage.QA])
  say(
    `  did: rogatory backup of QA in service; then ${more} more orders, on that day and the next, and ${neverLeft.orders.length} of QA while VN was away`,
  )
  await restore(stage.QA, file, digest, await createDatabase(theirs.urlOf('postgres'), 'qa_restored'))
  await startSide(stage.VN)
  say(
    '  did: rogatory restore --verify, rogatory restore into a new folder and database; the newer checkpoint put in its place',
  )
  const since = { VN: next, QA: await timeOf(stage) }
  await goOnAfterLoss(ground, stage.QA)
  // The lists that it has issued since the backup are lost with it.
  await fetchLists(stage, since)
  await listsRenewed(ground, stage, since)
  const lost = new Set(neverLeft.orders)
  const all = { ...after, orders: [...before.orders, ...after.orders, ...lost] }
  await checkAll(ground, stage, all, { restored: 'QA', isLost: (order) => lost.has(order) })
}

async function timeOf(stage: Stage): Promise<Date> {
  return await withNodes([stage.VN], ([open]) => Promise.resolve(open?.node.now() ?? new Date()))
}

/** A day by the clocks, with what nodes do once in a day: they balance, and renew their lists of revoked certificates. When it was over. */
async function dayPasses(ground: Ground, stage: Stage, clock: string): Promise<Date> {
  const both = states.map((state) => stage[state])
  const next = new Date((await timeOf(stage)).getTime() + betweenMs)
  await stopAll(both)
  await withNodes(both, balancedADayAgo)
  await setClock(clock, next)
  await Promise.all(both.map(startSide))
  ground.say('  passed: a day and an hour by the clock')
  const since = { VN: next, QA: next }
  await fetchLists(stage, since)
  await listsRenewed(ground, stage, since)
  await balancedBySelf(ground, stage, next)
  return next
}

async function backUp(side: Side, file: string): Promise<string> {
  const made = await typed(side, 'backup', '--out', file, '--as', 'Example-Administrator', '--json')
  if (made.code !== 0) throw new Broken(`rogatory backup: ${made.out} ${made.beside}`)
  return String(made.json.manifest)
}

/** Everything has reached the other side. */
async function allLeft(stage: Stage): Promise<void> {
  await withNodes([stage.VN, stage.QA], async (nodes) => {
    for (const { node } of nodes)
      await until(`all of ${node.state} has left`, async () => {
        return (await node.db.selectFrom('outbox').select('digest').execute()).length === 0
      })
  })
}

/** What QA says while VN is away: it is acknowledged, and nobody else has it. */
async function sayUnheard(stage: Stage): Promise<ReturnType<typeof startLoad>> {
  await stopAll([stage.VN])
  const load = startLoad(stage, { by: ['QA'], atOnce: 1 })
  await until('QA has said more', () => load.acknowledged() >= 2)
  await load.stop()
  return load
}

async function restore(side: Side, file: string, digest: string, databaseUrl: string): Promise<void> {
  const kept = `${side.dataFolder}.lost`
  const environment = { ...side.environment, DATABASE_URL: databaseUrl }
  await rename(side.dataFolder, kept)
  const passphrase = join(kept, 'passphrase')
  for (const words of [
    ['restore', file, '--verify', '--manifest', digest],
    ['restore', file, '--data', side.dataFolder, '--manifest', digest],
  ]) {
    const done = await typed(
      { environment: { ...environment, ROGATORY_PASSPHRASE_FILE: passphrase } },
      ...words,
    )
    if (done.code !== 0)
      throw new Broken(`rogatory ${words.join(' ')}: ${done.code} ${done.out} ${done.beside}`)
  }
  // The passphrase is kept apart from the backup, and the newer memory of the log tells that the database is older.
  for (const name of ['passphrase', 'checkpoint']) await cp(join(kept, name), join(side.dataFolder, name))
  await rename(join(kept, 'node.log'), join(side.dataFolder, 'node.log'))
  side.environment.DATABASE_URL = databaseUrl
}
