import type { Queue, QueuedMessage } from '../../exchange/running/queue.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Button } from '../parts/Button.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import type { Frame } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Failure, RunningPage, type RunningProps, State } from '../parts/RunningParts.tsx'
import { Table } from '../parts/Table.tsx'

interface QueueProps extends RunningProps {
  readonly queue: Queue
  readonly errors: readonly FormError[]
}

/** What waits for which State, and what was given up, which a person can have sent again. */
export function RunningQueue({ queue, errors, ...props }: QueueProps) {
  const { words, frame } = props
  const { say } = words
  const { peers, givenUp, waiting, hasMore } = queue
  return (
    <RunningPage {...props} page="runningQueue" errors={errors}>
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('givenUpMessages')}</h2>
        <p class="govuk-body">{say(givenUp.length === 0 ? 'givenUpNone' : 'givenUpText')}</p>
        {givenUp.length === 0 ? null : <GivenUp words={words} frame={frame} messages={givenUp} />}
      </section>
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('waitingMessages')}</h2>
        {waiting.length === 0 ? (
          <p class="govuk-body">{say('waitingNone')}</p>
        ) : (
          <>
            <p class="govuk-body">{say('waitingText')}</p>
            <Waiting words={words} messages={waiting} />
          </>
        )}
        {hasMore ? <p class="govuk-inset-text">{say('queueHasMore')}</p> : null}
      </section>
      {peers.length === 0 ? null : <ByState words={words} frame={frame} peers={peers} />}
    </RunningPage>
  )
}

interface ByStateProps extends Pick<GivenUpProps, 'words' | 'frame'> {
  readonly peers: Queue['peers']
}

function ByState({ words, frame, peers }: ByStateProps) {
  const { say, known } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('queueByState')}</h2>
      <Table
        caption={say('queueByStateCaption')}
        head={[say('ofState'), say('messages'), say('failingSince'), say('givenUp'), say('actions')]}
        rows={peers.map(({ peer, messages, givenUp, failingSince }) => [
          <State key="state" words={words} state={peer} />,
          known.format.number(messages),
          failingSince === null ? '–' : <Moment key="since" words={words} at={failingSince} />,
          known.format.number(givenUp),
          givenUp === 0 ? (
            '–'
          ) : (
            <Form key="again" frame={frame} action={deskRoutes.resendTo.path.replace(':state', peer)}>
              <Button kind="secondary">
                {say('sendAllAgain')}
                <span class="govuk-visually-hidden">
                  {' '}
                  – <State words={words} state={peer} />
                </span>
              </Button>
            </Form>
          ),
        ])}
      />
    </section>
  )
}

interface GivenUpProps {
  readonly words: CaseWords
  readonly frame: Frame
  readonly messages: readonly QueuedMessage[]
}

function GivenUp({ words, frame, messages }: GivenUpProps) {
  const { say } = words
  return (
    <Table
      caption={say('givenUpCaption')}
      head={[say('message'), say('to'), say('since'), say('why'), say('actions')]}
      rows={messages.map((one) => [
        <Named key="named" words={words} message={one} />,
        <State key="state" words={words} state={one.peer} />,
        <Moment key="since" words={words} at={one.since} />,
        <>
          {one.code === null ? null : <Failure words={words} code={one.code} />}
          <div>{say('failedAttempts', { count: one.attempts })}</div>
        </>,
        <Form key="again" frame={frame} action={deskRoutes.resend.path.replace(':digest', one.digest)}>
          <Button kind="secondary">
            {say('sendAgain')}
            <span class="govuk-visually-hidden">
              {' '}
              – <Code text={one.digest.slice(0, shownDigits)} />
            </span>
          </Button>
        </Form>,
      ])}
    />
  )
}

function Waiting({ words, messages }: Omit<GivenUpProps, 'frame'>) {
  const { say } = words
  return (
    <Table
      caption={say('waitingCaption')}
      head={[say('message'), say('to'), say('since'), say('lastAttempt'), say('nextAttempt')]}
      rows={messages.map((one) => [
        <Named key="named" words={words} message={one} />,
        <State key="state" words={words} state={one.peer} />,
        <Moment key="since" words={words} at={one.since} />,
        <>
          {one.code === null ? null : <Failure words={words} code={one.code} />}
          <div>{say('failedAttempts', { count: one.attempts })}</div>
        </>,
        one.next === null ? say('behindAnother') : <Moment key="next" words={words} at={one.next} />,
      ])}
    />
  )
}

/** Digits of a digest that are shown: with so many of them the command finds it too. */
const shownDigits = 12

function Named({ words, message }: { readonly words: CaseWords; readonly message: QueuedMessage }) {
  const { digest, receiptOnPaper } = message
  return (
    <>
      <Code text={`${digest.slice(0, shownDigits)}…`} />
      {receiptOnPaper === null ? null : (
        <div class="desk-under">
          {words.say('receiptOnPaper')} <Moment words={words} at={receiptOnPaper} />
        </div>
      )}
    </>
  )
}
