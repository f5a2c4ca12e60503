import type { TrustList } from '../../message/generated/types.ts'
import type { ExhibitReportRow } from '../../store/exhibits/exhibitTables.ts'
import { sealedFormsOf } from '../../store/exhibits/deposits.ts'
import {
  type NewReport,
  insertReports,
  listDueReports,
  peersToTell,
  postponeReports,
  postponeReportsTo,
  settleReports,
} from '../../store/exhibits/reports.ts'
import { eachSideBySide } from '../../message/sideBySide.ts'
import { inTransaction } from '../../store/failures.ts'
import { tellOfDeposits } from '../exhibits/tellOfDeposit.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { peersSideBySide } from '../peersSideBySide.ts'
import type { Courier } from '../post.ts'
import { ask } from '../recall/ask.ts'
import { retryDelayMs, retryLimits } from '../retry.ts'
import { signedAnew } from './report.ts'

/**
 * Tells peers how their files were found, or ours that they had: what was kept for them and is due. True where there may
 * be more to tell at once. A process that dies after the peer has answered tells the same bytes again, and is answered
 * the same. While a peer lets itself be waited for, those that answer are told on and on.
 */
export async function tellPeers(node: Node, courier: Pick<Courier, 'ask'>): Promise<boolean> {
  const states = await peersToTell(node.db, node.machineNow())
  const { peersAtOnceMax } = exchangeLimits.exhibits.telling
  return await peersSideBySide(states, peersAtOnceMax, (state) => tellPeer(node, courier, state))
}

/** Several questions at once: while one is on its way, the peer judges what is in another. True where there may be more to tell. */
async function tellPeer(node: Node, courier: Pick<Courier, 'ask'>, state: string): Promise<boolean> {
  const { reportsPerQuestionMax, telling } = exchangeLimits.exhibits
  const atOnceMax = reportsPerQuestionMax * telling.questionsAtOnceMax
  const due = await listDueReports(node.db, state, node.machineNow(), atOnceMax)
  const peer = node.trust.peer(state)
  if (peer === null) return await postponeAll(node, state, due)
  const questions = inQuestions(due, reportsPerQuestionMax)
  const told = await eachSideBySide(questions, telling.questionsAtOnceMax, (some) =>
    tellOne(node, courier, peer.list, some),
  )
  const unanswered = questions.filter((_question, place) => told[place] === 'unanswered').flat()
  // A peer that does not answer at all is in no round for a while: each would wait for it.
  if (unanswered.length === due.length) return await postponeAll(node, state, due)
  await postpone(node, unanswered)
  return due.length === atOnceMax && told.every((one) => one === 'settled')
}

function inQuestions(due: readonly ExhibitReportRow[], ofOneMax: number): ExhibitReportRow[][] {
  const count = Math.ceil(due.length / ofOneMax)
  return Array.from({ length: count }, (_none, place) => due.slice(place * ofOneMax, (place + 1) * ofOneMax))
}

/** What has come of a question; `later`: it is answered, but nothing is settled by that. */
type Told = 'unanswered' | 'settled' | 'later'

async function tellOne(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  peer: TrustList,
  due: readonly ExhibitReportRow[],
): Promise<Told> {
  const reports = due.map(({ report }) => report)
  const told = await ask(node, courier, peer, { what: 'exhibitReports', reports })
  if (!told.ok) {
    node.log.warn({ peer: peer.state, code: told.code }, 'a peer could not be told how its files were found')
    return 'unanswered'
  }
  const answers = new Map(told.found.reports.map(({ report, code }) => [report, code ?? null]))
  const answered: ExhibitReportRow[] = []
  const anew: NewReport[] = []
  const later: ExhibitReportRow[] = []
  for (const row of due) {
    const refusal = answers.get(row.digest)
    if (typeof refusal === 'string')
      node.log.error(
        { peer: peer.state, deposit: row.deposit, refusal },
        'a peer does not keep what it was told of a file',
      )
    const isSettled = refusal === null || (typeof refusal === 'string' && isFinal(node, row, refusal))
    // One that nobody believes any more, as its key was exchanged since, is told under the new key.
    const fresh = isSettled || refusal === undefined ? null : await signedAnew(node, row)
    // How it is with fetching a file is told as it is by then, by whoever tries it again, and not as it was.
    if (fresh !== null && row.event !== 'fetchStatus') anew.push(fresh)
    if (isSettled || fresh !== null) answered.push(row)
    else later.push(row)
  }
  await postpone(node, later)
  await settle(node, { answered, anew }, answers)
  return answered.length > 0 ? 'settled' : 'later'
}

