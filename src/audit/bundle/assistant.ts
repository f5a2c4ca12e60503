import { eachSideBySide } from '../../message/sideBySide.ts'
import { rememberChains } from '../../trust/checkCertificate.ts'
import type { Files } from './layout.ts'
import { openHead, readLog } from './log.ts'
import { type OpenedMessage, type WantedMessage, atOnceMax, openWithReceipt } from './messages.ts'
import type { Plan } from './plan.ts'
import { isOneOf } from './planInScope.ts'
import { openRevocations } from './revocations.ts'
import { type Pins, openTrust } from './trust.ts'

/** A message that an assistant is to open, with the files that it takes. */
export interface Task {
  /** The number of the message, which stands with what came of it. */
  readonly place: number
  readonly wanted: WantedMessage
  readonly files: Files
}

/** What came of a task. */
export interface TaskDone {
  readonly place: number
  readonly opened: OpenedMessage
}

/** What of a bundle tells who may have signed its messages, in a form that one thread can give to another. */
export interface AssistantOrder {
  readonly files: Files
  /** Size of the log to which the records answer. */
  readonly size: number
  /** The peers whose lists must be in the bundle; null: all. */
  readonly peers: ReadonlySet<string> | null
  readonly pins: Pins
  /** Lists of revoked certificates (DER) that the reader has fetched himself. */
  readonly revocationLists: readonly Uint8Array[]
}

/** Somebody who opens messages at the same time as whoever verifies a bundle: the same program in another thread. */
export interface Assistant {
  /**
   * Takes tasks as long as `next` has some, and gives what came of them. What it did not end for any reason lacks, and is for
   * whoever asked to do.
   */
  readonly work: (next: () => readonly Task[]) => Promise<readonly TaskDone[]>
  /** For one that is not asked to work. */
  readonly end: () => Promise<void>
}

/** Calls an assistant for a bundle with so many messages; null where that is not worth it, or none can be had. */
export type CallAssistant = (order: AssistantOrder, messages: number) => Assistant | null

/** Calls an assistant for the messages of these records, with the files of the bundle that tell who may have signed them. */
export function assistantFor(
  order: AssistantOrder,
  plans: ReadonlyMap<string, Plan>,
  call: CallAssistant = () => null,
): Assistant | null {
  const files = new Map([...order.files].filter(([path]) => assistantFiles.test(path)))
  const messages = [...plans.values()].reduce((count, plan) => count + plan.messages.length, 0)
  return call({ ...order, files }, messages)
}

const assistantFiles = /^(checkpoint$|keys\/|tile\/|trust\/|revocation\/)/

/**
 * The assistant's side: what it opens messages with is made of the bundle by the same steps as that of whoever verifies it,
 * who also says what is wrong with the log and the lists. Null where the log cannot be read or does not show whose it is.
 */
export async function assist({
  files,
  size,
  peers,
  pins,
  revocationLists,
}: AssistantOrder): Promise<((tasks: readonly Task[]) => Promise<TaskDone[]>) | null> {
  const head = openHead(files, unheard)
  const log = head === null ? null : readLog(files, head, unheard)
  if (log === null) return null
  const check = rememberChains(1_000)
  const bundle = { files, log, size, isNeeded: isOneOf(peers), check }
  const trust = await openTrust({ ...bundle, pins }, unheard)
  const revocations = openRevocations({ ...bundle, trust, given: revocationLists }, unheard)
  const { own } = trust
  if (own === null) return null
  return async (tasks) =>
    await eachSideBySide(tasks, atOnceMax, async ({ place, wanted, files: its }) => {
      const sources = { files: its, trust, own, revocations, check }
      return { place, opened: await openWithReceipt(sources, wanted) }
    })
}

const unheard = (): void => {
  // Whoever verifies the bundle finds the same, and says it.
}
