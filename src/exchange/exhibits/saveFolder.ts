import { mkdir, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { isUuid } from '../identifiers.ts'
import { manifestMediaType, readManifest } from '../../exhibit/manifest.ts'
import type { ExhibitManifest } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import { findDepositsOf } from '../../store/exhibits/handedOver.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { isTaken, syncFolder } from '../../store/newFile.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { readExhibit } from './readExhibit.ts'
import { type SavingOrder, saveExhibit } from './save.ts'

/** A folder that was saved. */
export interface SavedFolder {
  readonly name: string
  readonly files: number
  readonly bytes: number
}

/** Whether a deposit is the manifest of a folder, as far as is told of it. */
export async function isManifest({ db }: Pick<Node, 'db'>, deposit: string): Promise<boolean> {
  const row = isUuid(deposit) ? await findDeposit(db, deposit) : null
  return row?.media_type === manifestMediaType
}

/**
 * Writes the files of a manifest to a new folder, each at its path in it, once all of them are here whole and agree with it.
 * The folder has its name when everything is in it. Refuses with EXHIBIT_UNKNOWN, EXHIBIT_NOT_WHOLE, EXHIBIT_ERASED,
 * EXHIBIT_DAMAGED, EXHIBIT_MANIFEST_INVALID or EXHIBIT_TARGET_EXISTS, which the log tells; nothing is left then.
 *
 * @param deposit - UUID, of the manifest
 */
export async function saveFolder(
  node: Node,
  deposit: string,
  target: string,
  order: SavingOrder,
): Promise<Result<SavedFolder>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: `exhibit save ${deposit}` }
  const found = await refusalNoted(node, act, filesFor(node, deposit, target, order))
  if (!found.ok) return found
  // The file itself tells the log where it does not open.
  return await write(node, found, target, order)
}

interface Filed {
  readonly manifest: ExhibitManifest
  /** Its files, by the deposits that it names. */
  readonly rows: ReadonlyMap<string, ExhibitDepositRow>
}

async function filesFor(
  node: Node,
  deposit: string,
  target: string,
  order: SavingOrder,
): Promise<Result<Filed>> {
  const opened = await openManifest(node, deposit, order)
  if (!opened.ok) return opened
  const { row, manifest } = opened
  if (await isTaken(target)) return targetExists
  const ids = manifest.files.map((file) => file.deposit)
  // Those of the State that made the manifest: it can name no others.
  const rows = await findDepositsOf(node.db, row.state, ids)
  for (const file of manifest.files) {
    const kept = rows.get(file.deposit)
    if (kept === undefined) return refuse('EXHIBIT_UNKNOWN', { detail: `${file.path}: ${file.deposit}` })
    const fault = disagreement(file, kept)
    if (fault !== null) return invalid(`${file.path} has another ${fault} than its deposit`)
  }
  const missing = manifest.files.filter((file) => rows.get(file.deposit)?.status !== 'whole')
  const [first] = missing
  if (first === undefined) return { ok: true, manifest, rows }
  const status = rows.get(first.deposit)?.status ?? ''
  return refuse(status === 'erased' ? 'EXHIBIT_ERASED' : 'EXHIBIT_NOT_WHOLE', {
    detail: `${missing.length} of ${manifest.files.length} files; ${first.path}: ${status}`,
  })
}

/** The manifest in a deposit; the log tells that it was opened. Refuses as `readExhibit`, or with EXHIBIT_MANIFEST_INVALID. */
export async function openManifest(
  node: Node,
  deposit: string,
  order: SavingOrder,
): Promise<Result<{ readonly row: ExhibitDepositRow; readonly manifest: ExhibitManifest }>> {
  const read = await readExhibit(node, deposit, order)
  if (!read.ok) return read
  const judged = readManifest(read.bytes)
  if (!judged.ok) return judged
  const { row } = read
  return judged.manifest.node === row.state
    ? { ok: true, row, manifest: judged.manifest }
    : invalid('it names another State than hands it over')
}

const targetExists = refuse('EXHIBIT_TARGET_EXISTS', { detail: 'it is left as it is: name another' })

function invalid(detail: string): ReturnType<typeof refuse> {
  return refuse('EXHIBIT_MANIFEST_INVALID', { detail })
}

function disagreement(file: ExhibitManifest['files'][number], row: ExhibitDepositRow): string | null {
  if (file.bytes !== row.bytes) return 'size'
  if (file.sha256 !== row.sha256.toString('hex')) return 'SHA-256'
  return row.sha512 === null || file.sha512 === row.sha512.toString('hex') ? null : 'SHA-512'
}

/** All folders in which something of it lies, itself (`.`) among them. */
function foldersOf({ folders, files }: ExhibitManifest): ReadonlySet<string> {
  const found = new Set(['.'])
  for (const path of [...folders, ...files.map((file) => dirname(file.path))])
    for (let at = path; at !== '.' && !found.has(at); at = dirname(at)) found.add(at)
  return found
}

async function write(
  node: Node,
  { manifest, rows }: Filed,
  target: string,
  order: SavingOrder,
): Promise<Result<SavedFolder>> {
  const draft = join(dirname(target), `.${randomUUID()}.part`)
  await mkdir(draft, { mode: 0o700 })
  try {
    for (const folder of manifest.folders) await mkdir(join(draft, folder), { recursive: true, mode: 0o700 })
    for (const { path, deposit, modified } of manifest.files) {
      const place = join(draft, path)
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      const saved = await saveExhibit(node, rows.get(deposit)?.id ?? deposit, place, order)
      if (!saved.ok) return { ...saved, detail: `${path}: ${saved.detail ?? saved.code}` }
      await utimes(place, new Date(modified), new Date(modified))
    }
    if (await isTaken(target)) return targetExists
    // Names of files and folders are on the disk before that of the whole is: a folder that is there has all.
    for (const folder of foldersOf(manifest)) await syncFolder(join(draft, folder))
    // A folder takes the place of an empty one at most.
    await rename(draft, target)
    await syncFolder(dirname(target))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  const bytes = manifest.files.reduce((total, file) => total + file.bytes, 0)
  return { ok: true, name: manifest.name, files: manifest.files.length, bytes }
}
