import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatabase } from '../../src/store/serverDatabases.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { goOnAfterLoss } from './continuing.ts'
import { Broken, type Drill, type Ground, pause } from './drill.ts'
import { startLoad } from './load.ts'
import { type Side, type Stage, openStage, startSide, stopAll, typed, withNodes } from './stage.ts'

/** One State loses its database and puts yesterday's backup in its place. */
export const backupRestored: Drill = {
  name: 'backup-restored',
  does: 'backs a node up, goes on, takes its database away and restores the backup by the commands: it must notice, and get back what its peer has',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { say, share } = ground
  const [ours, theirs] = [await newCluster(ground, 'vn'), await newCluster(ground, 'qa')]
  const stage = await openStage(ground, { clusters: { VN: ours, QA: theirs } })
  const load = startLoad(stage)
  await pause(3_000 * share)
  const file = join(ground.folder, 'qa.rogatory')
  const digest = await backUp(stage.QA, file)
  const had = load.acknowledged()
  await pause(5_000 * share)
  await load.stop()
  await allLeft(stage)
  if (load.acknowledged('QA') === 0 || load.acknowledged() === had)
    throw new Broken('nothing was said that the backup lacks')
  const neverLeft = await sayUnheard(stage)
  await stopAll([stage.QA])
  say(
    `  did: rogatory backup of QA in service; then ${load.acknowledged() - had} more orders, and ${neverLeft.orders.length} of QA while VN was away`,
  )
  await restore(stage.QA, file, digest, await createDatabase(theirs.urlOf('postgres'), 'qa_restored'))
  await startSide(stage.VN)
  say(
    '  did: rogatory restore --verify, rogatory restore into a new folder and database; the newer checkpoint put in its place',
  )
  await goOnAfterLoss(ground, stage.QA)
  const lost = new Set(neverLeft.orders)
  const all = { ...load, orders: [...load.orders, ...lost] }
  await checkAll(ground, stage, all, { restored: 'QA', isLost: (order) => lost.has(order) })
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
