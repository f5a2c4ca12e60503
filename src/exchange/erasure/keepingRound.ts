import { hash } from 'node:crypto'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  type KeepingRow,
  type KeptRow,
  heldAmong,
  lockForKeeping,
  pendingAmong,
  writeKeeping,
} from '../../store/keeping.ts'
import { readSetting, replaceSetting } from '../../store/settings.ts'
import type { RetentionRule } from '../../workflow/retention.ts'
import { finalStates } from '../../workflow/table.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import { keepingOf } from './keeping.ts'

/** Where it is kept by which rules requests were looked at last, and as which of those that there have been they are counted. */
const setting = 'rules of retention'

/**
 * Looks which requests have been kept for their time and are under no hold, and tells the log of each. It erases nothing: two persons
 * do (docs/decisions/0122). Each that has ended is looked at once, and again when its time is over, the rules are others, or its hold was
 * released. What was told of is kept in the transaction that tells it: a process that dies before it has told nothing, and the next
 * round tells it once. True when there may be more.
 */
export async function keepingRound(node: Node, rules: readonly RetentionRule[]): Promise<boolean> {
  const number = await numberOf(node, rules)
  if (number === null) return false
  const { atOnceMax, unopenedMs } = exchangeLimits.keeping
  return await inTransaction(node.db, async (trx) => {
    const now = node.now()
    const rows = await lockForKeeping(trx, {
      now,
      rules: number,
      finalStates: finalStates(),
      unopenedSince: new Date(now.getTime() - unopenedMs),
      limit: atOnceMax,
    })
    if (rows.length === 0) return false
    const ids = rows.map(({ id }) => id)
    const [held, pending] = [await heldAmong(trx, ids), await pendingAmong(trx, ids)]
    const trail = await openTrail(node, trx, ids, now)
    const kept = rows.map((row): KeptRow => {
      const keeping = pending.has(row.id) ? null : keepingOf(row, rules)
      const looked = { id: row.id, kept_rules: number, keeping_look_at: null, keeping_over_at: null }
      // Nothing tells of it when this has ended.
      if (keeping === null) return { ...looked, keeping_look_at: new Date(now.getTime() + unopenedMs) }
      const { until } = keeping
      if (until === null || held.has(row.id)) return looked
      if (until.getTime() > now.getTime()) return { ...looked, keeping_look_at: until }
      if (isNew(row))
        trail.about(row.id, { event: 'record.keepingOver', details: { until: until.toISOString() } })
      return { ...looked, keeping_over_at: until }
    })
    await writeKeeping(trx, kept)
    await append(trx, trail.audit())
    return rows.length === atOnceMax
  })
}

/** By other rules its time may be over since another day: that it is was told. */
function isNew({ keeping_over_at }: KeepingRow): boolean {
  return keeping_over_at === null
}

interface Counted {
  /** SHA-256 (hex) of the rules. */
  readonly rules: string
  readonly number: number
}

/** As which of all that there have been these rules are counted, from 1; null: there were never any. */
async function numberOf({ db }: Node, rules: readonly RetentionRule[]): Promise<number | null> {
  const before = await readSetting(db, setting)
  if (before === null && rules.length === 0) return null
  const digest = hash('sha256', JSON.stringify(rules))
  const last = before === null ? null : (JSON.parse(before) as Counted)
  if (last?.rules === digest) return last.number
  const now: Counted = { rules: digest, number: (last?.number ?? 0) + 1 }
  // Another that was quicker has counted its own: the next round sees which.
  return (await replaceSetting(db, setting, JSON.stringify(now), before)) ? now.number : null
}
