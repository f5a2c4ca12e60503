import { X509Certificate } from 'node:crypto'
import { certificateDigest } from '../../trust/certificate.ts'
import { IdentityError } from './identityError.ts'
import { readAuthorities, readIdentity } from './read.ts'
import { type KeyChange, type TellLog, noLog } from './renew.ts'
import { readRoles, writeRoles } from './roles.ts'

/** As many as a trust list may name. */
export const authoritiesMax = 10

/** The authorities of a State with one more, in base64. Throws IdentityError AUTHORITIES_TOO_MANY. */
export function withAuthority(listed: readonly Buffer[], added: Buffer): readonly string[] {
  const all = listed.some((one) => one.equals(added)) ? listed : [...listed, added]
  if (all.length > authoritiesMax) {
    throw new IdentityError(
      'AUTHORITIES_TOO_MANY',
      `A trust list names at most ${authoritiesMax} certificate authorities. Take one out that no key needs any more: cert withdraw.`,
    )
  }
  return all.map((certificate) => certificate.toString('base64'))
}

/** Whether a SHA-256 (hex) is that of one of the State's authorities. */
export async function isAuthority(folder: string, digest: string): Promise<boolean> {
  const listed = await readAuthorities(folder, await readRoles(folder))
  return listed.some((certificate) => certificateDigest(certificate) === digest)
}

/**
 * Names an authority of the State no longer. Throws IdentityError KEY_IN_USE while a key that counts, or is to count, has
 * its certificate from it; and what `tellLog` throws.
 */
export async function withdrawAuthority(
  folder: string,
  passphrase: string,
  digest: string,
  now: Date,
  tellLog: TellLog = noLog,
): Promise<KeyChange> {
  const roles = await readRoles(folder)
  const identity = await readIdentity(folder, passphrase)
  const authority = identity.authorities.find((one) => certificateDigest(one) === digest)
  if (authority === undefined) throw new IdentityError('KEY_UNKNOWN', `No authority has the name ${digest}.`)
  const counting = [
    ...[identity.signer, identity.httpSigner, identity.listSigner].map(({ certificate }) => certificate),
    ...Object.values(identity.next),
    ...identity.past
      .filter(({ withdrawnSince }) => now < new Date(withdrawnSince))
      .map(({ certificate }) => Buffer.from(certificate, 'base64')),
  ]
  const issuer = new X509Certificate(authority)
  const isIssued = (certificate: Buffer): boolean => {
    const leaf = new X509Certificate(certificate)
    return leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey)
  }
  if (counting.some(isIssued)) {
    throw new IdentityError(
      'KEY_IN_USE',
      'Keys that count still have their certificates from this authority. Replace them first, and wait until they have left.',
    )
  }
  const authorities = identity.authorities
    .filter((one) => one !== authority)
    .map((certificate) => certificate.toString('base64'))
  const change: KeyChange = { use: 'authority', digest }
  // Should the process die after the log is told, the authority is named still, and the same command tells the log once more; the
  // other way round it would be refused, as nothing has that name any more.
  await tellLog([change])
  await writeRoles(folder, { ...roles, authorities })
  return change
}
