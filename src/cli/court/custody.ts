import { type BundledFile, custodyNames, fileInWords } from '../bundledCustody.ts'
import { escaped } from '../../letter/html.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { harmless } from '../terminal.ts'
import type { CourtWords } from './words.ts'

/** Files and their custody as a section of a report; nothing where no file is handed over. */
export function custodyHtml(
  files: readonly BundledFile[],
  language: LetterLanguage,
  words: Pick<CourtWords, 'custody' | 'custodyLead'>,
): string {
  if (files.length === 0) return ''
  return `<section class="custody"><h2>${escaped(words.custody)}</h2>
<p>${escaped(words.custodyLead)}</p>
${files.map((file) => fileHtml(file, language)).join('\n')}
<p>${escaped(custodyNames(language))}</p></section>`
}

function fileHtml(file: BundledFile, language: LetterLanguage): string {
  const { titles, stated, links, found, acceptance } = fileInWords(file, language)
  const said = (text: string): string => `<bdi>${escaped(harmless(text))}</bdi>`
  const listed = (lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${said(line)}</li>`).join('')}</ul>`
  const rows = links.map(({ at, head, more }) => `<li>${said(`${at}  ${head}`)}${listed(more)}</li>`)
  const standings = acceptance.map(({ dispute, head, more }) => {
    const before = dispute === null ? '' : `<p>${said(dispute)}</p>`
    return `${before}<p>${said(head)}</p>${listed(more)}`
  })
  const sha256 = `<code dir="ltr">${escaped(file.sha256)}</code>`
  return `<h3>${titles.map(said).join('<br>')}</h3>
<p class="file">${escaped(stated).replace('{sha256}', sha256)}</p>
<ol>${rows.join('\n')}</ol>
${[...found.map((line) => `<p>${said(line)}</p>`), ...standings].join('\n')}`
}
