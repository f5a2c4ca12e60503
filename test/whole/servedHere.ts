import { readConfig } from '../../src/config.ts'
import type { Served } from '../../src/cli/demo/served.ts'
import type { Place } from '../../src/cli/demo/stations.ts'
import { type RunningNode, startNode } from '../../src/main.ts'
import { silent } from '../support/world.ts'

/** Serves the node of a place in this process: the same node at the same port, without the start of a program. */
export function serveHere(place: Place): Served {
  let running: Promise<RunningNode> | undefined
  let isUp = false
  return {
    pid: () => process.pid,
    restarts: () => 0,
    isUp: () => isUp,
    start() {
      const started = (running ??= startNode(readConfig(place.environment), silent))
      started.then(
        () => {
          isUp = running === started
        },
        // Whoever stops it hears why it never came up.
        () => undefined,
      )
    },
    async stop() {
      const stopped = running
      running = undefined
      isUp = false
      await (await stopped)?.close()
    },
  }
}
