import { element } from './elements.ts'
import { type PageWord, word } from './words.ts'

/** A table with the names of its columns. On a narrow screen each cell is a line of its own, and bears the name of its column. */
export function table(
  columns: readonly PageWord[],
  rows: readonly (readonly (HTMLElement | string)[])[],
  caption?: string,
): HTMLElement {
  const heads = columns.map((name) => element('th', { scope: 'col' }, word(name)))
  const lines = rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map((content, place) =>
        element('td', { 'data-column': word(columns[place] ?? 'details') }, content),
      ),
    ),
  )
  return element(
    'table',
    {},
    ...(caption === undefined ? [] : [element('caption', {}, caption)]),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...lines),
  )
}
