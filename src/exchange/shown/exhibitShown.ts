import type { DepositWithoutKey } from '../../store/exhibits/deposits.ts'
import type { ExhibitReportRow } from '../../store/exhibits/exhibitTables.ts'
import type { ReadCustody } from '../custody/readCustody.ts'
import type { Coming } from '../exhibits/coming.ts'

/** A file as plain JSON. */
export interface ExhibitView {
  readonly deposit: string
  /** The code of why it waits or is damaged; null: it does not, and is not. */
  readonly refusal: string | null
  /** What each peer to which it went has told of it last, by State. */
  readonly reported: readonly ReportView[]
  readonly [member: string]: unknown
}

/** What a peer has told of a file, as plain JSON. */
export interface ReportView {
  readonly outcome: string
  /** Why it waits there, or what is wrong with it. */
  readonly code: string | null
  readonly [member: string]: unknown
}

/** A file of this node as plain JSON: what it is, how far it has come, and what peers have told of it. */
export function exhibitView(
  row: DepositWithoutKey,
  coming: Coming | undefined,
  reports: readonly ExhibitReportRow[] = [],
): ExhibitView {
  return {
    deposit: row.id,
    state: row.state,
    status: row.status,
    refusal: row.refusal,
    ...coming,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256.toString('hex'),
    takenAt: row.taken_at,
    person: row.person,
    checkedAt: row.checked_at,
    derivedFrom: row.derived_from,
    scan: row.scan === null ? null : (JSON.parse(row.scan) as object),
    reported: reports.map(reportView),
  }
}

/** What a peer has told of a file, as plain JSON. */
export function reportView({
  peer_state,
  event,
  outcome,
  code,
  found_at,
  digest,
}: ExhibitReportRow): ReportView {
  return { state: peer_state, event, outcome, code, at: found_at, report: digest }
}

/** A chain of custody as plain JSON. */
export function custodyView({ row, links, findings, acceptance, handling }: ReadCustody): object {
  return {
    deposit: row.id,
    state: row.state,
    name: row.name,
    status: row.status,
    sha256: row.sha256.toString('hex'),
    derivedFrom: row.derived_from,
    handling,
    links,
    findings,
    acceptance,
  }
}
