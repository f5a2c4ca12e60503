import type { Envelope, MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'

/**
 * What a receipt for a delivery begins with: the digest of each of its files as this node computed it when the file was whole,
 * beside the one that was announced. What has not arrived, or came damaged, is left to the person who says why.
 *
 * @param delivery - id of the message that is answered; null: none in particular
 */
export async function begunChecks(
  node: Node,
  request: string,
  type: MessageType,
  delivery: string | null,
): Promise<JsonObject> {
  if (type !== 'delivery-receipt' || delivery === null) return {}
  const checks: JsonObject[] = []
  for (const exhibit of await filesOf(node, request, delivery)) {
    const check = await checkOf(node, exhibit)
    if (check !== null) checks.push(check)
  }
  return checks.length === 0 ? {} : { checks }
}

type Exhibit = Envelope['exhibits'][number]

async function filesOf({ db }: Node, request: string, id: string): Promise<readonly Exhibit[]> {
  const row = await db
    .selectFrom('message')
    .select('jws')
    .where('request', '=', request)
    .where('id', '=', id)
    .where('status', '=', 'placed')
    .executeTakeFirst()
  return row === undefined || isErased(row) ? [] : messageIn(row).exhibits
}

async function checkOf({ db }: Node, { id, sha256, sealed }: Exhibit): Promise<JsonObject | null> {
  const deposit = sealed === undefined ? null : await findDeposit(db, sealed.deposit)
  if (deposit?.status !== 'whole') return null
  const computed = deposit.sha256.toString('hex')
  return { exhibit: id, sha256: computed, announced: sha256, agrees: computed === sha256 }
}
