import { isHumanText } from '../message/humanText.ts'

/** Characters of a place; schemas/part/custody-event.json has the same bound. */
export const placeLengthMax = 300

/** Whether a text can be told as the place at which something was done with a file: one line, and not empty. */
export function isPlace(text: string): boolean {
  return text.length <= placeLengthMax && /\S/.test(text) && isHumanText('line', text)
}
