import { readMessage } from '../exchange/readCase.ts'
import type { Node } from '../exchange/node.ts'
import type { JsonValue } from '../message/json.ts'
import { CommandFailure, exitCodes, wrongUse } from './outcome.ts'
import { findWholeRequest } from './requestByName.ts'

/**
 * Messages of other records, as their authors signed them, for the member `enclosed` of a body: `REF/3` names the third
 * of a record. Reading them is noted in the log.
 *
 * @throws CommandFailure where there is no such request or message
 */
export async function enclosed(node: Node, names: readonly string[], person: string): Promise<JsonValue[]> {
  const found: JsonValue[] = []
  for (const name of names) {
    const [, ref, place] = /^(.+)\/([1-9][0-9]{0,5})$/.exec(name) ?? []
    if (ref === undefined) throw wrongUse('--enclose names a request and a sequence: REF/3')
    const { id: record } = await findWholeRequest(node, ref)
    const sequence = Number(place)
    const read = await readMessage(node, record, { sequence }, { person, role: 'officer' })
    if (read === null) {
      throw new CommandFailure(
        exitCodes.refused,
        'MESSAGE_UNKNOWN',
        `The record of ${ref} has no message ${sequence}`,
      )
    }
    found.push({ jws: read.message.jws, record, sequence })
  }
  return found
}
