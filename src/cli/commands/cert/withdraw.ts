import type { Command } from 'commander'
import { isAuthority, withdrawAuthority } from '../../../store/identity/authorities.ts'
import { type KeyChange, withdrawKey } from '../../../store/identity/renew.ts'
import type { NodeOptions } from '../../nodeOfCommand.ts'
import { overMomentIn } from '../../momentIn.ts'
import type { Terminal } from '../../terminal.ts'
import { type Keys, tellingLog, tell, withKeys } from './keys.ts'
import { noteStillWaiting } from './stillWaiting.ts'

interface WithdrawOptions extends NodeOptions {
  readonly since?: string
}

/** `rogatory cert withdraw`. */
export function addWithdraw(cert: Command, terminal: Terminal): void {
  cert
    .command('withdraw <key>')
    .description('Let a key that was followed by another count for nothing, from a moment on: lost or stolen')
    .option(
      '--since <instant>',
      'day or RFC 3339, not to come; what it has signed before stands (default: now). An earlier one that was said before stands',
    )
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: WithdrawOptions) => {
      await withKeys(options, async (keys) => {
        const now = keys.open.node.now()
        const since = overMomentIn('since', options.since, now) ?? now
        const change = await withdrawNoted(keys, name, since, options)
        tell(
          terminal,
          options,
          [change],
          [
            'A node that is served says so in its trust list within seconds; its peers fetch it within ten minutes.',
          ],
        )
        if (since <= now) await noteStillWaiting(terminal, keys.open.node, [change.digest], 'revoked')
      })
    })
}

/** Lets a key or an authority that was followed count for nothing since then, and notes it in the log. */
export async function withdrawNoted(
  { open, folder, passphrase }: Keys,
  name: string,
  since: Date,
  options: Pick<NodeOptions, 'as'>,
): Promise<KeyChange> {
  const now = open.node.now()
  const tellLog = tellingLog(open, 'key.retired', options)
  if (await isAuthority(folder, name)) return await withdrawAuthority(folder, passphrase, name, now, tellLog)
  const change = await withdrawKey(folder, name, since, now)
  // Should the process die here, the same command finds the key withdrawn, changes nothing, and tells the log.
  await tellLog([change])
  return change
}
