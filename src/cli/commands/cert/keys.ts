import { join } from 'node:path'
import { noteAllInLog } from '../../../exchange/noteInLog.ts'
import type { OpenNode } from '../../../opening.ts'
import { readPassphrase } from '../../../passphraseFile.ts'
import type { KeyChange, TellLog } from '../../../store/identity/renew.ts'
import { type NodeOptions, configOf, personOf, withNode } from '../../nodeOfCommand.ts'
import type { Terminal } from '../../terminal.ts'

/** The identity of a node, and what a change of its keys needs of the node. */
export interface Keys<Open = Pick<OpenNode, 'node' | 'settings'>> {
  readonly open: Open
  readonly folder: string
  readonly passphrase: string
}

/** Opens a node to change its keys. */
export async function withKeys(
  options: NodeOptions,
  work: (keys: Keys<OpenNode>) => Promise<void>,
): Promise<void> {
  await withNode(options, 'act', async (open) => {
    await work({ open, ...(await placeOf(options)) })
  })
}

/** Where the keys of a node lie and what opens them. */
export async function placeOf(options: NodeOptions): Promise<Omit<Keys, 'open'>> {
  const { dataFolder, passphraseFile } = configOf(options)
  return { folder: join(dataFolder, 'identity'), passphrase: await readPassphrase(passphraseFile) }
}

/** Notes in the log what becomes of keys, and who does it: of all of them, or of none. */
export function tellingLog(
  { node }: Pick<OpenNode, 'node'>,
  event: 'key.added' | 'key.retired',
  options: Pick<NodeOptions, 'as'>,
): TellLog {
  const authority = node.trust.own().list.authorities[0]?.id ?? node.state
  const actor = { person: personOf(options), role: 'administrator', authority }
  return async (changes) => {
    await noteAllInLog(
      node,
      changes.map(({ use, digest }) => ({ event, digest: hexOf(digest), code: use, actor })),
    )
  }
}

/** A kid is a SHA-256 as well, written otherwise. */
function hexOf(digest: string): string {
  return /^[0-9a-f]{64}$/.test(digest) ? digest : Buffer.from(digest, 'base64url').toString('hex')
}

/** Tells what became of keys, and to a person what comes next. */
export function tell(
  terminal: Terminal,
  { json }: NodeOptions,
  changes: readonly KeyChange[],
  advice: readonly string[],
): void {
  if (json === true) {
    terminal.json({ ok: true, keys: changes })
    return
  }
  for (const { use, digest } of changes) terminal.say(`${use}  ${digest}`)
  for (const line of advice) terminal.say(line)
}
