import { zipSizes } from '../../audit/bundle/sizes.ts'
import type { ActedFrom } from '../../audit/events.ts'
import { fileKeyBytes, saltBytes } from '../../exhibit/chunkedEncryption.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { readHead } from '../../store/audit.ts'
import { changeBundle, claimBundle, sweepBundles } from '../../store/bundles/bundleOrders.ts'
import type { BundleOrderRow } from '../../store/bundles/bundleTables.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { isConnectionError } from '../../store/failures.ts'
import { isDiskFull } from '../exhibits/diskFull.ts'
import { hasRoom } from '../exhibits/takeIn.ts'
import { timeZoneOf } from '../letterReading.ts'
import { measuredRound } from '../measuring/meter.ts'
import type { Node } from '../node.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { type Worker, startWorker } from '../worker.ts'
import { GivenUp, NoSpace, bundleHelp } from './bundleHelp.ts'
import type { BundleLimits } from './bundleLimits.ts'
import type { KeptWanted } from './bundleWanted.ts'
import type { BundleHelp, BundleProgress, BundleWork, MadeBundle } from './makeBundle.ts'

/**
 * Has a bundle made by a thread of its own, which reads the database and asks for everything else.
 *
 * @throws BundleTooMuch where the memory of the thread does not take it; what `signal` says; and whatever else ended the thread
 */
export type BundleThread = (
  work: BundleWork,
  help: BundleHelp,
  signal: AbortSignal,
) => Promise<Result<MadeBundle>>

/** The memory that a thread may have does not take the bundle. */
export class BundleTooMuch extends Error {}

/** What makes bundles. */
export interface BundleMaking {
  readonly node: Node
  readonly thread: BundleThread
  /** Asks the witnesses once more before a bundle is made. */
  readonly cosign: () => Promise<unknown>
  /** Whether peers have told what they know of the log, so that its head may be signed. */
  readonly maySign: () => boolean
  /** Asks the witnesses which head they have, before this process signs its first. */
  readonly learn: () => Promise<void>
  /** Called when the log has been told of something. */
  readonly noted: () => void
  /** Bytes of memory that the machine has to spare. */
  readonly spareMemory: () => number
  readonly limits: BundleLimits
}

/** Makes what was asked for, one after the other in this process, until it is closed; what it was at then is begun anew. */
export function startBundleJob(making: BundleMaking): Worker {
  const { node, limits } = making
  const closing = new AbortController()
  const worker = startWorker({
    async round() {
      await sweep(making)
      if (closing.signal.aborted || !making.maySign()) return false
      await making.learn()
      const now = node.machineNow()
      const silentSince = new Date(now.getTime() - limits.silentMs)
      const row = await claimBundle(node.db, { now, silentSince, silentCode: brokenBy.stopped })
      if (row === null) return false
      await measuredRound(node.meter, 'bundles', () => makeOrder(making, row, closing.signal))
      return true
    },
    pollMs: limits.everyMs,
    failurePauseMs: limits.everyMs,
    onFailure: (reason) => {
      node.meter.failed('bundles')
      node.log.error({ reason: String(reason) }, 'no bundle could be made, which goes on')
    },
  })
  return {
    wake: () => worker.wake(),
    async close() {
      closing.abort()
      await worker.close()
    },
  }
}

/** What is over for long goes, with its file. */
async function sweep({ node }: BundleMaking): Promise<void> {
  for (const name of await sweepBundles(node.db, node.machineNow()))
    await node.exhibits.remove(name.toString('hex'))
}

/**
 * One order, from its taking to its end. If the process dies here, whoever finds it silent begins it anew.
 *
 * @param closing - says that this process ends
 */
export async function makeOrder(
  making: BundleMaking,
  row: BundleOrderRow,
  closing: AbortSignal,
): Promise<void> {
  const { node, limits } = making
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, closing, AbortSignal.timeout(limits.makingMs)])
  const far = { step: null, done: 0, of: 0 } as Far
  let isTelling = false
  const tell = async (): Promise<void> => {
    // A database that is slow is not told the next before it has taken this one.
    if (isTelling) return
    isTelling = true
    try {
      if (!(await changeBundle(node.db, row, { ...far, told_at: node.machineNow() })))
        stop.abort(new GivenUp())
    } catch {
      // The database is away: it is told again, or begun anew by whoever finds it silent.
    } finally {
      isTelling = false
    }
  }
  const telling = setInterval(() => void tell(), limits.toldEveryMs)
  try {
    const made =
      row.attempts > limits.attemptsMax
        ? refuse(lostBy(row))
        : await kept(making, row, signal, (now) => Object.assign(far, now))
    if (!made.ok) await end(making, row, made)
  } catch (reason) {
    await brokenOff(making, row, closing.aborted, reason)
  } finally {
    clearInterval(telling)
    making.noted()
  }
}

type Far = Pick<BundleOrderRow, 'step' | 'done' | 'of'>

/** Why a making breaks off; where that happens too often, the last of them is told. */
const brokenBy = {
  stopped: 'BUNDLE_STOPPED',
  slow: 'BUNDLE_TOO_SLOW',
  away: 'BUNDLE_DATABASE_AWAY',
  failed: 'BUNDLE_LOST',
} as const satisfies Readonly<Record<string, RefusalCode>>

