import type { BareRefusal, Unreasoned, UnreasonedLine } from '../review/readUnreasoned.ts'
import type { Shown } from './shown.ts'

/** Refusals without reasons: those of authorities first, then those of this node by code alone. */
export function unreasonedShown({ lines, next, erased, hints, bare, isBareCutOff }: Unreasoned): Shown {
  return {
    json: { refusals: lines, next, erased, hints, byCodeAlone: bare, byCodeAloneCutOff: isBareCutOff },
    table: [columns, ...lines.map(cellsOf), ...bare.map(bareCells)],
  }
}

const columns = [
  'at',
  'reference',
  'request',
  'peer',
  'bySide',
  'byState',
  'message',
  'sequence',
  'measure',
  'outcome',
  'extent',
  'grounds',
  'lack',
  'reasonsCameAt',
  'reasonsCameInMessage',
]

function cellsOf({
  request,
  by,
  message,
  measure,
  outcome,
  extent,
  grounds,
  lack,
  reasonsCame,
}: UnreasonedLine) {
  const about = [message.at, request.reference, request.id, request.peer, by.side, by.state]
  const what = [
    message.type,
    String(message.sequence),
    measure ?? '',
    outcome ?? '',
    extent,
    grounds.join(' '),
  ]
  return [
    ...about,
    ...what,
    lack,
    reasonsCame?.at ?? '',
    reasonsCame === null ? '' : String(reasonsCame.sequence),
  ]
}

function bareCells({ at, peer, code, request, message }: BareRefusal): string[] {
  return [
    at,
    '',
    request ?? '',
    peer ?? '',
    '',
    '',
    message ?? '',
    '',
    '',
    '',
    'message',
    code,
    'codeAlone',
    '',
    '',
  ]
}
