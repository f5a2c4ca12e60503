/** Drafts of messages that people write, their files and templates. */
export const draftLimits = {
  /** Drafts of one authority that have not ended, and those that one list shows. */
  ofAuthorityMax: 1_000,
  listedMax: 100,
  /** Bytes of the words of one. */
  bytesMax: 512 * 1024,
  /** Characters of the reason for which one is returned. */
  reasonCharactersMax: 2_000,
  /** Files of one. */
  filesMax: 200,
  /** What was taken in for one so long ago and is in nobody's hands is forgotten, so many at once. */
  filesLeftMs: 2 * 3_600_000,
  filesForgottenAtOnceMax: 100,
  /** Members of a JSON file with which one is begun that are left out and told. */
  leftOutMax: 1_000,
  /** Templates of one authority, and characters of the name of one. */
  templatesMax: 200,
  templateNameCharactersMax: 100,
  /** What was let go and is not known to be sent is sent again after so long, so many at once. */
  sendingMs: 10_000,
  sendingAtOnceMax: 100,
  /** Delegations of one person that are in force or to come. */
  delegationsMax: 100,
} as const
