/** What came in and nobody of the authority has opened. Messages come in by a trigger. */
export interface ArrivalTable {
  request: string
  /** Place of the message in its record. */
  sequence: number
  /** That which handles the request now. */
  authority: string
  /** When this node stored the message. */
  at: Date
}

/** How far a person has read in a request. */
export interface ReadingMarkTable {
  person: string
  request: string
  /** Place of the last message up to which all were there to be read. */
  sequence: number
}

export interface AttentionTables {
  arrival: ArrivalTable
  reading_mark: ReadingMarkTable
}
