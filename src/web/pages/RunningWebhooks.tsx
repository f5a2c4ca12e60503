import type { TellingReach } from '../../exchange/running/nodeSystems.ts'
import type { GivenUpNotice, ShownEndpoint, ShownEndpoints } from '../../exchange/running/shownEndpoints.ts'
import { sealedOtherwise } from '../../exchange/webhooks/deliver.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { Details } from '../parts/Details.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import type { Frame } from '../parts/Layout.tsx'
import { Code, Line } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { ByOn, CodeOf, RunningPage, type RunningProps } from '../parts/RunningParts.tsx'
import { Said } from '../parts/Said.tsx'
import { SummaryList, type SummaryRow } from '../parts/SummaryList.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

interface WebhooksProps extends RunningProps {
  readonly shown: ShownEndpoints
  readonly errors: readonly FormError[]
  /** Where endpoints may be. */
  readonly mayTell: TellingReach
}

/** Where systems of the State are told what happened, and what they were not told. */
export function RunningWebhooks({ shown, errors, mayTell, ...props }: WebhooksProps) {
  const { words, frame } = props
  const { say } = words
  const { endpoints, givenUp, hasMore } = shown
  const inUse = endpoints.filter(({ disabled }) => disabled === null)
  const over = endpoints.filter(({ disabled }) => disabled !== null)
  return (
    <RunningPage {...props} page="runningWebhooks" errors={errors}>
      <p class="govuk-body">{say('webhooksText')}</p>
      {mayTell === 'nowhere' ? (
        <p class="govuk-inset-text desk-wrap">{say('webhooksNowhere')}</p>
      ) : (
        <>
          {inUse.length === 0 ? <p class="govuk-body">{say('endpointsNone')}</p> : null}
          <p class="govuk-body">
            <a href={deskRoutes.makeEndpointPage.path} class="govuk-link">
              {say('makeEndpoint')}
            </a>
          </p>
        </>
      )}
      {inUse.map((endpoint) => (
        <Endpoint key={endpoint.name} words={words} frame={frame} endpoint={endpoint} />
      ))}
      {inUse.length === 0 ? null : (
        <>
          <Details label={say('endpointChange')} isOpen={false}>
            <p class="govuk-body">{say('endpointChangeText')}</p>
          </Details>
          <section class="desk-part">
            <h2 class="govuk-heading-l">{say('givenUpMessages')}</h2>
            <p class="govuk-body">{say(givenUp.length === 0 ? 'noticesNone' : 'noticesText')}</p>
            {givenUp.length === 0 ? null : <GivenUp words={words} frame={frame} notices={givenUp} />}
            {hasMore ? <p class="govuk-inset-text">{say('noticesHasMore')}</p> : null}
          </section>
        </>
      )}
      {over.length === 0 ? null : (
        <Details label={say('endpointsOver', { count: over.length })} isOpen={false}>
          <Over words={words} endpoints={over} />
        </Details>
      )}
    </RunningPage>
  )
}

interface EndpointProps {
  readonly words: CaseWords
  readonly frame: Frame
  readonly endpoint: ShownEndpoint
}

function Endpoint({ words, frame, endpoint }: EndpointProps) {
  const { say } = words
  const { name, failingSince, givenUp } = endpoint
  const id = `endpoint-${name}`
  const to = (route: 'disableEndpointPage' | 'tellAgain') =>
    deskRoutes[route].path.replace(':endpoint', encodeURIComponent(name))
  const whose = (
    <span class="govuk-visually-hidden">
      {' '}
      – <Code text={name} />
    </span>
  )
  return (
    <section class="desk-part" aria-labelledby={id}>
      <h2 class="govuk-heading-l" id={id}>
        <Code text={name} />{' '}
        <Tag colour={failingSince === null ? 'green' : 'red'}>
          {say(failingSince === null ? 'endpointInUse' : 'endpointFails')}
        </Tag>
      </h2>
      <SummaryList rows={rowsOf(words, endpoint)} />
      <div class="desk-person__actions">
        {givenUp === 0 ? null : (
          <Form frame={frame} action={to('tellAgain')}>
            <Button kind="secondary">
              {say('sendAllAgain')}
              {whose}
            </Button>
          </Form>
        )}
        <LinkButton to={to('disableEndpointPage')} kind="warning">
          {say('disableEndpoint')}
          {whose}
        </LinkButton>
      </div>
    </section>
  )
}

