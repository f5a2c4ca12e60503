import { readHead } from '../../store/audit.ts'
import { leftoverMs } from '../../store/exhibits/exhibitStore.ts'
import { sealedFilesDestroyed, sealedFilesInUse } from '../../store/exhibits/sealedInUse.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { standingOf } from '../standing.ts'
import { sweepPartials } from './sweepPartials.ts'

/**
 * Takes sealed files away that nothing opens any more: whose keys were destroyed, or to which no row refers, because the
 * process died between the file and the row. Young ones stay: their row may be on its way. Returns how many it took.
 * If the process dies here, the next sweep goes on.
 *
 * @param signal - aborted where this process stops: as if it had died, between two files
 */
export async function sweepExhibits(node: Node, signal?: AbortSignal): Promise<number> {
  const { exhibits, machineNow } = node
  let swept = 0
  if (isAborted(signal)) return swept
  await exhibits.sweepLeftovers(machineNow())
  const forgettable = await forgettableIn(node)
  // The times of files are those of the machine.
  for await (const files of exhibits.keptBefore(new Date(machineNow().getTime() - leftoverMs))) {
    if (isAborted(signal)) return swept
    for (const file of await forgettable(files)) {
      if (isAborted(signal)) return swept
      await exhibits.remove(file)
      swept += 1
    }
  }
  return swept
}

/**
 * Which sealed files may go. For a month after something was lost with a database only those whose keys were destroyed: a row that is not
 * there may have been lost, and come back with a newer database that turns up.
 */
async function forgettableIn({
  db,
  now,
}: Pick<Node, 'db' | 'now'>): Promise<(files: readonly string[]) => Promise<readonly string[]>> {
  const { log_since: since } = await readHead(db)
  const isLossRecent = since !== null && now().getTime() - since.getTime() < exchangeLimits.exhibits.asideMs
  if (isLossRecent) return async (files) => [...(await sealedFilesDestroyed(db, files))]
  return async (files) => {
    const inUse = await sealedFilesInUse(db, files)
    return files.filter((one) => !inUse.has(one))
  }
}

/**
 * Takes away what was set aside a month ago where it lay, of files that nothing opens any more or that are back under their
 * names. The only one of a file stays, damaged as it is: most of it may still open. Returns how many it took.
 */
async function sweepAside(node: Node, signal?: AbortSignal): Promise<number> {
  const { exhibits, machineNow, log } = node
  let swept = 0
  const forgettable = await forgettableIn(node)
  for await (const files of exhibits.asideBefore(
    new Date(machineNow().getTime() - exchangeLimits.exhibits.asideMs),
  )) {
    if (isAborted(signal)) return swept
    const unopened = new Set(await forgettable(files.map(({ sha256 }) => sha256)))
    for (const file of files) {
      if (isAborted(signal)) return swept
      if (!unopened.has(file.sha256) && (await exhibits.sizeOf(file.sha256)) === null) continue
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

/** Whether what is on its way lies on a disk that other processes of the node do not see: the files themselves lie in a bucket. */
function isOwnDisk({ exhibits }: Pick<Node, 'exhibits'>): boolean {
  return exhibits.mark === null
}

/** Asked between two files, and between two folders of them. */
function isAborted(signal?: AbortSignal): boolean {
  return signal?.aborted === true
}

async function sweepPartialsAndTell(node: Node, signal?: AbortSignal): Promise<void> {
  const partials = await sweepPartials(node, signal)
  if (partials > 0)
    node.log.info({ files: partials }, 'what was left of files that are not fetched any more was removed')
}

/**
 * A round that sweeps once a day, and once soon after the start. Not upon a database that went back, and not while a peer was not heard:
 * what was lost with a database and is handed back has its files still.
 *
 * @param tickMs - milliseconds since whenever, by a clock that never goes back
 * @param signal - aborted where this process stops: the next goes on
 */
export function exhibitSweeper(
  node: Node,
  tickMs: () => number,
  signal?: AbortSignal,
): () => Promise<boolean> {
  return daily(node, tickMs, async () => {
    if (!isOwnDisk(node)) await sweepPartialsAndTell(node, signal)
    await sweepAside(node, signal)
    const swept = await sweepExhibits(node, signal)
    if (swept > 0) node.log.info({ files: swept }, 'sealed files that nothing opens any more were removed')
  })
}

/**
 * The same of what each process of the node has to sweep for itself: what lies on a disk that no other sees. Where the files lie in a folder
 * that all of them have, it does nothing.
 */
export function ownDiskSweeper(
  node: Node,
  tickMs: () => number,
  signal?: AbortSignal,
): () => Promise<boolean> {
  return daily(node, tickMs, async () => {
    if (!isOwnDisk(node)) return
    await sweepPartialsAndTell(node, signal)
    if (!isAborted(signal)) await node.exhibits.sweepLeftovers(node.machineNow())
  })
}

function daily(node: Node, tickMs: () => number, sweep: () => Promise<void>): () => Promise<boolean> {
  let nextMs = 0
  return async () => {
    if (tickMs() < nextMs) return false
    const { isBehind, unheard } = await standingOf(node, node.db)
    if (isBehind || unheard.size > 0) return false
    await sweep()
    nextMs = tickMs() + exchangeLimits.exhibits.sweepEveryMs
    return false
  }
}
