import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Report } from '../../audit/bundle/report.ts'
import { verifyBundles } from '../../audit/bundle/verify.ts'
import { exportBundle } from '../../exchange/export.ts'
import type { NodeLog } from '../../exchange/node.ts'
import { courier } from '../../exchange/post.ts'
import type { Case } from '../../message/generated/types.ts'
import type { OpenNode } from '../../opening.ts'
import { createDatabase, dropDatabase } from '../../store/serverDatabases.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import { paths } from '../../web/paths.ts'
import { tellReport } from '../reportInWords.ts'
import { readBundle, writeBundle } from '../folder.ts'
import { exitCodes } from '../outcome.ts'
import { bytesInWords } from '../progress.ts'
import { beginningOf, statesIn } from './caseFile.ts'
import { catchUp, comeToRest, setClock } from './calendar.ts'
import { type CaseFiles, type CaseRoom, makeCaseFiles, roomOf } from './files.ts'
import { persist, until } from './persist.ts'
import { type Played, playCase } from './play.ts'
import { type Served, serve } from './served.ts'
import { type Place, makePlaces, openPlace, pinEachOther } from './stations.ts'

export interface DemonstrationOrder {
  readonly played: Case
  /** An empty folder; the nodes and their bundles are left in it. */
  readonly folder: string
  /** A server on which each node gets a database for as long as the demonstration lasts. */
  readonly databaseUrl?: string
  /** Real files, of the sizes that the case says, go with its messages. */
  readonly withFiles?: boolean
  /** How a node is served; absent: by a process of its own. */
  readonly serve?: (place: Place) => Served
  readonly say: (line: string) => void
}

export interface DemonstrationOutcome extends Played {
  /** 0 when the case went as written and the bundles verified together. */
  readonly exit: number
  readonly folder: string
  readonly bundles: readonly string[]
  readonly restarts: number
  readonly report: Report
}

const dayMs = 86_400_000

/** Plays a case between fresh nodes over real HTTP, exports their bundles and verifies them together. */
export async function runDemonstration(order: DemonstrationOrder): Promise<DemonstrationOutcome> {
  const { folder, say } = order
  if (order.withFiles === true) say(filesToGo(roomOf(order.played)))
  const files = order.withFiles === true ? await makeCaseFiles(order.played, join(folder, 'files')) : null
  const { played } = order
  const beginning = beginningOf(played)
  const clockFile = beginning === null ? undefined : join(folder, 'clock')
  if (clockFile !== undefined && beginning !== null) await setClock(clockFile, beginning)
  const databases = await openDatabases(order)
  const validFrom = new Date((beginning?.getTime() ?? Date.now()) - dayMs)
  const places = await makePlaces(
    played,
    {
      folder,
      logLevel: 'warn',
      ...(clockFile === undefined ? {} : { clockFile }),
      ...(databases === null ? {} : { databaseUrlOf: databases.urlOf }),
    },
    validFrom,
  )
  say(played.title.text)
  say(
    `${places.length === 2 ? 'Both' : `All ${places.length}`} nodes are in ${folder}${clockFile === undefined ? '' : '; they live in the calendar of the case'}.`,
  )
  const nodes = new Map<string, OpenNode>()
  const served = new Map<string, Served>()
  const messenger = courier(paths)
  try {
    for (const place of places) nodes.set(place.state, await persist(() => openPlace(place, quiet)))
    await persist(() => pinEachOther([...nodes.values()]))
    for (const place of places) served.set(place.state, startServing(place, order))
    const outcome = await playCase({
      played,
      nodeOf: (state) => found(nodes, state),
      setClock:
        clockFile === undefined
          ? null
          : async (at) => {
              await comeToRest([...nodes.values()])
              await setClock(clockFile, at)
              await catchUp([...nodes.values()], messenger)
            },
      lineDown: (state) => found(served, state).stop(),
      lineUp: async (state) => {
        found(served, state).start()
        await until(`the node of ${state} serves again`, () => Promise.resolve(found(served, state).isUp()))
      },
      files,
      say,
    })
    if (files !== null) say(filesGone(files.gone()))
    const bundles = await exportAll(folder, [...nodes.values()], say)
    const report = await verifyAll(bundles, [...nodes.values()])
    tellReport(report, { say })
    const restarts = [...served.values()].reduce((sum, one) => sum + one.restarts(), 0)
    say(verdictOf(outcome, restarts))
    const exit = outcome.differences.length > 0 ? exitCodes.failed : report.exit
    return { ...outcome, exit, folder, bundles, restarts, report }
  } finally {
    await Promise.all([...served.values()].map((one) => one.stop()))
    for (const node of nodes.values()) await node.close()
    await messenger.close()
    await databases?.drop()
  }
}

