import type { DepositWithoutKey } from '../../store/exhibits/deposits.ts'
import { listProgress } from '../../store/exhibits/rules.ts'
import type { Node } from '../node.ts'

/** How far a file is that comes from another State. */
export interface Coming {
  /** Bytes of its sealed form that lie on the disk. */
  readonly arrivedBytes: number
  /** Null: nothing comes at the moment, or it is not known yet. */
  readonly bytesPerSecond: number | null
  /** At that rate; null where there is none. */
  readonly secondsLeft: number | null
}

/** What was noted so long ago is no rate any more: nothing has come since. */
const freshMs = 30_000

/** Those of the files that are on their way, by deposit. */
export async function comingOf(
  { db, exhibits, state, now }: Pick<Node, 'db' | 'exhibits' | 'state' | 'now'>,
  rows: readonly Pick<DepositWithoutKey, 'id' | 'state' | 'status' | 'sealed_bytes'>[],
): Promise<ReadonlyMap<string, Coming>> {
  const coming = rows.filter(
    (row) => row.state !== state && ['announced', 'accepted', 'fetching'].includes(row.status),
  )
  const progress = await listProgress(
    db,
    coming.map(({ id }) => id),
  )
  const found = coming.map(async ({ id, sealed_bytes }): Promise<readonly [string, Coming]> => {
    const arrivedBytes = Math.min(await exhibits.partialBytes(id), sealed_bytes)
    const noted = progress.get(id)
    const isFresh = noted !== undefined && now().getTime() - noted.seen_at.getTime() < freshMs
    const bytesPerSecond = isFresh ? noted.bytes_per_second : null
    const secondsLeft =
      bytesPerSecond === null || bytesPerSecond === 0
        ? null
        : Math.ceil((sealed_bytes - arrivedBytes) / bytesPerSecond)
    return [id, { arrivedBytes, bytesPerSecond, secondsLeft }]
  })
  return new Map(await Promise.all(found))
}
