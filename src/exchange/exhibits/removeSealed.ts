import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { sealedFilesInUse } from '../../store/exhibits/sealedInUse.ts'
import type { Node } from '../node.ts'

/** Removes a sealed file (SHA-256, hex) that nothing names any more; where it cannot be, the next sweep does. */
export async function removeSealed({ db, exhibits, log }: Node, sealed: string): Promise<void> {
  if ((await sealedFilesInUse(db, [sealed])).has(sealed)) return
  try {
    await exhibits.remove(sealed)
  } catch (reason) {
    if (!(reason instanceof ExhibitStoreUnavailable)) throw reason
    log.warn({ reason: reason.message }, 'a sealed file that nothing opens stays until the next sweep')
  }
}
