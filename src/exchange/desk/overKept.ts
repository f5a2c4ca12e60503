import { type OverPlace, listOver } from '../../store/keeping.ts'
import { keepingOf } from '../erasure/keeping.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { sayPlace } from '../review/terms.ts'
import { type CaseView, caseView } from './caseView.ts'
import { noteSeen } from './dayPages.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskNames, deskNames } from './names.ts'

/** A request that was kept for its time. */
export interface OverKept {
  readonly view: CaseView
  /** When it ended, and until when it had to be kept; RFC 3339. */
  readonly endedAt: string
  readonly until: string
}

/** A page of the requests of an authority whose time is over; plain data. */
export interface OverKeptPage {
  readonly names: DeskNames
  readonly requests: readonly OverKept[]
  /** Behind which place it goes on, as an address has it; null: it does not. */
  readonly next: string | null
}

/**
 * The requests of an authority that were kept for their time, are under no hold, and that nobody has erased: the longest over first, as
 * the job found them. Nothing is erased by being listed. That somebody has seen them is in the log before they are returned.
 */
export async function readOverKept(
  node: Node,
  reader: DeskReader,
  after: OverPlace | null,
): Promise<OverKeptPage> {
  const { authority } = reader
  const { listedMax } = exchangeLimits.keeping
  const now = node.now()
  const found = await listOver(node.db, authority, after, listedMax + 1)
  const requests = found.slice(0, listedMax).map((row): OverKept => {
    const { state } = openRecord(row)
    return {
      view: caseView(row, state, now),
      endedAt: (keepingOf(row, [])?.endedAt ?? row.updated_at).toISOString(),
      until: (row.keeping_over_at ?? now).toISOString(),
    }
  })
  const behind = after === null ? '' : `; after ${sayPlace(after)}`
  await noteSeen(
    node,
    reader,
    `retention: time over${behind}`,
    requests.map(({ view }) => view.request),
  )
  const last = found.length > listedMax ? requests.at(-1) : undefined
  return {
    names: deskNames(
      node,
      authority,
      requests.map(({ view }) => view),
      [],
    ),
    requests,
    next: last === undefined ? null : sayPlace({ at: new Date(last.until), id: last.view.request }),
  }
}
