import { canonicalText } from '../../message/canonical.ts'
import type { Envelope, Message } from '../../message/generated/types.ts'
import { particular } from '../../message/particular.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { lockOwnDeposits } from '../../store/exhibits/depositLocks.ts'
import type { AnnouncedRow } from '../../store/exhibits/handedOver.ts'
import { type DepositAnnouncement, announcementIn } from './announcement.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from '../../store/exhibits/exhibitTables.ts'

type Exhibits = Envelope['exhibits']
type Exhibit = Exhibits[number]

/** Own deposits that drafts hand over, by their ids, locked until they are linked; asks nothing where none does. */
export async function openDeposits(
  trx: Trx,
  state: string,
  drafts: readonly { readonly exhibits: Exhibits }[],
): Promise<ReadonlyMap<string, ExhibitDepositRow>> {
  const ids = drafts.flatMap(({ exhibits }) => exhibits.flatMap(({ sealed }) => sealed?.deposit ?? []))
  return await lockOwnDeposits(trx, state, ids)
}

/**
 * A node announces as sealed only what it can hand over: a deposit of its own that is whole and agrees in every member.
 * Refuses with EXHIBIT_UNKNOWN, EXHIBIT_ERASED or EXHIBIT_NOT_WHOLE; null where all is well.
 */
export function handOverRefusal(
  deposits: ReadonlyMap<string, ExhibitDepositRow>,
  exhibits: Exhibits,
): Refusal | null {
  for (const [place, exhibit] of exhibits.entries()) {
    const pointer = `/exhibits/${place}/sealed`
    const { sealed } = exhibit
    if (sealed === undefined) continue
    const deposit = deposits.get(sealed.deposit)
    if (deposit === undefined) return refuse('EXHIBIT_UNKNOWN', { pointer, detail: sealed.deposit })
    const kept = announcementIn(deposit)
    if (!kept.ok) return { ...kept, pointer }
    const other = disagreement(exhibit, kept.announcement)
    if (other !== null)
      return refuse('EXHIBIT_UNKNOWN', {
        pointer,
        says: [particular('depositDiffers', { aspect: other })],
      })
  }
  return null
}

/** The member in which a draft says something else of a file than the node; null where it agrees. A name is its author's. */
function disagreement(exhibit: Exhibit, kept: DepositAnnouncement): string | null {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['sha256', exhibit.sha256, kept.sha256],
    ['sha512', exhibit.sha512 ?? kept.sha512, kept.sha512],
    ['size', exhibit.bytes, kept.bytes],
    ['sealed form', exhibit.sealed?.sha256, kept.sealed?.sha256],
    ['sealed size', exhibit.sealed?.bytes, kept.sealed?.bytes],
    ['key', exhibit.sealed?.key, kept.sealed?.key],
    ['verdict of a scanner', scanText(exhibit.scan ?? kept.scan), scanText(kept.scan)],
    ['source', exhibit.derivedFrom ?? kept.derivedFrom, kept.derivedFrom],
  ]
  return pairs.find(([, said, is]) => said !== is)?.[0] ?? null
}

function scanText(scan: Exhibit['scan']): string | null {
  return scan === undefined ? null : canonicalText(scan)
}

/** The links from a message to the deposits that it hands over. */
export function linksOf({ request, exhibits }: Message, digest: string, toState: string): ExhibitLinkRow[] {
  return exhibits.flatMap(({ id, sealed }) =>
    sealed === undefined
      ? []
      : [{ message: digest, exhibit: id, deposit: sealed.deposit, request, to_state: toState }],
  )
}

/** The deposits of another State that a message of it announces. */
export function announcedBy({ request, exhibits }: Message, state: string, now: Date): AnnouncedRow[] {
  return exhibits.flatMap(({ name, mediaType, bytes, sha256, sha512, sealed, derivedFrom, scan }) =>
    sealed === undefined
      ? []
      : [
          {
            given_id: sealed.deposit,
            state,
            request,
            sha256: Buffer.from(sha256, 'hex'),
            sha512: sha512 === undefined ? null : Buffer.from(sha512, 'hex'),
            bytes,
            sealed_sha256: Buffer.from(sealed.sha256, 'hex'),
            sealed_bytes: sealed.bytes,
            file_key: Buffer.from(sealed.key, 'base64url'),
            name,
            media_type: mediaType,
            taken_at: now,
            derived_from: derivedFrom ?? null,
            scan: scan === undefined ? null : canonicalText(scan),
          },
        ],
  )
}
