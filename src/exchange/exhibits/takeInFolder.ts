import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { folderLimits, manifestMediaType, safePaths, writeManifest } from '../../exhibit/manifest.ts'
import { safeFileName } from '../../exhibit/fileName.ts'
import type { ExhibitManifest } from '../../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { type FreeDeposit, listFreeDeposits } from '../../store/exhibits/freeDeposits.ts'
import type { Node } from '../node.ts'
import { inOrder } from './inOrder.ts'
import type { Scan } from './scanner.ts'
import { type Announcement, type IntakeOrder, takeInExhibit } from './takeIn.ts'

/** A file of a folder, by its path in it: bytes, with slashes. */
export interface TreeFile {
  readonly path: Buffer
  readonly bytes: number
  readonly modified: Date
  readonly open: () => Promise<{
    readonly source: AsyncIterable<Uint8Array>
    readonly close: () => Promise<void>
  }>
}

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
}

/** Files that are taken in at once: a small one waits for the disk, and the next one need not. */
const atOnceMax = 4

/**
 * Takes the files of a folder in, each as a deposit of its own, and then a manifest of them. A file whose content a deposit
 * here has that was never handed over is not taken in again, so that an intake that broke off goes on when it is begun anew.
 * Refuses as `takeInExhibit` does, and with EXHIBIT_MANIFEST_INVALID where the paths are longer than a manifest may be.
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
  const planned = tree.files.map((file) => ({ file, path: pathOf(textOf(file.path), 'file') }))
  const folders = tree.folders.map((path) => pathOf(textOf(path), 'folder'))
  const intake = folderIntake(
    node,
    order,
    await listFreeDeposits(node.db, { state: node.state, authority: order.authority }),
  )
  const files: ManifestFile[] = []
  const work = inOrder(planned, atOnceMax, ({ file, path }) => intake.take(file, path))
  for await (const taken of work) {
    if (!taken.ok) return taken
    files.push(taken.file)
  }
  const written = writeManifest({
    v: 1,
    name: safeFileName(order.name),
    node: node.state,
    made: node.now().toISOString(),
    files,
    folders,
    leftOut: tree.leftOut.map(({ path, kind }) => ({ path: pathOf(textOf(path), 'file'), kind })),
  })
  if (!written.ok) return written
  const { person, authority, derivedFrom } = order
  const from = derivedFrom === undefined ? {} : { derivedFrom }
  const name = `${safeFileName(order.name)}.manifest.json`
  const asManifest = {
    person,
    authority,
    ...from,
    name,
    bytes: written.bytes.length,
    mediaType: manifestMediaType,
  }
  const taken = await takeInExhibit(node, Readable.from([written.bytes]), asManifest)
  if (!taken.ok) return taken
  const manifest = JSON.parse(written.bytes.toString()) as ExhibitManifest
  return { ok: true, announcement: taken.announcement, manifest, known: intake.known() }
}

/** What can be read of a path: it may be no UTF-8. The bytes stand beside it. */
function textOf(path: Buffer): string {
  return path.toString('utf8')
}

function outcomeOf(scan: string): string {
  return (JSON.parse(scan) as Scan).outcome
}

interface FolderIntake {
  readonly take: (file: TreeFile, path: string) => Promise<Result<{ readonly file: ManifestFile }>>
  readonly known: () => number
}

function folderIntake(node: Node, order: FolderOrder, free: readonly FreeDeposit[]): FolderIntake {
  const { onBytes = () => undefined, ...by } = order
  const bySize = new Map<number, Known[]>()
  const add = (size: number, one: Known): void => {
    const before = bySize.get(size)
    if (before === undefined) bySize.set(size, [one])
    else before.push(one)
  }
  for (const row of free) {
    // What no scanner has seen to its end does not stand for what one is to see.
    const isSeen = node.scanner === null || (row.scan !== null && outcomeOf(row.scan) === 'clean')
    if (isSeen && row.derived_from === (by.derivedFrom ?? null)) add(row.bytes, knownOf(row))
  }
  /** Files of one size go one after the other: the second may be the first again. */
  const turns = new Map<number, Promise<unknown>>()
  let knownCount = 0

  const lookUp = async (file: TreeFile): Promise<Known | null> => {
    const candidates = bySize.get(file.bytes) ?? []
    if (candidates.length === 0) return null
    const { sha256, sha512 } = await digestsOf(file)
    const found = candidates.find((one) => one.sha256 === sha256 && one.sha512 === sha512)
    if (found === undefined) return null
    // Its sealed file may have been lost with a disk.
    return (await node.exhibits.sizeOf(found.sealed)) === null ? null : found
  }
  const takeNew = async (file: TreeFile): Promise<Result<{ readonly one: Known }>> => {
    const opened = await file.open()
    try {
      const name = textOf(file.path)
      const source = watched(opened.source, onBytes)
      const taken = await takeInExhibit(node, source, { ...by, name, bytes: file.bytes })
      if (!taken.ok) return taken
      const { deposit, mediaType, bytes, sha256, sha512, sealed } = taken.announcement
      const one = { deposit, bytes, mediaType, sha256, sha512, sealed: sealed.sha256 }
      add(bytes, one)
      return { ok: true, one }
    } finally {
      await opened.close()
    }
  }
  const one = async (file: TreeFile, path: string): Promise<Result<{ readonly file: ManifestFile }>> => {
    const known = await lookUp(file)
    if (known !== null) {
      knownCount += 1
      onBytes(file.bytes)
    }
    const taken: Result<{ readonly one: Known }> =
      known === null ? await takeNew(file) : { ok: true, one: known }
    if (!taken.ok) return named(taken, path)
    // What it had when it was read, which may be more than when the folder was looked through.
    const { deposit, bytes, mediaType, sha256, sha512 } = taken.one
    const found = file.path.equals(Buffer.from(path)) ? {} : { found: file.path.toString('base64url') }
    const modified = file.modified.toISOString()
    return { ok: true, file: { path, ...found, bytes, sha256, sha512, mediaType, modified, deposit } }
  }
  return {
    async take(file, path) {
      const before = turns.get(file.bytes) ?? Promise.resolve()
      const turn = before.catch(() => undefined).then(() => one(file, path))
      turns.set(
        file.bytes,
        turn.catch(() => undefined),
      )
      return await turn
    },
    known: () => knownCount,
  }
}

/** A deposit by what it is known again. Hashes are hex. */
interface Known {
  readonly deposit: string
  readonly bytes: number
  readonly mediaType: string
  readonly sha256: string
  readonly sha512: string
  readonly sealed: string
}

function knownOf({ id, bytes, media_type, sha256, sha512, sealed_sha256 }: FreeDeposit): Known {
  return {
    deposit: id,
    bytes,
    mediaType: media_type,
    sha256: sha256.toString('hex'),
    sha512: sha512.toString('hex'),
    sealed: sealed_sha256.toString('hex'),
  }
}

function named(refusal: Refusal, path: string): Refusal {
  const { detail } = refusal
  return { ...refusal, detail: detail === undefined ? path : `${path}: ${detail}` }
}

async function digestsOf(file: TreeFile): Promise<Pick<Known, 'sha256' | 'sha512'>> {
  const hashes = [createHash('sha256'), createHash('sha512')] as const
  const { source, close } = await file.open()
  try {
    for await (const piece of source) for (const hash of hashes) hash.update(piece)
  } finally {
    await close()
  }
  return { sha256: hashes[0].digest('hex'), sha512: hashes[1].digest('hex') }
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  passed: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    passed(piece.length)
    yield piece
  }
}
