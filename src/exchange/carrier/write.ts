import { seal } from '../../envelope/seal.ts'
import { sign } from '../../envelope/sign.ts'
import type { Carrier } from '../../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import {
  beginCarrier,
  carrierNames,
  finishCarrier,
  freeOnCarrier,
  writeCarrierLines,
} from '../../store/carriers/carrierFiles.ts'
import {
  type FileInParts,
  bytesToWrite,
  partBytesMax,
  writeInParts,
} from '../../store/carriers/carrierParts.ts'
import {
  type CarriedExhibit,
  digestsToCarry,
  exhibitsToCarry,
  insertCarrier,
  messagesToCarry,
} from '../../store/carriers/carriers.ts'
import { systemCode } from '../../store/carriers/systemCode.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { inTransaction } from '../../store/failures.ts'
import { findRequest } from '../../store/requests.ts'
import { type Recipient, encryptionKeyFor } from '../../trust/list.ts'
import { uuidV7 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { ownTrustLines } from './trustLines.ts'

/** Who wants a carrier written, for which State and of which records. */
export interface WritingOrder {
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
  /** State code. */
  readonly to: string
  /** UUIDs; none: what waits for that State. */
  readonly requests: readonly string[]
  readonly partBytes?: number
  /** Told how many bytes more of sealed files are on the disk. */
  readonly onBytes?: (bytes: number) => void
}

/** A carrier that is complete. */
export interface WrittenCarrier {
  /** Of its manifest. */
  readonly digest: string
  readonly messages: number
  readonly exhibits: number
  readonly sealedBytes: number
  /** SHA-256 (hex) of the sealed files that are not here whole, and so not on it. */
  readonly leftOut: readonly string[]
}

/** Bytes that stay free on the disk, for the receipts on their way back. */
const spareBytes = 8 * 1024 * 1024
const messagesAtOnce = 20

/**
 * Writes onto a disk what a peer is to have: sealed messages, the sealed files that they hand over, and last the signed
 * manifest, without which nobody reads it. Where the writing broke off, the same order with the same folder goes on.
 * Refuses, as the log tells, with PEER_UNKNOWN, REQUEST_UNKNOWN, CARRIER_EMPTY, CARRIER_EXISTS, CARRIER_NO_SPACE,
 * CARRIER_FILE_TOO_LARGE or CARRIER_DISK_FAILS.
 */
export async function writeCarrier(
  node: Node,
  folder: string,
  order: WritingOrder,
): Promise<Result<WrittenCarrier>> {
  const { person, authority, to } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: `carrier write ${to}` }
  return await refusalNoted(node, act, written(node, folder, order))
}

async function written(node: Node, folder: string, order: WritingOrder): Promise<Result<WrittenCarrier>> {
  const { to, requests } = order
  const now = node.now()
  const peer = node.trust.peer(to)
  const key = peer === null ? null : encryptionKeyFor(peer.list, now)
  if (key === null)
    return refuse('PEER_UNKNOWN', { detail: `${to} has no key to which anything could be sealed` })
  for (const id of requests)
    if ((await findRequest(node.db, id))?.counterpart_state !== to)
      return refuse('REQUEST_UNKNOWN', { detail: `${id} is none with ${to}` })
  const digests = await digestsToCarry(node.db, to, requests)
  if (digests.length === 0) return refuse('CARRIER_EMPTY')
  try {
    return await onDisk(node, folder, { order, key, digests })
  } catch (reason) {
    const refusal = refusalOfDisk(reason)
    if (refusal === null) throw reason
    return refusal
  }
}

interface Writing {
  readonly order: WritingOrder
  readonly key: Recipient
  readonly digests: readonly string[]
}

async function onDisk(
  node: Node,
  folder: string,
  { order, key, digests }: Writing,
): Promise<Result<WrittenCarrier>> {
  if (!(await beginCarrier(folder))) return refuse('CARRIER_EXISTS', { detail: 'name an empty folder' })
  const { to, partBytes = partBytesMax, onBytes } = order
  const wanted = await exhibitsToCarry(node.db, node.state, digests)
  const whole = wanted.filter(({ isWhole }) => isWhole)
  const filesOf = (one: CarriedExhibit): FileInParts => ({ folder, partBytes, ...one })
  const room = await roomFor(folder, whole.map(filesOf))
  if (!room.ok) return room
  const trust = await writeCarrierLines(folder, carrierNames.trust, ownTrustLines(node))
  // One that is erased meanwhile goes nowhere any more.
  const carried: string[] = []
  const lines = sealedLines(node, { key, digests }, carried)
  const messages = await writeCarrierLines(folder, carrierNames.messages, lines)
  const there: CarriedExhibit[] = []
  for (const one of whole) {
    // One that decays here is not handed over as if it were whole; `exhibit check` says so, and to both sides.
    if (await isWritten(node, filesOf(one), onBytes)) there.push(one)
  }
  const list = there.map(({ sha256, bytes }) => JSON.stringify({ bytes, sha256 }))
  const exhibits = await writeCarrierLines(folder, carrierNames.exhibits, list)
  const sealedBytes = there.reduce((total, { bytes }) => total + bytes, 0)
  const said = { to, trust, messages, exhibits, sealedBytes, partBytes }
  const digest = await kept(node, folder, said, { order, digests: carried })
  const leftOut = wanted.filter((one) => !there.includes(one)).map(({ sha256 }) => sha256)
  return { ok: true, digest, messages: carried.length, exhibits: there.length, sealedBytes, leftOut }
}

