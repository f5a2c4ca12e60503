import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../newFile.ts'
import { ArchiveDamaged, type Member, type Told, members } from './archive.ts'
import { type DatabasePlace, isEmptyDatabase, withClient } from './client.ts'
import { fillTables } from './copying.ts'
import type { Manifest } from './manifest.ts'
import { fileName, meaningOf } from './memberNames.ts'
import { putFile } from './putFile.ts'
import { RestoreRefused } from './restoreRefused.ts'
import { unlessMissing } from '../unlessMissing.ts'

const manifestBytesMax = 512 * 1024 * 1024
/** The folder is no node's before this is in its place. */
const lastFile = 'state.json'

/** Where a backup goes to. */
export interface Target {
  readonly dataFolder: string
  readonly place: DatabasePlace
  /** Makes the tables in the form of that name. */
  readonly makeTables: (form: string) => Promise<void>
  readonly isKnownForm: (form: string) => boolean
}

/** A backup that was read to its end: each file is the one that its manifest tells, and nothing else is there. */
export interface VerifiedBackup {
  readonly manifest: Manifest
  readonly digest: string
}

/**
 * Reads a whole backup and holds it against its manifest.
 *
 * @throws RestoreRefused BACKUP_DAMAGED, or BACKUP_UNKNOWN where another program has made it
 */
export async function verifyBackup(file: FileHandle): Promise<VerifiedBackup> {
  const found: Told[] = []
  let text: string | null = null
  try {
    for await (const member of members(file)) {
      if (text !== null) throw new ArchiveDamaged('something stands behind the manifest')
      if (member.name === 'manifest.json') text = await textOf(member)
      else found.push(await toldOf(member))
    }
  } catch (reason) {
    if (!(reason instanceof ArchiveDamaged)) throw reason
    throw new RestoreRefused('BACKUP_DAMAGED', reason.message)
  }
  if (text === null)
    throw new RestoreRefused('BACKUP_DAMAGED', 'it has no manifest: it was not written to its end')
  const manifest = manifestIn(text)
  const tables = new Set(manifest.tables.map(({ name }) => name))
  for (const { name } of found) {
    const meaning = meaningOf(name)
    // What would be refused when it is put back is refused now, before anything is written.
    if (meaning === null || (meaning.kind === 'piece' && !tables.has(meaning.table)))
      throw new RestoreRefused('BACKUP_DAMAGED', `${JSON.stringify(name)} is no name of a file of a backup`)
  }
  if (!found.some(({ name }) => name === fileName(lastFile)))
    throw new RestoreRefused('BACKUP_DAMAGED', `it has no ${lastFile}`)
  const wanted = new Map(manifest.files.map((one) => [one.name, one]))
  for (const { name, size, sha256 } of found) {
    const one = wanted.get(name)
    if (one?.sha256 !== sha256 || one.size !== size)
      throw new RestoreRefused('BACKUP_DAMAGED', `${name} is not the file that the manifest tells`)
    wanted.delete(name)
  }
  const [missing] = wanted.keys()
  if (missing !== undefined) throw new RestoreRefused('BACKUP_DAMAGED', `${missing} lacks`)
  return { manifest, digest: createHash('sha256').update(text).digest('hex') }
}

/**
 * Reads what a backup says of itself, and nothing else of it: whether the rest is there is not looked at.
 *
 * @throws RestoreRefused as `verifyBackup`
 */
export async function readManifest(file: FileHandle): Promise<VerifiedBackup> {
  let text: string | null = null
  try {
    for await (const member of members(file))
      text = member.name === 'manifest.json' ? await textOf(member) : null
  } catch (reason) {
    if (!(reason instanceof ArchiveDamaged)) throw reason
    throw new RestoreRefused('BACKUP_DAMAGED', reason.message)
  }
  if (text === null)
    throw new RestoreRefused('BACKUP_DAMAGED', 'it has no manifest: it was not written to its end')
  return { manifest: manifestIn(text), digest: createHash('sha256').update(text).digest('hex') }
}

