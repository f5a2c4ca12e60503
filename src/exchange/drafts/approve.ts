import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import type { DraftStage } from '../../store/drafts/draftTables.ts'
import { hasTwoFactors, isSteppedUp } from '../../store/people/sessions.ts'
import { findRequest } from '../../store/requests.ts'
import { options } from '../../workflow/allowed.ts'
import { bindsState } from '../approval.ts'
import { uuidV7 } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { findPeople } from '../../store/people/people.ts'
import { isConfirmationAwaited, setByOne } from '../people/credentialActs.ts'
import { actorOf, hashOf, needsSecondFactor, steppedUpAfter } from '../people/sessions.ts'
import { openRecord } from '../records.ts'
import { asMessage } from './asMessage.ts'
import { type Changing, changeKept, editorsWith } from './change.ts'
import { lockedGiversFor, secondPerson } from './delegations.ts'
import { type KeptDraft, digestOfWords, isDigestOf, wordsOf } from './keptDraft.ts'
import { actorIn } from './noteDraft.ts'
import { replyOf } from './reply.ts'
import type { SeenDraft } from './write.ts'

const writable: readonly DraftStage[] = ['writing', 'returned']

/**
 * Gives a draft to be approved: from now on its words stay. Refuses with MESSAGE_INVALID and the place where it is not whole, with
 * REPLY_MISSING where it must name what it answers, with DRAFT_CHANGED; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or NODE_ROLLED_BACK.
 */
export async function submitDraft(node: Node, seen: SeenDraft, by: Acting): Promise<Result<object>> {
  return await changeKept(node, seen.draft, by, writable, async (draft, trx) => {
    if (draft.version !== seen.version) return refuse('DRAFT_CHANGED')
    const frozen = await freeze(node, trx, draft)
    if (!frozen.ok) return frozen
    const { id, type } = draft
    return {
      ok: true,
      change: { ...submission(node, frozen, by), stage: 'submitted', editors: editorsWith(draft, by) },
      event: {
        event: 'draft.submitted',
        actor: actorIn(by),
        details: { draft: id, type, words: frozen.digest },
      },
    }
  })
}

/**
 * Lets go what binds nobody, on the word of one person. Refuses with SECOND_PERSON_MISSING what binds the State; else as
 * `submitDraft`.
 */
export async function letGoAlone(node: Node, seen: SeenDraft, by: Acting): Promise<Result<object>> {
  return await changeKept(node, seen.draft, by, writable, async (draft, trx) => {
    if (draft.version !== seen.version) return refuse('DRAFT_CHANGED')
    if (bindsState(draft)) return refuse('SECOND_PERSON_MISSING')
    const frozen = await freeze(node, trx, draft)
    if (!frozen.ok) return frozen
    const change = {
      ...submission(node, frozen, by),
      stage: 'sending',
      editors: editorsWith(draft, by),
    } as const
    const { id, type } = draft
    const { message, digest } = frozen
    return {
      ok: true,
      change,
      event: {
        event: 'draft.sent',
        actor: actorIn(by),
        details: { draft: id, message, type, words: digest },
      },
    }
  })
}

/** What an approver says. */
export interface Approval {
  readonly draft: string
  /** Digest of the words that they have seen. */
  readonly digest: string
  /** Token of the session in which they have given their password just now. */
  readonly token: string
}

/**
 * Approves the very words that a person has seen, and lets them go. Refuses with SECOND_PERSON_MISSING whoever ever changed or
 * submitted the draft, with DRAFT_CHANGED where these are not its words, with STEP_UP_MISSING, with SECOND_FACTOR_REQUIRED, with PERSON_NOT_CONFIRMED; with DRAFT_UNKNOWN,
 * DRAFT_STAGE_WRONG (also where it was approved already) or NODE_ROLLED_BACK.
 */
export async function approveDraft(node: Node, approval: Approval, by: Acting): Promise<Result<object>> {
  return await changeKept(node, approval.draft, by, ['submitted'], async (draft, trx) => {
    const { person } = by
    const second = secondPerson(draft, person, await lockedGiversFor(node, trx, person))
    if (second === null) return refuse('SECOND_PERSON_MISSING')
    if (draft.digest !== approval.digest || !isDigestOf(wordsOf(draft), approval.digest))
      return refuse('DRAFT_CHANGED')
    const now = node.machineNow()
    if (!(await isSteppedUp(trx, hashOf(approval.token), person.id, steppedUpAfter(now))))
      return refuse('STEP_UP_MISSING')
    if (approverNeedsFactor(node, person) && !(await hasTwoFactors(trx, hashOf(approval.token), person.id)))
      return refuse('SECOND_FACTOR_REQUIRED')
    if (await isConfirmationAwaited(node, trx, person.id)) return refuse('PERSON_NOT_CONFIRMED')
    const { id, type, message } = draft
    const { onBehalfOf } = second
    const [giver] = onBehalfOf === null ? [] : await findPeople(trx, [onBehalfOf])
    return {
      ok: true,
      change: {
        stage: 'sending',
        approver: person.id,
        approved_at: now,
        approved_from: by.address,
        on_behalf_of: onBehalfOf,
      },
      event: {
        event: 'draft.approved',
        actor: actorOf(person, by.address),
        details: {
          draft: id,
          message: message ?? '',
          type,
          words: approval.digest,
          ...(giver === undefined ? {} : { onBehalfOf: giver.sign_in_name }),
        },
      },
      ...(await alarmOf(node, trx, draft, by)),
    }
  })
}

