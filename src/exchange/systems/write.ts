import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { isMessageType, knownMessageTypes } from '../../message/registry.ts'
import type { Trx } from '../../store/database.ts'
import {
  changeDraft,
  countOpenDraftsOfSystem,
  findDraft,
  lockDraft,
  lockOpenDrafts,
} from '../../store/drafts/drafts.ts'
import { lockRequests } from '../../store/requests.ts'
import { mayOpen } from '../../workflow/open.ts'
import { actingFor } from '../accessTokens.ts'
import { bindsState } from '../approval.ts'
import { freeze, submission } from '../drafts/approve.ts'
import { type NewDraft, askingDraft, insertNew, movingDraft } from '../drafts/begin.ts'
import { type Changing, changeKept, editorsWith } from '../drafts/change.ts'
import { type KeptDraft, keptDraft } from '../drafts/keptDraft.ts'
import { type DraftEvent, actorIn, noteDraft } from '../drafts/noteDraft.ts'
import { droppable, dropped } from '../drafts/write.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { withAllFaults } from './allFaults.ts'
import { type Made, onceFor } from './keyed.ts'
import { withFiles } from './files.ts'
import { type AskingWanted, type MoveWanted, type Rewriting, isTooLarge } from './orders.ts'
import { caseTag, draftTag } from './tags.ts'

/** What a system asks for: under a key of its own, and if need be only as long as a case or a draft is as it was seen. */
export interface Order<Wanted> {
  readonly wanted: Wanted
  readonly key: string
  /** Tag that it has seen; null: as it is. */
  readonly seen: string | null
}

/**
 * Opens a record: the draft is written and given to be approved, in one transaction with the key. Refuses with TOKEN_OFFICER_MISSING,
 * with SCHEMA_UNKNOWN where a message of that type opens none, as `askingDraft`, `submitDraft` and `onceFor`.
 */
export async function placeAsking(
  node: Node,
  { wanted, key }: Order<AskingWanted>,
  actor: Actor,
): Promise<Made> {
  const asked = { asking: { ...wanted, exhibits: [...(wanted.exhibits ?? [])] } }
  return await onceFor(node, { token: actor.person, key, asked: asJson(asked) }, async (trx) => {
    const acting = await actingFor({ ...node, db: trx }, actor)
    if (!acting.ok) return acting
    const { by } = acting
    await lockOpenDrafts(trx, by.person.authority)
    const { type = 'request' } = wanted
    if (!isMessageType(type) || !mayOpen(type))
      return refuse('SCHEMA_UNKNOWN', { pointer: '/type', expected: knownMessageTypes().filter(mayOpen) })
    const asking = askingDraft(node, wanted, by)
    if (!asking.ok) return asking
    const said = await withFiles(node, trx, wanted, by)
    if (!said.ok) return said
    const draft = { ...asking.draft, type, matter: wanted.matter ?? null, ...said.words }
    return await place(node, trx, draft, by)
  })
}

/**
 * Writes a move about a request of the authority of the token, and gives it to be approved or, where it binds nobody, lets it go; in one
 * transaction with the key. Refuses with TOKEN_OFFICER_MISSING, PRECONDITION_FAILED where the case is not as it was seen, as
 * `movingDraft`, `submitDraft` and `onceFor`.
 */
export async function placeMove(
  node: Node,
  request: string,
  { wanted, key, seen }: Order<MoveWanted>,
  actor: Actor,
): Promise<Made> {
  const asked = asJson({ request, move: wanted })
  return await onceFor(node, { token: actor.person, key, asked }, async (trx) => {
    const acting = await actingFor({ ...node, db: trx }, actor)
    if (!acting.ok) return acting
    const { by } = acting
    // Before the request, as where a person begins a draft: two of them would wait for each other.
    await lockOpenDrafts(trx, by.person.authority)
    const row = (await lockRequests(trx, [request])).get(request)
    if (row?.own_authority !== by.person.authority) return refuse('REQUEST_UNKNOWN')
    if (seen !== null && seen !== caseTag(row)) return refuse('PRECONDITION_FAILED')
    const { type, inReplyTo = null, measures = null } = wanted
    const moving = await movingDraft({ ...node, db: trx }, row, { request, type, inReplyTo }, null)
    if (!moving.ok) return moving
    const said = await withFiles(node, trx, wanted, by)
    if (!said.ok) return said
    const language = wanted.language ?? moving.draft.language
    return await place(node, trx, { ...moving.draft, language, measures, ...said.words }, by)
  })
}

function asJson(value: object): Parameters<typeof onceFor>[1]['asked'] {
  return JSON.parse(JSON.stringify(value)) as Parameters<typeof onceFor>[1]['asked']
}

