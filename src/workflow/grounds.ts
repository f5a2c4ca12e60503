import { type GroundRule, type Profile, groundRule } from './profile.ts'
import type { Consultation, MeasureState } from './state.ts'

/** What the basis says of grounds in this type of message; a consultation names those of the decision that may follow. */
export function groundsFor(
  profile: Profile,
  kind: string,
  type: string,
  outcome: string | null,
): GroundRule | null {
  return groundRule(profile, kind, type === 'consult-open' ? 'decision' : type, outcome)
}

/** Whether the other State was heard on these grounds. An offer of conditions that was declined is a consultation too. R-18. */
export function mayRefuseOn(measure: MeasureState, grounds: readonly string[], at: number): boolean {
  return measure.offer?.declined === true || isHeard(measure, 'refuse', at, grounds)
}

/** Whether the other State was heard before something is put off, where the basis asks for that. UN Convention 40(28). */
export function mayPostpone(measure: MeasureState, { postponement }: Profile, at: number): boolean {
  return !postponement.consultFirst || isHeard(measure, 'postpone', at, [])
}

/** Heard is who has given a view, or has let the time for it pass; on the grounds that were named, and on no other. */
function isHeard(
  { consultation }: MeasureState,
  intended: Consultation['intended'],
  at: number,
  grounds: readonly string[],
): boolean {
  if (consultation?.intended !== intended) return false
  if (!consultation.heard && at < Date.parse(consultation.replyBy)) return false
  return grounds.every((ground) => consultation.grounds.includes(ground))
}
