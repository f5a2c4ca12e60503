import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { FormPart } from './plan.ts'

interface PartFieldsProps {
  readonly words: CaseWords
  readonly type: MessageType
  readonly part: FormPart
  readonly body: JsonObject
  readonly errors: readonly FormError[]
}

/** The fields of one part of a form. Shows none yet. */
export function PartFields({ part: { name } }: PartFieldsProps) {
  return <div data-part={name} />
}
