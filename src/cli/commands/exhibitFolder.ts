import { resolve } from 'node:path'
import { saveFolder } from '../../exchange/exhibits/saveFolder.ts'
import type { SavingOrder } from '../../exchange/exhibits/save.ts'
import type { IntakeOrder } from '../../exchange/exhibits/takeIn.ts'
import { takeInFolder } from '../../exchange/exhibits/takeInFolder.ts'
import type { OpenNode } from '../../opening.ts'
import { walkFolder } from '../givenFolder.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { bytesInWords, progressOn } from '../progress.ts'
import { type Terminal, harmless } from '../terminal.ts'

/** How a folder is taken in. */
export interface FolderOptions extends NodeOptions {
  readonly authority?: string
  readonly name?: string
  readonly derivedFrom?: string
  readonly leaveOutSpecial?: boolean
}

/** Takes a folder in: each file of it, and a manifest of them, where and why as it is said. Fails as `rogatory exhibit add` does. */
export async function addGivenFolder(
  path: string,
  circumstances: Pick<IntakeOrder, 'place' | 'reason'>,
  options: FolderOptions,
  terminal: Terminal,
): Promise<void> {
  const tree = await walkFolder(path, options.leaveOutSpecial === true)
  await withNode(options, 'act', async ({ node, database }) => {
    const { derivedFrom } = options
    const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
    const source = derivedFrom === undefined ? {} : { derivedFrom }
    const total = tree.files.reduce((sum, { bytes }) => sum + bytes, 0)
    const progress = progressOn(terminal, total)
    const failed: string[] = []
    const order = {
      name: options.name ?? tree.name,
      ...by,
      ...circumstances,
      ...source,
      onBytes: progress.passed,
      onFailed: (path: string, why: string) => failed.push(`${path}: ${why}`),
    }
    const taken = await takeInFolder(node, tree, order).finally(() => {
      progress.end()
      tellFailed(failed, terminal)
      database.signals.notify('rogatory_audit')
    })
    if (!taken.ok) throw notedBy(taken)
    const { announcement, manifest, known } = taken
    const { files, folders, leftOut } = manifest
    if (options.json === true)
      terminal.json({ ok: true, ...announcement, files: files.length, known, bytesOfFiles: total, leftOut })
    else {
      const here = known === 0 ? '' : `, ${known} of them were here already`
      terminal.say(harmless(`${manifest.name}: ${files.length} files, ${bytesInWords(total)}${here}`))
      if (folders.length > 0) terminal.say(`${folders.length} folders in it are empty.`)
      for (const one of leftOut) terminal.say(harmless(`Not taken in: ${one.path} (${one.kind})`))
      terminal.say(`The manifest of them is deposit ${announcement.deposit}, SHA-256 ${announcement.sha256}.`)
    }
  })
}

/** Of more files than these is told how many they are. */
const failedMax = 100

function tellFailed(failed: readonly string[], terminal: Terminal): void {
  for (const one of failed.slice(0, failedMax)) terminal.note(harmless(`Not taken in: ${one}`))
  if (failed.length > failedMax) terminal.note(`Not taken in: ${failed.length - failedMax} more`)
  if (failed.length > 0)
    terminal.note(
      'Put these right or take them out, and add the folder again: what was taken in is not taken in twice.',
    )
}

/** Saves the files of a manifest to a new folder. Fails as `rogatory exhibit save` does. */
export async function saveGivenFolder(
  { node, database }: OpenNode,
  deposit: string,
  path: string,
  order: SavingOrder,
  { json }: NodeOptions,
  terminal: Terminal,
): Promise<void> {
  const saved = await saveFolder(node, deposit, resolve(path), order)
  database.signals.notify('rogatory_audit')
  if (!saved.ok) throw notedBy(saved)
  const { name, files, bytes } = saved
  if (json === true) terminal.json({ ok: true, deposit, folder: path, name, files, bytes })
  else
    terminal.say(
      harmless(`${name} is in ${path}: ${files} files, ${bytesInWords(bytes)}, each as the manifest says`),
    )
}
