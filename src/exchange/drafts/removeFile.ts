import { canonicalText } from '../../message/canonical.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { listNotes } from '../../store/exhibits/custodyNotes.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { namedIn, writable } from './addFiles.ts'
import { changeKept, editorsWith } from './change.ts'
import { withoutFileNames } from './fileNames.ts'

/** A file of a draft, as whoever wants it off has seen it. */
export interface SeenFile {
  /** Its id in the message. */
  readonly exhibit: string
  /** SHA-256 in hex. */
  readonly sha256: string
}

/**
 * Takes a file off a draft, and out of its body whatever names it and the custody that was noted of it. Its id is not given again.
 * Refuses with DRAFT_CHANGED where it is not the one that was seen; else as `changeKept`.
 */
export async function removeFile(
  node: Node,
  id: string,
  { exhibit, sha256 }: SeenFile,
  by: Acting,
): Promise<Result<{ readonly deposits: readonly string[] }>> {
  // Of the attempt that came to its end: a transaction may be done anew.
  let deposits: readonly string[] = []
  const removed = await changeKept(node, id, by, writable, async (draft, trx) => {
    const gone = draft.exhibits.find((one) => one.id === exhibit && one.sha256 === sha256)
    if (gone === undefined) return refuse('DRAFT_CHANGED')
    deposits = namedIn([gone]).map(({ deposit }) => deposit)
    const notes = await listNotes(trx, deposits)
    const noted = new Set(notes.map(({ event }) => canonicalText(JSON.parse(event))))
    const { body } = withoutFileNames(draft.type, draft.body, (name) => name === exhibit, {
      of: (owner) => withoutCustody(owner, noted),
    })
    const exhibits = JSON.stringify(draft.exhibits.filter((one) => one !== gone))
    const change = { body: JSON.stringify(body), exhibits, editors: editorsWith(draft, by) }
    return { ok: true, change, event: null }
  })
  return removed.ok ? { ok: true, deposits } : removed
}

/** What named the file, without the custody that was noted of it; what somebody wrote there stays. */
function withoutCustody(owner: JsonObject, noted: ReadonlySet<string>): JsonObject {
  const { custody, ...others } = owner
  if (!Array.isArray(custody)) return owner
  const left = (custody as readonly JsonValue[]).filter((event) => !noted.has(canonicalText(event)))
  return left.length === 0 ? others : { ...owner, custody: left }
}
