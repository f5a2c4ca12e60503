import { resolvedAt } from '../../letter/place.ts'
import { Code } from '../parts/Line.tsx'
import { labelFor } from './fieldWords.ts'
import type { FormNode } from './node.ts'
import type { Asked } from './shown.ts'

/** Whether an id is one that the node has given, or will; what a file brings that is none is mended by hand. */
export function isGiven({ stated }: FormNode, id: string): boolean {
  const { pattern } = resolvedAt(stated).schema
  return id === '' || new RegExp(typeof pattern === 'string' ? pattern : '^[1-9][0-9]{0,2}$', 'u').test(id)
}

interface GivenFieldProps {
  readonly asked: Pick<Asked, 'words' | 'name'>
  readonly node: FormNode
  readonly id: string
}

/** The id of a row, which nobody types: it is given when the row is saved, and goes with it from then on. Until then there is nothing to see. */
export function GivenField({ asked: { words, name }, node, id }: GivenFieldProps) {
  return (
    <>
      <input type="hidden" name={name} value={id} />
      {id === '' ? (
        <span id={name} />
      ) : (
        <p class="govuk-hint" id={name}>
          {labelFor(words, node)}: <Code text={id} />
        </p>
      )}
    </>
  )
}
