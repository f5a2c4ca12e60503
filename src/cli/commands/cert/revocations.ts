import { lstat, open, realpath } from 'node:fs/promises'
import type { Command } from 'commander'
import { signRevocationList } from '../../../store/identity/authorityFolder.ts'
import { replacePublicFile } from '../../../store/replaceFile.ts'
import { unlessMissing } from '../../../store/unlessMissing.ts'
import { limits } from '../../../message/limits.ts'
import { readRevocationListForm } from '../../../trust/revocationListForm.ts'
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
    .requiredOption(
      '--out <file>',
      'where the list is written, in DER: a new file, or one that is such a list, of which it takes the place in one step',
    )
    .option('--hours <number>', 'for how long it is good', String(revocationListHoursMax))
    .option('--json', 'print the result as JSON')
    .action(async (options: RevocationsOptions) => {
      const hours = Number(options.hours)
      if (!Number.isInteger(hours) || hours < 1 || hours > revocationListHoursMax)
        throw wrongUse(`--hours must be 1 to ${revocationListHoursMax}`)
      const out = await placeFor(options.out)
      const passphrase = (await readText(options.passphraseFile)).trim()
      const { der, number, nextUpdate } = await signRevocationList(options.authority, passphrase, {
        at: new Date(),
        hours,
      })
      // In one step: a peer that asks meanwhile gets the list before or this one, and never half of one.
      await replacePublicFile(out, der).catch((cause: unknown) => {
        throw unwritable(options.out, cause)
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

/**
 * The file that is written, behind any links. Throws CommandFailure FILE_EXISTS where something else than a list of revoked
 * certificates has that name, or FILE_UNWRITABLE where it cannot be looked at.
 */
async function placeFor(name: string): Promise<string> {
  try {
    const path = await realpath(name).catch(() => name)
    const found = await unlessMissing(lstat(path))
    if (found === null) return path
    // An empty one is what an earlier version has left that was ended while it wrote.
    const mayBeList = found.isFile() && found.size <= limits.revocationListBytesMax
    if (mayBeList && (found.size === 0 || (await isList(path, found.size)))) return path
  } catch (cause) {
    throw unwritable(name, cause)
  }
  throw new CommandFailure(
    exitCodes.wrongUse,
    'FILE_EXISTS',
    `${name} is there already and is no list of revoked certificates: it is left as it is`,
  )
}

async function isList(path: string, bytes: number): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
    return typeof readRevocationListForm(buffer) !== 'string'
  } finally {
    await handle.close()
  }
}

function unwritable(name: string, cause: unknown): CommandFailure {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CommandFailure(exitCodes.wrongUse, 'FILE_UNWRITABLE', `${name} cannot be written: ${why}`)
}
