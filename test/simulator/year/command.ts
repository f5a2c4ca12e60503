import { parseArgs } from 'node:util'
import { mochaGlobalTeardown, startTestServer } from '../../support/server.ts'
import { Broken } from '../broken.ts'
import { putMachineAside } from '../machine.ts'
import { statesMax } from './pairs.ts'
import { liveAYear } from './year.ts'

/*
 * `npm run simulate:year -- --states 200 --requests 10000 [--seed 1]` lets so many States exchange so many requests through a virtual year, and
 * tells what each tenth of them has cost. Ends with 1 where something does not hold that must.
 */

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '200' },
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})

/** The last tenth may cost so many times what the second has: in the first, few requests are old enough to be answered. */
const goal = 1.25

const states = Math.min(statesMax, Math.max(2, Number(values.states)))
const requests = Math.max(10, Number(values.requests))

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const isWithinTests = process.env.MOCHA_DATABASE_SERVER !== undefined
if (!isWithinTests) await startTestServer({ max_connections: String(states * 2 + 50) })
putMachineAside()
try {
  const outcome = await liveAYear({ states, requests, seed: Number(values.seed), tells: say })
  const [, second] = outcome.tenths
  const last = outcome.tenths.at(-1)
  const ratio = (of: 'msPerRequest' | 'nodesMsPerRequest' | 'residentMiB' | 'databaseKiBPerRequest') =>
    Number(((last?.[of] ?? 0) / (second?.[of] ?? 1)).toFixed(2))
  const ratios = {
    time: ratio('msPerRequest'),
    processor: ratio('nodesMsPerRequest'),
    memory: ratio('residentMiB'),
    databases: ratio('databaseKiBPerRequest'),
  }
  const isConstant = Object.values(ratios).every((one) => one <= goal)
  say(JSON.stringify({ ...outcome, ratios, goal, isConstant }, null, 1))
  for (const [what, one] of Object.entries(ratios))
    say(
      `${what}: the last tenth is ${one} times the second (goal ${goal}: ${one <= goal ? 'met' : 'not met'})`,
    )
} catch (reason) {
  process.exitCode = 1
  if (!(reason instanceof Broken)) throw reason
  say(`broken: ${reason.invariant}\n${JSON.stringify(reason.objects, null, 1).slice(0, 6_000)}`)
} finally {
  if (!isWithinTests) await mochaGlobalTeardown()
}
