import { codeText } from '../../message/code.ts'
import { isObject } from '../../letter/words.ts'
import { listedWords } from './fieldWords.ts'
import type { FormNode } from './node.ts'
import { measureWords } from './rowMeasure.ts'
import type { Shown } from './shown.ts'

/** What of a row is said where its fields are not seen. */
export interface RowWord {
  readonly text: string
  /** BCP 47; empty: of no known language. Absent: it is in that of the reader. */
  readonly language?: string
}

/** So much of a row is said. */
const wordsMax = 3
/** Characters of what a person wrote that are said. */
const shownMax = 60

/**
 * What a row is known by: the first that is chosen in it, as the kind of a measure or the role of a person, and the first that somebody wrote.
 * Nothing where nothing such stands in it yet.
 */
export function rowWords(shown: Pick<Shown, 'words' | 'offering'>, row: FormNode): readonly RowWord[] {
  const said = [...saidIn(shown, row)]
  const [chosen] = said.filter(({ language }) => language === undefined)
  const written = said.filter(({ language }) => language !== undefined)
  return [...(chosen === undefined ? [] : [chosen]), ...written].slice(0, wordsMax)
}

function* saidIn(shown: Pick<Shown, 'words' | 'offering'>, node: FormNode): Generator<RowWord> {
  const { control, value, name, names, children, idOf, isMessage } = node
  if (value === undefined || value === null) return
  if (names === 'measure' || names === 'part') {
    if (typeof value === 'string') yield written(measureWords(shown.words, shown.offering, value), '')
  }
  // An id says nothing to whoever reads it.
  if (idOf !== null || names !== null || isMessage) return
  if (control.kind === 'text') {
    const { language, text } = isObject(value) ? value : {}
    if (typeof text === 'string' && text !== '') yield written(text, language)
  } else if (control.kind === 'choice') {
    const listed = control.listed.find((one) => one.value === value)
    if (listed !== undefined) yield { text: listedWords(shown.words, name, listed) }
    else if (isObject(value)) yield written(codeText(value), '')
  } else if (control.kind === 'line' || control.kind === 'lines') {
    if (typeof value === 'string') yield written(value, '')
  } else for (const child of children) yield* saidIn(shown, child)
}

function written(text: string, language: unknown): RowWord {
  const [line = ''] = text.split('\n', 1)
  const beginning = line.slice(0, shownMax)
  return {
    text: beginning === text ? text : `${beginning}…`,
    language: typeof language === 'string' ? language : '',
  }
}
