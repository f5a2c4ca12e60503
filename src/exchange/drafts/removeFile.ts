import { type Result, refuse } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { namedIn, writable } from './addFiles.ts'
import { changeKept, editorsWith } from './change.ts'
import { takenOff } from './takenOff.ts'

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
    const change = { ...(await takenOff(trx, draft, [gone])), editors: editorsWith(draft, by) }
    return { ok: true, change, event: null }
  })
  return removed.ok ? { ok: true, deposits } : removed
}
