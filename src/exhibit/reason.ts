import { isHumanText } from '../message/humanText.ts'

/** Characters of a reason why something is done with a file. */
export const reasonLengthMax = 2_000

/** Whether a text can be told as the reason why something was done with a file: one line, and not empty. */
export function isReason(text: string): boolean {
  return text.length <= reasonLengthMax && /\S/.test(text) && isHumanText('line', text)
}
