import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { signRevocationList } from '../../../store/identity/authorityFolder.ts'
import { revocationListHoursMax } from '../../../trust/revocationList.ts'
import { CommandFailure, exitCodes, wrongUse } from '../../outcome.ts'
import { readText } from '../../readJson.ts'
import type { Terminal } from '../../terminal.ts'

interface RevocationsOptions {
  readonly authority: string
  readonly passphraseFile: string
  readonly out: string
  readonly hours: string
  readonly json?: boolean
}

/** `rogatory cert revocations`. */
export function addRevocations(cert: Command, terminal: Terminal): void {
  cert
    .command('revocations')
    .description(
      'Sign the list of revoked certificates of an authority in a folder of its own, to be published where the trust list says: every day',
    )
    .requiredOption('--authority <folder>', 'folder of the authority: see cert authority')
    .requiredOption('--passphrase-file <file>', 'opens the key of the authority')
    .requiredOption('--out <file>', 'where the list is written, in DER')
    .option('--hours <number>', 'for how long it is good', String(revocationListHoursMax))
    .option('--json', 'print the result as JSON')
    .action(async (options: RevocationsOptions) => {
      const hours = Number(options.hours)
      if (!Number.isInteger(hours) || hours < 1 || hours > revocationListHoursMax)
        throw wrongUse(`--hours must be 1 to ${revocationListHoursMax}`)
      const passphrase = (await readText(options.passphraseFile)).trim()
      const { der, number, nextUpdate } = await signRevocationList(options.authority, passphrase, {
        at: new Date(),
        hours,
      })
      await writeFile(options.out, der, { flush: true }).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new CommandFailure(
          exitCodes.wrongUse,
          'FILE_UNWRITABLE',
          `${options.out} cannot be written: ${why}`,
        )
      })
      if (options.json === true) {
        terminal.json({ ok: true, number: String(number), nextUpdate: nextUpdate.toISOString() })
        return
      }
      terminal.say(`The list with the number ${number} is in ${options.out}.`)
      terminal.say(
        `Publish the next one before ${nextUpdate.toISOString()}: without it nothing of this State is believed.`,
      )
    })
}