/** Whether a peer will not keep it however often it is told; what is wrong with keys, lists and clocks passes. */
function isFinal({ now }: Pick<Node, 'now'>, { kept_at }: ExhibitReportRow, refusal: string): boolean {
  // A peer that was restored from a backup learns anew what it has handed over.
  if (refusal === 'EXHIBIT_UNKNOWN') return now().getTime() - kept_at.getTime() > unknownMs
  return finalCodes.has(refusal)
}

const unknownMs = 24 * 3_600_000

const finalCodes: ReadonlySet<string> = new Set([
  'ENVELOPE_TOO_LARGE',
  'EXHIBIT_REPORTS_TOO_MANY',
  'MESSAGE_INVALID',
  'NOT_FOR_US',
  'SENDER_NOT_SIGNER',
])

async function settle(
  node: Node,
  { answered, anew }: { readonly answered: readonly ExhibitReportRow[]; readonly anew: readonly NewReport[] },
  answers: ReadonlyMap<string, string | null>,
): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const told = []
    await insertReports(trx, anew)
    const all = answered.map(({ digest }) => ({ digest, refusal: answers.get(digest) ?? null }))
    const settled = await settleReports(trx, all, node.now())
    const forms = await sealedFormsOf(
      trx,
      answered.map(({ deposit }) => deposit),
    )
    for (const { digest, deposit, outcome, code, peer_state: peer } of answered) {
      const form = forms.get(deposit)
      if (!settled.has(digest) || form === undefined) continue
      const refusal = answers.get(digest) ?? null
      const details = { deposit, report: digest, ...(refusal === null ? {} : { refusal }) }
      const sealed = form.toString('hex')
      const event = { event: 'exhibit.told' as const, peer, digest: sealed, code: code ?? outcome, details }
      told.push({ deposit, event })
    }
    if (told.length > 0) await tellOfDeposits(node, trx, told)
  })
}

/** Later, ever more seldom, and never for the last time: a peer that comes back after a month is told still. */
async function postpone(node: Node, due: readonly ExhibitReportRow[]): Promise<void> {
  const at = nextTime(node, due)
  const digests = due.map(({ digest }) => digest)
  if (at !== null) await postponeReports(node.db, digests, at)
}

/** The same with all that the peer is to be told now, of which these are the oldest. */
async function postponeAll(node: Node, peer: string, due: readonly ExhibitReportRow[]): Promise<false> {
  const at = nextTime(node, due)
  if (at !== null) await postponeReportsTo(node.db, peer, node.machineNow(), at)
  return false
}

/** A report is never given up: after what a message has, it is tried so seldom. */
export const longestTellDelayMs = 60 * retryLimits.longestDelayMs

/** Null: there is nothing to tell. */
function nextTime({ machineNow, random }: Node, [first]: readonly ExhibitReportRow[]): Date | null {
  if (first === undefined) return null
  const nowMs = machineNow().getTime()
  const [chance = 0] = random(1)
  const delayMs =
    retryDelayMs(first.attempts + 1, Math.max(0, nowMs - first.kept_at.getTime()), chance / 256) ??
    longestTellDelayMs
  return new Date(nowMs + delayMs)
}
