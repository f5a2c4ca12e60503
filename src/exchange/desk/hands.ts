import { listSentDrafts, wasSubmittedBySystem } from '../../store/drafts/drafts.ts'
import { type NamedPerson, namedPeople } from '../drafts/people.ts'
import { subjectOf } from '../../audit/entry.ts'
import type { Actor } from '../../audit/events.ts'
import { listSending } from '../../store/timeline.ts'
import type { MessageRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'

/** The people behind an own message. */
export interface Hands {
  readonly author: NamedPerson | null
  /** The system that wrote it, for which the author answers; null: the author did. */
  readonly system: string | null
  /** Who changed it beside the author, at the desk. */
  readonly editors: readonly (NamedPerson | null)[]
  /** Who gave it to be approved, or sent it where it binds nobody, and when. */
  readonly submitter: NamedPerson | null
  readonly submittedAt: string | null
  /** Null: it binds nobody, and one person has sent it. */
  readonly approver: NamedPerson | null
  readonly approvedAt: string | null
  /** In whose place it was approved; null: in nobody's. */
  readonly onBehalfOf: NamedPerson | null
  /** Digest of the words that were let go (SHA-256 in hex), as whoever let them go saw it; null: it is not kept, or they were erased. */
  readonly words: string | null
}

/** Who wrote and who approved these messages of a request, as far as they were drafted at this desk. */
export async function handsOf(
  { db }: Node,
  request: string,
  messages: readonly string[],
): Promise<ReadonlyMap<string, Hands>> {
  const sent = await listSentDrafts(db, request, messages)
  const people = await namedPeople(
    db,
    sent.flatMap(({ author, editors, submitted_by, approver, on_behalf_of }) => [
      ...[author, ...editors, submitted_by, approver, on_behalf_of],
    ]),
  )
  const named = (id: string | null): NamedPerson | null => (id === null ? null : (people.get(id) ?? null))
  return new Map(
    sent.map((draft) => [
      draft.message ?? '',
      {
        author: named(draft.author),
        system: draft.system,
        editors: draft.editors.filter((id) => id !== draft.author).map(named),
        submitter: named(draft.submitted_by),
        submittedAt: draft.submitted_at?.toISOString() ?? null,
        approver: named(draft.approver),
        approvedAt: draft.approved_at?.toISOString() ?? null,
        onBehalfOf: named(draft.on_behalf_of),
        words: draft.digest,
      },
    ]),
  )
}

/** Who is behind a message, as far as this node knows. */
export interface Behind {
  /** Null: it was not drafted at this desk. */
  readonly hands: Hands | null
  /** Whether its submitter did not do it at the desk, but the system for which they answer. */
  readonly isBySystem: boolean
  /** Who sent it, and who approved it, as the log of this node tells; null: it does not. */
  readonly sent: Actor | null
  readonly approved: Actor | null
  /** The person whom the message itself names as whoever asks; null: it names nobody. */
  readonly named: string | null
}

/** Who is behind a message: of an own one by its draft, else by the log; of one of the other side by its own words. */
export async function behind(node: Node, row: MessageRow): Promise<Behind> {
  const { id, request, digest, direction } = row
  const found = (await handsOf(node, request, [id])).get(id) ?? null
  // Short words that were erased could be found again by their digest.
  const hands = found !== null && isErased(row) ? { ...found, words: null } : found
  const isToldByLog = direction === 'sent' && hands === null
  const logged = isToldByLog ? await listSending(node.db, subjectOf(request), digest) : []
  const actorOf = (event: 'message.sent' | 'decision.approved'): Actor | null => {
    const item = logged.find(({ entry }) => (JSON.parse(entry) as { evt: string }).evt === event)
    return item?.actor == null ? null : (JSON.parse(item.actor) as Actor)
  }
  return {
    hands,
    isBySystem: hands?.system != null && (await wasSubmittedBySystem(node.db, request, id)),
    sent: actorOf('message.sent'),
    approved: actorOf('decision.approved'),
    named: isErased(row) ? null : namedIn(row),
  }
}

function namedIn(row: MessageRow): string | null {
  const message = messageIn(row)
  return message.type === 'request' ? message.body.requestingAuthority.officer : null
}
