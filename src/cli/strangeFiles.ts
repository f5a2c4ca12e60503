/** What is no plain, readable file of a bundle, as its name ends in the report: no file of a bundle is called so. */
export const strange = {
  unnamed: ' (its name is not UTF-8)',
  other: '/ (no plain file)',
  unreadable: '/ (cannot be read)',
} as const
