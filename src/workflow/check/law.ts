import { codeText } from '../../message/code.ts'
import { contentGaps, offenceRefusal } from '../content.ts'
import { readInstant } from '../instant.ts'
import { allowsKind, groupOf, isInForce, profileOf } from '../profile.ts'
import {
  type Checking,
  type Finding,
  type Measure,
  type Request,
  eachMeasure,
  note,
  refused,
  rulesOf,
  sentBack,
} from './finding.ts'

/** A basis that no text says to be in force is one only where the State says that it applies it. */
export function bases({ body }: Request, { requested, at }: Checking): readonly Finding[] {
  return body.legalBasis.flatMap(({ instrument }, place) => {
    const pointer = `/body/legalBasis/${place}/instrument`
    const said = requested.rules?.instruments?.find((one) => one.instrument === instrument)
    const profile = profileOf(instrument)
    const isApplied =
      said === undefined
        ? profile !== null && isInForce(profile, at)
        : (said.since === undefined || Date.parse(said.since) <= at.getTime()) &&
          (said.until === undefined || at.getTime() < Date.parse(said.until))
    const words = `${instrument} is not in force for ${requested.state} on that day`
    return [
      ...(isApplied ? [] : [sentBack('BASIS_NOT_IN_FORCE', pointer, words, 'R-01')]),
      ...(said?.reservations === undefined
        ? []
        : [note('BASIS_RESERVATION', pointer, said.reservations.text, instrument)]),
    ]
  })
}

export function treaties({ body }: Request, { requested }: Checking): readonly Finding[] {
  const needed = requested.rules?.treatyNeededFor ?? []
  const hasTreaty = body.legalBasis.some(({ instrument }) => !withoutTreaty.has(instrument))
  if (hasTreaty) return []
  return eachMeasure(body, ({ id, kind }, pointer) => {
    const what = subjectOf(kind)
    if (what === null || !needed.includes(what)) return []
    const words = `${id}: ${requested.state} does this only on a treaty`
    return [sentBack('TREATY_NEEDED', pointer, words, 'UNCC 37(6), 40(7)')]
  })
}

const withoutTreaty: ReadonlySet<string> = new Set(['RECIPROCITY', 'DOMESTIC'])

function subjectOf(kind: string): 'extradition' | 'assistance' | 'confiscation' | 'transfers' | null {
  const group = groupOf(kind)
  if (group === 'extradition' || group === 'transfers') return group
  if (group === 'assets') return 'confiscation'
  return group === 'evidence' ? 'assistance' : null
}

export function content(request: Request): readonly Finding[] {
  const { body } = request
  return eachMeasure(body, (measure, pointer) => {
    const profile = profileOf(instrumentOf(body, measure) ?? '')
    if (profile === null || !allowsKind(profile, measure.kind)) {
      const words = `${measure.id}: the legal basis does not cover ${measure.kind}`
      return [refused('BASIS_NOT_COVERING', pointer, words, 'R-01, R-07')]
    }
    const limit = offenceRefusal(request, measure, profile)
    return [
      ...(limit === null
        ? []
        : [refused('BASIS_NOT_COVERING', '/body/offences', limit.detail ?? '', 'R-04')]),
      ...contentGaps(request, measure, profile).map(({ pointer: place, rule }) =>
        rule.weight === 'required'
          ? refused('CONTENT_MISSING', place, `${measure.id}: ${rule.words}`, rule.source)
          : sentBack('CONTENT_EXPECTED', place, `${measure.id}: ${rule.words}`, rule.source),
      ),
    ]
  })
}

function instrumentOf({ legalBasis }: Request['body'], { basis }: Measure): string | undefined {
  return legalBasis.find(({ id, regime }) => (basis === undefined ? regime === true : id === basis))
    ?.instrument
}

export function conduct({ body }: Request, { requested }: Checking): readonly Finding[] {
  const policy = requested.rules?.dualCriminality?.assistance
  const isAsked =
    policy === 'required' || (policy === 'coerciveOnly' && body.measures.some((one) => isCoercive(one)))
  if (!isAsked) return []
  return (body.offences ?? []).flatMap((offence, place) =>
    offence.conduct === undefined
      ? [
          sentBack(
            'CONDUCT_NOT_DESCRIBED',
            `/body/offences/${place}/conduct`,
            `${requested.state} examines dual criminality: describe the conduct in plain words`,
            'UNCC 35(2), 40(8)',
          ),
        ]
      : [],
  )
}

function isCoercive(measure: Measure): boolean {
  return 'coercive' in measure && measure.coercive
}

export function nationals({ body }: Request, { requested }: Checking): readonly Finding[] {
  const { nationals: policy } = rulesOf(requested)
  if (policy === undefined || policy.extradited === 'yes') return []
  if (!body.measures.some(({ kind }) => groupOf(kind) === 'extradition')) return []
  return (body.persons ?? []).flatMap(({ nationalities = [] }, place) => {
    if (!nationalities.includes(requested.state)) return []
    const pointer = `/body/persons/${place}/nationalities`
    return policy.extradited === 'no'
      ? [
          sentBack(
            'NATIONAL_NOT_EXTRADITED',
            pointer,
            `${requested.state} does not extradite its nationals; it may be asked to prosecute instead`,
            'UNCC 37(11)',
          ),
        ]
      : [
          note(
            'NATIONAL_NOT_EXTRADITED',
            pointer,
            policy.condition?.text ?? `${requested.state} extradites its nationals on a condition`,
            'UNCC 37(12)',
          ),
        ]
  })
}

export function penalties({ body }: Request, { requested }: Checking): readonly Finding[] {
  const { minimumPenaltyMonths: least } = rulesOf(requested)
  if (least === undefined || !body.measures.some(({ kind }) => groupOf(kind) === 'extradition')) return []
  return (body.offences ?? []).flatMap(({ maximumPenalty }, place) => {
    const { years = 0, months = 0, life, death } = maximumPenalty
    if (life === true || death === true || years * 12 + months >= least) return []
    const words = `${requested.state} extradites from a maximum penalty of ${least} months on`
    return [sentBack('PENALTY_TOO_LOW', `/body/offences/${place}/maximumPenalty`, words, 'UNCC 37(8)')]
  })
}

export function holds({ body }: Request, { requested, at }: Checking): readonly Finding[] {
  const { preservation } = rulesOf(requested)
  if (preservation === undefined) return []
  return eachMeasure(body, (measure, pointer) => {
    if (measure.kind !== 'preservation' || measure.requestedUntil === undefined) return []
    const days = Math.ceil((readInstant(measure.requestedUntil, 'UTC') - at.getTime()) / 86_400_000)
    if (days <= preservation.days) return []
    const renewals = preservation.renewalsMax
    const more = renewals === undefined ? '' : `, renewed at most ${renewals} time(s)`
    const words = `${measure.id}: a hold lasts ${preservation.days} days in ${requested.state}${more}`
    return [note('HOLD_LONGER_THAN_LAW', `${pointer}/requestedUntil`, words, 'UNCC 42(8)-(9); R-10')]
  })
}

export function conditions(_: Request, { requested }: Checking): readonly Finding[] {
  const { dataProtection } = rulesOf(requested)
  if (dataProtection === undefined) return []
  const codes = (dataProtection.conditions ?? []).map(({ code }) => codeText(code))
  const words = [codes.join(', '), dataProtection.text?.text ?? ''].filter((part) => part !== '').join(': ')
  return [note('CONDITIONS_TO_EXPECT', '', `${requested.state} attaches to everything: ${words}`, 'UNCC 36')]
}
