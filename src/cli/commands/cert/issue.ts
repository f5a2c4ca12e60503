import type { Command } from 'commander'
import { certificateDigest } from '../../../trust/certificate.ts'
import { issueCertificate } from '../../../store/identity/authorityFolder.ts'
import { refusedBy, wrongUse } from '../../outcome.ts'
import { readText } from '../../readJson.ts'
import type { Terminal } from '../../terminal.ts'
import { daysOf, signingUseOf } from './keyOptions.ts'
import { certificatePem, readRequestFile, writeNewFile } from './pemFiles.ts'

interface IssueOptions {
  readonly authority: string
  readonly use: string
  readonly holder: string
  readonly out: string
  readonly days?: string
  readonly passphraseFile: string
  readonly json?: boolean
}

/** What a machine's clock may be ahead of another's, and more. */
const backdatedMs = 3_600_000

/** `rogatory cert issue`. */
export function addIssue(cert: Command, terminal: Terminal): void {
  cert
    .command('issue <file>')
    .description(
      'Issue the certificate that a request (PKCS#10) asks for, as a national certificate authority',
    )
    .requiredOption('--authority <folder>', 'folder of the authority: see cert authority')
    .requiredOption('--passphrase-file <file>', 'opens the key of the authority')
    .requiredOption('--use <use>', 'what the key may be used for: message, http or list')
    .requiredOption('--holder <uri>', 'the node that holds the key, as you know it: urn:rogatory:node:vn')
    .requiredOption('--out <file>', 'where the certificate is written, in PEM')
    .option('--days <number>', 'how long it lasts (default: 730, of a list signer 1826)')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: IssueOptions) => {
      const use = signingUseOf(options.use)
      const days = daysOf(options.days ?? (use === 'list' ? '1826' : '730'))
      const { holder } = options
      if (!/^urn:rogatory:node:[a-z]{2,3}$/.test(holder))
        throw wrongUse('--holder must be like urn:rogatory:node:vn')
      const request = await readRequestFile(file)
      const passphrase = (await readText(options.passphraseFile)).trim()
      const validFrom = new Date(Date.now() - backdatedMs)
      const { digest } = await writeNewFile(options.out, async () => {
        const order = { request, use, holder, validFrom, days }
        const issued = await issueCertificate(options.authority, passphrase, order)
        if (!issued.ok) throw refusedBy(issued)
        return {
          content: certificatePem(issued.certificate),
          digest: certificateDigest(issued.certificate),
        }
      })
      if (options.json === true) {
        terminal.json({ ok: true, use, holder, digest, file: options.out })
        return
      }
      terminal.say(`The ${use} certificate of ${holder} is in ${options.out}.`)
      terminal.say(`  ${digest}`)
    })
}
