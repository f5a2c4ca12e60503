import type { SeenRun } from '../../exchange/desk/checking/checking.ts'
import type { CheckRun } from '../../exchange/recheck/checkRun.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Button } from '../parts/Button.tsx'
import { BackToCheck } from '../parts/CheckParts.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Tag } from '../parts/Tag.tsx'

interface RunProps extends Visit {
  readonly frame: Frame
  readonly seen: SeenRun
  readonly errors: readonly FormError[]
}

/** The reading of the whole log that somebody began: how far it is, and what it found. */
export function CheckRunPage({ frame, words: spoken, person, seen, errors }: RunProps) {
  const words = caseWords(spoken, seen.names)
  const { say } = words
  const { run } = seen
  const isRunning = run?.outcome === 'running'
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('readAnew')} isWrong={errors.length > 0}>
      <BackToCheck words={spoken} />
      <ErrorSummary words={spoken} errors={errors} />
      <h1 class="govuk-heading-xl">{say('readAnew')}</h1>
      <p class="govuk-body-l">{say('readAnewText')}</p>
      {run === null ? <p class="govuk-inset-text">{say('runNone')}</p> : <Facts words={words} run={run} />}
      {isRunning ? (
        <p class="govuk-body">
          {say('runReloads')}{' '}
          <a class="govuk-link" href={checkingRoutes.checkRun.path}>
            {say('runLookAgain')}
          </a>
        </p>
      ) : (
        <Form frame={frame} action={checkingRoutes.beginCheckRun.path}>
          <Button>{say('runBegin')}</Button>
        </Form>
      )}
    </Layout>
  )
}

function Facts({ words, run }: { readonly words: CaseWords; readonly run: CheckRun }) {
  const { say } = words
  const { outcome, person, begun, told, read, size, wrong } = run
  return (
    <>
      {outcome === 'running' ? (
        <progress class="desk-progress" max={Math.max(size, 1)} value={read} aria-label={say('readAnew')} />
      ) : null}
      <SummaryList
        rows={[
          [say('result'), <Outcome key="outcome" words={words} outcome={outcome} />],
          [say('runRead'), say('runReadOf', { read, size })],
          wrong === null
            ? null
            : [
                say('runWrong'),
                <>
                  <Code text={wrong.object} />
                  <div>
                    <OthersWords language="en">{wrong.what}</OthersWords>
                  </div>
                </>,
              ],
          [
            say('runBegunBy'),
            <OthersWords key="by" language="">
              {person}
            </OthersWords>,
          ],
          [say('runBegun'), <Moment key="begun" words={words} at={begun} />],
          [
            say(outcome === 'running' ? 'runTold' : 'runEnded'),
            <Moment key="told" words={words} at={told} />,
          ],
        ]}
      />
      {outcome === 'broken' ? <p class="govuk-body">{say('brokenWhat')}</p> : null}
      {outcome === 'brokenOff' ? <p class="govuk-body">{say('brokenOffWhat')}</p> : null}
    </>
  )
}

const outcomes = {
  running: ['running', 'blue'],
  sound: ['runSound', 'green'],
  broken: ['runBroken', 'red'],
  brokenOff: ['runBrokenOff', 'yellow'],
} as const

function Outcome({
  words: { say },
  outcome,
}: {
  readonly words: CaseWords
  readonly outcome: CheckRun['outcome']
}) {
  const [text, colour] = outcomes[outcome]
  return <Tag colour={colour}>{say(text)}</Tag>
}
