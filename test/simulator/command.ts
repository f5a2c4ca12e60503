// First: modules that are loaded later keep what they find of the machine.
import { putMachineAside } from './machine.ts'
import { hash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { mochaGlobalTeardown, startTestServer } from '../support/server.ts'
import { nodesMax, openCast } from './cast.ts'
import { type Counted, type Seeds, type Summary, addedUp, dividedAmong, runSideBySide } from './processes.ts'
import { type Outcome, meet, simulate } from './simulate.ts'

/*
 * `npm run simulate -- --seeds 100 [--first N] [--nodes 3] [--steps 400] [--processes 2]` runs seeds until one breaks an invariant, and
 * `npm run simulate -- --seed N --trace` tells the story of one, in a process that has run no other. `--seconds N`: none is begun after
 * that time, nor after SIGINT (^C) or SIGTERM: what came of those before is told. `--strict`: all that must hold at any time is looked at after every commit, and not after each third or ninth; a seed is the
 * same, and takes longer. Ends with 1 where an invariant was broken, or where fewer seeds were run than `--at-least N`.
 */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    every: { type: 'string', default: '1' },
    seed: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    'at-least': { type: 'string', default: '0' },
    nodes: { type: 'string', default: '3' },
    steps: { type: 'string', default: '400' },
    processes: { type: 'string', default: '1' },
    strict: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    times: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
})

const nodes = Math.min(nodesMax, Math.max(2, Number(values.nodes)))
const steps = Number(values.steps)
const seeds: Seeds = {
  first: Number(values.seed ?? values.first),
  count: values.seed === undefined ? Number(values.seeds) : 1,
  every: Number(values.every),
}

/** Asked to begin no other seed. */
const asked = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => asked.abort())

/** Room is given back at the same places of each run, so that a seed is the same after those before it. */
const seedsUncleared = 20

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The same for the same story, whatever keys a process has made for its States. */
function storyMark({ story }: Outcome): string {
  const words = story.join('\n').replaceAll(/[0-9a-f]{32,}|"[0-9a-f]+$/gm, '')
  return hash('sha256', words).slice(0, 12)
}

function sayBroken({ seed, broken, story }: Outcome): void {
  if (broken === null) return
  if (!values.trace) for (const line of story.slice(-25)) say(line)
  say(`seed ${seed}: ${broken.invariant}`)
  say(JSON.stringify(broken.objects, null, 1).slice(0, 6_000))
  const { first, every } = seeds
  // What a process remembers of the seeds before may make another story of one: with them it is told again as it was.
  const these =
    seed === first
      ? `--seed ${seed}`
      : `--first ${first} --seeds ${(seed - first) / every + 1} --every ${every} --keep-going`
  const strictly = values.strict ? ' --strict' : ''
  say(`again: npm run simulate -- ${these} --nodes ${nodes} --steps ${steps}${strictly} --trace`)
}

/** Runs the seeds in this process. */
async function runHere(): Promise<Summary> {
  putMachineAside()
  const cast = await openCast(nodes)
  const broken: number[] = []
  const counted: Counted[] = []
  let [messages, virtualMs, roundsMost, ran] = [0, 0, 0, 0]
  try {
    await meet(cast)
    const until = performance.now() + Number(values.seconds) * 1000
    const isOn = (): boolean => !asked.signal.aborted && (broken.length === 0 || values['keep-going'])
    while (ran < seeds.count && performance.now() < until && isOn()) {
      const began = performance.now()
      const seed = seeds.first + ran * seeds.every
      if (ran > 0 && ran % seedsUncleared === 0) await cast.clearAway()
      const outcome = await simulate(cast, {
        ...{ seed, steps, isStrict: values.strict },
        ...(values.trace ? { tells: say } : {}),
      })
      ran += 1
      messages += outcome.messages
      virtualMs += outcome.virtualMs
      roundsMost = Math.max(roundsMost, outcome.roundsMost)
      counted.push(Object.fromEntries(outcome.counted))
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      if (values.times)
        say(
          `seed ${seed}: ${outcome.messages} messages, ${outcome.roundsMost} rounds, story ${storyMark(outcome)}, ${seconds} s`,
        )
      if (outcome.broken === null) continue
      broken.push(seed)
      sayBroken(outcome)
    }
  } finally {
    await cast.close()
  }
  return { seeds: ran, messages, virtualMs, roundsMost, counted: addedUp(counted), broken }
}

/** Runs the seeds in processes of their own. */
async function runBeside(processes: number): Promise<Summary> {
  const flags = (['strict', 'trace', 'times', 'keep-going'] as const).filter((name) => values[name])
  const how = ['--nodes', String(nodes), '--steps', String(steps), '--seconds', values.seconds]
  const given = [...how, ...flags.map((name) => `--${name}`)]
  return await runSideBySide(dividedAmong(processes, seeds), given, values['keep-going'], asked.signal)
}

/** What the seeds were made of, by kind (`World.counted`), the most frequent first. */
function sayCounted(counted: Counted): void {
  const all = Object.entries(counted).sort(([, one], [, other]) => other - one)
  const kindOf = (what: string): string => what.slice(0, what.indexOf(' '))
  for (const kind of new Set(all.map(([what]) => kindOf(what)))) {
    const these = all.filter(([what]) => kindOf(what) === kind)
    say(`${kind}: ${these.map(([what, times]) => `${times} ${what.slice(kind.length + 1)}`).join(', ')}`)
  }
}

function saySummary(summary: Summary, seconds: number): void {
  const { seeds: ran, messages, virtualMs, roundsMost, broken } = summary
  sayCounted(summary.counted)
  const days = Math.round(virtualMs / 86_400_000)
  say(
    `${ran} seeds from ${seeds.first}, ${nodes} nodes, ${steps} steps: ${messages} messages, ${days} days of virtual time, ` +
      `at rest within ${roundsMost} rounds, ` +
      `${seconds.toFixed(1)} s, ${(ran / seconds).toFixed(2)} seeds a second; broken: ${broken.join(' ') || 'none'}`,
  )
}

// The tests have a server of their own, which is taken; so is that of whoever has started this process for a part of the seeds.
const isWithinTests = process.env.MOCHA_DATABASE_SERVER !== undefined
if (!isWithinTests) await startTestServer()
const began = performance.now()
try {
  const processes = Number(values.processes)
  const summary = processes > 1 ? await runBeside(processes) : await runHere()
  if (process.send === undefined) saySummary(summary, (performance.now() - began) / 1000)
  else process.send(summary)
  const isSound = summary.broken.length === 0
  const isEnough = summary.seeds >= Number(values['at-least'])
  if (isSound && !isEnough) say(`only ${summary.seeds} seeds were run, and not ${values['at-least']}`)
  process.exitCode = isSound && isEnough ? 0 : 1
} finally {
  if (!isWithinTests) await mochaGlobalTeardown()
  if (process.connected) process.disconnect()
}
