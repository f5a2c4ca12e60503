import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { type ResealedSecrets, resealSecrets } from '../../exchange/resealSecrets.ts'
import { isDatabaseBehind, rolledBackAt } from '../../exchange/standing.ts'
import type { BareNode } from '../../opening.ts'
import { readPassphrase } from '../../passphraseFile.ts'
import { secretProblems } from '../../secretFiles.ts'
import { checkPassphrase } from '../../store/identity/make.ts'
import {
  type Passphrases,
  type ResealedKeys,
  keysElsewhere,
  resealedKeys,
  writeResealed,
} from '../../store/identity/reseal.ts'
import { listProcesses } from '../../store/leases.ts'
import { liesIn } from '../../store/liesIn.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, configOf, personOf, withBareNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

interface PassphraseOptions extends NodeOptions {
  readonly newFile: string
  readonly oldFile?: string
}

const help = `
All processes of the node are to be stopped, and no other command of it may run meanwhile. The keys stay the same: their files, and the
secrets in the database, are sealed anew. Where it was broken off, run it again with the same files. Backups of before open with the
passphrase of before: keep that for as long as you keep them. Read "Another passphrase" in docs/operations.md first.

Example:
  rogatory passphrase --new-file new-passphrase --data /srv/node-vn`

/** `rogatory passphrase`: another one opens the keys from now on. */
export function addPassphrase({ program, terminal }: AddCommand): void {
  program
    .command('passphrase')
    .description('Seal the keys and the secrets of a node that is stopped under another passphrase')
    .requiredOption('--new-file <file>', 'file whose content is to open them')
    .option(
      '--old-file <file>',
      'file whose content opens what is to be sealed anew (default: ROGATORY_PASSPHRASE_FILE, or that of the folder)',
    )
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: PassphraseOptions) => {
      const config = configOf(options)
      const folder = join(config.dataFolder, 'identity')
      await refuseFolderOfOthers(folder)
      const files = filesOf(config, options)
      const passphrases = await readBoth(config, files)
      const keys = await resealedKeys(folder, passphrases)
      const secrets = await changed({ options, config, files, passphrases, folder, keys })
      const elsewhere = await keysElsewhere(folder)
      tell(terminal, options, { ...secrets, files: keys.files.size, elsewhere }, nextSteps(config, files))
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

async function readBoth(
  { dataFolder, passphraseFile }: Config,
  files: PassphraseFiles,
): Promise<Passphrases> {
  const isLive = files.after === resolve(passphraseFile)
  const isInside = liesIn(resolve(dataFolder), files.after)
  if (isInside && !isLive)
    throw wrongUse(
      `--new-file: ${files.after} lies in the data folder, where a backup would have it beside the keys`,
    )
  const [problem] = secretProblems([files.after])
  if (problem !== undefined) throw wrongUse(`--new-file: ${problem}`)
  const passphrases = {
    before: await readGiven('--old-file', files.before),
    after: await readGiven('--new-file', files.after),
  }
  checkPassphrase(passphrases.after)
  if (passphrases.before !== passphrases.after) return passphrases
  throw wrongUse(`${files.after} holds the passphrase that opens the keys already`)
}

async function readGiven(option: string, file: string): Promise<string> {
  return await readPassphrase(file).catch((reason: unknown) => {
    const { cause } = reason as Error
    throw wrongUse(
      `${option}: ${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    )
  })
}

/** What is written anew belongs to whoever writes it: the node could not read it any more. */
async function refuseFolderOfOthers(folder: string): Promise<void> {
  const owner = (await stat(folder).catch(() => null))?.uid
  const own = process.getuid?.()
  if (owner === undefined || own === undefined || owner === own) return
  throw wrongUse(`${folder} belongs to the user with the number ${owner}: run this as that user`)
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
async function changed(change: Change): Promise<ResealedSecrets> {
  const { options, config, files, passphrases, folder, keys } = change
  const isGoingOn = keys.done.length > 0
  // A run that was broken off has left files under both, which open no node: the database was done before them.
  if (isGoingOn) await writeResealed(folder, keys)
  const opening = { ...config, passphraseFile: isGoingOn ? files.after : files.before }
  return await withBareNode(
    options,
    async (bare) => {
      if (await isDatabaseBehind(bare.node)) throw refusedBy(rolledBackAt(bare.node))
      await refuseServed(bare)
      const { settings } = bare
      const authority = settings.authorities[0]?.id ?? settings.state
      const actor = { person: personOf(options), role: 'administrator', authority }
      const secrets = await resealSecrets(bare.node, passphrases, { actor, files: keys.files.size })
      if (!isGoingOn) await writeResealed(folder, keys)
      // One that has begun meanwhile opened its keys with the passphrase before, and seals with it.
      await refuseServed(bare)
      return secrets
    },
    opening,
  )
}

/** What a process that serves seals by then would be under the passphrase that opens nothing any more. */
async function refuseServed({ node }: BareNode): Promise<void> {
  const up = (await listProcesses(node.db)).processes.filter(({ isUp }) => isUp)
  if (up.length === 0) return
  throw new CommandFailure(
    exitCodes.refused,
    'NODE_SERVED',
    `The node is served (${up.map(({ place }) => place).join(', ')}): stop all its processes, and run this again with the same files.`,
  )
}

interface Done extends ResealedSecrets {
  /** How many files were sealed anew. */
  readonly files: number
  readonly elsewhere: readonly string[]
}

/** What is to be done by hand. Under the units (docs/packaging/systemd) both files are copies for this process alone. */
function nextSteps({ dataFolder, passphraseFile }: Config, { after }: PassphraseFiles): readonly string[] {
  if (process.env.CREDENTIALS_DIRECTORY !== undefined) {
    const node = basename(dataFolder)
    const secrets = `/etc/rogatory/${node}.d`
    if (basename(after) !== 'secret_new-passphrase') return [`rm ${secrets}/old-passphrase`]
    return [`mv ${secrets}/new-passphrase ${secrets}/passphrase`, `systemctl start rogatory@${node}`]
  }
  return after === resolve(passphraseFile) ? [] : [`mv '${after}' '${resolve(passphraseFile)}'`]
}

function tell(terminal: Terminal, { json }: NodeOptions, done: Done, next: readonly string[]): void {
  const { files, resealed, closed, elsewhere } = done
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
      `${name} does not lie here, and opens with the passphrase of when it was taken away: keep that with it.`,
    )
  terminal.say(
    'Keep the passphrase before, which opens the backups of before, and a copy of the new one elsewhere.',
  )
  for (const line of next) terminal.say(`Next: ${line}`)
}
