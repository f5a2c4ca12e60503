import type { AnsweredLetter } from '../../exchange/drafts/readDraft.ts'
import type { DraftLine } from '../../exchange/drafts/listDrafts.ts'
import type { NamedPerson } from '../../exchange/drafts/people.ts'
import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { Letter } from '../../letter/letter.ts'
import { typeTitle } from '../../letter/words.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { draftFileLink, draftLink } from '../desk/draftLinks.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { caseParts } from './CaseContents.tsx'
import { Authority } from './CaseParts.tsx'
import { LetterBlocks } from './LetterBlocks.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { MixedScripts } from './MixedScripts.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'
import { Table } from './Table.tsx'
import { Tag } from './Tag.tsx'

const stages = {
  writing: ['stageWriting', 'grey'],
  submitted: ['stageSubmitted', 'yellow'],
  returned: ['stageReturned', 'red'],
  sending: ['stageSending', 'blue'],
  sent: ['stageSent', 'green'],
  dropped: ['stageDropped', 'grey'],
} as const satisfies Readonly<Record<KeptDraft['stage'], readonly [Sentence, string]>>

/** Where a draft stands. */
export function StageTag({ words, stage }: { readonly words: Words; readonly stage: KeptDraft['stage'] }) {
  const [sentence, colour] = stages[stage]
  return <Tag colour={colour}>{words.say(sentence)}</Tag>
}

/** A person by the name that they have at the desk. */
export function PersonName({ person }: { readonly person: NamedPerson | null | undefined }) {
  if (person === null || person === undefined) return <>–</>
  return (
    <>
      <OthersWords language="">{person.name}</OthersWords> · <Code text={person.signInName} />
    </>
  )
}

interface WrittenByProps {
  readonly words: Words
  readonly author: NamedPerson | null | undefined
  /** By the name of its token; null: a person wrote it. */
  readonly system: string | null
}

/** Who wrote something: a person, or a system for which one answers. */
export function WrittenBy({ words, author, system }: WrittenByProps) {
  if (system === null) return <PersonName person={author} />
  return (
    <Said
      words={words}
      sentence="bySystem"
      values={{ system: <Code text={system} />, person: <PersonName person={author} /> }}
    />
  )
}

interface ApprovedByProps {
  readonly words: Words
  readonly approver: NamedPerson | null | undefined
  /** Null: in their own right. */
  readonly onBehalfOf: NamedPerson | null | undefined
}

/** Who approved something, and in whose place where it was delegated. */
export function ApprovedBy({ words, approver, onBehalfOf }: ApprovedByProps) {
  if (onBehalfOf === null) return <PersonName person={approver} />
  return (
    <Said
      words={words}
      sentence="onBehalfOf"
      values={{ person: <PersonName person={approver} />, giver: <PersonName person={onBehalfOf} /> }}
    />
  )
}

interface DraftTableProps {
  readonly words: CaseWords
  readonly drafts: readonly DraftLine[]
  /** Whether it is told when the first thing in their requests runs out. */
  readonly isTimed?: boolean
}

/** Drafts in a list. */
export function DraftTable({ words, drafts, isTimed = false }: DraftTableProps) {
  const { say } = words
  return (
    <Table
      caption={say('draftsCaption')}
      head={[
        ...[say('draft'), say('to'), say('writtenBy'), say('since'), say('state')],
        ...(isTimed ? [say('runsOut')] : []),
      ]}
      rows={drafts.map(({ id, type, reference, to, author, system, since, stage, reason, ends }) => [
        <>
          <a class="govuk-link" href={draftLink(id)}>
            {typeTitle(type, words.language)}
          </a>
          <div class="desk-under">
            <Code text={reference} />
          </div>
        </>,
        <Authority key="to" words={words} id={to} />,
        <WrittenBy key="author" words={words} author={author} system={system} />,
        <Moment key="since" words={words} at={since} />,
        <>
          <StageTag words={words} stage={stage} />
          {reason === null ? null : (
            <div>
              <OthersWords language="">{reason}</OthersWords>
            </div>
          )}
        </>,
        ...(isTimed
          ? [ends === null ? say('nothingRunsOut') : <Moment key="ends" words={words} at={ends} />]
          : []),
      ])}
    />
  )
}

