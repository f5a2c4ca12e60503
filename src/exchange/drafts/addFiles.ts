import { canonicalText } from '../../message/canonical.ts'
import type { Handling } from '../../message/handling.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { validateCustodyEvent } from '../../message/validate.ts'
import type { Trx } from '../../store/database.ts'
import { deleteDraftFile, lockDraftFiles, lockDraftFilesNamed } from '../../store/drafts/draftFiles.ts'
import type { DraftStage } from '../../store/drafts/draftTables.ts'
import { listNotes } from '../../store/exhibits/custodyNotes.ts'
import { lockOwnDeposits } from '../../store/exhibits/depositLocks.ts'
import { keepNotes } from '../custody/note.ts'
import { announcementIn } from '../exhibits/announcement.ts'
import { withWhatIsKnown } from '../exhibits/knownOfFiles.ts'
import type { Announcement } from '../exhibits/takeIn.ts'
import { isUuid } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import type { Draft } from '../send.ts'
import { type Changing, changeKept, editorsWith } from './change.ts'
import { type SaidOfFile, checkSaid, custodyEvent, nextIds } from './fileWords.ts'
import type { KeptDraft } from './keptDraft.ts'

/** What is added to a draft together. */
export interface AddedFiles {
  /** Taken in for the draft. */
  readonly files: readonly Announcement[]
  /** Id of the deposit of a file that this authority has here already; null: none. */
  readonly deposit: string | null
}

/** Stages of a draft whose files change. */
export const writable: readonly DraftStage[] = ['writing', 'returned']

/** What was written until here is undone with its transaction. */
class Undone extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * Adds files to a draft, all of them or none, in one transaction with what is noted of their custody, which stands in each piece of
 * evidence that names one. One that was here already is destroyed with no draft from now on. Refuses with DRAFT_TAKES_NO_FILES,
 * DRAFT_FILES_TOO_MANY, DRAFT_FILE_THERE, DRAFT_TOO_LARGE, MESSAGE_INVALID, TIME_OUT_OF_RANGE; with EXHIBIT_ERASED where one was forgotten meanwhile,
 * with EXHIBIT_UNKNOWN where this authority has none of that id; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or NODE_ROLLED_BACK.
 *
 * @param keepFirst - keeps what is added, in the same transaction; absent: it is kept already
 */
export async function addFiles(
  node: Node,
  id: string,
  added: AddedFiles,
  said: SaidOfFile,
  by: Acting,
  keepFirst?: (trx: Trx) => Promise<void>,
): Promise<Result<object>> {
  try {
    return await changeKept(node, id, by, writable, async (draft, trx) => {
      await keepFirst?.(trx)
      const changing = await addedTo(node, trx, draft, { added, said, by })
      if (!changing.ok) throw new Undone(changing)
      return changing
    })
  } catch (reason) {
    if (reason instanceof Undone) return reason.refusal
    throw reason
  }
}

interface Adding {
  readonly added: AddedFiles
  readonly said: SaidOfFile
  readonly by: Acting
}

async function addedTo(
  node: Node,
  trx: Trx,
  draft: KeptDraft,
  { added, said, by }: Adding,
): Promise<Result<Changing>> {
  const announced = await announcedIn(node, trx, draft, added, by)
  if (!announced.ok) return announced
  const { files } = announced
  const fit = checkSaid(node, draft, said)
  if (!fit.ok) return fit
  const { filesMax } = exchangeLimits.drafts
  if (draft.exhibits.length + files.length > filesMax) return refuse('DRAFT_FILES_TOO_MANY')
  const noted = await noteCollected(node, trx, files, said, by)
  if (!noted.ok) return noted
  // Taken off again it stays, for it did not come with this draft.
  if (added.deposit !== null) await deleteDraftFile(trx, added.deposit)
  return await withMore(trx, draft, files, said, by)
}

type Announced = Omit<Draft['exhibits'][number], 'id' | 'title'>

