import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { type Cut, openCutter } from './cutter.ts'
import { Broken, type Drill, type Ground, pause } from './drill.ts'
import { otherwiseInWords, startLoad } from './load.ts'
import { openStage } from './stage.ts'

/** Of a post with one message, and of its answer, with the heads; several messages in a post are more. */
const bytesOf = { there: 14_000, back: 3_000 } as const
const cutsOfEachUsual = 20

/** The connection between the nodes is reset after each number of bytes. */
export const connectionCut: Drill = {
  name: 'connection-cut',
  does: 'resets connections to a node after every range of bytes, of what is posted and of what is answered',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { say, share } = ground
  const cluster = await newCluster(ground, 'both')
  const cutter = await openCutter()
  ground.atEnd(() => cutter.close())
  const stage = await openStage(ground, {
    clusters: { VN: cluster, QA: cluster },
    publishedUrlOf: (state, port) => {
      if (state === 'VN') return `http://127.0.0.1:${port}`
      cutter.port = port
      return cutter.url
    },
  })
  const { cuts, made } = cutter
  cuts.push(...spread(ground, Math.ceil(cutsOfEachUsual * share)))
  const wanted = cuts.length
  const load = startLoad(stage, { atOnce: 4, pauseMs: 50 })
  await until('every cut was tried', () => cuts.length === 0, 100_000).catch(() => {
    throw new Broken(`${cuts.length} of ${wanted} cuts were not tried in 100 s; ${otherwiseInWords(load)}`)
  })
  await pause(2_000)
  await load.stop()
  if (made.length < wanted / 2) throw new Broken(`${made.length} of ${wanted} connections were cut`)
  const most = { there: 0, back: 0 }
  for (const { direction, bytes } of made) most[direction] = Math.max(most[direction], bytes)
  say(
    `  cut: ${made.length} connections to QA (${wanted - made.length} ended before they had come so far), up to byte ${most.there} of what was posted and ${most.back} of what was answered; ${cutter.passed} others were let through`,
  )
  await checkAll(ground, stage, load)
}

/** So many of each direction over its whole length, each at a place of its own within its range, in any order. */
function spread({ random }: Ground, count: number): Cut[] {
  const cuts: Cut[] = []
  for (const direction of ['there', 'back'] as const) {
    const range = Math.floor(bytesOf[direction] / count)
    for (let number = 0; number < count; number += 1)
      cuts.push({ direction, bytes: number * range + random.below(range) })
  }
  for (let place = cuts.length - 1; place > 0; place -= 1) {
    const other = random.below(place + 1)
    const [one, two] = [cuts[place], cuts[other]]
    if (one !== undefined && two !== undefined) [cuts[place], cuts[other]] = [two, one]
  }
  return cuts
}
