import { parseArgs } from 'node:util'
import { mochaGlobalTeardown, startTestServer } from '../support/server.ts'
import { nodesMax, openCast } from './cast.ts'
import { putMachineAside } from './machine.ts'
import { type Outcome, meet, simulate } from './simulate.ts'

/*
 * `npm run simulate -- --seeds 100 [--first N] [--nodes 3] [--steps 400]` runs seeds until one breaks an invariant, and
 * `npm run simulate -- --seed N --trace` tells the story of one, in a process that has run no other. Ends with 1 where an invariant was broken.
 */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    nodes: { type: 'string', default: '3' },
    steps: { type: 'string', default: '400' },
    trace: { type: 'boolean', default: false },
    times: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
})

const nodes = Math.min(nodesMax, Math.max(2, Number(values.nodes)))
const steps = Number(values.steps)
const first = Number(values.seed ?? values.first)
const seeds = values.seed === undefined ? Number(values.seeds) : 1

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayBroken({ seed, broken, story }: Outcome): void {
  if (broken === null) return
  if (!values.trace) for (const line of story.slice(-25)) say(line)
  say(`seed ${seed}: ${broken.invariant}`)
  say(JSON.stringify(broken.objects, null, 1).slice(0, 6_000))
  // What a process remembers of the seeds before may make another story of one: with them it is told again as it was.
  const these =
    seed === first ? `--seed ${seed}` : `--first ${first} --seeds ${seed - first + 1} --keep-going`
  say(`again: npm run simulate -- ${these} --nodes ${nodes} --steps ${steps} --trace`)
}

// The tests have a server of their own, which is taken.
const isWithinTests = process.env.MOCHA_DATABASE_SERVER !== undefined
if (!isWithinTests) await startTestServer()
putMachineAside()
const cast = await openCast(nodes)
const brokenSeeds: number[] = []
const counted = new Map<string, number>()
let [messages, virtualMs] = [0, 0]
try {
  await meet(cast)
  const began = performance.now()
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await simulate(cast, { seed, steps, ...(values.trace ? { tells: say } : {}) })
    messages += outcome.messages
    virtualMs += outcome.virtualMs
    for (const [what, times] of outcome.counted) counted.set(what, (counted.get(what) ?? 0) + times)
    if (values.times)
      say(`seed ${seed}: ${outcome.messages} messages, ${((performance.now() - began) / 1000).toFixed(1)} s`)
    if (outcome.broken === null) continue
    brokenSeeds.push(seed)
    sayBroken(outcome)
    if (!values['keep-going']) break
  }
  const seconds = (performance.now() - began) / 1000
  const days = Math.round(virtualMs / 86_400_000)
  if (values.seed !== undefined)
    for (const [what, times] of [...counted].sort(([, one], [, other]) => other - one))
      say(`${times} ${what}`)
  say(
    `${seeds} seeds from ${first}, ${nodes} nodes, ${steps} steps: ${messages} messages, ${days} days of virtual time, ` +
      `${seconds.toFixed(1)} s, ${(seeds / seconds).toFixed(2)} seeds a second; broken: ${brokenSeeds.join(' ') || 'none'}`,
  )
} finally {
  await cast.close()
  if (!isWithinTests) await mochaGlobalTeardown()
}
process.exitCode = brokenSeeds.length === 0 ? 0 : 1
