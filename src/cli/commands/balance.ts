import { severities } from '../../audit/bundle/report.ts'
import { balanceWith } from '../../exchange/balance/ask.ts'
import { type BalanceDifference, differencesOf } from '../../exchange/balance/differences.ts'
import type { Node } from '../../exchange/node.ts'
import { lastBalance } from '../../store/balances.ts'
import type { BalanceRow } from '../../store/trailTables.ts'
import type { Refusal } from '../../message/refusal.ts'
import type { OpenNode } from '../../opening.ts'
import type { AddCommand } from '../addCommand.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { refusedBy } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

const help = `
Two nodes balance each night by themselves. Each says, signed, how many messages it has sent to the other and received
from it since the last balance on which they agreed, with one digest over all of them and their receipts. With a State,
this balances with its node now, of all messages up to five minutes ago (younger ones may be on their way); its node must
serve for that. Without one, it tells of the last balance with each, and asks nobody. The first is made a day after both
have begun to serve; until then it says "no balance yet".

Exit codes: 0 they have the same; 30 they do not, and what differs is named; 65 refused; 69 the database is away.`

/** `rogatory balance`: whether two nodes have the same messages. */
export function addBalance({ program, terminal, endWith }: AddCommand): void {
  program
    .command('balance [state]')
    .description('Tell whether this node and a peer have the same messages, and what differs')
    .option('--as <person>', 'who has them balance now (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (state: string | undefined, options: NodeOptions) => {
      const isAll = await withNode(options, state === undefined ? 'look' : 'act', async (open) => {
        const told =
          state === undefined
            ? await lastOfEach(open.node)
            : [await balanceNow(open, state, personOf(options))]
        if (options.json === true)
          terminal.json({ ok: true, balances: told.map(({ row, ...one }) => ({ ...one, ...asJson(row) })) })
        else for (const one of told) tell(one, terminal)
        return told.every(({ row }) => row?.agreed !== false)
      })
      if (!isAll) endWith(severities.mismatch)
    })
}

interface Told {
  readonly state: string
  /** Null: there was none yet. */
  readonly row: BalanceRow | null
}

async function lastOfEach({ db, trust }: Node): Promise<Told[]> {
  return await Promise.all(trust.peers.map(async (state) => ({ state, row: await lastBalance(db, state) })))
}

async function balanceNow(
  { node, settings, courier }: OpenNode,
  state: string,
  person: string,
): Promise<Told> {
  const authority = settings.authorities[0]?.id ?? settings.state
  const actor = { person, role: 'administrator', authority }
  const balanced = await balanceWith(node, courier, state, actor)
  if (!balanced.ok) throw refusedBy(inOperatorsWords(state, balanced))
  return { state, row: balanced.balance }
}

/** Whom nobody could reach is to be told by name: the other node must serve for a balance. */
function inOperatorsWords(state: string, refusal: Refusal): Refusal {
  const { code, detail } = refusal
  if (code !== 'NODE_UNAVAILABLE') return refusal
  const words = `the node of ${state} could not be asked, and must serve for a balance; rogatory balance tells of the last one`
  return { ...refusal, detail: detail === undefined ? words : `${words} (${detail})` }
}

function asJson(row: BalanceRow | null): object {
  if (row === null) return {}
  const { from_at: from, until_at: until, made_at: madeAt, agreed, asked, digest } = row
  const differences = differencesOf(row)
  return {
    ...(from === null ? {} : { from: from.toISOString() }),
    ...{ until: until.toISOString(), madeAt: madeAt.toISOString(), asked, agreed, digest },
    ...(differences === null ? {} : { differences }),
  }
}

function tell({ state, row }: Told, terminal: Terminal): void {
  if (row === null) {
    terminal.say(
      `${state}: no balance yet; the two nodes make the first a day after both have begun to serve`,
    )
    return
  }
  const { from_at: from, until_at: until, agreed } = row
  const time = `${from === null ? '' : `after ${from.toISOString()} `}up to ${until.toISOString()}`
  terminal.say(
    agreed
      ? `${state}: both have the same messages ${time}`
      : `${state}: THE TWO NODES DIFFER in the messages ${time}`,
  )
  if (agreed) return
  const differences = differencesOf(row)
  if (differences === null) {
    terminal.say('  It was not found out yet in what; the next round does.')
    return
  }
  for (const one of differences.first) terminal.say(`  ${inWords(state, one)}`)
  const unsaid = differences.count - differences.first.length
  if (unsaid > 0) terminal.say(`  and ${counted(unsaid, 'message')} more`)
}

function inWords(state: string, { message, direction, lacks }: BalanceDifference): string {
  const way = direction === 'sent' ? `to ${state}` : `from ${state}`
  return `${message} (${way}): ${wordsOf[lacks](state)}`
}

const wordsOf: Readonly<Record<BalanceDifference['lacks'], (state: string) => string>> = {
  here: (state) => `${state} has it and its receipt, and this node does not`,
  there: (state) => `this node has it and its receipt, and ${state} says that it does not`,
  receipt: () => 'the two nodes have another receipt for it',
}
