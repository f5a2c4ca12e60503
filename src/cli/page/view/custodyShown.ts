import { type BundledFile, custodyNames, fileInWords } from '../../bundledCustody.ts'
import { harmless } from '../../terminal.ts'
import { element } from './elements.ts'
import { format, spoken, word } from './words.ts'

/** Who had each file in hands that is handed over, and what was made of it: closed, for it may be long. Nothing where there is none. */
export function custodyShown(files: readonly BundledFile[]): HTMLElement[] {
  if (files.length === 0) return []
  return [
    element(
      'details',
      { class: 'custody' },
      element('summary', {}, word('custody', { count: format().number(files.length) })),
      element('p', { class: 'help' }, custodyNames(spoken().language)),
      ...files.flatMap(fileShown),
    ),
  ]
}

function fileShown(file: BundledFile): HTMLElement[] {
  const { titles, stated, links, found, acceptance } = fileInWords(file, spoken().language)
  const [before = '', after = ''] = stated.split('{sha256}')
  const rows = links.map(({ at, head, more }) =>
    element('li', {}, element('code', { dir: 'ltr' }, at), ' ', said(head), ...listed(more)),
  )
  return [
    ...titles.map((title) => element('h3', {}, said(title))),
    element('p', {}, before, element('code', { dir: 'ltr' }, file.sha256), after),
    element('ol', {}, ...rows),
    ...found.map((line) => element('p', {}, said(line))),
    ...acceptance.flatMap(({ dispute, head, more }) => [
      ...(dispute === null ? [] : [element('p', { class: 'note warning' }, said(dispute))]),
      element('p', {}, said(head)),
      ...listed(more),
    ]),
  ]
}

function listed(lines: readonly string[]): HTMLElement[] {
  return lines.length === 0 ? [] : [element('ul', {}, ...lines.map((line) => element('li', {}, said(line))))]
}

/** What others wrote is in it, and turns nothing around it. */
function said(text: string): HTMLElement {
  return element('bdi', {}, harmless(text))
}
