import type { Message } from '../../message/generated/types.ts'
import type { Trx } from '../../store/database.ts'
import { lockOwnDeposits } from '../../store/exhibits/depositLocks.ts'
import {
  type AnnouncedLink,
  type AnnouncedRow,
  depositsGivenAsAny,
  insertAnnounced,
} from '../../store/exhibits/handedOver.ts'
import { checkSealed } from '../custody/checkSealed.ts'
import { announcedBy, linksOf } from '../exhibits/handOver.ts'
import type { Entry } from '../judge.ts'
import type { Node } from '../node.ts'

interface Named {
  readonly announced: AnnouncedRow[]
  readonly links: AnnouncedLink[]
}

/** What messages that a peer hands back say of files: those that they have brought here, and those of this State that went with them. */
export interface FilesBack {
  readonly taken: Named
  readonly given: Named
}

export function noFiles(): FilesBack {
  return { taken: { announced: [], links: [] }, given: { announced: [], links: [] } }
}

/**
 * Locks the own files that messages of a page hand over until the transaction ends, as whoever sends them does: who has locked one to
 * destroy it is waited for, and a file is not taken for one that nobody has.
 */
export async function lockOwnFiles(
  { state }: Pick<Node, 'state'>,
  trx: Trx,
  messages: readonly { readonly message: Message; readonly own: boolean }[],
): Promise<void> {
  const ids = messages.flatMap(({ message, own }) =>
    own ? message.exhibits.flatMap(({ sealed }) => sealed?.deposit ?? []) : [],
  )
  await lockOwnDeposits(trx, state, ids)
}

/** Notes what a message says of files that lie sealed at the State which hands them over. */
export function noteFiles(
  {
    node,
    peer,
    now,
    files,
  }: { readonly node: Node; readonly peer: string; readonly now: Date; readonly files: FilesBack },
  { message, digest }: Entry,
  own: boolean,
): void {
  const [giver, taker] = own ? [node.state, peer] : [peer, node.state]
  const { announced, links } = own ? files.given : files.taken
  announced.push(...announcedBy(message, giver, now))
  links.push(...linksOf(message, digest, taker).map((link) => ({ ...link, state: giver })))
}

/** Keeps it, with the messages. What is known here still is only linked to them. */
export async function writeFiles(trx: Trx, { taken, given }: FilesBack): Promise<void> {
  await insertAnnounced(trx, taken.announced, taken.links)
  await insertAnnounced(trx, given.announced, given.links, 'whole')
}

/**
 * Looks whether own files that count as whole again are where they were kept: one that is not there, or is cut off, is found to be damaged
 * as it is when its turn to be read comes, and the States to which it was handed over are told.
 */
export async function lookForFiles(node: Node, { given }: FilesBack): Promise<void> {
  const names = given.announced.map(({ given_id }) => ({ state: node.state, given: given_id }))
  try {
    for (const { id, status, sealed_bytes, sealed_sha256 } of await depositsGivenAsAny(node.db, names))
      if (status === 'whole' && (await node.exhibits.sizeOf(sealed_sha256.toString('hex'))) !== sealed_bytes)
        await checkSealed(node, id)
  } catch (reason) {
    // That says nothing of the files, and keeps nobody from being heard.
    node.log.warn(
      { reason: String(reason) },
      'whether own files are there that a peer has told of could not be seen',
    )
  }
}
