import type { Db } from '../../store/database.ts'
import type { ListedDraft } from '../../store/drafts/drafts.ts'
import type { DraftRow } from '../../store/drafts/draftTables.ts'
import { bindsState } from '../approval.ts'
import { keptDraft } from '../drafts/keptDraft.ts'
import { namedPeople } from '../drafts/people.ts'
import { filesShown, withoutOriginals } from './files.ts'

/** A draft as a system is told of it, without its words; plain JSON. */
export interface ShownDraft {
  readonly draft: string
  readonly request: string
  readonly type: string
  readonly reference: string
  readonly to: string
  readonly language: string
  readonly stage: DraftRow['stage']
  readonly madeAt: string
  readonly changedAt: string
  readonly submittedAt: string | null
  /** Sign-in names of who answers for it, and of who approved it. */
  readonly officer: string | null
  readonly approver: string | null
  /** Id and digest of the message. */
  readonly message: string | null
  readonly messageDigest: string | null
  readonly returned: { readonly by: string | null; readonly reason: string | null } | null
  /** The code with which the node refused to send it. */
  readonly refusal: string | null
}

/** The same with its words; those of one that was sent are in its message. */
export interface ShownWords extends ShownDraft {
  readonly binds: boolean
  readonly inReplyTo: string | null
  readonly measures: readonly string[] | null
  readonly body: object
  readonly exhibits: readonly object[]
}

/** What is told of these drafts, in their order. */
export async function draftsShown(db: Db, rows: readonly ListedDraft[]): Promise<readonly ShownDraft[]> {
  const people = await namedPeople(
    db,
    rows.flatMap(({ author, approver, returned_by }) => [author, approver, returned_by]),
  )
  const nameOf = (id: string | null): string | null =>
    id === null ? null : (people.get(id)?.signInName ?? null)
  return rows.map((row) => ({
    draft: row.id,
    request: row.request,
    type: row.type,
    reference: row.reference,
    to: row.to_authority,
    language: row.language,
    stage: row.stage,
    madeAt: row.made_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    officer: nameOf(row.author),
    approver: nameOf(row.approver),
    message: row.message,
    messageDigest: row.message_digest,
    returned:
      row.returned_by === null && row.reason === null
        ? null
        : { by: nameOf(row.returned_by), reason: row.reason },
    refusal: row.refusal,
  }))
}

/** What is told of one draft, with its words. */
export async function draftShown(db: Db, row: DraftRow): Promise<ShownWords> {
  const [shown] = await draftsShown(db, [row])
  if (shown === undefined) throw new Error('a draft is shown as one')
  const kept = keptDraft(row)
  const { inReplyTo, measures, body, exhibits } = kept
  const words = { body: withoutOriginals(body), exhibits: filesShown(exhibits) }
  return { ...shown, binds: bindsState(kept), inReplyTo, measures, ...words }
}
