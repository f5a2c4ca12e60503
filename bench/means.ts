import { createPublicKey } from 'node:crypto'
import { join } from 'node:path'
import { httpKeyId } from '../src/envelope/httpSignature.ts'
import { readRevocationLists } from '../src/exchange/revocationReading.ts'
import { opened } from '../src/exchange/trustKeeping.ts'
import type { TrustList } from '../src/message/generated/types.ts'
import { openDatabase } from '../src/store/database.ts'
import { readIdentity } from '../src/store/identity/read.ts'
import { newestTrustList } from '../src/store/trustLists.ts'
import { type StatusCheck, statusNow } from '../src/trust/revocationStatus.ts'
import type { Means } from './cryptography.ts'
import type { Side } from './world.ts'

/** Where the nodes of a pair keep what a side computes with. */
export interface Kept {
  readonly nodes: Readonly<Record<Side, string>>
  readonly folders: Readonly<Record<Side, string>>
  readonly passphrase: string
}

/** What a side computes with: its own keys from its folder, and what its peer's node says of itself. */
export async function readMeans(
  kept: Kept,
  side: Side,
): Promise<{ readonly identity: Awaited<ReturnType<typeof readIdentity>>; readonly means: Means }> {
  const identity = await readIdentity(join(kept.folders[side], 'identity'), kept.passphrase)
  const { list: peer, status } = await trustAt(kept.nodes[side === 'asking' ? 'answering' : 'asking'])
  const { key, certificate } = identity.httpSigner
  const http = { signer: { key, keyId: httpKeyId(certificate) }, key: createPublicKey(key) }
  const { signer, encryptionKeys: decryptionKeys } = identity
  return { identity, means: { signer, decryptionKeys, peer, status, http } }
}

/** What a node says of itself: its trust list, and which of its certificates are revoked. */
export async function trustAt(
  url: string,
): Promise<{ readonly list: TrustList; readonly status: StatusCheck }> {
  const { db, close } = await openDatabase({ url })
  try {
    const state = await db.selectFrom('setting').selectAll().where('name', '=', 'state').executeTakeFirst()
    const newest = await newestTrustList(db, state?.value ?? '')
    if (newest === null) throw new Error('there is no trust list')
    const { list } = opened(newest)
    const revoked = await readRevocationLists(db, [list])
    return { list, status: statusNow((authority) => revoked.get(authority) ?? null) }
  } finally {
    await close()
  }
}
