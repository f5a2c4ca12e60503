import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { lockDueRequests, updateRequests } from '../store/requests.ts'
import { codeText } from '../message/code.ts'
import { firstEnd, marksAt, nextInstant } from '../workflow/marks.ts'
import { endingsAt } from '../workflow/obligations.ts'
import type { MeasureState } from '../workflow/state.ts'
import { whoseTurn } from '../workflow/whoseTurn.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { openRecord } from './records.ts'
import { openTrail } from './trail.ts'

/**
 * Notes in the log the clocks, and the ends of obligations, that have passed an instant since the last look. A clock
 * marks and reminds; it decides nothing. True when there may be more.
 */
export async function clocksRound(node: Node): Promise<boolean> {
  return await inTransaction(node.db, async (trx) => {
    const now = node.now()
    const rows = await lockDueRequests(trx, now, exchangeLimits.clocksMax)
    if (rows.length === 0) return false
    const trail = await openTrail(
      node,
      trx,
      rows.map(({ id }) => id),
      now,
    )
    const moved = rows.map((row) => {
      const { state } = openRecord(row)
      if (state === null || row.next_clock_at === null) return { ...row, next_clock_at: null }
      const before = new Date(row.next_clock_at.getTime() - 1)
      for (const measure of state.measures) {
        const had = new Set(seenAt(measure, before).map(({ code, at }) => `${code} ${at}`))
        for (const { code, at } of seenAt(measure, now)) {
          if (had.has(`${code} ${at}`)) continue
          const details = { measure: measure.id, request: row.id, until: at }
          trail.about(row.id, { event: 'clock.ranOut', code, details })
        }
      }
      return {
        ...row,
        next_clock_at: nextInstant(state, now),
        due_at: firstEnd(state, now),
        turn: whoseTurn(state, row.side),
      }
    })
    await updateRequests(trx, moved)
    await append(trx, trail.audit())
    return rows.length === exchangeLimits.clocksMax
  })
}

/** What is to be seen of clocks and obligations as of an instant; an obligation is told by its code, with its end. */
function seenAt(measure: MeasureState, at: Date): readonly { readonly code: string; readonly at: string }[] {
  return [
    ...marksAt(measure, at).map(({ clock, mark, at: since }) => ({ code: `${clock}.${mark}`, at: since })),
    ...endingsAt(measure, at).flatMap(({ obligation, mark, ends }) =>
      mark === null ? [] : [{ code: `${codeText(obligation.code)}.${mark}`, at: ends }],
    ),
  ]
}
