import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { Broken, type Drill, type Ground, middleAndMost, pause } from './drill.ts'
import { startLoad } from './load.ts'
import { openStage, states } from './stage.ts'

const killsUsual = 10
/** On a slow machine it is killed less often. */
const longestMs = 45_000

/** A process of a node is killed, over and over. */
export const nodeKilled: Drill = {
  name: 'node-killed',
  does: 'kills the process of either node (SIGKILL) at random moments under load, each time started again',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { random, say, share } = ground
  const cluster = await newCluster(ground, 'both')
  const stage = await openStage(ground, { clusters: { VN: cluster, QA: cluster } })
  const load = startLoad(stage)
  const backMs: number[] = []
  const killed = { VN: 0, QA: 0 }
  const began = performance.now()
  while (backMs.length < killsUsual * share && performance.now() - began < longestMs * share) {
    await pause(random.below(1_200))
    const { state, served } = stage[states.find((one) => killed[one] === 0) ?? random.pick(states)]
    const pid = served.pid()
    if (pid === undefined) continue
    process.kill(pid, 'SIGKILL')
    killed[state] += 1
    const at = performance.now()
    // Killed again while it comes up, now and then.
    if (random.once(4)) await pause(random.below(600))
    else await until('it is up again', () => served.isUp() && served.pid() !== pid)
    backMs.push(performance.now() - at)
  }
  for (const state of states) await until('it is up again', () => stage[state].served.isUp())
  await load.stop()
  for (const state of states) {
    const restarts = stage[state].served.restarts()
    if (killed[state] === 0 || restarts < killed[state])
      throw new Broken(`${state} was killed ${killed[state]} times and came up again ${restarts} times`)
    if (load.otherwiseOf[state].size === 0)
      throw new Broken(`no system of ${state} has noticed that its node was killed`)
  }
  say(
    `  killed: ${killed.VN} times the process of VN, ${killed.QA} times that of QA; up again after ${middleAndMost(backMs)}`,
  )
  await checkAll(ground, stage, load)
}
