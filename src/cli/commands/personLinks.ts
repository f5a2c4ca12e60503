import type { Command } from 'commander'
import { linkPerson, linksOf, unlinkPerson } from '../../exchange/people/provider/links.ts'
import { providerSettings } from '../../settings/providerSetting.ts'
import { type NodeOptions, configOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { type SignInNameOptions, administrator, withUsualOptions } from './personOptions.ts'

interface IssuerOptions extends NodeOptions {
  readonly issuer?: string
}

type UnlinkOptions = IssuerOptions & SignInNameOptions

interface LinkOptions extends IssuerOptions, SignInNameOptions {
  readonly subject: string
}

/** `rogatory person link`, `unlink` and `links`: who people are at the identity provider of the desk. */
export function addLinks(person: Command, terminal: Terminal): void {
  addLink(person, terminal)
  addUnlink(person, terminal)
  addList(person, terminal)
}

const issuerOption = [
  '--issuer <url>',
  `of the identity provider (default: ${providerSettings.issuer})`,
] as const

function addLink(person: Command, terminal: Terminal): void {
  const command = person
    .command('link')
    .description('Let a person sign in by an identity provider, at which a subject names them')
    .requiredOption('--sign-in-name <name>', 'of the person')
    .requiredOption('--subject <subject>', 'what names them there, exactly as the provider writes it')
    .option(...issuerOption)
  withUsualOptions(command).action(async (options: LinkOptions) => {
    const { signInName, subject } = options
    const issuer = issuerIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const linked = await linkPerson(node, { signInName, issuer, subject }, administrator(node, options))
      if (!linked.ok) throw notedBy(linked)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, signInName, issuer, subject })
      else terminal.say(harmless(`${signInName} signs in by ${issuer} as ${subject} from now on.`))
    })
  })
}

function addUnlink(person: Command, terminal: Terminal): void {
  const command = person
    .command('unlink')
    .description('Let a person sign in by an identity provider no more, and end their sessions')
    .requiredOption('--sign-in-name <name>', 'of the person')
    .option(...issuerOption)
  withUsualOptions(command).action(async (options: UnlinkOptions) => {
    const { signInName } = options
    const issuer = issuerIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const unlinked = await unlinkPerson(node, { signInName, issuer }, administrator(node, options))
      if (!unlinked.ok) throw notedBy(unlinked)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, signInName, issuer })
      else terminal.say(harmless(`${signInName} does not sign in by ${issuer} any more.`))
    })
  })
}

function addList(person: Command, terminal: Terminal): void {
  const command = person.command('links').description('List who people are at identity providers')
  withUsualOptions(command).action(async (options: NodeOptions) => {
    await withNode(options, 'look', async ({ node }) => {
      const links = await linksOf(node)
      if (options.json === true) terminal.json({ ok: true, links })
      else if (links.length === 0) terminal.say('Nobody is linked with an identity provider.')
      else
        for (const { signInName, issuer, subject, madeAt, madeBy } of links)
          terminal.say(harmless([signInName, issuer, subject, madeAt.toISOString(), madeBy].join('  ')))
    })
  })
}

function issuerIn(options: IssuerOptions): string {
  const issuer = options.issuer ?? configOf(options).provider?.issuer
  if (issuer !== undefined) return issuer
  throw wrongUse(`--issuer is needed where ${providerSettings.issuer} is not set`)
}
