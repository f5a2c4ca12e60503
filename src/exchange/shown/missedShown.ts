import type { MissedLine } from '../review/readMissed.ts'
import type { ReviewPage } from '../review/review.ts'
import type { Shown } from './shown.ts'

/** Deadlines that were missed. */
export function missedShown({ lines, next, erased, hints }: ReviewPage<MissedLine>): Shown {
  return { json: { missed: lines, next, erased, hints }, table: [columns, ...lines.map(cellsOf)] }
}

const columns = [
  'reference',
  'request',
  'peer',
  'measure',
  'kind',
  'clock',
  'mark',
  'title',
  'legal',
  'source',
  'started',
  'ended',
  'owedBySide',
  'owedByState',
  'lateHours',
  'settled',
  'settledAt',
  'settledCameAt',
  'settledByState',
  'settledByMessage',
  'logIndex',
]

function cellsOf(line: MissedLine): string[] {
  const { request, measure, clock, mark, title, kind, source, started, ends, owedBy, settled, noted } = line
  const sides = owedBy.map(({ side }) => side).join(' ')
  const states = owedBy.map(({ state }) => state).join(' ')
  const about = [request.reference, request.id, request.peer, measure.id, measure.kind]
  const deadline = [clock, mark, title, kind, source, started ?? '', ends, sides, states, hoursOf(line)]
  const settling =
    settled === null
      ? ['no', '', '', '', '']
      : [settled.how, settled.at, settled.came, settled.by.state, `${settled.sequence} ${settled.type}`]
  return [...about, ...deadline, ...settling, noted === null ? '' : String(noted)]
}

/** By how much, in hours. */
export function hoursOf({ lateByMs }: MissedLine): string {
  return (lateByMs / 3_600_000).toFixed(1)
}
