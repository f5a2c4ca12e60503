import type { Transaction } from 'kysely'
import { subjectOf } from '../audit/entry.ts'
import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { lockDueRequests, updateRequests } from '../store/requests.ts'
import type { Database } from '../store/tables.ts'
import { clocksTold } from '../store/timeline.ts'
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
    const passed: PassedMark[] = []
    const moved = rows.map((row) => {
      const { state } = openRecord(row)
      if (state === null || row.next_clock_at === null) return { ...row, next_clock_at: null }
      const before = new Date(row.next_clock_at.getTime() - 1)
      passed.push(...state.measures.flatMap((measure) => passedIn(row.id, measure, before, now)))
      return {
        ...row,
        next_clock_at: nextInstant(state, now),
        due_at: firstEnd(state, now),
        turn: whoseTurn(state, row.side),
      }
    })
    for (const { request, code, measure, until } of await untold(trx, passed))
      trail.about(request, { event: 'clock.ranOut', code, details: { measure, request, until } })
    await updateRequests(trx, moved)
    await append(trx, trail.audit())
    return rows.length === exchangeLimits.clocksMax
  })
}

interface PassedMark {
  readonly request: string
  readonly measure: string
  readonly code: string
  /** RFC 3339. */
  readonly until: string
}

/** What is to be seen of a measure now, and was not just before the instant of the look. */
function passedIn(request: string, measure: MeasureState, before: Date, now: Date): readonly PassedMark[] {
  const had = new Set(seenAt(measure, before).map(({ code, at }) => `${code} ${at}`))
  return seenAt(measure, now)
    .filter(({ code, at }) => !had.has(`${code} ${at}`))
    .map(({ code, at }) => ({ request, measure: measure.id, code, until: at }))
}

/**
 * Those of them that the log does not have yet. Where the clock of the machine was ahead, and right again when a message moved the
 * request, an instant passes twice.
 */
async function untold(
  trx: Transaction<Database>,
  passed: readonly PassedMark[],
): Promise<readonly PassedMark[]> {
  if (passed.length === 0) return passed
  const subjects = [...new Set(passed.map(({ request }) => subjectOf(request)))]
  const told = new Set(
    (await clocksTold(trx, subjects)).map(({ subject, code, details }) => {
      const { measure, until } = JSON.parse(details) as Pick<PassedMark, 'measure' | 'until'>
      return [subject, measure, code, until].join(' ')
    }),
  )
  return passed.filter(
    ({ request, measure, code, until }) => !told.has([subjectOf(request), measure, code, until].join(' ')),
  )
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
