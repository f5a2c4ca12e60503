import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { Result } from '../../message/refusal.ts'
import type { FormPart } from './plan.ts'

/** What a person does with a form beside saving: a row more, a row less, another kind of what is described. */
export interface FormAct {
  readonly act: 'add' | 'remove' | 'choose'
  /** The list that gets a row, the row that goes, or the object that is of another kind now. */
  readonly pointer: string
}

/** What was read of a form. */
export interface ReadPart {
  /** The whole new body. */
  readonly body: JsonObject
  /** Null where it is to be saved and nothing else. */
  readonly act: FormAct | null
}

/** How what is typed is to be understood. */
export interface Typed {
  /** BCP 47, of texts that say no other. */
  readonly language: string
  /** IANA name of the zone in which moments without an offset are meant. */
  readonly timeZone: string
}

/** Reads what was posted for one part into the body. Reads nothing yet: the body stays as it was. */
export function readPart(
  part: FormPart,
  type: MessageType,
  body: JsonObject,
  posted: readonly (readonly [string, string])[],
  typed: Typed,
): Result<ReadPart> {
  void [part, type, posted, typed]
  return { ok: true, body, act: null }
}
