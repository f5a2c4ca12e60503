import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { isSignatureAlgorithm } from '../../envelope/algorithms.ts'
import type { Authority, StateRules } from '../../message/generated/types.ts'
import { type Identity, readIdentity } from '../../store/identity/read.ts'
import { certificateDigest } from '../../trust/certificate.ts'
import { makeNode } from '../newNode.ts'
import { type NodeOptions, configOf } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import type { AddCommand } from '../addCommand.ts'
import { readJson, readText } from '../readJson.ts'

interface InitOptions extends NodeOptions {
  readonly state: string
  readonly name: string
  readonly url: string
  readonly authorities: string
  readonly rules?: string
  readonly algorithm: string
  readonly language: string
  readonly demonstration?: boolean
  readonly withoutAuthority?: boolean
  readonly passphraseFile?: string
}

/** `rogatory init`: the identity and settings of a new node. */
export function addInit({ program, terminal }: AddCommand): void {
  program
    .command('init')
    .description('Make a new node: its keys and certificates, and what its State says of itself')
    .requiredOption(
      '--state <code>',
      'State code (ISO 3166-1 alpha-2), or the ICAO 9303 code of an organisation',
    )
    .requiredOption('--name <text>', 'who operates the node, as its trust list names it')
    .requiredOption('--url <url>', 'where the peers reach it')
    .requiredOption(
      '--authorities <file>',
      'JSON list of the authorities of the State, as schemas/trust-list.json describes them',
    )
    .option(
      '--rules <file>',
      'JSON object with what the State says of its law and ways, as schemas/part/state-rules.json describes it',
    )
    .option('--language <tag>', 'language of the name (BCP 47)', 'en')
    .option('--algorithm <name>', 'ES256 or PS256', 'ES256')
    .option(
      '--passphrase-file <file>',
      'opens the keys; without it a random one is written to the data folder',
    )
    .option(
      '--without-authority',
      'the State has a certificate authority elsewhere: make keys and requests, and no authority',
    )
    .option('--demonstration', 'nobody of that State stands behind this node')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .action(async (options: InitOptions) => {
      const { dataFolder } = configOf(options)
      if (!isSignatureAlgorithm(options.algorithm)) {
        throw new CommandFailure(exitCodes.wrongUse, 'WRONG_USE', '--algorithm must be ES256 or PS256')
      }
      if (!/^[A-Z]{2,3}$/.test(options.state)) {
        throw new CommandFailure(
          exitCodes.wrongUse,
          'WRONG_USE',
          '--state must be two or three capital letters',
        )
      }
      const passphrase =
        options.passphraseFile === undefined ? undefined : (await readText(options.passphraseFile)).trim()
      const requests = await makeNode({
        dataFolder,
        algorithm: options.algorithm,
        ...(passphrase === undefined ? {} : { passphrase }),
        validFrom: new Date(Date.now() - 3_600_000),
        isRequesting: options.withoutAuthority === true,
        settings: {
          state: options.state,
          name: { language: options.language, text: options.name },
          ...(options.demonstration === true ? { demonstration: true } : {}),
          url: options.url,
          authorities: (await readJson(options.authorities)) as unknown as Authority[],
          ...(options.rules === undefined ? {} : { rules: (await readJson(options.rules)) as StateRules }),
        },
      })
      const secret = passphrase ?? (await readFile(`${dataFolder}/passphrase`, 'utf8')).trim()
      const fingerprints =
        requests.length > 0 ? [] : fingerprintsOf(await readIdentity(`${dataFolder}/identity`, secret))
      if (options.json === true) {
        const [fingerprint] = fingerprints
        const told = requests.length > 0 ? { requests } : { fingerprint, fingerprints }
        terminal.json({ ok: true, state: options.state, dataFolder, ...told })
        return
      }
      terminal.say(`The node of ${options.state} is in ${dataFolder}.`)
      if (requests.length > 0) {
        terminal.say('Requests to take to the certificate authority of the State:')
        for (const { use, file } of requests) terminal.say(`  ${use}  ${file}`)
      } else {
        terminal.say(
          'Fingerprints of its trust list, to be compared with your peers by telephone or on paper: the signer in use, and the one that follows it',
        )
        for (const fingerprint of fingerprints) terminal.say(`  ${fingerprint}`)
      }
      if (passphrase === undefined) {
        terminal.say(
          `The passphrase of its keys is in ${dataFolder}/passphrase. Keep it apart from backups of the keys.`,
        )
      }
      const { serve, importEach } = nextSteps(dataFolder, options)
      terminal.say(requests.length > 0 ? `Next, for each certificate: ${importEach}` : `Next: ${serve}`)
    })
}

/** What is typed next. Under the units (docs/packaging/systemd) the node runs by its unit, and the passphrase of now is a copy for this process alone. */
function nextSteps(dataFolder: string, { passphraseFile }: InitOptions) {
  const toImport = 'cert import FILE --authority CA'
  if (process.env.CREDENTIALS_DIRECTORY !== undefined) {
    const node = basename(dataFolder)
    return {
      serve: `systemctl enable --now rogatory@${node}`,
      importEach: `rogatory-run ${node} ${toImport}`,
    }
  }
  const where = passphraseFile === undefined ? '' : `ROGATORY_PASSPHRASE_FILE=${passphraseFile} `
  return {
    serve: `${where}rogatory serve --data ${dataFolder}`,
    importEach: `${where}rogatory ${toImport} --data ${dataFolder}`,
  }
}

function fingerprintsOf({ listSigner, next }: Identity): readonly string[] {
  return [listSigner.certificate, ...(next.list === undefined ? [] : [next.list])].map(certificateDigest)
}
