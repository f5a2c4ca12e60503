import { announcementIn } from '../exchange/exhibits/announcement.ts'
import { withWhatIsKnown } from '../exchange/exhibits/knownOfFiles.ts'
import type { Node } from '../exchange/node.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { refuse } from '../message/refusal.ts'
import { findOwnDeposits } from '../store/exhibits/handedOver.ts'
import { isObject } from './bodySchema.ts'
import { refusedBy, wrongUse } from './outcome.ts'

/** An exhibit that names a file of this node by the id of its deposit, and leaves to the node what is to be said of it. */
type Named = JsonObject & { readonly id: string; readonly deposit: string }

/** Reads `E1=<id of a deposit>`, as it stands on a command line. Fails with WRONG_USE. */
export function readHandedOver(text: string): Named {
  const [id = '', deposit = '', ...more] = text.split('=')
  if (id === '' || deposit === '' || more.length > 0)
    throw wrongUse(
      `--hand-over takes the id in the message and that of the deposit, as E1=…, and not "${text}"`,
    )
  return { id, deposit }
}

/**
 * A draft in which everything is said of the files that it names by their deposits: name, type, size, hashes and what opens
 * them; and in which each piece of evidence has the custody that was noted here of its file. What the draft itself says stays.
 *
 * @throws CommandFailure EXHIBIT_UNKNOWN, EXHIBIT_ERASED or EXHIBIT_NOT_WHOLE
 */
export async function withDeposits(node: Node, said: JsonValue): Promise<JsonValue> {
  if (!isObject(said) || !Array.isArray(said.exhibits)) return said
  const exhibits: readonly JsonValue[] = said.exhibits
  const ids = exhibits.filter(isNamed).map(({ deposit }) => deposit)
  for (const id of ids) if (!isUuid.test(id)) throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: id }))
  if (ids.length === 0) return said
  const deposits = await findOwnDeposits(node.db, node.state, ids)
  const told = exhibits.map((exhibit) => {
    if (!isNamed(exhibit)) return exhibit
    const { deposit, ...given } = exhibit
    const row = deposits.get(deposit)
    const announced = row === undefined ? refuse('EXHIBIT_UNKNOWN', { detail: deposit }) : announcementIn(row)
    if (!announced.ok) throw refusedBy(announced)
    return { ...announced.announcement, ...given } as unknown as JsonObject
  })
  const withCustody = { ...said, exhibits: told }
  if (said.body === undefined) return withCustody
  return { ...withCustody, body: await withWhatIsKnown(node, said.body, exhibits.filter(isNamed)) }
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function isNamed(exhibit: JsonValue): exhibit is Named {
  return isObject(exhibit) && typeof exhibit.deposit === 'string'
}
