import { setTimeout as wait } from 'node:timers/promises'
import type { Actor } from '../../audit/events.ts'
import { DamagedExhibit } from '../../exhibit/chunkStreams.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import {
  type UploadEnd,
  endUpload,
  findUpload,
  forgetUploads,
  listExpiredUploads,
  listUploads,
  noteUploadWhole,
} from '../../store/exhibits/uploads.ts'
import { inTransaction, isConnectionError } from '../../store/failures.ts'
import { UploadOver } from '../exhibits/keepDeposit.ts'
import { takeInExhibit } from '../exhibits/takeIn.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { type InTurn, UploadElsewhere } from './turnsOfEach.ts'
import { lyingOf } from './draftOf.ts'
import { intakeOf } from './intakeOf.ts'
import { type Uploader, isOwn } from './uploader.ts'

/** How uploads come to their end. */
export interface EndingUploads {
  /** Has one taken in that is whole, soon. */
  readonly takeIn: (id: string) => void
  /** Waits for that, but not for ever. */
  readonly taken: (id: string) => Promise<void>
  /** Ends one that is not finished. Refuses with UPLOAD_UNKNOWN or UPLOAD_ENDED. */
  readonly byOwner: (id: string, by: Uploader) => Promise<Result<object>>
  /**
   * @param busy - those to which somebody writes
   * @param mayExpire - false: what is over by the clock stays, for that may be wrong
   */
  readonly round: (busy: ReadonlyMap<string, unknown>, mayExpire: boolean) => Promise<void>
  readonly close: () => Promise<void>
}

/** Why a file is not taken in at the moment: it is tried again. */
const passing: readonly RefusalCode[] = ['EXHIBIT_NO_SPACE', 'EXHIBIT_STORE_UNAVAILABLE', 'NODE_ROLLED_BACK']

/** An upload that cannot be taken in costs all of its bytes each time that it is tried. */
const longestPauseMs = 3_600_000

export function endingUploads(
  node: Node,
  inTurn: InTurn,
  noted: () => void,
  breakOff: (id: string) => void,
): EndingUploads {
  const { db, exhibits, machineNow, log } = node
  const under = new Map<string, Promise<void>>()
  /** Of those that could not be taken in: how often, and until when they wait for the next time. */
  const patience = new Map<string, { readonly failures: number; readonly until: number }>()
  const closing = new AbortController()
  const { signal } = closing

  const end = async (row: ExhibitUploadRow, how: UploadEnd, actor: Actor | null): Promise<boolean> => {
    const isEnded = await endWith(node, row, how, actor)
    // If the process dies here: parts that nobody can open, until the next round takes them away.
    if (isEnded) await exhibits.uploads.remove(row.id)
    noted()
    return isEnded
  }
  const waitLonger = (id: string): void => {
    const failures = (patience.get(id)?.failures ?? 0) + 1
    const pauseMs = Math.min(longestPauseMs, exchangeLimits.uploads.everyMs * 2 ** failures)
    patience.set(id, { failures, until: machineNow().getTime() + pauseMs })
  }
  const takeIn = async (id: string): Promise<void> => {
    const row = await findUpload(db, id)
    if (row?.status !== 'whole' || row.file_key === null || signal.aborted) return
    const refused = await takenIn(node, row, row.file_key, signal)
    noted()
    if (refused === null) await exhibits.uploads.remove(id)
    else if (passing.includes(refused)) {
      waitLonger(id)
      log.warn({ upload: id, code: refused }, 'an upload cannot be taken in yet')
      return
    } else await end(row, { status: 'refused', at: machineNow(), refusal: refused }, null)
    patience.delete(id)
  }
  const isWaiting = (id: string): boolean => (patience.get(id)?.until ?? 0) > machineNow().getTime()
  /** Of one upload: a disk that does not give it back, or does not let go of it, holds up no other. It waits, and is tried again. */
  const apart = async (id: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (reason) {
      // Another process is at it: it waits for the next round.
      if (reason instanceof UploadElsewhere) return
      if (isConnectionError(reason)) throw reason
      waitLonger(id)
      log.error({ upload: id, reason: String(reason) }, 'an upload could not be ended')
    }
  }
  const begin = (id: string): void => {
    if (under.has(id) || signal.aborted) return
    const running = inTurn(id, () => takeIn(id))
      .catch((reason: unknown) => {
        if ([Closed, UploadOver, UploadElsewhere].some((passes) => reason instanceof passes)) return
        // A disk that cannot be read, or that has not all of it: it is not read again each minute.
        waitLonger(id)
        log.error({ upload: id, reason: String(reason) }, 'an upload could not be taken in')
      })
      .finally(() => under.delete(id))
    under.set(id, running)
  }
  return {
    takeIn: begin,
    async taken(id) {
      const ending = new AbortController()
      const { signal } = ending
      const longest = wait(exchangeLimits.uploads.answerMs, undefined, { signal }).catch(() => undefined)
      await Promise.race([under.get(id) ?? Promise.resolve(), longest])
      ending.abort()
    },
    async byOwner(id, by) {
      const { actor } = by
      const over = (status: string) => refuse('UPLOAD_ENDED', { detail: status })
      const ended = async (): Promise<Result<object>> => {
        const row = await findUpload(db, id)
        if (row === null || !isOwn(row, by)) return refuse('UPLOAD_UNKNOWN')
        // Whoever takes it in has its turn.
        if (row.status !== 'coming') return over(row.status)
        breakOff(id)
        return await inTurn(id, async () =>
          (await end(row, { status: 'ended', at: machineNow() }, actor)) ? { ok: true } : over('whole'),
        )
      }
      return await refusalNoted(node, { actor, wanted: `exhibit upload end ${id}` }, ended())
    },
    async round(busy, mayExpire) {
      const now = machineNow()
      for (const { id } of mayExpire ? await listExpiredUploads(db, now) : []) {
        // Somebody writes to it still: nobody else waits for that.
        if (busy.has(id) || isWaiting(id)) continue
        await apart(id, async () => {
          await inTurn(id, async () => {
            const row = await findUpload(db, id)
            // Somebody may have written to it until now.
            if (row?.status !== 'coming' || row.expires_at > machineNow()) return
            if ((await exhibits.uploads.bytes(row.id)) === row.bytes) await noteUploadWhole(db, row.id)
            else await end(row, { status: 'expired', at: now }, null)
          })
        })
      }
      for (const id of await listUploads(db, ['whole'])) if (!isWaiting(id)) begin(id)
      // What is begun after the first look is not in it.
      const here = await exhibits.uploads.list()
      const open = new Set(await listUploads(db, ['coming', 'whole']))
      for (const id of here)
        if (!open.has(id) && !busy.has(id) && !isWaiting(id))
          await apart(id, () => exhibits.uploads.remove(id))
      await forgetUploads(db, new Date(now.getTime() - exchangeLimits.uploads.keptMs))
    },
    async close() {
      closing.abort(new Closed())
      await Promise.all(under.values())
    },
  }
}

