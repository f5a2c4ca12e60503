import { join } from 'node:path'
import { setClock } from '../../src/cli/demo/calendar.ts'
import type { OpenNode } from '../../src/opening.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { listsRenewed } from './daily.ts'
import { Broken, type Drill, type Ground, pause, seconds } from './drill.ts'
import { type Order, startLoad } from './load.ts'
import { type Stage, openStage, startSide, states, stopAll, typed, withNodes } from './stage.ts'

const dayMs = 86_400_000
const daysAway = 7

/** Both States are away for a week, with messages that wait on both sides. */
export const weekAway: Drill = {
  name: 'week-away',
  does: 'stops both nodes with messages that wait on both sides, lets a week pass by the clock, and starts them',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { say, share } = ground
  const clock = join(ground.folder, 'clock')
  const left = new Date()
  await setClock(clock, left)
  const cluster = await newCluster(ground, 'both')
  const stage = await openStage(ground, {
    clusters: { VN: cluster, QA: cluster },
    environmentOf: () => ({ ROGATORY_CLOCK_FILE: clock }),
  })
  const both = states.map((state) => stage[state])
  const load = startLoad(stage)
  await pause(3_000 * share)
  await load.stop()
  const lonely: Order[] = []
  // Each says something while the other is away already.
  for (const [state, away] of [
    ['VN', stage.QA],
    ['QA', stage.VN],
  ] as const) {
    await stopAll([away])
    const alone = startLoad(stage, { by: [state] })
    await until(`${state} has said more`, () => alone.acknowledged() >= 5)
    await alone.stop()
    lonely.push(...alone.orders)
    await stopAll([stage[state]])
    if (state === 'VN') await startSide(stage.QA)
  }
  await bothWait(stage)
  const back = new Date(Date.now() + daysAway * dayMs)
  await setClock(clock, back)
  await Promise.all(both.map(startSide))
  const at = performance.now()
  await allLeft(stage)
  say(
    `  away: both for ${daysAway} days with ${lonely.length} messages that waited; all had their receipts ${seconds(performance.now() - at)} after both were back`,
  )
  await listsRenewed(ground, stage, { VN: back, QA: back })
  await sameDue(ground, stage)
  await checkAll(ground, stage, { ...load, orders: [...load.orders, ...lonely] })
}

/** Messages that have not left, and those that are not signed yet because the peer has not told what it has. */
async function waitingAt({ db }: OpenNode['node']): Promise<number> {
  const queued = await db.selectFrom('outbox').select('digest').execute()
  const drafts = await db.selectFrom('draft').select('id').where('stage', '=', 'sending').execute()
  return queued.length + drafts.length
}

/** While both are away, each has something for the other. */
async function bothWait(stage: Stage): Promise<void> {
  await withNodes(
    states.map((state) => stage[state]),
    async (nodes) => {
      for (const { node } of nodes) {
        const waiting = await waitingAt(node)
        if (waiting < 5) throw new Broken(`only ${waiting} messages of ${node.state} wait`)
      }
    },
  )
}

async function allLeft(stage: Stage): Promise<void> {
  await withNodes(
    states.map((state) => stage[state]),
    async (nodes) => {
      for (const { node } of nodes)
        await until(
          `all of ${node.state} has left`,
          async () => {
            const waiting = await node.db.selectFrom('outbox').select(['status', 'last_code']).execute()
            if (waiting.some(({ status }) => status === 'dead'))
              throw new Broken(`${node.state} has given a message up after a week`)
            return (await waitingAt(node)) === 0
          },
          90_000,
        )
    },
  )
}

/** Both nodes count the same days. */
async function sameDue({ say }: Ground, stage: Stage): Promise<void> {
  const lists = await Promise.all(
    states.map((state) => typed(stage[state], 'due', '--within', '400', '--json', '--as', 'Example-A')),
  )
  const [ours = [], theirs = []] = lists.map(({ json }) => {
    const due = json.due as readonly {
      readonly request: string
      readonly clocks: object
      readonly obligations: object
    }[]
    const clocks = due.map(({ request, clocks: those, obligations }) =>
      JSON.stringify([request, those, obligations]),
    )
    return clocks.sort()
  })
  if (ours.join('\n') !== theirs.join('\n'))
    throw new Broken(`the two nodes count other days:\n${ours.join('\n')}\n${theirs.join('\n')}`)
  const requests = states.flatMap((state) => stage[state].requests).length
  if (ours.length !== requests)
    throw new Broken(`rogatory due tells of ${ours.length} requests, and ${requests} are under way`)
  say(`  found: rogatory due says the same on both sides, of ${ours.length} requests`)
}
