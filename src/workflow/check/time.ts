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
  return eachMeasure(draft, ({ id, said, pointer }) => {
    if (said.kind !== 'preservation' || said.requestedUntil === undefined) return []
    const days = Math.ceil((readInstant(said.requestedUntil, 'UTC') - at.getTime()) / dayMs)
    if (days <= lasts) return []
    const words = [
      `${id}: a hold lasts ${lasts} days in ${requested.state}`,
      ...(renewalsMax === undefined ? [] : [`renewed at most ${renewalsMax} time(s)`]),
      ...(renewalCondition === undefined ? [] : [`and only so: ${renewalCondition.text}`]),
    ]
    const place = `${pointer}/requestedUntil`
    return [note('HOLD_LONGER_THAN_LAW', place, words.join(', '), 'UNCC 42(8)-(9); R-10')]
  })
}

/** How often the State renews a hold, and on what condition, is told to whoever asks for more time (UN Convention 42(9)). */
export function renewals({ message }: Written, { requested }: Checking): readonly Finding[] {
  const { preservation } = rulesOf(requested)
  if (message.type !== 'preservation-extend' || preservation === undefined) return []
  const { renewalsMax, renewalCondition } = preservation
  const words = [
    ...(renewalsMax === undefined
      ? []
      : [
          renewalsMax === 0
            ? `${requested.state} renews no hold`
            : `${requested.state} renews a hold at most ${renewalsMax} time(s)`,
        ]),
    ...(renewalCondition === undefined ? [] : [`only so: ${renewalCondition.text}`]),
  ]
  if (words.length === 0) return []
  const weigh = renewalsMax === 0 ? sentBack : note
  return [weigh('HOLD_LONGER_THAN_LAW', '', words.join(', '), 'UNCC 42(9); R-10')]
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
              `${requested.state} may refuse a hold for an offence that is none of the Convention where its own law does not know the conduct`,
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
  const promises = [
    ...(acknowledgeDays === undefined ? [] : [`acknowledges within ${acknowledgeDays} day(s)`]),
    ...(newsDays === undefined ? [] : [`gives news every ${newsDays} day(s)`]),
    ...(urgentHours === undefined || !isUrgent
      ? []
      : [`takes up what is urgent within ${urgentHours} hour(s)`]),
  ]
  if (promises.length === 0) return []
  const words = `${requested.state} ${promises.join(', ')}`
  const answers =
    isUrgent && urgentHours !== undefined ? urgentHours * 3_600_000 : (acknowledgeDays ?? 0) * dayMs
  const isClose = deadline?.date !== undefined && Date.parse(deadline.date) + dayMs < at.getTime() + answers
  return [
    note('SERVICE_PROMISED', '', words, 'what the State says of itself'),
    ...(isClose
      ? [
          note(
            'DEADLINE_TOO_CLOSE',
            '/body/deadline/date',
            `${words}: the day asked for is before that`,
            'UNCC 40(26)',
          ),
        ]
      : []),
  ]
}

export function remarks(_: Draft, { requested }: Checking): readonly Finding[] {
  const { remarks: said } = rulesOf(requested)
  return said === undefined
    ? []
    : [note('REMARKS_OF_STATE', '', `${requested.state}: ${said.text}`, 'what the State says of itself')]
}
