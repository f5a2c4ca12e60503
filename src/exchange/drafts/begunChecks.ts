import type { Envelope, MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { type FileOfMessage, filesOfMessage } from '../../store/exhibits/filesOfMessage.ts'
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
  // By the links of the message: the id that its giver has given a file may be that of another file here.
  const files = await filesOfMessage(node.db, request, delivery)
  const checks = (await filesOf(node, request, delivery)).flatMap((exhibit) => checkOf(files, exhibit) ?? [])
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

function checkOf(files: readonly FileOfMessage[], { id, sha256 }: Exhibit): JsonObject | null {
  const file = files.find(({ exhibit }) => exhibit === id)
  if (file?.status !== 'whole') return null
  const computed = file.sha256.toString('hex')
  return { exhibit: id, sha256: computed, announced: sha256, agrees: computed === sha256 }
}
