import type { Command } from 'commander'
import type { Actor } from '../../audit/events.ts'
import { isLetterLanguage, letterLanguages } from '../../letter/language.ts'
import type { Result } from '../../message/refusal.ts'
import {
  addPerson as addToDesk,
  changeRoles,
  disablePerson,
  enablePerson,
  givePassword,
  listPeople,
} from '../../exchange/people/keepPeople.ts'
import {
  type DeskRole,
  type ListedPerson,
  deskRoles,
  isDeskRole,
  noLanguage,
} from '../../exchange/people/person.ts'
import { takeOffSecondFactor } from '../../exchange/people/secondFactor.ts'
import type { Node } from '../../exchange/node.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { addConfirm } from './personConfirm.ts'
import { addLinks } from './personLinks.ts'
import { type SignInNameOptions, administrator, signInNameIn, withUsualOptions } from './personOptions.ts'
import { addPasskeys } from './personPasskeys.ts'

interface RolesOptions extends SignInNameOptions {
  readonly role: readonly string[]
}

interface SecondFactorOptions extends SignInNameOptions {
  readonly takeOff?: true
}

interface AddOptions extends RolesOptions {
  readonly name: string
  readonly authority?: string
  readonly language?: string
}

const help = `
People work at the desk (ROGATORY_DESK_PORT). Each signs in by a name that is given once and for ever, for the log names them by
it, and has one or more of the roles ${deskRoles.join(', ')}. The password that "add" and "password" make is shown
once; the person chooses another one before anything else. "link" lets a person sign in by the identity provider of the State
as well (ROGATORY_OIDC_ISSUER); nobody is added by signing in there.

Examples:
  rogatory person add --sign-in-name example-officer --name "Example-Officer" --role officer --as "Example-Administrator"
  rogatory person list
  rogatory person roles --sign-in-name example-officer --role officer --role approver --as "Example-Administrator"
  rogatory person password --sign-in-name example-officer --as "Example-Administrator"
  rogatory person disable --sign-in-name example-officer --as "Example-Administrator"
  rogatory person enable --sign-in-name example-officer --as "Example-Administrator"
  rogatory person second-factor --sign-in-name example-officer --take-off --as "Example-Administrator"
  rogatory person passkeys --sign-in-name example-officer --take-away "laptop" --as "Example-Administrator"
  rogatory person confirm --sign-in-name example-officer --as "Example-Second"
  rogatory person link --sign-in-name example-officer --subject 4f1b --as "Example-Administrator"
  rogatory person unlink --sign-in-name example-officer --as "Example-Administrator"
  rogatory person links`

/** `rogatory person`: who works at the desk of a node. */
export function addPerson({ program, terminal }: AddCommand): void {
  const person = program
    .command('person')
    .description(
      'People who work at the desk: add, list, roles, disable, enable, password, second-factor, passkeys, confirm, link, unlink, links',
    )
    .addHelpText('after', help)
  addAdd(person, terminal)
  addList(person, terminal)
  addRoles(person, terminal)
  addAdmission(person, terminal, 'disable', 'Let a person in no more, and end their sessions', disablePerson)
  addAdmission(person, terminal, 'enable', 'Let a person in again who was disabled', enablePerson)
  addPassword(person, terminal)
  addSecondFactor(person, terminal)
  addPasskeys(person, terminal)
  addConfirm(person, terminal)
  addLinks(person, terminal)
}

