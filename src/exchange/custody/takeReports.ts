import { digestOf } from '../../envelope/digest.ts'
import { verify } from '../../envelope/verify.ts'
import type { ExhibitReport, TrustList } from '../../message/generated/types.ts'
import type { Found, Wanted } from '../../message/recall.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { validateExhibitReport } from '../../message/validate.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { depositsGivenAs, linksOfDeposit } from '../../store/exhibits/handedOver.ts'
import { type NewReport, insertReports, reportsOf } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { tellOfDeposits } from '../exhibits/tellOfDeposit.ts'
import type { Node } from '../node.ts'
import { exchangeLimits } from '../limits.ts'
import { noteInLog } from '../noteInLog.ts'

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
  const judged: Judged[] = []
  const outcomes: Told['reports'] = []
  for (const jws of reports) {
    const outcome = await judgeReport(node, peer, jws)
    if (outcome.ok) {
      const { digest, report, deposit } = outcome
      judged.push({ jws, digest, report, deposit })
      outcomes.push({ report: outcome.digest })
    } else {
      const digest = digestOf(jws)
      await noteInLog(node, { event: 'envelope.refused', peer: peer.state, digest, code: outcome.code })
      outcomes.push({ report: digest, code: outcome.code })
    }
  }
  await keep(node, peer.state, judged)
  return { what: 'exhibitReports', reports: outcomes }
}

async function judgeReport(node: Node, peer: TrustList, jws: string): Promise<Result<Omit<Judged, 'jws'>>> {
  const verified = await verify('exhibitReport', jws, peer, node.now(), node.trust.statusNow)
  if (!verified.ok) return verified
  const valid = validateExhibitReport(verified.value)
  if (!valid.ok) return valid
  const { report } = valid
  if (report.node !== peer.state) return refuse('SENDER_NOT_SIGNER', { pointer: '/node' })
  if (report.to !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })
  if (Math.floor(Date.parse(report.time) / 1000) * 1000 !== verified.signedAt.getTime())
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
  const about = await depositIn(node, report)
  if (!about.ok) return about
  const { deposit } = about
  const kept = (await reportsOf(node.db, deposit)).filter((one) => !one.own && one.peer_state === peer.state)
  // What is here already is answered as it was.
  const isFull = kept.length >= exchangeLimits.exhibits.reportsMax
  if (isFull && !kept.some(({ digest }) => digest === verified.digest))
    return refuse('EXHIBIT_REPORTS_TOO_MANY', { detail: deposit })
  return { ok: true, digest: verified.digest, report, deposit }
}

/** The file that was handed over between the two, and that a report is about. */
async function depositIn(node: Node, report: ExhibitReport): Promise<Result<{ deposit: string }>> {
  let stranger: Refusal = refuse('EXHIBIT_UNKNOWN', { pointer: '/deposit' })
  // One that was erased, and came anew, is another than it was.
  for (const row of await depositsGivenAs(node.db, report.state, report.deposit)) {
    const fault = await strangerIn(node, report, row)
    if (fault === null) return { ok: true, deposit: row.id }
    stranger = fault
  }
  return stranger
}

/** Why a report is not about this file; null where it is. */
async function strangerIn(
  node: Node,
  report: ExhibitReport,
  row: ExhibitDepositRow,
): Promise<Refusal | null> {
  const { state, sealed, sha256, messages, inReplyTo } = report
  const unknown = (pointer: string): Refusal => refuse('EXHIBIT_UNKNOWN', { pointer })
  // Of a file of this node, its receivers; of a file of the peer, the peer itself.
  if (state !== node.state && state !== report.node) return unknown('/state')
  const receiver = state === node.state ? report.node : node.state
  const links = (await linksOfDeposit(node.db, row.id)).filter(({ to_state }) => to_state === receiver)
  if (links.length === 0) return unknown('/deposit')
  const named = new Set(links.map(({ message }) => message))
  if (!messages.every((message) => named.has(message))) return unknown('/messages')
  if (sealed.sha256 !== row.sealed_sha256.toString('hex') || sealed.bytes !== row.sealed_bytes)
    return unknown('/sealed')
  if (sha256 !== undefined && sha256 !== row.sha256.toString('hex')) return unknown('/sha256')
  return inReplyTo === undefined || (await isOurs(node, row, report.node, inReplyTo))
    ? null
    : unknown('/inReplyTo')
}

async function isOurs(
  { db }: Pick<Node, 'db'>,
  { id }: ExhibitDepositRow,
  peer: string,
  digest: string,
): Promise<boolean> {
  const kept = await reportsOf(db, id)
  return kept.some((one) => one.own && one.peer_state === peer && one.digest === digest)
}

async function keep(node: Node, peer: string, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return
  const now = node.now()
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
      .map(({ digest, deposit, report: { sealed, event, code = 'whole' } }) => ({
        deposit,
        event: {
          event: 'exhibit.reported' as const,
          peer,
          digest: sealed.sha256,
          code,
          details: { deposit, event, report: digest },
        },
      }))
    if (told.length > 0) await tellOfDeposits(node, trx, told)
  })
  for (const { report, deposit } of judged)
    if (report.outcome === 'damaged')
      node.log.warn({ peer, deposit, code: report.code }, 'a peer tells that a file is damaged there')
}
