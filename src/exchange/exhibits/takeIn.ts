import { randomUUID } from 'node:crypto'
import type { ActedFrom, Actor } from '../../audit/events.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import {
  chunkBytes,
  fileKeyBytes,
  headerBytes,
  saltBytes,
  sealedBytes,
  sealedChunkBytes,
} from '../../exhibit/chunkedEncryption.ts'
import { safeFileName } from '../../exhibit/fileName.ts'
import { sniffMediaType } from '../../exhibit/mediaType.ts'
import { type TakenIn, exhibitBytesMax, takeIn } from '../../exhibit/takeIn.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { canonicalText } from '../../message/canonical.ts'
import { append } from '../../store/audit.ts'
import { insertDraftFile } from '../../store/drafts/draftFiles.ts'
import { findDeposit, insertDeposit } from '../../store/exhibits/deposits.ts'
import { endUpload } from '../../store/exhibits/uploads.ts'
import type { IncomingFile } from '../../store/exhibits/exhibitStore.ts'
import { inTransaction } from '../../store/failures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { isDiskFull } from './diskFull.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { depositId } from './save.ts'
import { whereKept } from './whereKept.ts'
import type { Scan, Scanning } from './scanner.ts'

/** A file that is to be taken in, and by whom. */
export interface IntakeOrder {
  /** Whatever it is called where it comes from: a path, too. */
  readonly name: string
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
  /** What the person is; absent: an officer. */
  readonly role?: string
  /** From where it is asked, where that is not what this process knows. */
  readonly from?: ActedFrom
  /** Bytes that it will have; absent: nobody knows. */
  readonly bytes?: number
  /** Id of the deposit here from which it was made. */
  readonly derivedFrom?: string
  /** What it is known to be, because this node wrote it; absent: that is told by its beginning. */
  readonly mediaType?: string
  /** Id of the request for which it is; absent: of none in particular. */
  readonly request?: string
  /** Id of the upload by which it came, which is over when the deposit is there. */
  readonly upload?: string
  /** Id of the draft for which it is, which hands it over or leaves it to be forgotten. */
  readonly draft?: string
}

/** What a message says of a file that it hands over. Digests are hex. */
export interface Announcement {
  /** UUID. */
  readonly deposit: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly sha256: string
  readonly sha512: string
  /** Id of the deposit from which it was made. */
  readonly derivedFrom?: string
  /** What a scanner said of it. */
  readonly scan?: Scan
  readonly sealed: {
    readonly deposit: string
    readonly bytes: number
    readonly sha256: string
    /** What opens it: 32 bytes in base64url. */
    readonly key: string
  }
}

/**
 * Takes a file in: reads it once, keeps it in sealed form alone, under a key of its own. What is returned is on the disk,
 * in the tables and in the log. Refuses with EXHIBIT_NO_SPACE, EXHIBIT_TOO_LARGE, EXHIBIT_STORE_UNAVAILABLE,
 * EXHIBIT_INFECTED where the scanner finds something and that is not taken in, or
 * EXHIBIT_UNKNOWN where what it was made from is not here, which the log tells.
 *
 * @throws whatever the source throws; nothing is kept then
 */
export async function takeInExhibit(
  node: Node,
  source: AsyncIterable<Uint8Array>,
  order: IntakeOrder,
): Promise<Result<{ announcement: Announcement }>> {
  const act = { actor: actorOf(order), wanted: 'exhibit add' }
  return await refusalNoted(node, act, whereKept(takeInAndTell(node, source, order)))
}

function actorOf({ person, role = 'officer', authority, from }: IntakeOrder): Actor {
  return { person, role, authority, ...(from === undefined ? {} : { from }) }
}

async function takeInAndTell(
  node: Node,
  source: AsyncIterable<Uint8Array>,
  order: IntakeOrder,
): Promise<Result<{ announcement: Announcement }>> {
  const { derivedFrom } = order
  if (derivedFrom !== undefined && !(await isHere(node, derivedFrom)))
    return refuse('EXHIBIT_UNKNOWN', { detail: derivedFrom })
  const deposit = randomUUID()
  const fileKey = node.random(fileKeyBytes)
  const kept = await intoFolder(node, source, { deposit, fileKey, bytes: order.bytes ?? 0 })
  if (!kept.ok) return kept
  // If the process dies here: a sealed file to which no row refers and whose key is gone. The sweep removes it.
  const made = await announcementOf(kept, { deposit, fileKey, name: order.name })
  const announcement = {
    ...made,
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
    ...(kept.scan === null ? {} : { scan: kept.scan }),
    ...(order.mediaType === undefined ? {} : { mediaType: order.mediaType }),
  }
  await inTables(node, announcement, order)
  return { ok: true, announcement }
}

async function isHere({ db }: Node, deposit: string): Promise<boolean> {
  return depositId.test(deposit) && (await findDeposit(db, deposit)) !== null
}