/** The node stops. */
class Closed extends Error {}

/** Not all of an upload that is whole is on this disk. */
class NotAllHere extends Error {}

/**
 * The one pass of the intake over all of it in the clear; the code of why not, or null. Where some of it is not on this disk, nothing
 * is changed here, and EXHIBIT_TRUNCATED is why only once it lies nowhere else any more.
 *
 * @throws NotAllHere before that
 */
async function takenIn(
  node: Node,
  row: ExhibitUploadRow,
  fileKey: Uint8Array,
  signal: AbortSignal,
): Promise<RefusalCode | null> {
  const lying = await lyingOf(node, row, fileKey)
  if (lying.bytes !== row.bytes) {
    if (mayLieElsewhere(node, row))
      throw new NotAllHere(`${lying.bytes} of its ${row.bytes} bytes are on this disk`)
    return 'EXHIBIT_TRUNCATED'
  }
  const order = await intakeOf(node, row)
  if (!order.ok) return order.code
  const source = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of lying.read()) {
      signal.throwIfAborted()
      yield piece
    }
  }
  try {
    const taken = await takeInExhibit(node, source(), { ...order.order, signal })
    return taken.ok ? null : taken.code
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return reason.refusal.code
    throw reason
  }
}

/**
 * Whether what is missing here may be on the disk of another process, or on one that is not mounted: until the life of the upload is
 * over, and for the day in which whoever took its last byte may come up again.
 */
function mayLieElsewhere({ machineNow }: Node, { begun_at }: ExhibitUploadRow): boolean {
  const { lifeMs, idleMs } = exchangeLimits.uploads
  return machineNow().getTime() < begun_at.getTime() + lifeMs + idleMs
}

async function endWith(
  node: Node,
  { id, status: before }: ExhibitUploadRow,
  how: UploadEnd,
  actor: Actor | null,
): Promise<boolean> {
  return await inTransaction(node.db, async (trx) => {
    if (!(await endUpload(trx, id, [before], how))) return false
    const trail = await openTrail(node, trx, [], node.now())
    const by = actor === null ? {} : { actor }
    const code = how.refusal ?? how.status
    trail.add({ event: 'upload.ended', ...by, code, details: { upload: id } })
    await append(trx, trail.audit())
    return true
  })
}
