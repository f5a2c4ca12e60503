import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import { idOf, nearest } from './errorsOfBody.ts'
import { type FormNode, nodesOf, withAll } from './node.ts'
import type { FormPart } from './plan.ts'

/** What the State that is asked would say to a draft, and the field beside which it belongs. */
export interface PlacedFinding {
  readonly finding: Finding
  /** Null: no field of the part is near to what it speaks of. */
  readonly node: FormNode | null
  /** Id of the element of that field. */
  readonly field: string | null
}

const gravest: readonly Weight[] = ['refused', 'sentBack', 'note']

/** Each finding with the field at its pointer, or the nearest one around it; the gravest first. */
export function placeFindings(
  { type, body }: Pick<KeptDraft, 'type' | 'body'>,
  part: FormPart,
  findings: readonly Finding[],
): readonly PlacedFinding[] {
  const all = withAll(nodesOf(type, part.members, body))
  const nodes = new Map([...all].map((node) => [node.pointer, node]))
  const sorted = gravest.flatMap((weight) => findings.filter((one) => one.weight === weight))
  return sorted.map((finding) => {
    const node = nearest(nodes, finding.pointer.replace(/^\/body/, ''))
    return { finding, node, field: node === null ? null : idOf(node) }
  })
}
