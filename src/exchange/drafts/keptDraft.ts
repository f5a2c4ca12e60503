import { hash } from 'node:crypto'
import { canonicalText } from '../../message/canonical.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { DraftRow, DraftStage } from '../../store/drafts/draftTables.ts'
import type { Node } from '../node.ts'
import type { Draft } from '../send.ts'
import { standIn } from './asMessage.ts'

/** A draft as it is kept at the desk; plain JSON. */
export interface KeptDraft {
  readonly id: string
  readonly authority: string
  readonly to: string
  readonly request: string
  readonly type: MessageType
  readonly reference: string
  readonly matter: string | null
  readonly inReplyTo: string | null
  /** Measures that it names beside its body; null: it names none. */
  readonly measures: readonly string[] | null
  readonly language: string
  readonly body: JsonObject
  readonly exhibits: Draft['exhibits']
  /** The highest number of an id that it has ever given to a file, 3 of E3. */
  readonly highestExhibit: number
  /** Ids of everybody who ever changed it, its author first. */
  readonly editors: readonly string[]
  readonly author: string
  readonly version: number
  readonly stage: DraftStage
  readonly changedAt: string
  readonly submittedAt: string | null
  /** Id of the message that is sent with its words, and the digest of these words; null: it was not submitted. */
  readonly message: string | null
  readonly digest: string | null
  readonly approver: string | null
  /** In whose place it was approved; null: in nobody's. */
  readonly onBehalfOf: string | null
  readonly returnedBy: string | null
  readonly reason: string | null
  readonly refusal: string | null
  /** The system that began it, by the name of its token; null: a person did, at the desk. */
  readonly system: string | null
  /** Its words as they were submitted when it last came back; null: it never did, or has ended. */
  readonly returnedWords: ReturnedWords | null
  /** The earlier request of the same case that it was begun with; null: none. */
  readonly begunLike: string | null
}

/** What of a draft was given to be approved, and came back. */
export interface ReturnedWords {
  readonly reference: string
  readonly language: string
  readonly body: JsonObject
  readonly exhibits: readonly JsonObject[]
}

/** What was kept was judged when it was kept, so it is only read here. */
export function keptDraft(row: DraftRow): KeptDraft {
  return {
    id: row.id,
    authority: row.authority,
    to: row.to_authority,
    request: row.request,
    type: row.type as MessageType,
    reference: row.reference,
    matter: row.matter,
    inReplyTo: row.in_reply_to,
    measures: row.measures,
    language: row.language,
    body: JSON.parse(row.body) as JsonObject,
    exhibits: JSON.parse(row.exhibits) as Draft['exhibits'],
    highestExhibit: row.highest_exhibit,
    editors: row.editors,
    author: row.author,
    version: row.version,
    stage: row.stage,
    changedAt: row.changed_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    message: row.message,
    digest: row.digest,
    approver: row.approver,
    onBehalfOf: row.on_behalf_of,
    returnedBy: row.returned_by,
    reason: row.reason,
    refusal: row.refusal,
    system: row.system,
    returnedWords: row.returned_words === null ? null : (JSON.parse(row.returned_words) as ReturnedWords),
    begunLike: row.begun_like,
  }
}

/** The exact words of a draft: all that its message will say beside what the node gives it. */
export function wordsOf(draft: KeptDraft): Omit<Draft, 'people'> {
  const { message, request, reference, matter, authority, to, type, inReplyTo, measures } = draft
  return {
    ...(message === null ? {} : { id: message }),
    request,
    reference,
    ...(matter === null ? {} : { matter }),
    from: authority,
    to,
    type,
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(measures === null ? {} : { measures }),
    language: draft.language,
    body: draft.body,
    exhibits: draft.exhibits,
  }
}

/**
 * SHA-256 (hex) of the exact words: by it an approval says what it approves. The id of the message is none of them, for nobody says it and it
 * is there only when they are submitted: whoever writes, whoever submits and whoever approves see one digest as long as no word has changed.
 */
export function digestOfWords(words: Omit<Draft, 'people'>): string {
  const said = Object.fromEntries(Object.entries(words).filter(([name]) => name !== 'id'))
  return hash('sha256', `rogatory-draft/v2\n${canonicalText(said)}`)
}

/** Whether a digest is that of these words; of what was submitted before the id was left out, with the id. */
export function isDigestOf(words: Omit<Draft, 'people'>, digest: string): boolean {
  return (
    digest === digestOfWords(words) || digest === hash('sha256', `rogatory-draft/v1\n${canonicalText(words)}`)
  )
}

/** The draft as a message of which anything may be missing. */
export function unfinishedMessage(node: Node, draft: KeptDraft): JsonObject {
  return { ...standIn(node, node.now()), ...(wordsOf(draft) as unknown as JsonObject) }
}

/** Whether nothing becomes of it any more. */
export function isOver({ stage }: Pick<KeptDraft, 'stage'>): boolean {
  return stage === 'sent' || stage === 'dropped'
}

/** Whether it can still be written on. */
export function isWritable({ stage }: Pick<KeptDraft, 'stage'>): boolean {
  return stage === 'writing' || stage === 'returned'
}
