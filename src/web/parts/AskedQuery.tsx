import type { JSX } from 'preact'
import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Details } from './Details.tsx'
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
  person: 'personNamed',
  signInNames: 'personNamed',
  peer: 'otherState',
  events: 'kindOfEvent',
  from: 'fromDay',
  until: 'untilDay',
  file: 'toKeep',
} as const satisfies Readonly<Record<string, Sentence>>

/** Values of a list that are told one by one. */
const valuesMax = 5

/** What was asked: in words what the desk asks itself, and as the log has it for whoever wants that. */
export function AskedQuery({ words, line, text }: QueryProps): JSX.Element {
  const said = inWords({ words, line, text })
  if (said === null) return <Code text={text} />
  return (
    <>
      {said}
      <Details label={words.say('asInLog')} isOpen={false}>
        <Code text={text} />
      </Details>
    </>
  )
}

function inWords(parts: QueryProps): JSX.Element | null {
  const { words, text } = parts
  const [, desk] = /^desk of ([a-z0-9.-]+)$/.exec(text) ?? []
  const [, requests] = /^authorities ([a-z0-9.-]+)(;.*)?$/.exec(text) ?? []
  const authority = desk ?? requests
  if (authority !== undefined) {
    const line = authorityLine(authority, words.known)
    const sentence = desk === undefined ? 'readRequestsOf' : 'readDesk'
    return <Said words={words} sentence={sentence} values={{ authority: <Line line={line} /> }} />
  }
  const question = questionIn(text)
  return question === null ? null : <Question {...parts} question={question} />
}

/** A question that was written down as JSON, behind what was asked for where it says so. */
function questionIn(text: string): Readonly<Record<string, unknown>> | null {
  const [, json] = /^(?:[a-z ]+: )?(\{.*\})$/s.exec(text) ?? []
  if (json === undefined) return null
  try {
    return JSON.parse(json) as Record<string, unknown>
  } catch {
    // Of a query that was cut off the rest is not known.
    return null
  }
}

function Question({
  words,
  line,
  question,
}: QueryProps & { readonly question: Readonly<Record<string, unknown>> }): JSX.Element {
  const { say } = words
  const told = (Object.keys(members) as (keyof typeof members)[]).filter((name) => name in question)
  if (told.length === 0) return <>{say('everyEvent')}</>
  return (
    <>
      {told.map((name) => (
        <div key={name}>
          {say(members[name])}: <Values words={words} line={line} name={name} value={question[name]} />
        </div>
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
  return (
    <>
      {values.slice(0, valuesMax).map((one, place) => (
        <span key={one}>
          {place === 0 ? '' : ' · '}
          <Value words={words} line={line} name={name} text={one} />
        </span>
      ))}
      {values.length > valuesMax ? ` ${words.say('andFurther', { count: values.length - valuesMax })}` : null}
    </>
  )
}

function Value({ words, line, name, text }: Omit<ValuesProps, 'value'> & { readonly text: string }) {
  const reference = name === 'request' ? line.called.get(text) : undefined
  if (reference !== undefined)
    return (
      <a class="govuk-link" href={caseLink(text)}>
        <Code text={reference} />
      </a>
    )
  if (name === 'events') return <>{eventTitle(words, text)}</>
  if (name === 'peer') return <>{words.known.format.country(text) ?? text}</>
  if ((name === 'from' || name === 'until') && !Number.isNaN(Date.parse(text)))
    return <Moment words={words} at={text} isWithin />
  return name === 'person' ? <OthersWords language="">{text}</OthersWords> : <Code text={text} />
}
