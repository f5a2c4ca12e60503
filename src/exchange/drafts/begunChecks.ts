import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { filesOfMessage } from '../../store/exhibits/filesOfMessage.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import { acceptanceOf } from '../exhibits/acceptance.ts'
import type { Node } from '../node.ts'

/**
 * What a receipt for a delivery begins with: the digest of each of its files that are not accepted, as this node computed it when the
 * file was whole, beside the one that was announced. What was disputed or left open before begins as it stands, with the reason that
 * was given: so it stays until a person says otherwise. What has not arrived, or came damaged, is left to the person who says why.
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
  const left = leftOf(standings.filter((one) => one.delivery.message === delivery))
  // By the links of the message: the id that its giver has given a file may be that of another file here.
  const files = await filesOfMessage(db, request, delivery)
  const checks = left.flatMap(({ exhibit, sha256: announced, judged, standing, reason }): JsonObject[] => {
    const file = files.find((one) => one.exhibit === exhibit)
    if (file?.status !== 'whole') return []
    const computed = file.sha256.toString('hex')
    const begun = { exhibit, sha256: computed, announced, agrees: computed === announced }
    const said = reason === null ? {} : { reason: reason as unknown as JsonObject }
    return [judged === null ? begun : { ...begun, standing, ...said }]
  })
  return checks.length === 0 ? {} : { checks }
}

/** The files of a delivery that are not accepted nor replaced for any measure, each once: as one of which something was said, where it was. */
function leftOf(standings: readonly ExhibitStanding[]): readonly ExhibitStanding[] {
  const isOver = ({ standing }: ExhibitStanding): boolean =>
    standing === 'accepted' || standing === 'replaced'
  const over = new Set(standings.filter(isOver).map(({ exhibit }) => exhibit))
  const ofFiles = new Map<string, ExhibitStanding>()
  for (const one of standings) {
    const isFirst = !ofFiles.has(one.exhibit) || ofFiles.get(one.exhibit)?.judged === null
    if (!over.has(one.exhibit) && isFirst) ofFiles.set(one.exhibit, one)
  }
  return [...ofFiles.values()]
}
