import type { CheckedLine, CheckedTrail } from '../../exchange/desk/checking/answers.ts'
import { fromInWords } from '../../exchange/shown/fromInWords.ts'
import type { Spelling } from '../../exchange/trailHints.ts'
import { typeTitle } from '../../letter/words.ts'
import { caseLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { AnswerParts } from '../desk/checkingAnswers.tsx'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import { eventKinds, eventTitle } from '../desk/checkingWords.ts'
import type { Words } from '../desk/words.ts'
import { trailOrders } from '../systems/questions.ts'
import { ActorRole } from '../parts/ActorRole.tsx'
import {
  AnswerPages,
  BackToCheck,
  QuestionForm,
  RequestField,
  StateField,
  TimeFields,
  ToSave,
} from '../parts/CheckParts.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Choice, Field } from '../parts/Field.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { SaveSearch, SavedSearches } from '../parts/SavedSearches.tsx'
import { AskedAmong } from '../parts/RequestsAmong.tsx'
import { Table } from '../parts/Table.tsx'
import { TrailDetails } from '../parts/TrailDetails.tsx'

const { trail, trailCsv, trailJson } = checkingRoutes

/** What was done at this node, by whom and when. */
export function CheckTrail(parts: AnswerParts<CheckedTrail>) {
  const { frame, words, person, typed, timeZone, errors, states, people, answer, among, saved, notSaved } =
    parts
  const { say } = words
  const fields = { words, typed, errors }
  return (
    <Layout frame={frame} words={words} person={person} title={say('trail')} isWrong={errors.length > 0}>
      <BackToCheck words={words} />
      <ErrorSummary words={words} errors={errors} />
      <AskedAmong words={words} among={among} path={trail.path} typed={typed} />
      <h1 class="govuk-heading-xl">{say('trail')}</h1>
      <p class="govuk-body-l">{say('trailText')}</p>
      {answer === null && errors.length === 0 ? <Examples words={words} /> : null}
      <QuestionForm words={words} action={trail.path}>
        <RequestField {...fields} />
        <Field
          words={words}
          name="person"
          label={say('personNamed')}
          hint={say('personNamedHint')}
          errors={errors}
          value={typed.get('person') ?? ''}
          list="people"
        />
        <datalist id="people">
          {people.map(({ signInName, name }) => (
            <option key={signInName} value={signInName} lang="">
              {name}
            </option>
          ))}
        </datalist>
        <StateField {...fields} states={states} />
        <EventField {...fields} />
        <TimeFields {...fields} timeZone={timeZone} />
        <Choice
          words={words}
          name="order"
          label={say('trailOrder')}
          errors={errors}
          choices={trailOrders.map((value) => ({ value, text: say(value) }))}
          chosen={typed.get('order') ?? trailOrders[0]}
        />
      </QuestionForm>
      {answer === null ? null : (
        <>
          <Answer {...parts} answer={answer} />
          <SaveSearch frame={frame} words={words} place="trail" query={typed.toString()} />
        </>
      )}
      {notSaved === null ? null : <SaveSearch frame={frame} words={words} {...notSaved} errors={errors} />}
      <SavedSearches frame={frame} words={words} saved={saved} />
    </Layout>
  )
}

/** Questions that are asked often, each a step away. */
function Examples({ words: { say } }: { readonly words: Words }) {
  return (
    <>
      <h2 class="govuk-heading-m">{say('askedOften')}</h2>
      <ul class="govuk-list">
        {(
          [
            ['case.read', 'whoReadRequests'],
            ['act.refused', 'whatWasRefused'],
            ['export', 'whatWasTakenAway'],
            ['person.signedIn', 'whoSignedIn'],
            ['person.signedInByProvider', 'whoSignedInElsewhere'],
            ['log.read', 'whoReadTheLog'],
          ] as const
        ).map(([event, text]) => (
          <li key={event}>
            <a class="govuk-link" href={askedLink(trail.path, new URLSearchParams({ event }))}>
              {say(text)}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

type FieldParts = Pick<AnswerParts<never>, 'words' | 'typed' | 'errors'>

function EventField({ words, typed, errors }: FieldParts) {
  const { say } = words
  const chosen = typed.get('event') ?? ''
  const kinds = eventKinds.map(({ name, text }) => ({ value: name, text: say(text) }))
  const isOther = chosen !== '' && kinds.every(({ value }) => value !== chosen)
  return (
    <Choice
      words={words}
      name="event"
      label={say('kindOfEvent')}
      errors={errors}
      choices={[
        { value: '', text: say('everyEvent') },
        ...(isOther ? [{ value: chosen, text: eventTitle(words, chosen) }] : []),
        ...kinds,
      ]}
      chosen={chosen}
    />
  )
}

function Answer({ words: spoken, typed, answer }: AnswerParts<CheckedTrail> & { answer: CheckedTrail }) {
  const words = caseWords(spoken, answer.names)
  const { say } = words
  const { lines, next, spelling, waiting, names } = answer
  return (
    <>
      {lines.length === 0 ? null : (
        <p class="govuk-body">
          {say(typed.get('order') === 'newestFirst' ? 'newestStandsFirst' : 'oldestStandsFirst')}{' '}
          <Said words={words} sentence="timesIn" values={{ zone: <Code text={names.timeZone} /> }} />
        </p>
      )}
      {waiting === 0 ? null : <p class="govuk-inset-text">{say('entriesWait', { count: waiting })}</p>}
      {lines.length === 0 ? (
        <NothingFound words={words} typed={typed} spelling={spelling} />
      ) : (
        <Table
          caption={say('trailCaption', { count: lines.length })}
          head={[say('event'), say('timeOfEvent'), say('who'), say('about'), say('details')]}
          rows={lines.map((line) => [
            eventTitle(words, line.entry.evt),
            <Moment key="time" words={words} at={line.entry.t} />,
            <Who key="who" words={words} line={line} />,
            <About key="about" words={words} line={line} />,
            <TrailDetails key="details" words={words} line={line} />,
          ])}
        />
      )}
      <AnswerPages
        words={spoken}
        path={trail.path}
        typed={typed}
        member="first"
        next={next === null ? null : String(next)}
      />
      {lines.length === 0 ? null : (
        <ToSave words={spoken} typed={typed} csv={trailCsv.path} json={trailJson.path} />
      )}
    </>
  )
}

interface NothingProps {
  readonly words: CaseWords
  readonly typed: URLSearchParams
  readonly spelling: Spelling | null
}

/** Nobody is thought innocent for a name that is spelt otherwise. */
function NothingFound({ words: { say }, typed, spelling }: NothingProps) {
  return (
    <section class="govuk-inset-text">
      <p class="govuk-body">{say('nothingInLog')}</p>
      {spelling === null ? null : (
        <p class="govuk-body">{say(spelling.isKnown ? 'personIsInLog' : 'personNotInLog')}</p>
      )}
      {spelling === null || spelling.near.length === 0 ? null : (
        <>
          <p class="govuk-body">{say('namesNear')}</p>
          <ul class="govuk-list govuk-list--bullet">
            {spelling.near.map((name) => (
              <li key={name}>
                <a class="govuk-link" href={askedLink(trail.path, typed, { person: name })}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

interface LineProps {
  readonly words: CaseWords
  readonly line: CheckedLine
}

function Who({ words, line: { actor, entry } }: LineProps) {
  const { say } = words
  if (actor === null) return <>{say(entry.actor === undefined ? 'nodeItself' : 'erasedHere')}</>
  const from = fromInWords(actor)
  return (
    <>
      <OthersWords language="">{actor.person}</OthersWords>
      <div class="govuk-hint desk-hint">
        <ActorRole words={words} actor={actor} />
        {from === undefined ? null : (
          <div>
            <Code text={from} />
          </div>
        )}
      </div>
    </>
  )
}

function About({ words, line: { request, entry, message, isWithheld, authority } }: LineProps) {
  const { say, language, known } = words
  const place = entry.seq ?? message?.place ?? null
  return (
    <>
      {request === null ? null : (
        <div class="desk-about">
          <a class="govuk-link" href={caseLink(request.id)}>
            <Code text={request.reference} />
          </a>
        </div>
      )}
      {isWithheld && authority !== null ? (
        <div>
          <Said words={words} sentence="requestOfOther" values={{ authority: <Code text={authority} /> }} />
        </div>
      ) : null}
      {entry.peer === undefined ? null : <div>{known.format.country(entry.peer) ?? entry.peer}</div>}
      {message === null ? null : <div>{typeTitle(message.type, language)}</div>}
      {place === null ? null : <div>{say('messageNumber', { sequence: place })}</div>}
    </>
  )
}
