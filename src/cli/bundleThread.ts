import { parentPort, workerData } from 'node:worker_threads'
import type { BundleTold, BundleThreadData } from '../bundleMaker.ts'
import { bundlePacking } from '../bundlePacking.ts'
import { schemasFolderIn } from '../config.ts'
import { makeBundle } from '../exchange/bundles/makeBundle.ts'
import { addOwnSchemas } from '../ownSchemas.ts'
import { openForThread } from '../store/database.ts'
import { askingNode } from './bundleHelp.ts'

// A thread that makes one bundle beside the node that serves: reading a log, checking it and packing it keeps nobody waiting. It has
// no key; what is signed or written it asks of the thread that has begun it.

const { connection, work } = workerData as BundleThreadData
const schemas = schemasFolderIn(process.env)
if (schemas !== null) await addOwnSchemas(schemas)
const database = await openForThread(connection)
if (parentPort !== null) {
  const help = askingNode(parentPort)
  const outcome = await makeBundle(database.db, help, bundlePacking, work)
  await help.end()
  parentPort.postMessage({ outcome } satisfies BundleTold)
}
await database.close()
parentPort?.close()
