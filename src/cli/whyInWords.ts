import { fileCodeSentence } from '../web/desk/fileCodeWords.ts'
import { sentences } from '../web/desk/words.ts'

/** Why a file waits or is damaged, in English, behind the code by which an operator finds it. */
export function whyInWords(code: string): string {
  const sentence = fileCodeSentence(code)
  return sentence === null ? `(${code})` : `(${code}: ${sentences.en[sentence]})`
}
