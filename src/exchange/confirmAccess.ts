import { type Result, refuse } from '../message/refusal.ts'
import { confirmAccessTokenOf, lockAccessToken } from '../store/accessTokens.ts'
import { append } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { endOf } from './accessTokens.ts'
import type { Node } from './node.ts'
import { isOfOne } from './people/credentialActs.ts'
import { type Deciding, unprovedAt } from './people/deciding.ts'
import { refusalNoted } from './refusedActs.ts'
import { rolledBack, standingOf } from './standing.ts'
import { openTrail } from './trail.ts'

/**
 * Confirms a token that another administrator has made at the desk: from now on it counts. Refuses with TOKEN_UNKNOWN, TOKEN_REVOKED,
 * TOKEN_EXPIRED; with CONFIRMATION_NOT_AWAITED where it does not wait for that; with CONFIRMER_NOT_ANOTHER whoever has made it, and where
 * either of both is there by the word of one administrator alone; with NODE_ROLLED_BACK; at the desk as `unprovedAt`.
 */
export async function confirmAccessToken(node: Node, name: string, by: Deciding): Promise<Result<object>> {
  const { actor } = by
  return await refusalNoted(node, { actor, wanted: `token confirm ${name}` }, confirm(node, name, by))
}

async function confirm(node: Node, name: string, { actor, at }: Deciding): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const unproved = await unprovedAt(node, trx, actor, at)
    if (unproved !== null) return unproved
    const row = await lockAccessToken(trx, name)
    if (row === null) return refuse('TOKEN_UNKNOWN')
    const refusal = endOf(row, node.machineNow())
    if (refusal === null) return refuse('CONFIRMATION_NOT_AWAITED')
    if (refusal.code !== 'TOKEN_NOT_CONFIRMED') return refusal
    if (!(await isAnother(node, trx, actor, row.made_by))) return refuse('CONFIRMER_NOT_ANOTHER')
    await confirmAccessTokenOf(trx, name, { by: actor.person, at: node.machineNow() })
    const trail = await openTrail(node, trx, [], node.now())
    const confirmer = { ...actor, authority: actor.authority ?? row.authority }
    trail.add({ event: 'token.confirmed', actor: confirmer, details: { madeBy: row.made_by, name } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** As who confirms what was done to a person; whoever sits at the machine need not be anybody at the desk. */
async function isAnother(
  node: Node,
  trx: Trx,
  { person, from }: Deciding['actor'],
  maker: string,
): Promise<boolean> {
  if (person === maker) return false
  if (from?.by !== 'network') return true
  return !(await isOfOne(node, trx, person)) && !(await isOfOne(node, trx, maker))
}
