import { type TransferRule, mayFetch } from '../../exhibit/transferRule.ts'
import type { Result } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { heldBytesOf, holdRoom, keptBytes, lockRoom } from '../../store/exhibits/heldRoom.ts'
import { inTransaction } from '../../store/failures.ts'
import { type Gather, gatherer } from '../gather.ts'
import type { Node } from '../node.ts'
import type { TransferRules } from './transferRules.ts'

/** What of a deposit says whether it may come. */
export type Admissible = Pick<ExhibitDepositRow, 'id' | 'bytes' | 'sealed_bytes' | 'accepted'>

/**
 * Asks the rule for a State whether files of it may come now, in their order, and keeps the room for those that may: whoever asks for
 * another one at the same moment, in this process or beside it, finds that room taken. Refuses as `mayFetch` does.
 */
export async function admit(
  { db, now }: Pick<Node, 'db' | 'now'>,
  state: string,
  rule: TransferRule,
  rows: readonly Admissible[],
): Promise<readonly Result<object>[]> {
  const judge = (row: Admissible, kept: number): Result<object> => {
    const { bytes, sealed_bytes: sealedBytes, accepted: isAccepted } = row
    return mayFetch(rule, { bytes, sealedBytes, isAccepted, keptBytes: kept }, now())
  }
  // Where there is no end to it, room is not counted.
  if (rule.quotaBytes === null) return rows.map((row) => judge(row, 0))
  const ids = rows.map(({ id }) => id)
  return await inTransaction(db, async (trx) => {
    await lockRoom(trx, state)
    let kept = await keptBytes(trx, state)
    const held = await heldBytesOf(trx, ids)
    const admitted: string[] = []
    const outcomes = rows.map((row) => {
      const others = kept - (held.get(row.id) ?? 0)
      const outcome = judge(row, others)
      if (outcome.ok) {
        kept = others + row.sealed_bytes
        admitted.push(row.id)
      }
      return outcome
    })
    // If the process dies after this: they go on having their room, and come first of all into it.
    await holdRoom(trx, admitted)
    return outcomes
  })
}

/** Whether a file may come, by the rule for its State as it is now. */
export type AdmitOne = (row: Admissible & Pick<ExhibitDepositRow, 'state'>) => Promise<Result<object>>

/** Decides on files that are asked for side by side; those of one State that wait meanwhile are decided on together. */
export function admitter(node: Pick<Node, 'db' | 'now'>, rules: TransferRules): AdmitOne {
  const ofStates = new Map<string, Gather<Admissible, Result<object>>>()
  const limits = { itemsMax: 512, batchesAtOnceMax: 1, waitingMax: Number.POSITIVE_INFINITY }
  return async (row) => {
    const { state } = row
    const of =
      ofStates.get(state) ??
      gatherer(
        async (rows: readonly Admissible[]) => await admit(node, state, await rules.now(state), rows),
        limits,
      )
    ofStates.set(state, of)
    const outcome = await of(row)
    if (outcome === null) throw new Error('no wait is too long')
    return outcome
  }
}
