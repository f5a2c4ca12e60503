import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { type Cut, openCutter } from './cutter.ts'
import { Broken, type Drill, type Ground, pause } from './drill.ts'
import { otherwiseInWords, startLoad } from './load.ts'
import { openStage, states } from './stage.ts'

/** Of a post with one message, and of its answer, with the heads; several messages in a post are more. */
const bytesOf = { there: 12_000, back: 2_400 } as const
const cutsOfEachUsual = 20
const patienceMs = 600_000

/** The connection between the nodes is reset after each number of bytes. */
export const connectionCut: Drill = {
  name: 'connection-cut',
  does: 'resets connections to either node after every range of bytes, of what is posted and of what is answered',
  lacks: () => Promise.resolve(null),
  play,
}

async function play(ground: Ground): Promise<void> {
  const { say, share } = ground
  const cluster = await newCluster(ground, 'both')
  const cutters = { VN: await openCutter(), QA: await openCutter() }
  const each = states.map((state) => ({ state, cutter: cutters[state] }))
  for (const { cutter } of each) ground.atEnd(() => cutter.close())
  const stage = await openStage(ground, {
    clusters: { VN: cluster, QA: cluster },
    publishedUrlOf: (state, port) => {
      cutters[state].port = port
      return cutters[state].url
    },
  })
  const ofEach = Math.ceil(cutsOfEachUsual * share)
  const wanted = spread(ground, ofEach)
  for (const { cutter } of each) cutter.cuts.push(...wanted)
  const load = startLoad(stage, { atOnce: 4, pauseMs: 50 })
  await until(
    'every cut was made',
    () => each.every(({ cutter }) => cutter.made.length === wanted.length),
    patienceMs,
  ).catch(() => {
    const lacking = each.flatMap(({ state, cutter }) =>
      lacks(wanted, cutter.made).map(({ direction, bytes }) => `to ${state}, ${direction}, byte ${bytes}`),
    )
    throw new Broken(`cuts that were not made: ${lacking.join('; ')}; ${otherwiseInWords(load)}`)
  })
  await pause(2_000)
  await load.stop()
  for (const { state, cutter } of each) {
    const most = { there: 0, back: 0 }
    for (const { direction, bytes } of cutter.made) most[direction] = Math.max(most[direction], bytes)
    say(
      `  cut: ${cutter.made.length} connections to ${state}, ${ofEach} each way, one in each range of bytes, up to byte ${most.there} of what was posted and ${most.back} of what was answered; ${cutter.passed} others were let through`,
    )
  }
  await checkAll(ground, stage, load)
}

/** The cuts that were wanted and not made. */
function lacks(wanted: readonly Cut[], made: readonly Cut[]): readonly Cut[] {
  return wanted.filter((cut) => !made.includes(cut))
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
