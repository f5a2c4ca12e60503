import { resolve } from 'node:path'
import type { Command } from 'commander'
import { clockOf } from '../../../clock.ts'
import { holderOf } from '../../../opening.ts'
import { readForeignPkcs12 } from '../../../store/identity/foreignPkcs12.ts'
import { type Imported, type Offer, importCertificate } from '../../../store/identity/import.ts'
import { type TellLog, noLog } from '../../../store/identity/renew.ts'
import { MacMismatch } from '../../../store/identity/pkcs12.ts'
import { usesWithoutCertificate } from '../../../store/identity/read.ts'
import { isTokenId } from '../../../store/identity/token.ts'
import { readRoles } from '../../../store/identity/roles.ts'
import { ownDatabaseId } from '../../../store/ownDatabase.ts'
import { readSettingsOfState } from '../../../store/settingsOfState.ts'
import { type NodeOptions, configOf } from '../../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from '../../outcome.ts'
import { readBytes, readText } from '../../readJson.ts'
import type { Terminal } from '../../terminal.ts'
import { signingUseOf } from './keyOptions.ts'
import { tellingLog, placeOf, tell, withKeys } from './keys.ts'
import { readCertificates } from './pemFiles.ts'

interface ImportOptions extends NodeOptions {
  readonly authority?: string
  readonly use?: string
  readonly p12PassphraseFile?: string
  readonly pkcs11?: string
  readonly token?: string
  readonly id?: string
  readonly pinFile?: string
}

/** `rogatory cert import`. */
export function addImport(cert: Command, terminal: Terminal): void {
  cert
    .command('import <file>')
    .description(
      'Take a certificate from the authority of the State for a key that was requested here, or a PKCS#12 file with both',
    )
    .option('--authority <file>', 'certificate of the authority, where the trust list does not name it yet')
    .option('--use <use>', 'of a PKCS#12 file or a token: what its key is for, message, http or list')
    .option('--p12-passphrase-file <file>', 'of a PKCS#12 file: what opens it')
    .option(
      '--pkcs11 <module>',
      'the key lies in a token: path of its PKCS#11 library; --use says what it is for',
    )
    .option('--token <label>', 'with --pkcs11: label of the token')
    .option('--id <hex>', 'with --pkcs11: CKA_ID of the key')
    .option('--pin-file <file>', 'with --pkcs11: file whose content is the PIN; it is read at each signature')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: ImportOptions) => {
      const given = await readOffer(file, options)
      const { folder, passphrase } = await placeOf(options)
      const config = configOf(options)
      const { state } = await readSettingsOfState(config.dataFolder)
      const take = async (at: Date, tellLog: TellLog): Promise<Imported> => {
        const offer = { ...given, holder: holderOf(state), at }
        const imported = await importCertificate(folder, passphrase, offer, tellLog)
        if (!imported.ok) throw refusedBy(imported)
        return imported
      }
      if ((await ownDatabaseId(config.dataFolder)) === null) {
        // The node was never in service, so there is no log to note it in: its first list says it.
        const { changes } = await take(clockOf(config.clockFile)(), noLog)
        const roles = await readRoles(folder)
        const missing = await usesWithoutCertificate(folder, roles)
        const isFollowed = roles.signing.list.next !== undefined
        tell(terminal, options, changes, [
          missing.length > 0
            ? `Certificates are still to come for: ${missing.join(', ')}`
            : isFollowed
              ? 'All keys have their certificates: rogatory serve'
              : 'All uses have a certificate. Import that of the second list signer as well, then: rogatory serve',
        ])
        return
      }
      await withKeys(options, async ({ open }) => {
        const { changes, use } = await take(open.node.now(), tellingLog(open, 'key.added', options))
        tell(terminal, options, changes, [
          'A node that is served names it in its trust list within seconds.',
          `Put it into use when the peers have had a day to fetch that list: rogatory cert use --use ${use}`,
        ])
      })
    })
}

type Given = Omit<Offer, 'holder' | 'at'>

async function readOffer(file: string, options: ImportOptions): Promise<Given> {
  const authorities = options.authority === undefined ? [] : await readCertificates(options.authority)
  const { use, p12PassphraseFile } = options
  if (p12PassphraseFile === undefined) {
    const [certificate, ...others] = await readCertificates(file)
    if (certificate === undefined) throw wrongUse(`${file} holds no certificate`)
    return { certificate, others: [...authorities, ...others], ...tokenOf(options) }
  }
  if (use === undefined) throw wrongUse('--use must say what the key in the PKCS#12 file is for')
  const passphrase = (await readText(p12PassphraseFile)).trim()
  const { key, certificate, others } = readStore(file, await readBytes(file), passphrase)
  return { certificate, key, use: signingUseOf(use), others: [...authorities, ...others] }
}

function tokenOf({ pkcs11, token, id, pinFile, use }: ImportOptions): Pick<Given, 'use' | 'token'> {
  if (pkcs11 === undefined) return {}
  if (token === undefined || id === undefined || pinFile === undefined)
    throw wrongUse('--pkcs11 needs --token, --id and --pin-file')
  if (!isTokenId(id)) throw wrongUse('--id must be the CKA_ID of the key in lower-case hexadecimal digits')
  if (use !== 'message' && use !== 'list')
    throw wrongUse(
      'with --pkcs11, --use must be message or list: each HTTP request is signed by a key in a file',
    )
  return { use, token: { module: resolve(pkcs11), token, id, pinFile: resolve(pinFile) } }
}

function readStore(file: string, bytes: Buffer, passphrase: string) {
  try {
    return readForeignPkcs12(bytes, passphrase)
  } catch (reason) {
    if (reason instanceof MacMismatch)
      throw new CommandFailure(
        exitCodes.refused,
        'PASSPHRASE_WRONG',
        `${file} does not open with the passphrase in --p12-passphrase-file.`,
      )
    const why = reason instanceof Error ? reason.message : String(reason)
    throw new CommandFailure(
      exitCodes.refused,
      'CERTIFICATE_INVALID',
      `${file} is no PKCS#12 file with one key and its certificate: ${why}`,
    )
  }
}
