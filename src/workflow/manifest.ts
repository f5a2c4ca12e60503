import type { EvidenceItem, Exhibit } from '../message/generated/types.ts'
import type { JsonObject } from '../message/json.ts'

/** What a message says of a measure, where it hands files over; the schema of a delivery has judged the forms. */
interface HandedOver {
  readonly exhibits?: readonly string[]
  readonly manifest?: readonly EvidenceItem[]
  readonly record?: string
  readonly result?: { readonly items?: readonly Partial<EvidenceItem>[] }
}

/** Whether all files that are named as handed over are announced, and no piece is described otherwise than its file is. */
export function agreesWithFiles(fields: JsonObject, announced: readonly Exhibit[]): boolean {
  const { exhibits = [], manifest = [], result } = fields as HandedOver
  const files = new Map(announced.map((file) => [file.id, file]))
  const named = [...exhibits, ...manifest.flatMap(({ exhibit = [] }) => exhibit)]
  return (
    named.every((id) => files.has(id)) &&
    [...manifest, ...(result?.items ?? [])].every((item) => isSame(item, files.get(item.exhibit ?? '')))
  )
}

/** A result may speak of a file that came before, of which nothing is announced here. */
function isSame(item: Partial<EvidenceItem>, file: Exhibit | undefined): boolean {
  if (file === undefined) return true
  const { bytes = file.bytes, mediaType = file.mediaType, sha256 = file.sha256 } = item
  return bytes === file.bytes && mediaType === file.mediaType && sha256 === file.sha256
}

/**
 * Whether every file handed over stands in the manifest, or among the items of a result that lists them, with something
 * of its custody: through whose hands it came. The requested authority's own record of what it did is no piece of
 * evidence, and a certificate stands with its piece.
 */
export function hasManifest(fields: JsonObject): boolean {
  const { exhibits = [], manifest = [], record, result } = fields as HandedOver
  const listed = new Set(
    [...manifest, ...(result?.items ?? [])].flatMap(({ exhibit, certificate, custody }) =>
      custody === undefined ? [] : [exhibit, certificate],
    ),
  )
  return exhibits.every((id) => id === record || listed.has(id))
}
