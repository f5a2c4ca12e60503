import assert from 'node:assert/strict'
import { type Profiler, Session } from 'node:inspector'

/** A stretch of code of one script that had not run before, by character offsets. */
export interface Reached {
  readonly script: string
  readonly start: number
  readonly end: number
}

/** What of the code has run, as V8 counts it block by block: our own code, the validators made from schemas, and packages. */
export interface Coverage {
  /** What ran since the last look and never before. */
  readonly newlyReached: () => readonly Reached[]
  /** Which of these stretches ran since the last look. */
  readonly whichRan: (stretches: readonly Reached[]) => readonly Reached[]
  /** Characters of code that have run, in all and of our own `src`. */
  readonly characters: () => { readonly all: number; readonly own: number }
  readonly stop: () => void
}

/** Starts counting in this process. It costs a few milliseconds a look, and little in between. */
export function startCoverage(): Coverage {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const ran = new Map<string, Uint8Array>()
  const urls = new Map<string, string>()

  const look = (): Map<string, Uint8Array> => {
    const painted = new Map<string, Uint8Array>()
    for (const script of takeCoverage(session)) {
      if (script.url.startsWith('node:') || script.url.includes('/test/')) continue
      urls.set(script.scriptId, script.url)
      painted.set(script.scriptId, paint(script.functions))
    }
    return painted
  }

  return {
    newlyReached: () => {
      const reached: Reached[] = []
      for (const [script, now] of look()) {
        const before = ran.get(script) ?? new Uint8Array()
        const all = before.length < now.length ? grown(before, now.length) : before
        ran.set(script, all)
        for (let at = 0; at < now.length; at += 1) {
          if (now[at] !== 1 || all[at] === 1) continue
          const start = at
          for (; now[at] === 1 && all[at] !== 1; at += 1) all[at] = 1
          reached.push({ script, start, end: at })
        }
      }
      return reached
    },
    whichRan: (stretches) => {
      const painted = look()
      return stretches.filter(({ script, start }) => painted.get(script)?.[start] === 1)
    },
    characters: () => {
      const count = (scripts: readonly string[]) =>
        scripts.reduce((sum, script) => sum + (ran.get(script)?.reduce((ones, one) => ones + one, 0) ?? 0), 0)
      const scripts = [...ran.keys()]
      return { all: count(scripts), own: count(scripts.filter((one) => urls.get(one)?.includes('/src/'))) }
    },
    stop: () => session.disconnect(),
  }
}

/** The session is of this very process, so that the answer is there when the call returns. */
function takeCoverage(session: Session): readonly Profiler.ScriptCoverage[] {
  const taken: { result: readonly Profiler.ScriptCoverage[] | null } = { result: null }
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    assert.equal(error, null)
    taken.result = answer.result
  })
  assert(taken.result !== null, 'coverage is taken at once')
  return taken.result
}

/** One byte a character: 1 where it ran. Inner functions and blocks come after those around them and have the last word. */
function paint(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const ranges = functions
    .flatMap((one) => one.ranges)
    .sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset)
  const painted = new Uint8Array(ranges.reduce((end, { endOffset }) => Math.max(end, endOffset), 0))
  for (const { startOffset, endOffset, count } of ranges)
    painted.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return painted
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const more = new Uint8Array(length)
  more.set(bytes)
  return more
}
