import type { Command } from 'commander'
import { listsIn } from '../../../exchange/directory.ts'
import { warningDays } from '../../../exchange/keysEnding.ts'
import { type ListedKey, keysIn } from '../../../trust/keysIn.ts'
import { readRoles } from '../../../store/identity/roles.ts'
import { type NodeOptions, withNode } from '../../nodeOfCommand.ts'
import type { Terminal } from '../../terminal.ts'
import { placeOf } from './keys.ts'

/** A key in a trust list, or one that waits for its certificate from elsewhere. */
type ShownKey = Omit<ListedKey, 'standing'> & { readonly standing: ListedKey['standing'] | 'requested' }

/** `rogatory cert list`. */
export function addList(cert: Command, terminal: Terminal): void {
  cert
    .command('list')
    .description('List the keys in the trust lists of this node and of its peers, and when each ends')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: NodeOptions) => {
      await withNode(options, 'look', async ({ node }) => {
        const now = node.now()
        const { folder } = await placeOf(options)
        const { requested = [] } = await readRoles(folder)
        const keys: readonly (ShownKey & { readonly state: string })[] = [
          ...listsIn(node.trust).flatMap(({ list }) =>
            keysIn(list, now).map((key) => ({ state: list.state, ...key })),
          ),
          ...requested.map(({ use, name }) => ({
            state: node.state,
            use,
            name,
            standing: 'requested' as const,
            until: null,
            daysLeft: null,
          })),
        ]
        if (options.json === true) terminal.json(keys)
        else for (const key of keys) terminal.say(`${key.state}  ${inWords(key)}`)
      })
    })
}

function inWords({ use, name, standing, until, daysLeft }: ShownKey): string {
  const end = until === null ? '' : `, until ${until.toISOString().slice(0, 10)}`
  const isShort = daysLeft !== null && daysLeft <= warningDays[0] && standing !== 'withdrawn'
  return `${use}  ${name}  ${standing}${end}${isShort ? `: ${daysLeft} days left, see rogatory cert renew` : ''}`
}
