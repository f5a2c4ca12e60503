import type { RefusalCode } from '../../message/refusal.ts'
import type { Sentence } from './words.ts'

/** Why a file of another State is not here, or is damaged, in words for whoever waits for it. */
export const fileCodeSentences: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  EXHIBIT_NOT_ACCEPTED: 'fileWaitsPerson',
  EXHIBIT_QUOTA_REACHED: 'fileWaitsQuota',
  EXHIBIT_OUT_OF_HOURS: 'fileWaitsHours',
  EXHIBIT_NO_SPACE: 'fileWaitsDisk',
  EXHIBIT_STORE_UNAVAILABLE: 'fileWaitsStore',
  EXHIBIT_UNKNOWN: 'fileWaitsGiver',
  NODE_UNAVAILABLE: 'fileWaitsPeer',
  NODE_BUSY: 'fileWaitsBusy',
  CLOCK_DIFFERS: 'fileWaitsClock',
  PEER_TLS_INVALID: 'fileWaitsLine',
  PEER_ADDRESS_FORBIDDEN: 'fileWaitsLine',
  PEER_UNKNOWN: 'fileWaitsTrust',
  EXHIBIT_TOO_LARGE: 'fileWaitsTooLarge',
  EXHIBIT_ERASED: 'fileKeyGone',
  EXHIBIT_DAMAGED: 'fileIsAnother',
  EXHIBIT_KEY_WRONG: 'fileIsAnother',
  EXHIBIT_TRUNCATED: 'fileCutOff',
}

/** Why a file of this State is not at the other one yet, as that one has told, in words for whoever handed it over. */
export const fileThereSentences: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  EXHIBIT_NO_SPACE: 'fileThereDisk',
  EXHIBIT_STORE_UNAVAILABLE: 'fileThereStore',
  EXHIBIT_TOO_LARGE: 'fileThereTooLarge',
  EXHIBIT_QUOTA_REACHED: 'fileThereQuota',
  EXHIBIT_NOT_ACCEPTED: 'fileTherePerson',
  EXHIBIT_OUT_OF_HOURS: 'fileThereHours',
}

/** The sentence for a code with which the other State has told that a file waits there; null: none is known, as of a newer program. */
export function fileThereSentence(code: string): Sentence | null {
  return Object.hasOwn(fileThereSentences, code) ? (fileThereSentences[code as RefusalCode] ?? null) : null
}

/** The sentence for a code that a node has noted of a file; null: none is known, as of a newer program. */
export function fileCodeSentence(code: string): Sentence | null {
  return Object.hasOwn(fileCodeSentences, code) ? (fileCodeSentences[code as RefusalCode] ?? null) : null
}
