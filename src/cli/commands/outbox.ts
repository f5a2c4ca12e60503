import type { Command } from 'commander'
import type { Node } from '../../exchange/node.ts'
import { findDead, readOutbox, resendAllDead, resendDead, type Waiting } from '../../exchange/readOutbox.ts'
import { limits } from '../../message/limits.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import type { AddCommand } from '../addCommand.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface OutboxOptions extends NodeOptions {
  readonly dead?: boolean
}

interface ResendOptions extends NodeOptions {
  readonly officer: string
  readonly to?: string
}

const digestBeginning = /^[0-9a-f]{8,64}$/

/** `rogatory outbox`: what waits for its peer, and a second chance for what was given up. */
export function addOutbox({ program, terminal }: AddCommand): void {
  const outbox = program
    .command('outbox')
    .description('Show what waits for which peer, since when, and what the last attempt ended with')
    .option('--dead', 'only what was given up and waits for a person')
    .option('--as <person>', 'who reads (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `\nThe ${limits.pageRowsMax} oldest are shown. A message that was given up holds up what stands behind it in its record.\n\nExamples:\n  rogatory outbox --dead\n  rogatory outbox resend --to QA --officer "Example-A"`,
    )
    .action(async (options: OutboxOptions) => {
      await withNode(options, 'read', async ({ node, settings, database }) => {
        const authority = settings.authorities[0]?.id ?? settings.state
        const reader = { person: personOf(options), role: 'administrator', authority }
        const asked = { deadOnly: options.dead === true, limit: limits.pageRowsMax }
        const { peers, circuits, waiting } = await readOutbox(node, asked, reader)
        database.signals.notify('rogatory_audit')
        if (options.json === true) {
          terminal.json({ ok: true, peers, circuits, waiting })
          return
        }
        if (peers.length === 0) terminal.say('Nothing waits.')
        for (const { peer_state, rows, first_failed_at } of peers) {
          const since =
            first_failed_at === null ? '' : `; something fails since ${first_failed_at.toISOString()}`
          terminal.say(`${peer_state}: ${counted(rows, 'message')} in the queue${since}`)
        }
        for (const { peer_state, opened_at, probe_at, last_code } of circuits) {
          if (opened_at !== null && probe_at !== null)
            terminal.say(
              `${peer_state}: the circuit is open since ${opened_at.toISOString()} (${last_code}); one message is tried again ${probe_at.toISOString()}`,
            )
        }
        for (const line of waiting.flatMap(waitingLines)) terminal.say(harmless(line))
      })
    })

  addResend(outbox, terminal)
}

const resendHelp = `
With --to all that was given up for that State goes again, in the order in which it was queued.

Examples:
  rogatory outbox resend 4f1c0a9e --officer "Example-A"
  rogatory outbox resend --to QA --officer "Example-A"`

function addResend(outbox: Command, terminal: Terminal): void {
  outbox
    .command('resend [digest]')
    .description('Have a message that was given up tried again, the same bytes; the log says who decided it')
    .requiredOption('--officer <name>', 'who decides it')
    .option('--to <state>', 'all that was given up for that State, instead of one')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', resendHelp)
    .action(async (beginning: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ResendOptions>()
      const { to } = options
      if ((beginning === undefined) === (to === undefined)) throw wrongUse('say DIGEST, or --to STATE')
      if (beginning !== undefined && !digestBeginning.test(beginning))
        throw wrongUse('DIGEST must be a digest, or its first 8 characters or more')
      if (options.officer.trim() === '') throw wrongUse('--officer must name somebody')
      await withNode(options, 'act', async ({ node, database }) => {
        const by = { person: options.officer, role: 'officer' }
        const { told, words } =
          to === undefined ? await resentOne(node, beginning ?? '', by) : await resentTo(node, to, by)
        database.signals.notify('rogatory_outbox')
        database.signals.notify('rogatory_audit')
        if (options.json === true) terminal.json({ ok: true, ...told })
        else terminal.say(words)
      })
    })
}

/** What a script is told, and whoever reads. */
interface Resent {
  readonly told: object
  readonly words: string
}

type By = Parameters<typeof resendDead>[2]

async function resentOne(node: Node, beginning: string, by: By): Promise<Resent> {
  const [digest, other] = await findDead(node.db, beginning)
  if (other !== undefined) throw wrongUse(`${beginning} begins several digests; say more of it`)
  if (digest === undefined || !(await resendDead(node, digest, by)))
    throw notGivenUp(`No message that begins with ${beginning} was given up`)
  return {
    told: { digest },
    words: `Message ${digest} is queued again; it goes out with the next round of a node that is served.`,
  }
}

async function resentTo(node: Node, state: string, by: By): Promise<Resent> {
  const messages = await resendAllDead(node, state, by)
  if (messages === 0) throw notGivenUp(`No message for ${state} was given up`)
  return {
    told: { to: state, messages },
    words: `Queued again for ${state}: ${counted(messages, 'message')}. What is queued goes out with the next round of a node that is served.`,
  }
}

function notGivenUp(words: string): CommandFailure {
  return new CommandFailure(exitCodes.refused, 'MESSAGE_UNKNOWN', `${words}; see: rogatory outbox --dead`)
}

function waitingLines({
  peer_state,
  status,
  type,
  queued_at,
  digest,
  request,
  attempts,
  next_attempt_at,
  last_code,
  last_detail,
  receiptOnPaper,
}: Waiting): string[] {
  const next =
    next_attempt_at === null
      ? 'behind another of its record'
      : `next attempt ${next_attempt_at.toISOString()}`
  const last = last_code === null ? '' : `, the last: ${last_code} ${last_detail ?? ''}`
  return [
    `  ${peer_state}  ${type}, queued ${queued_at.toISOString()}, ${status === 'dead' ? 'GIVEN UP' : next}`,
    ...(receiptOnPaper === null ? [] : [`      receipt on paper since ${receiptOnPaper.toISOString()}`]),
    `      digest ${digest}`,
    `      request ${request}`,
    `      ${counted(attempts, 'failed attempt')}${last}`,
  ]
}