/** What is said of the files, which nobody destroys until the transaction ends. */
async function announcedIn(
  node: Node,
  trx: Trx,
  draft: KeptDraft,
  { files, deposit }: AddedFiles,
  by: Acting,
): Promise<Result<{ readonly files: readonly Announced[] }>> {
  const deposits = files.map((one) => one.deposit)
  if ((await lockDraftFiles(trx, draft.id, deposits)).size !== files.length) return refuse('EXHIBIT_ERASED')
  const came = files.map(({ deposit: own, ...one }) => ({ ...one, sealed: { ...one.sealed, deposit: own } }))
  if (deposit === null) return { ok: true, files: came }
  // What else is said of it would be said of nothing.
  if (draft.exhibits.some(({ sealed }) => sealed?.deposit === deposit))
    return refuse('DRAFT_FILE_THERE', { pointer: '/deposit' })
  const here = await ownDeposit(node, trx, deposit, by)
  return here.ok ? { ok: true, files: [here.announcement, ...came] } : { ...here, pointer: '/deposit' }
}

async function ownDeposit(
  node: Node,
  trx: Trx,
  deposit: string,
  { person }: Acting,
): Promise<ReturnType<typeof announcementIn>> {
  if (!isUuid(deposit)) return refuse('EXHIBIT_UNKNOWN')
  // In the order of whoever forgets it.
  await lockDraftFilesNamed(trx, [deposit])
  const row = (await lockOwnDeposits(trx, node.state, [deposit])).get(deposit)
  return row?.authority === person.authority ? announcementIn(row) : refuse('EXHIBIT_UNKNOWN')
}

/** Notes where the files come from; what was noted of one already is not noted again. */
async function noteCollected(
  node: Node,
  trx: Trx,
  files: readonly Announced[],
  { collected }: SaidOfFile,
  { person, address }: Acting,
): Promise<Result<object>> {
  if (collected === null) return { ok: true }
  const valid = validateCustodyEvent({ ...custodyEvent(collected), authority: person.authority })
  if (!valid.ok) return valid
  const deposits = namedIn(files.map((one) => ({ id: '', ...one }))).map(({ deposit }) => deposit)
  const before = await listNotes(trx, deposits)
  const text = canonicalText(valid.event)
  const isNoted = (deposit: string): boolean =>
    before.some((note) => note.deposit === deposit && canonicalText(JSON.parse(note.event)) === text)
  const noted = deposits.filter((deposit) => !isNoted(deposit))
  const { signInName } = person
  await keepNotes(node, trx, noted, {
    event: valid.event,
    person: signInName,
    actor: actorOf(person, address),
  })
  return { ok: true }
}

async function withMore(
  trx: Trx,
  draft: KeptDraft,
  announced: readonly Announced[],
  said: SaidOfFile,
  by: Acting,
): Promise<Result<Changing>> {
  const ids = nextIds(draft, announced.length)
  const title = said.title === '' ? {} : { title: { language: draft.language, text: said.title } }
  const more = announced.map((one, place) => ({
    id: ids[place] ?? '',
    ...one,
    ...title,
    // They are codes of their lists: `checkSaid` has looked at them.
    ...(said.handling as Handling),
  }))
  const exhibits = [...draft.exhibits, ...more]
  const body = JSON.stringify(await withWhatIsKnown({ db: trx }, draft.body, namedIn(exhibits)))
  const text = JSON.stringify(exhibits)
  const { bytesMax } = exchangeLimits.drafts
  if (Buffer.byteLength(body) + Buffer.byteLength(text) > bytesMax) return refuse('DRAFT_TOO_LARGE')
  return { ok: true, change: { body, exhibits: text, editors: editorsWith(draft, by) }, event: null }
}

/** The files of a draft that are here, by the ids that it gives them. */
export function namedIn(
  exhibits: Draft['exhibits'],
): readonly { readonly id: string; readonly deposit: string }[] {
  return exhibits.flatMap(({ id, sealed }) => (sealed === undefined ? [] : [{ id, deposit: sealed.deposit }]))
}
