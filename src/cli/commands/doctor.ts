import { join } from 'node:path'
import { type Config, ConfigError, schemasFolderIn } from '../../config.ts'
import { examine } from '../../exchange/doctor/examine.ts'
import type { Beside } from '../../exchange/doctor/besidePart.ts'
import type { Ailment } from '../../exchange/doctor/ailments.ts'
import { type Finding, codeOfWriting, ill, well, wordsOf } from '../../exchange/doctor/finding.ts'
import { type OpenNode, openNode } from '../../opening.ts'
import { SchemasError, addOwnSchemas } from '../../ownSchemas.ts'
import { readPassphrase } from '../../passphraseFile.ts'
import { providerOfDesk } from '../../providerOfDesk.ts'
import { isConnectionError, whyNothingIsTaken } from '../../store/failures.ts'
import { openKeyring } from '../../store/identity/keyring.ts'
import { DatabaseError } from '../../store/ownDatabase.ts'
import { askCollectorOf } from '../../tracesOut.ts'
import type { AddCommand } from '../addCommand.ts'
import { commandLine } from '../commandLine.ts'
import { type NodeOptions, configOf } from '../nodeOfCommand.ts'
import { exitCodes, wrongUse } from '../outcome.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface DoctorOptions extends NodeOptions {
  readonly room: string
}

const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** `rogatory doctor`: does what a node is for, end to end, and says what is wrong and what to do. */
export function addDoctor({ program, terminal, endWith }: AddCommand): void {
  program
    .command('doctor')
    .description('Do what a node is for, end to end, and say what is wrong with it and what to do')
    .option('--room <MiB>', 'free space that must be there where the data folder lies', '1024')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nIt runs beside the node that is served, with the same environment, and leaves nothing behind but an entry of the log, doctor.ran. Exit code 0: nothing is bad; 1: something is.\n\nExample: rogatory doctor --data /srv/node-vn',
    )
    .action(async (options: DoctorOptions) => {
      if (!/^[0-9]{1,9}$/.test(options.room)) throw wrongUse('--room must be a number of MiB')
      const findings = await examined(options)
      const bad = findings.filter(({ severity }) => severity === 'bad').length
      const doubtful = findings.filter(({ severity }) => severity === 'doubtful').length
      endWith(bad > 0 ? exitCodes.failed : exitCodes.done)
      if (options.json === true) terminal.json({ ok: bad === 0, bad, doubtful, findings })
      else tell(terminal, findings, bad, doubtful)
    })
}

/** What keeps a node from being opened at all is found first, and the rest is not looked at then. */
async function examined(options: DoctorOptions): Promise<readonly Finding[]> {
  let config: Config
  try {
    config = configOf(options)
  } catch (reason) {
    if (!(reason instanceof ConfigError)) throw reason
    return reason.problems.map((problem) => ill('settings', 'CONFIG_INVALID', problem))
  }
  const wrong = await wrongSchemas()
  if (wrong !== null) return wrong
  const first = [well('settings', `the settings are good; the data folder is ${config.dataFolder}`)]
  try {
    await openKeyring(join(config.dataFolder, 'identity'), await readPassphrase(config.passphraseFile))
  } catch (reason) {
    return [...first, ill('keys', 'KEYS_CLOSED', wordsOf(reason))]
  }
  first.push(well('keys', 'the keys open'))
  let open: OpenNode
  try {
    open = await openNode(config, silentLog, 'read', commandLine())
  } catch (reason) {
    return [...first, ill('database', codeOfOpening(reason), wordsOf(reason))]
  }
  return [...first, ...(await examinedOpen(open, config, Number(options.room) * 1024 ** 2))]
}

/** What keeps the State's own schemas from being taken up, one finding for each problem; null: nothing. */
async function wrongSchemas(): Promise<readonly Finding[] | null> {
  const folder = schemasFolderIn(process.env)
  try {
    if (folder !== null) await addOwnSchemas(folder)
    return null
  } catch (reason) {
    if (!(reason instanceof SchemasError)) throw reason
    return reason.message
      .split('\n')
      .slice(1)
      .map((line) => ill('settings', 'SCHEMAS_INVALID', `of ${folder ?? ''}: ${line.trim()}`))
  }
}

async function examinedOpen(
  open: OpenNode,
  config: Config,
  roomBytesMin: number,
): Promise<readonly Finding[]> {
  try {
    const { node, courier, tls } = open
    const machine = {
      dataFolder: config.dataFolder,
      hasClockFile: config.clockFile !== undefined,
      isEmbedded: config.databaseUrl === undefined,
      roomBytesMin,
    }
    const shown = { port: tls.port()?.certificate ?? null, client: tls.client().pair?.certificate ?? null }
    return [
      well('database', 'it answers, and is the one of this node'),
      ...(await examine({ node, courier, machine, beside: besideOf(config, open), tls: shown })),
    ]
  } finally {
    await open.close()
  }
}

/** The others that the settings name. */
function besideOf(config: Config, open: OpenNode): Beside {
  const { provider, traces } = config
  return {
    provider:
      provider === undefined
        ? null
        : async () => {
            const client = await providerOfDesk(config, open)
            try {
              await client?.reach()
            } finally {
              await client?.close()
            }
            return provider.issuer
          },
    collector: traces === undefined ? null : async () => await askCollectorOf(traces, open, silentLog),
  }
}

function codeOfOpening(reason: unknown): Ailment {
  if (reason instanceof ConfigError) return 'CONFIG_INVALID'
  if (reason instanceof DatabaseError) return 'DATABASE_REFUSED'
  if (whyNothingIsTaken(reason) !== null) return codeOfWriting(reason)
  if (isConnectionError(reason)) return 'DATABASE_UNAVAILABLE'
  const { code } = reason as { readonly code?: unknown }
  if (typeof code !== 'string') return 'NODE_CANNOT_OPEN'
  // SQLSTATE: no rights; and a name, password or database that the server does not know.
  if (code === '42501') return 'DATABASE_NOT_WRITTEN'
  return /^(28...|3D000)$/.test(code) ? 'DATABASE_REFUSED' : 'NODE_CANNOT_OPEN'
}

function tell(terminal: Terminal, findings: readonly Finding[], bad: number, doubtful: number): void {
  const marks = { good: 'good', doubtful: 'LOOK', bad: 'BAD ', notTried: '-   ' } as const
  for (const { severity, of, about, words, ms, code, advice } of findings) {
    const whose = about === null ? '' : ` ${about}`
    const took = ms === null ? '' : ` (${ms} ms)`
    terminal.say(
      harmless(`${marks[severity]}  ${of}${whose}: ${words}${took}${code === null ? '' : `  [${code}]`}`),
    )
    if (advice !== null) terminal.say(`      ${advice}`)
  }
  terminal.say(
    bad + doubtful === 0 ? 'All is well.' : `${bad} bad, ${doubtful} to look at. See docs/operations.md.`,
  )
}
