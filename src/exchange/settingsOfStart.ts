import { hash } from 'node:crypto'
import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { readSetting, replaceSetting } from '../store/settings.ts'
import type { SettingsOfState } from '../store/settingsOfState.ts'
import type { Node } from './node.ts'
import { openTrail } from './trail.ts'

/** Where the digests of the last start are kept, by member. */
const setting = 'settings of start'

/** So many members are named that the details stay below what an opening may hold. */
const namedMax = 100

/**
 * Notes in the log where the settings of the State are not those of the last start, by the names of the members that
 * differ. The first start has nothing to compare with. A process that dies before the commit leaves it to the next start.
 */
export async function noteSettings(node: Node, settings: SettingsOfState): Promise<void> {
  const now = JSON.stringify(digestsOf(settings))
  await inTransaction(node.db, async (trx) => {
    const before = await readSetting(trx, setting)
    if (before === now) return
    // Of several processes that start at once one is quicker, and tells it.
    if (!(await replaceSetting(trx, setting, now, before)) || before === null) return
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'configuration.changed',
      digest: hash('sha256', now),
      details: { before: hash('sha256', before), settings: changedIn(before, now) },
    })
    await append(trx, trail.audit())
  })
}

type Digests = Readonly<Record<string, string>>

function digestsOf(settings: SettingsOfState): Digests {
  const members = Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, value]) => [name, hash('sha256', JSON.stringify(value))]))
}

function changedIn(before: string, now: string): string[] {
  const [old, young] = [JSON.parse(before) as Digests, JSON.parse(now) as Digests]
  const names = [...new Set([...Object.keys(old), ...Object.keys(young)])].sort()
  const changed = names.filter((name) => old[name] !== young[name])
  // What the program does not know, and nobody would call so, is not repeated in the log.
  return changed.slice(0, namedMax).map((name) => (/^[\w-]{1,100}$/.test(name) ? name : '(another)'))
}
