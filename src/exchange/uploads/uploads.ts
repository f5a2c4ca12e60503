import { saltBytes } from '../../exhibit/chunkedEncryption.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import type { PartWriting, UploadDraft } from '../../store/exhibits/uploadDraft.ts'
import {
  findUpload,
  listUploadsOfDraft,
  noteUploadWhole,
  prolongUpload,
} from '../../store/exhibits/uploads.ts'
import { isDiskFull } from '../exhibits/diskFull.ts'
import { isUuid } from '../identifiers.ts'
import type { Leases } from '../leases.ts'
import { tokenStands } from '../accessTokens.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { type UploadOrder, beginUpload, noRoomForUpload } from './beginUpload.ts'
import { draftOf } from './draftOf.ts'
import { type EndingUploads, endingUploads } from './endUploads.ts'
import { type Meter, meterBy } from './meter.ts'
import { UploadElsewhere, turnsOfEach, whileAlone } from './turnsOfEach.ts'
import { type Uploader, isOwn } from './uploader.ts'

/** An upload as whoever began it sees it. */
export interface UploadState {
  readonly row: ExhibitUploadRow
  /** Bytes that have come. */
  readonly offset: number
  /** Null: nothing comes at the moment, or it is not known yet. */
  readonly bytesPerSecond: number | null
  /** At that rate; null where there is none. */
  readonly secondsLeft: number | null
}

/**
 * Files that systems of the State, and people at the desk, upload in parts, over cuts and over restarts of the node. What has come lies sealed on the
 * disk; once all is there it is taken in as `rogatory exhibit add` does, in one pass. Several processes may do this in one
 * folder, each upload by one at a time.
 */
