import { fileCodeSentence, fileThereSentence } from '../web/desk/fileCodeWords.ts'
import { type Sentence, sentences } from '../web/desk/words.ts'

/** Why a file waits or is damaged, in English, behind the code by which an operator finds it. */
export function whyInWords(code: string): string {
  return withSentence(code, fileCodeSentence(code))
}

/** The same of a file that waits at the other State. */
export function whyThereInWords(code: string): string {
  return withSentence(code, fileThereSentence(code))
}

function withSentence(code: string, sentence: Sentence | null): string {
  return sentence === null ? `(${code})` : `(${code}: ${sentences.en[sentence]})`
}
