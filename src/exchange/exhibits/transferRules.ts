import type { TransferRule } from '../../exhibit/transferRule.ts'
import { findRule } from '../../store/exhibits/rules.ts'
import type { Node } from '../node.ts'
import { type Pace, paceBy } from './pacing.ts'

/** The rules for the files of all peers, as whoever may changes them meanwhile. */
export interface TransferRules {
  readonly now: (state: string) => Promise<TransferRule>
  /** Returns when so many bytes more may go between this node and that of a State, at the rate of its rule. */
  readonly pass: (state: string, bytes: number, signal?: AbortSignal) => Promise<void>
}

/** A rule is read again after so long: whoever changes one sees it followed. */
const freshMs = 2_000

/** @param tickMs - milliseconds of a clock that never goes back */
export function transferRules(node: Pick<Node, 'db'>, tickMs: () => number): TransferRules {
  const known = new Map<string, { readonly rule: Promise<TransferRule>; readonly readMs: number }>()
  const paces = new Map<string, Pace>()
  const now = async (state: string): Promise<TransferRule> => {
    const last = known.get(state)
    if (last !== undefined && tickMs() - last.readMs < freshMs) return await last.rule
    const rule = findRule(node.db, state)
    // What could not be read is read again by the next one.
    rule.catch(() => known.delete(state))
    known.set(state, { rule, readMs: tickMs() })
    return await rule
  }
  return {
    now,
    async pass(state, bytes, signal) {
      const { bytesPerSecond } = await now(state)
      const pace = paces.get(state) ?? paceBy(tickMs)
      paces.set(state, pace)
      await pace.pass(bytes, bytesPerSecond, signal)
    },
  }
}
