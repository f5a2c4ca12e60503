import type { TrustList } from '../message/generated/types.ts'
import type { Identity } from '../store/identity/read.ts'

/**
 * Whether the signer of trust lists that is in use was left before a backup brought it back: the newest list of this State, which a peer
 * has shown, announces it no more, and does announce the one that waits here. No peer takes a list that it signs.
 */
export function isListSignerLeft(
  { listSigner, next }: Pick<Identity, 'listSigner' | 'next'>,
  { listSigners }: Pick<TrustList, 'listSigners'>,
): boolean {
  const isAnnounced = (certificate: Buffer | undefined): boolean =>
    certificate !== undefined && listSigners.includes(certificate.toString('base64'))
  return !isAnnounced(listSigner.certificate) && isAnnounced(next.list)
}

/** What whoever keeps the keys is told then. */
export const listSignerLeft =
  'no trust list is signed: the list signer in use was left before the backup from which it came, and no peer takes what it signs; ' +
  'take up the one that was announced: rogatory cert use --use list --overlap 0'
