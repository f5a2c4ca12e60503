import {
  authorityKeyId,
  bits,
  type CraftedExtension,
  caName,
  type Draft,
  extension,
  integer,
  keyIdOf,
  type PoolKey,
  poolKey,
  publicKeyInfoOf,
  oid,
  octets,
  nothing,
  sequence,
  signatureOf,
  time,
  tlv,
} from './craft.ts'

/** Revocation lists put together byte by byte, as `craft.ts` does with certificates. */

export const listExtensionIds = {
  number: '2.5.29.20',
  reason: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  delta: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  authorityKeyId: '2.5.29.35',
  freshest: '2.5.29.46',
} as const

/** One certificate in a list. */
export interface DraftEntry {
  /** DER of the serial number and of the time, whole. */
  serial: Buffer
  time: Buffer
  extensions: CraftedExtension[]
}

/** What a list has in common with a certificate, so that the same faults can be in it. */
export type SignedDraft = Pick<
  Draft,
  | 'version'
  | 'innerAlgorithm'
  | 'issuer'
  | 'extensions'
  | 'signature'
  | 'signingKey'
  | 'changeSigned'
  | 'changeSignature'
  | 'changeWhole'
>

/** Everything a list is made of; a fault changes some of it. */
export interface ListDraft extends SignedDraft {
  thisUpdate: Buffer
  nextUpdate: Buffer
  entries: DraftEntry[]
  /** The entries as one value; none where there are no entries, if nothing else is said. */
  wrapEntries: (entries: readonly Buffer[]) => Buffer
  wrapListExtensions: (extensions: readonly Buffer[]) => Buffer
}

/** A good list without entries of the authority with that kind of key. */
export function listDraft(keyName: PoolKey, thisUpdate: Date, nextUpdate: Date): ListDraft {
  const key = poolKey(keyName, 'authority')
  return {
    version: integer('01'),
    innerAlgorithm: null,
    issuer: caName,
    thisUpdate: time(thisUpdate),
    nextUpdate: time(nextUpdate),
    entries: [],
    wrapEntries: (entries) => (entries.length === 0 ? nothing : sequence(...entries)),
    extensions: [
      extension(listExtensionIds.authorityKeyId, false, authorityKeyId(keyIdOf(publicKeyInfoOf(key)))),
      extension(listExtensionIds.number, false, integer('05')),
    ],
    wrapListExtensions: (extensions) => tlv(0xa0, sequence(...extensions)),
    signature: signatureOf(keyName),
    signingKey: key,
    changeSigned: (signed) => signed,
    changeSignature: (signature) => signature,
    changeWhole: (whole) => whole,
  }
}

const written = ({ id, critical, value }: CraftedExtension) => sequence(oid(id), critical, octets(value))

/** The list of a draft, in the bytes of which it is made. */
export function listOf(draft: ListDraft): Buffer {
  const entries = draft.entries.map(({ serial, time: at, extensions }) =>
    sequence(serial, at, extensions.length === 0 ? nothing : sequence(...extensions.map(written))),
  )
  const signed = draft.changeSigned(
    sequence(
      draft.version,
      draft.innerAlgorithm ?? draft.signature.algorithm,
      draft.issuer,
      draft.thisUpdate,
      draft.nextUpdate,
      draft.wrapEntries(entries),
      draft.wrapListExtensions(draft.extensions.map(written)),
    ),
  )
  const signature = draft.changeSignature(bits(draft.signature.make(signed, draft.signingKey)))
  return draft.changeWhole(sequence(signed, draft.signature.algorithm, signature))
}
