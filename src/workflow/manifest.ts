import type { EvidenceItem, Exhibit } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'

/** What a message says of a measure, where it hands files over; the schema of a delivery has judged the forms. */
interface HandedOver {
  readonly manifest?: readonly EvidenceItem[]
  readonly result?: { readonly items?: readonly Partial<EvidenceItem>[] }
}

/** Whether all files that are named as handed over are announced, and no piece is described otherwise than its file is. */
export function agreesWithFiles(fields: JsonObject, announced: readonly Exhibit[]): boolean {
  const { manifest = [], result } = fields as HandedOver
  const files = new Map(announced.map((file) => [file.id, file]))
  return (
    undeclaredIn(fields, announced).length === 0 &&
    [...manifest, ...(result?.items ?? [])].every((item) => isSame(item, files.get(item.exhibit ?? '')))
  )
}

/** A file that is said to be handed over and that the message does not announce. */
export interface Undeclared {
  readonly file: string
  /** Where in what is said of the measure (RFC 6901). */
  readonly member: string
}

/**
 * The files that are named as handed over and not announced, each where it is named.
 *
 * @param fields - what is said of a measure, any of which may be missing
 */
export function undeclaredIn(
  { exhibits, manifest }: JsonObject,
  announced: readonly Pick<Exhibit, 'id'>[],
): readonly Undeclared[] {
  const listed: readonly JsonValue[] = Array.isArray(exhibits) ? exhibits : []
  const named = [
    ...listed.map((file, place) => ({ file, member: `/exhibits/${place}` })),
    ...itemsIn(manifest, '/manifest').map(({ item, member }) => ({
      ...{ file: item.exhibit, member: `${member}/exhibit` },
    })),
  ]
  return named.flatMap(({ file, member }) =>
    typeof file !== 'string' || announced.some(({ id }) => id === file) ? [] : [{ file, member }],
  )
}

/** A result may speak of a file that came before, of which nothing is announced here. */
function isSame(item: Partial<EvidenceItem>, file: Exhibit | undefined): boolean {
  if (file === undefined) return true
  const { bytes = file.bytes, mediaType = file.mediaType, sha256 = file.sha256 } = item
  return bytes === file.bytes && mediaType === file.mediaType && sha256 === file.sha256
}

/** A file that is handed over and not told of as it must be. */
export interface ManifestGap {
  readonly lacks: 'item' | 'custody'
  readonly file: string
  /** Where in what is said of the measure (RFC 6901). */
  readonly member: string
}

/**
 * The files handed over that do not stand in the manifest, or among the items of a result that lists them, or do so without
 * anything of their custody: through whose hands they came. The requested authority's own record of what it did is no piece of
 * evidence, and a certificate stands with its piece. UN Convention 40(3).
 *
 * @param fields - what is said of a measure, any of which may be missing
 */
export function manifestGaps(fields: JsonObject): readonly ManifestGap[] {
  const { exhibits, record, result } = fields
  const items = [
    ...itemsIn(fields.manifest, '/manifest'),
    ...itemsIn(isObject(result) ? result.items : undefined, '/result/items'),
  ]
  const named = Array.isArray(exhibits) ? exhibits.filter((id) => typeof id === 'string') : []
  return named.flatMap((file): readonly ManifestGap[] => {
    const own = items.filter(({ item: { exhibit, certificate } }) => exhibit === file || certificate === file)
    if (file === record || own.some(({ item }) => item.custody !== undefined)) return []
    const [first] = own
    return first === undefined
      ? [{ lacks: 'item', file, member: '/manifest' }]
      : [{ lacks: 'custody', file, member: `${first.member}/custody` }]
  })
}

function itemsIn(
  list: JsonValue | undefined,
  member: string,
): readonly { readonly item: JsonObject; readonly member: string }[] {
  const items: readonly JsonValue[] = Array.isArray(list) ? list : []
  return items.flatMap((item, place) => (isObject(item) ? [{ item, member: `${member}/${place}` }] : []))
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
