import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { type Served, serve } from '../../src/cli/demo/served.ts'
import { pinEachOther } from '../../src/cli/demo/stations.ts'
import { makeNode } from '../../src/cli/newNode.ts'
import { makeAccessToken } from '../../src/exchange/accessTokens.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { addPerson } from '../../src/exchange/people/keepPeople.ts'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { createDatabase } from '../../src/store/serverDatabases.ts'
import { findRequest } from '../../src/store/requests.ts'
import { type Ran, runAsProcess } from '../cli/commandLine.ts'
import { bodies } from '../support/bodies.ts'
import { authority, freePort, silent, until } from '../support/world.ts'
import type { Cluster } from './cluster.ts'
import { Broken, type Ground } from './drill.ts'

/** The two States of a drill. */
export const states = ['VN', 'QA'] as const
export type StateName = (typeof states)[number]

/** One State: its node is a process of its own, as an administrator serves it. */
export interface Side {
  readonly state: StateName
  readonly dataFolder: string
  /** Where its systems ask. */
  readonly apiUrl: string
  /** Where its peers reach it on this machine. */
  readonly port: number
  /** With which its process is started; what is changed here counts from the next start on. */
  readonly environment: Record<string, string>
  readonly served: Served
  /** A program with its words that becomes whatever runs on the machine of this State. */
  readonly through: readonly string[]
  /** Of its case-management systems. */
  readonly tokens: readonly string[]
  /** Requests that it has opened with the other. */
  readonly requests: readonly string[]
}

export type Stage = Readonly<Record<StateName, Side>>

/** What a drill wants otherwise. */
export interface StageOptions {
  readonly clusters: Readonly<Record<StateName, Cluster>>
  /** The database of a State by another way than the port of its server. */
  readonly databaseUrlOf?: (state: StateName, database: string) => string
  /** Where the others reach it, where that is not its port on this machine. */
  readonly publishedUrlOf?: (state: StateName, port: number) => string
  readonly environmentOf?: (state: StateName) => Readonly<Record<string, string>>
  readonly throughOf?: (state: StateName) => readonly string[]
  /** Since when its certificates are good; absent: since yesterday. */
  readonly validFrom?: Date
}

const dayMs = 86_400_000
const tokensOfEach = 6
const requestsOfEach = 4
const officer = 'example-officer'

/** Two nodes in service that have pinned each other, each with systems that may write and with requests under way. */
export async function openStage(ground: Ground, options: StageOptions): Promise<Stage> {
  const [vn, qa] = [await makeSide(ground, 'VN', options), await makeSide(ground, 'QA', options)]
  const made = [vn, qa]
  await withNodes(made, async (nodes) => {
    await pinEachOther(nodes)
    for (const [place, side] of made.entries()) {
      const open = nodes[place]
      if (open !== undefined) side.tokens.push(...(await makeTokens(open)))
    }
  })
  for (const { served } of made) served.start()
  ground.atEnd(() => stopAll(made))
  await until('both nodes are in service', () => made.every(({ served }) => served.isUp()))
  await withNodes(made, async (nodes) => {
    for (const [place, side] of made.entries())
      for (let count = 0; count < requestsOfEach; count += 1)
        side.requests.push(await openRequest(nodes, place))
  })
  return { VN: vn, QA: qa }
}

type Making = Side & { readonly tokens: string[]; readonly requests: string[] }

async function makeSide(ground: Ground, state: StateName, options: StageOptions): Promise<Making> {
  const dataFolder = join(ground.folder, state.toLowerCase())
  const [port, apiPort] = [await freePort(), await freePort()]
  const url = options.publishedUrlOf?.(state, port) ?? `http://127.0.0.1:${port}`
  await makeNode({
    dataFolder,
    settings: {
      ...{ state, demonstration: true, url },
      name: { language: 'en', text: `${state} (drill)` },
      authorities: [authority(authorityOf(state))],
    },
    algorithm: 'ES256',
    validFrom: options.validFrom ?? new Date(Date.now() - dayMs),
  })
  const database = state.toLowerCase()
  const direct = await createDatabase(options.clusters[state].urlOf('postgres'), database)
  const environment: Record<string, string> = {
    ...options.environmentOf?.(state),
    ROGATORY_DATA: dataFolder,
    ROGATORY_PORT: String(port),
    ROGATORY_API_PORT: String(apiPort),
    ROGATORY_LOG_LEVEL: 'info',
    DATABASE_URL: options.databaseUrlOf?.(state, database) ?? direct,
  }
  const through = options.throughOf?.(state) ?? []
  const served = serve({ state, dataFolder, url, deskUrl: null, apiUrl: null, environment }, through)
  const apiUrl = `http://127.0.0.1:${apiPort}`
  return { state, dataFolder, apiUrl, port, environment, served, through, tokens: [], requests: [] }
}