export interface Uploads {
  /** As `beginUpload`. */
  begin(order: UploadOrder, by: Uploader): Promise<Result<object>>
  /** The upload, while others may write to it. Refuses with UPLOAD_UNKNOWN also where somebody else began it, which the log is told of. */
  look(id: string, by: Uploader): Promise<Result<UploadState>>
  /** Those of a person for a draft that are not over, or were not taken in, the oldest first. */
  ofDraft(owner: { readonly person: string; readonly draft: string }): Promise<readonly UploadState[]>
  /** The upload as it is on the disk, when nobody writes to it. Refuses with UPLOAD_UNKNOWN, UPLOAD_EXPIRED or UPLOAD_ENDED. */
  settled(id: string): Promise<Result<UploadState>>
  /**
   * Puts what comes at the end of an upload, which must be at that byte. When it returns, it is on the disk, also where the
   * source broke off, of which it throws what it threw. Refuses as `settled` does, and with UPLOAD_OFFSET_WRONG,
   * UPLOAD_BEYOND_LENGTH, UPLOAD_PARTS_TOO_MANY, EXHIBIT_NO_SPACE or EXHIBIT_STORE_UNAVAILABLE.
   */
  append(id: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<Result<{ offset: number }>>
  /** Ends one that is not finished: what came of it is gone. */
  end(id: string, by: Uploader): Promise<Result<object>>
  /** Waits a little for an upload that is whole to be taken in. */
  taken(id: string): Promise<void>
  /** Ends what has run out, takes in what is whole, and takes away what is over. */
  round(mayExpire?: boolean): Promise<boolean>
  /** Breaks off what is taken in; the next start does it again. */
  close(): Promise<void>
}

/**
 * @param tickMs - milliseconds of a clock that never goes back
 * @param noted - called when the log has been told of something
 */
export function uploadsOf(
  node: Node,
  leases: Pick<Leases, 'alone'>,
  tickMs: () => number,
  noted: () => void,
): Uploads {
  const inTurn = turnsOfEach(leases)
  const orBusy = async <Outcome extends object>(
    settling: Promise<Result<Outcome>>,
  ): Promise<Result<Outcome>> => {
    try {
      return await settling
    } catch (reason) {
      if (reason instanceof UploadElsewhere) return busy
      if (reason instanceof ExhibitStoreUnavailable) return refuse(reason.code, { detail: reason.message })
      throw reason
    }
  }
  const meters = new Map<string, Meter>()
  /** Those that whoever began them ends while they come: what is still on its way is left, for the line may hold much of it. */
  const ended = new Set<string>()
  const ending = endingUploads(node, inTurn, noted, (id) => {
    if (meters.has(id)) ended.add(id)
  })
  return {
    async begin(order, by) {
      const begun = await beginUpload(node, order, by)
      noted()
      if (begun.ok && order.bytes === 0) await orBusy(inTurn(order.id, () => settle(node, ending, order.id)))
      return begun
    },
    async look(id, by) {
      const row = await rowOf(node, id)
      if (row === null) return unknown
      if (!isOwn(row, by)) {
        const act = { actor: by.actor, wanted: `upload ${id}` }
        const refused = await refusalNoted(node, act, Promise.resolve(unknown))
        noted()
        return refused
      }
      return { ok: true, ...(await stateOf(node, row, meters.get(id))) }
    },
    async ofDraft(owner) {
      const rows = await listUploadsOfDraft(node.db, owner)
      return await Promise.all(rows.map((row) => stateOf(node, row, meters.get(row.id))))
    },
    async settled(id) {
      const row = await rowOf(node, id)
      return row !== null && isThere(row)
        ? there(row)
        : await orBusy(inTurn(id, () => settle(node, ending, id)))
    },
    async append(id, offset, source) {
      const row = await rowOf(node, id)
      // Its turn is that of whoever takes it in.
      if (row !== null && isThere(row)) return overRefusal(row)
      return await orBusy(
        inTurn(id, async (isStillAlone) => {
          const open = await openUpload(node, id)
          if (!open.ok) return open
          const meter = meterBy(tickMs, open.draft.bytes)
          meters.set(id, meter)
          const ifAlone = (): void => {
            if (!isStillAlone() || ended.has(id)) throw new UploadElsewhere()
          }
          try {
            return await appendTo(node, open, { offset, source: whileAlone(source, ifAlone), meter, ifAlone })
          } finally {
            meters.delete(id)
            ended.delete(id)
            // Where another process has its turn by now, what lies there is that one's.
            if (isStillAlone()) {
              await prolong(node, open.row)
              await settle(node, ending, id)
            }
          }
        }),
      )
    },
    end: (id, by) => orBusy(ending.byOwner(id, by)),
    taken: (id) => ending.taken(id),
    async round(mayExpire = true) {
      await ending.round(meters, mayExpire)
      return false
    },
    close: () => ending.close(),
  }
}

const unknown = refuse('UPLOAD_UNKNOWN')
const busy = refuse('NODE_BUSY', { detail: 'another process of this node is at the upload' })

async function stateOf(node: Node, row: ExhibitUploadRow, meter: Meter | undefined): Promise<UploadState> {
  const offset = isComing(row) ? (meter?.offset() ?? (await node.exhibits.uploads.bytes(row.id))) : row.bytes
  const bytesPerSecond = meter?.bytesPerSecond() ?? null
  const left = bytesPerSecond === null || bytesPerSecond === 0 ? null : row.bytes - offset
  const secondsLeft = left === null ? null : Math.ceil(left / (bytesPerSecond ?? 1))
  return { row, offset, bytesPerSecond, secondsLeft }
}

function isComing({ status }: ExhibitUploadRow): boolean {
  return status === 'coming'
}

/** Whether all of it is on the disk, or a deposit by now. */
function isThere({ status }: ExhibitUploadRow): boolean {
  return status === 'whole' || status === 'taken'
}

function there(row: ExhibitUploadRow): Result<UploadState> {
  return { ok: true, row, offset: row.bytes, bytesPerSecond: null, secondsLeft: null }
}

async function rowOf({ db }: Node, id: string): Promise<ExhibitUploadRow | null> {
  return isUuid(id) ? await findUpload(db, id) : null
}

/** How an upload that is over says no to whoever wants to go on with it. */
function overRefusal({ status, refusal }: ExhibitUploadRow): Refusal {
  if (status === 'expired') return refuse('UPLOAD_EXPIRED')
  return refuse('UPLOAD_ENDED', { detail: refusal === null ? status : `${status}: ${refusal}` })
}

interface OpenUpload {
  readonly row: ExhibitUploadRow
  readonly draft: UploadDraft
}

/** The draft of an upload, to go on with it; needs its turn. */
async function openUpload(node: Node, id: string): Promise<Result<OpenUpload>> {
  const row = await rowOf(node, id)
  if (row === null) return unknown
  if (isComing(row) && row.expires_at <= node.machineNow()) return refuse('UPLOAD_EXPIRED')
  if (row.file_key === null) return overRefusal(row)
  return { ok: true, row, draft: await draftOf(node, row, row.file_key) }
}

/** Looks how far an upload is on the disk, and has it taken in where all of it is there. */
async function settle(node: Node, ending: EndingUploads, id: string): Promise<Result<UploadState>> {
  const row = await rowOf(node, id)
  if (row !== null && isThere(row)) {
    // Found by whoever begins it, or by the round.
    if (row.status === 'whole') ending.takeIn(id)
    return there(row)
  }
  const open = await openUpload(node, id)
  if (!open.ok) return open
  const { bytes } = open.draft
  if (bytes === open.row.bytes) {
    await noteUploadWhole(node.db, id)
    // If the process dies here, or before: the round finds it, or whoever asks for it.
    ending.takeIn(id)
  }
  return { ok: true, row: open.row, offset: bytes, bytesPerSecond: null, secondsLeft: null }
}

interface Appending extends Pick<PartWriting, 'ifAlone'> {
  readonly offset: number
  readonly source: AsyncIterable<Uint8Array>
  readonly meter: Meter
}

async function appendTo(
  node: Node,
  { row, draft }: OpenUpload,
  { offset, source, meter, ifAlone }: Appending,
): Promise<Result<{ offset: number }>> {
  if (offset !== draft.bytes) return refuse('UPLOAD_OFFSET_WRONG', { expected: [String(draft.bytes)] })
  if (draft.parts >= exchangeLimits.uploads.partsMax) return refuse('UPLOAD_PARTS_TOO_MANY')
  const writing = {
    partBytesMax: exchangeLimits.uploads.partBytesMax,
    salt: () => node.random(saltBytes),
    onWritten: meter.passed,
    ifAlone,
  }
  try {
    return { ok: true, offset: await draft.append(watched(node, row, source, row.bytes - offset), writing) }
  } catch (reason) {
    if (reason instanceof NoRoom || isDiskFull(reason)) return noRoomForUpload
    if (reason instanceof BeyondLength) return refuse('UPLOAD_BEYOND_LENGTH')
    if (reason instanceof TokenEnded) return reason.refusal
    throw reason
  }
}

class NoRoom extends Error {}
class BeyondLength extends Error {}
class TokenEnded extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Others write to the same disk; a token may end while its file comes; and there is never more of a file than was announced. */
async function* watched(
  node: Node,
  { token }: ExhibitUploadRow,
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<Uint8Array> {
  const { lookEveryBytes, spareBytes } = exchangeLimits.exhibits
  let unlooked = lookEveryBytes
  let left = bytesMax
  for await (const piece of source) {
    unlooked += piece.length
    left -= piece.length
    if (left < 0) throw new BeyondLength()
    if (unlooked >= lookEveryBytes) {
      unlooked = 0
      if ((await node.exhibits.freeBytes()) < spareBytes) throw new NoRoom()
      const standing = token === null ? null : await tokenStands(node, token)
      if (standing?.ok === false) throw new TokenEnded(standing)
    }
    yield piece
  }
}

/** It waits for more from now on, up to its longest life, where any has come. */
async function prolong(
  { db, exhibits, machineNow }: Node,
  { id, begun_at }: ExhibitUploadRow,
): Promise<void> {
  if ((await exhibits.uploads.bytes(id)) === 0) return
  const { idleMs, lifeMs } = exchangeLimits.uploads
  const until = Math.min(machineNow().getTime() + idleMs, begun_at.getTime() + lifeMs)
  await prolongUpload(db, id, new Date(until))
}
