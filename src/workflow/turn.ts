import type { Message } from '../message/generated/types.ts'
import type { Profile } from './profile.ts'
import type { Said } from './said.ts'
import type { MeasureState, Question, Side } from './state.ts'
import type { Machine } from './table.ts'

/** One message at one measure: all that is looked at to decide it. */
export interface Turn {
  readonly message: Message
  readonly said: Said
  readonly side: Side
  readonly measure: MeasureState
  /** The other measures of the record, as they were before the message. */
  readonly others: readonly MeasureState[]
  readonly machine: Machine
  readonly profile: Profile
  readonly questions: readonly Question[]
  /** `sentAt` in milliseconds: the only time that counts here. */
  readonly at: number
}