function manifestIn(text: string): Manifest {
  let read: Partial<Record<keyof Manifest, unknown>>
  try {
    read = JSON.parse(text) as typeof read
  } catch {
    throw new RestoreRefused('BACKUP_DAMAGED', 'its manifest cannot be read')
  }
  if (read.format !== 'rogatory-backup/1')
    throw new RestoreRefused('BACKUP_UNKNOWN', 'it is in a form that this program does not know')
  const lists = [read.tables, read.sequences, read.files]
  const words = [read.form, read.state, read.madeAt, read.exhibits]
  if (!lists.every(Array.isArray) || !words.every((word) => typeof word === 'string'))
    throw new RestoreRefused('BACKUP_DAMAGED', 'its manifest lacks something')
  return read as unknown as Manifest
}

/**
 * Refuses where something is in the way, before anything is written.
 *
 * @throws RestoreRefused
 */
export async function refuseOccupied(
  { dataFolder, place, isKnownForm }: Target,
  { form }: Manifest,
): Promise<void> {
  if (!isKnownForm(form))
    throw new RestoreRefused(
      'BACKUP_UNKNOWN',
      `its tables are in the form ${form}, which this program does not know: take the one that made it, or a newer one`,
    )
  const there = (await unlessMissing(readdir(dataFolder))) ?? []
  if (there.length > 0) throw new RestoreRefused('TARGET_NOT_EMPTY', `${dataFolder} is not empty`)
  if ('folder' in place || (await withClient(place, isEmptyDatabase))) return
  throw new RestoreRefused('DATABASE_NOT_EMPTY', 'the database of DATABASE_URL has tables: make an empty one')
}

/**
 * Puts a backup back that was verified: the database in one transaction, and the files, `state.json` under another name: without it
 * the folder is no node's. A process that dies before `finishRestore` leaves a folder and a database that are to be thrown away.
 */
export async function restoreBackup(
  file: FileHandle,
  { manifest }: VerifiedBackup,
  { dataFolder, place, makeTables }: Target,
): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  await makeTables(manifest.form)
  const folders = new Set<string>()
  await withClient(place, async (client) => {
    const tables = new Map(manifest.tables.map((table) => [table.name, table]))
    const filling = await fillTables(client, manifest.sequences)
    for await (const member of members(file)) {
      const meaning = meaningOf(member.name)
      if (meaning?.kind === 'file') {
        const path = join(dataFolder, placeOf(meaning.path))
        await putFile(path, member)
        folders.add(dirname(path))
      }
      const table = meaning?.kind === 'piece' ? tables.get(meaning.table) : undefined
      if (table !== undefined) for await (const piece of member.body) await filling.fill(table, piece)
    }
    const rows = await filling.end()
    for (const { name, rows: wanted } of manifest.tables)
      if ((rows.get(name) ?? 0) !== wanted)
        throw new Error(`${name} was given ${rows.get(name) ?? 0} rows of ${wanted}`)
  })
  for (const folder of withAbove(folders, dataFolder)) await syncFolder(folder)
}

/** Under this name the settings are put back, until all of it is verified. */
export const restoredSettings = 'state.json.restored'

/** The folders with all in which they lie up to the data folder: a name is on the disk only when its folder is. */
function withAbove(folders: ReadonlySet<string>, dataFolder: string): ReadonlySet<string> {
  const all = new Set<string>([dataFolder])
  for (const folder of folders)
    for (let above = folder; above !== dataFolder && !all.has(above); above = dirname(above)) all.add(above)
  return all
}

function placeOf(path: string): string {
  return path === lastFile ? restoredSettings : path
}

/** Makes the folder that of a node, once what was put back is verified. When it returns, it is that also after a power cut. */
export async function finishRestore(dataFolder: string): Promise<void> {
  await syncFolder(dataFolder)
  // If the process dies here: no node starts from the folder.
  await rename(join(dataFolder, restoredSettings), join(dataFolder, lastFile))
  await syncFolder(dataFolder)
  await syncFolder(dirname(dataFolder))
}

async function toldOf({ name, size, body }: Member): Promise<Told> {
  const hash = createHash('sha256')
  for await (const piece of body) hash.update(piece)
  return { name, size, sha256: hash.digest('hex') }
}

async function textOf({ size, body }: Member): Promise<string> {
  if (size > manifestBytesMax) throw new ArchiveDamaged('its manifest is too large')
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
