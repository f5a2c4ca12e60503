import { X509Certificate } from 'node:crypto'
import type { TrustList } from '../message/generated/types.ts'
import { certificateDigest } from './certificate.ts'
import { noteKeyDigest } from './list.ts'

/** A key that a trust list names, and how it stands at a moment. */
export interface ListedKey {
  readonly use: 'authority' | 'list' | 'message' | 'http' | 'encryption' | 'log' | 'witness'
  /** SHA-256 (hex) of the certificate, or of a key that has none; of an encryption key its kid. */
  readonly name: string
  /** `next`: not yet used, of list signers until it is taken into use; `leaving`: withdrawn from a day to come; `withdrawn`: counts for nothing. */
  readonly standing: 'inForce' | 'next' | 'leaving' | 'withdrawn'
  /** When its certificate ends, or when it is withdrawn; null where neither is known. */
  readonly until: Date | null
  /** Whole days until then, 0 on the last; null where there is no end. */
  readonly daysLeft: number | null
}

const dayMs = 86_400_000

/** Every key of a State's list, those that leave and have left among them. */
export function keysIn(list: TrustList, at: Date): readonly ListedKey[] {
  const factsOf = factsIn(list)
  const named = (use: 'authority' | 'list') => (certificate: string) =>
    keyOf(use, factsOf(certificate), { validFrom: new Date(0).toISOString(), status: 'inForce' }, at)
  return [
    ...list.certificateAuthorities.map(named('authority')),
    ...list.listSigners.map(named('list')).map(signerAt),
    ...list.signers.map((entry) => keyOf(entry.use, factsOf(entry.certificate), entry, at)),
    ...list.encryptionKeys.map((entry) => {
      const until = entry.statusSince === undefined ? null : new Date(entry.statusSince)
      return { use: 'encryption' as const, name: entry.kid, ...ending(entry, until, at) }
    }),
    ...noteKeys('log', list.log, at),
    ...(list.witness === undefined ? [] : noteKeys('witness', list.witness, at)),
  ]
}

/** A list names the signer in use first, and behind it the one that follows, with which nothing is signed yet. */
function signerAt(key: ListedKey, place: number): ListedKey {
  return place > 0 && key.standing === 'inForce' ? { ...key, standing: 'next' } : key
}

/** The key of a log or a witness in use, and those beside it: one that is in force as well is to follow. */
function noteKeys(
  use: 'log' | 'witness',
  { vkey, others = [] }: Pick<TrustList['log'], 'vkey' | 'others'>,
  at: Date,
): ListedKey[] {
  const current = { standing: 'inForce' as const, until: null, daysLeft: null }
  return [
    { use, name: noteKeyDigest(vkey), ...current },
    ...others.map((entry) => {
      const until = entry.statusSince === undefined ? null : new Date(entry.statusSince)
      const found = ending(entry, until, at)
      const standing = found.standing === 'inForce' ? ('next' as const) : found.standing
      return { use, name: noteKeyDigest(entry.vkey), ...found, standing }
    }),
  ]
}

type Listed = Pick<TrustList['encryptionKeys'][number], 'validFrom' | 'status' | 'statusSince'>

function keyOf(
  use: Exclude<ListedKey['use'], 'encryption' | 'log' | 'witness'>,
  { name, end }: CertificateFacts,
  entry: Listed,
  at: Date,
): ListedKey {
  const withdrawn = entry.status === 'withdrawn' && entry.statusSince !== undefined ? entry.statusSince : null
  const until = withdrawn === null ? end : new Date(withdrawn)
  // What is no certificate ends nowhere and counts for nothing: a peer may list anything.
  if (until === null) return { use, name, standing: 'withdrawn', until: null, daysLeft: null }
  return { use, name, ...ending(entry, until, at) }
}

interface CertificateFacts {
  /** SHA-256 (hex). */
  readonly name: string
  /** Null of what is no certificate. */
  readonly end: Date | null
}

// A list is never changed once it is read; monitoring asks for the certificates of all peers every few seconds.
const facts = new WeakMap<TrustList, Map<string, CertificateFacts>>()

/** What a certificate (base64 of its DER) of that list is, read once. */
function factsIn(list: TrustList): (certificate: string) => CertificateFacts {
  const known = facts.get(list) ?? new Map<string, CertificateFacts>()
  facts.set(list, known)
  return (certificate) => {
    const before = known.get(certificate)
    if (before !== undefined) return before
    const der = Buffer.from(certificate, 'base64')
    const found = { name: certificateDigest(der), end: endOf(der) }
    known.set(certificate, found)
    return found
  }
}

function endOf(certificate: Buffer): Date | null {
  try {
    return new Date(new X509Certificate(certificate).validTo)
  } catch {
    return null
  }
}

function ending(
  entry: Listed,
  until: Date | null,
  at: Date,
): Pick<ListedKey, 'standing' | 'until' | 'daysLeft'> {
  const daysLeft = until === null ? null : Math.max(0, Math.floor((until.getTime() - at.getTime()) / dayMs))
  return { standing: standingOf(entry, until, at), until, daysLeft }
}

function standingOf({ validFrom, status }: Listed, until: Date | null, at: Date): ListedKey['standing'] {
  if (until !== null && until <= at) return 'withdrawn'
  if (at < new Date(validFrom)) return 'next'
  return status === 'withdrawn' ? 'leaving' : 'inForce'
}
