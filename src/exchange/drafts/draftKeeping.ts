import type { LetterLanguage } from '../../letter/language.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { DeskPerson } from '../people/person.ts'
import { noteRefusedAct, refusalNoted } from '../refusedActs.ts'
import { type AskedAuthority, askable } from './askable.ts'
import { type Approval, approveDraft, letGoAlone, returnDraft, submitDraft } from './approve.ts'
import { type AskOrder, type Begun, type MoveOrder, beginAsking, beginMove } from './begin.ts'
import { type DraftChoices, choicesFor } from './choices.ts'
import {
  type DelegationOrder,
  type DeskDelegations,
  delegate,
  readDelegations,
  withdraw,
  wrongWithDelegation,
} from './delegations.ts'
import { type DraftComparison, readDraftChanges } from './draftChanges.ts'
import { type DeskDrafts, type OpenDrafts, listDrafts, openDrafts } from './listDrafts.ts'
import type { KeptDraft } from './keptDraft.ts'
import { withIdsOfRows } from './knownIds.ts'
import { actorIn, noteReadDraft } from './noteDraft.ts'
import { withRequestsMeant } from './otherRequests.ts'
import {
  type AnsweredLetter,
  type CheckedDraft,
  type DraftView,
  answeredLetter,
  checkKept,
  readDraft,
} from './readDraft.ts'
import { resumeDraft } from './resume.ts'
import { type Send, roundOfDrafts, settle } from './settle.ts'
import { withCustodyOfFiles } from './draftFiles.ts'
import { type SeenDraft, type Writing, dropDraft, writeDraft } from './write.ts'

export type { AskedAuthority }

/**
 * What the desk does with drafts. What is not of a person's authority is null, or DRAFT_UNKNOWN. What is refused is in the log
 * before it is returned.
 */
export interface DraftKeeping {
  /** Whom an authority of this State can ask for something. */
  readonly askable: () => readonly AskedAuthority[]
  readonly list: (person: DeskPerson) => Promise<DeskDrafts>
  /** Those about one request; null: it is not of this person's authority. */
  readonly about: (request: string, person: DeskPerson) => Promise<OpenDrafts | null>
  readonly read: (id: string, person: DeskPerson) => Promise<DraftView | null>
  readonly check: (id: string, person: DeskPerson, language: LetterLanguage) => Promise<CheckedDraft | null>
  readonly answered: (
    view: DraftView,
    reader: DeskReader,
    language: LetterLanguage,
  ) => Promise<AnsweredLetter | null>
  /** What the form of a draft can offer for what it names. */
  readonly choices: (view: DraftView, by: Acting) => Promise<DraftChoices>
  /** What it changes of what was written before, as `readDraftChanges`. */
  readonly changes: (
    draft: KeptDraft,
    reader: DeskReader,
    language: LetterLanguage,
  ) => Promise<readonly DraftComparison[]>
  readonly ask: (order: AskOrder, by: Acting) => Promise<Begun>
  readonly move: (order: MoveOrder, by: Acting) => Promise<Begun>
  /** With the body as it was kept; null: nothing was written into it. */
  readonly write: (
    seen: SeenDraft,
    writing: Writing,
    by: Acting,
  ) => Promise<Result<{ readonly body: JsonObject | null }>>
  readonly submit: (seen: SeenDraft, by: Acting) => Promise<Result<object>>
  /** Sends what binds nobody. */
  readonly send: (seen: SeenDraft, by: Acting) => Promise<Result<object>>
  /** Approves, and sends. */
  readonly approve: (approval: Approval, by: Acting) => Promise<Result<object>>
  readonly giveBack: (id: string, reason: string, by: Acting) => Promise<Result<object>>
  readonly drop: (id: string, by: Acting) => Promise<Result<object>>
  /** Sends at once what was let go and has not been sent. */
  readonly resume: (id: string, by: Acting) => Promise<Result<object>>
  readonly delegations: (person: DeskPerson) => Promise<DeskDelegations>
  /** All that is wrong with what an approver orders; null: nothing. */
  readonly wrongWithDelegation: (
    order: Omit<DelegationOrder, 'token'>,
    person: DeskPerson,
  ) => Promise<Refusal | null>
  readonly delegate: (order: DelegationOrder, by: Acting) => Promise<Result<object>>
  readonly withdraw: (delegation: string, by: Acting) => Promise<Result<object>>
  /** Sends what was left under way, by whichever process, and forgets files that are in nobody's hands. */
  readonly settleLeft: () => Promise<void>
  /** Notes that somebody is about to see a part of a draft, before they do. */
  readonly noteRead: (draft: KeptDraft, part: string, by: Acting) => Promise<void>
  /** Notes that somebody wanted a draft that is not there for them. */
  readonly noteHidden: (by: Acting, wanted: string) => Promise<void>
}

