import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { filesOfMessage } from '../../store/exhibits/filesOfMessage.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import { acceptanceOf } from '../exhibits/acceptance.ts'
import type { Node } from '../node.ts'

/**
 * What a receipt for a delivery begins with: the digest of each of its files of which nothing was said yet, as this node computed
 * it when the file was whole, beside the one that was announced. What has not arrived, or came damaged, is left to the person who
 * says why. So is what was disputed or left open before: it stands so until a person says otherwise.
 *
 * @param delivery - id of the message that is answered; null: none in particular
 */
export async function begunChecks(
  { db }: Node,
  request: string,
  type: MessageType,
  delivery: string | null,
): Promise<JsonObject> {
  if (type !== 'delivery-receipt' || delivery === null) return {}
  const standings = await acceptanceOf(db, request)
  const unspoken = unspokenOf(standings.filter((one) => one.delivery.message === delivery))
  // By the links of the message: the id that its giver has given a file may be that of another file here.
  const files = await filesOfMessage(db, request, delivery)
  const checks = [...unspoken].flatMap(([exhibit, announced]): JsonObject[] => {
    const file = files.find((one) => one.exhibit === exhibit)
    if (file?.status !== 'whole') return []
    const computed = file.sha256.toString('hex')
    return [{ exhibit, sha256: computed, announced, agrees: computed === announced }]
  })
  return checks.length === 0 ? {} : { checks }
}

/** SHA-256 (hex) that was announced of the files that are open, and of which no receipt spoke for any measure; by their ids. */
function unspokenOf(standings: readonly ExhibitStanding[]): ReadonlyMap<string, string> {
  const spoken = new Set(
    standings
      .filter(({ standing, judged }) => standing !== 'open' || judged !== null)
      .map(({ exhibit }) => exhibit),
  )
  const open = standings.filter(({ exhibit }) => !spoken.has(exhibit))
  return new Map(open.map(({ exhibit, sha256 }) => [exhibit, sha256]))
}
