import type { Envelope } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { lockDraftFilesNamed } from '../../store/drafts/draftFiles.ts'
import { lockOwnDeposits } from '../../store/exhibits/depositLocks.ts'
import { announcementIn } from '../exhibits/announcement.ts'
import { withWhatIsKnown } from '../exhibits/knownOfFiles.ts'
import { isUuid } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { Draft } from '../send.ts'

type Exhibit = Envelope['exhibits'][number]

/** A file of this node that a system wants handed over. */
export interface HandedFile {
  /** That it gets in the message. */
  readonly id: string
  /** Of this authority, and whole. */
  readonly deposit: string
  readonly title?: Exhibit['title']
}

/** What a system wants handed over: a file of this node, or one of which the message only tells. */
export type WantedFile = HandedFile | Omit<Exhibit, 'sealed'>

/** What is said with files. */
interface Words {
  readonly body: JsonObject
  readonly exhibits: Draft['exhibits']
}

/**
 * What is said, with each file of this node announced as it lies here, and what is known of it in the body: as where a person adds it to a
 * draft at the desk. Nobody destroys one of them until the transaction ends. Whoever writes a draft knows no key of a file. Refuses
 * with DRAFT_FILES_TOO_MANY, EXHIBIT_UNKNOWN where the authority has none of that id, EXHIBIT_NOT_WHOLE or EXHIBIT_ERASED, with the
 * place.
 */
export async function withFiles(
  node: Node,
  trx: Trx,
  { body, exhibits: wanted = [] }: { readonly body: JsonObject; readonly exhibits?: readonly WantedFile[] },
  { person }: Acting,
): Promise<Result<{ readonly words: Words }>> {
  if (wanted.length > exchangeLimits.drafts.filesMax) return refuse('DRAFT_FILES_TOO_MANY')
  const deposits = await lockNamed(node, trx, wanted)
  const exhibits: Exhibit[] = []
  for (const [place, one] of wanted.entries()) {
    if (!('deposit' in one)) {
      exhibits.push(one)
      continue
    }
    const pointer = `/exhibits/${place}/deposit`
    const row = deposits.get(one.deposit)
    if (row?.authority !== person.authority) return refuse('EXHIBIT_UNKNOWN', { pointer })
    const kept = announcementIn(row)
    if (!kept.ok) return { ...kept, pointer }
    const title = one.title === undefined ? {} : { title: one.title }
    exhibits.push({ id: one.id, ...kept.announcement, ...title })
  }
  const named = exhibits.flatMap(({ id, sealed }) =>
    sealed === undefined ? [] : [{ id, deposit: sealed.deposit }],
  )
  const known = named.length === 0 ? body : await withWhatIsKnown({ db: trx }, body, named)
  return { ok: true, words: { body: known as JsonObject, exhibits } }
}

/** The files of this State that are wanted, by their ids; locked in the order of whoever forgets one. */
async function lockNamed(
  { state }: Node,
  trx: Trx,
  wanted: readonly WantedFile[],
): Promise<ReturnType<typeof lockOwnDeposits>> {
  const ids = wanted.flatMap((one) => ('deposit' in one && isUuid(one.deposit) ? [one.deposit] : []))
  await lockDraftFilesNamed(trx, ids)
  return await lockOwnDeposits(trx, state, ids)
}

/** Files of a draft as a system is told of them: without what opens them. */
export function filesShown(exhibits: Draft['exhibits']): readonly object[] {
  return exhibits.map(({ sealed, ...one }) =>
    sealed === undefined ? one : { ...one, deposit: sealed.deposit },
  )
}

/**
 * A body as a system is told of it: of a message that it encloses where that stands and why it is shown, without the original (`jws`)
 * that its author signed, in which the keys of its files stand.
 */
export function withoutOriginals(body: object): object {
  if (!('enclosed' in body) || !Array.isArray(body.enclosed)) return body
  const items: readonly unknown[] = body.enclosed
  const enclosed = items.map((one) => {
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'jws'))
  })
  return { ...body, enclosed }
}
