import { setFlagsFromString } from 'node:v8'
import { heapGrowth } from '../../heapGrowth.ts'
import { configOf, type NodeOptions } from '../nodeOfCommand.ts'
import { startNode } from '../../main.ts'
import type { AddCommand } from '../addCommand.ts'
import { portFailure } from '../outcome.ts'
import { untilAskedToStop } from '../untilAskedToStop.ts'

/** `rogatory serve`: one node in service until it is asked to stop. */
export function addServe({ program, terminal }: AddCommand): void {
  program
    .command('serve')
    .description(
      'Serve one node; it is configured by ROGATORY_DATA, _HOST, _PORT, _PASSPHRASE_FILE, _LOG_LEVEL, _TLS_CERTIFICATE_FILE, _TLS_KEY_FILE and DATABASE_URL; docs/configuration.md has all settings',
    )
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .action(async (options: NodeOptions) => {
      setFlagsFromString(heapGrowth)
      const node = await startNode(configOf(options)).catch((reason: unknown) => {
        throw portFailure(
          reason,
          'Is this node served already? Otherwise set ROGATORY_PORT, ROGATORY_API_PORT, ROGATORY_DESK_PORT or ROGATORY_METRICS_PORT.',
        )
      })
      terminal.say(`The node of ${node.node.state} listens at ${node.url}`)
      if (node.apiUrl !== null) terminal.say(`Systems of ${node.node.state} ask it at ${node.apiUrl}`)
      if (node.metricsUrl !== null) terminal.say(`Its numbers are told at ${node.metricsUrl}/metrics`)
      const shutOut = await Promise.race([untilAskedToStop(), node.shutOut])
      await node.close()
      // As at a start: whoever starts the program again is not to do so by itself.
      if (shutOut !== undefined) throw shutOut
      terminal.say('The node has stopped in order.')
    })
}
