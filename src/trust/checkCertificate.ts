import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type Certificate, certificateDigest, readCertificate } from './certificate.ts'
import { keyKindOf } from './keyKind.ts'
import {
  type CertificateProfile,
  type CertificateUse,
  type ChainRules,
  chainRules,
  limitingExtensions,
  understoodExtensions,
} from './profiles.ts'

/** A leaf and the authority that issued it: the whole path, for paths are flat here. */
export interface Chain {
  readonly leaf: Certificate
  readonly issuer: Certificate
}

/** What a leaf is to be good for, and the URI of the node that must hold it. */
export interface Purpose {
  readonly use: Exclude<CertificateUse, 'ca'>
  readonly holder: string
}

/** Judges everything about a chain that does not depend on time; `checkChain`, or the same with a memory. */
export type ChainCheck = (leaf: Buffer, issuer: Buffer, purpose: Purpose) => Result<{ chain: Chain }>

/**
 * Judges a leaf and its issuer, both DER, as RFC 5280 section 6.1 does for a path of one step, and by the profiles of
 * `certs/`. That the issuer is an authority of the State's trust list, byte for byte, is for the caller to see to:
 * it is the anchor. Time is judged by `checkValidity`, and whether it was taken back by `revocationStatus.ts`.
 *
 * Refuses with CERTIFICATE_INVALID, CERTIFICATE_WRONG_ISSUER, CERTIFICATE_WRONG_USE, CERTIFICATE_WRONG_HOLDER or
 * CERTIFICATE_WEAK_KEY.
 */
export const checkChain: ChainCheck = checkChainBy(chainRules)

/** `checkChain` by other rules than those of this exchange: for the chains that others have published as tests. */
export function checkChainBy(rules: ChainRules): ChainCheck {
  return (leafDer, issuerDer, purpose) => {
    const read = readBoth(leafDer, issuerDer)
    if (!read.ok) return read
    const { leaf, issuer } = read.chain
    const refusal =
      checkExtensions(leaf) ??
      checkExtensions(issuer) ??
      checkUse(issuer, 'ca', rules) ??
      checkUse(leaf, purpose.use, rules) ??
      checkKey(issuer, 'ca', rules.profiles.ca, rules) ??
      checkKey(leaf, purpose.use, rules.profiles[purpose.use], rules) ??
      checkIssuer(leaf, issuer) ??
      checkHolder(leaf, purpose, rules)
    return refusal ?? read
  }
}

/** Judges whether both certificates of a chain were valid at a time. Refuses with CERTIFICATE_NOT_IN_FORCE. */
export function checkValidity({ leaf, issuer }: Chain, at: Date): Result<object> {
  const inForce = [leaf, issuer].every(({ validFrom, validUntil }) => validFrom <= at && at <= validUntil)
  return inForce
    ? { ok: true }
    : refuse('CERTIFICATE_NOT_IN_FORCE', { detail: `not valid at ${at.toISOString()}` })
}

/** `checkChain` and `checkValidity` in one. */
export function checkCertificate(
  leaf: Buffer,
  issuer: Buffer,
  purpose: Purpose,
  at: Date,
  check: ChainCheck = checkChain,
): Result<{ chain: Chain }> {
  const checked = check(leaf, issuer, purpose)
  if (!checked.ok) return checked
  const valid = checkValidity(checked.chain, at)
  return valid.ok ? checked : valid
}

/**
 * A `checkChain` that remembers its last `entriesMax` answers, so that a peer's certificate is read once and not with
 * every message. Time is no part of what is remembered.
 */
export function rememberChains(entriesMax: number): ChainCheck {
  const answers = new Map<string, Result<{ chain: Chain }>>()
  return (leaf, issuer, purpose) => {
    const key = [certificateDigest(leaf), certificateDigest(issuer), purpose.use, purpose.holder].join(' ')
    const known = answers.get(key)
    if (known !== undefined) {
      // What is asked about stays; what nobody has asked about for longest goes.
      answers.delete(key)
      answers.set(key, known)
      return known
    }
    const answer = checkChain(leaf, issuer, purpose)
    const [oldest] = answers.keys()
    if (oldest !== undefined && answers.size >= entriesMax) answers.delete(oldest)
    answers.set(key, answer)
    return answer
  }
}

/**
 * The memory where no other is given, one for the whole process: the answer is the same for everyone, and only
 * certificates that a trust list names get as far as being asked about. Reading one costs more than all the rest
 * of opening a message.
 */
export const checkChainOnce = rememberChains(2_000)

