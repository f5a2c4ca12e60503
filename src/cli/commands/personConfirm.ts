import type { Command } from 'commander'
import { confirmPerson } from '../../exchange/people/credentialActs.ts'
import { withNode } from '../nodeOfCommand.ts'
import { notedBy } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'
import { type SignInNameOptions, administrator, signInNameIn, withUsualOptions } from './personOptions.ts'

/** `rogatory person confirm`: the word of whoever sits at the machine, where no other administrator can give theirs. */
export function addConfirm(person: Command, terminal: Terminal): void {
  const command = person
    .command('confirm')
    .description('Confirm what one administrator has done to what a person signs in by, or may')
    .requiredOption('--sign-in-name <name>', 'of the person')
  withUsualOptions(command).action(async (options: SignInNameOptions) => {
    const signInName = signInNameIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const confirmed = await confirmPerson(node, signInName, null, administrator(node, options))
      if (!confirmed.ok) throw notedBy(confirmed)
      database.signals.notify('rogatory_audit')
      if (options.json === true) terminal.json({ ok: true, signInName })
      else terminal.say(`${signInName} waits for no confirmation any more.`)
    })
  })
}
