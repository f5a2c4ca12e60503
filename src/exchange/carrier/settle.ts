import { digestOf } from '../../envelope/digest.ts'
import { open } from '../../envelope/open.ts'
import { limits } from '../../message/limits.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findAsking } from '../../store/askings.ts'
import { append } from '../../store/audit.ts'
import { carrierLines, carrierNames, readCarrierFile } from '../../store/carriers/carrierFiles.ts'
import { type CarriedMessage, carriedMessages, findCarrier } from '../../store/carriers/carriers.ts'
import { inTransaction } from '../../store/failures.ts'
import { type Answered, settle } from '../answers.ts'
import { takeReports } from '../custody/takeReports.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { takeTrustLines } from './trustLines.ts'
import { manifestCharactersMax } from './manifest.ts'
import { unlessUnreadable } from './unreadable.ts'

/** Who brings a carrier back. */
export interface SettlingOrder {
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
}

/** The same, with what lets this process go by what has been taken of the trust lists of the peer. */
export interface BringingOrder extends SettlingOrder {
  readonly refreshTrust: () => Promise<void>
}

/** What the receipts on a carrier have come to. */
export interface SettledCarrier {
  readonly digest: string
  readonly peer: string
  /** Messages whose receipts are here now. */
  readonly settled: number
  /** Messages that are to be tried again, with how often each code was the reason. */
  readonly unsettled: number
  readonly codes: Readonly<Record<string, number>>
  /** Reports on files that came along and are kept. */
  readonly reports: number
}

const atOnce = 50
/** Reports that may be refused before the rest is left, and bytes of them that are looked at. */
const reportsRefusedMax = 20
const reportBytesMax = 1024 ** 3

/**
 * Takes the receipts in that a peer has put onto a carrier of this node: each is verified as if it had come over the network,
 * and settles the same. Refuses, as the log tells, with CARRIER_INCOMPLETE, CARRIER_DAMAGED (its disk fails),
 * CARRIER_UNKNOWN or PEER_UNKNOWN.
 */
export async function settleCarrier(
  node: Node,
  folder: string,
  order: BringingOrder,
): Promise<Result<SettledCarrier>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: 'carrier receipts' }
  return await refusalNoted(node, act, unlessUnreadable(settledBy(node, folder, order)))
}

async function settledBy(
  node: Node,
  folder: string,
  { person, authority, refreshTrust }: BringingOrder,
): Promise<Result<SettledCarrier>> {
  const jws = await readCarrierFile(folder, carrierNames.manifest, manifestCharactersMax)
  if (jws === null) return refuse('CARRIER_INCOMPLETE', { detail: `it has no ${carrierNames.manifest}` })
  const digest = digestOf(jws)
  const row = await findCarrier(node.db, digest)
  if (row?.own !== true || row.manifest !== jws) return refuse('CARRIER_UNKNOWN', { detail: digest })
  const { peer_state: peer } = row
  // Lists of revoked certificates live two days, and a disk is longer on its way: those of the peer come with its receipts.
  await takeTrustLines(node, peer, folder, carrierNames.receiptsTrust)
  await refreshTrust()
  const receipts = await settleLines(node, folder, { digest, peer })
  const reports = await takeReportLines(node, folder, peer)
  if (reports === null) return refuse('PEER_UNKNOWN', { detail: peer })
  const unsettled = Object.values(receipts.codes).reduce((total, count) => total + count, 0)
  await inTransaction(node.db, async (trx) => {
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'carrier.settled',
      actor: { person, role: 'officer', authority },
      peer,
      digest,
      count: receipts.settled,
      details: { reports, unsettled },
    })
    await append(trx, trail.audit())
  })
  return { ok: true, digest, peer, ...receipts, unsettled, reports }
}

async function settleLines(
  node: Node,
  folder: string,
  { digest, peer }: { readonly digest: string; readonly peer: string },
): Promise<{ settled: number; codes: Record<string, number> }> {
  const charactersMax = limits.envelopeCharactersMax
  const codes: Record<string, number> = {}
  let settled = 0
  let line = 0
  for await (const lines of carrierLines(folder, carrierNames.receipts, { charactersMax, atOnce })) {
    const messages = await carriedMessages(node.db, digest, line, lines.length)
    // Behind the last message nothing is a receipt.
    if (messages.length === 0) break
    const answered: Answered[] = []
    // Nobody knows when the peer has written them: they settle, unless it asks while this is done.
    const asking = await findAsking(node.db, peer)
    for (const message of messages) {
      // Of one whose receipt came another way there is nothing to settle.
      if (message.isReceipted) continue
      const sealed = lines[message.place - line - 1]
      if (sealed !== undefined)
        answered.push({ delivery: deliveryOf(message, peer, asking), line: await opened(node, sealed) })
    }
    const { unsettled, forgotten } = await settle(node, peer, answered)
    settled += answered.length - unsettled.length - forgotten.length
    const again = [...unsettled.map(({ code }) => code), ...forgotten.map(() => 'NODE_BUSY')]
    for (const code of again) codes[code] = (codes[code] ?? 0) + 1
    line += lines.length
  }
  return { settled, codes }
}

/** As far as settling asks for it: nobody has leased it, and nothing has failed. */
function deliveryOf(
  { digest, request }: CarriedMessage,
  peer: string,
  asking: string | null,
): Answered['delivery'] {
  return {
    digest,
    request,
    peer_state: peer,
    ordinal: 0,
    jwe: '',
    attempts: 0,
    first_failed_at: null,
    peer_failures: 0,
    circuit_opened_at: null,
    asking,
  }
}

/** What a line says; one that does not open stays as it is, and is refused as no receipt. */
async function opened(node: Node, line: string): Promise<string> {
  if (line.startsWith('{')) return line
  const receipt = await open(line, node.decryptionKeys, 'receipt')
  return receipt.ok ? receipt.jws : line
}

/** How many reports are kept; null where the peer is not known any more. */
async function takeReportLines(node: Node, folder: string, peer: string): Promise<number | null> {
  const charactersMax = limits.envelopeCharactersMax
  const list = node.trust.peer(peer)?.list
  if (list === undefined) return null
  let kept = 0
  let refused = 0
  const { reportsPerQuestionMax } = exchangeLimits.exhibits
  for await (const lines of carrierLines(folder, carrierNames.reports, {
    charactersMax,
    atOnce: reportsPerQuestionMax,
    bytesMax: reportBytesMax,
  })) {
    const reports: string[] = []
    for (const line of lines) {
      const report = await open(line, node.decryptionKeys, 'exhibitReport')
      if (report.ok) reports.push(report.jws)
      else refused += 1
    }
    const told = await takeReports(node, list, { what: 'exhibitReports', reports })
    const refusedNow = told.reports.filter(({ code }) => code !== undefined).length
    kept += told.reports.length - refusedNow
    refused += refusedNow
    // Anybody may have written them, and the log tells of each that is refused.
    if (refused >= reportsRefusedMax) break
  }
  return kept
}
