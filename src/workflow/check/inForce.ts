import { codeText } from '../../message/code.ts'
import { type Particular, particular } from '../../message/particular.ts'
import type { Profile } from '../profile.ts'
import { covers, isInForce, profileOf } from '../profile.ts'
import { type Checking, rulesOf } from './finding.ts'

type Named = NonNullable<ReturnType<typeof rulesOf>['instruments']>[number]

/** What the rules of a State say of an instrument. */
export function saidOf(list: Checking['requested'], instrument: string): Named | undefined {
  return rulesOf(list).instruments?.find((one) => codeText(one.instrument) === instrument)
}

/** Whether an instrument that the rules of a State name is in force for it at an instant. */
export function isWithin({ since, until }: Named, at: Date): boolean {
  return (
    (since === undefined || Date.parse(since) <= at.getTime()) &&
    (until === undefined || at.getTime() < Date.parse(until))
  )
}

/** Whether an instrument is in force for a State at an instant: by its rules where they name it, else by its own text. */
export function isApplied(list: Checking['requested'], instrument: string, at: Date): boolean {
  const said = saidOf(list, instrument)
  if (said !== undefined) return isWithin(said, at)
  const profile = profileOf(instrument)
  return profile !== null && isInForce(profile, at)
}

/**
 * Codes of the instruments that the requested State names in its rules as in force at the instant, without those that the requesting
 * State has left out of rules of its own; null: the requested State names none at all.
 */
export function inForceBetween({ requested, requesting, at }: Checking): readonly string[] | null {
  const { instruments } = rulesOf(requested)
  if (instruments === undefined) return null
  const own = rulesOf(requesting).instruments
  return instruments
    .filter((one) => isWithin(one, at))
    .map(({ instrument }) => codeText(instrument))
    .filter((code) => own === undefined || isApplied(requesting, code, at))
}

/**
 * What would do instead of a basis that does not: those in force between both States that know measures of these kinds, each with the
 * articles that cover the first of them. Nothing where there is none, or the State has published none.
 *
 * @param isEnough - what else is asked of the rules of such a basis
 */
export function acceptedFor(
  checking: Checking,
  kinds: readonly string[],
  isEnough: (profile: Profile) => boolean = () => true,
): readonly Particular[] {
  const accepted = (inForceBetween(checking) ?? []).flatMap((instrument) => {
    const profile = profileOf(instrument)
    if (profile === null || !isEnough(profile)) return []
    const scopes = kinds.map((kind) => profile.measures.find((scope) => covers(scope, kind)))
    if (scopes.includes(undefined)) return []
    return [{ instrument, source: scopes[0]?.source ?? profile.articles }]
  })
  return accepted.length === 0
    ? []
    : [particular('basesAccepted', { state: checking.requested.state, accepted })]
}
