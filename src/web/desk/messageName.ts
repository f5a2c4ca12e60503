import { typeTitle } from '../../letter/words.ts'
import type { Words } from './words.ts'

/** A message as it is called where one of several is chosen: its place in the record, and of what type it is. */
export function messageName(
  { say, language }: Words,
  { sequence, type }: { readonly sequence: number; readonly type: string },
): string {
  return `${say('messageNumber', { sequence })}: ${typeTitle(type, language)}`
}
