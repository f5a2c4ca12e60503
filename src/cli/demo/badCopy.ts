import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { fileKeyBytes, saltBytes } from '../../exhibit/chunkedEncryption.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { takeIn } from '../../exhibit/takeIn.ts'
import { keepDeposit } from '../../exchange/exhibits/keepDeposit.ts'
import { type Announcement, type IntakeOrder, announcementOf } from '../../exchange/exhibits/takeIn.ts'
import type { Node } from '../../exchange/node.ts'
import { inTransaction } from '../../store/failures.ts'
import { contentOf } from './contents.ts'

/**
 * Takes in a copy of a file of a case of which one bit went wrong after it was hashed and before it was sealed, as in a memory that
 * is failing: its node announces in good faith the hashes of the file, and what it hands over has others.
 *
 * @param wrongByte - place, from 0, of the byte that is XORed with 1
 */
export async function takeInBadCopy(
  node: Node,
  order: IntakeOrder & { readonly bytes: number },
  wrongByte: number,
): Promise<Announcement> {
  const deposit = randomUUID()
  const fileKey = node.random(fileKeyBytes)
  const context = exhibitContext(node.state, deposit)
  const file = await node.exhibits.begin()
  const source = Readable.from(contentOf(order.bytes, wrongByte))
  const taken = await takeIn(source, { fileKey, context, salt: node.random(saltBytes) }, (piece) =>
    file.write(piece),
  )
  if (!taken.ok) throw new Error(`${order.name} was not taken in: ${taken.code}`)
  await file.keep(taken.sealed.sha256.toString('hex'))
  const said = { deposit, fileKey, name: order.name }
  const announcement = await announcementOf({ ...taken, ...hashesOf(order.bytes) }, said)
  await inTransaction(node.db, (trx) => keepDeposit(node, trx, announcement, null, order))
  return announcement
}

function hashesOf(bytes: number): { readonly sha256: Buffer; readonly sha512: Buffer } {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')]
  for (const piece of contentOf(bytes)) for (const hash of [sha256, sha512]) hash.update(piece)
  return { sha256: sha256.digest(), sha512: sha512.digest() }
}
