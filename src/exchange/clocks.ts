import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { lockDueRequests, updateRequests } from '../store/requests.ts'
import { marksAt, nextInstant } from '../workflow/clocks.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { openRecord } from './records.ts'
import { openTrail } from './trail.ts'

/**
 * Notes in the log the clocks that have passed an instant since the last look. A clock marks and reminds; it decides
 * nothing. True when there may be more.
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
        const had = new Set(marksAt(measure, before).map(({ clock, at }) => `${clock} ${at}`))
        for (const { clock, mark, at } of marksAt(measure, now)) {
          if (had.has(`${clock} ${at}`)) continue
          const details = { measure: measure.id, until: at }
          trail.about(row.id, { event: 'clock.ranOut', code: `${clock}.${mark}`, details })
        }
      }
      return { ...row, next_clock_at: nextInstant(state, now) }
    })
    await updateRequests(trx, moved)
    await append(trx, trail.audit())
    return rows.length === exchangeLimits.clocksMax
  })
}
