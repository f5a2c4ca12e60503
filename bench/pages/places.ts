import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../src/cli/demo/freePort.ts'
import type { Place } from '../../src/cli/demo/stations.ts'
import type { Servers, Side } from '../world.ts'

/**
 * A node that was stopped, again: its folder and its database. A witness would find that the log of one copy is not that of
 * another, so each copy of a node has a copy of its peer.
 *
 * @param servesElsewhere - at ports of its own, where no peer looks for it
 */
export async function copyOf(
  { servers, folder, side, size }: { servers: Servers; folder: string; side: Side; size: number },
  { dataFolder, environment, ...place }: Place,
  servesElsewhere: boolean,
): Promise<Place> {
  const copied = join(folder, `${side}${size}`)
  await cp(dataFolder, copied, { recursive: true })
  const databaseUrl = await servers.database(side, `pages${size}`, 'pattern')
  const ports = servesElsewhere
    ? { ROGATORY_PORT: String(await freePort()), ROGATORY_DESK_PORT: String(await freePort()) }
    : {}
  return {
    ...place,
    dataFolder: copied,
    environment: { ...environment, ...ports, ROGATORY_DATA: copied, DATABASE_URL: databaseUrl },
  }
}
