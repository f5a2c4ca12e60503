import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that are in use once everything is collected that nobody needs: of the heap, and of buffers outside of it. */
export async function collected(): Promise<number> {
  for (let time = 0; time < 3; time += 1) {
    collect()
    // What waits for a collection to be let go is let go after it.
    await setTimeout(20)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
