import type { Command } from 'commander'
import { holderOf } from '../../../opening.ts'
import { type KeyChange, type RenewedUse, renewKeys } from '../../../store/identity/renew.ts'
import type { NodeOptions } from '../../nodeOfCommand.ts'
import type { Terminal } from '../../terminal.ts'
import { renewedUsesOf } from './keyOptions.ts'
import { type Keys, tellingLog, tell, withKeys } from './keys.ts'

interface RenewOptions extends NodeOptions {
  readonly use?: readonly string[]
}

/** `rogatory cert renew`. */
export function addRenew(cert: Command, terminal: Terminal): void {
  cert
    .command('renew')
    .description(
      'Make the keys that follow those in use; the peers learn them, nothing is signed with them yet',
    )
    .option(
      '--use <uses...>',
      'message, http, list, encryption, log, witness (default: message, http, encryption, and list where none follows yet)',
    )
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: RenewOptions) => {
      const uses = options.use === undefined ? undefined : renewedUsesOf(options.use)
      await withKeys(options, async (keys) => {
        const changes = await renewNoted(keys, uses, options)
        tell(terminal, options, changes, [
          'A node that is served names them in its trust list within seconds.',
          'Put them into use when the peers have had a day to fetch that list: rogatory cert use',
        ])
      })
    })
}

/** Makes the keys that follow, and notes in the log which. */
export async function renewNoted(
  { open, folder, passphrase }: Keys,
  uses: readonly RenewedUse[] | undefined,
  options: Pick<NodeOptions, 'as'>,
): Promise<readonly KeyChange[]> {
  const renewal = {
    at: open.node.now(),
    holder: holderOf(open.settings.state),
    ...(uses === undefined ? {} : { uses }),
  }
  return await renewKeys(folder, passphrase, renewal, tellingLog(open, 'key.added', options))
}