/** What the authority is about to say in a request, on its page. */
export function DraftsHere({ words, drafts }: DraftTableProps) {
  const { say } = words
  return (
    <section class="desk-part" id={caseParts.drafts}>
      <h2 class="govuk-heading-l">{say('draftsHere')}</h2>
      <ul class="govuk-list">
        {drafts.map(({ id, type, author, system, since, stage, reason }) => (
          <li key={id} class="desk-draft">
            <a class="govuk-link" href={draftLink(id)}>
              {typeTitle(type, words.language)}
            </a>{' '}
            <StageTag words={words} stage={stage} />
            <div class="govuk-hint desk-hint">
              <WrittenBy words={words} author={author} system={system} />
            </div>
            <div class="govuk-hint desk-hint">
              <Moment words={words} at={since} isWithin />
            </div>
            {reason === null ? null : (
              <div class="desk-wrap">
                <OthersWords language="">{reason}</OthersWords>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface LetterProps {
  readonly words: Words
  readonly letter: Letter
  /** Of its title. */
  readonly level: 2 | 3
}

/** A message as a letter, behind what is to be warned of in it. */
export function LetterArticle({ words, letter, level }: LetterProps) {
  const [sheet] = letter.sheets
  if (sheet === undefined) return null
  const title = <Line line={sheet.title} />
  return (
    <>
      <MixedScripts words={words} letter={letter} />
      <article class="desk-letter">
        <div class="desk-letter__head">
          {sheet.letterhead.map((line, place) => (
            <div key={place}>
              <Line line={line} />
            </div>
          ))}
        </div>
        {level === 2 ? <h2 class="govuk-heading-l">{title}</h2> : <h3 class="govuk-heading-m">{title}</h3>}
        <LetterBlocks blocks={sheet.blocks} level={level + 1} />
      </article>
    </>
  )
}

interface AnsweredProps {
  readonly words: Words
  readonly request: string
  readonly answered: AnsweredLetter | null
}

interface DraftFilesProps {
  readonly words: Words
  readonly draft: Pick<KeptDraft, 'id' | 'exhibits'>
}

/** A file of a draft by its name, which leads to it. */
export function DraftFileName({
  draft,
  exhibit: { id, name },
}: {
  readonly draft: string
  readonly exhibit: Pick<KeptDraft['exhibits'][number], 'id' | 'name'>
}) {
  return (
    <a class="govuk-link" href={draftFileLink(draft, id)}>
      <Code text={id} /> <OthersWords language="">{name}</OthersWords>
    </a>
  )
}

/** The files that go with a draft: whoever approves it can open each. */
export function FilesOfDraft({ words: { say }, draft: { id, exhibits } }: DraftFilesProps) {
  if (exhibits.length === 0) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('files')}</h2>
      <ul class="govuk-list govuk-list--bullet desk-wrap">
        {exhibits.map((exhibit) => (
          <li key={exhibit.id}>
            <DraftFileName draft={id} exhibit={exhibit} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a draft answers, to be read while it is written. Nothing where it opens a record. */
export function Answered({ words, request, answered }: AnsweredProps) {
  const { say } = words
  if (answered === null) return null
  return (
    <details class="govuk-details" open>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say('letterBeside')}</span>
      </summary>
      <div class="govuk-details__text">
        <p class="govuk-body">
          <a class="govuk-link" href={messageLink(request, answered)}>
            {say('openMessage')}
          </a>
        </p>
        <LetterArticle words={words} letter={answered.letter} level={3} />
      </div>
    </details>
  )
}
