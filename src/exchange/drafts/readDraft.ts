import type { LetterLanguage } from '../../letter/language.ts'
import type { Letter } from '../../letter/letter.ts'
import type { Refusal } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import { findNamedMessage } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import { type Option, options } from '../../workflow/allowed.ts'
import type { Finding } from '../../workflow/check/finding.ts'
import type { RequestState } from '../../workflow/state.ts'
import { opener } from '../../workflow/open.ts'
import { bindsState } from '../approval.ts'
import type { DeskNames } from '../desk/names.ts'
import { lastMessages } from '../lastMessages.ts'
import { authorityNames, letterOfMessage, letterOfUnsent, timeZoneOf } from '../letterReading.ts'
import type { Node } from '../node.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import type { DeskPerson } from '../people/person.ts'
import { readMessage } from '../readCase.ts'
import { openRecord } from '../records.ts'
import { requestsCalled } from '../search/byReference.ts'
import { folded } from '../search/words.ts'
import { isErased } from '../stored.ts'
import { asMessage } from './asMessage.ts'
import { owedByCorrection } from './corrected.ts'
import { giversFor, secondPerson } from './delegations.ts'
import { findingsOf, inForceWith } from './findings.ts'
import {
  type KeptDraft,
  digestOfWords,
  isWritable,
  keptDraft,
  unfinishedMessage,
  wordsOf,
} from './keptDraft.ts'
import { type OwedByWorkflow, owedByWorkflow } from './owedByWorkflow.ts'
import { type NamedPerson, namedPeople } from './people.ts'
import { rehearse } from './rehearse.ts'
import { replyOf } from './reply.ts'

/** A draft with what its pages show of it; plain data. */
export interface DraftView {
  readonly draft: KeptDraft
  readonly names: DeskNames
  readonly people: ReadonlyMap<string, NamedPerson>
  /** The request is in the record; else the draft opens it. */
  readonly isOpen: boolean
  /** Whether it needs a second person. */
  readonly binds: boolean
  /** Whether this person may be that second person. */
  readonly mayApprove: boolean
  /** In whose place they would; null: in their own right. */
  readonly inPlaceOf: string | null
  readonly isMine: boolean
  /** Measures of the request and their kinds. */
  readonly measures: readonly { readonly id: string; readonly kind: string }[]
  /** Open messages of which it must name one, where there are several. */
  readonly answers: readonly OpenMessage[]
  /** What the State that it goes to would say to it by its published rules, as far as it is written. */
  readonly told: readonly Finding[]
  /** Codes of the instruments that the State it goes to names as in force between both; null: it has published none. */
  readonly inForce: readonly string[] | null
  /** What the workflow will ask of it beyond its schema. */
  readonly owed: readonly OwedByWorkflow[]
}

/** A message of the other side that waits for an answer. */
export interface OpenMessage {
  readonly id: string
  readonly type: string
  readonly sequence: number
}

/** The same with the very message that it would become. */
export interface CheckedDraft extends DraftView {
  /** Null: it is not whole. */
  readonly letter: Letter | null
  /** Digest of its words, where it was not submitted: as they are now. */
  readonly digest: string
  /** Why it is not whole, or could not be sent as far as this is known. */
  readonly refusal: Refusal | null
  /** Why this node would not send it although it is whole; null: for nothing that is known. */
  readonly unsendable: Refusal | null
  readonly findings: readonly Finding[]
}

/** A message of the other side as a letter, to be read beside a form. */
export interface AnsweredLetter {
  readonly letter: Letter
  readonly sequence: number | null
  readonly id: string
}

/** A draft of this person's authority, or null. */
export async function readDraft(node: Node, id: string, person: DeskPerson): Promise<DraftView | null> {
  const found = await findKept(node, id, person)
  return found === null ? null : await viewOf(node, found, person)
}

/** The same, with the letter of the very message, and what is to be said of it. */
export async function checkKept(
  node: Node,
  id: string,
  person: DeskPerson,
  language: LetterLanguage,
): Promise<CheckedDraft | null> {
  const found = await findKept(node, id, person)
  if (found === null) return null
  const { draft, row, state } = found
  const view = await viewOf(node, found, person)
  const reply = replyOf(draft, optionFor(found))
  const words = wordsOf(reply.ok ? { ...draft, inReplyTo: reply.inReplyTo } : draft)
  const whole = asMessage(node, words)
  const digest = draft.digest ?? digestOfWords(words)
  const judged = findingsOf(node, unfinishedMessage(node, draft), draft.type, {
    measures: state?.measures ?? [],
    borneTo: row === null ? await borneTo(node, draft) : null,
  })
  const reader = { language, timeZone: null }
  // Of what is being sent the record may have it already, and would say no to it a second time.
  const isToCome = isWritable(draft) || draft.stage === 'submitted'
  return {
    ...view,
    letter: whole.ok
      ? await letterOfUnsent(node, { message: whole.message, digest }, state, partiesOf(draft, row), reader)
      : null,
    digest,
    refusal: whole.ok ? (reply.ok ? (judged.ok ? null : judged) : reply) : whole,
    unsendable: whole.ok && reply.ok && isToCome ? await rehearse(node, row, whole.message) : null,
    findings: judged.ok ? judged.findings : [],
  }
}

