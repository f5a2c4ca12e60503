import { randomUUID } from 'node:crypto'
import { isUuid } from '../identifiers.ts'
import type { ActedFrom } from '../../audit/events.ts'
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
import type { DescribedFile, Description } from '../../exhibit/casework/caseImport.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { IncomingFile } from '../../store/exhibits/exhibitStore.ts'
import { inTransaction } from '../../store/failures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { isDiskFull } from './diskFull.ts'
import { actorOf, keepDeposit } from './keepDeposit.ts'
import { type Describing, descriptionOf, undescribed } from './keepDescription.ts'
import { removeSealed } from './removeSealed.ts'
import { refusalNoted } from '../refusedActs.ts'
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
  /** Where it is taken in; absent: where the node stands, as far as that is said. */
  readonly place?: string
  /** Why it is taken in; absent: nobody says. */
  readonly reason?: string
  /** Bytes that it will have; absent: nobody knows. */
  readonly bytes?: number
  /** Id of the deposit here from which it was made. */
  readonly derivedFrom?: string
  /** What it is known to be, because this node wrote it; absent: that is told by its beginning. */
  readonly mediaType?: string
  /** Id of the request for which it is; absent: of none in particular. */
  readonly request?: string
  /** What a description says of the file that was read; it is not taken in where that is refused. */
  readonly described?: (found: DescribedFile) => Result<{ description: Description }>
  /** Aborted where nobody waits for it any more: a scan that is under way is dropped, nothing is kept, and the reason is thrown. */
  readonly signal?: AbortSignal
  /** Id of the upload by which it came, which is over when the deposit is there. */
  readonly upload?: string
  /** Id of the draft for which it is, which hands it over or leaves it to be forgotten. */
  readonly draft?: string
  /** What becomes true with it in one transaction, in which it is kept; where that is refused, it is not taken in. */
  readonly together?: (
    announcement: Announcement,
    keep: (trx: Trx) => Promise<void>,
  ) => Promise<Result<object>>
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
 * EXHIBIT_INFECTED where the scanner finds something and that is not taken in, with what its description is refused with,
 * TIME_OUT_OF_RANGE where that tells of what is still to come, EXHIBIT_UNKNOWN where what it was made from is not here, or as what
 * becomes true with it is refused, which the log tells.
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
  const { bytes = 0, described = undescribed, signal = null } = order
  const kept = await intoFolder(node, source, { deposit, fileKey, bytes, described, signal })
  if (!kept.ok) return kept
  // If the process dies here: a sealed file to which no row refers and whose key is gone. The sweep removes it.
  const made = await announcementOf(kept, { deposit, fileKey, name: order.name })
  const announcement = {
    ...made,
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
    ...(kept.scan === null ? {} : { scan: kept.scan }),
    ...(order.mediaType === undefined ? {} : { mediaType: order.mediaType }),
  }
  const keep = (trx: Trx) => keepDeposit(node, trx, announcement, kept.description, order)
  if (order.together === undefined) await inTransaction(node.db, keep)
  else {
    const done = await order.together(announcement, keep)
    if (!done.ok) {
      await removeSealed(node, announcement.sealed.sha256)
      return done
    }
  }
  return { ok: true, announcement }
}

/** Whether there is a deposit with this id. */
export async function isHere({ db }: Pick<Node, 'db'>, deposit: string): Promise<boolean> {
  return isUuid(deposit) && (await findDeposit(db, deposit)) !== null
}

interface Intake {
  readonly deposit: string
  readonly fileKey: Uint8Array
  readonly bytes: number
  readonly described: Describing
  readonly signal: AbortSignal | null
}

/** The sealed file is on the disk, under its name, when this returns; where it does not come to that, nothing is left. */
async function intoFolder(
  node: Node,
  source: AsyncIterable<Uint8Array>,
  { deposit, fileKey, bytes, described, signal }: Intake,
): Promise<Result<TakenIn & { readonly scan: Scan | null; readonly description: Description | null }>> {
  const bytesMax = clearBytesMax(node)
  if (bytes > bytesMax) return refuse('EXHIBIT_TOO_LARGE', { detail: `more than ${bytesMax} bytes` })
  if (!(await hasRoom(node, sealedBytes(bytes)))) return noRoom
  const file = await node.exhibits.begin()
  const scanning = (await node.scanner?.begin()) ?? null
  const drop = (): void => scanning?.drop()
  signal?.addEventListener('abort', drop)
  try {
    signal?.throwIfAborted()
    const context = exhibitContext(node.state, deposit)
    const sealing = { fileKey, context, salt: node.random(saltBytes), bytesMax }
    const taken = await takeIn(scanned(source, scanning), sealing, whileThereIsRoom(node, file))
    if (!taken.ok) {
      await file.drop()
      return taken
    }
    const said = descriptionOf(node, taken, described)
    if (!said.ok) {
      await file.drop()
      return said
    }
    const sha256 = taken.sha256.toString('hex')
    const scan = (await scanning?.verdict({ bytes: taken.bytes, sha256 })) ?? null
    // What a scan that was dropped says is no verdict.
    signal?.throwIfAborted()
    if (scan?.outcome === 'infected' && node.scanner?.policy === 'refuse') {
      await file.drop()
      return refuse('EXHIBIT_INFECTED', scan.signature === undefined ? {} : { detail: scan.signature })
    }
    await file.keep(taken.sealed.sha256.toString('hex'))
    return { ...taken, scan, description: said.description }
  } catch (reason) {
    await file.drop()
    if (reason instanceof NoRoom || isDiskFull(reason)) return noRoom
    throw reason
  } finally {
    signal?.removeEventListener('abort', drop)
    drop()
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

export const noRoom = refuse('EXHIBIT_NO_SPACE', {
  detail: `${exchangeLimits.exhibits.spareBytes} bytes must stay free on the disk of the data folder`,
})

/** Whether the disk takes so many bytes and has some to spare. */
export async function hasRoom({ exhibits }: Pick<Node, 'exhibits'>, bytes: number): Promise<boolean> {
  return (await exhibits.freeBytes()) >= bytes + exchangeLimits.exhibits.spareBytes
}

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

/** What a message says of a file that was read, which is called so where it comes from. */
export async function announcementOf(
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
