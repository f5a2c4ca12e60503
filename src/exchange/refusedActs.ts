import type { Actor } from '../audit/events.ts'
import type { Result } from '../message/refusal.ts'
import { append } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { countRefusedAct, takeElapsedActs } from '../store/refusedActs.ts'
import { lockRequests } from '../store/requests.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { standingOf } from './standing.ts'
import { openTrail } from './trail.ts'

/** Something that a person wanted of this node. */
export interface WantedAct {
  /** Without an authority: that of the request, else the State. */
  readonly actor: Omit<Actor, 'authority'> & { readonly authority?: string | undefined }
  /** In the words of the command. */
  readonly wanted: string
  /** UUID of the request; one that is not here is not told. */
  readonly request?: string | undefined
}

/** What is cut off is not kept: nobody makes the log long, or keeps themselves out of it, by a long name. */
const namedLengthMax = 300

/**
 * Notes that somebody was refused what they wanted, in a transaction after the one that refused it; at most so many of
 * one person in a minute, and those beyond in one entry that counts them. A process that dies before that has refused
 * and noted nothing, and the act has changed nothing. Does not throw: what was refused stays refused.
 */
export async function noteRefusedAct(
  node: Omit<Node, 'trust'>,
  { actor, wanted, request }: WantedAct,
  code: string,
): Promise<void> {
  node.meter.refused('own', code)
  try {
    if ((await standingOf(node, node.db)).isBehind) return
    await inTransaction(node.db, async (trx) => {
      const row = request === undefined ? undefined : (await lockRequests(trx, [request])).get(request)
      await noteElapsed(node, trx)
      const trail = await openTrail(node, trx, row === undefined ? [] : [row.id], node.now())
      const person = cut(actor.person) || '-'
      const authority = cut(actor.authority ?? row?.own_authority ?? node.state)
      const refused = { person, role: actor.role, authority, last_code: code }
      if (await countRefusedAct(trx, refused, exchangeLimits.refusedActsMax)) {
        const who = { ...actor, person, authority }
        const event = { event: 'act.refused', actor: who, code, details: { wanted: cut(wanted) } } as const
        if (row === undefined) trail.add(event)
        else trail.about(row.id, event)
      }
      await append(trx, trail.audit())
    })
  } catch (reason) {
    node.log.error({ code, reason: String(reason) }, 'an act that was refused could not be noted in the log')
  }
}

/** The outcome of an act; where it was refused, the log tells of it before the outcome is given. */
export async function refusalNoted<Outcome extends Result<object>>(
  node: Omit<Node, 'trust'>,
  act: WantedAct,
  outcome: Promise<Outcome>,
): Promise<Outcome> {
  const settled = await outcome
  if (!settled.ok) await noteRefusedAct(node, act, settled.code)
  return settled
}

/** Tells how many were not told by themselves of those whose minute is over, where nobody was refused anything since. */
export async function refusedActsRound(node: Node): Promise<boolean> {
  await inTransaction(node.db, async (trx) => {
    await noteElapsed(node, trx)
  })
  return false
}

/** From where they were wanted is not told: by one name they may have come from several places, and none was this one. */
async function noteElapsed(node: Omit<Node, 'trust'>, trx: Trx): Promise<void> {
  const elapsed = await takeElapsedActs(trx)
  const { random, now } = node
  const trail = await openTrail({ random, actedFrom: null }, trx, [], now())
  for (const { person, role, authority, more, last_code } of elapsed) {
    const actor = { person, role, authority }
    trail.add({ event: 'act.refused', actor, code: last_code, count: more, details: {} })
  }
  await append(trx, trail.audit())
}

function cut(text: string): string {
  return Array.from(text).slice(0, namedLengthMax).join('')
}
