import { stands } from './allowed.ts'
import { groundsFor, mayPostpone, mayRefuseOn } from './grounds.ts'
import { type GroundRule, type Profile, profileNamed } from './profile.ts'
import type { MeasureState, Side } from './state.ts'
import { type Row, isBy, machineNamed, rowsFrom } from './table.ts'

/** A ground that the law lets a message give of a measure. */
export interface OfferedGround {
  readonly code: string
  /** Articles of which it must name one; none: it names none in particular. */
  readonly articles: readonly string[]
  /** Only beside another ground. UN Convention 40(23). */
  readonly isNeverAlone: boolean
  /** The other State must be consulted on it before, and was not. */
  readonly isUnheard: boolean
}

/** What a message of a type may say of a measure now. */
export interface OfferedOutcome {
  /** Null: its type has one outcome and no name for it. */
  readonly outcome: string | null
  /** Null: no rule of the workflow looks at the grounds that it gives. */
  readonly grounds: readonly OfferedGround[] | null
  /** Reasons to postpone; null: it postpones nothing. UN Convention 40(27). */
  readonly postponements: readonly string[] | null
  /** The other State must be consulted before it is said at all, and was not. UN Convention 40(28). */
  readonly isUnheard: boolean
  /** It hands files over in the message itself. */
  readonly handsOver: boolean
  /** Each file stands in its manifest, with its custody. UN Convention 40(3). */
  readonly wantsManifest: boolean
  /** The last one says what came of the measure. */
  readonly wantsResult: boolean
}

/** What a message of this type may say of the measure now, with the grounds that it may give for it. */
export function outcomesOffered(
  measure: MeasureState,
  side: Side,
  type: string,
  at: number,
): readonly OfferedOutcome[] {
  const profile = profileNamed(measure.profile)
  return rowsFrom(machineNamed(measure.machine), measure.state)
    .filter((row) => row.on === type && isBy(row, side) && stands(row, measure))
    .map((row) => ({
      outcome: row.outcome ?? null,
      grounds: groundsAt(row, measure, profile, at),
      postponements: asksFor(row, 'postponementAllowed') ? profile.postponement.reasons : null,
      isUnheard: asksFor(row, 'consultedToPostpone') && !mayPostpone(measure, profile, at),
      handsOver: asksFor(row, 'exhibitsEnclosed'),
      wantsManifest: asksFor(row, 'manifestGiven'),
      wantsResult: asksFor(row, 'resultGiven'),
    }))
}

function groundsAt(
  row: Row,
  measure: MeasureState,
  profile: Profile,
  at: number,
): readonly OfferedGround[] | null {
  if (!asksFor(row, 'groundsAllowed') && !asksFor(row, 'intendedAllowed')) return null
  const { allowed, cites, notAlone, consultFirst }: Partial<GroundRule> =
    groundsFor(profile, measure.kind, row.on, row.outcome ?? null) ?? {}
  return (allowed ?? []).map((code) => ({
    code,
    articles: cites !== undefined && Object.hasOwn(cites, code) ? (cites[code] ?? []) : [],
    isNeverAlone: notAlone?.includes(code) === true,
    isUnheard:
      asksFor(row, 'consulted') && consultFirst?.includes(code) === true && !mayRefuseOn(measure, [code], at),
  }))
}

function asksFor({ needs = [] }: Row, guard: string): boolean {
  return needs.some((one) => one === guard)
}
