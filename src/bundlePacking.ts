import { courtBundle } from './cli/court/courtFiles.ts'
import { CommandFailure } from './cli/outcome.ts'
import { zipStream } from './cli/zip/writeZip.ts'
import type { Packing } from './exchange/bundles/makeBundle.ts'
import { ExportTooLarge } from './exchange/exportTooLarge.ts'

/** What the desk packs bundles with: the very program of the commands, so that what both make is checked alike. */
export const bundlePacking: Packing = {
  court: async (bundle, { state, ...order }, sign) => {
    const { files } = await courtBundle(bundle, order, { state, sign }).catch(tooLarge)
    return files
  },
  zip: async function* (files, modified) {
    try {
      yield* zipStream(files, modified) as AsyncIterable<Uint8Array>
    } catch (reason) {
      tooLarge(reason)
    }
  },
}

/** Throws ExportTooLarge where nobody could check it, and what it was given else. */
function tooLarge(reason: unknown): never {
  throw reason instanceof CommandFailure && reason.code === 'COURT_TOO_LARGE'
    ? new ExportTooLarge(reason.message)
    : reason
}
