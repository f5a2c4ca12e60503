import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeLog } from '../../exchange/node.ts'
import { readConfig } from '../../config.ts'
import { networkSettings } from '../../settings/networkSettings.ts'
import { type RunningNode, startNode } from '../../main.ts'
import { openEmbedded } from '../../store/embedded/server.ts'
import { dropDatabase, ensureDatabase } from '../../store/serverDatabases.ts'
import { readSettingsOfState } from '../../store/settingsOfState.ts'
import { CommandFailure, exitCodes, portFailure } from '../outcome.ts'
import { type InventedPerson, inventedPeople } from './people.ts'
import { type Cast, type Ground, type Place, makePlaces, pinEachOther, placeOf } from './stations.ts'
import { worldRules } from './worldRules.ts'

/** What is in a world, and what has happened before anybody comes. */
export interface Plan {
  /** As a sentence names it: "demonstration world". */
  readonly name: string
  /** The command that opens it, to which options are added. */
  readonly command: string
  readonly cast: Cast
  /** Whether people work at a desk of this State. */
  readonly hasDesk: (state: string) => boolean
  /** Whether people practise there. */
  readonly isTraining: boolean
  /** Further settings of its nodes. */
  readonly environment: Readonly<Record<string, string>>
  /** What happens once the nodes have pinned each other. */
  readonly begin: (nodes: readonly RunningNode[]) => Promise<void>
}

export interface WorldOrder {
  readonly plan: Plan
  readonly folder: string
  readonly firstPort: number
  /** A server on which each node has a database of its own. */
  readonly databaseUrl: string | undefined
  /** Where endpoints of webhooks may be, as the setting says it; absent: on this machine, where its nodes listen too. */
  readonly webhookNetworks?: string | undefined
  readonly say: (line: string) => void
}

export interface OpenWorld {
  readonly nodes: readonly Place[]
  /** The same, as they run. */
  readonly running: readonly RunningNode[]
  /** Who may sign in at the desks. */
  readonly people: readonly InventedPerson[]
  close(): Promise<void>
}

const dayMs = 86_400_000
/** What listens for notices of a world that is tried runs beside it; nothing else can be reached. */
const thisMachine = '127.0.0.0/8,::1/128'
/** So far above the port of a node is that of its desk. */
const deskPortsAbove = 100
/** So far above it is that for systems of the State. */
const apiPortsAbove = 200

/** Files that tell what a world is and how far: `unfinished` comes first and goes last, `made` comes last. */
const marks = { unfinished: 'unfinished', made: 'made', databases: 'databases' } as const

