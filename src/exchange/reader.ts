/** Who reads; the log names them as a commitment. */
export interface Reader {
  readonly person: string
  readonly role: string
}
