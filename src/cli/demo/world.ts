import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeLog } from '../../exchange/node.ts'
import { courier } from '../../exchange/post.ts'
import { readConfig } from '../../config.ts'
import { type RunningNode, startNode } from '../../main.ts'
import type { Case } from '../../message/generated/types.ts'
import { ensureDatabase } from '../../store/serverDatabases.ts'
import { paths } from '../../web/paths.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { firstCase, readCase } from './caseFile.ts'
import { playCase } from './play.ts'
import { type Ground, type Place, makePlaces, pinEachOther, placeOf } from './stations.ts'

export interface WorldOrder {
  readonly folder: string
  readonly firstPort: number
  /** A server on which each node has a database of its own. */
  readonly databaseUrl: string | undefined
  readonly say: (line: string) => void
}

export interface OpenWorld {
  readonly nodes: readonly Place[]
  close(): Promise<void>
}

/** Rows of the first case that a new world has behind it: the request is there, a question has been asked. */
const rowsPlayed = 3
const dayMs = 86_400_000

/** Files that tell how far a world is: `made` comes last. */
const marks = { unfinished: 'unfinished', made: 'made' } as const

/** Opens the demonstration world: made at the first time, as it was left at every other. */
export async function openWorld(order: WorldOrder): Promise<OpenWorld> {
  const { folder, say } = order
  const played = await readCase(firstCase)
  const ground = await groundOf(order, played)
  const isMade = await readFile(join(folder, marks.made), 'utf8').then(
    () => true,
    () => false,
  )
  const places = isMade ? existingPlaces(played, order, ground) : await makeWorld(order, played, ground)
  const nodes: RunningNode[] = []
  const close = async (): Promise<void> => {
    for (const node of nodes.splice(0)) await node.close()
  }
  try {
    for (const { environment } of places) nodes.push(await startNode(readConfig(environment), warnings(say)))
    if (!isMade) await begin(order, played, nodes)
  } catch (reason) {
    await close()
    throw asFailure(reason)
  }
  return { nodes: places, close }
}

async function groundOf({ folder, firstPort, databaseUrl }: WorldOrder, played: Case): Promise<Ground> {
  const states = statesOf(played)
  const urls = new Map<string, string>()
  if (databaseUrl !== undefined && databaseUrl !== '') {
    for (const state of states) {
      urls.set(state, await ensureDatabase(databaseUrl, `rogatory_world_${state.toLowerCase()}`))
    }
  }
  return {
    folder,
    logLevel: 'warn',
    portOf: (state) => firstPort + states.indexOf(state),
    ...(urls.size === 0 ? {} : { databaseUrlOf: (state: string) => urls.get(state) ?? '' }),
  }
}

function statesOf({ states }: Case): string[] {
  return [states.requesting.state, states.requested.state]
}

function existingPlaces(played: Case, { folder, firstPort }: WorldOrder, ground: Ground): Place[] {
  return statesOf(played).map((state, index) =>
    placeOf(state, join(folder, state.toLowerCase()), firstPort + index, ground),
  )
}

async function makeWorld({ folder, say }: WorldOrder, played: Case, ground: Ground): Promise<Place[]> {
  say(`Making the demonstration world in ${folder} …`)
  await clearUnfinished(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, marks.unfinished), '', { flush: true })
  return await makePlaces(played, ground, new Date(Date.now() - dayMs))
}

/** What a first start that was interrupted has left is no world yet; anything else in the folder is not ours to remove. */
async function clearUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length === 0) return
  if (!names.includes(marks.unfinished)) {
    const words = `${folder} holds something else than a demonstration world; name an empty folder with --data`
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_NOT_EMPTY', words)
  }
  await rm(folder, { recursive: true, force: true })
}

/** The two administrators pin each other, and the first rows of the case are played. */
async function begin(
  { folder, say }: WorldOrder,
  played: Case,
  nodes: readonly RunningNode[],
): Promise<void> {
  await pinEachOther(nodes)
  const messenger = courier(paths)
  await playCase({
    played: { ...played, steps: played.steps.slice(0, rowsPlayed), wrong: [] },
    nodeOf: (state) => {
      const found = nodes.find(({ node }) => node.state === state)
      if (found === undefined) throw new Error(`${state} has no part in the world`)
      return found
    },
    setClock: null,
    lineDown: () => Promise.reject(new Error('the line of the world does not go down')),
    lineUp: () => Promise.reject(new Error('the line of the world does not go down')),
    post: messenger.post,
    say,
  })
  await messenger.close()
  await writeFile(join(folder, marks.made), `${new Date().toISOString()}\n`, { flush: true })
}

function asFailure(reason: unknown): unknown {
  const isTaken = reason instanceof Error && 'code' in reason && reason.code === 'EADDRINUSE'
  if (!isTaken) return reason
  return new CommandFailure(
    exitCodes.unavailable,
    'PORT_IN_USE',
    `${reason.message}: another program uses the port. Is the world running already? Otherwise choose one with: npm start -- --port 9471`,
  )
}

function warnings(say: (line: string) => void): NodeLog {
  const show = (fields: Readonly<Record<string, unknown>>, text: string): void =>
    say(`${text} ${JSON.stringify(fields)}`)
  return { info: () => undefined, warn: show, error: show }
}
