import { sql } from 'kysely'
import { type Range, append, emptyRange, rootOf } from '../../src/audit/tree.ts'
import type { KnownHead } from '../../src/store/checkpointFile.ts'
import { Broken } from './broken.ts'
import type { Ground } from './ground.ts'

/** A head of a log that somebody has on his disk, so that it binds its node. */
export interface HeldHead extends KnownHead {
  readonly by: string
}

/** The log as it was signed last, and the root that it had at each size. */
interface Seen {
  readonly leaves: Buffer[]
  readonly roots: Buffer[]
  range: Range
}

/** Whom the watch asks where a log does not go on from what was signed of it before. */
export interface Asked {
  /** All heads of the logs of this node that are on a disk now: those of others, and what the node remembers itself. */
  readonly held: () => Promise<readonly HeldHead[]>
  /** Whether the node could not know of a head that this State holds. */
  readonly mayNotKnow: (by: string) => Promise<boolean>
}

/** What a log was found to do. `parts`: from a past that binds it. `drops`: a past that nobody holds. */
export type Found = 'goes on' | 'drops' | 'parts'

/** Remembers every head that a node has signed, whatever becomes of its database. */
export class LogWatch {
  readonly #state: string
  readonly #seen = new Map<number, Seen>()
  /** Roots of pasts that were left when nobody held them, in hex: a head may be on its way then, and be held later. */
  readonly #dropped = new Set<string>()

  constructor(state: string) {
    this.#state = state
  }

  /** Looks at the head that is signed now: it must go on from all that somebody holds of this log. */
  async look({ observer }: Ground, asked: Asked): Promise<Found> {
    const { rows: heads } = await sql<{ log: number; size: number; root: Buffer; checkpoint: string }>`
      select log, size, root, checkpoint from audit_head`.execute(observer)
    const [head] = heads
    if (head === undefined || head.checkpoint === '') return 'goes on'
    const { log, size, root } = head
    if (!this.#seen.has(log)) await this.#lookAtClosed(observer, log - 1)
    const seen = this.#seen.get(log) ?? nothingSeen()
    this.#seen.set(log, seen)
    // The last that was seen is read again: where a log went back and was signed anew, another one stands there.
    const from = Math.max(0, seen.leaves.length - 1)
    const added = size > from ? await leavesOf(observer, from, size) : []
    if (added.length !== Math.max(0, size - from))
      this.#breaks(log, size, { leaves: added.length, wanted: size - from })
    const isSame = from >= size || seen.leaves[from]?.equals(added[0] ?? Buffer.of()) !== false
    if (isSame) grow(seen, from === seen.leaves.length ? added : added.slice(1))
    if (isSame && rootIn(seen, size)?.equals(root) !== false) return 'goes on'
    return await this.#leave(observer, seen, head, asked)
  }

  /** The last head of a log that was closed in order is signed with the first of the next one, which stands in its place. */
  async #lookAtClosed(observer: Ground['observer'], log: number): Promise<void> {
    const { rows } = await sql<{ size: number; note: string }>`
      select size, note from cosigned_checkpoint where log = ${log} and closed_at is not null`.execute(
      observer,
    )
    const [closed] = rows
    if (closed === undefined) return
    const seen = this.#seen.get(log) ?? nothingSeen()
    this.#seen.set(log, seen)
    const leaves = await leavesOf(observer, 0, closed.size)
    if (seen.leaves.some((leaf, index) => leaves[index]?.equals(leaf) !== true))
      this.#breaks(log, closed.size, { closed: leaves.length, signed: seen.leaves.length })
    grow(seen, leaves.slice(seen.leaves.length))
    const [, , root = ''] = closed.note.split('\n')
    if (rootIn(seen, closed.size)?.equals(Buffer.from(root, 'base64')) !== true)
      this.#breaks(log, closed.size, { root })
  }

  /** Whether what others hold now is of the past that was signed; one that was on its way when the node left it is none of its doing. */
  isHeldRightly(held: readonly HeldHead[]): boolean {
    let isRight = true
    for (const { log, size, root, by } of held) {
      const known = rootIn(this.#seen.get(log) ?? nothingSeen(), size)
      if (known?.equals(root) === true) continue
      if (!this.#dropped.has(root.toString('hex')))
        this.#breaks(log, size, { by, root: root.toString('hex') })
      isRight = false
    }
    return isRight
  }

  async #leave(
    observer: Ground['observer'],
    seen: Seen,
    { log, size, root }: KnownHead,
    { held, mayNotKnow }: Asked,
  ): Promise<Found> {
    const leaves = await leavesOf(observer, 0, size)
    const differs = leaves.findIndex((leaf, index) => seen.leaves[index]?.equals(leaf) !== true)
    const common = differs < 0 ? size : differs
    const now = nothingSeen()
    grow(now, leaves)
    if (rootIn(now, size)?.equals(root) !== true) this.#breaks(log, size, { root: root.toString('hex') })
    const binding = (await held()).filter(
      (one) => one.log === log && one.size > common && rootIn(seen, one.size)?.equals(one.root) === true,
    )
    for (const one of binding)
      if (!(await mayNotKnow(one.by))) this.#breaks(log, size, { common, held: one.size, by: one.by })
    for (const one of seen.roots.slice(common)) this.#dropped.add(one.toString('hex'))
    this.#seen.set(log, now)
    return binding.length === 0 ? 'drops' : 'parts'
  }

  #breaks(log: number, size: number, found: Readonly<Record<string, unknown>>): never {
    throw new Broken('the log only grows', { state: this.#state, log, size, ...found })
  }
}

function nothingSeen(): Seen {
  return { leaves: [], roots: [], range: emptyRange }
}

function grow(seen: Seen, leaves: readonly Buffer[]): void {
  for (const leaf of leaves) {
    seen.leaves.push(leaf)
    seen.range = append(seen.range, [leaf])
    seen.roots.push(Buffer.from(rootOf(seen.range)))
  }
}

/** Undefined where it was never seen so long; an empty log has a root that nobody disputes. */
function rootIn(seen: Seen, size: number): Buffer | undefined {
  return size === 0 ? Buffer.from(rootOf(emptyRange)) : seen.roots[size - 1]
}

async function leavesOf(observer: Ground['observer'], from: number, size: number): Promise<Buffer[]> {
  const { rows } = await sql<{ leaf: Buffer }>`
    select e.leaf from audit_leaf l join audit_entry e on e.id = l.entry
     where l.index >= ${from} and l.index < ${size} order by l.index`.execute(observer)
  return rows.map(({ leaf }) => leaf)
}
