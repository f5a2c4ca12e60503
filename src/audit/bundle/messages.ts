import { gateJws } from '../../envelope/gate.ts'
import { type OpenedReceipt, openReceipt } from '../../envelope/receipt.ts'
import { type Verified, verify } from '../../envelope/verify.ts'
import type { Authority, Message, Receipt, TrustList } from '../../message/generated/types.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { validateMessage } from '../../message/validate.ts'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import type { StatusCheck } from '../../trust/revocationStatus.ts'
import { speakerOf } from '../../trust/list.ts'
import { type Files, jwsIn, receiptPath } from './layout.ts'
import type { Mark, PlannedMessage } from './plan.ts'
import type { Finding } from './report.ts'
import type { RevocationHistory } from './revocations.ts'
import { withSigner } from './signers.ts'
import type { TrustHistory } from './trust.ts'
import { notBelieved } from './unbelieved.ts'

/** A message of a record and its receipt, both verified; null where it is not there or does not hold. */
export interface RecordMessage {
  readonly request: string
  readonly path: string
  readonly planned: PlannedMessage
  readonly message: Message | null
  readonly receipt: Receipt | null
  /** Its author, as each list of its State has him that was in force then. */
  readonly authors: readonly Authority[]
}

/** What messages are opened with. */
export interface MessageSources {
  readonly files: Files
  readonly trust: TrustHistory
  readonly own: string
  readonly revocations: RevocationHistory
  readonly check: ChainCheck
}

/** Signatures that are checked at once: enough for all threads, and little enough for memory. */
export const atOnceMax = 128

/** A message of which the log tells, and where it should lie. */
export type WantedMessage = Pick<RecordMessage, 'request' | 'path' | 'planned'>
type Found = Omit<Finding, 'bundle'>

/** What a message and its receipt came to, and what is wrong with them. Plain data, as one thread gives it to another. */
export interface OpenedMessage {
  readonly record: RecordMessage
  readonly found: readonly Found[]
}

/** Opens a message and its receipt. */
export async function openWithReceipt(
  sources: MessageSources,
  wanted: WantedMessage,
): Promise<OpenedMessage> {
  const found: Found[] = []
  const note = (object: string, refusal: Refusal): void => {
    found.push({ severity: severityOf(refusal), object, what: wordsOf(refusal) })
  }
  const { path, planned } = wanted
  const nothing = { ...wanted, message: null, receipt: null, authors: [] }
  if (!sources.files.has(path)) {
    const receipt = planned.erased === true ? await openReceiptAlone(sources, wanted, note) : null
    return { record: { ...nothing, receipt }, found }
  }
  const message = await openMessage(sources, wanted)
  if (!message.ok) {
    note(path, message)
    return { record: nothing, found }
  }
  const authors = authorsOf(sources, wanted, message.message)
  const record = { ...nothing, message: message.message, authors }
  const beside = receiptPath(path)
  if (planned.receipt === null || !sources.files.has(beside)) return { record, found }
  const { digest, mark } = planned.receipt
  const named = { digest, mark: asOf(sources, path, planned, mark) }
  const jws = jwsIn(sources.files, beside)
  const receipt = await openItsReceipt(sources, planned, named, message.message, jws)
  if (!receipt.ok) note(beside, receipt)
  return { record: { ...record, receipt: receipt.ok ? receipt.receipt : null }, found }
}

/** The receipt of a message that was erased: it still tells of the place, the head and the state. */
async function openReceiptAlone(
  sources: MessageSources,
  { request, path, planned }: WantedMessage,
  note: (object: string, refusal: Refusal) => void,
): Promise<Receipt | null> {
  const beside = receiptPath(path)
  if (planned.receipt === null || !sources.files.has(beside)) return null
  const { digest, mark } = planned.receipt
  const named = { digest, mark: asOf(sources, path, planned, mark) }
  const jws = jwsIn(sources.files, beside)
  const opened = await openItsReceipt(sources, planned, named, { id: null, request }, jws)
  if (!opened.ok) note(beside, opened)
  return opened.ok ? opened.receipt : null
}

/** Refusals of what is signed well and is not what should stand there, or whose signer's list lacks. */
const mismatches: ReadonlySet<string> = new Set<RefusalCode>([
  'PEER_UNKNOWN',
  'RECEIPT_MISMATCH',
  'RECORD_FORK',
  'REQUEST_UNKNOWN',
])

/** A refusal; or that a list lies in the bundle and was not believed, so that nothing was looked at. */
export type Judgement = Refusal & { readonly isUnchecked?: boolean }

/** How bad it is that something which should be signed was refused. */
export function severityOf({ code, isUnchecked = false }: Judgement): Found['severity'] {
  if (isUnchecked) return 'incomplete'
  if (code === 'TIME_OUT_OF_RANGE') return 'time'
  return mismatches.has(code) ? 'mismatch' : 'cryptography'
}

/** A refusal of something signed, as a finding says it. */
export function wordsOf({ code, detail, pointer, isUnchecked = false }: Judgement): string {
  return [
    isUnchecked ? 'it was not checked' : `it does not hold (${code})`,
    ...(detail ? [detail] : []),
    ...(pointer ? [`at ${pointer}`] : []),
  ].join(': ')
}