function rowsOf(words: CaseWords, endpoint: ShownEndpoint): SummaryRow[] {
  const { say } = words
  const { url, authority, events, madeBy, madeAt, waiting, givenUp, lastFailure, takenAt, failingSince } =
    endpoint
  return [
    [say('endpointAddress'), <Code key="url" text={url} />],
    [say('endpointAuthority'), <Line key="authority" line={authorityLine(authority, words.known)} />],
    [
      say('endpointEvents'),
      <ul key="events" class="govuk-list">
        {events.map((event) => (
          <li key={event}>{eventTitle(words, event)}</li>
        ))}
      </ul>,
    ],
    [say('lastTaken'), takenAt === null ? say('takenNone') : <Moment key="at" words={words} at={takenAt} />],
    failingSince === null
      ? null
      : [
          say('failingSince'),
          <>
            <Moment words={words} at={failingSince} />
            <Outcome words={words} outcome={lastFailure} />
          </>,
        ],
    [say('endpointWaits'), say('noticesCount', { count: waiting })],
    [say('givenUp'), say('noticesCount', { count: givenUp })],
    [say('keyStanding'), <ByOn key="made" words={words} sentence="madeByOn" by={madeBy} at={madeAt} />],
  ]
}

/** What an attempt came to that is no status of HTTP. */
const outcomes: Readonly<Record<string, Sentence>> = {
  PEER_TLS_INVALID: 'noticeTls',
  PEER_ADDRESS_FORBIDDEN: 'noticeForbidden',
  [sealedOtherwise]: 'noticeSealed',
}

/** Why an endpoint was not told, in words and by its code; older programs have kept words of English in the place of one. */
function Outcome({ words, outcome: kept }: { readonly words: CaseWords; readonly outcome: string | null }) {
  if (kept === null) return null
  const outcome = kept === 'secret sealed otherwise' ? sealedOtherwise : kept
  const known = Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : undefined
  return (
    <>
      <div>{words.say(known ?? (/^[0-9]{3}$/.test(outcome) ? 'noticeAnswered' : 'noticeAway'))}</div>
      <CodeOf words={words} code={outcome} />
    </>
  )
}

interface GivenUpProps {
  readonly words: CaseWords
  readonly frame: Frame
  readonly notices: readonly GivenUpNotice[]
}

function GivenUp({ words, frame, notices }: GivenUpProps) {
  const { say } = words
  return (
    <Table
      caption={say('givenUpCaption')}
      head={[say('noticeOf'), say('endpointName'), say('since'), say('why'), say('actions')]}
      rows={notices.map(({ endpoint, entry, event, since, attempts, outcome }) => [
        <>
          {eventTitle(words, event)}
          <div class="desk-under">
            <Said words={words} sentence="noticeEntry" values={{ place: <Code text={String(entry)} /> }} />
          </div>
        </>,
        <Code key="endpoint" text={endpoint} />,
        <Moment key="since" words={words} at={since} />,
        <>
          <Outcome words={words} outcome={outcome} />
          <div>{say('failedAttempts', { count: attempts })}</div>
        </>,
        <Form
          key="again"
          frame={frame}
          action={deskRoutes.tellAgain.path.replace(':endpoint', encodeURIComponent(endpoint))}
        >
          <input type="hidden" name="entry" value={entry} />
          <Button kind="secondary">
            {say('sendAgain')}
            <span class="govuk-visually-hidden">
              {' '}
              – <Code text={`${endpoint} ${entry}`} />
            </span>
          </Button>
        </Form>,
      ])}
    />
  )
}

function Over({
  words,
  endpoints,
}: {
  readonly words: CaseWords
  readonly endpoints: readonly ShownEndpoint[]
}) {
  const { say } = words
  return (
    <Table
      caption={say('endpointsOverCaption')}
      head={[say('endpointName'), say('endpointAddress'), say('givenUp'), say('keyStanding')]}
      rows={endpoints.slice(0, overMax).map(({ name, url, givenUp, disabled, madeBy, madeAt }) => [
        <Code key="name" text={name} />,
        <Code key="url" text={url} />,
        say('noticesCount', { count: givenUp }),
        <>
          {disabled === null ? null : (
            <ByOn words={words} sentence="disabledByOn" by={disabled.by} at={disabled.at} />
          )}
          <div class="desk-under">
            <ByOn words={words} sentence="madeByOn" by={madeBy} at={madeAt} />
          </div>
        </>,
      ])}
    />
  )
}

/** Endpoints that are shown of those that are told nothing more. */
const overMax = 100
