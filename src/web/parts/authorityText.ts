import { type Line, plain } from '../../letter/letter.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { ChoiceText } from './Field.tsx'

/** An authority to choose by its name, and its id, for two may have one name; by its id alone where no list names it. */
export function authorityText({ known }: Pick<CaseWords, 'known'>, id: string): ChoiceText {
  const name = known.authority(id)
  return name === null ? { value: id, text: id, language: '' } : authorityChoice(id, name)
}

/** The same, of whose name it is known how it is read. */
export function authorityChoice(id: string, name: Line): ChoiceText {
  const { language } = name[0] ?? {}
  return { value: id, text: `${plain(name)} (${id})`, ...(language === undefined ? {} : { language }) }
}
