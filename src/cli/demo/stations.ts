import { stateOf } from '../../message/stateOf.ts'
import { join } from 'node:path'
import { renewRevocationLists } from '../../exchange/renewPeer.ts'
import { pinPeer } from '../../exchange/pinning.ts'
import { peerTrustLists } from '../../exchange/trustKeeping.ts'
import type { Case, StateRules } from '../../message/generated/types.ts'
import { newestTrustList } from '../../store/trustLists.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import { readConfig } from '../../config.ts'
import { type OpenNode, openNode } from '../../opening.ts'
import type { NodeLog } from '../../exchange/node.ts'
import { commandLine } from '../commandLine.ts'
import { makeNode } from '../newNode.ts'
import { statesIn } from './caseFile.ts'
import { freePort } from './freePort.ts'

/** One State of a demonstration: where its node lives and by which settings it is served. */
export interface Place {
  readonly state: string
  readonly dataFolder: string
  readonly url: string
  /** Where people work; null: there is no desk. */
  readonly deskUrl: string | null
  /** Where systems of the State ask, and where the reader of what they may ask is; null: nowhere. */
  readonly apiUrl: string | null
  /** Environment of a process that serves it. */
  readonly environment: Readonly<Record<string, string>>
}

/** Who takes part in a demonstration. */
export type Cast = Pick<Case, 'states' | 'authorities'>

/** Where a demonstration is, and what its nodes share. */
export interface Ground {
  readonly folder: string
  readonly clockFile?: string
  /** Database of a State on a server of one's own. */
  readonly databaseUrlOf?: (state: string) => string
  readonly portOf?: (state: string) => number
  /** Port of the desk of a node, by that of the node and its State; null or absent: nobody works there. */
  readonly deskPortOf?: (port: number, state: string) => number | null
  /** Port at which systems of the State ask its node, by that of the node; absent: none do. */
  readonly apiPortOf?: (port: number) => number
  /** People practise there. */
  readonly isTraining?: true
  /** What each State says of itself in its list. */
  readonly rules?: StateRules
  /** Further settings of the nodes. */
  readonly environment?: Readonly<Record<string, string>>
  readonly logLevel: string
}

/** Makes the nodes of a case: keys, settings with the authorities of the case, free ports. */
export async function makePlaces(played: Cast, ground: Ground, validFrom: Date): Promise<Place[]> {
  const places: Place[] = []
  for (const { state, name } of statesIn(played)) {
    const dataFolder = join(ground.folder, state.toLowerCase())
    const port = ground.portOf?.(state) ?? (await freePort())
    const url = `http://127.0.0.1:${port}`
    const authorities = played.authorities.filter(({ id }) => stateOf(id) === state)
    await makeNode({
      dataFolder,
      settings: {
        ...{ state, name, demonstration: true, url, authorities },
        ...(ground.isTraining === true ? { training: true } : {}),
        ...(ground.rules === undefined ? {} : { rules: ground.rules }),
      },
      algorithm: 'ES256',
      validFrom,
    })
    places.push(placeOf(state, dataFolder, port, ground))
  }
  return places
}

/** The place of a node that was made before. */
export function placeOf(state: string, dataFolder: string, port: number, ground: Ground): Place {
  const { clockFile, databaseUrlOf, deskPortOf, apiPortOf, logLevel, environment } = ground
  const deskPort = deskPortOf?.(port, state) ?? null
  const apiPort = apiPortOf?.(port) ?? null
  // By a name: for an address in numbers no browser makes a passkey.
  const deskUrl = deskPort === null ? null : `http://localhost:${deskPort}`
  return {
    state,
    dataFolder,
    url: `http://127.0.0.1:${port}`,
    deskUrl,
    apiUrl: apiPort === null ? null : `http://127.0.0.1:${apiPort}`,
    environment: {
      ...environment,
      ROGATORY_DATA: dataFolder,
      ROGATORY_PORT: String(port),
      ROGATORY_HOST: '127.0.0.1',
      ROGATORY_LOG_LEVEL: logLevel,
      ...(deskUrl === null ? {} : { ROGATORY_DESK_PORT: String(deskPort), ROGATORY_DESK_URL: deskUrl }),
      ...(apiPort === null ? {} : { ROGATORY_API_PORT: String(apiPort) }),
      ...(clockFile === undefined ? {} : { ROGATORY_CLOCK_FILE: clockFile }),
      ...(databaseUrlOf === undefined ? {} : { DATABASE_URL: databaseUrlOf(state) }),
    },
  }
}

/** Opens the node of a place in this process, beside the one that serves it. */
export async function openPlace(place: Place, log: NodeLog): Promise<OpenNode> {
  return await openNode(readConfig(place.environment), log, 'begin', commandLine())
}

/** Pins each node at the other, as two administrators would after comparing fingerprints by telephone. */
export async function pinEachOther(nodes: readonly OpenNode[]): Promise<void> {
  for (const one of nodes) {
    for (const other of nodes) {
      if (one === other) continue
      if ((await peerTrustLists(one.node)).some(({ list }) => list.state === other.node.state)) continue
      const list = await newestTrustList(other.node.db, other.node.state)
      const signer = other.node.trust.own().list.listSigners[0]
      if (list === null || signer === undefined) throw new Error(`${other.node.state} has no trust list`)
      const by = { person: 'Example-Administrator', authority: one.node.state }
      const pinned = await pinPeer(one.node, list.jws, [digestOfBase64(signer)], by)
      if (!pinned.ok) throw new Error(`${one.node.state} cannot pin ${other.node.state}: ${pinned.code}`)
      // Where the other does not listen yet, the node that is served fetches them.
      await renewRevocationLists(one.node, one.courier, pinned.list.list)
      one.database.signals.notify('rogatory_trust')
    }
  }
  for (const node of nodes) await node.refreshTrust()
}
