import type { Command } from 'commander'
import { listsOf } from '../../../exchange/trustKeeping.ts'
import type { OpenNode } from '../../../main.ts'
import { readIdentity } from '../../../store/identity/read.ts'
import { takeUp } from '../../../store/identity/renew.ts'
import type { SigningUse } from '../../../store/identity/roles.ts'
import type { NodeOptions } from '../../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../../outcome.ts'
import type { Terminal } from '../../terminal.ts'
import { signingUsesOf } from './keyOptions.ts'
import { noteEach, tell, withKeys } from './keys.ts'

interface UseOptions extends NodeOptions {
  readonly overlap: string
  readonly use: readonly string[]
}

const hourMs = 3_600_000

/** `rogatory cert use`. */
export function addUse(cert: Command, terminal: Terminal): void {
  cert
    .command('use')
    .description('Put the new keys into use; those before them count on for what is on its way')
    .option('--use <uses...>', 'message, http, list', ['message', 'http'])
    .option('--overlap <hours>', 'for how long the peers must have been able to learn them', '24')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: UseOptions) => {
      const hours = Number(options.overlap)
      if (!Number.isFinite(hours) || hours < 0) throw wrongUse('--overlap must be a number of hours')
      const uses = signingUsesOf(options.use)
      await withKeys(options, async ({ open, folder, passphrase }) => {
        await refuseUnknown(open, folder, passphrase, uses, hours)
        const { taken, left } = await takeUp(folder, passphrase, open.node.now(), uses)
        await noteEach(open, 'key.retired', left, options)
        tell(terminal, options, taken, [
          'A node that is served signs with them within seconds.',
          ...(uses.includes('list')
            ? ['Now make the list signer that follows: rogatory cert renew --use list']
            : []),
        ])
      })
    })
}

/** New keys that no peer can know yet would leave what they sign unread. */
async function refuseUnknown(
  { node }: OpenNode,
  folder: string,
  passphrase: string,
  uses: readonly SigningUse[],
  hours: number,
): Promise<void> {
  const { next } = await readIdentity(folder, passphrase)
  const waiting = uses.flatMap((use) => next[use]?.toString('base64') ?? [])
  // Where none were made, that is what is to be said.
  if (waiting.length === 0) return
  const naming = (await listsOf(node.db, node.state)).filter(({ signers, listSigners }) => {
    const named = [...signers.map(({ certificate }) => certificate), ...listSigners]
    return waiting.every((certificate) => named.includes(certificate))
  })
  const since = naming.map(({ issuedAt }) => Date.parse(issuedAt)).sort((a, b) => a - b)[0]
  if (since !== undefined && node.now().getTime() - since >= hours * hourMs) return
  const words =
    since === undefined
      ? 'No trust list of this node names the new keys yet: it must be served for that.'
      : `The peers can know the new keys since ${new Date(since).toISOString()}: wait until ${hours} hours are over, or say --overlap.`
  throw new CommandFailure(exitCodes.refused, 'KEYS_NOT_KNOWN', words)
}
