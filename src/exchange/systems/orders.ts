import type { JsonObject } from '../../message/json.ts'
import type { WantedFile } from './files.ts'

/** What a system wants said about a request. */
export interface MoveWanted {
  readonly type: string
  readonly body: JsonObject
  /** Id of the open message that it answers; absent: the only one that is open, or none. */
  readonly inReplyTo?: string
  /** Measures that it names beside its body. */
  readonly measures?: readonly string[]
  /** Absent: as this side has written before. */
  readonly language?: string
  readonly exhibits?: readonly WantedFile[]
}

/** What a system wants asked, which opens a record. */
export interface AskingWanted {
  /** Absent: `request`. */
  readonly type?: string
  readonly to: string
  readonly reference: string
  readonly language: string
  readonly matter?: string
  readonly body: JsonObject
  readonly exhibits?: readonly WantedFile[]
}

/** What a system writes into a draft that came back to it: all of its words. */
export interface Rewriting {
  readonly body: JsonObject
  readonly inReplyTo?: string
  readonly measures?: readonly string[]
  readonly language?: string
  readonly exhibits?: readonly WantedFile[]
}

/** Whether it is larger than a draft may be. */
export function isTooLarge(
  { body, exhibits }: { readonly body: JsonObject; readonly exhibits: readonly object[] },
  bytesMax: number,
): boolean {
  return Buffer.byteLength(JSON.stringify(body)) + Buffer.byteLength(JSON.stringify(exhibits)) > bytesMax
}