const brokenCodes: ReadonlySet<string> = new Set(Object.values(brokenBy))

/** Why the makings of an order broke off. An older program has kept nothing of it. */
function lostBy({ code }: BundleOrderRow): RefusalCode {
  return Object.values(brokenBy).find((known) => known === code) ?? brokenBy.failed
}

function brokenCode(reason: unknown, isClosing: boolean): RefusalCode {
  if (isClosing) return brokenBy.stopped
  if (reason instanceof DOMException && reason.name === 'TimeoutError') return brokenBy.slow
  return isConnectionError(reason) ? brokenBy.away : brokenBy.failed
}

/** The bundle, in its place and in the row that opens it. */
async function kept(
  making: BundleMaking,
  row: BundleOrderRow,
  signal: AbortSignal,
  tell: (progress: BundleProgress) => void,
): Promise<Result<object>> {
  const { node, limits, thread } = making
  const { size } = await readHead(node.db)
  const beyond = await beyondRoom(making, size)
  if (beyond !== null) return beyond
  const file = await node.exhibits.begin()
  try {
    const work = workOf(node, row)
    const made = await thread(work, bundleHelp(node, row, file, making, tell), signal)
    if (!made.ok) {
      await file.drop()
      return made
    }
    const { name, bytes, sealed } = made
    await file.keep(sealed)
    const until = new Date(node.machineNow().getTime() + limits.keptMs)
    const isOurs = await changeBundle(node.db, row, {
      ...{ stage: 'made', until, name, bytes },
      ...{ sealed_sha256: Buffer.from(sealed, 'hex'), file_key: Buffer.from(work.fileKey) },
    })
    if (isOurs) return { ok: true }
    await node.exhibits.remove(sealed)
    throw new GivenUp()
  } catch (reason) {
    await file.drop()
    if (reason instanceof NoSpace || isDiskFull(reason)) return refuse('BUNDLE_NO_SPACE')
    if (reason instanceof ExhibitStoreUnavailable) return refuse(reason.code, { detail: reason.message })
    if (reason instanceof BundleTooMuch) return refuse('BUNDLE_TOO_LARGE', { detail: reason.message })
    throw reason
  }
}

/** Why none is begun: what it takes for the whole log, which every bundle has, is not there. */
async function beyondRoom(
  { node, limits, spareMemory }: BundleMaking,
  entries: number,
): Promise<Refusal | null> {
  const [memory, spare] = [entries * limits.memoryBytesOfEntry, spareMemory()]
  if (memory > spare)
    return refuse('BUNDLE_TOO_LARGE', {
      detail: `${entries} entries take ${memory} bytes of memory, and ${spare} are to spare`,
    })
  return (await hasRoom(node, entries * limits.fileBytesOfEntry)) ? null : refuse('BUNDLE_NO_SPACE')
}

function workOf(node: Node, row: BundleOrderRow): BundleWork {
  const { id, authority } = row
  return {
    ...{ id, state: node.state, actor: actorOf(row), wanted: wantedOf(row) },
    timeZone: timeZoneOf(node, authority),
    madeAt: node.now().toISOString(),
    sizes: zipSizes,
    fileKey: node.random(fileKeyBytes),
    salt: node.random(saltBytes),
  }
}

/** What an order is about, as it was kept. */
export function wantedOf({ wanted }: Pick<BundleOrderRow, 'wanted'>): KeptWanted {
  return JSON.parse(wanted) as KeptWanted
}

function actorOf({ person, authority, role, asked_from }: BundleOrderRow): BundleWork['actor'] {
  return { person, authority, role, from: JSON.parse(asked_from) as ActedFrom }
}

/** Ends an order of which nothing comes. What was refused is in the log before whoever asked is told. */
async function end(
  { node, limits }: BundleMaking,
  row: BundleOrderRow,
  { code, detail }: Refusal,
): Promise<void> {
  node.log.info({ order: row.id, code, detail }, 'a bundle was not made at the desk')
  const wanted = wantedOf(row)
  const request = wanted.kind === 'court' ? wanted.request : undefined
  if (!brokenCodes.has(code))
    await noteRefusedAct(node, { actor: actorOf(row), wanted: actOf(wanted), request }, code)
  await changeBundle(node.db, row, {
    ...{ stage: brokenCodes.has(code) ? 'lost' : 'refused', code },
    until: new Date(node.machineNow().getTime() + limits.keptMs),
  })
}

/** What somebody wanted, in the words of the command. */
export function actOf({ kind, request = '' }: KeptWanted): string {
  return `${kind} ${request}`.trim()
}

/** What broke off waits again, so that it is begun anew; what was given up is over already. */
async function brokenOff(
  { node }: BundleMaking,
  row: BundleOrderRow,
  isClosing: boolean,
  reason: unknown,
): Promise<void> {
  if (reason instanceof GivenUp) return
  if (!isClosing)
    node.log.error({ order: row.id, reason: String(reason) }, 'the making of a bundle broke off')
  const code = brokenCode(reason, isClosing)
  // Where that fails it is found silent.
  await changeBundle(node.db, row, { stage: 'waiting', told_at: null, code }).catch(() => undefined)
}
