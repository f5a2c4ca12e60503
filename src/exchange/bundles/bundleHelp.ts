import { sign } from '../../envelope/sign.ts'
import { type BundleAttempt, changeBundle } from '../../store/bundles/bundleOrders.ts'
import type { IncomingFile } from '../../store/exhibits/exhibitStore.ts'
import { hasRoom } from '../exhibits/takeIn.ts'
import { exportingNode } from '../exporting.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { BundleMaking } from './bundleJob.ts'
import type { BundleHelp } from './makeBundle.ts'

/** The disk would run full. */
export class NoSpace extends Error {}

/** An order was cancelled, refused, or is made by another process by now. */
export class GivenUp extends Error {}

/**
 * What the node does while a thread makes a bundle.
 *
 * @param file - where its sealed file is written
 * @param cosign - asks the witnesses once more
 * @param maySign - see `exportingNode`
 */
export function bundleHelp(
  node: Node,
  attempt: BundleAttempt,
  file: IncomingFile,
  { cosign, maySign }: Pick<BundleMaking, 'cosign' | 'maySign'>,
  tell: BundleHelp['tell'],
): BundleHelp {
  let unlooked = 0
  return {
    ...exportingNode(node, cosign, maySign),
    async choose(requests) {
      if (!(await changeBundle(node.db, attempt, { requests: [...requests] }))) throw new GivenUp()
    },
    sign: async (list) => (await sign('made', list, node.signer, node.now())).jws,
    async write(piece) {
      unlooked += piece.length
      if (unlooked >= exchangeLimits.exhibits.lookEveryBytes) {
        unlooked = 0
        // Others write to the same disk.
        if (!(await hasRoom(node, 0))) throw new NoSpace()
      }
      await file.write(piece)
    },
    tell,
  }
}
