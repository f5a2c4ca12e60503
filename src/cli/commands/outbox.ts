import { findDead, readOutbox, resendDead, type Waiting } from '../../exchange/readOutbox.ts'
import { limits } from '../../message/limits.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import type { AddCommand } from '../addCommand.ts'
import { harmless } from '../terminal.ts'

interface OutboxOptions extends NodeOptions {
  readonly dead?: boolean
}

interface ResendOptions extends NodeOptions {
  readonly officer: string
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
      `\nThe ${limits.pageRowsMax} oldest are shown. A message that was given up holds up what stands behind it in its record.\n\nExamples:\n  rogatory outbox --dead\n  rogatory outbox resend 4f1c0a9e --officer "Example-A"`,
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

  outbox
    .command('resend <digest>')
    .description('Have a message that was given up tried again, the same bytes; the log says who decided it')
    .requiredOption('--officer <name>', 'who decides it')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: rogatory outbox resend 4f1c0a9e --officer "Example-A"')
    .action(async (beginning: string, _: unknown, command: { optsWithGlobals(): ResendOptions }) => {
      const options = command.optsWithGlobals()
      if (!digestBeginning.test(beginning))
        throw wrongUse('DIGEST must be a digest, or its first 8 characters or more')
      if (options.officer.trim() === '') throw wrongUse('--officer must name somebody')
      await withNode(options, 'act', async ({ node, database }) => {
        const [digest, other] = await findDead(node.db, beginning)
        if (other !== undefined) throw wrongUse(`${beginning} begins several digests; say more of it`)
        const by = { person: options.officer, role: 'officer' }
        if (digest === undefined || !(await resendDead(node, digest, by))) {
          throw new CommandFailure(
            exitCodes.refused,
            'MESSAGE_UNKNOWN',
            `No message that begins with ${beginning} was given up; see: rogatory outbox --dead`,
          )
        }
        database.signals.notify('rogatory_outbox')
        database.signals.notify('rogatory_audit')
        if (options.json === true) {
          terminal.json({ ok: true, digest })
          return
        }
        terminal.say(
          `Message ${digest} is queued again; it goes out with the next round of a node that is served.`,
        )
      })
    })
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
