import { listProcesses } from '../../store/leases.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'

const help = `
A job that is done once for all processes of the node is leased to one of them; the number counts who has had it. A process that is
killed loses its jobs at once, one that hangs within ten seconds.`

/** `rogatory processes`: which processes serve the node, and which of them does what. */
export function addProcesses({ program, terminal }: AddCommand): void {
  program
    .command('processes')
    .description('Tell which processes serve the node, and which of them does the jobs that one does for all')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: NodeOptions) => {
      await withNode(options, 'look', async ({ node }) => {
        const { processes, leases } = await listProcesses(node.db)
        const jobs = leases.map(({ name, holder, fence, until, isHeld }) => ({
          job: name,
          process: isHeld ? holder : null,
          number: fence,
          until: until.toISOString(),
        }))
        if (options.json === true) {
          const up = processes.map(({ id, place, version, began_at, alive_until, isUp }) => ({
            ...{ process: id, place, version, isUp },
            ...{ since: began_at.toISOString(), until: alive_until.toISOString() },
          }))
          terminal.json({ ok: true, processes: up, jobs })
          return
        }
        if (processes.length === 0) terminal.say('No process serves this node.')
        for (const { id, place, version, began_at, isUp } of processes) {
          const own = jobs.filter(({ process }) => process === id).map(({ job }) => job)
          const state = isUp ? `up since ${began_at.toISOString()}` : 'does not say any more that it is up'
          terminal.say(`${place}, version ${version}: ${state}`)
          terminal.say(own.length === 0 ? '  no job alone' : `  alone: ${own.join(', ')}`)
        }
        const left = jobs.filter(({ process }) => process === null && processes.length > 0)
        if (left.length > 0)
          terminal.say(`Done by none at the moment: ${left.map(({ job }) => job).join(', ')}`)
      })
    })
}
