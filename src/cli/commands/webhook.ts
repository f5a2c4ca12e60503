import type { Command } from 'commander'
import { webhooksNetwork } from '../../exchange/networks.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { atMachine } from '../../exchange/people/deciding.ts'
import { tellAgain } from '../../exchange/webhooks/again.ts'
import { disableWebhook, makeEndpoint } from '../../exchange/webhooks/endpoints.ts'
import { toldEvents } from '../../exchange/webhooks/told.ts'
import { type Counted, countDeliveries } from '../../store/webhooks/deliveries.ts'
import { listEndpoints } from '../../store/webhooks/endpoints.ts'
import type { WebhookEndpointRow } from '../../store/webhooks/webhookTables.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, configOf, personOf, withNode } from '../nodeOfCommand.ts'
import { counted } from '../inWords.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { ownAuthorities } from '../ownAuthorities.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface MakeOptions extends NodeOptions {
  readonly name: string
  readonly url: string
  readonly event: readonly string[]
  readonly authority?: string
}

interface DisableOptions extends NodeOptions {
  readonly name: string
}

interface ResendOptions extends DisableOptions {
  readonly entry?: string
}

const help = `
At an endpoint a system of this State is told that something happened: by ids, never by what is in a case. Each is signed
(Standard Webhooks) by a secret that is shown once. What is not taken is tried again for three days, and then given up; list
tells of what was, and resend has it told anew for a week. ROGATORY_WEBHOOK_NETWORKS says where endpoints may be.

Events:
${Object.entries(toldEvents)
  .map(([name, says]) => `  ${name.padEnd(20)}${says}`)
  .join('\n')}

Examples:
  rogatory webhook make --name case-system --url https://cases.example/hook --event message.received --as "Example-Administrator"
  rogatory webhook list
  rogatory webhook resend --name case-system --as "Example-Administrator"
  rogatory webhook disable --name case-system --as "Example-Administrator"`

/** `rogatory webhook`: where systems of this State are told that something happened. */
export function addWebhook({ program, terminal }: AddCommand): void {
  const webhook = program
    .command('webhook')
    .description(
      'Endpoints at which systems of this State are told what happened: make, list, resend, disable',
    )
    .addHelpText('after', help)
  addMake(webhook, terminal)
  addList(webhook, terminal)
  addResend(webhook, terminal)
  addDisable(webhook, terminal)
}

function withUsualOptions(command: Command): Command {
  return command
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

function addMake(webhook: Command, terminal: Terminal): void {
  const command = webhook
    .command('make')
    .description('Make an endpoint, and print its secret once')
    .requiredOption('--name <name>', 'of the endpoint; letters, digits, dot, dash, underscore')
    .requiredOption('--url <url>', 'where it is told')
    .requiredOption(
      '--event <event>',
      'of what it is told (may be repeated)',
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .option('--authority <id>', 'of which authority it is told (default: the first of the node)')
  withUsualOptions(command).action(async (options: MakeOptions) => {
    const network = webhooksNetwork(configOf(options))
    await withNode(options, 'act', async ({ node, settings, database }) => {
      const { name, url, event: events } = options
      const [first = settings.state] = ownAuthorities(node, options.authority)
      const by = atMachine(personOf(options))
      const order = { name, url, events: [...new Set(events)], authority: first, by }
      const made = await makeEndpoint(node, order, network)
      if (!made.ok) throw notedBy(made)
      database.signals.notify('rogatory_audit')
      if (options.json === true) {
        terminal.json({ ok: true, name, authority: first, url, events: order.events, secret: made.secret })
        return
      }
      terminal.note(`${name} is told from now on. Its secret is not shown again:`)
      terminal.say(made.secret)
    })
  })
}

function addList(webhook: Command, terminal: Terminal): void {
  const command = webhook
    .command('list')
    .description('List all endpoints, with what waits and what was given up')
  withUsualOptions(command).action(async (options: NodeOptions) => {
    await withNode(options, 'look', async ({ node }) => {
      const rows = await listEndpoints(node.db)
      const counts = new Map((await countDeliveries(node.db)).map((one) => [one.endpoint, one]))
      const views = rows.map((row) => viewOf(row, counts.get(row.name)))
      if (options.json === true) terminal.json({ ok: true, endpoints: views })
      else if (views.length === 0) terminal.say('No endpoint was ever made.')
      else for (const view of views) terminal.say(harmless(lineOf(view)))
    })
  })
}

function addResend(webhook: Command, terminal: Terminal): void {
  const { againMax } = exchangeLimits.webhooks
  const command = webhook
    .command('resend')
    .description('Have an endpoint told anew of what was given up')
    .requiredOption('--name <name>', 'of the endpoint')
    .option('--entry <place>', `place in the log of one entry (default: all, the ${againMax} oldest)`)
  withUsualOptions(command).action(async (options: ResendOptions) => {
    const { name, entry = null } = options
    if (entry !== null && !/^[0-9]{1,15}$/.test(entry)) throw wrongUse('--entry must be a place in the log')
    await withNode(options, 'act', async ({ node, database }) => {
      const order = { name, entry: entry === null ? null : Number(entry) }
      const told = await tellAgain(node, order, atMachine(personOf(options)))
      if (!told.ok) throw notedBy(told)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, name, count: told.count })
      else terminal.say(`${name} is told anew of ${counted(told.count, 'event')}.`)
    })
  })
}

function addDisable(webhook: Command, terminal: Terminal): void {
  const command = webhook
    .command('disable')
    .description('Tell an endpoint nothing more')
    .requiredOption('--name <name>', 'of the endpoint')
  withUsualOptions(command).action(async (options: DisableOptions) => {
    const { name } = options
    await withNode(options, 'act', async ({ node, database }) => {
      const disabled = await disableWebhook(node, name, atMachine(personOf(options)))
      if (!disabled.ok) throw notedBy(disabled)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, name })
      else terminal.say(`The endpoint ${name} is told nothing any more.`)
    })
  })
}

function viewOf(
  { name, authority, url, events, made_by, made_at, disabled_at, disabled_by }: WebhookEndpointRow,
  counted: Counted | undefined,
) {
  return {
    ...{ name, authority, url, events, made: { by: made_by, at: made_at } },
    disabled: disabled_at === null ? null : { by: disabled_by, at: disabled_at },
    waiting: counted?.waiting ?? 0,
    givenUp: counted?.dead ?? 0,
    lastFailure: counted?.outcome ?? null,
  }
}

function lineOf(view: ReturnType<typeof viewOf>): string {
  const { name, authority, url, events, disabled, waiting, givenUp, lastFailure } = view
  const use =
    disabled === null ? 'in use' : `disabled ${disabled.at.toISOString()} by ${disabled.by ?? 'the node'}`
  const queue = `${waiting} waiting, ${givenUp} given up${lastFailure === null ? '' : ` (${lastFailure})`}`
  return [name, `for ${authority}`, url, events.join(','), use, queue].join('  ')
}