/**
 * @param send - as the node does it for everybody
 * @param noted - called when the log may have been told of something, which is before its answer is given
 */
export function draftKeeping(node: Node, send: Send, noted: () => void): DraftKeeping {
  const told = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    noted()
    return given
  }
  const acting = <Outcome extends Result<object>>(
    by: Acting,
    wanted: string,
    outcome: Promise<Outcome>,
  ): Promise<Outcome> => {
    const actor = actorIn(by)
    return told(refusalNoted(node, { actor, wanted }, outcome))
  }
  const andSettle = async (going: Promise<Result<object>>, id: string): Promise<Result<object>> => {
    const gone = await going
    if (!gone.ok) return gone
    // What is refused from here on the node has noted as a sending that was refused. It is let go, whatever breaks now: a job sends it.
    return await settle(node, send, id).catch((reason: unknown) => {
      node.log.warn({ draft: id, reason: String(reason) }, 'what was let go could not be sent')
      return refuse('NODE_UNAVAILABLE')
    })
  }
  return {
    askable: () => askable(node),
    list: (person) => listDrafts(node, person),
    about: (request, person) => openDrafts(node, request, person),
    read: (id, person) => readDraft(node, id, person),
    check: (id, person, language) => checkKept(node, id, person, language),
    answered: (view, reader, language) => told(answeredLetter(node, view, reader, language)),
    choices: (view, by) => told(choicesFor(node, view, by)),
    changes: (draft, reader, language) => told(readDraftChanges(node, draft, reader, language)),
    ask: (order, by) => acting(by, 'draft request', beginAsking(node, order, by)),
    move: (order, by) => acting(by, `draft ${order.type} ${order.request}`, beginMove(node, order, by)),
    write: (seen, writing, by) =>
      acting(by, `draft write ${seen.draft}`, writeWhole(node, seen, writing, by)),
    submit: (seen, by) => acting(by, `draft submit ${seen.draft}`, submitDraft(node, seen, by)),
    send: (seen, by) =>
      told(andSettle(acting(by, `draft send ${seen.draft}`, letGoAlone(node, seen, by)), seen.draft)),
    approve: (approval, by) => {
      const { draft } = approval
      return told(andSettle(acting(by, `draft approve ${draft}`, approveDraft(node, approval, by)), draft))
    },
    giveBack: (id, reason, by) => acting(by, `draft return ${id}`, returnDraft(node, id, reason, by)),
    drop: (id, by) => acting(by, `draft drop ${id}`, dropDraft(node, id, by)),
    resume: (id, by) => told(andSettle(acting(by, `draft resume ${id}`, resumeDraft(node, id, by)), id)),
    delegations: (person) => readDelegations(node, person),
    wrongWithDelegation: (order, person) => wrongWithDelegation(node, order, person),
    delegate: (order, by) => acting(by, `delegate ${order.receiver}`, delegate(node, order, by)),
    withdraw: (id, by) => acting(by, `withdraw delegation ${id}`, withdraw(node, id, by)),
    settleLeft: () => told(roundOfDrafts(node, send)),
    noteRead: (draft, part, by) => told(noteReadDraft(node, draft, part, by)),
    noteHidden: (by, wanted) => told(noteRefusedAct(node, { actor: actorIn(by), wanted }, 'DRAFT_UNKNOWN')),
  }
}

/** As `writeDraft`, with the custody that was noted of its files, the ids of the requests that it calls, ids for the rows that have none, and the only basis as the regime. */
async function writeWhole(
  node: Node,
  seen: SeenDraft,
  writing: Writing,
  by: Acting,
): Promise<Result<{ readonly body: JsonObject | null }>> {
  const { body } = writing
  if (body === undefined) return withBody(await writeDraft(node, seen, writing, by), null)
  const known = await withCustodyOfFiles(node, seen.draft, body)
  const meant = await withRequestsMeant(node, seen.draft, known, by)
  const whole = await withIdsOfRows(node, seen.draft, meant)
  return withBody(await writeDraft(node, seen, { ...writing, body: whole }, by), whole)
}

function withBody(
  kept: Result<object>,
  body: JsonObject | null,
): Result<{ readonly body: JsonObject | null }> {
  return kept.ok ? { ok: true, body } : kept
}
