import { gateJws } from '../../envelope/gate.ts'
import type { Kind } from '../../envelope/kinds.ts'
import type { Message, Receipt } from '../../message/generated/types.ts'
import { readCertificate } from '../../trust/certificate.ts'
import type { RevocationReason } from '../../trust/revocationReason.ts'
import { certificateDigest } from '../../trust/certificate.ts'
import { type Reach, firstSeen, othersWith, reachOf } from './countersigned.ts'
import { receiptPath } from './layout.ts'
import { namesOf } from './formerLogs.ts'
import { stateOf } from '../../message/stateOf.ts'
import type { RecordMessage } from './messages.ts'
import type { PlannedMessage } from './plan.ts'
import { promiseOf } from './promises.ts'
import { jwsIn } from './layout.ts'
import type { CheckedBundle } from './verify.ts'

/** What is known of a certificate in the lists of revoked certificates of the bundle. */
export type CertificateStatus =
  | {
      readonly kind: 'revoked'
      readonly revokedAt: Date
      readonly reason: RevocationReason
      readonly invalidFrom: Date
    }
  /** None of the lists names it; the newest of them is of `asOf`. */
  | { readonly kind: 'notRevoked'; readonly asOf: Date }
  /** The bundle has no list of its authority. */
  | { readonly kind: 'unknown' }

/** Who signed something, with which key, and when by his own words. */
export interface ProvenSigner {
  readonly state: string
  /** SHA-256 of the certificate, in hex. */
  readonly certificate: string
  readonly serial: string
  readonly validFrom: Date
  readonly validUntil: Date
  readonly signedAt: Date
  readonly status: CertificateStatus
}

/** Where something stands in the log, and since when others have seen that it does. */
export interface ProvenPlace {
  /** Index of the entry. */
  readonly index: number
  /** What the node that keeps the log says. */
  readonly time: Date
  /** The first head with this entry that witnesses cosigned: until when at the latest it was there. */
  readonly seen: readonly { readonly at: Date; readonly by: string }[]
  /** All who have cosigned a head with this entry, in the order of their names. */
  readonly others: readonly string[]
}

export interface ProvenReceipt {
  readonly path: string
  readonly signer: ProvenSigner
  /** What its State says: taken, or refused with a code. */
  readonly code: string | null
  readonly time: string
  /** Whether the entry that it promises is in this log, or proven to be in that of the other node, or could not be looked for. */
  readonly promise: 'kept' | 'proven' | 'elsewhere' | 'none'
  readonly place: ProvenPlace
}

/** A message that holds. */
export interface ProvenMessage {
  readonly path: string
  readonly message: Message
  readonly digest: string
  readonly fate: PlannedMessage['fate']
  /** Place in the record; null where it has none. */
  readonly sequence: number | null
  /** Whether the node of the bundle sent it. */
  readonly own: boolean
  /** It was lost with the database of its node and fetched back. */
  readonly restored: boolean
  readonly signer: ProvenSigner
  readonly place: ProvenPlace
  readonly receipt: ProvenReceipt | null
}

/** The messages of a bundle that hold, in the order in which its log has them, with who signed them and since when. */
export function provenIn(bundle: CheckedBundle): ProvenMessage[] {
  const within: Within = {
    ...bundle,
    reach: reachOf(bundle.heads),
    names: namesOf(bundle.log),
    shown: new Set(bundle.shownHeads.map(({ message }) => message)),
    statuses: new Map(),
  }
  return bundle.messages
    .flatMap((one) => provenMessage(within, one) ?? [])
    .sort((a, b) => a.place.index - b.place.index)
}

/** A bundle, with what is asked for every message and found once. */
interface Within extends CheckedBundle {
  /** How much of its log each witness has cosigned. */
  readonly reach: Reach
  /** The names under which entries of its log were promised. */
  readonly names: ReadonlySet<string>
  /** The messages with whose proofs heads of the other log are here. */
  readonly shown: ReadonlySet<string | undefined>
  /** What is known of certificates, by authority and serial number. */
  readonly statuses: Map<string, CertificateStatus>
}

function provenMessage(bundle: Within, one: RecordMessage): ProvenMessage | null {
  const { path, planned, message } = one
  if (message === null) return null
  const signer = signerOf(bundle, 'message', path, stateOf(message.from))
  if (signer === null) return null
  const { digest, fate, own, sequence, restored = false, mark } = planned
  return {
    path,
    message,
    digest,
    fate,
    sequence: fate === 'placed' ? sequence : null,
    own,
    restored,
    signer,
    place: placeOf(bundle, mark),
    receipt: provenReceipt(bundle, one),
  }
}

function provenReceipt(bundle: Within, { path, planned, receipt }: RecordMessage): ProvenReceipt | null {
  if (receipt === null || planned.receipt === null) return null
  const beside = receiptPath(path)
  const signer = signerOf(bundle, 'receipt', beside, receipt.node)
  if (signer === null) return null
  return {
    path: beside,
    signer,
    code: receipt.event === 'relayRejection' ? receipt.code : null,
    time: receipt.time,
    promise: promiseIn(bundle, planned, receipt),
    place: placeOf(bundle, planned.receipt.mark),
  }
}

function promiseIn(
  { names, shown, log }: Within,
  planned: RecordMessage['planned'],
  receipt: Receipt,
): ProvenReceipt['promise'] {
  const promised = promiseOf(receipt)
  if (promised === null) return 'none'
  // What was lost with a log and fetched back is in none, and a peer that promises an entry of this log promises nothing.
  const isHere = log.entries.at(log.entries.indexOf(promised.leaf) ?? -1)?.entry.msg === planned.digest
  if (!planned.own && names.has(promised.origin) && isHere) return 'kept'
  return shown.has(receipt.message) ? 'proven' : 'elsewhere'
}

/** The signer of a file that was verified; null where the file cannot be read, which has been said. */
function signerOf(bundle: Within, kind: Kind, path: string, state: string): ProvenSigner | null {
  const gated = gateJws(kind, jwsIn(bundle.files, path))
  const read = gated.ok ? readCertificate(gated.certificate) : gated
  if (!gated.ok || !read.ok) return null
  const { digest, serial, validFrom, validUntil } = read.certificate
  const authority = certificateDigest(gated.issuer)
  const name = `${authority} ${serial}`
  const status = bundle.statuses.get(name) ?? statusOf(bundle, authority, serial)
  bundle.statuses.set(name, status)
  return { state, certificate: digest, serial, validFrom, validUntil, signedAt: gated.signedAt, status }
}

function statusOf({ revocations }: CheckedBundle, authority: string, serial: string): CertificateStatus {
  const lists = [...revocations.listsOf(authority)].sort(
    (a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime(),
  )
  // By the list that lets it count for the shortest time, as its signatures are judged; of such lists by the newest.
  const [worst] = lists
    .flatMap(({ revoked }) => revoked.get(serial) ?? [])
    .sort((a, b) => a.invalidFrom.getTime() - b.invalidFrom.getTime())
  if (worst !== undefined) {
    const { revokedAt, reason, invalidFrom } = worst
    return { kind: 'revoked', revokedAt, reason, invalidFrom }
  }
  const [newest] = lists
  return newest === undefined ? { kind: 'unknown' } : { kind: 'notRevoked', asOf: newest.thisUpdate }
}

function placeOf(
  { heads, reach }: Within,
  { index, time }: { readonly index: number; readonly time: Date },
): ProvenPlace {
  return { index, time, seen: firstSeen(heads, index), others: othersWith(reach, index) }
}
