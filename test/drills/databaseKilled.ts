import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { Broken, type Drill, type Ground, middleAndMost, pause } from './drill.ts'
import { startLoad } from './load.ts'
import { openStage } from './stage.ts'

const killsUsual = 4

/** The database server of one State is killed, over and over. */
export const databaseKilled: Drill = {
  name: 'database-killed',
  does: 'kills all processes of the PostgreSQL of one State (SIGKILL) under load and starts it again; the node is left alone',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { random, say, share } = ground
  const [ours, theirs] = [await newCluster(ground, 'vn'), await newCluster(ground, 'qa')]
  const stage = await openStage(ground, { clusters: { VN: ours, QA: theirs } })
  const load = startLoad(stage)
  const backMs: number[] = []
  while (backMs.length < killsUsual * share) {
    await pause(1_000 + random.below(2_000))
    await theirs.kill()
    await pause(random.below(4_000))
    await theirs.start()
    const at = performance.now()
    const before = load.acknowledged('QA')
    await until('the node of QA takes orders again', () => load.acknowledged('QA') > before)
    backMs.push(performance.now() - at)
  }
  await load.stop()
  const restarts = stage.QA.served.restarts()
  if (restarts > 0)
    throw new Broken(`the process of QA ended ${restarts} times because its database was away`)
  const told = [...load.otherwiseOf.QA.keys()].join(', ')
  if (told !== 'NODE_UNAVAILABLE')
    throw new Broken(`while its database was away the systems of QA were answered: ${told || 'nothing else'}`)
  say(
    `  killed: the PostgreSQL of QA ${backMs.length} times; the same process of its node took orders again ${middleAndMost(backMs)} after it was back`,
  )
  await checkAll(ground, stage, load)
}
