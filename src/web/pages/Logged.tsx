import type { DeskLogged } from '../../exchange/desk/loggedEntry.ts'
import { caseLink } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import { isWriter } from '../desk/isWriter.ts'
import type { Visit } from '../desk/pageOf.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { loggedRows } from '../parts/LoggedFacts.tsx'
import { PlaceInLog } from '../parts/MessageFacts.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Tag } from '../parts/Tag.tsx'

interface LoggedProps extends Visit {
  readonly frame: Frame
  readonly found: DeskLogged
}

/** What the log tells of a request beside its messages: what was done and by whom, and the proof that it stands in the log. */
export function Logged({ frame, words: spoken, person, found }: LoggedProps) {
  const words = caseWords(spoken, found.names)
  const { say } = words
  const { view, logged, entry, opens, place } = found
  const title = eventTitle(words, logged.event)
  const { request, measures } = view
  const around = { request, measures, files: [], isWriter: isWriter(person) }
  return (
    <Layout frame={frame} words={spoken} person={person} title={`${title} – ${view.reference}`}>
      <a class="govuk-back-link" href={caseLink(request)}>
        {say('backToRequest')}
      </a>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={view.reference} />
        </span>
        {title}
      </h1>
      <SummaryList
        rows={[
          ...loggedRows(words, around, logged),
          opens === null
            ? null
            : [
                say('check'),
                <>
                  <Tag colour={opens ? 'green' : 'red'}>{say(opens ? 'holds' : 'holdsNot')}</Tag>
                  <div>{say(opens ? 'openingHolds' : 'openingHoldsNot')}</div>
                </>,
              ],
        ]}
      />
      <PlaceInLog words={words} place={place} />
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('entryAsLogged')}</h2>
        <p class="govuk-body">{say('entryAsLoggedText')}</p>
        <p class="govuk-body desk-wrap">
          <Code text={entry} />
        </p>
      </section>
    </Layout>
  )
}