/** A file that cannot be read where it lies keeps no other from going. */
async function isWritten(
  { exhibits, log }: Node,
  file: FileInParts,
  onBytes: WritingOrder['onBytes'],
): Promise<boolean> {
  try {
    return await writeInParts(
      file,
      async (range) => {
        const pieces = await ofSource(exhibits.pieces(file.sha256, range))
        return pieces === null ? null : piecesOfSource(pieces)
      },
      onBytes,
    )
  } catch (reason) {
    if (!(reason instanceof SourceFailed)) throw reason
    log.error(
      { file: file.sha256, reason: String(reason.cause) },
      'a sealed file cannot be read, and is left out',
    )
    return false
  }
}

/** What fails is where the sealed files of this node lie, not the disk that is written to. */
class SourceFailed extends Error {}

async function ofSource<Found>(reading: Promise<Found>): Promise<Found> {
  try {
    return await reading
  } catch (cause) {
    // A bucket that is away says nothing of one file.
    if (cause instanceof ExhibitStoreUnavailable) throw cause
    throw new SourceFailed('a sealed file cannot be read', { cause })
  }
}

async function* piecesOfSource(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const all = pieces[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await ofSource(all.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await all.return?.()
  }
}

async function roomFor(folder: string, files: readonly FileInParts[]): Promise<Result<object>> {
  let needed = spareBytes
  for (const file of files) needed += await bytesToWrite(file)
  const free = await freeOnCarrier(folder)
  if (free >= needed) return { ok: true }
  return refuse('CARRIER_NO_SPACE', { detail: `${needed} bytes are needed, ${free} are free` })
}

/** The same lines as wait for the network; what went already is sealed once more, and is the same to whoever opens it. */
async function* sealedLines(
  { db }: Node,
  { key, digests }: Pick<Writing, 'key' | 'digests'>,
  carried: string[],
): AsyncGenerator<string> {
  for (let from = 0; from < digests.length; from += messagesAtOnce) {
    const some = await messagesToCarry(db, digests.slice(from, from + messagesAtOnce))
    for (const { digest, jwe, jws } of some) {
      if (jws === '') continue
      carried.push(digest)
      yield jwe ?? (await seal(jws, key))
    }
  }
}

/** Signs the manifest, keeps what it says, and puts it onto the disk last. Returns its digest. */
async function kept(
  node: Node,
  folder: string,
  said: Omit<Carrier, 'v' | 'id' | 'node' | 'time'>,
  { order: { person, authority }, digests }: Pick<Writing, 'order' | 'digests'>,
): Promise<string> {
  const now = node.now()
  const manifest: Carrier = {
    v: 1,
    id: uuidV7(now, node.random(10)),
    node: node.state,
    time: now.toISOString(),
    ...said,
  }
  const { jws, digest } = await sign('carrier', manifest, node.signer, now)
  const { to, sealedBytes, exhibits } = said
  await inTransaction(node.db, async (trx) => {
    const row = { digest, own: true, peer_state: to, manifest: jws, made_at: now, kept_at: now }
    await insertCarrier(trx, row, digests)
    const trail = await openTrail(node, trx, [], now)
    trail.add({
      event: 'carrier.written',
      actor: { person, role: 'officer', authority },
      peer: to,
      digest,
      count: digests.length,
      details: { bytes: sealedBytes, exhibits: exhibits.lines },
    })
    await append(trx, trail.audit())
  })
  // If the process dies here: a carrier of which the log tells and that nobody can read; it is written once more.
  await finishCarrier(folder, jws)
  return digest
}

/** What a disk has against it, as a refusal; null where it was something else. */
function refusalOfDisk(reason: unknown): Refusal | null {
  const code = systemCode(reason)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return refuse('CARRIER_NO_SPACE', {
      detail: 'the disk is full: make room, and give the same command again',
    })
  if (code === 'EFBIG')
    return refuse('CARRIER_FILE_TOO_LARGE', {
      detail: 'name smaller parts, as --part 1GB, with an empty folder',
    })
  if (code !== null && failing.includes(code))
    return refuse('CARRIER_DISK_FAILS', {
      detail: `it answers ${code}: take another disk, and write it all there`,
    })
  return null
}

/** What a disk says that is about to break, was pulled out, or was shut off for writing by the system since it fails. */
const failing: readonly string[] = ['EIO', 'ENODEV', 'ENXIO', 'EROFS']
