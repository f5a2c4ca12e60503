import { exchangeLimits } from '../../exchange/limits.ts'
import type { Alarm } from '../../exchange/desk/checking/standing.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'
import { Tag } from './Tag.tsx'

interface AlarmsProps {
  readonly words: CaseWords
  readonly alarms: readonly Alarm[]
}

/** What is not as it should be; nothing is said of as such. */
export function AlarmList({ words, alarms }: AlarmsProps) {
  const { say } = words
  if (alarms.length === 0) return <p class="govuk-body">{say('alarmsNone')}</p>
  return (
    <ul class="govuk-list desk-alarms">
      {alarms.map((alarm, place) => (
        <li key={place}>
          <Tag colour="red">{say('alarm')}</Tag> <AlarmWords words={words} alarm={alarm} />
        </li>
      ))}
    </ul>
  )
}

/** What a State is called. */
export function countryIn({ known }: CaseWords, state: string): string {
  return known.format.country(state) ?? state
}

function AlarmWords({ words, alarm }: { readonly words: CaseWords; readonly alarm: Alarm }) {
  const { say } = words
  switch (alarm.what) {
    case 'broken':
      return (
        <>
          <Said words={words} sentence="alarmBroken" values={{ object: <Code text={alarm.object} /> }} />{' '}
          <OthersWords language="en">{alarm.found}</OthersWords>
        </>
      )
    case 'forked':
      return (
        <Said
          words={words}
          sentence="alarmForked"
          values={{
            state: countryIn(words, alarm.state),
            count: words.known.format.number(alarm.count),
            moment: <Moment words={words} at={alarm.last.toISOString()} isWithin />,
          }}
        />
      )
    case 'unwitnessed':
      return <>{say('alarmUnwitnessed')}</>
    case 'differs':
      return <>{say('alarmDiffers', { state: countryIn(words, alarm.state) })}</>
    case 'unbalanced':
      return <>{say('alarmUnbalanced', { state: countryIn(words, alarm.state) })}</>
    case 'unchecked':
      return <>{say('alarmUnchecked')}</>
    case 'unconfirmed':
      return (
        <>
          {say('alarmUnconfirmed', {
            count: alarm.count,
            days: exchangeLimits.desk.credentialsFreshMs / (24 * 3_600_000),
          })}
        </>
      )
    case 'filesDamaged':
      return <>{say('alarmFilesDamaged', { count: words.known.format.number(alarm.count) })}</>
    case 'notReady':
      return <Said words={words} sentence="alarmNotReady" values={{ check: <Code text={alarm.check} /> }} />
  }
}
