import { parentPort, workerData } from 'node:worker_threads'
import { type AssistantOrder, type Task, assist } from '../audit/bundle/assistant.ts'
import { schemasFolderIn } from '../config.ts'
import { addOwnSchemas } from '../ownSchemas.ts'

// A thread that opens messages of a bundle beside the one that verifies it. Tasks wait until it is ready; where it can do none,
// or fails, it ends.

const schemas = schemasFolderIn(process.env)
if (schemas !== null) await addOwnSchemas(schemas)
const open = await assist(workerData as AssistantOrder)
if (open !== null)
  parentPort?.on('message', (tasks: readonly Task[]) => {
    open(tasks).then(
      (done) => parentPort?.postMessage(done),
      // The thread alone: whoever waits for it opens what is missing, and finds what the matter is.
      () => process.exit(1),
    )
  })