function filesToGo({ files, clearBytes, diskBytes }: CaseRoom): string {
  return files === 0
    ? 'The case hands over no files.'
    : `${files} files of together ${bytesInWords(clearBytes)} go with its messages; ${bytesInWords(diskBytes)} of the disk are needed.`
}

function filesGone({ files, bytes }: ReturnType<CaseFiles['gone']>): string {
  return `${files} files went with them and are whole where they came: ${bytesInWords(bytes)}.`
}

function startServing(place: Place, { say, serve: serveBy = serve }: DemonstrationOrder): Served {
  const served = serveBy(place)
  served.start()
  say(`The node of ${place.state} serves at ${place.url} (process ${served.pid() ?? '?'}).`)
  return served
}

function verdictOf({ messages, refused, differences }: Played, restarts: number): string {
  const restarted = restarts === 0 ? '' : ` Nodes were restarted ${restarts} times.`
  return differences.length === 0
    ? `${messages} messages went as the case says, ${refused} wrong moves were refused.${restarted}`
    : `${differences.length} things were otherwise than the case says.${restarted}`
}

async function exportAll(
  folder: string,
  nodes: readonly OpenNode[],
  say: (line: string) => void,
): Promise<string[]> {
  const bundles: string[] = []
  for (const { node, cosign } of nodes) {
    const bundle = join(folder, `bundle-${node.state.toLowerCase()}`)
    const authority = node.trust.own().list.authorities[0]?.id ?? node.state
    const files = await persist(() =>
      exportBundle(node, { requests: null, person: 'Example-Auditor', authority }, cosign),
    )
    await writeBundle(bundle, files)
    say(`The bundle of ${node.state} is in ${bundle}.`)
    bundles.push(bundle)
  }
  return bundles
}

/** Reads the bundles back from disk: what is verified is what an auditor would get. */
async function verifyAll(folders: readonly string[], nodes: readonly OpenNode[]): Promise<Report> {
  const bundles = await Promise.all(folders.map(async (name) => ({ name, files: await readBundle(name) })))
  const pins = new Map(
    nodes.map(({ node }) => [node.state, node.trust.own().list.listSigners.map(digestOfBase64)]),
  )
  return await verifyBundles(bundles, { pins })
}

/** Databases on a server of one's own, for as long as the demonstration lasts. */
async function openDatabases({ databaseUrl, played }: DemonstrationOrder) {
  if (databaseUrl === undefined) return null
  const run = randomBytes(4).toString('hex')
  const nameOf = (state: string): string => `rogatory_demo_${run}_${state.toLowerCase()}`
  const states = statesIn(played).map(({ state }) => state)
  const urls = new Map<string, string>()
  for (const state of states) urls.set(state, await createDatabase(databaseUrl, nameOf(state)))
  return {
    urlOf: (state: string) => found(urls, state),
    drop: async () => {
      for (const state of states) await dropDatabase(databaseUrl, nameOf(state))
    },
  }
}

function found<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`${key} has no part in this case`)
  return value
}

const quiet: NodeLog = { info: () => undefined, warn: () => undefined, error: () => undefined }