function readBoth(leafDer: Buffer, issuerDer: Buffer): Result<{ chain: Chain }> {
  const leaf = readCertificate(leafDer)
  if (!leaf.ok) return leaf
  const issuer = readCertificate(issuerDer)
  if (!issuer.ok) return issuer
  return { ok: true, chain: { leaf: leaf.certificate, issuer: issuer.certificate } }
}

const understood: ReadonlySet<string> = new Set(Object.values(understoodExtensions))
const limiting: ReadonlySet<string> = new Set(Object.values(limitingExtensions))

/** No extension stands twice, sets limits that nobody here judges, or is critical and unknown. */
export function checkExtensions({ extensions }: Certificate): Refusal | null {
  const ids = extensions.map(({ id }) => id)
  if (new Set(ids).size < ids.length)
    return refuse('CERTIFICATE_INVALID', { detail: 'an extension stands twice' })
  const limit = ids.find((id) => limiting.has(id))
  if (limit !== undefined)
    return refuse('CERTIFICATE_INVALID', { detail: `an extension that sets limits: ${limit}` })
  const unknown = extensions.find(({ id, critical }) => critical && !understood.has(id))
  return unknown
    ? refuse('CERTIFICATE_INVALID', { detail: `unknown critical extension ${unknown.id}` })
    : null
}

function checkUse(certificate: Certificate, use: CertificateUse, { profiles }: ChainRules): Refusal | null {
  return checkProfile(certificate, use, profiles[use])
}

/** What a certificate is for, by what it must and may say. Refuses with CERTIFICATE_WRONG_USE. */
export function checkProfile(
  certificate: Certificate,
  use: string,
  profile: CertificateProfile,
): Refusal | null {
  const wrong = (detail: string) => refuse('CERTIFICATE_WRONG_USE', { detail: `${use}: ${detail}` })
  const isCritical = (id: string) => certificate.extensions.some((one) => one.id === id && one.critical)
  if (certificate.certificateAuthority !== profile.certificateAuthority) return wrong('basic constraints')
  if (certificate.pathLength !== null && !(profile.certificateAuthority && certificate.pathLength >= 0)) {
    return wrong('a path length that means nothing')
  }
  if (profile.certificateAuthority && !isCritical(understoodExtensions.basicConstraints)) {
    return wrong('basic constraints not critical')
  }
  const usages = certificate.keyUsage ?? []
  const { required, optional } = profile.keyUsage
  const allowed: readonly string[] = [...required, ...optional]
  if (!isCritical(understoodExtensions.keyUsage)) return wrong('key usage absent or not critical')
  if (!required.every((usage) => usages.includes(usage))) return wrong('key usage lacks what it needs')
  if (!usages.every((usage) => allowed.includes(usage))) return wrong('key usage says more than it may')
  const extended = certificate.extendedKeyUsage
  if (extended !== null && !extended.some((usage) => profile.extendedKeyUsage.includes(usage))) {
    return wrong('extended key usage is for something else')
  }
  return null
}

/** Its key, and the hash under its signature, are strong enough. Refuses with CERTIFICATE_WEAK_KEY. */
export function checkKey(
  { key, signatureHash }: Certificate,
  use: string,
  { keys }: Pick<CertificateProfile, 'keys'>,
  rules: Pick<ChainRules, 'rsaModulusBitsMin' | 'signatureHashes'> = chainRules,
): Refusal | null {
  const kind = keyKindOf(key, rules.rsaModulusBitsMin)
  if (kind === null || !keys.includes(kind)) {
    return refuse('CERTIFICATE_WEAK_KEY', { detail: `${use}: key type, size or exponent` })
  }
  if (signatureHash === null || !rules.signatureHashes.includes(signatureHash)) {
    return refuse('CERTIFICATE_WEAK_KEY', { detail: `${use}: signature algorithm` })
  }
  return null
}

/** One certificate was issued by the other. Refuses with CERTIFICATE_WRONG_ISSUER. */
export function checkIssuer(leaf: Certificate, issuer: Certificate): Refusal | null {
  const wrong = (detail: string) => refuse('CERTIFICATE_WRONG_ISSUER', { detail })
  if (!leaf.issuer.equals(issuer.subject)) return wrong('the names differ')
  if (leaf.authorityKeyId === null || leaf.authorityKeyId !== issuer.subjectKeyId)
    return wrong('the key ids differ')
  return leaf.signedBy(issuer.key) ? null : wrong('the signature is not by its key')
}

function checkHolder(leaf: Certificate, { use, holder }: Purpose, { profiles }: ChainRules): Refusal | null {
  if (!profiles[use].holder) return null
  return leaf.uris.includes(holder) ? null : refuse('CERTIFICATE_WRONG_HOLDER', { expected: [holder] })
}