/** Keeps a draft, and its words as they will be signed; the drafts of its authority are locked. */
async function place(
  node: Node,
  trx: Trx,
  wanted: NewDraft,
  by: Acting,
): Promise<Result<{ readonly draft: string }>> {
  if ((await standingOf(node, trx)).isBehind) return rolledBack
  if (isTooLarge(wanted, exchangeLimits.drafts.bytesMax)) return refuse('DRAFT_TOO_LARGE')
  // No system fills the place that the people of its authority have for their drafts. It has one authority, whose drafts are locked.
  const open = await countOpenDraftsOfSystem(trx, by.system ?? '')
  if (open >= exchangeLimits.systems.openDraftsMax) return refuse('SYSTEM_DRAFTS_TOO_MANY')
  const begun = await insertNew(node, trx, by, wanted)
  if (!begun.ok) return begun
  const row = await lockDraft(trx, begun.draft)
  if (row === null) throw new Error('a draft that was just kept is not there')
  const draft = keptDraft(row)
  const given = await giveAway(node, trx, draft, by)
  if (!given.ok) return given
  await changeDraft(trx, draft.id, given.change)
  if (given.event !== null) await noteDraft(node, trx, draft.request, given.event)
  return begun
}

/** What becomes of a draft that a system has written: it waits for a person, or goes where it binds nobody. */
async function giveAway(node: Node, trx: Trx, draft: KeptDraft, by: Acting): Promise<Result<Changing>> {
  const frozen = await freeze(node, trx, draft)
  if (!frozen.ok) return withAllFaults(node, frozen, draft)
  const { id, type } = draft
  const submitted: DraftEvent = {
    event: 'draft.submitted',
    actor: actorIn(by),
    details: { draft: id, type, words: frozen.digest },
  }
  const sent: DraftEvent = {
    event: 'draft.sent',
    actor: actorIn(by),
    details: { draft: id, message: frozen.message, type, words: frozen.digest },
  }
  const isBinding = bindsState(draft)
  return {
    ok: true,
    change: { ...submission(node, frozen, by), stage: isBinding ? 'submitted' : 'sending' },
    event: isBinding ? submitted : sent,
  }
}

/**
 * Replaces the words of a draft of this system that came back, and gives it away again. Refuses with PRECONDITION_FAILED where it is
 * not as it was seen, with TOKEN_OFFICER_MISSING, DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or DRAFT_TOO_LARGE, and as `submitDraft`.
 */
export async function rewrite(
  node: Node,
  id: string,
  { wanted, seen }: Omit<Order<Rewriting>, 'key'>,
  actor: Actor,
): Promise<Result<object>> {
  const acting = await actingFor(node, actor)
  if (!acting.ok) return acting
  const { by } = acting
  if (!(await isOwn(node, id, actor))) return refuse('DRAFT_UNKNOWN')
  return await changeKept(node, id, by, ['writing', 'returned'], async (draft, trx) => {
    const still = await actingFor({ ...node, db: trx }, actor)
    if (!still.ok) return still
    if (seen !== draftTag(draft)) return refuse('PRECONDITION_FAILED')
    const { inReplyTo = null, measures = null, language = draft.language } = wanted
    const said = await withFiles(node, trx, wanted, still.by)
    if (!said.ok) return said
    const words = { ...said.words, inReplyTo, measures, language }
    if (isTooLarge(words, exchangeLimits.drafts.bytesMax)) return refuse('DRAFT_TOO_LARGE')
    const given = await giveAway(node, trx, { ...draft, ...words }, by)
    if (!given.ok) return given
    const { event, change } = given
    const columns = {
      ...{ body: JSON.stringify(words.body), exhibits: JSON.stringify(words.exhibits), language, measures },
      editors: editorsWith(draft, by),
    }
    return { ok: true, event, change: { in_reply_to: inReplyTo, ...columns, ...change } }
  })
}

/** Drops a draft of this system. Refuses as `rewrite`. */
export async function drop(
  node: Node,
  id: string,
  { seen }: { readonly seen: string | null },
  actor: Actor,
): Promise<Result<object>> {
  const acting = await actingFor(node, actor)
  if (!acting.ok) return acting
  if (!(await isOwn(node, id, actor))) return refuse('DRAFT_UNKNOWN')
  return await changeKept(node, id, acting.by, droppable, async (draft, trx) => {
    const still = await actingFor({ ...node, db: trx }, actor)
    if (!still.ok) return still
    return seen === draftTag(draft) ? dropped(draft, still.by) : refuse('PRECONDITION_FAILED')
  })
}

async function isOwn({ db }: Node, id: string, { person }: Actor): Promise<boolean> {
  return (await findDraft(db, id))?.system === person
}
