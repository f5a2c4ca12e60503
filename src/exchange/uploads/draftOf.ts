import { uploadContext } from '../../exhibit/context.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import type { LyingUpload, UploadDraft, UploadOpening } from '../../store/exhibits/uploadDraft.ts'
import type { Node } from '../node.ts'

type Of = Pick<Node, 'state' | 'exhibits'>
type Named = Pick<ExhibitUploadRow, 'id'>

/** What is on the disk of an upload, to go on with it; needs its turn. */
export async function draftOf(node: Of, { id }: Named, fileKey: Uint8Array): Promise<UploadDraft> {
  return await node.exhibits.uploads.open(id, openingOf(node, id, fileKey))
}

/** The same as it lies there, to be read; needs its turn. */
export async function lyingOf(node: Of, { id }: Named, fileKey: Uint8Array): Promise<LyingUpload> {
  return await node.exhibits.uploads.lying(id, openingOf(node, id, fileKey))
}

function openingOf({ state }: Of, id: string, fileKey: Uint8Array): UploadOpening {
  return { fileKey, contextAt: (start) => uploadContext(state, id, start) }
}
