import { sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { isWithin } from '../../exhibit/transferRule.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { isOfDatabase } from '../../store/failures.ts'
import { holdRoom } from '../../store/exhibits/heldRoom.ts'
import { AnsweredOtherwise } from '../callFailures.ts'
import { codeOfFailure } from '../connector.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { isDiskFull } from './diskFull.ts'
import { type Announced, type FetchOutcome, fetchExhibit } from './fetch.ts'
import { FetchBrokenOff, fetchedElsewhere } from './fetchBytes.ts'
import { isHereAlready } from './hereAlready.ts'
import type { LineWindow } from './lineWindow.ts'
import { progressNote } from './noteProgress.ts'
import { onOwnDisk, partialHere } from './ownDisk.ts'
import type { AdmitOne } from './room.ts'
import type { TransferRules } from './transferRules.ts'

/** What all files that are fetched have in common. */
export interface Fetching {
  readonly rules: TransferRules
  readonly admit: AdmitOne
  /** What may be on the way from a State. */
  readonly windowOf: (state: string) => LineWindow
  readonly signal: AbortSignal
  /** Whether no other process fetches. */
  readonly isAlone: () => boolean
  readonly tickMs: () => number
}

/** Fetches a file as far as it goes. What it comes to for good is on the disk when this returns, and not noted yet. */
export async function fetchOne(
  node: Node,
  courier: Pick<Courier, 'fetchRange'>,
  row: ExhibitDepositRow,
  fetching: Fetching,
): Promise<FetchOutcome> {
  const { admit, signal, isAlone } = fetching
  if (!isAlone()) return fetchedElsewhere
  const { id, state, file_key: fileKey } = row
  const peer = node.trust.peer(state)
  if (peer === null) return refuse('PEER_UNKNOWN')
  if (fileKey === null) return refuse('EXHIBIT_ERASED')
  // What is announced as larger or smaller than its sealed form can be was never that file.
  if (sealedBytes(row.bytes) !== row.sealed_bytes) return refuse('EXHIBIT_TRUNCATED')
  try {
    if (await onOwnDisk(isHereAlready(node, row, fileKey, signal))) {
      // It has its room, whatever the rule says by now, and takes it up from here on.
      await holdRoom(node.db, [id])
      return { ok: true }
    }
    const admitted = await admit(row)
    const allowed = admitted.ok ? await hasPlace(node, row, id) : admitted
    if (!allowed.ok) return allowed
    const from = { row, fileKey, url: peer.list.node.url }
    return await intoFolder(node, courier, from, fetching)
  } catch (reason) {
    node.log.warn({ peer: state, deposit: id, reason: String(reason) }, 'a file could not be fetched')
    if (reason instanceof ExhibitStoreUnavailable) return refuse(reason.code)
    if (reason instanceof FetchBrokenOff) return reason.refusal
    const code = isDiskFull(reason) ? 'EXHIBIT_NO_SPACE' : codeOfFailure(reason)
    // It may be at another address by now, and whoever says there that it is busy need not be the peer: its list says where.
    const isAway = code === 'NODE_UNAVAILABLE' || code === 'NODE_BUSY'
    if (isAway && !isOfDatabase(reason)) node.listsInDoubt.add(state)
    return refuse(code)
  }
}

async function intoFolder(
  node: Node,
  courier: Pick<Courier, 'fetchRange'>,
  { row, fileKey, url }: { readonly row: ExhibitDepositRow; readonly fileKey: Buffer; readonly url: string },
  { rules, windowOf, signal, isAlone, tickMs }: Fetching,
): Promise<FetchOutcome> {
  const { id, state } = row
  const window = windowOf(state)
  const sha256 = row.sealed_sha256.toString('hex')
  const ifAlone = (): void => {
    if (!isAlone()) throw new FetchBrokenOff(fetchedElsewhere)
  }
  ifAlone()
  const file = await partialHere(node.exhibits, id)
  const progress = progressNote(node, row, tickMs)
  let isOpen = true
  let unlookedBytes = 0
  try {
    const outcome = await fetchExhibit(announcedIn(row, fileKey), {
      file: {
        ...file,
        async write(position, pieces) {
          ifAlone()
          await file.write(position, pieces)
        },
      },
      async range(start, end) {
        ifAlone()
        return await partOf(courier, url, sha256, { start, end }, signal)
      },
      // What is asked for is taken at once: what would have to wait here unread would be lost with the process.
      async turn(lacking) {
        const turn = await window.turn(lacking, (await rules.now(state)).bytesPerSecond, signal)
        await rules.pass(state, turn.bytes, signal).catch((reason: unknown) => {
          turn.end()
          throw reason
        })
        return turn
      },
      pause: (ms) => pauseUnless(signal, ms),
      async onBytes(bytes) {
        const { hours } = await rules.now(state)
        if (hours !== null && !isWithin(hours, node.now()))
          throw new FetchBrokenOff(refuse('EXHIBIT_OUT_OF_HOURS'))
        // Others write to the same disk.
        unlookedBytes += bytes
        if (unlookedBytes >= exchangeLimits.exhibits.lookEveryBytes) {
          unlookedBytes = 0
          if ((await node.exhibits.freeBytes()) < exchangeLimits.exhibits.spareBytes)
            throw new FetchBrokenOff(refuse('EXHIBIT_NO_SPACE'))
        }
        await progress.came(bytes)
      },
      onTaken: progress.here,
    })
    ifAlone()
    isOpen = false
    // If the process dies after this and before it is noted: the file is whole under its name, and read again there.
    if (outcome.ok) await file.keep(sha256)
    else await file.quarantine()
    return outcome
  } finally {
    if (isOpen) await file.close()
    await progress.end()
  }
}

async function partOf(
  courier: Pick<Courier, 'fetchRange'>,
  ...asked: Parameters<Courier['fetchRange']>
): Promise<AsyncIterable<Buffer>> {
  try {
    return await courier.fetchRange(...asked)
  } catch (cause) {
    if (!(cause instanceof AnsweredOtherwise)) throw cause
    // What has come of one that is too short there stays: it is gone on with once its giver has put it right.
    throw new FetchBrokenOff(refuse(cause.status === 416 ? 'EXHIBIT_TRUNCATED' : 'EXHIBIT_UNKNOWN'), {
      cause,
    })
  }
}

function announcedIn(row: ExhibitDepositRow, fileKey: Buffer): Announced {
  return {
    state: row.state,
    deposit: row.given_id,
    sha256: row.sha256.toString('hex'),
    sha512: row.sha512?.toString('hex') ?? null,
    bytes: row.bytes,
    sealed: { sha256: row.sealed_sha256.toString('hex'), bytes: row.sealed_bytes },
    fileKey,
  }
}

/** Whether a file is none too large for where it is to be kept, and the disk has room for what lacks of it at `place`. */
export async function hasPlace(
  { exhibits }: Pick<Node, 'exhibits'>,
  row: ExhibitDepositRow,
  place: string,
): Promise<Result<object>> {
  if (row.sealed_bytes > exhibits.sealedBytesMax)
    return refuse('EXHIBIT_TOO_LARGE', { detail: `more than ${exhibits.sealedBytesMax} bytes` })
  const missing = Math.max(0, row.sealed_bytes - (await exhibits.partialBytes(place)))
  const hasRoom = (await exhibits.freeBytes()) >= missing + exchangeLimits.exhibits.spareBytes
  return hasRoom ? { ok: true } : refuse('EXHIBIT_NO_SPACE')
}

async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error)
      return
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, ms)
    const end = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', end, { once: true })
  })
}
