import type { Envelope } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Scan } from './scanner.ts'

/** What a message says of a file of this node, apart from the id that the file has in the message. */
export type DepositAnnouncement = Omit<Envelope['exhibits'][number], 'id'>

/** What is said of a deposit where it is handed over. Refuses with EXHIBIT_ERASED or EXHIBIT_NOT_WHOLE. */
export function announcementIn(row: ExhibitDepositRow): Result<{ announcement: DepositAnnouncement }> {
  const { id: deposit, name, media_type, bytes, sha256, sha512, sealed_bytes, sealed_sha256 } = row
  if (row.file_key === null) return refuse('EXHIBIT_ERASED', { detail: deposit })
  if (row.status !== 'whole') return refuse('EXHIBIT_NOT_WHOLE', { detail: row.status })
  const announcement = {
    name,
    mediaType: media_type,
    bytes,
    sha256: sha256.toString('hex'),
    ...(sha512 === null ? {} : { sha512: sha512.toString('hex') }),
    ...(row.derived_from === null ? {} : { derivedFrom: row.derived_from }),
    ...(row.scan === null ? {} : { scan: JSON.parse(row.scan) as Scan }),
    sealed: {
      deposit,
      bytes: sealed_bytes,
      sha256: sealed_sha256.toString('hex'),
      key: row.file_key.toString('base64url'),
    },
  }
  return { ok: true, announcement }
}
