import type { DraftChoices } from '../../exchange/drafts/choices.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { type Folding, nothingFolded, unfolded } from './folding.ts'
import { NodeField } from './NodeField.tsx'
import { nodesOf } from './node.ts'
import { withOnlyMeasure } from './rowMeasure.ts'
import type { FormPart } from './plan.ts'
import { ZoneList, hasManyZones, zoneListId } from './ZoneField.tsx'
import type { Told } from './shown.ts'
import { withAskedFor, withWanted } from './wanted.ts'

interface PartFieldsProps {
  readonly words: CaseWords
  readonly type: MessageType
  readonly part: FormPart
  readonly body: JsonObject
  /** Of the whole body, or of this part alone. */
  readonly errors: readonly FormError[]
  /** BCP 47, in which texts are written that say no other. */
  readonly language?: string
  /** What the request at hand leaves to choose; null: there is none yet. */
  readonly choices?: DraftChoices | null
  /** What the State that is asked would say; null: nobody is asked. */
  readonly told?: Told | null
  /** Which rows of its lists are one line each. */
  readonly folding?: Folding
}

/**
 * The fields of one part of a form, for what the body says so far, with what is wrong, and what the State that is asked would say, beside them. Ids and names are pointers
 * (RFC 6901) into the body. Stands in a form; the first button is that of saving, which is what the Enter key presses.
 */
export function PartFields({
  words,
  type,
  part,
  body,
  errors,
  language,
  choices = null,
  told = null,
  folding = nothingFolded,
}: PartFieldsProps) {
  const offering = choices === null ? null : { type, body, choices }
  const wanted = withAskedFor(withWanted(nodesOf(type, part.members, body), offering), told)
  const nodes = withOnlyMeasure(wanted, offering)
  const zones = hasManyZones(unfolded(nodes, folding)) ? zoneListId : null
  const shown = { words, errors, language: language ?? words.language, offering, told, zones, folding }
  return (
    <>
      <button type="submit" class="govuk-visually-hidden" tabIndex={-1} aria-hidden="true" />
      {nodes.map((node) => (
        <NodeField key={node.pointer} shown={shown} node={node} depth={0} />
      ))}
      {zones === null ? null : <ZoneList words={words} choices={choices} />}
    </>
  )
}
