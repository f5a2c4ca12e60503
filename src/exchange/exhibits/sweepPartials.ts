import { statusOfDeposits } from '../../store/exhibits/deposits.ts'
import { leftoverMs } from '../../store/exhibits/exhibitStore.ts'
import type { DepositStatus } from '../../store/exhibits/exhibitTables.ts'
import type { PartialLeft } from '../../store/exhibits/partialFile.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'

/**
 * Takes away what is left of files that are not fetched any more: of whole and erased ones after a day, what was set aside as
 * damaged after a month, and what has come of a file of which nothing is known by its name, as from a carrier, a month after
 * the last of it. What is on its way stays, however long its peer is gone. Returns how many it took.
 */
export async function sweepPartials(
  { db, exhibits, machineNow, log }: Pick<Node, 'db' | 'exhibits' | 'machineNow' | 'log'>,
  signal?: AbortSignal,
): Promise<number> {
  const ageOf = ({ at }: PartialLeft): number => machineNow().getTime() - at.getTime()
  const old = (await exhibits.partials()).filter((left) => ageOf(left) > leftoverMs)
  const standing = await statusOfDeposits(
    db,
    old.map(({ deposit }) => deposit),
  )
  const swept = old.filter((left) => ageOf(left) > keptMs(left, standing.get(left.deposit)))
  for (const left of swept) {
    if (signal?.aborted === true) break
    await exhibits.dropPartial(left)
    // Somebody may have wanted to look into it.
    if (left.isSetAside)
      log.warn(
        { deposit: left.deposit, at: left.at },
        'what came damaged of a file, and was set aside, was removed',
      )
  }
  return swept.length
}

/** Milliseconds for which it stays. */
function keptMs({ isSetAside }: PartialLeft, status: DepositStatus | undefined): number {
  if (status === 'erased') return leftoverMs
  if (isSetAside || status === undefined || status === 'damaged') return exchangeLimits.exhibits.asideMs
  return status === 'whole' ? leftoverMs : Number.POSITIVE_INFINITY
}