/** What is told of an approval by somebody in whose name one administrator alone could have given it. */
async function alarmOf(
  node: Node,
  trx: Trx,
  { id, message }: KeptDraft,
  { person, address }: Acting,
): Promise<Pick<Changing, 'alarm'>> {
  const set = await setByOne(node, trx, person.id)
  if (set === null) return {}
  const { act, at, by: setBy, isByMachine } = set
  const details = { act, at: at.toISOString(), draft: id, machine: isByMachine ? 'yes' : 'no', setBy }
  const actor = actorOf(person, address)
  return { alarm: { event: 'draft.approvedByOne', actor, details: { ...details, message: message ?? '' } } }
}

/** Whoever approves in the place of an approver needs what that role needs. */
function approverNeedsFactor(node: Node, { roles }: Acting['person']): boolean {
  return needsSecondFactor(node, { roles: [...roles, 'approver'] })
}

/**
 * Gives a draft back to be written on: an approver who says why, or whoever wrote it and takes it back. Refuses with
 * FORM_MEMBER_INVALID where an approver says no reason or a longer one than may be, with SECOND_PERSON_MISSING where somebody else
 * would; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or NODE_ROLLED_BACK.
 */
export async function returnDraft(
  node: Node,
  id: string,
  reason: string,
  by: Acting,
): Promise<Result<object>> {
  const { reasonCharactersMax } = exchangeLimits.drafts
  return await changeKept(node, id, by, ['submitted'], async (draft, trx): Promise<Result<Changing>> => {
    const { person } = by
    const isOwn = draft.editors.includes(person.id)
    const givers = await lockedGiversFor(node, trx, person)
    if (!isOwn && secondPerson(draft, person, givers) === null) return refuse('SECOND_PERSON_MISSING')
    if (reason.length > reasonCharactersMax || (!isOwn && reason.trim() === ''))
      return refuse('FORM_MEMBER_INVALID', { pointer: '/reason' })
    const said = reason.trim()
    return {
      ok: true,
      change: {
        ...unfrozen,
        stage: isOwn ? 'writing' : 'returned',
        returned_by: isOwn ? null : person.id,
        reason: isOwn ? null : said,
      },
      event: {
        event: 'draft.returned',
        actor: actorOf(person, by.address),
        code: isOwn ? 'takenBack' : 'returned',
        details: { draft: id, type: draft.type, ...(isOwn ? {} : { reason: said }) },
      },
    }
  })
}

/** What a draft has no more that goes back. */
export const unfrozen = {
  message: null,
  digest: null,
  approver: null,
  approved_at: null,
  submitted_from: null,
  approved_from: null,
  on_behalf_of: null,
} as const

/** What a draft has from when its words stay. */
export interface Frozen {
  readonly message: string
  readonly inReplyTo: string | null
  readonly digest: string
}

/**
 * The words as they will be signed, under the id that their message will have, so that they are sent once. Refuses as
 * `submitDraft` what is not whole.
 */
export async function freeze(node: Node, trx: Trx, draft: KeptDraft): Promise<Result<Frozen>> {
  const row = await findRequest(trx, draft.request)
  const state = row === null ? null : openRecord(row).state
  const offered = row === null || state === null ? [] : options(state, row.side)
  const reply = replyOf(draft, offered.find(({ type }) => type === draft.type) ?? null)
  if (!reply.ok) return reply
  const message = uuidV7(node.now(), node.random(10))
  const words = wordsOf({ ...draft, message, inReplyTo: reply.inReplyTo })
  const whole = asMessage(node, words)
  if (!whole.ok) return whole
  return { ok: true, message, inReplyTo: reply.inReplyTo, digest: digestOfWords(words) }
}

/** The same as columns of the draft. */
export function submission(
  node: Node,
  { message, digest, inReplyTo }: Frozen,
  { person, address, system }: Acting,
) {
  return {
    message,
    digest,
    in_reply_to: inReplyTo,
    submitted_by: person.id,
    submitted_by_system: system !== undefined,
    submitted_at: node.machineNow(),
    submitted_from: address,
    returned_by: null,
    reason: null,
    refusal: null,
  }
}
