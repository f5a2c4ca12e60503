import type { ExhibitReportRow } from '../store/exhibits/exhibitTables.ts'
import { whyThereInWords } from './whyInWords.ts'

/** As `QA: whole there`, `QA: damaged there (EXHIBIT_DAMAGED) 2027-05-03T…`, or `QA: waiting there (EXHIBIT_NO_SPACE: …) 2027-05-03T…`. */
export function reportInWords({ peer_state, outcome, code, found_at }: ExhibitReportRow): string {
  const why = code === null ? '' : ` ${outcome === 'waiting' ? whyThereInWords(code) : `(${code})`}`
  return `${peer_state}: ${outcome} there${why} ${found_at.toISOString()}`
}
