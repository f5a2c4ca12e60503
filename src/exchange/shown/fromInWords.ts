import type { Actor } from '../../audit/events.ts'

/** From where somebody acted, for people; undefined: it is not known. */
export function fromInWords(actor: Pick<Actor, 'from'> | null): string | undefined {
  const from = actor?.from
  if (from === undefined) return undefined
  return from.by === 'network' ? from.address : `command line of ${from.host}, user ${from.user}`
}
