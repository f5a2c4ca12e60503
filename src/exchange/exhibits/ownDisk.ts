import { refuse } from '../../message/refusal.ts'
import type { ExhibitStore } from '../../store/exhibits/exhibitStore.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { type PartialFile, TakenByAnother } from '../../store/exhibits/partialFile.ts'
import { isDiskFull } from './diskFull.ts'
import { FetchBrokenOff, fetchedElsewhere } from './fetchBytes.ts'

/**
 * What reading or writing on this machine comes to. What fails here is no fault of a peer, and to fetch the same again at once
 * is in vain.
 *
 * @throws FetchBrokenOff with EXHIBIT_NO_SPACE, `fetchedElsewhere` where another process has taken the file, or EXHIBIT_STORE_UNAVAILABLE
 * for whatever else a disk has against it
 */
export async function onOwnDisk<Outcome>(act: Promise<Outcome>): Promise<Outcome> {
  try {
    return await act
  } catch (cause) {
    if (cause instanceof FetchBrokenOff || cause instanceof ExhibitStoreUnavailable) throw cause
    if (cause instanceof Error && cause.name === 'AbortError') throw cause
    if (cause instanceof TakenByAnother) throw new FetchBrokenOff(fetchedElsewhere, { cause })
    throw new FetchBrokenOff(refuse(isDiskFull(cause) ? 'EXHIBIT_NO_SPACE' : 'EXHIBIT_STORE_UNAVAILABLE'), {
      cause,
    })
  }
}

/** Opens what has come of a file that is fetched; of all that is done with it, the faults are those of the disk. */
export async function partialHere(
  exhibits: Pick<ExhibitStore, 'partial'>,
  deposit: string,
): Promise<PartialFile> {
  const file = await onOwnDisk(exhibits.partial(deposit))
  return {
    ...file,
    read: (position, length) => onOwnDisk(file.read(position, length)),
    write: (position, pieces) => onOwnDisk(file.write(position, pieces)),
    async work(sealed) {
      const work = await onOwnDisk(file.work(sealed))
      return {
        ...work,
        look: (segment) => onOwnDisk(work.look(segment)),
        take: (segment) => onOwnDisk(work.take(segment)),
        through: () => onOwnDisk(work.through()),
      }
    },
    keep: (sha256) => onOwnDisk(file.keep(sha256)),
    quarantine: () => onOwnDisk(file.quarantine()),
  }
}
