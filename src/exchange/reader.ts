/** Who reads; the log names them as a commitment. */
export interface Reader {
  readonly person: string
  readonly role: string
  /** The authority for which they read: what belongs to another is not there for them. Absent: the whole node. */
  readonly authority?: string
}
