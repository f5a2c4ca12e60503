import { sql } from 'kysely'
import { type Range, append, emptyRange, rootOf } from '../../src/audit/tree.ts'
import { Broken } from './broken.ts'
import type { Ground } from './ground.ts'

/** The longest that a log was seen, and the root that it had at each size. */
interface Seen {
  readonly leaves: Buffer[]
  readonly roots: Buffer[]
  range: Range
}

/** Remembers every head that a node has published, whatever becomes of its database. */
export class LogWatch {
  readonly #state: string
  readonly #seen = new Map<number, Seen>()

  constructor(state: string) {
    this.#state = state
  }

  /**
   * Looks at the head that is published now: it must go on from all that were seen.
   *
   * @param mayNotKnow - asked where it does not: whether the node could not know what it had published. Then it is told by true
   */
  async look(ground: Ground, mayNotKnow: () => Promise<boolean>): Promise<boolean> {
    try {
      await this.#lookOnce(ground)
      return false
    } catch (reason) {
      if (!(reason instanceof Broken) || !(await mayNotKnow())) throw reason
      this.#seen.clear()
      await this.#lookOnce(ground)
      return true
    }
  }

  async #lookOnce({ observer }: Ground): Promise<void> {
    const { rows: heads } = await sql<{ log: number; size: number; root: Buffer; checkpoint: string }>`
      select log, size, root, checkpoint from audit_head`.execute(observer)
    const [head] = heads
    if (head === undefined || head.checkpoint === '') return
    const { log, size, root } = head
    const seen = this.#seen.get(log) ?? { leaves: [], roots: [], range: emptyRange }
    this.#seen.set(log, seen)
    if (size > seen.leaves.length) await this.#grow(observer, seen, log, size)
    const expected = size === 0 ? root : seen.roots[size - 1]
    if (expected?.equals(root) !== true) this.#breaks(log, size, { root: root.toString('hex') })
  }

  async #grow(observer: Ground['observer'], seen: Seen, log: number, size: number): Promise<void> {
    // The last that was seen is read again: where a log went back and was signed anew, another one stands there.
    const from = Math.max(0, seen.leaves.length - 1)
    const { rows } = await sql<{ index: number; leaf: Buffer }>`
      select l.index, e.leaf from audit_leaf l join audit_entry e on e.id = l.entry
       where l.index >= ${from} and l.index < ${size} order by l.index`.execute(observer)
    if (rows.length !== size - from) this.#breaks(log, size, { leaves: rows.length, wanted: size - from })
    for (const { index, leaf } of rows) {
      const known = seen.leaves[index]
      if (known !== undefined) {
        if (!known.equals(leaf)) this.#breaks(log, size, { index })
        continue
      }
      seen.leaves.push(leaf)
      seen.range = append(seen.range, [leaf])
      seen.roots.push(Buffer.from(rootOf(seen.range)))
    }
  }

  #breaks(log: number, size: number, found: Readonly<Record<string, unknown>>): never {
    throw new Broken('the log only grows', { state: this.#state, log, size, ...found })
  }
}
