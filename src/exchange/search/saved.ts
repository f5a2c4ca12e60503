import { type Result, refuse } from '../../message/refusal.ts'
import type { AuditEvent } from '../../audit/auditEvent.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockPerson } from '../../store/people/people.ts'
import { deleteSavedSearch, insertSavedSearch, listSavedSearches } from '../../store/search/savedSearches.ts'
import type { SearchPlace } from '../../store/search/searchTables.ts'
import { uuidV4 } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { DeskPerson } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/** What a person looks for again and again. */
export interface SavedSearch {
  readonly id: string
  readonly name: string
  readonly place: SearchPlace
  /** As it stands in the address of the page. Following it is a search like any other, in the log with what it finds. */
  readonly query: string
}

/** What a person wants to save. */
export interface SavingOrder {
  readonly name: string
  readonly place: SearchPlace
  /** Read before, as the page reads it. */
  readonly query: string
}

/** What people have saved, each for themselves. It saves what was asked: what is found is what they may see when they ask. */
export interface SavedSearches {
  /** Those that they may follow: the trail is for auditors. */
  readonly list: (person: DeskPerson) => Promise<readonly SavedSearch[]>
  /** Refuses as `saveSearch`. */
  readonly save: (order: SavingOrder, by: Acting) => Promise<Result<object>>
  /** Tells where it was asked. Refuses with SEARCH_UNKNOWN or NODE_ROLLED_BACK. */
  readonly drop: (id: string, by: Acting) => Promise<Result<{ readonly place: SearchPlace }>>
}

/** @param noted - called when the log has been told of a change */
export function savedSearches(node: Node, noted: () => void): SavedSearches {
  const told = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    noted()
    return given
  }
  return {
    list: async (person) =>
      (await listSavedSearches(node.db, person.id))
        .filter(({ place }) => mayAskAt(place, person))
        .map(({ id, name, place, query }) => ({ id, name, place, query })),
    save: (order, by) => told(saveSearch(node, order, by)),
    drop: (id, by) => told(dropSearch(node, id, by)),
  }
}

/** Whether somebody can ask there at all. */
export function mayAskAt(place: SearchPlace, { roles }: Pick<DeskPerson, 'roles'>): boolean {
  return place !== 'trail' || roles.includes('auditor')
}

/**
 * Saves what a person looks for. Refuses with SEARCH_NAME_INVALID, SEARCH_EXISTS where they have one of this name,
 * SEARCHES_TOO_MANY, FORM_MEMBER_INVALID where the question is too long, or NODE_ROLLED_BACK.
 */
export async function saveSearch(
  node: Node,
  { name: given, place, query }: SavingOrder,
  { person, address }: Acting,
): Promise<Result<object>> {
  const { savedMax, savedNameCharactersMax, savedQueryBytesMax } = exchangeLimits.search
  const name = given.normalize('NFC').trim()
  const isName = name !== '' && name.length <= savedNameCharactersMax && !/[\p{Cc}\p{Cs}]/u.test(name)
  if (!isName) return refuse('SEARCH_NAME_INVALID', { pointer: '/name' })
  if (Buffer.byteLength(query) > savedQueryBytesMax)
    return refuse('FORM_MEMBER_INVALID', { pointer: '/query' })
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    // One at a time of one person: two forms that are sent at once are counted one after the other.
    await lockPerson(trx, person.signInName)
    const others = await listSavedSearches(trx, person.id)
    if (others.some((one) => one.name === name)) return refuse('SEARCH_EXISTS', { pointer: '/name' })
    if (others.length >= savedMax) return refuse('SEARCHES_TOO_MANY')
    const id = uuidV4(node.random(16))
    await insertSavedSearch(trx, { id, person: person.id, place, name, query, made_at: node.machineNow() })
    await note(node, trx, {
      event: 'search.saved',
      actor: actorOf(person, address),
      details: { name, query: `${place} ${query}`, search: id },
    })
    return { ok: true }
  })
}

async function dropSearch(
  node: Node,
  id: string,
  { person, address }: Acting,
): Promise<Result<{ readonly place: SearchPlace }>> {
  return await inTransaction(node.db, async (trx): Promise<Result<{ readonly place: SearchPlace }>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const gone = await deleteSavedSearch(trx, id, person.id)
    if (gone === null) return refuse('SEARCH_UNKNOWN')
    const actor = actorOf(person, address)
    await note(node, trx, { event: 'search.dropped', actor, details: { name: gone.name, search: id } })
    return { ok: true, place: gone.place }
  })
}

async function note(node: Node, trx: Trx, event: AuditEvent): Promise<void> {
  const trail = await openTrail(node, trx, [], node.now())
  trail.add(event)
  await append(trx, trail.audit())
}
