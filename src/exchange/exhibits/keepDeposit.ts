import type { AuditEvent } from '../../audit/auditEvent.ts'
import type { Actor } from '../../audit/events.ts'
import type { Description } from '../../exhibit/casework/caseImport.ts'
import { canonicalText } from '../../message/canonical.ts'
import { codeText } from '../../message/code.ts'
import { append } from '../../store/audit.ts'
import { insertDraftFile } from '../../store/drafts/draftFiles.ts'
import { type NewDeposit, insertDeposits } from '../../store/exhibits/newDeposits.ts'
import { endUpload } from '../../store/exhibits/uploads.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { whereDone } from '../custody/whereDone.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import { keepDescription } from './keepDescription.ts'
import type { Announcement, IntakeOrder } from './takeIn.ts'

/** What all files have in common that are taken in together. */
export type OrderOfMany = Pick<
  IntakeOrder,
  'person' | 'authority' | 'role' | 'from' | 'derivedFrom' | 'request' | 'place' | 'reason'
>

/** Another process has taken the upload in meanwhile. */
export class UploadOver extends Error {}

/** Who takes a file in. */
export function actorOf({ person, role = 'officer', authority, from }: OrderOfMany): Actor {
  return { person, role, authority, ...(from === undefined ? {} : { from }) }
}

/**
 * The deposit, what was described of it and the log that tells of it, in this transaction.
 *
 * @throws UploadOver where another process was first
 */
export async function keepDeposit(
  node: Node,
  trx: Trx,
  announcement: Announcement,
  description: Description | null,
  order: IntakeOrder,
): Promise<void> {
  const { deposit, sealed } = announcement
  const { person, upload, draft } = order
  const actor = actorOf(order)
  const now = node.now()
  await insertDeposits(trx, [rowOf(node, announcement, order, now)])
  if (draft !== undefined) await insertDraftFile(trx, { deposit, draft, taken_at: node.machineNow() })
  const trail = await openTrail(node, trx, [], now)
  trail.add(takenEvent(node, announcement, order))
  if (description !== null) {
    const noted = await keepDescription(trx, description, { deposit, person, now })
    for (const { number, event, text } of noted)
      trail.add({
        ...{
          event: 'exhibit.noted',
          actor,
          digest: sealed.sha256,
          code: codeText(event.action),
          count: number,
        },
        details: { deposit, event: text },
      })
  }
  if (upload !== undefined) {
    // With the deposit, or not at all: nobody takes it in twice.
    const end = { status: 'taken', at: node.machineNow(), deposit } as const
    if (!(await endUpload(trx, upload, ['whole'], end))) throw new UploadOver()
    trail.add({ event: 'upload.ended', actor, code: 'taken', details: { deposit, upload } })
  }
  await append(trx, trail.audit())
}

/** Many deposits and what the log tells of each, in one transaction; of none is there a description, an upload or a draft. */
export async function keepDeposits(
  node: Node,
  announcements: readonly Announcement[],
  order: OrderOfMany,
): Promise<void> {
  if (announcements.length === 0) return
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    await insertDeposits(
      trx,
      announcements.map((one) => rowOf(node, one, order, now)),
    )
    const trail = await openTrail(node, trx, [], now)
    for (const one of announcements) trail.add(takenEvent(node, one, order))
    await append(trx, trail.audit())
  })
}

function rowOf(
  { state }: Pick<Node, 'state'>,
  { deposit, name, mediaType, bytes, sha256, sha512, sealed, scan }: Announcement,
  { person, authority, derivedFrom, request }: OrderOfMany,
  now: Date,
): NewDeposit {
  return {
    id: deposit,
    state,
    request: request ?? null,
    sha256: Buffer.from(sha256, 'hex'),
    sha512: Buffer.from(sha512, 'hex'),
    bytes,
    sealed_sha256: Buffer.from(sealed.sha256, 'hex'),
    sealed_bytes: sealed.bytes,
    file_key: Buffer.from(sealed.key, 'base64url'),
    name,
    media_type: mediaType,
    status: 'whole',
    taken_at: now,
    person,
    derived_from: derivedFrom ?? null,
    scan: scan === undefined ? null : canonicalText(scan),
    authority,
  }
}

function takenEvent(
  node: Node,
  { bytes, deposit, name, sha256, scan, sealed }: Announcement,
  order: OrderOfMany,
): AuditEvent {
  const { derivedFrom, place, reason } = order
  return {
    event: 'exhibit.taken',
    actor: actorOf(order),
    digest: sealed.sha256,
    details: {
      bytes,
      deposit,
      name,
      sha256,
      ...whereDone(node, place),
      ...(reason === undefined ? {} : { reason }),
      ...(scan === undefined ? {} : { scan: scan.outcome }),
      ...(scan?.signature === undefined ? {} : { signature: scan.signature }),
      ...(derivedFrom === undefined ? {} : { source: derivedFrom }),
    },
  }
}