const roleOption = [
  '--role <role>',
  `one of ${deskRoles.join(', ')} (may be repeated)`,
  (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
] as const

function addAdd(person: Command, terminal: Terminal): void {
  const command = person
    .command('add')
    .description('Add a person, and print a first password once')
    .requiredOption(
      '--sign-in-name <name>',
      'small letters, digits, dot, dash, underscore; never given before',
    )
    .requiredOption('--name <name>', 'of the person, as others read it')
    .requiredOption(...roleOption)
    .option('--authority <id>', 'for which authority they work (default: the first of the node)')
    .option(
      '--language <language>',
      `in which they read: ${letterLanguages.join(', ')} (default: that of their browser)`,
    )
  withUsualOptions(command).action(async (options: AddOptions) => {
    const { name, language = noLanguage } = options
    const [signInName, roles] = [signInNameIn(options), rolesIn(options.role)]
    if (options.language !== undefined && !isLetterLanguage(options.language))
      throw wrongUse(`--language must be one of ${letterLanguages.join(', ')}`)
    await withNode(options, 'act', async ({ node, database }) => {
      const authority = firstAuthority(node, options.authority)
      const wanted = { signInName, name, authority, roles, language }
      const added = await addToDesk(node, wanted, administrator(node, options))
      if (!added.ok) throw notedBy(added)
      database.signals.notify('rogatory_audit')
      sayPassword(terminal, options, { signInName, name, authority, roles, language }, added.password)
    })
  })
}

function addList(person: Command, terminal: Terminal): void {
  const command = person.command('list').description('List all people that were ever added')
  withUsualOptions(command).action(async (options: NodeOptions) => {
    await withNode(options, 'look', async ({ node }) => {
      const people = await listPeople(node)
      if (options.json === true) terminal.json({ ok: true, people: people.map(viewOf) })
      else if (people.length === 0) terminal.say('Nobody was ever added.')
      else for (const one of people) terminal.say(harmless(lineOf(one)))
    })
  })
}

function addRoles(person: Command, terminal: Terminal): void {
  const command = person
    .command('roles')
    .description('Give a person other roles in the place of theirs')
    .requiredOption('--sign-in-name <name>', 'of the person')
    .requiredOption(...roleOption)
  withUsualOptions(command).action(async (options: RolesOptions) => {
    const [signInName, roles] = [signInNameIn(options), rolesIn(options.role)]
    await withNode(options, 'act', async ({ node, database }) => {
      const changed = await changeRoles(node, signInName, roles, administrator(node, options))
      if (!changed.ok) throw notedBy(changed)
      database.signals.notify('rogatory_audit')
      await warnOfNobody(node, terminal)
      if (options.json === true) terminal.json({ ok: true, signInName, roles })
      else terminal.say(`${signInName} is ${roles.join(', ')} from now on.`)
    })
  })
}

function addAdmission(
  person: Command,
  terminal: Terminal,
  verb: 'disable' | 'enable',
  description: string,
  change: (node: Node, signInName: string, actor: Actor) => Promise<Result<object>>,
): void {
  const command = person
    .command(verb)
    .description(description)
    .requiredOption('--sign-in-name <name>', 'of the person')
  withUsualOptions(command).action(async (options: SignInNameOptions) => {
    const signInName = signInNameIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const changed = await change(node, signInName, administrator(node, options))
      if (!changed.ok) throw notedBy(changed)
      database.signals.notify('rogatory_audit')
      if (verb === 'disable') await warnOfNobody(node, terminal)
      if (options.json === true) terminal.json({ ok: true, signInName })
      else terminal.say(`${signInName} is ${verb}d.`)
    })
  })
}

/** At the desk the last administrator stays; whoever sits at the machine may want it otherwise, and is told what it means. */
async function warnOfNobody(node: Node, terminal: Terminal): Promise<void> {
  const isOne = ({ roles, disabledAt }: ListedPerson) =>
    disabledAt === null && roles.includes('administrator')
  if (!(await listPeople(node)).some(isOne))
    terminal.note(
      'Now no administrator may sign in at the desk any more; "rogatory person add" or "enable" makes one.',
    )
}

