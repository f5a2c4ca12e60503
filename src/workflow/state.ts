import type {
  Condition,
  ConditionCode,
  Exhibit,
  MeasureKind,
  MessageType,
  Text,
} from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'

/** Who asks, who answers. The requested side keeps the order of the record. */
export type Side = 'requesting' | 'requested'

/** A clock of a measure. It marks and reminds; it never decides for a State. Instants in UTC, RFC 3339. */
export interface Clock {
  readonly name: string
  readonly started: string
  readonly ends: string
  readonly stopped: string | null
  /** Since when it is paused: it has no end until it is resumed. */
  readonly paused: string | null
  /** Where it would end by the length that the basis gives, if that is not what was stated. */
  readonly differs?: string
}

/** What outlives the answer: a condition that binds, until a date, an event, or consent. UN Convention 40(28). */
export interface Obligation {
  readonly code: ConditionCode
  readonly until: string | null
  readonly untilEvent: string | null
  readonly exhibits: readonly string[]
  readonly text: Text | null
  /** Id of the message that set it. */
  readonly from: string
  /** Id of the delivery that was handed over on it; absent where it was set otherwise. */
  readonly delivery?: string
}

/** A consultation before a refusal or postponement; used up by the decision that follows. UN Convention 40(28). */
export interface Consultation {
  readonly message: string
  readonly intended: 'refuse' | 'postpone'
  /** Codes of the grounds intended; none named: it covers all. */
  readonly grounds: readonly string[]
  readonly replyBy: string
  readonly heard: boolean
}

/** The last offer of conditions that no acceptance or decision has used up. */
export interface Offer {
  readonly message: string
  readonly conditions: readonly Condition[]
  readonly declined: boolean
}

/** A delivery that the requesting side has not verified yet. */
export interface Delivery {
  readonly message: string
  readonly doubted: boolean
  /** Ids of its files that were disputed; absent where it was doubted as a whole, or not at all. */
  readonly disputed?: readonly string[]
  /** What is still to be accepted of it. */
  readonly exhibits: readonly Pick<Exhibit, 'id' | 'sha256'>[]
  readonly conditions: readonly Condition[]
}

/** An answer to a request for another use. UN Convention 40(19). */
export interface UseAnswer {
  readonly request: string
  readonly answer: string
  readonly consented: boolean
}

/** One thing asked for: state lives here. */
export interface MeasureState {
  readonly id: string
  readonly kind: MeasureKind
  /** Name of its machine in `schemas/workflow/`. */
  readonly machine: string
  /** Id of the profile that governs it: its own basis, or the regime chosen. */
  readonly profile: string
  /** As the requesting State sees it; null while only asked orally. */
  readonly coercive: boolean | null
  readonly state: string
  /** Where a detour (information, consultation, obstacle, remedy) leads back to. */
  readonly returnTo: string | null
  /** When the state was entered: `sentAt` of the message that moved it. */
  readonly enteredAt: string
  /** The date until which the requested State holds the data. */
  readonly until: string | null
  readonly decision: 'granted' | 'partly' | 'refused' | null
  readonly consultation: Consultation | null
  readonly offer: Offer | null
  /** A remedy with suspensive effect is pending: nothing may be delivered. */
  readonly suspended: boolean
  readonly deliveries: readonly Delivery[]
  /** Something was delivered and the last delivery was not the final one. */
  readonly moreToCome: boolean
  /** The latest of each name. */
  readonly clocks: readonly Clock[]
  readonly obligations: readonly Obligation[]
  readonly uses: readonly UseAnswer[]
  /** What messages left noted by `sets` in the table. */
  readonly facts: Readonly<Record<string, JsonValue>>
}

/** A message that the other side may still answer, and the measures for which it is open. */
export interface Question {
  readonly message: string
  readonly type: MessageType
  readonly by: Side
  readonly measures: readonly string[]
}

/** Another record that belongs to the same affair. */
export interface Link {
  /** The status of a request that follows another, or what the row of the table calls it: `heldFor`. */
  readonly relation: string
  readonly request: string | null
  readonly reference: string | null
  /** Id of the message that named it. */
  readonly message: string
  readonly measures: readonly string[]
}

/** A request as its record tells it: plain JSON, the same on both nodes and for the auditor. */
export interface RequestState {
  readonly version: 1
  readonly request: string
  readonly reference: string
  /** The affair that ties this record to others; absent until a message names it. */
  readonly matter?: string
  readonly references: { readonly requesting: string; readonly requested: string | null }
  readonly parties: {
    readonly requesting: readonly string[]
    /** In the order in which they had it; the last is the competent one. */
    readonly requested: readonly string[]
  }
  readonly opened: { readonly message: string; readonly by: Side; readonly at: string }
  readonly updatedAt: string
  readonly sequence: number
  readonly head: string
  /** Derived from the measures. */
  readonly state: string
  /** Profile of the regime chosen. */
  readonly profile: string
  readonly measures: readonly MeasureState[]
  readonly questions: readonly Question[]
  readonly links: readonly Link[]
}
