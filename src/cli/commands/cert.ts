import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { listsIn } from '../../exchange/directory.ts'
import { warningDays } from '../../exchange/keysEnding.ts'
import { noteInLog } from '../../exchange/noteInLog.ts'
import { listsOf } from '../../exchange/trustKeeping.ts'
import { holderOf } from '../../opening.ts'
import type { OpenNode } from '../../main.ts'
import { readIdentity } from '../../store/identity/read.ts'
import { type KeyChange, renewKeys, takeUp, withdrawKey } from '../../store/identity/renew.ts'
import { type ListedKey, keysIn } from '../../trust/keysIn.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, configOf, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

interface UseOptions extends NodeOptions {
  readonly overlap: string
}

interface WithdrawOptions extends NodeOptions {
  readonly since?: string
}

const hourMs = 3_600_000

/** `rogatory cert`: the keys of the node, how long they last, and the ones that follow them. */
export function addCert({ program, terminal }: AddCommand): void {
  const cert = program
    .command('cert')
    .description('Keys and certificates of this node: how long they last, and their successors')
  addList(cert, terminal)
  addRenew(cert, terminal)
  addUse(cert, terminal)
  addWithdraw(cert, terminal)
}

function addList(cert: Command, terminal: Terminal): void {
  cert
    .command('list')
    .description('List the keys in the trust lists of this node and of its peers, and when each ends')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: NodeOptions) => {
      await withNode(options, 'read', ({ node }) => {
        const now = node.now()
        const keys = listsIn(node.trust).flatMap(({ list }) =>
          keysIn(list, now).map((key) => ({ state: list.state, ...key })),
        )
        if (options.json === true) terminal.json(keys)
        else for (const key of keys) terminal.say(`${key.state}  ${inWords(key)}`)
        return Promise.resolve()
      })
    })
}

function addRenew(cert: Command, terminal: Terminal): void {
  cert
    .command('renew')
    .description(
      'Make the keys that follow those in use; the peers learn them, nothing is signed with them yet',
    )
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: NodeOptions) => {
      await withKeys(options, async ({ open, folder, passphrase }) => {
        const changes = await renewKeys(folder, passphrase, {
          at: open.node.now(),
          holder: holderOf(open.settings.state),
        })
        await noteEach(open, 'key.added', changes, options)
        tell(terminal, options, changes, [
          'A node that is served names them in its trust list within seconds.',
          'Put them into use when the peers have had a day to fetch that list: rogatory cert use',
        ])
      })
    })
}

function addUse(cert: Command, terminal: Terminal): void {
  cert
    .command('use')
    .description('Put the new keys into use; those before them count on for what is on its way')
    .option('--overlap <hours>', 'for how long the peers must have been able to learn them', '24')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: UseOptions) => {
      const hours = Number(options.overlap)
      if (!Number.isFinite(hours) || hours < 0) throw wrongUse('--overlap must be a number of hours')
      await withKeys(options, async ({ open, folder, passphrase }) => {
        await refuseUnknown(open, folder, passphrase, hours)
        const { taken, left } = await takeUp(folder, passphrase, open.node.now())
        await noteEach(open, 'key.retired', left, options)
        tell(terminal, options, taken, ['A node that is served signs with them within seconds.'])
      })
    })
}

function addWithdraw(cert: Command, terminal: Terminal): void {
  cert
    .command('withdraw <key>')
    .description('Let a key that was followed by another count for nothing, from a moment on: lost or stolen')
    .option('--since <instant>', 'RFC 3339; what it has signed before stands (default: now)')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: WithdrawOptions) => {
      await withKeys(options, async ({ open, folder }) => {
        const now = open.node.now()
        const since = options.since === undefined ? now : new Date(options.since)
        if (Number.isNaN(since.getTime()))
          throw wrongUse('--since must be an instant like 2027-03-01T09:00:00Z')
        const change = await withdrawKey(folder, name, since, now)
        await noteEach(open, 'key.retired', [change], options)
        tell(
          terminal,
          options,
          [change],
          [
            'A node that is served says so in its trust list within seconds; its peers fetch it within ten minutes.',
          ],
        )
      })
    })
}

interface Keys {
  readonly open: OpenNode
  readonly folder: string
  readonly passphrase: string
}

async function withKeys(options: NodeOptions, work: (keys: Keys) => Promise<void>): Promise<void> {
  const { dataFolder, passphraseFile } = configOf(options)
  await withNode(options, 'act', async (open) => {
    const passphrase = (await readFile(passphraseFile, 'utf8')).trim()
    await work({ open, folder: join(dataFolder, 'identity'), passphrase })
  })
}

/** New keys that no peer can know yet would leave what they sign unread. */
async function refuseUnknown(
  { node }: OpenNode,
  folder: string,
  passphrase: string,
  hours: number,
): Promise<void> {
  const { next } = await readIdentity(folder, passphrase)
  const waiting = Object.values(next).map((certificate) => certificate.toString('base64'))
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

async function noteEach(
  { node }: OpenNode,
  event: 'key.added' | 'key.retired',
  changes: readonly KeyChange[],
  options: NodeOptions,
): Promise<void> {
  const authority = node.trust.own().list.authorities[0]?.id ?? node.state
  const actor = { person: personOf(options), role: 'administrator', authority }
  for (const { use, digest } of changes)
    await noteInLog(node, { event, digest: hexOf(digest), code: use, actor })
}

/** A kid is a SHA-256 as well, written otherwise. */
function hexOf(digest: string): string {
  return /^[0-9a-f]{64}$/.test(digest) ? digest : Buffer.from(digest, 'base64url').toString('hex')
}

function tell(
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

function inWords({ use, name, standing, until, daysLeft }: ListedKey): string {
  const end = until === null ? '' : `, until ${until.toISOString().slice(0, 10)}`
  const isShort = daysLeft !== null && daysLeft <= warningDays[0] && standing !== 'withdrawn'
  return `${use}  ${name}  ${standing}${end}${isShort ? `: ${daysLeft} days left, see rogatory cert renew` : ''}`
}
