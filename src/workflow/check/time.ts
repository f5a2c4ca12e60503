import { particular } from '../../message/particular.ts'
import { once } from '../documents.ts'
import { readInstant } from '../instant.ts'
import { profileIds, profileNamed } from '../profile.ts'
import { type Draft, type Written, eachMeasure } from './draft.ts'
import { type Checking, type Finding, note, rulesOf, sentBack } from './finding.ts'

const dayMs = 86_400_000

export function holds(draft: Draft, { requested, at }: Checking): readonly Finding[] {
  const { preservation } = rulesOf(requested)
  if (preservation === undefined) return []
  const { days: lasts, renewalsMax, renewalCondition } = preservation
  return eachMeasure(draft, ({ id: measure, said, pointer }) => {
    if (said.kind !== 'preservation' || said.requestedUntil === undefined) return []
    const days = Math.ceil((readInstant(said.requestedUntil, 'UTC') - at.getTime()) / dayMs)
    if (days <= lasts) return []
    const says = [
      particular('holdLasts', { measure, days: lasts, state: requested.state }),
      ...(renewalsMax === undefined ? [] : [particular('renewedAtMost', { times: renewalsMax })]),
      ...(renewalCondition === undefined ? [] : [particular('renewedOnlySo', { text: renewalCondition })]),
    ]
    const place = `${pointer}/requestedUntil`
    return [note('HOLD_LONGER_THAN_LAW', place, says, 'UNCC 42(8)-(9); R-10')]
  })
}

/** How often the State renews a hold, and on what condition, is told to whoever asks for more time (UN Convention 42(9)). */
export function renewals({ message }: Written, { requested }: Checking): readonly Finding[] {
  const { preservation } = rulesOf(requested)
  if (message.type !== 'preservation-extend' || preservation === undefined) return []
  const { renewalsMax: times, renewalCondition: text } = preservation
  const { state } = requested
  const says = [
    ...(times === undefined
      ? []
      : [
          times === 0 ? particular('noHoldRenewed', { state }) : particular('renewsAtMost', { state, times }),
        ]),
    ...(text === undefined ? [] : [particular('renewedOnlySo', { text })]),
  ]
  if (says.length === 0) return []
  const weigh = times === 0 ? sentBack : note
  return [weigh('HOLD_LONGER_THAN_LAW', '', says, 'UNCC 42(9); R-10')]
}

/** The offences that some legal basis calls its own, to which no reservation about others reaches. */
const conventionOffences = once(
  () => new Set<unknown>(profileIds().flatMap((id) => profileNamed(id).electronicOnlyUnless?.offences ?? [])),
)

/** A State may keep the right to refuse a hold where it foresees that dual criminality will fail at disclosure. */
export function reservedHolds(draft: Draft, { requested }: Checking): readonly Finding[] {
  if (rulesOf(requested).dualCriminality?.preservation !== 'reserved') return []
  return eachMeasure(draft, ({ kind, offences }) =>
    kind !== 'preservation'
      ? []
      : offences
          .filter(({ value }) => !conventionOffences().has(value.code))
          .map(({ pointer, value }) =>
            (value.conduct === undefined ? sentBack : note)(
              'DUAL_CRIMINALITY_RESERVED',
              value.conduct === undefined ? `${pointer}/conduct` : pointer,
              [particular('holdMayBeRefused', { state: requested.state })],
              'UNCC 42(5); BUD 29(4)',
            ),
          ),
  )
}

/** What the State promises of itself, and whether it leaves time for what is asked for. */
export function service({ message }: Draft, { requested, at }: Checking): readonly Finding[] {
  const { acknowledgeDays, newsDays, urgentHours } = rulesOf(requested).service ?? {}
  const { urgency, deadline } = message.body ?? {}
  const isUrgent = urgency !== undefined && urgency.code !== 'ROUTINE'
  const { state } = requested
  const promises = [
    ...(acknowledgeDays === undefined
      ? []
      : [particular('acknowledgesWithin', { state, days: acknowledgeDays })]),
    ...(newsDays === undefined ? [] : [particular('givesNewsEvery', { state, days: newsDays })]),
    ...(urgentHours === undefined || !isUrgent
      ? []
      : [particular('takesUpUrgent', { state, hours: urgentHours })]),
  ]
  if (promises.length === 0) return []
  const answers =
    isUrgent && urgentHours !== undefined ? urgentHours * 3_600_000 : (acknowledgeDays ?? 0) * dayMs
  const isClose = deadline?.date !== undefined && Date.parse(deadline.date) + dayMs < at.getTime() + answers
  return [
    note('SERVICE_PROMISED', '', promises, 'what the State says of itself'),
    ...(isClose
      ? [
          note(
            'DEADLINE_TOO_CLOSE',
            '/body/deadline/date',
            [...promises, particular('dayIsBefore', {})],
            'UNCC 40(26)',
          ),
        ]
      : []),
  ]
}

export function remarks(_: Draft, { requested }: Checking): readonly Finding[] {
  const { remarks: text } = rulesOf(requested)
  if (text === undefined) return []
  const says = [particular('stateWroteOf', { state: requested.state, text })]
  return [note('REMARKS_OF_STATE', '', says, 'what the State says of itself')]
}
