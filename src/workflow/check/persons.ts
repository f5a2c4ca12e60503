import { codeText } from '../../message/code.ts'
import { particular } from '../../message/particular.ts'
import { groupOf } from '../profile.ts'
import { machineOfKind } from '../table.ts'
import { type AskedMeasure, type Draft, eachMeasure } from './draft.ts'
import { type Checking, type Finding, note, rulesOf, sentBack } from './finding.ts'

export function nationals(draft: Draft, { requested }: Checking): readonly Finding[] {
  const { nationals: policy } = rulesOf(requested)
  const { state } = requested
  if (policy === undefined || policy.extradited === 'yes') return []
  const isRefused = policy.extradited === 'no'
  const says = [
    particular(isRefused ? 'nationalsRefused' : 'nationalsOnCondition', { state }),
    ...(policy.condition === undefined ? [] : [particular('itsWords', { text: policy.condition })]),
  ]
  return eachMeasure(draft, (measure) =>
    !handsOver(measure)
      ? []
      : measure.sought
          .filter(({ value }) => value.nationalities?.includes(state) === true)
          .map(({ pointer }) =>
            isRefused
              ? sentBack('NATIONAL_NOT_EXTRADITED', `${pointer}/nationalities`, says, 'UNCC 37(11)')
              : note('NATIONAL_NOT_EXTRADITED', `${pointer}/nationalities`, says, 'UNCC 37(12)'),
          ),
  )
}

/** One offence that is grave enough carries others with it where the State agrees (UN Convention 37(3), ECE 2(2)). */
export function penalties(draft: Draft, { requested }: Checking): readonly Finding[] {
  const { minimumPenaltyMonths: least } = rulesOf(requested)
  if (least === undefined) return []
  const from = particular('extraditesFrom', { state: requested.state, months: least })
  return eachMeasure(draft, (measure) => {
    if (!handsOver(measure)) return []
    const stated = measure.offences.filter(({ value }) => value.maximumPenalty !== undefined)
    const low = stated.filter(({ value }) => {
      const { years = 0, months = 0, life, death } = value.maximumPenalty ?? {}
      return life !== true && death !== true && years * 12 + months < least
    })
    return low.map(({ pointer }) =>
      low.length === stated.length
        ? sentBack('PENALTY_TOO_LOW', `${pointer}/maximumPenalty`, [from], 'UNCC 37(8)')
        : note(
            'PENALTY_TOO_LOW',
            `${pointer}/maximumPenalty`,
            [from, particular('withGraver', {})],
            'UNCC 37(3)',
          ),
    )
  })
}

/** Of a measure by which the State would give a person away; what follows a surrender or stands in its place is none. */
function handsOver({ kind }: AskedMeasure): boolean {
  return groupOf(kind) === 'extradition' && machineOfKind(kind)?.name !== 'extradition-follow-up'
}

export function deathPenalty(draft: Draft, { requested }: Checking): readonly Finding[] {
  const { deathPenalty: policy } = rulesOf(requested)
  if (policy === undefined) return []
  return eachMeasure(draft, (measure) =>
    policy === 'retained'
      ? triedThere(measure, requested.state)
      : assurances(measure, requested.state, policy),
  )
}

/** Kinds by which a person comes before the courts of the requested State. */
const trials: ReadonlySet<string> = new Set(['prosecute-instead', 'proceedings-transfer'])

function triedThere({ id: measure, kind, pointer }: AskedMeasure, state: string): readonly Finding[] {
  if (!trials.has(kind)) return []
  const says = [particular('deathPenaltyThere', { measure, state })]
  return [note('DEATH_PENALTY_THERE', pointer, says, 'Model Treaty 4(d); R-03')]
}

const sparing: ReadonlySet<string> = new Set(['DEATH_NOT_IMPOSED', 'DEATH_NOT_EXECUTED'])

function assurances(
  { kind, said, offences, pointer }: AskedMeasure,
  state: string,
  policy: 'abolished' | 'notCarriedOut',
): readonly Finding[] {
  if (trials.has(kind)) return []
  const offered = said.kind === 'extradition' ? (said.undertakingsOffered ?? []) : []
  if (offered.some((one) => typeof one?.code === 'string' && sparing.has(one.code))) return []
  const law = particular(policy === 'abolished' ? 'deathPenaltyAbolished' : 'deathPenaltyNotCarriedOut', {
    state,
  })
  const threatened = offences
    .filter(({ value }) => value.maximumPenalty?.death === true)
    .map((offence) => `${offence.pointer}/maximumPenalty/death`)
  const imposed = isSentencedToDeath(said) ? [`${pointer}/purpose/judgment/death`] : []
  return [...threatened, ...imposed].map((place) =>
    groupOf(kind) === 'extradition'
      ? sentBack(
          'DEATH_PENALTY_ASSURANCE',
          place,
          [law, particular('assuranceToOffer', {})],
          'EUUS 13; Model Treaty 4(d)',
        )
      : note(
          'DEATH_PENALTY_ASSURANCE',
          place,
          [law, particular('assuranceMayBeAsked', {})],
          'UNCC 40(21)(b)',
        ),
  )
}

/** Whether somebody is asked for so that a sentence of death be carried out on him. */
function isSentencedToDeath(said: AskedMeasure['said']): boolean {
  if (said.kind !== 'extradition' || said.purpose?.for !== 'sentence') return false
  return said.purpose.judgment?.death === true
}

/** What the State attaches to everything that it gives. */
export function conditions(_: Draft, { requested }: Checking): readonly Finding[] {
  const { dataProtection } = rulesOf(requested)
  if (dataProtection === undefined) return []
  const conditions = (dataProtection.conditions ?? []).map(({ code }) => codeText(code))
  const { text } = dataProtection
  const says = [
    particular('attachesToEverything', { state: requested.state }),
    ...(conditions.length === 0 ? [] : [particular('conditionsNamed', { conditions })]),
    ...(text === undefined ? [] : [particular('itsWords', { text })]),
  ]
  return [note('CONDITIONS_TO_EXPECT', '', says, 'UNCC 36')]
}
