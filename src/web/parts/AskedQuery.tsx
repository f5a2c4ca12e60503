import type { JSX } from 'preact'
import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { measureKinds } from '../../workflow/table.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { eventKinds, eventTitle } from '../desk/checkingWords.ts'
import { type LoggedQuery, loggedQuery } from '../desk/loggedQuery.ts'
import { requestStates } from '../desk/requestStates.ts'
import type { Sentence } from '../desk/words.ts'
import { Details } from './Details.tsx'
import { FirstOf } from './FirstOf.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'

interface QueryProps {
  readonly words: CaseWords
  readonly line: CheckedLine
  /** As the log has it. */
  readonly text: string
}

/** Members of a question that are told, in this order, by what their fields are called. */
const members = {
  request: 'requestName',
  reference: 'requestName',
  person: 'personNamed',
  signInNames: 'personNamed',
  holder: 'whose',
  words: 'searchWords',
  peer: 'otherState',
  side: 'whoAsked',
  status: 'whetherEnded',
  state: 'state',
  kind: 'kindOfMeasure',
  event: 'kindOfEvent',
  events: 'kindOfEvent',
  from: 'fromDay',
  until: 'untilDay',
  file: 'toKeep',
} as const satisfies Readonly<Record<string, Sentence>>

/** Values of a list that are told one by one. */
const valuesMax = 5

/** What was asked: in words what the desk asks itself, and as the log has it for whoever wants that. */
export function AskedQuery({ words, line, text }: QueryProps): JSX.Element {
  const query = loggedQuery(text)
  if (query === null) return <Code text={text} />
  return (
    <>
      <Query words={words} line={line} query={query} />
      <AsInLog words={words} text={text} />
    </>
  )
}

/** How the log has what stands above it in words, for whoever wants that. */
export function AsInLog({ words, text }: Pick<QueryProps, 'words' | 'text'>): JSX.Element {
  return (
    <Details label={words.say('asInLog')} isOpen={false}>
      <Code text={text} />
    </Details>
  )
}

function Query({
  words,
  line,
  query: { sentence, authorities, also, members: asked },
}: Pick<QueryProps, 'words' | 'line'> & { readonly query: LoggedQuery }): JSX.Element {
  const { say } = words
  const told = (Object.keys(members) as (keyof typeof members)[]).filter((name) => name in asked)
  if (sentence === null && told.length === 0) return <>{say('everyEvent')}</>
  return (
    <>
      {sentence === null ? null : (
        <Said
          words={words}
          sentence={sentence}
          values={{ authority: <Names words={words} ids={authorities} /> }}
        />
      )}
      {also.map((one) => (
        <div key={one}>{say(one)}</div>
      ))}
      {told.map((name) => (
        <div key={name}>
          {say(members[name])}: <Values words={words} line={line} name={name} value={asked[name]} />
        </div>
      ))}
    </>
  )
}

/** Authorities by their names. */
function Names({ words, ids }: Pick<QueryProps, 'words'> & { readonly ids: readonly string[] }): JSX.Element {
  return (
    <>
      {ids.map((id, place) => (
        <span key={id}>
          {place === 0 ? '' : ' · '}
          <Line line={authorityLine(id, words.known)} />
        </span>
      ))}
    </>
  )
}

interface ValuesProps extends Pick<QueryProps, 'words' | 'line'> {
  readonly name: keyof typeof members
  readonly value: unknown
}

function Values({ words, line, name, value }: ValuesProps): JSX.Element {
  const values = (Array.isArray(value) ? value : [value]).map(String)
  const show = (one: string): JSX.Element => <Value words={words} line={line} name={name} text={one} />
  return <FirstOf words={words} items={values} most={valuesMax} show={show} />
}

function Value({ words, line, name, text }: Omit<ValuesProps, 'value'> & { readonly text: string }) {
  const reference = name === 'request' ? line.called.get(text) : undefined
  if (reference !== undefined)
    return (
      <a class="govuk-link" href={caseLink(text)}>
        <Code text={reference} />
      </a>
    )
  const said = valueInWords(words, name, text)
  if (said !== null) return <>{said}</>
  if ((name === 'from' || name === 'until') && !Number.isNaN(Date.parse(text)))
    return <Moment words={words} at={text} isWithin />
  return name === 'person' || name === 'holder' || name === 'words' ? (
    <OthersWords language="">{text}</OthersWords>
  ) : (
    <Code text={text} />
  )
}

/** What the fields of a search are answered with, as its form has it. */
const choices: Readonly<Record<string, Sentence>> = {
  requesting: 'askedByUs',
  requested: 'askedOfUs',
  open: 'notEnded',
  closed: 'hasEnded',
}

/** What a value is called where it is one of few; null: it is a name, a day, or words of somebody. */
function valueInWords(words: CaseWords, name: keyof typeof members, text: string): string | null {
  if (name === 'event' || name === 'events') {
    const kind = eventKinds.find((one) => one.name === text)
    return kind === undefined ? eventTitle(words, text) : words.say(kind.text)
  }
  if (name === 'peer') return words.known.format.country(text) ?? text
  if (name === 'state') return requestStates().includes(text) ? words.state(null, text) : text
  if (name === 'kind') return measureKinds().includes(text) ? words.kind(text) : text
  const choice =
    (name === 'side' || name === 'status') && Object.hasOwn(choices, text) ? choices[text] : undefined
  return choice === undefined ? null : words.say(choice)
}
