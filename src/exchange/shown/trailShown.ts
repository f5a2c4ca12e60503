import { type TrailAnswer, type TrailLine, trailMax } from '../readTrail.ts'
import { fromInWords } from './fromInWords.ts'
import type { Shown } from './shown.ts'

/** A page of the trail with the place at which the next one begins; null: there is none. */
export interface TrailShown extends Shown {
  readonly next: number | null
}

/** Entries of the log as `readTrail` gives them. */
export function trailShown({ lines, hints, waiting }: TrailAnswer): TrailShown {
  const last = lines.length === trailMax ? lines.at(-1) : undefined
  const next = last === undefined ? null : last.index + 1
  const { json: entries, table } = linesShown(lines)
  return { json: { entries, next, hints, waiting }, table, next }
}

/** Entries, one by one and as a table. */
export function linesShown(lines: readonly TrailLine[]) {
  return { json: lines.map(viewOf), table: [columns, ...lines.map(cellsOf)] }
}

function viewOf({ index, entry, request, actor, details, message, isErased }: TrailLine) {
  const { t, evt, peer, seq, code, count, msg, receipt, digest, issuer } = entry
  const said = {
    index,
    time: t,
    event: evt,
    peer,
    sequence: seq,
    type: message?.type,
    place: message?.place ?? undefined,
    code,
    count,
    message: msg,
    receipt,
    digest,
    issuer,
  }
  return { ...said, request, actor, details, erased: isErased }
}

const columns = [
  'index',
  'time',
  'event',
  'person',
  'role',
  'authority',
  'from',
  'reference',
  'request',
  'peer',
  'sequence',
  'type',
  'place',
  'code',
  'count',
  'message',
  'receipt',
  'digest',
  'issuer',
  'details',
  'erased',
]

function cellsOf({ index, entry, request, actor, details, message, isErased }: TrailLine): string[] {
  const { t, evt, peer, seq, code, count, msg, receipt, digest, issuer } = entry
  const who = [actor?.person, actor?.role, actor?.authority, fromInWords(actor)]
  const cells = [index, t, evt, ...who, request?.reference, request?.id]
  const more = [
    peer,
    seq,
    message?.type,
    message?.place ?? undefined,
    code,
    count,
    msg,
    receipt,
    digest,
    issuer,
  ]
  const last = [details === null ? undefined : JSON.stringify(details), isErased ? 'yes' : 'no']
  return [...cells, ...more, ...last].map((cell) => (cell === undefined ? '' : String(cell)))
}
