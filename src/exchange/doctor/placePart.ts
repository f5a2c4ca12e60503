import { leadsTo } from '../../audit/proof.ts'
import { isLeased } from '../../store/leases.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { findOwnProof } from '../proof/answer.ts'
import { openedHead } from '../proof/collect.ts'
import { standingOf } from '../standing.ts'
import { type Finding, codeOfBreaking, ill, notTried, tried } from './finding.ts'

/**
 * Notes in the log that the doctor ran, and sees the entry get its place from whichever process of the node is in service, under a signed
 * head that proves it as a peer would have it proven. The doctor gives no place itself: that is what is looked at.
 *
 * @param message - digest of the message that it signed; null: none was
 */
export async function examinePlace(
  node: Node,
  message: string | null,
  { waitMs, lookMs }: { readonly waitMs: number; readonly lookMs: number } = exchangeLimits.doctor,
): Promise<Finding> {
  return await tried('log', codeOfBreaking('LOG_PROOF_FAILS'), async () => {
    if ((await standingOf(node, node.db)).isBehind)
      return notTried('log', 'no entry was noted, for the database went back')
    if (!(await isLeased(node.db, 'sequence')))
      return ill('log', 'NODE_NOT_SERVED', 'nobody gives places in the log, so no entry was noted')
    const leaf = await noteInLog(node, {
      event: 'doctor.ran',
      ...(message === null ? {} : { digest: message }),
    })
    const until = performance.now() + waitMs
    let proof = await findOwnProof(node, leaf)
    while (proof === null && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, lookMs))
      proof = await findOwnProof(node, leaf)
    }
    if (proof === null)
      return ill('log', 'LOG_UNPLACED', `an entry got no place within ${Math.round(waitMs / 1000)} s`)
    const head = openedHead(node.trust.own().list, proof, node.now())
    if (!head.ok)
      return ill('log', 'LOG_PROOF_FAILS', `its head is refused: ${head.code} ${head.detail ?? ''}`)
    const wrong = leadsTo(proof, Buffer.from(leaf, 'hex'), head.checkpoint)
    if (wrong !== null) return ill('log', 'LOG_PROOF_FAILS', wrong.detail ?? wrong.code)
    return 'an entry was noted, got its place, and is proven under a head that verifies by the trust list'
  })
}
