import type { BundleOrder } from '../../exchange/bundles/deskBundles.ts'
import type { BundleProgress } from '../../exchange/bundles/makeBundle.ts'
import type { DeskNames } from '../../exchange/desk/names.ts'
import { textOfBundle } from '../desk/bundleWords.ts'
import { bundleFileLink, dropBundleLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence } from '../desk/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import { bytesIn } from '../parts/CaseFiles.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Tag } from '../parts/Tag.tsx'

interface BundlesProps extends Visit {
  readonly frame: Frame
  readonly names: DeskNames
  readonly orders: readonly BundleOrder[]
}

/** The bundles that somebody has asked for: where each stands, and its file once it is made. */
export function Bundles({ frame, words: spoken, person, names, orders }: BundlesProps) {
  const words = caseWords(spoken, names)
  const { say } = words
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('bundles')}>
      <h1 class="govuk-heading-xl">{say('bundles')}</h1>
      <p class="govuk-body-l">{say('bundlesText')}</p>
      {names.timeZone === 'UTC' ? null : (
        <p class="govuk-body">
          <Said words={words} sentence="timesIn" values={{ zone: <Code text={names.timeZone} /> }} />
        </p>
      )}
      {orders.some(({ place }) => place !== null) ? (
        <p class="govuk-body">
          {say('runReloads')}{' '}
          <a class="govuk-link" href={deskRoutes.bundles.path}>
            {say('runLookAgain')}
          </a>
        </p>
      ) : null}
      {orders.length === 0 ? <p class="govuk-inset-text">{say('bundlesNone')}</p> : null}
      {orders.map((order) => (
        <One key={order.id} frame={frame} words={words} order={order} />
      ))}
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href={deskRoutes.cases.path}>
            {say('requests')}
          </a>
        </li>
        {person?.roles.includes('auditor') === true ? (
          <li>
            <a class="govuk-link" href={checkingRoutes.exports.path}>
              {say('exportBundles')}
            </a>
          </li>
        ) : null}
      </ul>
    </Layout>
  )
}

interface OneProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly order: BundleOrder
}

function One({ frame, words, order }: OneProps) {
  const { say } = words
  const { id, wanted, stage, place, progress, code, file, askedAt, until } = order
  const { reference } = wanted
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m desk-wrap">
        {say(wanted.kind === 'court' ? 'courtBundle' : 'exportBundles')}
        {reference === undefined ? null : (
          <>
            {' – '}
            <Code text={reference} />
          </>
        )}
      </h2>
      {file === null ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={bundleFileLink(id)} download={file.name}>
            {say('bundleSave')}
          </a>{' '}
          {bytesIn(words, file.bytes)}
        </p>
      )}
      <SummaryList
        rows={[
          [say('result'), <Stage key="stage" words={words} stage={stage} />],
          stage === 'waiting' && place !== null
            ? [say('bundlePlace'), say('bundlePlaceText', { place })]
            : null,
          progress === null ? null : [say('bundleStep'), <Far key="far" words={words} progress={progress} />],
          [
            say('bundleReason'),
            <OthersWords key="reason" language="">
              {wanted.reason}
            </OthersWords>,
          ],
          [say('bundleAsked'), <Moment key="asked" words={words} at={askedAt.toISOString()} />],
          file === null || until === null
            ? null
            : [say('bundleUntil'), <Moment key="until" words={words} at={until.toISOString()} />],
          stage === 'lost' || stage === 'refused'
            ? [say('bundleNumber'), <Code key="number" text={id} />]
            : null,
        ]}
      />
      {stage === 'cancelled' ? <p class="govuk-body">{say('bundleCancelledWhat')}</p> : null}
      {code === null ? null : (
        <p class="govuk-body">{place === null ? textOfBundle(words, code) : say('bundleAgain')}</p>
      )}
      <Form frame={frame} action={dropBundleLink(id)}>
        <button type="submit" class="desk-link-button govuk-link">
          {say(place === null ? 'bundleDelete' : 'bundleCancel')}
        </button>
      </Form>
    </section>
  )
}

const steps = {
  log: 'bundleStepLog',
  records: 'bundleStepRecords',
  openings: 'bundleStepOpenings',
  ending: 'bundleStepEnding',
  checking: 'bundleStepChecking',
  packing: 'bundleStepPacking',
} as const satisfies Readonly<Record<BundleProgress['step'], Sentence>>

/** How far it is: at which step, and how much of it is done where that is known. */
function Far({ words, progress: { step, done, of } }: { words: CaseWords; progress: BundleProgress }) {
  const text = words.say(steps[step])
  if (of === 0) return <>{text}</>
  const percent = new Intl.NumberFormat(words.language, { style: 'percent' }).format(done / of)
  return (
    <>
      <div>
        {text}: {percent}
      </div>
      <progress class="desk-progress" max={of} value={done} aria-label={text} />
    </>
  )
}

const stages = {
  waiting: ['bundleStageWaiting', 'grey'],
  making: ['bundleStageMaking', 'blue'],
  made: ['bundleStageMade', 'green'],
  refused: ['bundleStageRefused', 'red'],
  cancelled: ['bundleStageCancelled', 'grey'],
  lost: ['bundleStageLost', 'yellow'],
} as const satisfies Readonly<Record<BundleOrder['stage'], readonly [Sentence, string]>>

function Stage({ words: { say }, stage }: { words: CaseWords; stage: BundleOrder['stage'] }) {
  const [text, colour] = stages[stage]
  return <Tag colour={colour}>{say(text)}</Tag>
}