function addPassword(person: Command, terminal: Terminal): void {
  const command = person
    .command('password')
    .description('Make another password for a person, print it once, and end their sessions')
    .requiredOption('--sign-in-name <name>', 'of the person')
  withUsualOptions(command).action(async (options: SignInNameOptions) => {
    const signInName = signInNameIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const given = await givePassword(node, signInName, administrator(node, options))
      if (!given.ok) throw notedBy(given)
      database.signals.notify('rogatory_audit')
      sayPassword(terminal, options, { signInName }, given.password)
    })
  })
}

function addSecondFactor(person: Command, terminal: Terminal): void {
  const command = person
    .command('second-factor')
    .description('Tell whether a person has a second factor, or take it off where they have lost it')
    .requiredOption('--sign-in-name <name>', 'of the person')
    .option('--take-off', 'the person signs in by the password alone from now on')
  withUsualOptions(command).action(async (options: SecondFactorOptions) => {
    const signInName = signInNameIn(options)
    if (options.takeOff === true)
      await withNode(options, 'act', async ({ node, database }) => {
        const taken = await takeOffSecondFactor(node, signInName, administrator(node, options))
        if (!taken.ok) throw notedBy(taken)
        database.signals.notify('rogatory_audit')
        saySecondFactor(terminal, options, signInName, null)
      })
    else
      await withNode(options, 'look', async ({ node }) => {
        const one = (await listPeople(node)).find((each) => each.signInName === signInName)
        if (one === undefined) throw wrongUse(`nobody was ever added by the name ${signInName}`)
        saySecondFactor(terminal, options, signInName, one.secondFactorSince)
      })
  })
}

function saySecondFactor(
  terminal: Terminal,
  { json }: NodeOptions,
  signInName: string,
  since: Date | null,
): void {
  if (json === true) terminal.json({ ok: true, signInName, secondFactorSince: since })
  else if (since === null) terminal.say(`${signInName} has no second factor.`)
  else terminal.say(`${signInName} has a second factor since ${since.toISOString()}.`)
}

function sayPassword(
  terminal: Terminal,
  { json }: NodeOptions,
  told: Readonly<Record<string, unknown>> & { readonly signInName: string },
  password: string,
): void {
  if (json === true) {
    terminal.json({ ok: true, ...told, password })
    return
  }
  terminal.note(
    `${told.signInName} signs in by this password, and chooses another one then. It is not shown again:`,
  )
  terminal.say(password)
}

function rolesIn(named: readonly string[]): readonly DeskRole[] {
  const wrong = named.find((role) => !isDeskRole(role))
  if (wrong !== undefined) throw wrongUse(`--role must be one of ${deskRoles.join(', ')}, not ${wrong}`)
  return deskRoles.filter((role) => named.includes(role))
}

function viewOf(person: ListedPerson) {
  const { signInName, name, authority, roles, language, madeAt, madeBy, disabledAt, disabledBy } = person
  const { secondFactorSince, passkeys, acts } = person
  const made = { by: madeBy, at: madeAt }
  const disabled = disabledAt === null ? null : { by: disabledBy, at: disabledAt }
  return { signInName, name, authority, roles, language, made, disabled, secondFactorSince, passkeys, acts }
}

function lineOf({
  signInName,
  name,
  authority,
  roles,
  madeAt,
  madeBy,
  disabledAt,
  disabledBy,
  secondFactorSince,
  passkeys,
  acts,
}: ListedPerson): string {
  const made = `added ${madeAt.toISOString()} by ${madeBy}`
  const disabled =
    disabledAt === null ? [] : [`disabled ${disabledAt.toISOString()} by ${disabledBy ?? 'the node'}`]
  const factor = secondFactorSince === null ? [] : [`second factor since ${secondFactorSince.toISOString()}`]
  const keys = passkeys.length === 0 ? [] : [`passkeys ${passkeys.length}`]
  const awaited = acts.some(({ isAwaited }) => isAwaited) ? ['waits to be confirmed'] : []
  const facts = [made, ...factor, ...keys, ...awaited, ...disabled]
  return [signInName, name, roles.join(','), `for ${authority}`, ...facts].join('  ')
}
