import { uploadContext } from '../../exhibit/context.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import type { UploadDraft } from '../../store/exhibits/uploadDraft.ts'
import type { Node } from '../node.ts'

/** What is on the disk of an upload; needs its turn. */
export async function draftOf(
  { state, exhibits }: Pick<Node, 'state' | 'exhibits'>,
  { id }: Pick<ExhibitUploadRow, 'id'>,
  fileKey: Uint8Array,
): Promise<UploadDraft> {
  return await exhibits.uploads.open(id, {
    fileKey,
    contextAt: (start) => uploadContext(state, id, start),
  })
}
