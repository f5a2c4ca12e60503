import type { MessagePort, Worker } from 'node:worker_threads'

/** Things that a thread is asked to do, each with an answer of its own. */
export interface ThreadCalls<Task> {
  /**
   * Gives what came of it.
   *
   * @param memory - what the thread gets for itself, and whoever asks is rid of
   * @throws what went wrong there, by message and code; that the thread has ended, if it has
   */
  readonly ask: <Done>(task: Task, memory?: readonly ArrayBuffer[]) => Promise<Done>
}

/** One thing to do, by a number that what comes of it has as well. */
interface ThreadTask<Task> {
  readonly number: number
  readonly task: Task
}

/** What came of it. Of a failure its code is told apart: it does not pass with the error. */
interface ThreadAnswer {
  readonly number: number
  readonly done?: unknown
  readonly failed?: { readonly message: string; readonly code?: unknown }
}

interface Waiting {
  readonly resolve: (done: unknown) => void
  readonly reject: (reason: Error) => void
}

/** @param thread - one that answers by `answerCalls` */
export function threadCalls<Task>(thread: Worker): ThreadCalls<Task> {
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: Error | null = null
  const end = (reason: Error): void => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  thread.on('message', ({ number, done, failed }: ThreadAnswer) => {
    const one = waiting.get(number)
    waiting.delete(number)
    if (failed === undefined) one?.resolve(done)
    else one?.reject(Object.assign(new Error(failed.message), { code: failed.code }))
  })
  thread.on('error', (reason) => end(reason instanceof Error ? reason : new Error(String(reason))))
  thread.on('exit', () => end(new Error('the thread of a file has ended')))
  return {
    async ask<Done>(task: Task, memory: readonly ArrayBuffer[] = []) {
      if (ended !== null) throw ended
      return await new Promise<Done>((resolve, reject) => {
        asked += 1
        waiting.set(asked, { resolve: resolve as Waiting['resolve'], reject })
        thread.postMessage({ number: asked, task } satisfies ThreadTask<Task>, memory)
      })
    },
  }
}

/** In the thread: does whatever is asked for, several at a time. */
export function answerCalls(port: MessagePort, work: (task: never) => unknown): void {
  const answer = async ({ number, task }: ThreadTask<never>): Promise<void> => {
    try {
      port.postMessage({ number, done: await work(task) } satisfies ThreadAnswer)
    } catch (reason) {
      const { message, code } = reason as NodeJS.ErrnoException
      port.postMessage({ number, failed: { message, code } } satisfies ThreadAnswer)
    }
  }
  port.on('message', (task: ThreadTask<never>) => void answer(task))
}
