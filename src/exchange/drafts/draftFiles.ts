import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { deleteDraftFile, lockDraftFile, lockDraftFiles } from '../../store/drafts/draftFiles.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import type { DraftStage } from '../../store/drafts/draftTables.ts'
import { lockOwnDeposits } from '../../store/exhibits/deposits.ts'
import { noteCustody } from '../custody/note.ts'
import { announcementIn } from '../exhibits/announcement.ts'
import { withWhatIsKnown } from '../exhibits/knownOfFiles.ts'
import { depositId } from '../exhibits/save.ts'
import { type Announcement, takeInExhibit } from '../exhibits/takeIn.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import { refusalNoted } from '../refusedActs.ts'
import type { Draft } from '../send.ts'
import { type Changing, changeKept, editorsWith } from './change.ts'
import { type SaidOfFile, checkSaid, custodyEvent, nextIds, takesFiles } from './fileWords.ts'
import { forgetFiles } from './forgetFiles.ts'
import { type KeptDraft, isWritable, keptDraft } from './keptDraft.ts'

/** A file that comes. */
export interface ComingFile {
  /** Whatever it is called where it comes from. */
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
}

/** A file of a draft, as whoever wants it off has seen it. */
export interface SeenFile {
  /** Its id in the message. */
  readonly exhibit: string
  /** SHA-256 in hex. */
  readonly sha256: string
}

/** The files of drafts at the desk. What is refused is in the log before it is returned. */
export interface DraftFiles {
  /** Whether messages of this type hand files over at all. */
  readonly areTaken: (type: string) => boolean
  /** Whether files may be added to a draft, with this said of them; asked before they come. Refuses as `addFiles`. */
  readonly mayAdd: (draft: string, said: SaidOfFile, by: Acting) => Promise<Result<object>>
  /** Takes one in; it is of the draft only once it was added. Refuses as `takeInExhibit`, and throws what its source throws. */
  readonly takeIn: (
    draft: string,
    file: ComingFile,
    by: Acting,
  ) => Promise<Result<{ readonly announcement: Announcement }>>
  /** Adds what was taken in for the draft. */
  readonly add: (
    draft: string,
    files: readonly Announcement[],
    said: SaidOfFile,
    by: Acting,
  ) => Promise<Result<object>>
  /** Adds a file that is here already, by the id of its deposit. */
  readonly addDeposit: (
    draft: string,
    deposit: string,
    said: SaidOfFile,
    by: Acting,
  ) => Promise<Result<object>>
  readonly remove: (draft: string, file: SeenFile, by: Acting) => Promise<Result<object>>
  /** Forgets what was taken in and comes to nothing. */
  readonly forget: (deposits: readonly string[], by: Acting) => Promise<void>
}

/** @param noted - called when the log may have been told of something, which is before its answer is given */
export function draftFiles(node: Node, noted: () => void): DraftFiles {
  const acting = async <Outcome extends object>(
    by: Acting,
    wanted: string,
    outcome: Promise<Result<Outcome>>,
  ): Promise<Result<Outcome>> => {
    const done = await refusalNoted(node, { actor: actorOf(by.person, by.address), wanted }, outcome)
    noted()
    return done
  }
  return {
    areTaken: (type) => takesFiles(node, type),
    mayAdd: (draft, said, by) => acting(by, `draft file ${draft}`, mayAdd(node, draft, said, by)),
    async takeIn(draft, { name, source }, by) {
      const { signInName, roles, authority } = by.person
      const from = { by: 'network', address: by.address } as const
      const order = { name, person: signInName, role: roles.join(', '), authority, from, draft }
      const taken = await takeInExhibit(node, source, order)
      noted()
      return taken
    },
    add: (draft, files, said, by) =>
      acting(by, `draft file ${draft}`, addFiles(node, draft, files, said, by)),
    addDeposit: (draft, deposit, said, by) =>
      acting(by, `draft file ${draft} ${deposit}`, addDeposit(node, draft, deposit, said, by)),
    async remove(draft, file, by) {
      const removed = await acting(
        by,
        `draft file off ${draft} ${file.exhibit}`,
        removeFile(node, draft, file, by),
      )
      if (!removed.ok) return removed
      // If the process dies here, whoever looks for what is left forgets it.
      await forgetFiles(node, removed.deposits, by)
      noted()
      return removed
    },
    async forget(deposits, by) {
      await forgetFiles(node, deposits, by)
      noted()
    },
  }
}

const writable: readonly DraftStage[] = ['writing', 'returned']

async function mayAdd(node: Node, id: string, said: SaidOfFile, by: Acting): Promise<Result<object>> {
  const row = await findDraft(node.db, id)
  if (row?.authority !== by.person.authority) return refuse('DRAFT_UNKNOWN')
  const draft = keptDraft(row)
  if (!isWritable(draft)) return refuse('DRAFT_STAGE_WRONG', { expected: writable })
  if (draft.exhibits.length >= exchangeLimits.drafts.filesMax) return refuse('DRAFT_FILES_TOO_MANY')
  return checkSaid(node, draft, said)
}

/**
 * Adds files to a draft that were taken in for it. What was said of their custody is noted with each, and stands in each piece of
 * evidence that names it. Refuses with DRAFT_TAKES_NO_FILES, DRAFT_FILES_TOO_MANY, DRAFT_TOO_LARGE, MESSAGE_INVALID,
 * TIME_OUT_OF_RANGE, with EXHIBIT_ERASED where one was forgotten meanwhile; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or
 * NODE_ROLLED_BACK.
 */