async function openMessage(
  sources: MessageSources,
  { request, planned, path }: WantedMessage,
): Promise<Result<{ message: Message }>> {
  const jws = jwsIn(sources.files, path)
  const sender = planned.own ? sources.own : planned.peer
  const receiver = planned.own ? planned.peer : sources.own
  const mark = asOf(sources, path, planned, planned.mark)
  const opened = await byListsOf(
    sources.trust,
    { states: [sender], mark, restored: planned.restored },
    async (list) => {
      const status = statusOf(sources, planned, !planned.own, mark)
      const verified = await verify('message', jws, list, mark.time, status, sources.check)
      if (!verified.ok) return verified
      const valid = validateMessage(verified.value)
      if (!valid.ok) return valid
      const { message } = valid
      return (
        checkFrame(message, { request, sender, receiver }) ??
        checkSender(message, list, verified, { ...planned, mark }) ??
        valid
      )
    },
  )
  return opened.ok ? opened : await withSigner(opened, sources.trust, { kind: 'message', jws, must: sender })
}

function authorsOf(
  sources: MessageSources,
  { path, planned }: WantedMessage,
  { from }: Message,
): readonly Authority[] {
  const mark = asOf(sources, path, planned, planned.mark)
  return listsFor(sources.trust, stateOf(from), { mark, restored: planned.restored }).flatMap(
    (list) => speakerOf(list, from, mark.time) ?? [],
  )
}

/**
 * What came from the peer was judged by the list of revoked certificates that this node had when it came. What this
 * State signed itself, and what was fetched back, is judged by what is known since.
 */
function statusOf(
  { revocations }: MessageSources,
  { restored }: PlannedMessage,
  isOfPeer: boolean,
  mark: Mark,
): StatusCheck {
  return isOfPeer && restored !== true ? revocations.takenAt(mark) : revocations.everSince
}

/**
 * When something is to be judged: at its entry; what was fetched back, when its receipt was signed, as it was when it
 * came first.
 */
function asOf({ files }: MessageSources, path: string, { restored }: PlannedMessage, mark: Mark): Mark {
  const beside = receiptPath(path)
  if (restored !== true || !files.has(beside)) return mark
  const gated = gateJws('receipt', jwsIn(files, beside))
  return gated.ok && gated.signedAt < mark.time ? { index: mark.index, time: gated.signedAt } : mark
}

function checkFrame(
  message: Message,
  {
    request,
    sender,
    receiver,
  }: { readonly request: string; readonly sender: string; readonly receiver: string },
): Refusal | null {
  if (message.request !== request) return refuse('REQUEST_UNKNOWN', { detail: 'it is about another request' })
  if (stateOf(message.from) !== sender) return refuse('SENDER_NOT_SIGNER', { pointer: '/from' })
  if (stateOf(message.to) !== receiver) return refuse('NOT_FOR_US', { pointer: '/to' })
  return null
}

function checkSender(
  message: Message,
  list: TrustList,
  verified: Pick<Verified, 'digest' | 'signedAt'>,
  { digest, mark }: PlannedMessage,
): Refusal | null {
  if (verified.digest !== digest)
    return refuse('RECORD_FORK', { detail: `the log has message ${digest} here` })
  if (speakerOf(list, message.from, mark.time) === null)
    return refuse('AUTHORITY_UNKNOWN', { pointer: '/from' })
  const saysAt = Math.floor(Date.parse(message.sentAt) / 1000) * 1000
  return saysAt === verified.signedAt.getTime() ? null : refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt' })
}

async function openItsReceipt(
  sources: MessageSources,
  planned: PlannedMessage,
  { digest: receiptDigest, mark }: NonNullable<PlannedMessage['receipt']>,
  message: { readonly id: string | null; readonly request: string },
  jws: string,
): Promise<Result<OpenedReceipt>> {
  const { digest, own, peer } = planned
  const [from, to] = own ? [sources.own, peer] : [peer, sources.own]
  const sent = { digest, id: message.id, request: message.request, from, to }
  const status = statusOf(sources, planned, own, mark)
  const opened = await byListsOf(sources.trust, { states: [to], mark, restored: planned.restored }, (list) =>
    openReceipt(jws, sent, list, mark.time, status, sources.check),
  )
  if (!opened.ok) return await withSigner(opened, sources.trust, { kind: 'receipt', jws, must: to })
  if (opened.digest === receiptDigest) return opened
  return refuse('RECEIPT_MISMATCH', { detail: `the log has receipt ${receiptDigest} here` })
}

/** When something is judged, and whether it was fetched back then. */
interface AsOf {
  readonly mark: Mark
  readonly restored?: boolean | undefined
}

function listsFor(trust: TrustHistory, state: string, { mark, restored }: AsOf): readonly TrustList[] {
  const lists = trust.listsAt(state, mark)
  return restored === true ? [...lists, ...trust.olderAt(state, mark)] : lists
}

/** By the lists of these States that were in force then; where none was believed that lies here, nothing was looked at. */
export async function byListsOf<T extends object>(
  trust: TrustHistory,
  { states, ...when }: AsOf & { readonly states: readonly string[] },
  judge: (list: TrustList) => Promise<Result<T>>,
): Promise<Result<T>> {
  const lists = states.flatMap((state) => listsFor(trust, state, when))
  const unbelieved = states.find((state) => trust.judged.unbelievedStates.has(state))
  if (lists.length > 0 || unbelieved === undefined) return await byAnyOf(lists, judge)
  const refusal = refuse('PEER_UNKNOWN', { detail: notBelieved(unbelieved) })
  const judgement: Judgement = { ...refusal, isUnchecked: true }
  return judgement
}

/** The first list by which something holds; otherwise what the newest says. */
export async function byAnyOf<T extends object>(
  lists: readonly TrustList[],
  judge: (list: TrustList) => Promise<Result<T>>,
): Promise<Result<T>> {
  let newest: Result<T> | null = null
  for (const list of lists) {
    const judged = await judge(list)
    if (judged.ok) return judged
    newest ??= judged
  }
  return (
    newest ?? refuse('PEER_UNKNOWN', { detail: 'the bundle has no trust list of its State from that time' })
  )
}
