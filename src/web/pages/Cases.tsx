import type { CasesWanted, DeskList } from '../../exchange/desk/deskCases.ts'
import { casesLink, everyState } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { namedStates } from '../desk/requestStates.ts'
import { CaseReference, FromTo, Kinds, States } from '../parts/CaseParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Moment } from '../parts/Moment.tsx'
import { SaveSearch } from '../parts/SavedSearches.tsx'
import { Table } from '../parts/Table.tsx'
import { TurnTag } from '../parts/Tag.tsx'

interface CasesProps extends Visit {
  readonly frame: Frame
  readonly list: DeskList
  readonly wanted: CasesWanted
  /** Every state in which a request may be. */
}

/** The requests of an authority, a page of them. */
export function Cases({ frame, words: spoken, person, list, wanted }: CasesProps) {
  const words = caseWords(spoken, list.names)
  const { say } = words
  const { cases, next } = list
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('allRequests')}>
      <h1 class="govuk-heading-xl">{say('allRequests')}</h1>
      <Filters words={words} wanted={wanted} />
      {cases.length === 0 ? (
        <p class="govuk-body">{say('noRequestFits')}</p>
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
      {wanted.state === null && !wanted.ended ? null : (
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

interface FiltersProps {
  readonly words: CaseWords
  readonly wanted: CasesWanted
}

function Filters({ words, wanted }: FiltersProps) {
  const { say } = words
  return (
    <form method="get" action="/cases" class="desk-filters">
      <div class="govuk-form-group">
        <label class="govuk-label" for="state">
          {say('state')}
        </label>
        <select class="govuk-select" id="state" name="state">
          <option value={everyState}>{say('everyState')}</option>
          {namedStates(words).map(({ value, text }) => (
            <option key={value} value={value} selected={value === wanted.state}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <div class="govuk-form-group">
        <div class="govuk-checkboxes govuk-checkboxes--small">
          <div class="govuk-checkboxes__item">
            <input
              class="govuk-checkboxes__input"
              id="ended"
              name="ended"
              type="checkbox"
              value="yes"
              checked={wanted.ended}
            />
            <label class="govuk-label govuk-checkboxes__label" for="ended">
              {say('withEnded')}
            </label>
          </div>
        </div>
      </div>
      <button type="submit" class="govuk-button govuk-button--secondary">
        {say('applyFilters')}
      </button>
    </form>
  )
}

interface PagesProps {
  readonly words: CaseWords
  readonly wanted: CasesWanted
  readonly next: string | null
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
