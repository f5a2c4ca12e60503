import type { Actor } from '../../audit/events.ts'
import { fileKeyBytes, sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { safeFileName } from '../../exhibit/fileName.ts'
import { clearBytesMax } from '../exhibits/takeIn.ts'
import { whereKept } from '../exhibits/whereKept.ts'
import { isUuid } from '../identifiers.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Db } from '../../store/database.ts'
import { isOfAuthority } from '../../store/exhibits/deposits.ts'
import {
  type OpenUploads,
  countOpenUploads,
  findUpload,
  insertUpload,
  listUploads,
  lockUploads,
} from '../../store/exhibits/uploads.ts'
import { inTransaction } from '../../store/failures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { requestNamed } from '../requestNamed.ts'
import { openTrail } from '../trail.ts'
import type { PostedUpload, Uploader } from './uploader.ts'

/** A file that is about to be uploaded. */
export interface UploadOrder {
  /** UUID, new. */
  readonly id: string
  readonly bytes: number
  /** Whatever it is called where it comes from. */
  readonly name: string
  /** For which request it is, as a person names one. */
  readonly request?: string
  /** Id of the deposit here from which it was made. */
  readonly derivedFrom?: string
  /** Where, and why, a system has it taken in. */
  readonly place?: string
  readonly reason?: string
  /** Of a person at the desk: what their browser has said of it. */
  readonly posted?: PostedUpload
}

/**
 * Begins an upload. Its key is random and kept in the tables, as that of every file. Refuses, which the log tells, with
 * EXHIBIT_TOO_LARGE, UPLOAD_QUOTA_REACHED, EXHIBIT_NO_SPACE, EXHIBIT_STORE_UNAVAILABLE, REQUEST_UNKNOWN (also where it is another authority's),
 * REFERENCE_AMBIGUOUS, or EXHIBIT_UNKNOWN where what it was made from is not here, or is another authority's.
 */
export async function beginUpload(node: Node, order: UploadOrder, by: Uploader): Promise<Result<object>> {
  const act = { actor: by.actor, wanted: 'exhibit upload' }
  return await refusalNoted(node, act, whereKept(begin(node, order, by)))
}

async function begin(
  node: Node,
  { id, bytes, name: given, request, derivedFrom, place, reason, posted }: UploadOrder,
  { actor, owner }: Uploader,
): Promise<Result<object>> {
  const bytesMax = clearBytesMax(node)
  if (bytes > bytesMax) return refuse('EXHIBIT_TOO_LARGE', { detail: `more than ${bytesMax} bytes` })
  const about = await requestOf(node, request, actor)
  if (!about.ok) return about
  const isHere =
    derivedFrom === undefined ||
    (isUuid(derivedFrom) && (await isOfAuthority(node.db, derivedFrom, actor.authority)))
  if (!isHere) return refuse('EXHIBIT_UNKNOWN', { detail: derivedFrom })
  const name = safeFileName(given)
  const fileKey = Buffer.from(node.random(fileKeyBytes))
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    await lockUploads(trx)
    const { each, all } = exchangeLimits.uploads
    const [own, others] = [await countOpenUploads(trx, owner), await countOpenUploads(trx)]
    if (isOver(own, each, bytes) || isOver(others, all, bytes)) return refuse('UPLOAD_QUOTA_REACHED')
    if (!(await hasRoomFor(node, trx, bytes))) return noRoomForUpload
    const { firstByteMs } = exchangeLimits.uploads
    const now = node.machineNow()
    await insertUpload(trx, {
      ...{ id, token: null, person: null, draft: null, ...owner, authority: actor.authority, name, bytes },
      posted: posted === undefined ? null : JSON.stringify(posted),
      ...{ request: about.id, derived_from: derivedFrom ?? null, file_key: fileKey },
      ...{ place: place ?? null, reason: reason ?? null },
      ...{ status: 'coming', begun_at: now, expires_at: new Date(now.getTime() + firstByteMs) },
    })
    const trail = await openTrail(node, trx, [], node.now())
    const named = about.id === null ? {} : { request: about.id }
    trail.add({ event: 'upload.begun', actor, details: { bytes, name, upload: id, ...named } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** What is said where the disk has no room for an upload. */
export const noRoomForUpload = refuse('EXHIBIT_NO_SPACE', {
  detail: `${exchangeLimits.exhibits.spareBytes} bytes must stay free on the disk of the data folder`,
})

async function requestOf(
  node: Node,
  named: string | undefined,
  { authority }: Actor,
): Promise<Result<{ readonly id: string | null }>> {
  if (named === undefined) return { ok: true, id: null }
  const found = await requestNamed(node, named, authority)
  if (!found.ok) return found
  // Authorities of one node do not see each other's requests.
  return found.row.own_authority === authority
    ? { ok: true, id: found.row.id }
    : refuse('REQUEST_UNKNOWN', { detail: `no request here is called ${named}` })
}

function isOver(
  { count, bytes }: OpenUploads,
  { countMax, bytesMax }: { readonly countMax: number; readonly bytesMax: number },
  more: number,
): boolean {
  return count >= countMax || bytes + more > bytesMax
}

/** An upload lies there twice while it is taken in; what was begun before may need what is free now. */
async function hasRoomFor({ exhibits }: Node, db: Db, bytes: number): Promise<boolean> {
  let promised = 2 * sealedBytes(bytes)
  for (const id of await listUploads(db, ['coming', 'whole'])) {
    const row = await findUpload(db, id)
    if (row !== null) promised += 2 * sealedBytes(row.bytes) - (await exhibits.uploads.bytes(id))
  }
  return (await exhibits.freeBytes()) >= promised + exchangeLimits.exhibits.spareBytes
}
