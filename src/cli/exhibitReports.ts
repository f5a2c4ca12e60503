import type { ExhibitReportRow } from '../store/exhibits/exhibitTables.ts'

/** As `QA: whole there` or `QA: damaged there (EXHIBIT_DAMAGED) 2027-05-03T…`. */
export function reportInWords({ peer_state, outcome, code, found_at }: ExhibitReportRow): string {
  const why = code === null ? '' : ` (${code})`
  return `${peer_state}: ${outcome} there${why} ${found_at.toISOString()}`
}
