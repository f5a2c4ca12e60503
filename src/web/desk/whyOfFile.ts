import { fileCodeSentence, fileThereSentence } from './fileCodeWords.ts'
import { type Sentence, sentences } from './words.ts'

/** Why a file waits or is damaged, in English, by the code that a node has noted of it; null: none is known, as of a newer program. */
export function whyOfFile(code: string): string | null {
  return inEnglish(fileCodeSentence(code))
}

/** The same of a file that waits at the other State, by the code that it has told. */
export function whyThere(code: string): string | null {
  return inEnglish(fileThereSentence(code))
}

function inEnglish(sentence: Sentence | null): string | null {
  return sentence === null ? null : sentences.en[sentence]
}

/** What is told of a file as plain JSON, with why it waits or is damaged beside the code; null: it is not, or no words are known. */
export function withWhy<View extends { readonly refusal: string | null }>(
  view: View,
): View & { readonly why: string | null } {
  return { ...view, why: view.refusal === null ? null : whyOfFile(view.refusal) }
}
