import { digestOf } from '../../envelope/digest.ts'
import { verify } from '../../envelope/verify.ts'
import type { ExhibitReport, TrustList } from '../../message/generated/types.ts'
import type { Found, Wanted } from '../../message/recall.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { validateExhibitReport } from '../../message/validate.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { type NewReport, insertReports } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { tellOfDeposits } from '../exhibits/tellOfDeposit.ts'
import type { Node } from '../node.ts'
import { exchangeLimits } from '../limits.ts'
import { noteInLog } from '../noteInLog.ts'
import { type HeldAgainst, lookUp } from './heldAgainst.ts'

type Told = Extract<Found, { what: 'exhibitReports' }>

/** A report that may be kept. */
interface Judged {
  readonly jws: string
  readonly digest: string
  readonly report: ExhibitReport
  /** Id by which this node knows the deposit. */
  readonly deposit: string
}

/**
 * Keeps what a peer tells of the files between it and this node: each report is judged by itself, and is on the disk and
 * in the log before it is said that it is kept. One that is here already is answered the same. What is not kept is refused
 * with what `verify` refuses, MESSAGE_INVALID, SENDER_NOT_SIGNER, NOT_FOR_US, TIME_OUT_OF_RANGE, EXHIBIT_UNKNOWN where
 * no such file was handed over between the two, or EXHIBIT_REPORTS_TOO_MANY.
 */
export async function takeReports(
  node: Node,
  peer: TrustList,
  { reports }: Extract<Wanted, { what: 'exhibitReports' }>,
): Promise<Told> {
  // Judged, and written down, as of one moment: an auditor judges by that of the entry.
  const now = node.now()
  const read = await Promise.all(reports.map((jws) => readReport(node, peer, jws, now)))
  const here = await lookUp(
    node,
    read.flatMap((one) => (one.ok ? [one.report] : [])),
  )
  const judged: Judged[] = []
  const outcomes: Told['reports'] = []
  for (const [place, jws] of reports.entries()) {
    const one = read[place]
    const outcome = one?.ok === true ? judgeReport(node, here, one) : one
    if (outcome?.ok === true) {
      const { digest, report, deposit } = outcome
      judged.push({ jws, digest, report, deposit })
      outcomes.push({ report: outcome.digest })
    } else if (outcome !== undefined) {
      const digest = digestOf(jws)
      await noteInLog(node, { event: 'envelope.refused', peer: peer.state, digest, code: outcome.code })
      outcomes.push({ report: digest, code: outcome.code })
    }
  }
  await keep(node, peer.state, judged, now)
  return { what: 'exhibitReports', reports: outcomes }
}

/** What a peer has signed for this node. */
async function readReport(
  node: Node,
  peer: TrustList,
  jws: string,
  now: Date,
): Promise<Result<{ readonly digest: string; readonly report: ExhibitReport }>> {
  const verified = await verify('exhibitReport', jws, peer, now, node.trust.statusNow)
  if (!verified.ok) return verified
  const valid = validateExhibitReport(verified.value)
  if (!valid.ok) return valid
  const { report } = valid
  if (report.node !== peer.state) return refuse('SENDER_NOT_SIGNER', { pointer: '/node' })
  if (report.to !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })
  if (Math.floor(Date.parse(report.time) / 1000) * 1000 !== verified.signedAt.getTime())
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
  return { ok: true, digest: verified.digest, report }
}

function judgeReport(
  { state }: Pick<Node, 'state'>,
  here: HeldAgainst,
  { digest, report }: { readonly digest: string; readonly report: ExhibitReport },
): Result<Omit<Judged, 'jws'>> {
  const about = depositIn(state, here, report)
  if (!about.ok) return about
  const { deposit } = about
  const kept = here.reportsOf(deposit).filter((one) => !one.own && one.peer_state === report.node)
  // What is here already is answered as it was.
  const isFull = kept.length >= exchangeLimits.exhibits.reportsMax
  if (isFull && !kept.some((one) => one.digest === digest))
    return refuse('EXHIBIT_REPORTS_TOO_MANY', { detail: deposit })
  return { ok: true, digest, report, deposit }
}

/** The file that was handed over between the two, and that a report is about. */
function depositIn(own: string, here: HeldAgainst, report: ExhibitReport): Result<{ deposit: string }> {
  let stranger: Refusal = refuse('EXHIBIT_UNKNOWN', { pointer: '/deposit' })
  // One that was erased, and came anew, is another than it was.
  for (const row of here.depositsOf(report)) {
    const fault = strangerIn(own, here, report, row)
    if (fault === null) return { ok: true, deposit: row.id }
    stranger = fault
  }
  return stranger
}

/** Why a report is not about this file; null where it is. */
function strangerIn(
  own: string,
  here: HeldAgainst,
  report: ExhibitReport,
  row: ExhibitDepositRow,
): Refusal | null {
  const { event, state, sealed, sha256, outcome, messages, inReplyTo } = report
  const unknown = (pointer: string): Refusal => refuse('EXHIBIT_UNKNOWN', { pointer })
  // Of a file of this node, its receivers; of a file of the peer, the peer itself.
  if (state !== own && state !== report.node) return unknown('/state')
  // Nobody fetches a file that is his own.
  if (event === 'fetchStatus' && state !== own) return unknown('/state')
  const receiver = state === own ? report.node : own
  const links = here.linksOf(row.id).filter(({ to_state }) => to_state === receiver)
  if (links.length === 0) return unknown('/deposit')
  const named = new Set(links.map(({ message }) => message))
  if (!messages.every((message) => named.has(message))) return unknown('/messages')
  if (sealed.sha256 !== row.sealed_sha256.toString('hex') || sealed.bytes !== row.sealed_bytes)
    return unknown('/sealed')
  // What came damaged and opened has another.
  if (outcome === 'whole' && sha256 !== undefined && sha256 !== row.sha256.toString('hex'))
    return unknown('/sha256')
  const isOurs = here
    .reportsOf(row.id)
    .some((one) => one.own && one.peer_state === report.node && one.digest === inReplyTo)
  return inReplyTo === undefined || isOurs ? null : unknown('/inReplyTo')
}

async function keep(node: Node, peer: string, judged: readonly Judged[], now: Date): Promise<void> {
  if (judged.length === 0) return
  const rows = judged.map(({ jws, digest, report, deposit }): NewReport => ({
    digest,
    deposit,
    peer_state: peer,
    own: false,
    report: jws,
    event: report.event,
    outcome: report.outcome,
    code: report.code ?? null,
    in_reply_to: report.inReplyTo ?? null,
    found_at: new Date(report.time),
    kept_at: now,
    due_at: null,
  }))
  // The same twice in one question is one.
  const once = [...new Map(rows.map((row) => [row.digest, row])).values()]
  await inTransaction(node.db, async (trx) => {
    const fresh = await insertReports(trx, once)
    const told = judged
      .filter(({ digest }) => fresh.has(digest))
      .map(({ digest, deposit, report: { sealed, event, outcome, code = outcome } }) => ({
        deposit,
        event: {
          event: 'exhibit.reported' as const,
          peer,
          digest: sealed.sha256,
          code,
          details: { deposit, event, report: digest },
        },
      }))
    if (told.length > 0) await tellOfDeposits(node, trx, told, now)
  })
  for (const { report, deposit } of judged)
    if (report.outcome === 'damaged')
      node.log.warn({ peer, deposit, code: report.code }, 'a peer tells that a file is damaged there')
    else if (report.outcome === 'waiting')
      node.log.warn({ peer, deposit, code: report.code }, 'a peer tells that it cannot take a file yet')
}
