import { hash } from 'node:crypto'
import type { TrustList } from '../message/generated/types.ts'
import type { Db } from '../store/database.ts'
import { findTrustList, trustListDigests, trustListHistory } from '../store/trustLists.ts'
import { digestOfBase64 } from '../trust/list.ts'
import { opened } from './trustKeeping.ts'

/** Which list of a State is the newest that names a signer of messages, by the SHA-256 (hex) of its certificate. */
type Naming = ReadonlyMap<string, string>

/** By what it was made of, the digests of the lists: so it holds in any transaction, and in any database. */
const remembered = new Map<string, Naming>()
const rememberedMax = 1_000

/**
 * The newest list of a State that names this signer, of all that this node has ever accepted. Which one that is is remembered until
 * another list of that State is here: in years there are hundreds, and whoever shows one message may show many.
 *
 * @returns null: no list of that State names it; undefined: there is no list of that State
 */
export async function listNaming(
  db: Db,
  state: string,
  certificateDigest: string,
): Promise<TrustList | null | undefined> {
  const digests = await trustListDigests(db, state)
  if (digests.length === 0) return undefined
  const lists = await namingOf(db, state, hash('sha256', digests.join(' ')))
  const row = await findTrustList(db, lists.get(certificateDigest) ?? '')
  return row === null ? null : opened(row).list
}

async function namingOf(db: Db, state: string, of: string): Promise<Naming> {
  const known = remembered.get(of)
  if (known !== undefined) return known
  const lists = new Map<string, string>()
  // From the oldest to the newest, which counts.
  for await (const row of trustListHistory(db, state))
    for (const { use, certificate } of opened(row).list.signers)
      if (use === 'message') lists.set(digestOfBase64(certificate), row.digest)
  if (remembered.size >= rememberedMax) remembered.clear()
  remembered.set(of, lists)
  return lists
}
