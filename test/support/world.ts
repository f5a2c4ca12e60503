import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningNode, startNode } from '../../src/main.ts'
import type { Config } from '../../src/config.ts'
import type { NodeLog } from '../../src/exchange/node.ts'
import type { Authority } from '../../src/message/generated/types.ts'
import { renewRevocationLists } from '../../src/exchange/renewPeer.ts'
import { pinPeer } from '../../src/exchange/pinning.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { makeIdentity } from '../../src/store/identity/make.ts'
import { listUnheard } from '../../src/store/peers.ts'
import { type SettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { type Otherwise, holderOf } from '../../src/opening.ts'
import { measureKinds } from '../../src/workflow/table.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Link, openLink } from './link.ts'
import { signResponse } from '../../src/envelope/httpSignature.ts'
import { runFolder } from './server.ts'

/** A State of the two-State world of the tests: its node in this process, its own database, folder and keys. */
export interface WorldState {
  readonly state: string
  readonly config: Config
  readonly database: TestDatabase
  node: RunningNode
  /** The line between this node and its peers: its published address. A test may cut it, or let it lose answers. */
  readonly link: Link
  /** Stops the node in order and starts it again on the same port. */
  restart(): Promise<void>
}

export interface World {
  readonly asking: WorldState
  readonly answering: WorldState
  close(): Promise<void>
}

/** The least that scrypt takes. */
const cheapPasswords = { N: 2, r: 1, p: 1 } as const

const others = new WeakMap<WorldState, WorldState>()

/** The other State of its world; for a third one the answering. */
export function otherOf(state: WorldState): WorldState {
  const other = others.get(state)
  if (other === undefined) throw new Error(`${state.state} stands alone`)
  return other
}

/** Opens the keys of every State of the world. */
export const passphrase = 'a passphrase for tests only, as long as the one that a node makes for itself'

/** What the nodes of this process warned of last: told where something never came true. */
const warnings: string[] = []

function remember(fields: Readonly<Record<string, unknown>>, text: string): void {
  warnings.push(`${new Date().toISOString()} ${text} ${JSON.stringify(fields)}`.slice(0, 400))
  warnings.splice(0, warnings.length - 8)
}

/** A log that keeps silent, so that the tests can be read. */
export const silent: NodeLog = { info: () => undefined, warn: remember, error: remember }

/** Two nodes on loopback with pinned trust lists, on fresh databases. */
export async function twoStates(
  asking: { readonly state: string; readonly authorities: readonly Authority[] } = {
    state: 'VN',
    authorities: [authority('vn.spp')],
  },
  answering: { readonly state: string; readonly authorities: readonly Authority[] } = {
    state: 'QA',
    authorities: [authority('qa.pp')],
  },
  options: StateOptions & { readonly answering?: StateOptions } = {},
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-world-'))
  const a = await openState(folder, asking.state, asking.authorities, options)
  const b = await openState(folder, answering.state, answering.authorities, {
    ...options,
    ...options.answering,
  })
  others.set(a, b).set(b, a)
  await pin(a, b)
  await pin(b, a)
  await heard(a)
  await heard(b)
  return {
    asking: a,
    answering: b,
    async close() {
      await a.node.close()
      await b.node.close()
      for (const { link, database } of [a, b]) {
        await link.close()
        await database.close()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One more State, pinned both ways with the answering one of the world; to be closed before it. */
export async function thirdState(
  world: World,
  third: { readonly state: string; readonly authorities: readonly Authority[] },
  options: Parameters<typeof openState>[3] = {},
): Promise<WorldState & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-third-'))
  const opened = await openState(folder, third.state, third.authorities, options)
  others.set(opened, world.answering)
  await pin(opened, world.answering)
  await pin(world.answering, opened)
  await heard(opened)
  await heard(world.answering)
  return Object.assign(opened, {
    async close() {
      await opened.node.close()
      await opened.link.close()
      await opened.database.close()
      await rm(folder, { recursive: true, force: true })
    },
  })
}

/** What a test wants otherwise of a State. */
export interface StateOptions {
  readonly clockFile?: string
  readonly log?: NodeLog
  readonly validFrom?: Date
  /** Settings beside the usual ones, once the identity is there. */
  readonly more?: (dataFolder: string) => Promise<Partial<Config>>
  /** Whether a look at a password costs as much as in service; else next to nothing, for few tests are about that. */
  readonly passwordsAsInService?: boolean
  /** What its State says of itself beside the usual. */
  readonly settings?: Partial<SettingsOfState>
  /** The published address of a node that listens at this port; absent: the line, which a test can disturb. */
  readonly urlOf?: ((port: number) => string) | undefined
}

async function openState(
  folder: string,
  state: string,
  authorities: readonly Authority[],
  { clockFile, log = silent, validFrom, more, urlOf, settings, passwordsAsInService }: StateOptions,
): Promise<WorldState> {
  const dataFolder = join(folder, state.toLowerCase())
  const identity = await identityOf(state, validFrom)
  await cp(identity, join(dataFolder, 'identity'), { recursive: true })
  await writeFile(join(dataFolder, 'passphrase'), passphrase, { mode: 0o600 })
  const database = await testDatabase()
  const first: Config = {
    dataFolder,
    databaseUrl: database.url,
    // Every connection plans its statements anew, which costs a world more than all that it says.
    databaseConnections: 4,
    host: '127.0.0.1',
    port: 0,
    passphraseFile: join(dataFolder, 'passphrase'),
    logLevel: 'silent',
    ...(clockFile === undefined ? {} : { clockFile }),
  }
  const port = await freePort()
  const config = { ...first, port, ...(await more?.(dataFolder)) }
  const link = await openLink(`http://127.0.0.1:${port}`)
  await writeSettingsOfState(dataFolder, {
    state,
    name: { language: 'en', text: `${state} (demonstration)` },
    demonstration: true,
    url: urlOf?.(port) ?? link.url,
    authorities,
    ...settings,
  })
  const otherwise: Otherwise = passwordsAsInService === true ? {} : { passwordCost: cheapPasswords }
  const opened: WorldState = {
    state,
    config,
    database,
    link,
    node: await startNode(config, log, otherwise),
    async restart() {
      await opened.node.close()
      opened.node = await startNode(config, log, otherwise)
    },
  }
  link.sign = (answer) => signResponse(answer, opened.node.node.httpSigner, new Date())
  return opened
}

/**
 * The keys of a State, the same in every world of this run of the tests whose certificates begin at that time, by default a
 * day ago: making them takes longer than most tests.
 */
async function identityOf(state: string, validFrom?: Date): Promise<string> {
  const folder = join(runFolder(), `identity-${state}-${validFrom?.getTime() ?? 'now'}`)
  if (existsSync(folder)) return folder
  const made = await newIdentity(state, validFrom ?? new Date(Date.now() - 86_400_000))
  // Another process of this run may have been faster.
  await rename(made, folder).catch(() => undefined)
  return folder
}

async function newIdentity(state: string, validFrom: Date): Promise<string> {
  const folder = join(await mkdtemp(join(runFolder(), 'identity-')), 'identity')
  await makeIdentity({
    folder,
    passphrase,
    country: state,
    organisation: `${state} (demonstration)`,
    holder: holderOf(state),
    validFrom,
  })
  return folder
}

/** A port below those that the system hands out by itself: nobody else takes it before the node does. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000)
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
  return isFree ? port : await freePort()
}

/** Pins the trust list of one State at another, as an administrator would. */
export async function pin(one: WorldState, other: WorldState): Promise<void> {
  const list = await newestTrustList(other.node.node.db, other.state)
  if (list === null) throw new Error(`${other.state} has no trust list`)
  const signer = other.node.node.trust.own().list.listSigners[0] ?? ''
  const pinned = await pinPeer(one.node.node, list.jws, [digestOfBase64(signer)], {
    person: 'Example-Pin',
    authority: one.state,
  })
  if (!pinned.ok)
    throw new Error(`${one.state} cannot pin ${other.state}: ${pinned.code} ${pinned.detail ?? ''}`)
  // Its authorities are believed from here on: the lists may be fetched from a server that shows a certificate of them.
  await one.node.refreshTrust()
  await renewRevocationLists(one.node.node, one.node.courier, pinned.list.list)
  await one.node.refreshTrust()
}

/** Waits until every peer of this State has told what it has, so that the node may say something new to it. */
export async function heard({ state, node }: WorldState): Promise<void> {
  await until(`${state} has heard its peers`, async () => {
    await node.hearing.hearAll()
    if ((await listUnheard(node.node.db)).length === 0) return true
    // Whoever asks a peer over and over that does not know it yet is let in no more for a minute.
    await new Promise((resolve) => setTimeout(resolve, 500))
    return false
  })
}

/** An authority that may ask for and answer everything. */
export function authority(id: string): Authority {
  return {
    id,
    name: { language: 'en', text: `${id} (demonstration)` },
    competences: measureKinds().map((kind) => ({ kind, roles: ['requesting', 'requested'] })),
    languages: ['en'],
    timeZone: 'UTC',
    officeHours: '24 h',
    validFrom: '2026-01-01T00:00:00Z',
  }
}

/** Waits until something is so; fails after a generous time, so that a hanging test ends. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  patienceMs = 60_000,
): Promise<void> {
  const end = Date.now() + patienceMs
  let pauseMs = 10
  while (!(await holds())) {
    if (Date.now() > end)
      throw new Error([`never came true: ${what}; what the nodes warned of last:`, ...warnings].join('\n'))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    // What does not come at once is looked for less often: each look asks the database.
    pauseMs = Math.min(pauseMs * 1.25, 40)
  }
}
