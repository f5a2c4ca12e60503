import { endingBefore } from '../../store/measured.ts'
import type { RequestRow } from '../../store/tables.ts'
import { owedIn } from '../../workflow/owed.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { measuringLimits } from './measuringLimits.ts'

/** Deadlines that stand, by who owes, by what it follows from, and by whether they have passed; nothing of a request. */
export interface CountedDeadlines {
  readonly counts: readonly DeadlineCount[]
  /** There are more records than were looked at. */
  readonly isMore: boolean
}

export interface DeadlineCount {
  /** `both`: it is not known which of the two, or both. */
  readonly side: 'ours' | 'theirs' | 'both'
  readonly kind: 'legal' | 'soft'
  readonly standing: 'atRisk' | 'missed'
  readonly count: number
}

/** Counts what ends soon or has ended and was not done, in the records of this node: the first to end of so many. */
export async function countDeadlines({ db, trust, now }: Node): Promise<CountedDeadlines> {
  const at = now()
  const before = new Date(at.getTime() + measuringLimits.riskMs)
  const authorities = trust.own().list.authorities.map(({ id }) => id)
  const rows = await endingBefore(db, authorities, before, measuringLimits.recordsMax + 1)
  const counts = new Map<string, DeadlineCount>()
  for (const one of rows.slice(0, measuringLimits.recordsMax).flatMap((row) => endingIn(row, at, before))) {
    const key = Object.values(one).join(' ')
    counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return { counts: [...counts.values()], isMore: rows.length > measuringLimits.recordsMax }
}

function endingIn(row: RequestRow, at: Date, before: Date): Omit<DeadlineCount, 'count'>[] {
  const { state } = openRecord(row)
  return (state?.measures ?? [])
    .flatMap((measure) => owedIn(measure, at))
    .filter(({ ends }) => Date.parse(ends) < before.getTime())
    .map(({ kind, ends, owedBy }) => ({
      side: owedBy.length > 1 ? 'both' : owedBy.includes(row.side) ? 'ours' : 'theirs',
      kind,
      standing: Date.parse(ends) < at.getTime() ? 'missed' : 'atRisk',
    }))
}