/** The sealed file is on the disk, under its name, when this returns; where it does not come to that, nothing is left. */
async function intoFolder(
  node: Node,
  source: AsyncIterable<Uint8Array>,
  {
    deposit,
    fileKey,
    bytes,
  }: { readonly deposit: string; readonly fileKey: Uint8Array; readonly bytes: number },
): Promise<Result<TakenIn & { readonly scan: Scan | null }>> {
  const bytesMax = clearBytesMax(node)
  if (bytes > bytesMax) return refuse('EXHIBIT_TOO_LARGE', { detail: `more than ${bytesMax} bytes` })
  if (!(await hasRoom(node, sealedBytes(bytes)))) return noRoom
  const file = await node.exhibits.begin()
  const scanning = (await node.scanner?.begin()) ?? null
  try {
    const context = exhibitContext(node.state, deposit)
    const sealing = { fileKey, context, salt: node.random(saltBytes), bytesMax }
    const taken = await takeIn(scanned(source, scanning), sealing, whileThereIsRoom(node, file))
    if (!taken.ok) {
      await file.drop()
      return taken
    }
    const sha256 = taken.sha256.toString('hex')
    const scan = (await scanning?.verdict({ bytes: taken.bytes, sha256 })) ?? null
    if (scan?.outcome === 'infected' && node.scanner?.policy === 'refuse') {
      await file.drop()
      return refuse('EXHIBIT_INFECTED', scan.signature === undefined ? {} : { detail: scan.signature })
    }
    await file.keep(taken.sealed.sha256.toString('hex'))
    return { ...taken, scan }
  } catch (reason) {
    await file.drop()
    if (reason instanceof NoRoom || isDiskFull(reason)) return noRoom
    throw reason
  } finally {
    scanning?.drop()
  }
}

/** Bytes of the largest file of which the sealed form can be kept. */
export function clearBytesMax({ exhibits }: Pick<Node, 'exhibits'>): number {
  const chunks = Math.floor((exhibits.sealedBytesMax - headerBytes) / sealedChunkBytes) - 1
  return Math.min(exhibitBytesMax, chunks * chunkBytes)
}

/** In the same pass: what is sealed is what was looked at. */
async function* scanned(
  source: AsyncIterable<Uint8Array>,
  scanning: Scanning | null,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    await scanning?.feed(piece)
    yield piece
  }
}

const noRoom = refuse('EXHIBIT_NO_SPACE', {
  detail: `${exchangeLimits.exhibits.spareBytes} bytes must stay free on the disk of the data folder`,
})

async function hasRoom({ exhibits }: Pick<Node, 'exhibits'>, bytes: number): Promise<boolean> {
  return (await exhibits.freeBytes()) >= bytes + exchangeLimits.exhibits.spareBytes
}

/** Another process has taken the upload in meanwhile. */
export class UploadOver extends Error {}

/** The disk would run full. */
class NoRoom extends Error {}

/** Others write to the same disk, and of what comes from a pipe nobody knows the size. */
function whileThereIsRoom(node: Node, file: IncomingFile): (piece: Uint8Array) => Promise<void> {
  let unlooked = 0
  return async (piece) => {
    unlooked += piece.length
    if (unlooked >= exchangeLimits.exhibits.lookEveryBytes) {
      unlooked = 0
      if (!(await hasRoom(node, 0))) throw new NoRoom()
    }
    await file.write(piece)
  }
}

async function announcementOf(
  { bytes, sha256, sha512, head, sealed }: TakenIn,
  {
    deposit,
    fileKey,
    name,
  }: { readonly deposit: string; readonly fileKey: Uint8Array; readonly name: string },
): Promise<Announcement> {
  return {
    deposit,
    name: safeFileName(name),
    mediaType: await sniffMediaType(head, head.length === bytes),
    bytes,
    sha256: sha256.toString('hex'),
    sha512: sha512.toString('hex'),
    sealed: {
      deposit,
      bytes: sealed.bytes,
      sha256: sealed.sha256.toString('hex'),
      key: Buffer.from(fileKey).toString('base64url'),
    },
  }
}

/** The deposit and the log that tells of it, in one transaction. */
async function inTables(
  node: Node,
  { deposit, name, mediaType, bytes, sha256, sha512, sealed, scan }: Announcement,
  order: IntakeOrder,
): Promise<void> {
  const { person, authority, derivedFrom, request, upload, draft } = order
  const actor = actorOf(order)
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    await insertDeposit(trx, {
      id: deposit,
      state: node.state,
      request: request ?? null,
      sha256: Buffer.from(sha256, 'hex'),
      sha512: Buffer.from(sha512, 'hex'),
      bytes,
      sealed_sha256: Buffer.from(sealed.sha256, 'hex'),
      sealed_bytes: sealed.bytes,
      file_key: Buffer.from(sealed.key, 'base64url'),
      name,
      media_type: mediaType,
      status: 'whole',
      taken_at: now,
      person,
      derived_from: derivedFrom ?? null,
      scan: scan === undefined ? null : canonicalText(scan),
      authority,
    })
    if (draft !== undefined) await insertDraftFile(trx, { deposit, draft, taken_at: node.machineNow() })
    const trail = await openTrail(node, trx, [], now)
    trail.add({
      event: 'exhibit.taken',
      actor,
      digest: sealed.sha256,
      details: {
        bytes,
        deposit,
        name,
        sha256,
        ...(scan === undefined ? {} : { scan: scan.outcome }),
        ...(scan?.signature === undefined ? {} : { signature: scan.signature }),
        ...(derivedFrom === undefined ? {} : { source: derivedFrom }),
      },
    })
    if (upload !== undefined) {
      // With the deposit, or not at all: nobody takes it in twice.
      const end = { status: 'taken', at: node.machineNow(), deposit } as const
      if (!(await endUpload(trx, upload, ['whole'], end))) throw new UploadOver()
      trail.add({ event: 'upload.ended', actor, code: 'taken', details: { deposit, upload } })
    }
    await append(trx, trail.audit())
  })
}
