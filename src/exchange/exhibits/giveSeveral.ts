import { handedOverOf } from '../../store/exhibits/handedOver.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { severalBytesMax } from './several.ts'
import type { TransferRules } from './transferRules.ts'

/** Gives sealed files by their SHA-256 (hex) to one of these States; null for each that does not come with the others. */
export type GiveSeveral = (
  names: readonly string[],
  to: readonly string[],
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
  const open = new Map<string, number>()
  const fileOf = async (name: string): Promise<Buffer | null> => {
    const bytes = await exhibits.sizeOf(name)
    if (bytes === null || bytes > severalBytesMax) return null
    const pieces = await exhibits.pieces(name, { start: 0, end: bytes - 1 })
    if (pieces === null) return null
    const file: Buffer[] = []
    // A piece holds only until the next one is asked for.
    for await (const piece of pieces) file.push(Buffer.from(piece))
    return Buffer.concat(file)
  }
  return async (names, to) => {
    const none = names.map(() => null)
    const [state = ''] = to
    const openNow = open.get(state) ?? 0
    if (openNow >= exchangeLimits.exhibits.severalOfPeerMax) return none
    if ((await rules.now(state)).bytesPerSecond !== null) return none
    open.set(state, openNow + 1)
    try {
      const handedOver = await handedOverOf(db, names, to)
      return await Promise.all(
        names.map(async (name) => (handedOver.has(name) ? await fileOf(name).catch(() => null) : null)),
      )
    } finally {
      open.set(state, (open.get(state) ?? 1) - 1)
    }
  }
}
