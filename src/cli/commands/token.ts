import type { Command } from 'commander'
import {
  type AccessScope,
  accessScopes,
  accessStateOf,
  isAccessName,
  makeAccessToken,
  revokeAccessToken,
} from '../../exchange/accessTokens.ts'
import { confirmAccessToken } from '../../exchange/confirmAccess.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { atMachine } from '../../exchange/people/deciding.ts'
import { listAccessTokens } from '../../store/accessTokens.ts'
import type { AccessTokenRow } from '../../store/tables.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { ownAuthorities } from '../ownAuthorities.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface MakeOptions extends NodeOptions {
  readonly name: string
  readonly scope: readonly string[]
  readonly authority?: string
  readonly days: string
  readonly answering?: string
}

interface NamedOptions extends NodeOptions {
  readonly name: string
}

const { days: daysByDefault, daysMax } = exchangeLimits.access

const help = `
By a token a system of this State proves itself at ROGATORY_API_PORT. It is shown once: the node keeps its hash only, so who
loses it makes another. A name is given once and stands in the log as the one who asks. A token ends by itself, or when it is
revoked, from the next request on. Scopes: audit (the questions of an auditor), exhibits (files: list, look, upload), cases (the
cases of its authority), moves (to write in them; what binds the State a person approves at the desk). For what a system writes,
whoever --answering names answers for it, and therefore approves none of it. A token that was made at the desk may count only once
another administrator has confirmed it, there or here.

Examples:
  rogatory token make --name court-of-audit --scope audit --days 30 --as "Example-Administrator"
  rogatory token make --name case-system --scope cases --scope moves --answering example-officer --as "Example-Administrator"
  rogatory token list
  rogatory token revoke --name court-of-audit --as "Example-Administrator"
  rogatory token confirm --name made-at-the-desk --as "Example-Administrator"`

/** `rogatory token`: by what systems of this State prove themselves to its node. */
export function addToken({ program, terminal }: AddCommand): void {
  const token = program
    .command('token')
    .description('Tokens by which systems of this State ask its node: make, list, confirm, revoke')
    .addHelpText('after', help)
  addMake(token, terminal)
  addList(token, terminal)
  addConfirm(token, terminal)
  addRevoke(token, terminal)
}

function withUsualOptions(command: Command): Command {
  return command
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

function addMake(token: Command, terminal: Terminal): void {
  const command = token
    .command('make')
    .description('Make a token, and print it once')
    .requiredOption('--name <name>', 'of the system that will use it; letters, digits, dot, dash, underscore')
    .requiredOption(
      '--scope <scope>',
      'what it may (may be repeated)',
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .option('--authority <id>', 'for which authority the system asks (default: the first of the node)')
    .option('--days <number>', 'days until it ends', String(daysByDefault))
    .option('--answering <name>', 'sign-in name of who answers for what it writes (scope moves)')
  withUsualOptions(command).action(async (options: MakeOptions) => {
    const { name, days } = daysAndName(options)
    const scopes = scopesIn(options.scope)
    await withNode(options, 'act', async ({ node, settings, database }) => {
      const [first = settings.state] = ownAuthorities(node, options.authority)
      const { answering } = options
      const by = atMachine(personOf(options))
      const order = { name, scopes, authority: first, days, by, officer: answering }
      const made = await makeAccessToken(node, order)
      if (!made.ok) throw notedBy(made)
      database.signals.notify('rogatory_audit')
      const { token: text, expiresAt } = made
      if (options.json === true) {
        terminal.json({ ok: true, name, scopes, authority: first, expires: expiresAt, token: text })
        return
      }
      terminal.note(`The token ${name} holds until ${expiresAt.toISOString()}. It is not shown again:`)
      terminal.say(text)
    })
  })
}

function daysAndName({ name, days }: MakeOptions): { readonly name: string; readonly days: number } {
  if (!isAccessName(name))
    throw wrongUse('--name must have 1 to 63 letters, digits, dots, dashes and underscores')
  const count = Number(days)
  if (!/^[0-9]{1,4}$/.test(days) || count < 1 || count > daysMax)
    throw wrongUse(`--days must be a number from 1 to ${daysMax}`)
  return { name, days: count }
}

function scopesIn(named: readonly string[]): readonly AccessScope[] {
  return [...new Set(named)].map((name) => {
    const scope = accessScopes.find((one) => one === name)
    if (scope === undefined) throw wrongUse(`--scope must be one of ${accessScopes.join(', ')}`)
    return scope
  })
}

function addList(token: Command, terminal: Terminal): void {
  const command = token.command('list').description('List all tokens that were ever made, without themselves')
  withUsualOptions(command).action(async (options: NodeOptions) => {
    await withNode(options, 'look', async ({ node }) => {
      const rows = await listAccessTokens(node.db)
      const now = node.machineNow()
      if (options.json === true) terminal.json({ ok: true, tokens: rows.map((row) => viewOf(row, now)) })
      else if (rows.length === 0) terminal.say('No token was ever made.')
      else for (const row of rows) terminal.say(harmless(lineOf(row, now)))
    })
  })
}

function addConfirm(token: Command, terminal: Terminal): void {
  const command = token
    .command('confirm')
    .description('Confirm a token that another administrator has made at the desk')
    .requiredOption('--name <name>', 'of the token')
  withUsualOptions(command).action(async (options: NamedOptions) => {
    const { name } = options
    await withNode(options, 'act', async ({ node, database }) => {
      const confirmed = await confirmAccessToken(node, name, atMachine(personOf(options)))
      if (!confirmed.ok) throw notedBy(confirmed)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, name })
      else terminal.say(`The token ${name} is confirmed, and counts from now on.`)
    })
  })
}

function addRevoke(token: Command, terminal: Terminal): void {
  const command = token
    .command('revoke')
    .description('Revoke a token, from the next request on')
    .requiredOption('--name <name>', 'of the token')
  withUsualOptions(command).action(async (options: NamedOptions) => {
    const { name } = options
    await withNode(options, 'act', async ({ node, database }) => {
      const revoked = await revokeAccessToken(node, name, atMachine(personOf(options)))
      if (!revoked.ok) throw notedBy(revoked)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, name })
      else terminal.say(`The token ${name} is revoked.`)
    })
  })
}

function viewOf(row: AccessTokenRow, now: Date) {
  const { name, scopes, authority, made_by, made_at, expires_at, revoked_at, revoked_by, used_on } = row
  const made = { by: made_by, at: made_at }
  const revoked = revoked_at === null ? null : { by: revoked_by, at: revoked_at }
  return {
    name,
    scopes,
    authority,
    state: accessStateOf(row, now),
    made,
    expires: expires_at,
    revoked,
    used: used_on,
  }
}

function lineOf(row: AccessTokenRow, now: Date): string {
  const { name, scopes, authority, made_by, made_at, expires_at, revoked_at, revoked_by, used_on } = row
  const ends = {
    inForce: `holds until ${expires_at.toISOString()}`,
    awaited: 'waits until another administrator confirms it',
    expired: `ended ${expires_at.toISOString()}`,
    revoked: `revoked ${revoked_at?.toISOString() ?? ''} by ${revoked_by ?? 'the node'}`,
  }
  const used = used_on === null ? 'never used' : `used last on ${used_on}`
  const made = `made ${made_at.toISOString()} by ${made_by}`
  return [name, scopes.join(','), `for ${authority}`, made, ends[accessStateOf(row, now)], used].join('  ')
}
