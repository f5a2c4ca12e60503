import type { Command } from 'commander'
import { holderOf } from '../../../opening.ts'
import { pem } from '../../../store/identity/encryptedKey.ts'
import { requestKey } from '../../../store/identity/request.ts'
import { readSettingsOfState } from '../../../store/settingsOfState.ts'
import { type NodeOptions, configOf } from '../../nodeOfCommand.ts'
import type { Terminal } from '../../terminal.ts'
import { keyKindOf, signingUseOf } from './keyOptions.ts'
import { placeOf } from './keys.ts'
import { writeNewFile } from './pemFiles.ts'

interface RequestOptions extends NodeOptions {
  readonly use: string
  readonly key: string
  readonly out: string
  readonly anew?: boolean
}

/** `rogatory cert request`. */
export function addRequest(cert: Command, terminal: Terminal): void {
  cert
    .command('request')
    .description('Make a key and ask a certificate authority elsewhere for its certificate (PKCS#10)')
    .requiredOption('--use <use>', 'what the key is for: message, http or list')
    .requiredOption('--out <file>', 'where the request is written, in PEM')
    .option('--key <kind>', 'ec (P-256) or rsa (3072 bits)', 'ec')
    .option('--anew', 'forget the keys for that use that wait for a certificate already')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: RequestOptions) => {
      const use = signingUseOf(options.use)
      const kind = keyKindOf(options.key, ['ec', 'rsa'])
      const { folder, passphrase } = await placeOf(options)
      const { state, name } = await readSettingsOfState(configOf(options).dataFolder)
      const requesting = { country: state, organisation: name.text, holder: holderOf(state) }
      // Before the key is made: one without its request is of no use.
      const written = await writeNewFile(options.out, async () => {
        const anew = options.anew === true
        const made = await requestKey(folder, passphrase, { ...requesting, use, kind, anew })
        return { made, content: pem('CERTIFICATE REQUEST', made.request) }
      })
      if (options.json === true) {
        terminal.json({ ok: true, use, name: written.made.name, file: options.out })
        return
      }
      terminal.say(`The request for the ${use} key ${written.made.name} is in ${options.out}.`)
      terminal.say(
        'The key has no effect yet. When its certificate has come: rogatory cert import FILE --authority CA',
      )
    })
}