async function addFiles(
  node: Node,
  id: string,
  files: readonly Announcement[],
  said: SaidOfFile,
  by: Acting,
): Promise<Result<object>> {
  const deposits = files.map(({ deposit }) => deposit)
  const noted = await noteAll(node, deposits, said, by)
  if (!noted.ok) return noted
  return await changeKept(node, id, by, writable, async (draft, trx) => {
    if ((await lockDraftFiles(trx, id, deposits)).size !== files.length) return refuse('EXHIBIT_ERASED')
    const announced = files.map(({ deposit, ...one }) => ({ ...one, sealed: { ...one.sealed, deposit } }))
    return await withMore(node, draft, announced, said, by)
  })
}

/**
 * The same with a file that this authority has here already, which is destroyed with no draft from now on. Refuses with
 * EXHIBIT_UNKNOWN where it has none of that id.
 */
async function addDeposit(
  node: Node,
  id: string,
  deposit: string,
  said: SaidOfFile,
  by: Acting,
): Promise<Result<object>> {
  const may = await mayAdd(node, id, said, by)
  if (!may.ok) return may
  const noted = await noteAll(node, [deposit], said, by)
  if (!noted.ok) return noted
  return await changeKept(node, id, by, writable, async (draft, trx) => {
    if (draft.exhibits.some(({ sealed }) => sealed?.deposit === deposit))
      return { ok: true, change: {}, event: null }
    const kept = await ownDeposit(node, trx, deposit, by)
    if (!kept.ok) return { ...kept, pointer: '/deposit' }
    const more = await withMore(node, draft, [kept.announcement], said, by)
    if (more.ok) await deleteDraftFile(trx, deposit)
    return more
  })
}

/** What is said of a file of this authority, which nobody destroys until the transaction ends. */
async function ownDeposit(
  node: Node,
  trx: Trx,
  deposit: string,
  { person }: Acting,
): Promise<ReturnType<typeof announcementIn>> {
  if (!depositId.test(deposit)) return refuse('EXHIBIT_UNKNOWN')
  // In the order of whoever forgets it.
  await lockDraftFile(trx, deposit)
  const row = (await lockOwnDeposits(trx, node.state, [deposit])).get(deposit)
  return row?.authority === person.authority ? announcementIn(row) : refuse('EXHIBIT_UNKNOWN')
}

/** If the process dies here, the note stays with a file that is forgotten. */
async function noteAll(
  node: Node,
  deposits: readonly string[],
  { collected }: SaidOfFile,
  { person }: Acting,
): Promise<Result<object>> {
  if (collected === null) return { ok: true }
  const { signInName, authority } = person
  const event = custodyEvent(collected)
  for (const deposit of deposits) {
    const noted = await noteCustody(node, deposit, { person: signInName, authority, event, isHashed: false })
    if (!noted.ok) return noted
  }
  return { ok: true }
}

type Announced = Omit<Draft['exhibits'][number], 'id' | 'title'>

async function withMore(
  node: Node,
  draft: KeptDraft,
  announced: readonly Announced[],
  said: SaidOfFile,
  by: Acting,
): Promise<Result<Changing>> {
  const fit = checkSaid(node, draft, said)
  if (!fit.ok) return fit
  const { filesMax, bytesMax } = exchangeLimits.drafts
  if (draft.exhibits.length + announced.length > filesMax) return refuse('DRAFT_FILES_TOO_MANY')
  const ids = nextIds(draft.exhibits, announced.length)
  const title = said.title === '' ? {} : { title: { language: draft.language, text: said.title } }
  const more = announced.map((one, place) => ({ id: ids[place] ?? '', ...one, ...title }))
  const exhibits = [...draft.exhibits, ...more]
  const body = JSON.stringify(await withWhatIsKnown(node, draft.body, namedIn(exhibits)))
  const text = JSON.stringify(exhibits)
  if (Buffer.byteLength(body) + Buffer.byteLength(text) > bytesMax) return refuse('DRAFT_TOO_LARGE')
  return { ok: true, change: { body, exhibits: text, editors: editorsWith(draft, by) }, event: null }
}

/** A body that is written into a draft, with the custody that was noted of its files in each piece of evidence that names one. */
export async function withCustodyOfFiles(node: Node, id: string, body: JsonObject): Promise<JsonObject> {
  const row = await findDraft(node.db, id)
  if (row === null) return body
  return (await withWhatIsKnown(node, body, namedIn(keptDraft(row).exhibits))) as JsonObject
}

function namedIn(exhibits: Draft['exhibits']): readonly { readonly id: string; readonly deposit: string }[] {
  return exhibits.flatMap(({ id, sealed }) => (sealed === undefined ? [] : [{ id, deposit: sealed.deposit }]))
}

/** Takes a file off a draft. Refuses with DRAFT_CHANGED where it is not the one that was seen; else as `changeKept`. */
async function removeFile(
  node: Node,
  id: string,
  { exhibit, sha256 }: SeenFile,
  by: Acting,
): Promise<Result<{ readonly deposits: readonly string[] }>> {
  const deposits: string[] = []
  const removed = await changeKept(node, id, by, writable, (draft) => {
    const gone = draft.exhibits.find((one) => one.id === exhibit && one.sha256 === sha256)
    if (gone === undefined) return refuse('DRAFT_CHANGED')
    if (gone.sealed !== undefined) deposits.push(gone.sealed.deposit)
    const exhibits = JSON.stringify(draft.exhibits.filter((one) => one !== gone))
    return { ok: true, change: { exhibits, editors: editorsWith(draft, by) }, event: null }
  })
  return removed.ok ? { ok: true, deposits } : removed
}
