import type { NodeStanding } from '../../exchange/desk/checking/standing.ts'
import type { CheckRun } from '../../exchange/recheck/checkRun.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence } from '../desk/words.ts'
import { Button } from '../parts/Button.tsx'
import { AlarmList, countryIn } from '../parts/CheckAlarms.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

interface CheckProps extends Visit {
  readonly frame: Frame
  readonly standing: NodeStanding
  /** The last reading of the log that somebody began; null: nobody has. */
  readonly run: CheckRun | null
}

const { trail, missed, unreasoned, statistics, exports, checkRun, beginCheckRun } = checkingRoutes

/** What whoever checks the node looks at first. */
export function Check({ frame, words: spoken, person, standing, run }: CheckProps) {
  const words = caseWords(spoken, standing.names)
  const { say } = words
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('checking')}>
      <h1 class="govuk-heading-xl">{say('checking')}</h1>
      <p class="govuk-body-l">{say('checkingText')}</p>
      {standing.names.timeZone === 'UTC' ? null : (
        <p class="govuk-body">
          <Said words={words} sentence="timesIn" values={{ zone: <Code text={standing.names.timeZone} /> }} />
        </p>
      )}
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('alarms')}</h2>
        <AlarmList words={words} alarms={standing.alarms} />
        <Noted words={words} standing={standing} />
      </section>
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('lookInto')}</h2>
        <ul class="govuk-list">
          {(
            [
              [trail.path, 'trail', 'trailAbout'],
              [missed.path, 'missed', 'missedAbout'],
              [unreasoned.path, 'unreasoned', 'unreasonedAbout'],
              [statistics.path, 'statistics', 'statisticsAbout'],
              [exports.path, 'exportBundles', 'exportsAbout'],
            ] as const satisfies readonly (readonly [string, Sentence, Sentence])[]
          ).map(([path, text, about]) => (
            <li key={path}>
              <a class="govuk-link" href={path}>
                {say(text)}
              </a>
              <div class="govuk-hint desk-hint">{say(about)}</div>
            </li>
          ))}
        </ul>
      </section>
      <OwnLog frame={frame} words={words} standing={standing} run={run} />
      <Witnesses words={words} standing={standing} />
      <Balances words={words} standing={standing} />
    </Layout>
  )
}

interface PartProps {
  readonly words: CaseWords
  readonly standing: NodeStanding
}

function Noted({ words, standing: { noted, notedSince } }: PartProps) {
  const { say } = words
  const { alarmDays } = exchangeLimits.checking
  if (noted.length === 0) return <p class="govuk-body">{say('notedNone', { days: alarmDays })}</p>
  const from = notedSince.toISOString()
  return (
    <Table
      caption={say('notedCaption', { days: alarmDays })}
      head={[say('event'), say('howMany'), say('lastTime')]}
      rows={noted.map(({ event, count, last }) => [
        <>
          <a class="govuk-link" href={askedLink(trail.path, new URLSearchParams({ event, from }))}>
            {eventTitle(words, event)}
          </a>
          <div class="govuk-hint desk-hint">
            <Code text={event} />
          </div>
        </>,
        words.known.format.number(count),
        <Moment key="last" words={words} at={last.toISOString()} />,
      ])}
    />
  )
}

function OwnLog({ frame, words, standing, run }: PartProps & Pick<CheckProps, 'frame' | 'run'>) {
  const { say } = words
  const { log, lastCheck } = standing
  const { size, signedAt, witnessed } = log
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('ownLog')}</h2>
      <SummaryList
        rows={[
          [say('logName'), <Code key="name" text={log.origin} />],
          [say('entries'), words.known.format.number(size)],
          [
            say('lastHead'),
            signedAt === null ? say('notYet') : <Moment key="at" words={words} at={signedAt.toISOString()} />,
          ],
          [
            say('witnessedUpTo'),
            <>
              <div>{say('entriesOf', { count: witnessed.size, size })}</div>
              {witnessed.waitingSince === null ? null : (
                <div class="govuk-hint desk-hint">
                  <Said
                    words={words}
                    sentence="restSince"
                    values={{
                      moment: <Moment words={words} at={witnessed.waitingSince.toISOString()} isWithin />,
                    }}
                  />
                </div>
              )}
            </>,
          ],
          [
            say('lastReadAnew'),
            lastCheck === null ? (
              say('readDaily')
            ) : (
              <>
                <Tag colour={lastCheck.wrong === null ? 'green' : 'red'}>
                  {say(lastCheck.wrong === null ? 'runSound' : 'runBroken')}
                </Tag>
                <div>
                  <Moment words={words} at={lastCheck.at} />
                </div>
              </>
            ),
          ],
        ]}
      />
      {run?.outcome === 'running' ? (
        <p class="govuk-body">
          <a class="govuk-link" href={checkRun.path}>
            {say('runGoesOn')}
          </a>
        </p>
      ) : (
        <Form frame={frame} action={beginCheckRun.path}>
          <p class="govuk-body">{say('readAnewText')}</p>
          <Button>{say('runBegin')}</Button>
        </Form>
      )}
      {run === null ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={checkRun.path}>
            {say('runLast')}
          </a>
        </p>
      )}
    </section>
  )
}

function Witnesses({ words, standing: { witnesses } }: PartProps) {
  const { say, known } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('witnesses')}</h2>
      {witnesses.length === 0 ? (
        <p class="govuk-body">{say('witnessesNone')}</p>
      ) : (
        <Table
          caption={say('witnessesCaption')}
          head={[say('witness'), say('cosignedUpTo'), say('cosignedOn')]}
          rows={witnesses.map(({ name, isAsked, last }) => [
            <>
              {known.format.country(name) ?? <Code text={name} />}
              {isAsked ? null : <div class="govuk-hint desk-hint">{say('notAsked')}</div>}
            </>,
            last === null ? say('nothingYet') : known.format.number(last.size),
            last === null ? '–' : <Moment key="at" words={words} at={last.at.toISOString()} />,
          ])}
        />
      )}
    </section>
  )
}

function Balances({ words, standing: { balances } }: PartProps) {
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('balances')}</h2>
      {balances.length === 0 ? (
        <p class="govuk-body">{say('balancesNone')}</p>
      ) : (
        <Table
          caption={say('balancesCaption')}
          head={[say('otherState'), say('lastBalance'), say('messagesUpTo'), say('difference')]}
          rows={balances.map(({ peer, last }) => [
            countryIn(words, peer),
            last === null ? (
              say('noBalanceYet')
            ) : (
              <Moment key="made" words={words} at={last.madeAt.toISOString()} />
            ),
            last === null ? '–' : <Moment key="until" words={words} at={last.until.toISOString()} />,
            last === null ? '–' : <Difference key="difference" words={words} last={last} />,
          ])}
        />
      )}
    </section>
  )
}

type LastBalance = NonNullable<NodeStanding['balances'][number]['last']>

function Difference({ words: { say }, last }: { readonly words: CaseWords; readonly last: LastBalance }) {
  if (last.agreed) return <Tag colour="green">{say('balanceAgreed')}</Tag>
  return (
    <>
      <Tag colour="red">{say('balanceDiffers')}</Tag>
      <div>
        {last.differing === null
          ? say('balanceUnexplained')
          : say('balanceDiffering', { count: last.differing })}
      </div>
    </>
  )
}
