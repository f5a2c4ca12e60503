import { parentPort, workerData } from 'node:worker_threads'
import { type AssistantOrder, type Task, assist } from '../audit/bundle/assistant.ts'

// A thread that opens messages of a bundle beside the one that verifies it. Tasks wait until it is ready; where it can do none
// it ends.

const open = await assist(workerData as AssistantOrder)
if (open !== null)
  parentPort?.on('message', (tasks: readonly Task[]) => {
    void open(tasks).then((done) => parentPort?.postMessage(done))
  })
