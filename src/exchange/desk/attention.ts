import { readMarks } from '../../store/attention/readingMarks.ts'
import type { RequestRow } from '../../store/tables.ts'
import { type NamedPerson, namedPeople } from '../drafts/people.ts'
import type { Node } from '../node.ts'
import type { DeskReader } from './deskReader.ts'

/** Who has a request, and whether whoever looks has read it; plain data. */
export interface Attention {
  /** The other side has said something in it that this person has not opened. */
  readonly isUnread: boolean
  /** Null: nobody has it. */
  readonly assignee: NamedPerson | null
  /** Since when, RFC 3339; null: nobody has it. */
  readonly since: string | null
}

type HandledRow = Pick<RequestRow, 'id' | 'came_sequence' | 'assigned_to' | 'assigned_at'>

/** The same for each of these requests, by their ids. Two questions to the database, however many they are. */
export async function attentionOf(
  { db }: Pick<Node, 'db'>,
  { person }: Pick<DeskReader, 'person'>,
  rows: readonly HandledRow[],
): Promise<(request: string) => Attention> {
  const marks = await readMarks(
    db,
    person,
    rows.map(({ id }) => id),
  )
  const people = await namedPeople(
    db,
    rows.map(({ assigned_to }) => assigned_to),
  )
  const handled = new Map(
    rows.map(({ id, came_sequence, assigned_to, assigned_at }) => [
      id,
      {
        isUnread: came_sequence > (marks.get(id) ?? 0),
        assignee: assigned_to === null ? null : (people.get(assigned_to) ?? null),
        since: assigned_at?.toISOString() ?? null,
      },
    ]),
  )
  return (request) => handled.get(request) ?? nobodys
}

const nobodys: Attention = { isUnread: false, assignee: null, since: null }
