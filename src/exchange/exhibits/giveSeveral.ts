import { handedOverOf } from '../../store/exhibits/handedOver.ts'
import { countOfEach } from '../countOfEach.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { severalBytesMax } from './several.ts'
import type { TransferRules } from './transferRules.ts'

/**
 * Gives sealed files by their SHA-256 (hex) to one of these States; null for each that does not come with the others.
 *
 * @param gone - settles when they have left this machine, or will not: until then they count as held for that State
 */
export type GiveSeveral = (
  names: readonly string[],
  to: readonly string[],
  gone: Promise<unknown>,
) => Promise<readonly (Buffer | null)[]>

/**
 * Gives small sealed files, several at once, where a message has handed them over to one of these States. What is larger, is
 * not there, or cannot be read now does not come with the others: asked for alone, its peer learns why. So it is with all of
 * them where a rule bounds how fast files go to that State, and where it takes as much at once as it may.
 */
export function severalGiver(
  { db, exhibits }: Pick<Node, 'db' | 'exhibits'>,
  rules: TransferRules,
): GiveSeveral {
  const open = countOfEach()
  return async (names, to, gone) => {
    const none = names.map(() => null)
    const [state = ''] = to
    if ((await rules.now(state)).bytesPerSecond !== null) return none
    // Read and written in one turn: another may begin or end while the rule is read.
    if (open.of(state) >= exchangeLimits.exhibits.severalOfPeerMax) return none
    open.more(state)
    void gone.finally(() => open.fewer(state))
    const handedOver = await handedOverOf(db, names, to)
    return await Promise.all(
      names.map(async (name) =>
        handedOver.has(name) ? await exhibits.small(name, severalBytesMax).catch(() => null) : null,
      ),
    )
  }
}
