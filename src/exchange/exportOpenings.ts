import { disclosureLine } from '../audit/bundle/disclosures.ts'
import type { Secret } from '../audit/commitment.ts'
import { type PlacedSecret, readSecrets } from '../store/placed.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/** Places in the log from the first on, up to and without the end. */
interface Places {
  readonly first: number
  readonly end: number
}

/**
 * The lines that open the commitments of the entries at these places that are in scope, in their order; many in one text.
 *
 * @param tell - told up to which place they were read
 */
export async function openingsOf(
  { db }: Pick<Node, 'db'>,
  { first, end }: Places,
  isInScope: (index: number) => boolean,
  tell: (index: number) => void = () => undefined,
): Promise<string[]> {
  const slices: string[] = []
  for (let from = first; from < end; from += exchangeLimits.exportEntriesMax) {
    const until = Math.min(from + exchangeLimits.exportEntriesMax, end)
    const secrets = (await readSecrets(db, from, until)).filter(({ index }) => isInScope(index))
    if (secrets.length > 0) slices.push(secrets.map(openingOf).join(''))
    tell(until)
  }
  return slices
}

function openingOf({ index, field, salt, value }: PlacedSecret): string {
  const secret: Secret = {
    field: field === 'actor' ? 'actor' : 'details',
    salt: salt.toString('base64url'),
    text: value,
  }
  return `${disclosureLine(index, secret)}\n`
}
