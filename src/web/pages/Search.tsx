import { sayPlace } from '../../exchange/review/terms.ts'
import type { SavedSearch } from '../../exchange/search/saved.ts'
import type { Found, FoundCase } from '../../exchange/search/search.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { SearchPlace } from '../../store/search/searchTables.ts'
import { measureKinds } from '../../workflow/table.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { namedStates } from '../desk/requestStates.ts'
import type { Sentence } from '../desk/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import { CaseReference, FromTo, Kinds, States } from '../parts/CaseParts.tsx'
import { AnswerPages, QuestionForm, StateField, TimeFields } from '../parts/CheckParts.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Choice, Field } from '../parts/Field.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Moment } from '../parts/Moment.tsx'
import { SaveSearch, SavedSearches } from '../parts/SavedSearches.tsx'
import { Table } from '../parts/Table.tsx'

/** A question that somebody wanted to save, with the name that they gave it. */
export interface NotSaved {
  readonly name: string
  readonly place: SearchPlace
  readonly query: string
}

interface SearchProps extends Visit {
  readonly frame: Frame
  /** What stands in the fields. */
  readonly typed: URLSearchParams
  /** In which days are typed (IANA name). */
  readonly timeZone: string
  readonly errors: readonly FormError[]
  /** Codes of the States that can be asked about. */
  readonly states: readonly string[]
  /** The states in which requests of the authority are. */
  readonly inStates: readonly string[]
  /** Null: nothing was looked for. */
  readonly found: Found | null
  readonly saved: readonly SavedSearch[]
  /** What was to be saved, and was not; null: nothing was. */
  readonly notSaved: NotSaved | null
}

const { path } = deskRoutes.search

/** Where requests are looked for by their words. */
export function Search(props: SearchProps) {
  const {
    frame,
    words: spoken,
    person,
    typed,
    timeZone,
    errors,
    states,
    inStates,
    found,
    saved,
    notSaved,
  } = props
  const { say } = spoken
  const words = caseWords(spoken, found?.names ?? { timeZone: 'UTC', authorities: new Map() })
  const fields = { words: spoken, typed, errors }
  const named = namedStates(words, [...inStates, typed.get('state') ?? ''])
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('search')} isWrong={errors.length > 0}>
      <ErrorSummary words={spoken} errors={errors} />
      <h1 class="govuk-heading-xl">{say('search')}</h1>
      <p class="govuk-body-l">{say('searchText')}</p>
      <QuestionForm words={spoken} action={path}>
        <Field
          {...fields}
          name="words"
          label={say('searchWords')}
          hint={say('searchWordsHint')}
          value={typed.get('words') ?? ''}
          width={30}
        />
        <StateField {...fields} states={states} />
        <Choices {...fields} name="side" label={say('whoAsked')} choices={sides} />
        <Choices {...fields} name="status" label={say('whetherEnded')} choices={statuses} />
        <Choice
          words={words}
          name="state"
          label={say('state')}
          errors={errors}
          choices={[{ value: '', text: say('everyState') }, ...named.choices]}
          groups={named.groups}
          chosen={typed.get('state') ?? ''}
        />
        <KindField words={words} typed={typed} errors={errors} />
        <TimeFields {...fields} timeZone={timeZone} />
      </QuestionForm>
      {found === null ? null : (
        <>
          <Answer words={words} typed={typed} found={found} />
          <SaveSearch frame={frame} words={spoken} place="search" query={typed.toString()} />
        </>
      )}
      {notSaved === null ? null : <SaveSearch frame={frame} words={spoken} {...notSaved} errors={errors} />}
      <SavedSearches frame={frame} words={spoken} saved={saved} />
    </Layout>
  )
}

const sides = [
  ['', 'anySide'],
  ['requesting', 'askedByUs'],
  ['requested', 'askedOfUs'],
] as const
const statuses = [
  ['', 'endedOrNot'],
  ['open', 'notEnded'],
  ['closed', 'hasEnded'],
] as const

type FieldParts = Pick<SearchProps, 'words' | 'typed' | 'errors'>

interface ChoicesProps extends FieldParts {
  readonly name: string
  readonly label: string
  readonly choices: readonly (readonly [string, Sentence])[]
}

function Choices({ words, typed, errors, name, label, choices }: ChoicesProps) {
  return (
    <Choice
      words={words}
      name={name}
      label={label}
      errors={errors}
      choices={choices.map(([value, text]) => ({ value, text: words.say(text) }))}
      chosen={typed.get(name) ?? ''}
    />
  )
}

function KindField({ words, typed, errors }: FieldParts & { readonly words: CaseWords }) {
  const { say, language } = words
  const order = new Intl.Collator(language)
  const kinds = measureKinds()
    .map((value) => ({ value, text: words.kind(value) }))
    .sort((one, other) => order.compare(one.text, other.text))
  return (
    <Choice
      words={words}
      name="kind"
      label={say('kindOfMeasure')}
      errors={errors}
      choices={[{ value: '', text: say('everyKind') }, ...kinds]}
      chosen={typed.get('kind') ?? ''}
    />
  )
}

interface AnswerProps {
  readonly words: CaseWords
  readonly typed: URLSearchParams
  readonly found: Found
}

function Answer({ words, typed, found }: AnswerProps) {
  const { say } = words
  const { cases, isBroken, isCut, awaited } = found
  const next = found.next === null ? null : sayPlace(found.next)
  return (
    <section>
      {awaited === 0 ? null : <p class="govuk-inset-text">{say('searchBehind', { count: awaited })}</p>}
      {cases.length === 0 ? (
        <>
          <p class="govuk-body">{say(isBroken ? 'searchNothingYet' : 'searchNothing', bounds)}</p>
          <p class="govuk-body">{say('searchWhole', { count: beginningCharactersMin })}</p>
        </>
      ) : (
        <Table
          caption={say('foundCaption')}
          head={[say('request'), say('concerns'), say('state'), say('foundOpened'), say('foundIn')]}
          rows={cases.map((view) => [
            <>
              <CaseReference view={view} />
              <div class="desk-under">
                <FromTo words={words} view={view} />
              </div>
            </>,
            <Kinds key="kinds" words={words} view={view} />,
            <States key="states" words={words} view={view} />,
            <Moment key="opened" words={words} at={view.openedAt} />,
            <Parts key="parts" words={words} view={view} />,
          ])}
        />
      )}
      {isCut ? <p class="govuk-inset-text">{say('searchCut', { count: beginningWordsMax })}</p> : null}
      {isBroken && cases.length > 0 ? <p class="govuk-body">{say('searchBroken', bounds)}</p> : null}
      <AnswerPages words={words} path={path} typed={typed} member="after" next={next} />
    </section>
  )
}

const { beginningCharactersMin, beginningWordsMax } = exchangeLimits.search
const bounds = { count: exchangeLimits.search.lookedAtMax }

const parts = {
  reference: 'inReference',
  name: 'inName',
  number: 'inNumber',
  text: 'inText',
} as const satisfies Readonly<Record<FoundCase['parts'][number], Sentence>>

function Parts({ words, view }: { readonly words: CaseWords; readonly view: FoundCase }) {
  if (view.parts.length === 0) return <>–</>
  return <>{words.known.format.and(view.parts.map((part) => words.say(parts[part])))}</>
}