/** The letter that a draft answers, else the last of the other side; that it was read is in the log before it is returned. */
export async function answeredLetter(
  node: Node,
  { draft, isOpen }: DraftView,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<AnsweredLetter | null> {
  if (!isOpen) return null
  const name = draft.inReplyTo ?? (await lastMessages(node.db, draft.request)).other?.id
  if (name === undefined) return null
  const read = await readMessage(node, draft.request, { id: name }, reader)
  if (read === null || isErased(read.message)) return null
  const letter = await letterOfMessage(node, read, { language, timeZone: null })
  return { letter, sequence: read.message.sequence, id: read.message.id }
}

interface Found {
  readonly draft: KeptDraft
  readonly row: RequestRow | null
  readonly state: RequestState | null
}

async function findKept(node: Node, id: string, { authority }: DeskPerson): Promise<Found | null> {
  const kept = await findDraft(node.db, id)
  if (kept?.authority !== authority) return null
  const draft = keptDraft(kept)
  const row = await findRequest(node.db, draft.request)
  return { draft, row, state: row === null ? null : openRecord(row).state }
}

async function viewOf(node: Node, found: Found, person: DeskPerson): Promise<DraftView> {
  const { draft, row, state } = found
  const { editors, approver, onBehalfOf, returnedBy, authority, to } = draft
  const second = secondPerson(draft, person, await giversFor(node, person))
  const reply = replyOf(draft, optionFor(found))
  const isMine = editors.includes(person.id)
  return {
    draft,
    names: {
      timeZone: timeZoneOf(node, authority),
      // All that are known: a draft may name those of a third State.
      authorities: authorityNames(node, [node.state, ...node.trust.peers, stateOf(to)]),
    },
    people: await namedPeople(node.db, [
      ...editors,
      approver,
      onBehalfOf,
      returnedBy,
      second?.onBehalfOf ?? null,
    ]),
    isOpen: row !== null,
    binds: bindsState(draft),
    mayApprove: second !== null,
    inPlaceOf: second?.onBehalfOf ?? null,
    isMine,
    measures: (state?.measures ?? []).map(({ id, kind }) => ({ id, kind })),
    answers: reply.ok ? [] : await openMessages(node, to, reply.expected ?? []),
    told: toldOf(node, found),
    inForce: inForceWith(node, to),
    owed: [...owedOf(node, found), ...(await owedByCorrection(node, draft))],
  }
}

async function openMessages(
  { db }: Node,
  from: string,
  ids: readonly string[],
): Promise<readonly OpenMessage[]> {
  const found = await Promise.all(ids.map((id) => findNamedMessage(db, { from_state: stateOf(from), id })))
  return found.flatMap((row) =>
    row?.sequence == null ? [] : [{ id: row.id, type: row.type, sequence: row.sequence }],
  )
}

/** Of a request alone, as it grows: of answers the check tells it. What lacks or is wrong in its form is told by the form. */
function toldOf(node: Node, { draft, state }: Found): readonly Finding[] {
  const recorded = { measures: state?.measures ?? [], borneTo: null }
  const judged = findingsOf(node, unfinishedMessage(node, draft), draft.type, recorded)
  return judged.ok ? judged.findings.filter(({ code }) => code !== 'MESSAGE_INVALID') : []
}

/** The State that is asked, where a request of the same authority to it bears the reference already; null: none does. */
async function borneTo(node: Node, { authority, to, reference }: KeptDraft): Promise<string | null> {
  const asked = stateOf(to)
  const called = await requestsCalled(node, authority, reference)
  const isBorne = called.some(
    (row) =>
      row.side === 'requesting' &&
      row.counterpart_state === asked &&
      folded(row.reference) === folded(reference),
  )
  return isBorne ? asked : null
}

function owedOf(node: Node, { draft, row, state }: Found): DraftView['owed'] {
  if (row === null || state === null) return []
  const { type, exhibits, body } = draft
  return owedByWorkflow({ state, side: row.side, type, exhibits, at: node.now().getTime() }, body)
}

function optionFor({ draft, row, state }: Found): Option | null {
  if (row === null || state === null) return null
  return options(state, row.side).find(({ type }) => type === draft.type) ?? null
}

function partiesOf({ authority, to, type }: KeptDraft, row: RequestRow | null) {
  return row ?? { own_authority: authority, counterpart_authority: to, side: opener(type) }
}
