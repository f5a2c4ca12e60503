import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { handedOverAs } from '../../store/exhibits/handedOver.ts'
import type { CheckAsked } from '../custody/checkAsked.ts'
import { countOfEach } from '../countOfEach.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { TransferRules } from './transferRules.ts'

/** A sealed file that a peer may fetch. */
export interface GivenExhibit {
  readonly bytes: number
  /** Bytes that one answer holds at most. */
  readonly rangeBytesMax: number
  /**
   * The bytes from `start` to `end`, both of them included, as fast as the rule for the peer lets them go; a piece holds
   * until the next one is asked for. To be read or broken off: until then it counts as open. Throws ExhibitStoreUnavailable where
   * as many are open as one peer may have: it comes again.
   */
  readonly read: (start: number, end: number) => Promise<AsyncIterable<Buffer>>
}

/**
 * Gives the sealed file with a SHA-256 (hex), where a message has handed it over to one of these States; else null.
 *
 * @param check - told of what was handed over and is not there: what is there and another is found by whoever fetches it, who tells
 */
export function exhibitGiver(
  node: Pick<Node, 'db' | 'exhibits'>,
  rules: TransferRules,
  check: CheckAsked,
): (sha256: string, to: readonly string[]) => Promise<GivenExhibit | null> {
  const { db, exhibits } = node
  const open = countOfEach()
  return async (sha256, to) => {
    const deposits = await handedOverAs(db, sha256, to)
    if (deposits.length === 0) return null
    const bytes = await exhibits.sizeOf(sha256)
    if (bytes === null) {
      for (const id of deposits) check(id)
      return null
    }
    return {
      bytes,
      rangeBytesMax: exchangeLimits.exhibits.rangeBytesMax,
      async read(start, end) {
        const [state = ''] = to
        if (open.of(state) >= exchangeLimits.exhibits.rangesOfPeerMax)
          throw new ExhibitStoreUnavailable(`${state} takes as much at once as it may`)
        open.more(state)
        const close = (): void => open.fewer(state)
        try {
          const pieces = await exhibits.pieces(sha256, { start, end })
          // It went away at this moment: whoever asks again is told so, and it is looked at.
          if (pieces === null) throw new ExhibitStoreUnavailable(`the sealed file ${sha256} went away`)
          return ending(state === '' ? pieces : paced(pieces, state, rules), close)
        } catch (reason) {
          close()
          throw reason
        }
      },
    }
  }
}

/** Tells when all of it was given, or whoever asked has broken off. */
async function* ending(pieces: AsyncIterable<Buffer>, onEnd: () => void): AsyncGenerator<Buffer> {
  try {
    yield* pieces
  } finally {
    onEnd()
  }
}

/** At a rate a piece goes in parts, of which each is soon through: whoever waits for it hears something meanwhile. */
async function* paced(
  pieces: AsyncIterable<Buffer>,
  state: string,
  rules: TransferRules,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    const { bytesPerSecond } = await rules.now(state)
    const step = bytesPerSecond === null ? piece.length : Math.ceil(bytesPerSecond / 4)
    for (let at = 0; at < piece.length; at += step) {
      const part = piece.subarray(at, at + step)
      await rules.pass(state, part.length)
      yield part
    }
  }
}
