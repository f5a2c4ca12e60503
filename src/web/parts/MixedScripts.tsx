import type { Block, Letter, Line } from '../../letter/letter.ts'
import { type MixedWord, mixedWords } from '../../message/mixedScripts.ts'
import type { Words } from '../desk/words.ts'
import { OthersWords } from './Line.tsx'

/** More tell nobody more. */
const shownMax = 10

interface MixedScriptsProps {
  readonly words: Words
  readonly letter: Letter
}

/** Warns of words with letters of several scripts in what somebody wrote: a name may be another than it looks. Nothing where there is none. */
export function MixedScripts({ words: { say, language }, letter }: MixedScriptsProps) {
  const found = mixedIn(letter)
  if (found.length === 0) return null
  const names = new Intl.DisplayNames(language, { type: 'script' })
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <div class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{say('warning')}</span>
        {say('mixedScripts')}
        <ul class="govuk-list govuk-list--bullet">
          {found.map(({ word, scripts }) => (
            <li key={word}>
              <OthersWords language="">{word}</OthersWords>
              {scripts.map(({ script, letters }, place) => (
                <>
                  {place === 0 ? ' (' : '; '}
                  {names.of(script) ?? script}: <OthersWords language="">{letters}</OthersWords>
                </>
              ))}
              {')'}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function mixedIn({ sheets }: Letter): readonly MixedWord[] {
  const found = new Map<string, MixedWord>()
  for (const text of sheets.flatMap(({ letterhead, blocks }) => [
    ...letterhead.flatMap(ofOthers),
    ...blocks.flatMap(textsIn),
  ])) {
    for (const mixed of mixedWords(text, shownMax - found.size)) found.set(mixed.word, mixed)
    if (found.size >= shownMax) break
  }
  return [...found.values()]
}

/** What somebody wrote in a block, without the words of the letter around it. */
function textsIn(block: Block): readonly string[] {
  switch (block.kind) {
    case 'section':
      return [...ofOthers(block.title), ...block.blocks.flatMap(textsIn)]
    case 'field':
      return [...ofOthers(block.label), ...ofOthers(block.value)]
    case 'list':
      return [block.label, ...block.items].flatMap(ofOthers)
    case 'text':
      return block.versions.map(({ text }) => text)
    case 'paragraph':
      return ofOthers(block.line)
    case 'table':
      return [...block.head, ...block.rows.flat()].flatMap(ofOthers)
  }
}

function ofOthers(line: Line): readonly string[] {
  return line.flatMap(({ text, language }) => (language === undefined ? [] : [text]))
}
