import type { JsonValue } from '../../message/json.ts'
import type { Node } from '../node.ts'
import { withDescriptions } from './describedItems.ts'
import type { NamedFile } from './namedFile.ts'
import { withNotedCustody } from './notedCustody.ts'

/** The body with what is known here of the files that it names: what describes them, and the custody that was noted of them. */
export async function withWhatIsKnown(
  node: Pick<Node, 'db'>,
  body: JsonValue,
  named: readonly NamedFile[],
): Promise<JsonValue> {
  return await withNotedCustody(node, await withDescriptions(node, body, named), named)
}
