import { eachSideBySide } from '../message/sideBySide.ts'

/**
 * Asks each of these peers, so many at a time. One that lets itself be waited for holds up no other: meanwhile those that answer, and
 * have more, are asked on and on. When each that is being asked has answered once, the round ends, for others may have come.
 *
 * @param ask - asks one peer once; true where it may have more
 * @returns whether one of them may have more
 */
export async function peersSideBySide(
  states: readonly string[],
  atOnceMax: number,
  ask: (state: string) => Promise<boolean>,
): Promise<boolean> {
  /** Peers that are being asked and have not answered once in this round. */
  const unheard = new Set<string>()
  const isMore = await eachSideBySide(states, atOnceMax, async (state) => {
    unheard.add(state)
    try {
      let more = await ask(state)
      unheard.delete(state)
      while (more && unheard.size > 0) more = await ask(state)
      return more
    } finally {
      unheard.delete(state)
    }
  })
  return isMore.includes(true)
}
