import { createPublicKey } from 'node:crypto'
import type { Command } from 'commander'
import { publicKeyDigest } from '../../../audit/note.ts'
import { listsOf } from '../../../exchange/trustKeeping.ts'
import type { OpenNode } from '../../../opening.ts'
import { readHead } from '../../../store/audit.ts'
import type { NoteNames } from '../../../store/identity/noteKeys.ts'
import { noteUses } from '../../../store/identity/noteRoles.ts'
import { type Identity, readIdentity } from '../../../store/identity/read.ts'
import { type KeyChange, type UsedUse, takeUp } from '../../../store/identity/renew.ts'
import { signingUses } from '../../../store/identity/roles.ts'
import { certificateDigest } from '../../../trust/certificate.ts'
import { keysIn } from '../../../trust/keysIn.ts'
import type { NodeOptions } from '../../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../../outcome.ts'
import type { Terminal } from '../../terminal.ts'
import { usedUsesOf } from './keyOptions.ts'
import { type Keys, tellingLog, tell, withKeys } from './keys.ts'
import { noteStillWaiting } from './stillWaiting.ts'

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
    .option('--use <uses...>', 'message, http, list, log, witness', ['message', 'http'])
    .option('--overlap <hours>', 'for how long the peers must have been able to learn them', '24')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: UseOptions) => {
      const hours = Number(options.overlap)
      if (!Number.isFinite(hours) || hours < 0) throw wrongUse('--overlap must be a number of hours')
      const uses = usedUsesOf(options.use)
      await withKeys(options, async (keys) => {
        const { taken, left } = await takeUpNoted(keys, { uses, hours }, options)
        tell(terminal, options, taken, [
          'A node that is served signs with them within seconds.',
          ...(uses.includes('list')
            ? ['Now make the list signer that follows: rogatory cert renew --use list']
            : []),
          ...(uses.includes('log')
            ? ['It closes its log and begins the next, which goes on with all entries of this one.']
            : []),
          ...(uses.includes('witness')
            ? [
                'It cosigns with the key before as well, for 31 days: whoever has that in a policy file names the new one.',
              ]
            : []),
        ])
        const signers = left.flatMap(({ use, digest }) => (use === 'message' ? [digest] : []))
        await noteStillWaiting(terminal, keys.open.node, signers, 'left')
      })
    })
}

/**
 * Puts the keys that were made into use, where peers can have known them for so many hours, and notes in the log which were left.
 *
 * @throws CommandFailure KEYS_NOT_KNOWN, and what `takeUp` throws
 */
export async function takeUpNoted(
  { open, folder, passphrase }: Keys,
  { uses, hours }: { readonly uses: readonly UsedUse[]; readonly hours: number },
  options: Pick<NodeOptions, 'as'>,
): Promise<{ readonly taken: readonly KeyChange[]; readonly left: readonly KeyChange[] }> {
  await refuseUnknown(open, folder, passphrase, uses, hours)
  const noted = tellingLog(open, 'key.retired', options)
  return await takeUp(folder, passphrase, open.node.now(), uses, await namesOf(open), noted)
}

/** What log and witness are called in what was signed until now. */
async function namesOf({ node }: Pick<OpenNode, 'node'>): Promise<NoteNames> {
  const { log } = await readHead(node.db)
  const [witness] = node.witnessSigners(node.now())
  return { log: node.logSigner(log).name, witness: witness?.name ?? '' }
}

/** New keys that no peer can know yet would leave what they sign unread. */
async function refuseUnknown(
  { node }: Pick<OpenNode, 'node'>,
  folder: string,
  passphrase: string,
  uses: readonly UsedUse[],
  hours: number,
): Promise<void> {
  const waiting = keysWaiting(await readIdentity(folder, passphrase), uses)
  // Where none were made, that is what is to be said.
  if (waiting.length === 0) return
  const naming = (await listsOf(node.db, node.state)).filter((list) => {
    const named = keysIn(list, node.now()).map(({ name }) => name)
    return waiting.every((name) => named.includes(name))
  })
  const since = naming.map(({ issuedAt }) => Date.parse(issuedAt)).sort((a, b) => a - b)[0]
  if (since !== undefined && node.now().getTime() - since >= hours * hourMs) return
  const words =
    since === undefined
      ? 'No trust list of this node names the new keys yet: it must be served for that.'
      : `The peers can know the new keys since ${new Date(since).toISOString()}: wait until ${hours} hours are over, or say --overlap.`
  throw new CommandFailure(exitCodes.refused, 'KEYS_NOT_KNOWN', words)
}

/** The keys that were made for these uses, by the names that `cert list` gives them. */
function keysWaiting({ next, noteKeys }: Identity, uses: readonly UsedUse[]): string[] {
  const certificates = signingUses.flatMap((use) => (uses.includes(use) ? (next[use] ?? []) : []))
  const keys = noteUses.flatMap((use) => (uses.includes(use) ? (noteKeys[use].next?.key ?? []) : []))
  return [...certificates.map(certificateDigest), ...keys.map((key) => publicKeyDigest(createPublicKey(key)))]
}
