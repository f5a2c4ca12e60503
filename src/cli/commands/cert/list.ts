import type { Command } from 'commander'
import { listsIn } from '../../../exchange/directory.ts'
import { type EndingKey, keysEnding, warningDays } from '../../../exchange/keysEnding.ts'
import { type ListedKey, keysIn } from '../../../trust/keysIn.ts'
import { readRoles } from '../../../store/identity/roles.ts'
import { type NodeOptions, withNode } from '../../nodeOfCommand.ts'
import type { Terminal } from '../../terminal.ts'
import { placeOf } from './keys.ts'

/** A key in a trust list, or one that waits for its certificate from elsewhere. */
type ShownKey = Omit<ListedKey, 'standing'> & {
  readonly standing: ListedKey['standing'] | 'requested'
  /** It ends within 30 days, and the one that follows it was not taken into use; absent: that is not so. */
  readonly followerWaits?: boolean
}

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
          ...listsIn(node.trust).flatMap(({ list }) => {
            const ending = keysEnding(list, now)
            return keysIn(list, now).map((key) => ({ state: list.state, ...key, ...waitingFor(key, ending) }))
          }),
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

/** Of a key that ends soon and whose follower is there: that this one is not in use. */
function waitingFor(key: ListedKey, ending: readonly EndingKey[]): Pick<ShownKey, 'followerWaits'> {
  const isWaited = ending.some(
    ({ use, name, isFollowed }) => isFollowed && use === key.use && name === key.name,
  )
  return isWaited ? { followerWaits: true } : {}
}

function inWords({ use, name, standing, until, daysLeft, followerWaits }: ShownKey): string {
  const end = until === null ? '' : `, until ${until.toISOString().slice(0, 10)}`
  const isShort = daysLeft !== null && daysLeft <= warningDays[0] && standing !== 'withdrawn'
  const toDo =
    followerWaits === true ? 'the next one is not in use, see rogatory cert use' : 'see rogatory cert renew'
  return `${use}  ${name}  ${standing}${end}${isShort ? `: ${daysLeft} days left, ${toDo}` : ''}`
}