/** Opens a world: made at the first time, as it was left at every other. */
export async function openWorld(order: WorldOrder): Promise<OpenWorld> {
  const { folder, say, plan } = order
  const isMade = (await textIn(folder, marks.made)) !== null
  const places = isMade ? await existingPlaces(order) : await makeWorld(order)
  const nodes: RunningNode[] = []
  let people: readonly InventedPerson[] = []
  const close = async (): Promise<void> => {
    for (const node of nodes.splice(0)) await node.close()
  }
  try {
    // Together, so that neither asks for long who is not there yet.
    const starting = places.map(({ environment }) => startNode(readConfig(environment), warnings(say)))
    const started = await Promise.allSettled(starting)
    nodes.push(...started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
    for (const one of started) if (one.status === 'rejected') throw one.reason
    if (!isMade) await begin(order, nodes)
    people = await inventedPeople(
      folder,
      nodes.filter(({ node }) => plan.hasDesk(node.state)),
    )
  } catch (reason) {
    await close()
    throw portFailure(
      reason,
      `Is the world running already? Otherwise choose one with: ${plan.command} --port 9471`,
    )
  }
  return { nodes: places, running: nodes, people, close }
}

function statesOf({ plan: { cast } }: WorldOrder): string[] {
  return [cast.states.requesting.state, cast.states.requested.state]
}

/** Content of a mark of the world, or null where it is not there. */
async function textIn(folder: string, mark: string): Promise<string | null> {
  return await readFile(join(folder, mark), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
}

/** Databases on a server carry the name of their world, so that a new world never meets the rows of another. */
function databaseOf(world: string, state: string): string {
  return `rogatory_world_${world}_${state.toLowerCase()}`
}

function hasServer({ databaseUrl }: WorldOrder): boolean {
  return databaseUrl !== undefined && databaseUrl !== ''
}

async function groundOf(order: WorldOrder, world: string | null): Promise<Ground> {
  const { folder, databaseUrl, plan, webhookNetworks = thisMachine } = order
  const urls = new Map<string, string>()
  if (databaseUrl !== undefined && world !== null) {
    for (const state of statesOf(order)) {
      urls.set(state, await ensureDatabase(databaseUrl, databaseOf(world, state)))
    }
  }
  return {
    folder,
    logLevel: 'warn',
    deskPortOf: (port, state) => (plan.hasDesk(state) ? port + deskPortsAbove : null),
    apiPortOf: (port) => port + apiPortsAbove,
    environment: { ...plan.environment, [networkSettings.webhooks]: webhookNetworks },
    ...(plan.isTraining ? { isTraining: true } : {}),
    ...(urls.size === 0 ? {} : { databaseUrlOf: (state: string) => urls.get(state) ?? '' }),
  }
}

async function existingPlaces(order: WorldOrder): Promise<Place[]> {
  const { folder } = order
  const world = await textIn(folder, marks.databases)
  if ((world !== null) !== hasServer(order)) {
    const words =
      world === null
        ? `the world in ${folder} has embedded databases: start it without DATABASE_URL, or name another folder with --data`
        : `the world in ${folder} has its databases on a server: set DATABASE_URL, or name another folder with --data`
    throw new CommandFailure(exitCodes.wrongUse, 'WORLD_ELSEWHERE', words)
  }
  const ground = await groundOf(order, world)
  const places: Place[] = []
  for (const state of statesOf(order)) {
    const dataFolder = join(folder, state.toLowerCase())
    // The peers know the port that it was made with.
    const { url } = await readSettingsOfState(dataFolder)
    places.push(placeOf(state, dataFolder, Number(new URL(url).port), ground))
  }
  return places
}

async function makeWorld(order: WorldOrder): Promise<Place[]> {
  const { folder, firstPort, say, plan } = order
  const states = statesOf(order)
  await clearUnfinished(order, states)
  say(`Making the ${plan.name} in ${folder} …`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const world = hasServer(order) ? randomBytes(4).toString('hex') : null
  await writeFile(join(folder, marks.unfinished), '', { flush: true })
  if (world !== null) await writeFile(join(folder, marks.databases), `${world}\n`, { flush: true })
  const ground = await groundOf(order, world)
  const portOf = (state: string): number => firstPort + states.indexOf(state)
  return await makePlaces(plan.cast, { ...ground, portOf, rules: worldRules }, new Date(Date.now() - dayMs))
}

/** What a first start that was interrupted has left is no world yet; anything else in the folder is not ours to remove. */
async function clearUnfinished(
  { folder, databaseUrl, plan }: WorldOrder,
  states: readonly string[],
): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length === 0) return
  if (!names.includes(marks.unfinished)) {
    const words = `${folder} holds something else than a ${plan.name}; name an empty folder with --data`
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_NOT_EMPTY', words)
  }
  const world = await textIn(folder, marks.databases)
  for (const state of states) {
    if (world !== null && databaseUrl !== undefined) await dropDatabase(databaseUrl, databaseOf(world, state))
    // A server that outlived its node would go on in a folder that nobody finds any more.
    const dataFolder = join(folder, state.toLowerCase())
    const inFolder = await readdir(dataFolder).catch((): string[] => [])
    if (inFolder.includes('postgres')) await (await openEmbedded(dataFolder)).close()
  }
  await rm(folder, { recursive: true, force: true })
}

/** The two administrators pin each other, and what the plan says happens. */
async function begin({ folder, plan }: WorldOrder, nodes: readonly RunningNode[]): Promise<void> {
  await pinEachOther(nodes)
  await plan.begin(nodes)
  await writeFile(join(folder, marks.made), `${new Date().toISOString()}\n`, { flush: true })
  await rm(join(folder, marks.unfinished))
}

function warnings(say: (line: string) => void): NodeLog {
  const show = (fields: Readonly<Record<string, unknown>>, text: string): void =>
    say(`${text} ${JSON.stringify(fields)}`)
  return { info: () => undefined, warn: show, error: show }
}
