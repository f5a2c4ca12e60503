import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCoverage } from './coverage.ts'
import { collected } from './memory.ts'
import { type Course, type Failure, type Run, courseOf, goOn, inputMsMax, inputOf } from './run.ts'
import { faultOf, shrink } from './shrink.ts'
import type { Target } from './target.ts'
import { targets } from './targets.ts'
import { startWatch } from './watch.ts'

const help = `npm run fuzz -- [--inputs N | --seconds N] [--target NAME] [--seed N] [--plain] [--out DIR]
npm run fuzz -- --target NAME --seed N --again 512/40/3

  --inputs N     inputs in all; 100,000 where nothing is given
  --seconds N    as many as fit into this time
  --target NAME  one target alone: ${targets.map(({ name }) => name).join(', ')}
  --seed N       other inputs; the same seed gives the same ones, as long as the same code is reached
  --plain        all from the examples: what reached new code is not mutated further
  --out DIR      where inputs that are wrong are written; ./fuzz-failures
  --again PATH   makes one input again and judges it: its number, and those it was made from`

const { values: given } = parseArgs({
  options: {
    inputs: { type: 'string' },
    seconds: { type: 'string' },
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
    out: { type: 'string', default: 'fuzz-failures' },
    again: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const chosen = targets.filter(({ name }) => given.target === undefined || name === given.target)
const seed = Number(given.seed)

/** A quarter of the way the memory is measured, and at the end: what grows shows in between. */
const rounds = 200
const growthBytesMax = 24 * 1024 * 1024

/** How many of so many inputs in all each target gets: its share, or its part of the least of a run of ten million. */
function inputsOf({ share, inputsMin }: Target, all: number): number {
  const shares = chosen.reduce((sum, one) => sum + one.share, 0)
  const least = given.target === undefined ? Math.round(inputsMin * Math.min(1, all / 10_000_000)) : 0
  return Math.max(least, Math.round((all * share) / shares))
}

/** Ends after the round that runs, with what there is by then. */
let isStopped = false
process.once('SIGTERM', () => {
  isStopped = true
})

async function again(target: Target, lineage: string): Promise<number> {
  const input = inputOf(target, seed, lineage)
  const fault = await faultOf(target, input)
  console.log(JSON.stringify(input, null, 2))
  console.log(fault ?? 'nothing is wrong with it')
  return fault === null ? 0 : 1
}

async function whole(): Promise<number> {
  const failures: Failure[] = []
  const watch = startWatch(chosen.map(({ name }) => name))
  const run: Run = {
    seed,
    coverage: startCoverage(),
    isGuided: !given.plain,
    begin: (target, number) => {
      watch.begin(chosen.indexOf(target), number)
    },
    fail: (failure) => {
      failures.push(failure)
      console.log(`${failure.target.name}, seed ${seed}, input ${failure.lineage}: ${failure.fault}`)
    },
    known: new Set(),
  }
  const began = performance.now()
  const courses = chosen.map(courseOf)
  const memory = await runAll(run, courses)
  const characters = run.coverage?.characters()
  run.coverage?.stop()
  await watch.end()
  print(courses, (performance.now() - began) / 1000)
  if (characters !== undefined)
    console.log(`code that ran: ${characters.all} characters, ${characters.own} of them our own`)
  const grownBytes = memory.end - memory.quarter
  console.log(`memory: ${inMib(memory.quarter)} a quarter of the way, ${inMib(memory.end)} at the end`)
  for (const failure of failures) await write(failure)
  if (grownBytes > growthBytesMax) console.log(`memory has grown by ${inMib(grownBytes)}`)
  return failures.length > 0 || grownBytes > growthBytesMax ? 1 : 0
}

async function runAll(run: Run, courses: readonly Course[]): Promise<{ quarter: number; end: number }> {
  const seconds = given.seconds === undefined ? null : Number(given.seconds)
  const all = Number(given.inputs ?? 100_000)
  const until = performance.now() + (seconds ?? Infinity) * 1000
  const startMs = performance.now()
  let quarter = 0
  const isQuarter = (round: number) =>
    seconds === null ? round === rounds / 4 : performance.now() - startMs > seconds * 250
  for (
    let round = 0;
    !isStopped && (seconds === null ? round < rounds : performance.now() < until);
    round += 1
  ) {
    if (quarter === 0 && isQuarter(round)) quarter = await collected()
    for (const course of courses) {
      // By time: a hundredth of a second to each in turn.
      const inputs =
        seconds === null
          ? Math.round((inputsOf(course.target, all) * (round + 1)) / rounds) - course.inputs
          : Math.max(1, Math.round((course.inputs / Math.max(1, course.processorMs)) * 10))
      if (inputs > 0) await goOn(run, course, inputs)
    }
    if (round % 10 === 0)
      process.stderr.write(`round ${round}: ${courses.reduce((sum, { inputs }) => sum + inputs, 0)} inputs\n`)
  }
  return { quarter, end: await collected() }
}

function print(courses: readonly Course[], seconds: number): void {
  const rows = courses.map(({ target, inputs, processorMs, slowestMs, kept }) => [
    target.name,
    String(inputs),
    (inputs / Math.max(0.001, processorMs / 1000)).toFixed(0),
    slowestMs.toFixed(1),
    String(kept.length),
  ])
  const inputs = courses.reduce((sum, course) => sum + course.inputs, 0)
  const head = ['target', 'inputs', 'a CPU second', 'slowest, ms', 'kept']
  for (const row of [head, ...rows])
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(18) : cell.padStart(14))).join(''))
  console.log(`${inputs} inputs in ${seconds.toFixed(0)} s; none may take more than ${inputMsMax} ms`)
}

/** Writes what is wrong into a file, with its smallest form, from which `corpus.json` can be extended. */
async function write({ target, lineage, input, fault }: Failure): Promise<void> {
  // What is slow is not: the smaller it is, the faster.
  const smallest = fault.startsWith('takes') ? input : await shrink(target, input, fault)
  mkdirSync(given.out, { recursive: true })
  const path = join(given.out, `${target.name}-${seed}-${lineage.replaceAll('/', '_').slice(0, 100)}.json`)
  writeFileSync(path, `${JSON.stringify({ target: target.name, fault, smallest, input }, null, 2)}\n`)
  console.log(`\n${target.name}: ${fault}\n  ${JSON.stringify(smallest).slice(0, 2_000)}\n  ${path}`)
}

function inMib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

const [only] = chosen
if (given.help || only === undefined) {
  console.log(help)
  process.exitCode = given.help ? 0 : 64
} else process.exitCode = await (given.again === undefined ? whole() : again(only, given.again))
