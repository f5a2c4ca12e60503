import type { Command } from 'commander'
import { takeAwayPasskeys } from '../../exchange/passkeys/remove.ts'
import { listPeople } from '../../exchange/people/keepPeople.ts'
import type { ListedPasskey } from '../../exchange/people/person.ts'
import { withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { type SignInNameOptions, administrator, signInNameIn, withUsualOptions } from './personOptions.ts'

interface PasskeysOptions extends SignInNameOptions {
  readonly takeAway?: string
  readonly takeAllAway?: true
}

/** `rogatory person passkeys`: which passkeys a person has, and the way back for who has lost one. */
export function addPasskeys(person: Command, terminal: Terminal): void {
  const command = person
    .command('passkeys')
    .description('List the passkeys of a person, or take one away that they have lost')
    .requiredOption('--sign-in-name <name>', 'of the person')
    .option('--take-away <passkey>', 'the name of the passkey; the sessions of the person end')
    .option(
      '--take-all-away',
      'all of them: the person signs in by the password, and the code of a second factor',
    )
  withUsualOptions(command).action(async (options: PasskeysOptions) => {
    const signInName = signInNameIn(options)
    const { takeAway, takeAllAway } = options
    if (takeAway !== undefined && takeAllAway === true)
      throw wrongUse('--take-away and --take-all-away exclude each other')
    if (takeAway !== undefined || takeAllAway === true)
      await takeAwayFrom(terminal, options, signInName, takeAway ?? null)
    else await listOf(terminal, options, signInName)
  })
}

async function takeAwayFrom(
  terminal: Terminal,
  options: PasskeysOptions,
  signInName: string,
  name: string | null,
): Promise<void> {
  await withNode(options, 'act', async ({ node, database }) => {
    const taken = await takeAwayPasskeys(node, signInName, name, administrator(node, options))
    if (!taken.ok) throw notedBy(taken)
    database.signals.notify('rogatory_audit')
    const { names } = taken
    if (options.json === true) terminal.json({ ok: true, signInName, takenAway: names })
    else for (const one of names) terminal.say(harmless(`${signInName} has the passkey "${one}" no more.`))
  })
}

async function listOf(terminal: Terminal, options: PasskeysOptions, signInName: string): Promise<void> {
  await withNode(options, 'look', async ({ node }) => {
    const one = (await listPeople(node)).find((each) => each.signInName === signInName)
    if (one === undefined) throw wrongUse(`nobody was ever added by the name ${signInName}`)
    const { passkeys } = one
    if (options.json === true) terminal.json({ ok: true, signInName, passkeys })
    else if (passkeys.length === 0) terminal.say(`${signInName} has no passkey.`)
    else for (const passkey of passkeys) terminal.say(harmless(lineOf(passkey)))
  })
}

function lineOf({ name, addedAt, usedAt }: ListedPasskey): string {
  const used = usedAt === null ? 'not used yet' : `last used ${usedAt.toISOString()}`
  return [name, `added ${addedAt.toISOString()}`, used].join('  ')
}
