import { Readable } from 'node:stream'
import { folderLimits, manifestMediaType, safePaths, writeManifest } from '../../exhibit/manifest.ts'
import { safeFileName } from '../../exhibit/fileName.ts'
import type { ExhibitManifest } from '../../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import { type FileOutcome, type TreeFile, nameOf, takeInFiles } from './folderFiles.ts'
import { knownContent } from './knownContent.ts'
import { type Announcement, type IntakeOrder, takeInExhibit } from './takeIn.ts'
import { isOfMachine } from './takeInTogether.ts'

/** What lies in a folder and is no file. */
export interface LeftOut {
  readonly path: Buffer
  readonly kind: ExhibitManifest['leftOut'][number]['kind']
}

/** A folder that is to be taken in. */
export interface GivenTree {
  readonly name: string
  readonly files: readonly TreeFile[]
  /** Those in which there is nothing. */
  readonly folders: readonly Buffer[]
  readonly leftOut: readonly LeftOut[]
}

/** A folder that was taken in. */
export interface TakenFolder {
  /** Of the manifest. */
  readonly announcement: Announcement
  readonly manifest: ExhibitManifest
  /** Files whose content was here already, and that were not taken in once more. */
  readonly known: number
}

type ManifestFile = ExhibitManifest['files'][number]
type FolderOrder = Omit<IntakeOrder, 'bytes' | 'mediaType'> & {
  /** Told how many bytes more were read or found to be here. */
  readonly onBytes?: (bytes: number) => void
  /** Told of each file that could not be taken in because of what it is, and why. */
  readonly onFailed?: (path: string, why: string) => void
}

/**
 * Takes the files of a folder in, each as a deposit of its own, and then a manifest of them. A file whose content a deposit
 * here has that was never handed over is not taken in again, so that an intake that broke off goes on when it is begun anew.
 * A file that cannot be taken in keeps no other from it; but there is no manifest then, and the first such is what the folder is
 * refused or fails with, unless the machine took none any more: then with that, and how many files remain. Refuses as `takeInExhibit` does, and with EXHIBIT_MANIFEST_INVALID where the paths are longer than a
 * manifest may be.
 *
 * @throws whatever a file throws; what was taken in until then stays
 */
export async function takeInFolder(
  node: Node,
  tree: GivenTree,
  order: FolderOrder,
): Promise<Result<TakenFolder>> {
  if (tree.files.length > folderLimits.filesMax)
    return refuse('EXHIBIT_TOO_LARGE', { detail: 'too many files' })
  const pathOf = safePaths()
  const planned = tree.files.map((file) => ({ file, path: pathOf(nameOf(file), 'file') }))
  const folders = tree.folders.map((path) => pathOf(nameOf({ path }), 'folder'))
  const { onBytes = () => undefined, onFailed = () => undefined, name, ...by } = order
  const sizes = tree.files.map(({ bytes }) => bytes)
  const known = await knownContent(node, by, sizes)
  const taken = await takeInFiles(node, tree.files, { ...by, onBytes }, known)
  const named = planned.map((one) => ({ ...one, outcome: taken.get(one.file) }))
  tellFailed(named, onFailed)
  const files = filesIn(named)
  if (!files.ok) return files
  const written = writeManifest({
    v: 1,
    name: safeFileName(name),
    node: node.state,
    made: node.now().toISOString(),
    files: files.files,
    folders,
    leftOut: tree.leftOut.map(({ path, kind }) => ({ path: pathOf(nameOf({ path }), 'file'), kind })),
  })
  if (!written.ok) return written
  const asManifest = {
    ...by,
    name: `${safeFileName(name)}.manifest.json`,
    bytes: written.bytes.length,
    mediaType: manifestMediaType,
  }
  const kept = await takeInExhibit(node, Readable.from([written.bytes]), asManifest)
  if (!kept.ok) return kept
  const manifest = JSON.parse(written.bytes.toString()) as ExhibitManifest
  return { ok: true, announcement: kept.announcement, manifest, known: files.known }
}

interface NamedOutcome {
  readonly file: TreeFile
  readonly path: string
  /** Absent: it was not tried. */
  readonly outcome: FileOutcome | undefined
}

function tellFailed(named: readonly NamedOutcome[], onFailed: NonNullable<FolderOrder['onFailed']>): void {
  for (const { path, outcome } of named) {
    if (outcome === undefined || outcome.ok) continue
    if ('thrown' in outcome) onFailed(path, wordsOf(outcome.thrown))
    else if (!isOfMachine(outcome.code))
      onFailed(path, outcome.detail === undefined ? outcome.code : `${outcome.code}: ${outcome.detail}`)
  }
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/**
 * What the manifest says of the files, in their order, and how many of them were not taken in once more; or what the first of
 * which nothing came was refused with. What the machine refuses goes before what is wrong with a file: that one can be put
 * right, and nothing would come of it.
 *
 * @throws what that file threw
 */
function filesIn(
  named: readonly NamedOutcome[],
): Result<{ readonly files: ManifestFile[]; readonly known: number }> {
  const refusal = machineRefusal(named)
  if (refusal !== null) return refusal
  const files: ManifestFile[] = []
  let known = 0
  for (const { file, path, outcome } of named) {
    if (outcome === undefined) continue
    if (!outcome.ok) {
      if ('thrown' in outcome) throw outcome.thrown
      const { detail } = outcome
      return { ...outcome, detail: detail === undefined ? path : `${path}: ${detail}` }
    }
    // What it had when it was read, which may be more than when the folder was looked through.
    const { deposit, bytes, mediaType, sha256, sha512 } = outcome.one
    const found = file.path.equals(Buffer.from(path)) ? {} : { found: file.path.toString('base64url') }
    const modified = file.modified.toISOString()
    files.push({ path, ...found, bytes, sha256, sha512, mediaType, modified, deposit })
    if (outcome.wasHere) known += 1
  }
  // Nothing is left out of a manifest that nobody was told of.
  if (files.length < named.length) throw new Error(`${named.length - files.length} files were not tried`)
  return { ok: true, files, known }
}

/** Why the machine took no file any more, and how many remain; null: it took what it was given. */
function machineRefusal(named: readonly NamedOutcome[]): Refusal | null {
  const refused = named.flatMap(({ outcome }) =>
    outcome?.ok === false && 'code' in outcome && isOfMachine(outcome.code) ? [outcome] : [],
  )
  const [first] = refused
  if (first === undefined) return null
  const left = named.filter(({ outcome }) => outcome?.ok !== true).length
  const remain = `${left} of ${named.length} files are not taken in`
  return { ...first, detail: first.detail === undefined ? remain : `${first.detail}; ${remain}` }
}
