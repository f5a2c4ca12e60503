import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'

/** What is wrong with a body, in words of the reader, and where it is mended. */
export interface BodyError extends FormError {
  /** Name of the part in which the field stands. */
  readonly part: string
  /** Something is not there yet; else what is there is not as it must be. */
  readonly isMissing: boolean
}

/** What is wrong with a body so far. Finds nothing yet. */
export function errorsOfBody(type: MessageType, body: JsonObject, words: CaseWords): readonly BodyError[] {
  void [type, body, words]
  return []
}
