import { type KeyObject, createHash } from 'node:crypto'
import {
  type CraftedExtension,
  type Draft,
  type PoolKey,
  type Signature,
  authorityDraft,
  basicConstraints,
  bits,
  boolean,
  caName,
  certificateOf,
  digitsOf,
  empty,
  extension,
  extensionIds,
  generalizedTime,
  integer,
  keyIdOf,
  nameOf,
  nothing,
  octets,
  oid,
  poolKey,
  publicKeyInfoOf,
  sequence,
  set,
  signatureOf,
  signerDraft,
  tlv,
} from './craft.ts'
import { now } from './fixture.ts'

/**
 * Time-stamp tokens put together byte by byte, as an authority of elsewhere makes them, or one that means no good. The DER
 * is written here and not with the code under test.
 */

export const timeStamping = '1.3.6.1.5.5.7.3.8'
export const content = Buffer.from('rogatory.example/vn/log1\n7\nroot\n')

const hashIds = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const
type Hash = keyof typeof hashIds
export const hashOf = (name: Hash, bytes: Uint8Array) => createHash(name).update(bytes).digest()
export const hashAlgorithm = (name: Hash) => sequence(oid(hashIds[name]), empty)

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  info: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  certificate: '1.2.840.113549.1.9.16.2.12',
  certificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

export const usage = (...purposes: readonly string[]): Buffer => sequence(...purposes.map(oid))

/** The certificate of a good authority of time stamps, under that of `authorityDraft` with that kind of key. */
export function stamperDraft(keyName: PoolKey, authority: PoolKey = 'P-256'): Draft {
  const draft = signerDraft(keyName, authority)
  draft.subject = nameOf('Example Time Stamp')
  draft.extensions = [
    ...draft.extensions.filter(({ id }) => id !== extensionIds.subjectAltName),
    extension(extensionIds.extendedKeyUsage, true, usage(timeStamping)),
  ]
  return draft
}

/** An authority under another one: of the key of `owner`, by the key of `by`. */
export function betweenDraft(
  { owner, name }: { readonly owner: string; readonly name: string },
  by: { readonly owner: string; readonly name: Buffer },
  pathLength?: string,
): Draft {
  const draft = authorityDraft('P-256', owner)
  draft.subject = nameOf(name)
  draft.issuer = by.name
  draft.signingKey = poolKey('P-256', by.owner)
  const issuerKeyId = keyIdOf(publicKeyInfoOf(poolKey('P-256', by.owner)))
  draft.extensions = draft.extensions.map((one): CraftedExtension => {
    if (one.id === extensionIds.authorityKeyId)
      return extension(one.id, false, sequence(tlv(0x80, issuerKeyId)))
    return one.id === extensionIds.basicConstraints
      ? extension(one.id, true, basicConstraints(true, pathLength))
      : one
  })
  return draft
}

/** Everything a token is made of; a fault changes some of it. */
export interface TokenDraft {
  stamper: Draft
  key: KeyObject
  /** The other certificates in it. */
  others: Buffer[]
  /** Whether the certificate of whoever signs stands in it. */
  hasCertificate: boolean
  imprint: Buffer
  time: Buffer
  nonce: Buffer
  /** What stands before the nonce, and after it. */
  before: Buffer[]
  after: Buffer[]
  infoType: string
  changeInfo: (info: Buffer) => Buffer
  hash: Hash
  signature: Signature
  signerId: ((certificate: Buffer, draft: Draft) => Buffer) | null
  /** The value of the attribute with the certificate; that of `certificateOf` where nothing is said. */
  certificateId: (certificate: Buffer) => Buffer
  changeAttributes: (attributes: Buffer[]) => Buffer[]
  changeSignature: (signature: Buffer) => Buffer
  signers: (signer: Buffer) => Buffer
  changeWhole: (whole: Buffer) => Buffer
}

export const attribute = (id: string, ...values: readonly Buffer[]) => sequence(oid(id), set(...values))

export const certificateIdV2 = (certificate: Buffer, ...algorithm: readonly Buffer[]) =>
  attribute(
    ids.certificateV2,
    sequence(sequence(sequence(...algorithm, octets(hashOf('sha256', certificate))))),
  )
export const certificateIdV1 = (certificate: Buffer) =>
  attribute(ids.certificate, sequence(sequence(sequence(octets(hashOf('sha1', certificate))))))

/** A good token over `content`, of the time of the fixture. */
export function tokenDraft(keyName: PoolKey = 'P-256', over: Uint8Array = content, at = now): TokenDraft {
  return {
    stamper: stamperDraft(keyName),
    key: poolKey(keyName, 'signer'),
    others: [],
    hasCertificate: true,
    imprint: sequence(hashAlgorithm('sha256'), octets(hashOf('sha256', over))),
    time: generalizedTime(`${digitsOf(at)}Z`),
    nonce: integer('4102'),
    before: [],
    after: [],
    infoType: ids.info,
    changeInfo: (info) => info,
    hash: 'sha256',
    signature: signatureOf(keyName),
    signerId: null,
    certificateId: (certificate) => certificateIdV2(certificate),
    changeAttributes: (attributes) => attributes,
    changeSignature: (signature) => signature,
    signers: (signer) => set(signer),
    changeWhole: (whole) => whole,
  }
}

export const rootOf = (keyName: PoolKey = 'P-256') => certificateOf(authorityDraft(keyName))

/** The elements of a SET OF in the order that DER has them in. */
const inOrder = (parts: readonly Buffer[]) => parts.toSorted((a, b) => Buffer.compare(a, b))

/** The token of a draft, in the bytes of which it is made. */
export function tokenOf(draft: TokenDraft): Buffer {
  const certificate = certificateOf(draft.stamper)
  const info = sequence(
    integer('01'),
    oid('1.2.3.4.1'),
    draft.imprint,
    integer('07'),
    draft.time,
    ...draft.before,
    draft.nonce,
    ...draft.after,
  )
  const attributes = draft.changeAttributes([
    attribute(ids.contentType, oid(ids.info)),
    attribute(ids.messageDigest, octets(hashOf(draft.hash, info))),
    draft.certificateId(certificate),
  ])
  const signed = set(...inOrder(attributes))
  const signature = draft.changeSignature(draft.signature.make(signed, draft.key))
  const signer = sequence(
    integer('01'),
    draft.signerId?.(certificate, draft.stamper) ?? sequence(draft.stamper.issuer, draft.stamper.serial),
    hashAlgorithm(draft.hash),
    Buffer.concat([Buffer.of(0xa0), signed.subarray(1)]),
    draft.signature.algorithm,
    octets(signature),
  )
  const certificates = [...(draft.hasCertificate ? [certificate] : []), ...draft.others]
  const data = sequence(
    integer('03'),
    set(hashAlgorithm(draft.hash)),
    sequence(oid(draft.infoType), tlv(0xa0, octets(draft.changeInfo(info)))),
    certificates.length === 0 ? nothing : tlv(0xa0, ...inOrder(certificates)),
    draft.signers(signer),
  )
  return draft.changeWhole(sequence(oid(ids.signedData), tlv(0xa0, data)))
}

/** An answer with a status, and with a token where there is one. */
export const answerOf = (status: string, token: Buffer = nothing) =>
  sequence(sequence(integer(status)), token)

export { bits, boolean, caName }
