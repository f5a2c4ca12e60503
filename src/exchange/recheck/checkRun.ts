import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append, readHead } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { readSetting, replaceSetting } from '../../store/settings.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import { checkAndNote } from './dailyCheck.ts'
import type { OwnTree } from './ownTree.ts'

/** A reading of the whole log that a person began, as far as it is. */
export interface CheckRun {
  /** Sign-in name of whoever began it. */
  readonly person: string
  /** RFC 3339, by the clock of the machine, as the others. */
  readonly begun: string
  /** When it was last told how far it is. */
  readonly told: string
  /** Entries that there are to be read, and those that are read. */
  readonly size: number
  readonly read: number
  /** `brokenOff`: it came to no end, and nothing was found out. */
  readonly outcome: 'running' | 'sound' | 'broken' | 'brokenOff'
  /** What is wrong; null: nothing, or nothing was found out. */
  readonly wrong: OwnTree['wrong']
}

/** Readings of the own log that people begin: one at a time, of all processes of a node. */
export interface CheckRuns {
  /**
   * Begins one. That it is begun, and by whom, is in the log when this returns. Refuses with CHECK_RUNNING while there is one.
   */
  readonly begin: (actor: Actor) => Promise<Result<object>>
  /** The last one; null: there was none. */
  readonly last: () => Promise<CheckRun | null>
  /** Lets the one that runs here break off, and waits for that. */
  readonly close: () => Promise<void>
}

const setting = 'own-tree-run'

class BrokenOff extends Error {}

/** @param noted - called when the log has been told of something */
export function checkRuns(node: Node, noted: () => void): CheckRuns {
  let isClosing = false
  let running: Promise<void> = Promise.resolve()

  const work = async (begun: CheckRun, actor: Actor): Promise<void> => {
    let [run, toldMs] = [begun, Date.parse(begun.told)]
    const keep = async (next: CheckRun): Promise<void> => {
      // Another process has begun anew because nothing was heard of this one: then this one ends.
      if (!(await replaceSetting(node.db, setting, JSON.stringify(next), JSON.stringify(run))))
        throw new BrokenOff()
      run = next
    }
    try {
      const { size, wrong } = await checkAndNote(node, actor, async (read, of) => {
        if (isClosing) throw new BrokenOff()
        const now = node.machineNow()
        if (now.getTime() - toldMs < exchangeLimits.ownTree.toldEveryMs) return
        toldMs = now.getTime()
        await keep({ ...run, read, size: of, told: now.toISOString() })
      })
      const told = node.machineNow().toISOString()
      const outcome = wrong === null ? 'sound' : 'broken'
      await keep({ ...run, read: size, size: Math.max(size, run.size), told, outcome, wrong })
    } catch (reason) {
      if (!(reason instanceof BrokenOff))
        node.log.error({ reason: String(reason) }, 'a reading of the own log came to no end')
      const told = node.machineNow().toISOString()
      await keep({ ...run, told, outcome: 'brokenOff' }).catch(() => undefined)
    }
    noted()
  }

  return {
    async begin(actor) {
      const before = await readSetting(node.db, setting)
      if (before !== null && asOf(before, node.machineNow()).outcome === 'running')
        return refuse('CHECK_RUNNING')
      const now = node.machineNow().toISOString()
      const { size } = await readHead(node.db)
      const { person } = actor
      const run: CheckRun = { person, begun: now, told: now, size, read: 0, outcome: 'running', wrong: null }
      const isOurs = await inTransaction(node.db, async (trx) => {
        if (!(await replaceSetting(trx, setting, JSON.stringify(run), before))) return false
        const trail = await openTrail(node, trx, [], node.now())
        trail.add({ event: 'log.checkBegun', actor, count: size })
        await append(trx, trail.audit())
        return true
      })
      if (!isOurs) return refuse('CHECK_RUNNING')
      noted()
      running = work(run, actor)
      return { ok: true }
    },
    async last() {
      const text = await readSetting(node.db, setting)
      return text === null ? null : asOf(text, node.machineNow())
    },
    async close() {
      isClosing = true
      await running
    },
  }
}

/** A run of which nothing was heard for long has broken off: its process has died. So has one that was heard of by a clock that was ahead. */
function asOf(text: string, now: Date): CheckRun {
  const run = JSON.parse(text) as CheckRun
  const isSilent = Math.abs(now.getTime() - Date.parse(run.told)) > exchangeLimits.ownTree.brokenOffMs
  return run.outcome === 'running' && isSilent ? { ...run, outcome: 'brokenOff' } : run
}
