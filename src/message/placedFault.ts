/** One thing that is wrong with what was sent. */
export interface PlacedFault {
  /** Where, as an RFC 6901 JSON Pointer. */
  readonly pointer: string
  /** In English; never content of a case. */
  readonly detail: string
}
