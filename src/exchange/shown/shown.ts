/** An answer to an auditor as a program takes it: one document, or a table with the names of its columns first. */
export interface Shown {
  readonly json: Readonly<Record<string, unknown>>
  readonly table: readonly (readonly string[])[]
}
