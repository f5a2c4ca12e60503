import { type Facts, type Finding, type Report, bundleLimits, severities } from './report.ts'

/** The findings of a run: those that are listed, the first of the gravest, and how many there are. */
export interface Found {
  readonly listed: readonly Finding[]
  /** Null: there is none. */
  readonly first: Finding | null
  readonly count: number
}

/**
 * Takes findings as they are made, and keeps no more than a report lists: a file of tens of millions of wrong lines would fill the
 * memory with them, and there would be no verdict at all.
 */
export class Findings implements Found {
  readonly listed: Finding[] = []
  first: Finding | null = null
  count = 0

  add(finding: Finding): void {
    this.count += 1
    if (this.first === null || severities[finding.severity] > severities[this.first.severity])
      this.first = finding
    if (this.listed.length < bundleLimits.findingsMax) this.listed.push(finding)
  }
}

/** Puts the report together from all findings, in the order in which they were made. */
export function reportOf(
  { listed, first, count }: Found,
  facts: readonly Facts[],
  { compared, begin }: Pick<Report, 'compared' | 'begin'>,
): Report {
  const exit = exitOf(first)
  return { exit, first, findings: listed, more: count - listed.length, facts, compared, begin }
}

/** A report with findings that were made after it. */
export function withMore(report: Report, { listed, first, count }: Found): Report {
  const findings = [...report.findings, ...listed].slice(0, bundleLimits.findingsMax)
  return {
    ...report,
    exit: Math.max(report.exit, exitOf(first)),
    first: exitOf(first) > report.exit ? first : report.first,
    findings,
    more: report.more + report.findings.length + count - findings.length,
  }
}

function exitOf(gravest: Finding | null): number {
  return gravest === null ? 0 : severities[gravest.severity]
}
