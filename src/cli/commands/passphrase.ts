import { basename, join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { type ResealedSecrets, resealSecrets } from '../../exchange/resealSecrets.ts'
import { isDatabaseBehind, rolledBackAt } from '../../exchange/standing.ts'
import type { BareNode } from '../../opening.ts'
import { readPassphrase } from '../../passphraseFile.ts'
import { checkPassphrase } from '../../store/identity/make.ts'
import {
  type Passphrases,
  type ResealedKeys,
  keysElsewhere,
  resealedKeys,
  writeResealed,
} from '../../store/identity/reseal.ts'
import { listProcesses } from '../../store/leases.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, configOf, personOf, withBareNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

interface PassphraseOptions extends NodeOptions {
  readonly newFile: string
  readonly oldFile?: string
}

const help = `
All processes of the node are to be stopped. The keys stay the same: their files, and the secrets in the database, are sealed anew. Both
files stay as they are: put the new one into the place of the other afterwards. Where it was broken off, run it again with the same files.
Backups of before open with the passphrase of before: keep it for as long as you keep them.

Example:
  rogatory passphrase --new-file /root/new-passphrase --data /srv/node-vn`

/** `rogatory passphrase`: another one opens the keys from now on. */
export function addPassphrase({ program, terminal }: AddCommand): void {
  program
    .command('passphrase')
    .description('Seal the keys and the secrets of a node that is stopped under another passphrase')
    .requiredOption('--new-file <file>', 'file whose content is to open them')
    .option(
      '--old-file <file>',
      'file whose content opens them (default: ROGATORY_PASSPHRASE_FILE, or that of the folder)',
    )
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: PassphraseOptions) => {
      const config = configOf(options)
      const files = filesOf(config, options)
      const passphrases = await readBoth(files)
      const folder = join(config.dataFolder, 'identity')
      const keys = await resealedKeys(folder, passphrases)
      const done = await changed({ options, config, files, passphrases, folder, keys })
      tell(terminal, options, {
        ...done,
        files: keys.files.size,
        place: files,
        elsewhere: await keysElsewhere(folder),
        node: basename(config.dataFolder),
      })
    })
}

/** Where the passphrases stand. */
interface PassphraseFiles {
  readonly before: string
  readonly after: string
}

function filesOf({ passphraseFile }: Config, { newFile, oldFile }: PassphraseOptions): PassphraseFiles {
  return { before: oldFile === undefined ? passphraseFile : resolve(oldFile), after: resolve(newFile) }
}

async function readBoth(files: PassphraseFiles): Promise<Passphrases> {
  const passphrases = { before: await readPassphrase(files.before), after: await readPassphrase(files.after) }
  checkPassphrase(passphrases.after)
  if (passphrases.before !== passphrases.after) return passphrases
  throw wrongUse(`${files.after} holds the passphrase that opens the keys already`)
}

interface Change {
  readonly options: PassphraseOptions
  readonly config: Config
  readonly files: PassphraseFiles
  readonly passphrases: Passphrases
  readonly folder: string
  readonly keys: ResealedKeys
}

/** The database first: as long as no file is under the new passphrase, the one before opens the node. */
async function changed({
  options,
  config,
  files,
  passphrases,
  folder,
  keys,
}: Change): Promise<ResealedSecrets> {
  const isGoingOn = keys.done.length > 0
  // A run that was broken off has left files under both, which open no node: the database was done before them.
  if (isGoingOn) await writeResealed(folder, keys)
  const opening = { ...config, passphraseFile: isGoingOn ? files.after : files.before }
  const done = await withBareNode(
    options,
    async (bare) => {
      await refuseUnfit(bare)
      const { settings } = bare
      const authority = settings.authorities[0]?.id ?? settings.state
      const actor = { person: personOf(options), role: 'administrator', authority }
      return await resealSecrets(bare.node, passphrases, { actor, files: keys.files.size })
    },
    opening,
  )
  if (!isGoingOn) await writeResealed(folder, keys)
  return done
}

/** What a process that serves seals by then would be under the passphrase that opens nothing any more. */
async function refuseUnfit({ node }: BareNode): Promise<void> {
  if (await isDatabaseBehind(node)) throw refusedBy(rolledBackAt(node))
  const up = (await listProcesses(node.db)).processes.filter(({ isUp }) => isUp)
  if (up.length === 0) return
  throw new CommandFailure(
    exitCodes.refused,
    'NODE_SERVED',
    `The node is served (${up.map(({ place }) => place).join(', ')}): stop all its processes, and run this again.`,
  )
}

interface Done extends ResealedSecrets {
  /** How many files were sealed anew. */
  readonly files: number
  readonly place: PassphraseFiles
  readonly elsewhere: readonly string[]
  /** Name of its data folder. */
  readonly node: string
}

function tell(
  terminal: Terminal,
  { json }: NodeOptions,
  { files, resealed, closed, place, elsewhere, node }: Done,
): void {
  if (json === true) {
    terminal.json({ ok: true, files, secrets: resealed, closed, elsewhere })
    return
  }
  terminal.say(`Under the new passphrase now: ${files} files of keys, ${resealed} secrets in the database.`)
  if (closed > 0)
    terminal.say(
      `${closed} secrets in the database were sealed with yet another passphrase, and stay unread.`,
    )
  for (const name of elsewhere)
    terminal.say(
      `${name} lies elsewhere and stays under the passphrase before: keep that with it. Once it lies here again: rogatory passphrase --old-file THAT --new-file THIS`,
    )
  terminal.say('Put it into its place, and start the node:')
  terminal.say(`  ${moving(place, node)}`)
}

/** Under the units (docs/packaging/systemd) both files are copies for this process alone. */
function moving({ before, after }: PassphraseFiles, node: string): string {
  if (process.env.CREDENTIALS_DIRECTORY === undefined) return `mv ${after} ${before}`
  const secrets = `/etc/rogatory/${node}.d`
  return `mv ${secrets}/new-passphrase ${secrets}/passphrase`
}
