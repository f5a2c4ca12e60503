import { type TransferRule, hoursInText } from '../../exhibit/transferRule.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import { acceptDeposit, everyOther, saveRule } from '../../store/exhibits/rules.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import { isUuid } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'

/** Who decides, and for which authority. */
interface Deciding {
  readonly person: string
  /** Id of the authority. */
  readonly authority: string
}

/**
 * Sets the rule for the files of a peer (its code, or `*` for every State that has none of its own), in place of the one
 * before. What is under way keeps to it within seconds. Refuses with PEER_UNKNOWN, which the log tells.
 */
export async function ruleExhibits(
  node: Node,
  peer: string,
  rule: TransferRule,
  { person, authority }: Deciding,
): Promise<Result<object>> {
  const actor = { person, role: 'administrator', authority }
  const ruling = async (): Promise<Result<object>> => {
    if (peer !== everyOther && node.trust.peer(peer) === null)
      return refuse('PEER_UNKNOWN', { detail: peer, expected: [...node.trust.peers, everyOther] })
    await inTransaction(node.db, async (trx) => {
      await saveRule(trx, peer, rule)
      const trail = await openTrail(node, trx, [], node.now())
      const named = peer === everyOther ? {} : { peer }
      trail.add({ event: 'exhibit.ruled', actor, ...named, details: detailsOf(rule) })
      await append(trx, trail.audit())
    })
    return { ok: true }
  }
  return await refusalNoted(node, { actor, wanted: `exhibit rule ${peer}` }, ruling())
}

function detailsOf({ bytesPerSecond, hours, quotaBytes, acceptBytes }: TransferRule) {
  return {
    ...(acceptBytes === null ? {} : { acceptBytes }),
    ...(bytesPerSecond === null ? {} : { bytesPerSecond }),
    ...(hours === null ? {} : { hours: hoursInText(hours), timeZone: hours.timeZone }),
    ...(quotaBytes === null ? {} : { quotaBytes }),
  }
}

/**
 * Lets a file of another State be fetched that waits for a person because of its size. Refuses with EXHIBIT_UNKNOWN, or
 * with EXHIBIT_NOT_ACCEPTED where it does not wait for that (any more); the log tells of it.
 *
 * @param deposit - UUID
 */
export async function acceptExhibit(
  node: Node,
  deposit: string,
  { person, authority }: Deciding,
): Promise<Result<{ readonly name: string; readonly bytes: number }>> {
  const actor = { person, role: 'officer', authority }
  const act = { actor, wanted: `exhibit accept ${deposit}` }
  return await refusalNoted(node, act, acceptAndTell(node, deposit, actor))
}

async function acceptAndTell(
  node: Node,
  deposit: string,
  actor: { readonly person: string; readonly role: string; readonly authority: string },
): Promise<Result<{ readonly name: string; readonly bytes: number }>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null || row.state === node.state) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const { name, bytes, state, request, sealed_sha256 } = row
  return await inTransaction(node.db, async (trx) => {
    const locked = request === null ? undefined : (await lockRequests(trx, [request])).get(request)
    if (!(await acceptDeposit(trx, deposit)))
      return refuse('EXHIBIT_NOT_ACCEPTED', {
        detail: `it does not wait to be accepted: it is ${row.status}`,
      })
    const trail = await openTrail(node, trx, locked == null ? [] : [locked.id], node.now())
    const event = {
      event: 'exhibit.accepted',
      actor,
      peer: state,
      digest: sealed_sha256.toString('hex'),
      details: { bytes, deposit },
    } as const
    if (locked == null) trail.add(event)
    else trail.about(locked.id, event)
    await append(trx, trail.audit())
    return { ok: true, name, bytes }
  })
}
