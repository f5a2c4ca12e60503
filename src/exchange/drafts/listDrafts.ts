import type { Text } from '../../message/generated/types.ts'
import {
  type ListedDraft,
  listOpenDrafts,
  listOpenDraftsAbout,
  listSubmittedDrafts,
} from '../../store/drafts/drafts.ts'
import { findRequest } from '../../store/requests.ts'
import { authorityNames, timeZoneOf } from '../letterReading.ts'
import { exchangeLimits } from '../limits.ts'
import { stateOf } from '../../message/stateOf.ts'
import type { Node } from '../node.ts'
import type { DeskPerson } from '../people/person.ts'
import { giversFor, secondPerson } from './delegations.ts'
import { type NamedPerson, namedPeople } from './people.ts'

/** A draft in a list: without its words. */
export interface DraftLine {
  readonly id: string
  readonly type: string
  readonly request: string
  readonly reference: string
  readonly to: string
  readonly stage: ListedDraft['stage']
  readonly since: string
  /** When the first thing in its request runs out, where it waits for an approval; null: nothing does. */
  readonly ends: string | null
  readonly author: NamedPerson | null
  /** The system that began it, by the name of its token; null: a person did. */
  readonly system: string | null
  readonly reason: string | null
  readonly refusal: string | null
}

/** The same, and whether whoever looks has written on it. */
interface SeenLine extends DraftLine {
  readonly isMine: boolean
}

/** The drafts of an authority as somebody of it sees them, those that wait longest first. */
export interface DeskDrafts {
  readonly names: { readonly timeZone: string; readonly authorities: ReadonlyMap<string, Text> }
  /** Whether this person may approve anything, in their own right or in the place of another. */
  readonly mayApprove: boolean
  /** What waits for the approval of this person; what runs out first is first, then what waits longest. */
  readonly toApprove: readonly DraftLine[]
  /** What came back to this person. */
  readonly returned: readonly DraftLine[]
  /** What else this person has written on. */
  readonly mine: readonly DraftLine[]
  /** What only others have written on, and what this person cannot approve. */
  readonly others: readonly DraftLine[]
  /** Whether there are more than were looked at. */
  readonly hasMore: boolean
}

/** The drafts of this person's authority that have not ended. */
export async function listDrafts(node: Node, person: DeskPerson): Promise<DeskDrafts> {
  const { listedMax, ofAuthorityMax } = exchangeLimits.drafts
  const { authority } = person
  const open = await listOpenDrafts(node.db, authority, listedMax)
  // All of them: what waits for somebody is not hidden behind what others are writing.
  const submitted = await listSubmittedDrafts(node.db, authority, ofAuthorityMax)
  const rows = [...open.filter(({ stage }) => stage !== 'submitted'), ...submitted]
  const people = await namedPeople(
    node.db,
    rows.map(({ author }) => author),
  )
  const lines = rows.map((row): SeenLine => ({
    ...lineOf(row, people),
    isMine: row.editors.includes(person.id),
  }))
  const givers = await giversFor(node, person)
  const approvable = new Set(
    rows.filter((row) => secondPerson(row, person, givers) !== null).map(({ id }) => id),
  )
  const isToApprove = ({ stage, id }: DraftLine): boolean => stage === 'submitted' && approvable.has(id)
  const isReturned = ({ stage, isMine }: SeenLine): boolean => stage === 'returned' && isMine
  return {
    names: namesOf(
      node,
      authority,
      rows.map((row) => row.to_authority),
    ),
    mayApprove: givers.length > 0 || person.roles.includes('approver'),
    toApprove: lines.filter(isToApprove).sort(firstEndFirst),
    returned: lines.filter(isReturned),
    mine: lines.filter((line) => line.isMine && !isReturned(line)),
    others: lines.filter((line) => !line.isMine && !isToApprove(line)),
    hasMore: open.length === listedMax,
  }
}

/** What has no end comes behind everything that has one; the order of two that end together stays. */
function firstEndFirst({ ends: one }: DraftLine, { ends: other }: DraftLine): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return Date.parse(one) - Date.parse(other)
}

/** The drafts of this authority about one request that have not ended, the one changed longest ago first. */
export async function listDraftsAbout(
  { db }: Pick<Node, 'db'>,
  request: string,
  authority: string,
): Promise<readonly DraftLine[]> {
  const rows = await listOpenDraftsAbout(db, request, authority, exchangeLimits.drafts.listedMax)
  const people = await namedPeople(
    db,
    rows.map(({ author }) => author),
  )
  return rows.map((row) => lineOf(row, people))
}

/** The drafts of one request that have not ended, with what puts them into words. */
export interface OpenDrafts {
  readonly request: string
  readonly reference: string
  readonly names: DeskDrafts['names']
  readonly drafts: readonly DraftLine[]
}

/** The drafts of this person's authority about one of its requests, or null where the request is of another. */
export async function openDrafts(
  node: Node,
  request: string,
  { authority }: Pick<DeskPerson, 'authority'>,
): Promise<OpenDrafts | null> {
  const row = await findRequest(node.db, request)
  if (row?.own_authority !== authority) return null
  return {
    request,
    reference: row.reference,
    names: namesOf(node, authority, [row.counterpart_authority]),
    drafts: await listDraftsAbout(node, request, authority),
  }
}

function namesOf(node: Node, authority: string, others: readonly string[]): DeskDrafts['names'] {
  return {
    timeZone: timeZoneOf(node, authority),
    authorities: authorityNames(node, [authority, ...others].map(stateOf)),
  }
}

function lineOf(
  row: ListedDraft & { readonly due_at?: Date | null },
  people: ReadonlyMap<string, NamedPerson>,
): DraftLine {
  return {
    id: row.id,
    type: row.type,
    request: row.request,
    reference: row.reference,
    to: row.to_authority,
    stage: row.stage,
    since: row.changed_at.toISOString(),
    ends: row.due_at?.toISOString() ?? null,
    author: people.get(row.author) ?? null,
    system: row.system,
    reason: row.reason,
    refusal: row.refusal,
  }
}
