import type { Command } from 'commander'
import { certificateDigest } from '../../../trust/certificate.ts'
import { makeAuthority } from '../../../store/identity/authorityFolder.ts'
import { wrongUse } from '../../outcome.ts'
import { readText } from '../../readJson.ts'
import type { Terminal } from '../../terminal.ts'
import { daysOf, keyKindOf } from './keyOptions.ts'

interface AuthorityOptions {
  readonly out: string
  readonly state: string
  readonly name: string
  readonly key: string
  readonly days: string
  readonly passphraseFile: string
  readonly json?: boolean
}

const dayMs = 86_400_000
/** What a machine's clock may be ahead of another's, and more. */
const backdatedMs = 3_600_000

/** `rogatory cert authority`. */
export function addAuthority(cert: Command, terminal: Terminal): void {
  cert
    .command('authority')
    .description(
      'Make a national certificate authority in a folder of its own; the machine needs no node and no network',
    )
    .requiredOption('--out <folder>', 'where it is to be; absent, or empty')
    .requiredOption(
      '--state <code>',
      'State code (ISO 3166-1 alpha-2), or the ICAO 9303 code of an organisation',
    )
    .requiredOption('--name <text>', 'who answers for it, as its certificates name it')
    .requiredOption('--passphrase-file <file>', 'protects its key')
    .option('--key <kind>', 'rsa (3072 bits), ec (P-256) or ec-384 (P-384)', 'rsa')
    .option('--days <number>', 'how long its certificate lasts', '3653')
    .option('--json', 'print the result as JSON')
    .action(async (options: AuthorityOptions) => {
      if (!/^[A-Z]{2,3}$/.test(options.state)) throw wrongUse('--state must be two or three capital letters')
      const kind = keyKindOf(options.key, ['rsa', 'ec', 'ec-384'])
      const days = daysOf(options.days)
      const passphrase = (await readText(options.passphraseFile)).trim()
      const validFrom = new Date(Date.now() - backdatedMs)
      const certificate = await makeAuthority(options.out, passphrase, {
        country: options.state,
        organisation: options.name,
        kind,
        validFrom,
        validUntil: new Date(validFrom.getTime() + days * dayMs),
      })
      const digest = certificateDigest(certificate)
      if (options.json === true) {
        terminal.json({ ok: true, folder: options.out, digest })
        return
      }
      terminal.say(`The certificate authority of ${options.state} is in ${options.out}.`)
      terminal.say(`  ${digest}`)
      terminal.say(`Its key is ca.key, its certificate, which the node imports, ca.crt.`)
    })
}
