import type { Command } from 'commander'
import { acceptExhibit, ruleExhibits } from '../../exchange/exhibits/rule.ts'
import {
  type TransferRule,
  bytesPerSecondMin,
  hoursInText,
  openRule,
  parseHours,
} from '../../exhibit/transferRule.ts'
import { everyOther, listRules } from '../../store/exhibits/rules.ts'
import { bytesIn } from '../bytesIn.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { bytesInWords } from '../progress.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface Options extends NodeOptions {
  readonly authority?: string
}

interface RuleOptions extends Options {
  readonly rate?: string
  readonly hours?: string
  readonly zone?: string
  readonly quota?: string
  readonly acceptUpTo?: string
}

const help = `
What is not named goes on as it was. A rule for * holds for every State that has none of its own. Sizes are in bytes, or
with kB, MB, GB, TB, KiB, MiB, GiB or TiB behind them. The word none takes a limit away.

Examples:
  rogatory exhibit rule QA --rate 20MB --hours 19:00-06:00 --zone Asia/Ho_Chi_Minh
  rogatory exhibit rule "*" --quota 2TB --accept-up-to 10GB
  rogatory exhibit rule QA --rate none --hours none`

/** `rogatory exhibit rule`: what a peer may hand over, when it is fetched and how fast. */
export function addRule(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('rule [peer]')
    .description('List what peers may hand over, or set it for one: rate, hours, quota, size accepted')
    .option('--rate <size>', `bytes a second for all files of the peer, each way (from ${bytesPerSecondMin})`)
    .option('--hours <from-until>', 'when files are fetched, as 19:00-06:00')
    .option('--zone <name>', 'time zone of the hours (default: UTC)')
    .option('--quota <size>', 'how much room the files of the peer may have here')
    .option('--accept-up-to <size>', 'larger files wait until a person accepts them')
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--authority <id>', 'for which authority (default: the first of the node)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (peer: string | undefined, options: RuleOptions) => {
      await withNode(options, 'act', async ({ node, database }) => {
        const rules = await listRules(node.db)
        if (peer === undefined) {
          show(terminal, options, rules)
          return
        }
        const rule = ruleIn(options, rules.get(peer) ?? openRule)
        const deciding = { person: personOf(options), authority: firstAuthority(node, options.authority) }
        const done = await ruleExhibits(node, peer, rule, deciding)
        database.signals.notify('rogatory_audit')
        if (!done.ok) throw notedBy(done)
        show(terminal, options, new Map([[peer, rule]]))
      })
    })
}

/** `rogatory exhibit accept`: lets a large file come. */
export function addAccept(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('accept <deposit>')
    .description('Let a file be fetched that waits for it because of its size')
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--authority <id>', 'for which authority (default: the first of the node)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .action(async (deposit: string, options: Options) => {
      await withNode(options, 'act', async ({ node, database }) => {
        const deciding = { person: personOf(options), authority: firstAuthority(node, options.authority) }
        const done = await acceptExhibit(node, deposit, deciding)
        database.signals.notify('rogatory_audit')
        database.signals.notify('rogatory_exhibits')
        if (!done.ok) throw notedBy(done)
        if (options.json === true) terminal.json({ ok: true, deposit })
        else terminal.say(harmless(`${done.name} (${bytesInWords(done.bytes)}) is fetched now.`))
      })
    })
}

/** What stands in the options, over the rule that there is. */
function ruleIn(options: RuleOptions, before: TransferRule): TransferRule {
  const size = (name: string, given: string | undefined, was: number | null, least = 0): number | null => {
    if (given === undefined) return was
    if (given === 'none') return null
    const bytes = bytesIn(given)
    if (bytes === null || bytes < least)
      throw wrongUse(`${name} must be a size of at least ${least} bytes, as 20MB, or none`)
    return bytes
  }
  return {
    bytesPerSecond: size('--rate', options.rate, before.bytesPerSecond, bytesPerSecondMin),
    hours: hoursIn(options, before),
    quotaBytes: size('--quota', options.quota, before.quotaBytes),
    acceptBytes: size('--accept-up-to', options.acceptUpTo, before.acceptBytes),
  }
}

function hoursIn({ hours, zone }: RuleOptions, before: TransferRule): TransferRule['hours'] {
  if (hours === 'none') return null
  const text = hours ?? (before.hours === null ? undefined : hoursInText(before.hours))
  if (text === undefined) {
    if (zone !== undefined) throw wrongUse('--zone is that of --hours')
    return null
  }
  const parsed = parseHours(text, zone ?? before.hours?.timeZone ?? 'UTC')
  if (parsed === null)
    throw wrongUse('--hours must be two times of a day, as 19:00-06:00, or none; --zone as Asia/Qatar')
  return parsed
}

function show(terminal: Terminal, { json }: RuleOptions, rules: ReadonlyMap<string, TransferRule>): void {
  if (json === true)
    terminal.json({
      ok: true,
      rules: [...rules].map(([peer, { hours, ...limits }]) => ({
        peer,
        ...limits,
        hours: hours === null ? null : hoursInText(hours),
        timeZone: hours?.timeZone ?? null,
      })),
    })
  else if (rules.size === 0)
    terminal.say('There are no rules: whatever is handed over is fetched, at any time.')
  else
    for (const [peer, rule] of rules)
      terminal.say(`${peer === everyOther ? 'every other State' : peer}: ${inWords(rule)}`)
}

function inWords({ bytesPerSecond, hours, quotaBytes, acceptBytes }: TransferRule): string {
  const limits = [
    ...(bytesPerSecond === null ? [] : [`at most ${bytesInWords(bytesPerSecond)} a second`]),
    ...(hours === null ? [] : [`fetched from ${hoursInText(hours)} (${hours.timeZone})`]),
    ...(quotaBytes === null ? [] : [`at most ${bytesInWords(quotaBytes)} here`]),
    ...(acceptBytes === null ? [] : [`a person accepts what is larger than ${bytesInWords(acceptBytes)}`]),
  ]
  return limits.length === 0 ? 'no limits' : limits.join('; ')
}
