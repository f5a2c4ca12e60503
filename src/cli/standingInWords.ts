import type { ExhibitStanding } from '../workflow/acceptance.ts'

/**
 * What was made of an exhibit, in a line for a person: `m1  E2 of message 7  disputed by vn.spp in message 8: the digest does
 * not agree`.
 */
export function standingInWords({
  measure,
  exhibit,
  name,
  delivery,
  standing,
  reason,
  judged,
  replacedBy,
}: ExhibitStanding): string {
  const by = judged === null ? '' : ` by ${judged.from} in message ${judged.sequence}`
  const why = reason === null ? '' : `: ${reason.text}`
  const words: Readonly<Record<ExhibitStanding['standing'], string>> = {
    open: judged === null ? 'still open' : `left open${by}${why}`,
    accepted: `accepted${by}`,
    disputed: `disputed${by}${why}`,
    replaced: `${judged === null ? '' : `disputed${by}${why}; `}replaced by ${replacedBy?.exhibit ?? 'all'} of message ${replacedBy?.sequence ?? '?'}`,
  }
  return `${measure}  ${exhibit} of message ${delivery.sequence} (${name})  ${words[standing]}`
}
