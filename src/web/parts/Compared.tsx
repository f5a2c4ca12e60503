import type { DraftComparison } from '../../exchange/drafts/draftChanges.ts'
import type { ComparedPart, Comparison, Difference, Said } from '../../letter/comparison.ts'
import { directionOf } from '../../letter/language.ts'
import type { Line as LetterLine } from '../../letter/letter.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { Code, Line } from './Line.tsx'
import { Table } from './Table.tsx'

/** What stands beside what. */
export const kindSentences = {
  returned: 'changedSinceReturned',
  begunLike: 'changedSinceEarlier',
  corrects: 'changedByCorrection',
  adds: 'changedBySupplement',
  follows: 'changedSinceLast',
} as const satisfies Readonly<Record<DraftComparison['kind'], Sentence>>

interface ComparedProps {
  readonly words: Words
  readonly comparison: Comparison
  /** Of the headings of parts. */
  readonly level: 2 | 3 | 4
}

/** Two versions of a letter, part by part: what was taken out, came in or reads otherwise, said in words. */
export function Compared({ words, comparison: { parts, same }, level }: ComparedProps) {
  const { say } = words
  return (
    <>
      {parts.length === 0 ? <p class="govuk-body">{say('nothingChanged')}</p> : null}
      {parts.map((part, place) => (
        <Part key={place} words={words} part={part} level={level} />
      ))}
      {parts.length > 0 && same > 0 ? <p class="govuk-body">{say('restTheSame', { count: same })}</p> : null}
    </>
  )
}

function Part({
  words,
  part: { titles, differences },
  level,
}: Pick<ComparedProps, 'words' | 'level'> & { readonly part: ComparedPart }) {
  const { say } = words
  const title = titles.length === 0 ? say('wholeMessage') : <Titles titles={titles} />
  const Heading = headings[level]
  return (
    <section class="desk-part">
      <Heading class="govuk-heading-m desk-wrap">{title}</Heading>
      <Table
        caption={<span class="govuk-visually-hidden">{say('comparedCaption')}</span>}
        head={[say('comparedPlace'), say('comparedBefore'), say('comparedAfter')]}
        isCompared
        rows={differences.map((difference) => [
          <Place key="place" words={words} difference={difference} />,
          <Version key="before" words={words} said={difference.before} is="del" />,
          <Version key="after" words={words} said={difference.after} is="ins" />,
        ])}
      />
    </section>
  )
}

const headings = { 2: 'h2', 3: 'h3', 4: 'h4' } as const

function Titles({ titles }: { readonly titles: readonly LetterLine[] }) {
  return (
    <>
      {titles.map((line, place) => (
        <>
          {place === 0 ? null : ' – '}
          <Line line={line} />
        </>
      ))}
    </>
  )
}

const differenceWords = {
  changed: 'isChanged',
  added: 'isAdded',
  removed: 'isRemoved',
} as const satisfies Readonly<Record<Difference['is'], Sentence>>

/** What it is called, and what became of it. */
function Place({
  words: { say },
  difference: { label, is },
}: {
  readonly words: Words
  readonly difference: Difference
}) {
  return (
    <>
      {label === null ? null : (
        <div>
          <Line line={label} />
        </div>
      )}
      <div class="govuk-hint desk-hint">{say(differenceWords[is])}</div>
    </>
  )
}

interface VersionProps {
  readonly words: Words
  readonly said: readonly Said[]
  readonly is: 'del' | 'ins'
}

function Version({ words: { say }, said, is }: VersionProps) {
  if (said.length === 0) return <>{say('notThere')}</>
  return (
    <>
      {said.map(({ pieces, language, mark }, place) => (
        <div key={place} class="desk-letter__words" {...spokenIn(language)}>
          {mark === null ? null : (
            <div class="govuk-hint desk-hint" lang="" dir="auto">
              {mark}
            </div>
          )}
          {pieces.map(({ text, isOwn }, at) => {
            if (!isOwn) return text
            return is === 'del' ? <del key={at}>{text}</del> : <ins key={at}>{text}</ins>
          })}
        </div>
      ))}
    </>
  )
}

/** What somebody wrote, in its own language and direction. */
function spokenIn(language: string | null): {
  readonly lang?: string
  readonly dir?: 'ltr' | 'rtl' | 'auto'
} {
  if (language === null) return { dir: 'auto' }
  return { lang: language, dir: language === '' ? 'auto' : directionOf(language) }
}

interface DraftChangesProps {
  readonly words: Words
  readonly changes: readonly DraftComparison[]
}

/** What a draft changes of what was written before: for whoever approves it first of all. */
export function DraftChanges({ words, changes }: DraftChangesProps) {
  const { say } = words
  return (
    <>
      {changes.map(({ kind, earlier, comparison }) => (
        <section key={kind} class="desk-part" id={`changes-${kind}`}>
          <h2 class="govuk-heading-l">{say('whatChanged')}</h2>
          <p class="govuk-body">
            {say(kindSentences[kind])}{' '}
            {earlier === null ? null : (
              <a class="govuk-link" href={messageLink(earlier.request, earlier)}>
                <Code text={earlier.reference} />
                {earlier.sequence === null
                  ? null
                  : ` · ${say('messageNumber', { sequence: earlier.sequence })}`}
              </a>
            )}
          </p>
          <Compared words={words} comparison={comparison} level={3} />
        </section>
      ))}
    </>
  )
}
