import type { LetterLanguage } from '../../letter/language.ts'

/** For whom a court bundle is made, and why. */
export interface CourtWanted {
  readonly language: LetterLanguage
  /** Each letter as PDF as well. */
  readonly pdf: boolean
  readonly reason: string
}

/** Which requests an auditor takes away, and why; what is absent is not asked. */
export interface BundleWanted {
  /** As `requestNamed` takes it. */
  readonly request?: string
  readonly peer?: string
  /** The log tells of it from then on, and before that. */
  readonly from?: Date
  readonly until?: Date
  readonly reason: string
}

/** What an order is kept as; instants in RFC 3339. */
export type KeptWanted =
  | ({ readonly kind: 'court'; readonly request: string; readonly reference: string } & CourtWanted)
  | {
      readonly kind: 'export'
      /** Its id, and the reference by which it is known. */
      readonly request?: string
      readonly reference?: string
      readonly peer?: string
      readonly from?: string
      readonly until?: string
      readonly reason: string
    }
