import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Assistant, AssistantOrder, Task, TaskDone } from '../audit/bundle/assistant.ts'
import { assistantThread } from '../packageFolder.ts'

/** Fewer messages than that are opened before a thread has begun. */
const messagesMin = 2_000
/** Tasks that wait in the thread, so that it never waits for this one. */
const waitingMax = 3
/** For what is new in the thread, in MiB: it lives until it is given back, and is copied the less often the more room there is. */
const newMiB = 192

/** An assistant for a large bundle, where the computer has a second processor. */
export function callAssistant(order: AssistantOrder, messages: number): Assistant | null {
  return messages < messagesMin || availableParallelism() < 2 ? null : assistantOf(order)
}

/**
 * A thread that opens messages. It ends with its work, or with this process, which it does not keep alive by itself. Null where
 * none can be had: there is no room for it, or Node.js was told to allow none.
 *
 * @param program - `assistantThread.ts` as it is built
 */
export function assistantOf(order: AssistantOrder, program: string = assistantThread): Assistant | null {
  const thread = threadFor(order, program)
  if (thread === null) return null
  thread.unref()
  const ended = new Promise<void>((resolve) => {
    for (const event of ['error', 'messageerror', 'exit']) thread.on(event, () => resolve())
  })
  return {
    work: async (next) => {
      thread.ref()
      const done: TaskDone[] = []
      await Promise.race([ended, workOff(thread, next, done)])
      await thread.terminate()
      return done
    },
    end: async () => {
      await thread.terminate()
    },
  }
}

function threadFor(order: AssistantOrder, program: string): Worker | null {
  try {
    return new Worker(program, {
      workerData: { ...order, files: withOwnMemory(order.files) },
      resourceLimits: { maxYoungGenerationSizeMb: newMiB },
    })
  } catch {
    return null
  }
}

/** Gives the thread tasks as long as there are some, until it has done with all of them. */
async function workOff(thread: Worker, next: () => readonly Task[], done: TaskDone[]): Promise<void> {
  let waiting = 0
  await new Promise<void>((resolve) => {
    const give = (): void => {
      try {
        while (waiting < waitingMax) {
          const tasks = next()
          if (tasks.length === 0) break
          thread.postMessage(tasks.map((task) => ({ ...task, files: withOwnMemory(task.files) })))
          waiting += 1
        }
      } catch {
        // No room to copy them: what was taken and not given is opened by whoever called.
        resolve()
      }
      if (waiting === 0) resolve()
    }
    thread.on('message', (some: readonly TaskDone[]) => {
      waiting -= 1
      done.push(...some)
      give()
    })
    give()
  })
}

/** Whoever gives a part of memory to a thread gives all that is around it: the files of an archive are parts of it. */
function withOwnMemory(files: AssistantOrder['files']): AssistantOrder['files'] {
  return new Map([...files].map(([path, bytes]) => [path, new Uint8Array(bytes)]))
}
