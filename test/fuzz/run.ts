import type { JsonValue } from '../../src/message/json.ts'
import type { Coverage, Reached } from './coverage.ts'
import { randomFrom } from './random.ts'
import { faultOf, kindOf } from './shrink.ts'
import type { Target } from './target.ts'

/** What an input may take, in milliseconds. */
export const inputMsMax = 100
const batchMs = 400
const batchMax = 2_048
/** Inputs of a target that go on being mutated, the newest; and how long one of them may be, as JSON. */
const keptMax = 200
const keptCharactersMax = 16_000
/** Inputs that are looked for in one batch which reached something new. */
const searchesMax = 2

/** An input that is wrong for a target, and how it came about: its number, and those of the inputs that it was made from. */
export interface Failure {
  readonly target: Target
  readonly lineage: string
  readonly input: JsonValue
  readonly fault: string
}

interface Kept {
  readonly lineage: string
  readonly input: JsonValue
}

/** A target while it is run. */
export interface Course {
  readonly target: Target
  inputs: number
  /** What its inputs took of the processor, whatever else the machine did meanwhile. */
  processorMs: number
  slowestMs: number
  batch: number
  readonly kept: Kept[]
}

export interface Run {
  readonly seed: number
  readonly coverage: Coverage | null
  /** Whether inputs that reached new code are mutated further; else all are made from the examples. */
  readonly isGuided: boolean
  /** Told before each input. */
  readonly begin: (target: Target, number: number) => void
  /** Told of each kind of fault once. */
  readonly fail: (failure: Failure) => void
  readonly known: Set<string>
}

export function courseOf(target: Target): Course {
  return { target, inputs: 0, processorMs: 0, slowestMs: 0, batch: 32, kept: [] }
}

/** Makes an input again by its lineage, `512/40/3`: number 512, mutated from number 40, which was mutated from number 3. */
export function inputOf(target: Target, seed: number, lineage: string): JsonValue {
  const numbers = lineage.split('/').map(Number).reverse()
  return numbers.reduce<JsonValue | null>(
    (from, number) => target.make(randomFrom(seed, target.name, number), from),
    null,
  )
}

/** Gives so many more inputs to a target, in batches. */
export async function goOn(run: Run, course: Course, inputs: number): Promise<void> {
  const until = course.inputs + inputs
  while (course.inputs < until) {
    const made = Array.from({ length: Math.min(course.batch, until - course.inputs) }, (_, at) =>
      makeNext(run, course, course.inputs + at),
    )
    const before = process.cpuUsage()
    const began = performance.now()
    for (const one of made) {
      run.begin(course.target, course.inputs)
      course.inputs += 1
      await judge(run, course, one)
    }
    const tookMs = performance.now() - began
    const { user, system } = process.cpuUsage(before)
    course.processorMs += (user + system) / 1000
    assertUnpolluted(run, course, made)
    await keepNew(run, course, made)
    const perInput = tookMs / made.length
    course.batch = Math.max(16, Math.min(batchMax, Math.round(batchMs / perInput)))
  }
}

function makeNext({ seed }: Run, { target, kept }: Course, number: number): Kept {
  const choice = randomFrom(seed, `${target.name} from`, number)
  const from = kept.length > 0 && choice.once(3) ? choice.pick(kept) : null
  const input = target.make(randomFrom(seed, target.name, number), from?.input ?? null)
  return { lineage: from === null ? String(number) : `${number}/${from.lineage}`, input }
}

async function judge(run: Run, course: Course, made: Kept): Promise<void> {
  const { target } = course
  const took = await timed(target, made.input)
  if (took === null) {
    report(run, course, made, (await faultOf(target, made.input)) ?? 'fails, and not when it is tried again')
    return
  }
  if (took <= course.slowestMs) return
  // The machine may have paused: it counts as slow only where it is slow each time.
  const again = [took, ...(await threeTimes(target, made.input))]
  const ms = Math.min(...again)
  if (ms > inputMsMax) report(run, course, made, `takes ${ms.toFixed(0)} ms`)
  course.slowestMs = Math.max(course.slowestMs, ms)
}

async function timed({ check }: Target, input: JsonValue): Promise<number | null> {
  const began = performance.now()
  try {
    const checking = check(input)
    if (checking !== undefined) await checking
    return performance.now() - began
  } catch {
    return null
  }
}

/** Alone and again: what it takes by the clock, or of the processor where the machine gave it to others meanwhile. */
async function threeTimes(target: Target, input: JsonValue): Promise<number[]> {
  const times: number[] = []
  for (let time = 0; time < 3; time += 1) {
    const before = process.cpuUsage()
    const byClock = (await timed(target, input)) ?? Infinity
    const { user, system } = process.cpuUsage(before)
    times.push(Math.min(byClock, (user + system) / 1000))
  }
  return times
}

function report({ known, fail }: Run, { target }: Course, { lineage, input }: Kept, fault: string): void {
  const kind = `${target.name} ${kindOf(fault)}`
  if (known.has(kind)) return
  known.add(kind)
  fail({ target, lineage, input, fault })
}

const builtIn = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype]
const namesIn = () => builtIn.map((one) => Object.getOwnPropertyNames(one).join(' ')).join('\n')
const untouched = namesIn()

function assertUnpolluted(run: Run, course: Course, made: readonly Kept[]): void {
  const [first] = made
  if (first !== undefined && namesIn() !== untouched)
    report(run, course, first, 'an input of this batch has changed a built-in prototype')
}

/** Keeps the inputs of a batch that reached code which none had reached. */
async function keepNew({ coverage, isGuided }: Run, course: Course, made: readonly Kept[]): Promise<void> {
  if (coverage === null) return
  let wanted = coverage.newlyReached()
  for (let search = 0; isGuided && search < searchesMax && wanted.length > 0; search += 1) {
    const [first] = wanted
    const found = first === undefined ? null : await find(coverage, course.target, made, first)
    if (found === null) return
    if (JSON.stringify(found.input).length <= keptCharactersMax) course.kept.push(found)
    if (course.kept.length > keptMax) course.kept.shift()
    await timed(course.target, found.input)
    const ran = new Set(coverage.whichRan(wanted))
    wanted = wanted.filter((one) => !ran.has(one))
  }
}

/** The input that runs a stretch of code, by halves; null where none does alone, as where something is made once. */
async function find(
  coverage: Coverage,
  target: Target,
  made: readonly Kept[],
  stretch: Reached,
): Promise<Kept | null> {
  const [first] = made
  const isIn = async (some: readonly Kept[]) => {
    for (const { input } of some) await timed(target, input)
    return coverage.whichRan([stretch]).length > 0
  }
  if (first === undefined) return null
  if (made.length === 1) return (await isIn(made)) ? first : null
  const half = made.slice(0, made.length >> 1)
  return await find(coverage, target, (await isIn(half)) ? half : made.slice(half.length), stretch)
}
