import type { ExhibitView, ReportView } from '../../exchange/shown/exhibitShown.ts'
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

/** What is told of a file as plain JSON, with the words beside each code: why it waits or is damaged here, and at the other State; null: it is not, or no words are known. */
export function withWhy<View extends Told>(view: View): View & { readonly why: string | null } {
  const { refusal, reported } = view
  const why = refusal === null ? null : whyOfFile(refusal)
  return { ...view, why, reported: reported.map((one) => ({ ...one, why: whyOfReport(one) })) }
}

type Told = Pick<ExhibitView, 'refusal' | 'reported'>

function whyOfReport({ outcome, code }: ReportView): string | null {
  if (code === null) return null
  return outcome === 'waiting' ? whyThere(code) : whyOfFile(code)
}
