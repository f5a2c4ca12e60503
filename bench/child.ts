import { type ChildProcess, fork } from 'node:child_process'
import { heapGrowth } from '../src/heapGrowth.ts'

/** What a process of the benchmark can be asked to do, by name. */
export type Calls = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>

/** A process of the benchmark. Values are copied by structured clone, so dates and bytes stay what they are. */
export interface Child<Known extends Calls> {
  readonly call: <Name extends keyof Known & string>(
    name: Name,
    ...input: Parameters<Known[Name]>
  ) => Promise<Awaited<ReturnType<Known[Name]>>>
  /** Lets it end, and waits until it has. */
  readonly close: () => Promise<void>
}

interface Question {
  readonly id: number
  readonly name: string
  readonly input: readonly unknown[]
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: string })

/**
 * Room for what does not live long, in MiB, as the units and the image of a node give it, and for what does, as `rogatory serve` gives
 * it (docs/operations.md); whatever nodes are compared with has the same.
 */
const room = ['--max-semi-space-size=64', heapGrowth]

/**
 * @param execArgv - for Node itself, beside what loads TypeScript
 * @param execPath - a Node other than this one
 */
export function startChild<Known extends Calls>(
  path: string,
  execArgv: readonly string[] = [],
  execPath: string = process.execPath,
): Child<Known> {
  const child: ChildProcess = fork(path, {
    execPath,
    execArgv: ['--import=tsx', ...room, ...execArgv],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const [id, answer] of waiting)
        answer({ id, failure: `the process ended with ${code ?? 'a signal'}` })
      waiting.clear()
      resolve()
    })
  })
  const ask = async (name: string, ...input: readonly unknown[]): Promise<unknown> => {
    asked += 1
    const question: Question = { id: asked, name, input }
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(question.id, resolve)
      child.send(question)
    })
    if ('failure' in answer) throw new Error(`${path}, ${name}: ${answer.failure}`)
    return answer.value
  }
  return {
    call: ask as Child<Known>['call'],
    async close() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** Answers the questions of the process that started this one. */
export function serve(calls: Calls): void {
  // Whoever measures is gone, so nothing of this is wanted any more.
  process.once('disconnect', () => process.exit())
  process.on('message', (question: Question) => void answer(calls, question))
}

async function answer(calls: Calls, { id, name, input }: Question): Promise<void> {
  const call = calls[name] as ((...input: readonly unknown[]) => Promise<unknown>) | undefined
  let said: Answer
  try {
    if (call === undefined) throw new Error('nobody knows how to do this')
    said = { id, value: await call(...input) }
  } catch (reason) {
    said = { id, failure: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }
  }
  process.send?.(said)
}
