import type { CasesWanted, DeskList } from '../../exchange/desk/deskCases.ts'
import { casesLink, everyState, whoseNames } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { namedStates } from '../desk/requestStates.ts'
import type { Sentence } from '../desk/words.ts'
import { AttentionNotes } from '../parts/Assignment.tsx'
import { CaseReference, FromTo, Kinds, States } from '../parts/CaseParts.tsx'
import { Choice } from '../parts/Field.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Moment } from '../parts/Moment.tsx'
import { SaveSearch } from '../parts/SavedSearches.tsx'
import { Table } from '../parts/Table.tsx'
import { TurnTag } from '../parts/Tag.tsx'

interface CasesProps extends Visit {
  readonly frame: Frame
  readonly list: DeskList
  readonly wanted: CasesWanted
  /** In which requests of the authority are. */
  readonly states: readonly string[]
}

/** The requests of an authority, a page of them. */
export function Cases({ frame, words: spoken, person, list, wanted, states }: CasesProps) {
  const words = caseWords(spoken, list.names)
  const { say } = words
  const { cases, next } = list
  const title = say(titleOf(wanted))
  return (
    <Layout frame={frame} words={spoken} person={person} title={title}>
      <h1 class="govuk-heading-xl">{title}</h1>
      <Filters words={words} wanted={wanted} states={states} />
      {cases.length === 0 ? (
        <p class="govuk-body">{say(next === null ? 'noRequestFits' : 'noneSoFar')}</p>
      ) : (
        <Table
          caption={say('casesCaption')}
          head={[say('request'), say('concerns'), say('state'), say('turn'), say('lastChanged')]}
          rows={cases.map((view) => [
            <>
              <CaseReference view={view} />
              <div class="desk-under">
                <FromTo words={words} view={view} />
              </div>
              <AttentionNotes words={words} person={person} attention={view.attention} />
            </>,
            <Kinds key="kinds" words={words} view={view} />,
            <States key="states" words={words} view={view} />,
            <>
              <TurnTag words={words} turn={view.turn} />
              {view.pending === 0 ? null : <div>{say('withoutReceipt', { count: view.pending })}</div>}
              {view.refused === 0 ? null : <div>{say('refusedThere', { count: view.refused })}</div>}
            </>,
            <Moment key="changed" words={words} at={view.updatedAt} />,
          ])}
        />
      )}
      <Pages words={words} wanted={wanted} next={next} />
      {wanted.state === null && wanted.whose === null && !wanted.ended && !wanted.unread ? null : (
        <SaveSearch
          frame={frame}
          words={spoken}
          place="cases"
          query={casesLink({ ...wanted, after: null }).split('?')[1] ?? ''}
        />
      )}
    </Layout>
  )
}

/** Whose requests are shown. */
function titleOf({ whose, unread }: CasesWanted): Sentence {
  if (whose === 'mine') return 'casesMine'
  if (whose === 'nobody') return 'casesNobody'
  return unread ? 'casesUnread' : 'allRequests'
}

interface FiltersProps {
  readonly words: CaseWords
  readonly wanted: CasesWanted
  readonly states: readonly string[]
}

function Filters({ words, wanted, states }: FiltersProps) {
  const { say } = words
  const named = namedStates(words, [...states, wanted.state ?? ''])
  return (
    <form method="get" action="/cases" class="desk-filters">
      <Choice
        words={words}
        name="state"
        label={say('state')}
        errors={[]}
        choices={[{ value: everyState, text: say('everyState') }, ...named.choices]}
        groups={named.groups}
        chosen={wanted.state ?? everyState}
      />
      <Choice
        words={words}
        name="whose"
        label={say('whose')}
        errors={[]}
        choices={whoseNames.map((value) => ({ value, text: say(whoseWords[value]) }))}
        chosen={wanted.whose ?? 'authority'}
      />
      <div class="govuk-form-group">
        <div class="govuk-checkboxes govuk-checkboxes--small">
          <Box name="ended" label={say('withEnded')} isChecked={wanted.ended} />
          <Box name="unread" label={say('onlyUnread')} isChecked={wanted.unread} />
        </div>
      </div>
      <button type="submit" class="govuk-button govuk-button--secondary">
        {say('applyFilters')}
      </button>
    </form>
  )
}

const whoseWords = {
  authority: 'whoseAuthority',
  mine: 'whoseMine',
  nobody: 'whoseNobody',
} as const satisfies Readonly<Record<(typeof whoseNames)[number], Sentence>>

interface BoxProps {
  readonly name: string
  readonly label: string
  readonly isChecked: boolean
}

function Box({ name, label, isChecked }: BoxProps) {
  return (
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        id={name}
        name={name}
        type="checkbox"
        value="yes"
        checked={isChecked}
      />
      <label class="govuk-label govuk-checkboxes__label" for={name}>
        {label}
      </label>
    </div>
  )
}

interface PagesProps {
  readonly words: CaseWords
  readonly wanted: CasesWanted
  readonly next: DeskList['next']
}

function Pages({ words: { say }, wanted, next }: PagesProps) {
  if (wanted.after === null && next === null) return null
  return (
    <nav class="desk-pages" aria-label={say('pages')}>
      {wanted.after === null ? null : (
        <a class="govuk-link" href={casesLink({ ...wanted, after: null })}>
          {say('firstPage')}
        </a>
      )}
      {next === null ? null : (
        <a class="govuk-link" rel="next" href={casesLink({ ...wanted, after: next })}>
          {say('nextPage')}
        </a>
      )}
    </nav>
  )
}
