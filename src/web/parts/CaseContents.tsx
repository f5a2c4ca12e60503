import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import { typeTitle } from '../../letter/words.ts'
import type { CaseWords } from '../desk/caseWords.ts'

/** Where the parts of the page of a request begin. */
export const caseParts = {
  moves: 'moves',
  elsewhere: 'more-to-read',
  drafts: 'drafts',
  measures: 'measures',
  runsOut: 'runs-out',
  standings: 'standings',
  conditions: 'conditions',
  timeline: 'timeline',
  unplaced: 'without-place',
  refused: 'refused-here',
  files: 'files',
  overview: 'overview',
  toKeep: 'to-keep',
} as const

/** Where the letter of a message begins on the page of its request. */
export function letterPart({ id }: { readonly id: string }): string {
  return `letter-${id}`
}

interface ContentsProps {
  readonly words: CaseWords
  readonly record: DeskRecord
  /** Whether the drafts of the authority are on the page. */
  readonly hasDrafts: boolean
}

/** Links to the parts of the page: however long a letter is, what stands behind it is one step away. */
export function CaseContents({ words, record, hasDrafts }: ContentsProps) {
  const { say } = words
  return (
    <nav class="desk-contents" aria-label={say('onThisPage')}>
      <div class="desk-contents__title" aria-hidden="true">
        {say('onThisPage')}
      </div>
      <ul class="desk-contents__list">
        {contentsOf(words, record, hasDrafts).map(({ part, title }) => (
          <li key={part}>
            <a class="govuk-link" href={`#${part}`}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function contentsOf(
  { say, language }: CaseWords,
  { letters, elsewhere, view, standings, conditions, unplaced, refused, files }: DeskRecord,
  hasDrafts: boolean,
): readonly { readonly part: string; readonly title: string }[] {
  const part = (name: keyof typeof caseParts, title: string, isThere = true) =>
    isThere ? [{ part: caseParts[name], title }] : []
  return [
    ...letters.map((one) => ({ part: letterPart(one), title: letterTitle(one, { say, language }) })),
    ...part('elsewhere', say('lettersElsewhere'), elsewhere.length > 0),
    ...part('drafts', say('draftsHere'), hasDrafts),
    ...part('moves', say('maySend')),
    ...part('measures', say('measures'), view.measures.length > 0),
    ...part('runsOut', say('runsOut')),
    ...part('standings', say('standings'), standings.length > 0),
    ...part('conditions', say('conditions'), conditions.length > 0),
    ...part('timeline', say('timeline')),
    ...part('unplaced', say('withoutPlace'), unplaced.length > 0),
    ...part('refused', say('refusedHere'), refused.length > 0),
    ...part('files', say('files'), files.length > 0),
    ...part('overview', say('overview')),
    ...part('toKeep', say('recordToKeep'), view.erasedAt === null),
  ]
}

/** A message as it is called among those of its request. */
export function letterTitle(
  { type, sequence }: DeskRecord['elsewhere'][number],
  { say, language }: Pick<CaseWords, 'say' | 'language'>,
): string {
  const title = typeTitle(type, language)
  return sequence === null ? title : say('letterInRecord', { title, sequence })
}
