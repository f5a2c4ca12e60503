import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import type { OpenedExhibit } from '../exhibits/openExhibit.ts'
import { withWhatIsKnown } from '../exhibits/knownOfFiles.ts'
import { type Announcement, takeInExhibit } from '../exhibits/takeIn.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actingOn } from './acting.ts'
import { type AddedFiles, addFiles, namedIn, writable } from './addFiles.ts'
import { withDeliveredOf } from './delivered.ts'
import { type SaidOfFile, checkSaid, takesFiles } from './fileWords.ts'
import { forgetFiles } from './forgetFiles.ts'
import { intakeForDraft } from './intakeForDraft.ts'
import { isWritable, keptDraft } from './keptDraft.ts'
import { type DraftFileOrder, openDraftFile } from './openDraftFile.ts'
import { type SeenFile, removeFile } from './removeFile.ts'

/** A file that comes. */
export interface ComingFile {
  /** Whatever it is called where it comes from. */
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
}

/** The files of drafts at the desk. What is refused is in the log before it is returned. */
export interface DraftFiles {
  /** Whether messages of this type hand files over at all. */
  readonly areTaken: (type: string) => boolean
  /** Whether files may be added to a draft, with this said of them; asked before they come. Refuses as `addFiles`. */
  readonly mayAdd: (draft: string, said: SaidOfFile, by: Acting) => Promise<Result<object>>
  /** Takes one in, where and why as is said of it; it is of the draft only once it was added. Refuses as `takeInExhibit`, and throws what its source throws. */
  readonly takeIn: (
    draft: string,
    file: ComingFile,
    said: SaidOfFile,
    by: Acting,
  ) => Promise<Result<{ readonly announcement: Announcement }>>
  /** Adds what was taken in for the draft, and what is here already: all of it or nothing. */
  readonly add: (draft: string, added: AddedFiles, said: SaidOfFile, by: Acting) => Promise<Result<object>>
  readonly remove: (draft: string, file: SeenFile, by: Acting) => Promise<Result<object>>
  /** Opens one, for a reason. Refuses and throws as `openDraftFile`. */
  readonly open: (
    order: DraftFileOrder,
    reader: DeskReader,
    gone: AbortSignal,
  ) => Promise<Result<OpenedExhibit>>
  /** Forgets what was taken in and comes to nothing. */
  readonly forget: (deposits: readonly string[], by: Acting) => Promise<void>
}

/** @param noted - called when the log may have been told of something, which is before its answer is given */
export function draftFiles(node: Node, noted: () => void): DraftFiles {
  const acting = actingOn(node, noted)
  return {
    areTaken: (type) => takesFiles(node, type),
    mayAdd: (draft, said, by) => acting(by, `draft file ${draft}`, mayAdd(node, draft, said, by)),
    async takeIn(draft, { name, source }, said, by) {
      const taken = await takeInExhibit(node, source, intakeForDraft(draft, name, said, by))
      noted()
      return taken
    },
    add: (draft, added, said, by) =>
      acting(
        by,
        `draft file ${draft}${added.deposit === null ? '' : ` ${added.deposit}`}`,
        addFiles(node, draft, added, said, by),
      ),
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
    async open(order, reader, gone) {
      const opened = await openDraftFile(node, order, reader, gone)
      noted()
      return opened
    },
    async forget(deposits, by) {
      await forgetFiles(node, deposits, by)
      noted()
    },
  }
}

async function mayAdd(node: Node, id: string, said: SaidOfFile, by: Acting): Promise<Result<object>> {
  const row = await findDraft(node.db, id)
  if (row?.authority !== by.person.authority) return refuse('DRAFT_UNKNOWN')
  const draft = keptDraft(row)
  if (!isWritable(draft)) return refuse('DRAFT_STAGE_WRONG', { expected: writable })
  if (draft.exhibits.length >= exchangeLimits.drafts.filesMax) return refuse('DRAFT_FILES_TOO_MANY')
  return checkSaid(node, draft, said)
}

/** A body that is written into a draft, with what is known of the files that it delivers, and the custody that was noted of them in each piece of evidence that names one. */
export async function withCustodyOfFiles(node: Node, id: string, body: JsonObject): Promise<JsonObject> {
  const row = await findDraft(node.db, id)
  if (row === null) return body
  const draft = keptDraft(row)
  const delivered = await withDeliveredOf(node, draft, body)
  return (await withWhatIsKnown(node, delivered, namedIn(draft.exhibits))) as JsonObject
}
