import { sealedFilesInUse } from '../../store/exhibits/deposits.ts'
import { leftoverMs } from '../../store/exhibits/exhibitStore.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { sweepPartials } from './sweepPartials.ts'

/**
 * Takes sealed files away that nothing opens any more: whose keys were destroyed, or to which no row refers, because the
 * process died between the file and the row. Young ones stay: their row may be on its way. Returns how many it took.
 * If the process dies here, the next sweep goes on.
 */
export async function sweepExhibits({ db, exhibits, machineNow }: Node): Promise<number> {
  let swept = 0
  await exhibits.sweepLeftovers(machineNow())
  // The times of files are those of the machine.
  for await (const files of exhibits.keptBefore(new Date(machineNow().getTime() - leftoverMs))) {
    const inUse = await sealedFilesInUse(db, files)
    for (const file of files.filter((one) => !inUse.has(one))) {
      await exhibits.remove(file)
      swept += 1
    }
  }
  return swept
}

/**
 * Takes away what was set aside a month ago where it lay, of files that nothing opens any more or that are back under their
 * names. The only one of a file stays, damaged as it is: most of it may still open. Returns how many it took.
 */
async function sweepAside({ db, exhibits, machineNow, log }: Node): Promise<number> {
  let swept = 0
  for await (const files of exhibits.asideBefore(
    new Date(machineNow().getTime() - exchangeLimits.exhibits.asideMs),
  )) {
    const inUse = await sealedFilesInUse(
      db,
      files.map(({ sha256 }) => sha256),
    )
    for (const file of files) {
      if (inUse.has(file.sha256) && (await exhibits.sizeOf(file.sha256)) === null) continue
      await exhibits.dropAside(file)
      log.warn(
        { file: file.sha256, at: file.at },
        'a sealed file that was found damaged, and set aside, was removed',
      )
      swept += 1
    }
  }
  return swept
}

/**
 * A round that sweeps once a day, and once soon after the start.
 *
 * @param tickMs - milliseconds since whenever, by a clock that never goes back
 */
export function exhibitSweeper(node: Node, tickMs: () => number): () => Promise<boolean> {
  let nextMs = 0
  return async () => {
    if (tickMs() < nextMs) return false
    const partials = await sweepPartials(node)
    if (partials > 0)
      node.log.info({ files: partials }, 'what was left of files that are not fetched any more was removed')
    await sweepAside(node)
    const swept = await sweepExhibits(node)
    if (swept > 0) node.log.info({ files: swept }, 'sealed files that nothing opens any more were removed')
    nextMs = tickMs() + exchangeLimits.exhibits.sweepEveryMs
    return false
  }
}
