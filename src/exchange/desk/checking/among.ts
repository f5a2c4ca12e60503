import { findRequestsOf } from '../../../store/requests.ts'
import type { Node } from '../../node.ts'
import { noteInLog } from '../../noteInLog.ts'
import { openRecord } from '../../records.ts'
import { scopeOf } from '../../scopeOf.ts'
import { type CaseView, caseView } from '../caseView.ts'
import type { DeskReader } from '../deskReader.ts'
import { type DeskNames, deskNames } from '../names.ts'

/** Requests that are called by one name, among which somebody chooses. */
export interface Among {
  readonly names: DeskNames
  readonly cases: readonly CaseView[]
}

/** Those of the reader's authority with these ids, the last opened first. Who was shown them is in the log before they are returned. */
export async function requestsAmong(
  node: Node,
  reader: DeskReader,
  name: string,
  ids: readonly string[],
): Promise<Among> {
  const { authority } = reader
  const now = node.now()
  const rows = (await findRequestsOf(node.db, ids, [])).filter((row) => row.own_authority === authority)
  const cases = rows
    .map((row) => caseView(row, openRecord(row).state, now))
    .sort((one, other) => Date.parse(other.openedAt) - Date.parse(one.openedAt))
  await noteInLog(node, {
    event: 'case.listed',
    actor: reader,
    count: cases.length,
    details: { query: ['references', name].join('; '), scope: scopeOf(rows.map(({ id }) => id)) },
  })
  return { names: deskNames(node, authority, cases), cases }
}
