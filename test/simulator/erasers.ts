import { sql } from 'kysely'
import { eraseRecord } from '../../src/exchange/erasure/erase.ts'
import type { Node } from '../../src/exchange/node.ts'
import type { Message } from '../../src/message/generated/types.ts'
import { finalStates } from '../../src/workflow/table.ts'
import { type Random, randomFrom } from '../fuzz/random.ts'
import { openForCommand } from './incarnation.ts'
import { payloadIn } from './invariants.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/**
 * Those who erase what their State has reported as erased, by the command that docs/operations.md names, once the request has ended; and
 * erase it again where it came back with a backup.
 */
export class Erasers {
  readonly #world: World
  readonly #random: Random

  constructor(world: World) {
    this.#world = world
    this.#random = randomFrom(world.seed, 'erasing', 0)
  }

  /** Two persons may erase something now; their command may die. */
  async act(): Promise<void> {
    if (!this.#random.once(3)) return
    const place = this.#random.pick(this.#world.places)
    const [request] = await listReported(place, new Date(this.#world.schedule.now))
    if (request === undefined || place.command !== null) return
    const fate = this.#random.pick(['diesBefore', 'diesAfter'] as const)
    const armed = this.#random.once(3) ? { left: 1 + this.#random.below(20), fate } : null
    await this.#world.command(
      place,
      armed,
      async (given) => {
        const { node } = await openForCommand(given)
        await erase(this.#world, node, request)
      },
      (how) => {
        if (how === null) return
        this.#world.tell(`${place.state} does not know whether it has erased ${request.slice(0, 8)}`)
        if (how !== undefined) this.#world.heed(place.state, 'erases', how)
      },
    )
  }
}

/** Requests that have ended and of which a State has reported that all of it is erased by now, and that are still there. */
export async function listReported({ ground }: Place, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ request: string; jws: string }>`
    select m.request, m.jws from message m join request r on r.id = m.request
     where m.type = 'erasure-report' and m.direction = 'sent' and m.status = 'placed'
       and r.erased_at is null and r.state = any(${[...finalStates()]})
     order by m.request`.execute(ground.observer)
  const reported = rows.filter(({ jws }) => {
    const { type, body } = payloadIn(jws) as Message
    return type === 'erasure-report' && body.extent === 'whole' && new Date(body.at ?? now) <= now
  })
  return [...new Set(reported.map(({ request }) => request))]
}

/** What two persons do by `rogatory erase`; tells what came of it. */
export async function erase(world: World, node: Node, request: string): Promise<void> {
  const people = { officer: 'Example-Er', approver: 'Example-Ap' }
  const order = { ...people, request, ground: 'an Act', courtOrder: true }
  const done = await eraseRecord(node, order, [])
  world.tell(`${node.state} erases ${request.slice(0, 8)}: ${done.ok ? 'done' : done.code}`)
}
