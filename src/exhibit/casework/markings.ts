import { codeText } from '../../message/code.ts'
import { type Handling, type HandlingMember, handlingMembers, strictestOf } from '../../message/handling.ts'

/** A marking in words: by whose rules, and what they say. */
export interface MarkingInWords {
  readonly by: string
  readonly statement: string
}

const schemes: Readonly<Record<Exclude<HandlingMember, 'marking'>, string>> = {
  handling: 'TLP',
  pap: 'PAP',
  europolHandling: 'Europol',
}

/** How something is to be handled, as UCO states markings: `TLP:AMBER+STRICT`, `PAP:RED`, `Europol:H2`, `CH:VERTRAULICH`. */
export function markingsIn(all: readonly Handling[]): readonly MarkingInWords[] {
  const found = strictestOf(all)
  return handlingMembers.flatMap((member) => {
    if (member === 'marking') {
      const { marking } = found
      return marking === undefined
        ? []
        : [{ by: marking.owner, statement: `${marking.owner}:${marking.marking}` }]
    }
    const code = found[member]
    if (code === undefined) return []
    const by = schemes[member]
    return [{ by, statement: `${by}:${codeText(code).replace('_', '+')}` }]
  })
}
