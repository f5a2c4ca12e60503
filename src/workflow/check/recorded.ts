import { particular } from '../../message/particular.ts'
import { profileNamed } from '../profile.ts'
import type { MeasureState } from '../state.ts'
import type { Written } from './draft.ts'
import { type Finding, note } from './finding.ts'
import { articleFinding } from './law.ts'

/** What the sender's own records tell, and nothing that is published. */
export interface Recorded {
  /** Of the request that it is about; none: it opens one. */
  readonly measures: readonly Pick<MeasureState, 'id' | 'profile'>[]
  /** The State to which an earlier request of the same authority goes that bears the same reference; null: none does. */
  readonly borneTo: string | null
}

/** Nothing is known of it there. */
export const unrecorded: Recorded = { measures: [], borneTo: null }

/** What is good to know of a draft beside its own records, as far as it is written. Pure, as `checkDraft`. */
export function checkRecorded(written: Written, { measures, borneTo }: Recorded): readonly Finding[] {
  const says = [particular('referenceBorne', { state: borneTo ?? '' })]
  return [
    ...(borneTo === null ? [] : [note('REFERENCE_USED', '/reference', says, 'records')]),
    ...groundArticles(written, measures),
  ]
}

type Grounded = { readonly measure?: string; readonly grounds?: readonly Cited[] } | undefined
type Cited = { readonly article?: string } | undefined

/**
 * An article that a ground cites is one of the law that governs its measure; where it is said of all measures at once, of the law of one
 * of them.
 */
function groundArticles({ message }: Written, measures: Recorded['measures']): readonly Finding[] {
  const body = message.body as
    { readonly outcomes?: readonly Grounded[]; readonly grounds?: readonly Cited[] } | undefined
  const concerned = measures.filter(({ id }) => message.measures?.includes(id) ?? true)
  return [
    ...citedBy(body?.grounds, '/body/grounds', concerned),
    ...(body?.outcomes ?? []).flatMap((one, place) =>
      citedBy(
        one?.grounds,
        `/body/outcomes/${place}/grounds`,
        measures.filter(({ id }) => id === one?.measure),
      ),
    ),
  ]
}

function citedBy(
  grounds: readonly Cited[] = [],
  pointer: string,
  measures: Recorded['measures'],
): readonly Finding[] {
  const laws = [...new Set(measures.map(({ profile }) => profile))].map((id) => profileNamed(id))
  return grounds.flatMap((ground, place) => {
    if (ground?.article === undefined) return []
    const at = `${pointer}/${place}/article`
    const { article } = ground
    const against = laws.map((law) => articleFinding(law.id, law.articles, article, at))
    return against.some((one) => one === null) ? [] : against.flatMap((one) => one ?? []).slice(0, 1)
  })
}
