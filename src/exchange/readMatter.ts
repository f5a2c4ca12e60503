import type { EnclosedMessage } from '../message/generated/types.ts'
import { listShown } from '../store/entrusted.ts'
import { findRequestsOf } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import { type Enclosure, enclosedIn, openEnclosure } from './enclosures.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import type { Reader } from './reader.ts'
import { scopeOf } from './scopeOf.ts'
import { messageIn } from './stored.ts'

/** A message of another record, and by which message of a record of ours it was shown to us. */
export interface Shown {
  readonly request: string
  readonly sequence: number
  readonly why: EnclosedMessage['why']
  /** Null where it does not hold any more: what was learnt of its State since then speaks against it. */
  readonly enclosure: Enclosure | null
}

/** What one authority sees of an affair. */
export interface ReadMatter {
  /** Null where only something was shown, and no matter is named. */
  readonly matter: string | null
  /** Its own records of the matter, that of the case among them. */
  readonly records: readonly RequestRow[]
  /** What the others have shown it of theirs, because it needed to know. */
  readonly shown: readonly Shown[]
}

/**
 * The affair that a case belongs to, as the authority of the case sees it: its own records, and what was shown in them of
 * records of others. Null where the case belongs to none. That it was seen is in the log before it is returned.
 */
export async function readMatter(
  node: Node,
  { id, matter, own_authority: authority }: RequestRow,
  reader: Reader,
): Promise<ReadMatter | null> {
  const found = await findRequestsOf(node.db, [id], matter === null ? [] : [matter])
  const records = found.filter(({ own_authority }) => own_authority === authority)
  const shown = await shownIn(
    node,
    records.map((record) => record.id),
  )
  if (matter === null && shown.length === 0) return null
  await noteInLog(node, {
    event: 'case.listed',
    actor: { ...reader, authority },
    count: records.length,
    details: {
      query: matter === null ? 'what was shown' : `matter ${matter}`,
      scope: scopeOf(records.map((record) => record.id)),
    },
  })
  return { matter, records, shown }
}

async function shownIn(node: Node, requests: readonly string[]): Promise<Shown[]> {
  const shown: Shown[] = []
  const now = node.now()
  for (const row of await listShown(node.db, requests)) {
    const enclosed = enclosedIn(messageIn(row))[Number(row.name)]
    if (enclosed === undefined) continue
    const opened = await openEnclosure(node, enclosed, now)
    const enclosure = opened.ok ? opened.enclosure : null
    shown.push({ request: row.request, sequence: row.sequence, why: enclosed.why, enclosure })
  }
  return shown
}
