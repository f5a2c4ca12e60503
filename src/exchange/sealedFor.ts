/** What each secret in the database is sealed for: in the place of another it does not open (`Sealer`). */
export const sealedFor = {
  webhook: (name: string): string => `webhook ${name}`,
  secondFactor: (person: string): string => `second-factor ${person}`,
  /** In the place of what another person had typed it does not open. */
  typedForm: (person: string, id: string): string => `typed ${person} ${id}`,
} as const
