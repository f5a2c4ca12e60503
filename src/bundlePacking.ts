import { courtBundle } from './cli/court/courtFiles.ts'
import { CommandFailure } from './cli/outcome.ts'
import { zipStream } from './cli/zip/writeZip.ts'
import { sign } from './envelope/sign.ts'
import type { Packing } from './exchange/bundles/deskBundles.ts'
import { ExportTooLarge } from './exchange/exportTooLarge.ts'
import type { Node } from './exchange/node.ts'

/** What the desk packs bundles with: the very program of the commands, so that what both make is checked alike. */
export function bundlePacking(node: Node): Packing {
  return {
    court: async (bundle, order) => {
      const signer = {
        state: node.state,
        sign: async (list: object) => (await sign('made', list, node.signer, node.now())).jws,
      }
      const { files } = await courtBundle(bundle, order, signer).catch((reason: unknown) => {
        throw reason instanceof CommandFailure && reason.code === 'COURT_TOO_LARGE'
          ? new ExportTooLarge(reason.message)
          : reason
      })
      return zipStream(files, node.now())
    },
    bundle: (bundle) => zipStream(bundle, node.now()),
  }
}