export function authorityOf(state: StateName): string {
  return state === 'VN' ? 'vn.spp' : 'qa.pp'
}

/** Opens nodes in this process beside those that are served, as commands do, for as long as the work lasts. */
export async function withNodes<Result>(
  sides: readonly Pick<Side, 'environment'>[],
  work: (nodes: readonly OpenNode[]) => Promise<Result>,
): Promise<Result> {
  const nodes: OpenNode[] = []
  try {
    for (const { environment } of sides) nodes.push(await openNode(readConfig(environment), silent, 'begin'))
    return await work(nodes)
  } finally {
    for (const node of nodes) await node.close()
  }
}

async function makeTokens({ node }: OpenNode): Promise<string[]> {
  const by = { person: 'Example-Administrator', role: 'administrator', authority: node.state }
  const of = authorityOf(node.state as StateName)
  const person = {
    signInName: officer,
    name: 'Example-Officer',
    authority: of,
    roles: ['officer'],
    language: 'en',
  }
  const added = await addPerson(node, person, by)
  if (!added.ok) throw new Error(added.code)
  const tokens: string[] = []
  for (let number = 1; number <= tokensOfEach; number += 1) {
    const name = `example-system-${number}`
    const order = {
      name,
      scopes: ['cases', 'moves'] as const,
      authority: of,
      days: 7,
      by: atMachine(by.person),
      officer,
    }
    const made = await makeAccessToken(node, order)
    if (!made.ok) throw new Error(made.code)
    tokens.push(made.token)
  }
  return tokens
}

/** One of the States asks the other for help; both have it on return. */
async function openRequest(nodes: readonly OpenNode[], place: number): Promise<string> {
  const request = crypto.randomUUID()
  const [from, to] = place === 0 ? (['VN', 'QA'] as const) : (['QA', 'VN'] as const)
  const draft = {
    ...{
      request,
      reference: `${from}-DRILL-${request.slice(0, 8)}`,
      from: authorityOf(from),
      to: authorityOf(to),
    },
    ...{ type: 'request' as const, language: 'en', body: bodies.request, exhibits: [] },
    people: { officer: 'Example-A', approver: 'Example-B' },
  }
  let last = ''
  await until(`${from} has asked`, async () => {
    const outcome = await nodes[place]?.send(draft)
    if (outcome?.ok === true) return true
    last = outcome?.code ?? ''
    return false
  }).catch((reason: unknown) => {
    throw new Broken(`${String(reason)}: ${last}`)
  })
  for (const { node } of nodes)
    await until(
      `${node.state} has the request`,
      async () => (await findRequest(node.db, request))?.sequence === 1,
    )
  return request
}

/** Stops both in order; who hangs is ended after a while, which is told. */
export async function stopAll(sides: readonly Side[]): Promise<void> {
  await Promise.all(sides.map(stopSide))
}

async function stopSide({ state, served }: Side): Promise<void> {
  const pid = served.pid()
  const hung = { is: false }
  const patience = setTimeout(() => {
    hung.is = true
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }, 20_000)
  await served.stop()
  clearTimeout(patience)
  if (hung.is) throw new Broken(`the node of ${state} did not stop in order within 20 s`)
}

/** Starts a side that was stopped, and waits until it listens. */
export async function startSide({ state, served }: Side): Promise<void> {
  served.start()
  await until(`the node of ${state} is in service`, () => served.isUp())
}

/** What `/health/ready` says fails, `no answer` where it does not answer; empty: it is ready. */
export async function failing({ port }: Pick<Side, 'port'>): Promise<readonly string[]> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(5_000),
    })
    const { checks } = (await answer.json()) as { readonly checks: readonly { name: string; ok: boolean }[] }
    return checks.flatMap(({ name, ok }) => (ok ? [] : [name]))
  } catch {
    return ['no answer']
  }
}

/** Waits until a side is ready for work. */
export async function ready(side: Side): Promise<void> {
  await until(`the node of ${side.state} is ready`, async () => (await failing(side)).length === 0)
}

/** What the process of a side has written so far. */
export async function saidBy({ dataFolder }: Pick<Side, 'dataFolder'>): Promise<string> {
  return await readFile(join(dataFolder, 'node.log'), 'utf8').catch(() => '')
}

/** Runs a command beside the node of a side, as an administrator types it. */
export async function typed(
  { environment, through = [] }: Pick<Side, 'environment'> & Partial<Pick<Side, 'through'>>,
  ...words: string[]
): Promise<Ran> {
  return await runAsProcess(environment, words, '', through)
}
