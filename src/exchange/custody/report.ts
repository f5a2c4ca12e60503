import { sign } from '../../envelope/sign.ts'
import type { ExhibitReport } from '../../message/generated/types.ts'
import { linksOfDeposit, linksOfDeposits } from '../../store/exhibits/handedOver.ts'
import type {
  ExhibitDepositRow,
  ExhibitLinkRow,
  ExhibitReportRow,
} from '../../store/exhibits/exhibitTables.ts'
import type { NewReport } from '../../store/exhibits/reports.ts'
import { certificateDigest } from '../../trust/certificate.ts'
import { uuidV7 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { jwsPayload } from '../stored.ts'

/** How a file was found. */
export interface FoundSo {
  readonly event: ExhibitReport['event']
  readonly outcome: ExhibitReport['outcome']
  /** Why it is damaged, or waits; null: it is neither. */
  readonly code: string | null
  /** Of the clear file as it was hashed for it, hex; null: it was not. */
  readonly sha256: string | null
  /** Digest of the report of the peer that this one answers. */
  readonly inReplyTo?: string
}

/** Messages that a report names at most; the schema has the same bound. */
const messagesMax = 100

/** The States between which a file was handed over: its giver where it came from elsewhere, else those to which it went. */
export async function sharersOf(
  { db, state }: Pick<Node, 'db' | 'state'>,
  { id, state: giver }: Pick<ExhibitDepositRow, 'id' | 'state'>,
): Promise<readonly string[]> {
  if (giver !== state) return [giver]
  const links = await linksOfDeposit(db, id)
  return [...new Set(links.map(({ to_state }) => to_state))].sort()
}

type Reported = Pick<ExhibitDepositRow, 'id' | 'given_id' | 'state' | 'sealed_sha256' | 'sealed_bytes'>

/** Signs reports for peers on files that lie between them and this node. Each counts only once it is kept. */
export async function reportsFor(
  node: Node,
  asked: readonly { readonly peer: string; readonly deposit: Reported; readonly found: FoundSo }[],
): Promise<NewReport[]> {
  const links = await linksOfDeposits(
    node.db,
    asked.map(({ deposit }) => deposit.id),
  )
  return await Promise.all(
    asked.map(({ peer, deposit, found }) =>
      signReport(node, peer, deposit, found, links.get(deposit.id) ?? []),
    ),
  )
}

async function signReport(
  node: Node,
  peer: string,
  deposit: Reported,
  { event, outcome, code, sha256, inReplyTo }: FoundSo,
  linksOf: readonly ExhibitLinkRow[],
): Promise<NewReport> {
  const now = node.now()
  // To a receiver only the messages that went to it.
  const to = deposit.state === node.state ? peer : node.state
  const links = linksOf.filter(({ to_state }) => to_state === to)
  const report: ExhibitReport = {
    v: 1,
    id: uuidV7(now, node.random(10)),
    node: node.state,
    to: peer,
    time: now.toISOString(),
    event,
    state: deposit.state,
    deposit: deposit.given_id,
    sealed: { bytes: deposit.sealed_bytes, sha256: deposit.sealed_sha256.toString('hex') },
    outcome,
    ...(code === null ? {} : { code }),
    ...(sha256 === null ? {} : { sha256 }),
    messages: links.slice(0, messagesMax).map(({ message }) => message),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  }
  const { jws, digest } = await sign('exhibitReport', report, node.signer, now)
  return {
    digest,
    deposit: deposit.id,
    peer_state: peer,
    own: true,
    report: jws,
    event,
    outcome,
    code,
    in_reply_to: inReplyTo ?? null,
    found_at: now,
    kept_at: now,
    due_at: node.machineNow(),
  }
}

/** The same report under the key that signs now, where another had signed it; null where it has the same. */
export async function signedAnew(
  node: Pick<Node, 'signer' | 'now' | 'machineNow' | 'random'>,
  row: ExhibitReportRow,
): Promise<NewReport | null> {
  const [header = ''] = row.report.split('.')
  const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { 'x5t#S256'?: string }
  const signer = Buffer.from(certificateDigest(node.signer.certificate), 'hex').toString('base64url')
  if (said['x5t#S256'] === signer) return null
  const now = node.now()
  const report: ExhibitReport = {
    ...(jwsPayload(row.report) as ExhibitReport),
    id: uuidV7(now, node.random(10)),
    // A report is of the time of its signature; when the file was found so, the log has told.
    time: now.toISOString(),
  }
  const { jws, digest } = await sign('exhibitReport', report, node.signer, now)
  const { deposit, peer_state, event, outcome, code, in_reply_to, found_at } = row
  const same = { deposit, peer_state, own: true, event, outcome, code, in_reply_to, found_at }
  return { ...same, digest, report: jws, kept_at: now, due_at: node.machineNow() }
}
