import type { Check, CheckName } from '../readiness.ts'
import { listsIn } from '../directory.ts'
import { exchangeLimits } from '../limits.ts'
import { keysEnding } from '../keysEnding.ts'
import { endOf, lastCheck } from '../recheck/dailyCheck.ts'
import type { Node } from '../node.ts'
import { lastBalance } from '../../store/balances.ts'
import { listCircuits } from '../../store/circuits.ts'
import { countDamagedFiles, countDead, countLateProofs } from '../../store/lateness.ts'
import { countOver } from '../../store/keeping.ts'
import { listPeers } from '../../store/peers.ts'
import { attestingFindings } from './attesting.ts'
import { clockFindings } from './clock.ts'
import { type Found, type HealthItem, type Healthy, item } from './healthItem.ts'
import { lateJobs } from './lateJobs.ts'
import { processFindings } from './processes.ts'
import { webhookFindings } from './webhooks.ts'

/** What health is found out with beside the node. */
export interface HealthAsker {
  /** What `/health/ready` knows: found out once for all who ask at the same time. */
  readonly ready: () => Promise<{ readonly checks: readonly Check[] }>
  /** The node takes its time from a file. */
  readonly hasClockFile: boolean
}

/** How the node is, what is wrong first. */
export async function readHealth(node: Node, asker: HealthAsker): Promise<readonly HealthItem[]> {
  const { checks } = await asker.ready()
  const found = await Promise.all([
    ofChecks(node, checks),
    clockFindings(node, asker.hasClockFile),
    attestingFindings(node),
    ofPeers(node),
    ofSealedFiles(node),
    ofQueue(node),
    ofRecords(node),
    lateJobs(node),
    processFindings(node),
    webhookFindings(node),
    ofKeeping(node),
  ])
  const items = [...found.flat(), ...ofKeys(node)]
  return [...items.filter(({ isGood }) => !isGood), ...items.filter(({ isGood }) => isGood)]
}

async function ofChecks(node: Node, checks: readonly Check[]): Promise<readonly HealthItem[]> {
  const failing = new Map(checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail ?? null]))
  const judged = (
    name: CheckName,
    of: Healthy,
    good: Found,
    bad: Found,
    at: string | null = null,
  ): HealthItem =>
    failing.has(name)
      ? item(of, bad, false, { at, detail: failing.get(name) ?? null })
      : item(of, good, true, { at })
  const { nextUpdate } = node.trust.own().list
  const last = await lastCheck(node)
  const checked = last?.until === undefined ? null : endOf(last).toISOString()
  // Who stands for the node does so by a connection to its database.
  const database = failing.get('database') ?? failing.get('standing')
  return [
    database === undefined
      ? item('database', 'databaseWorks', true)
      : item('database', 'databaseFails', false, { detail: database }),
    judged('signature', 'signature', 'signatureWorks', 'signatureFails'),
    judged('trustList', 'trustList', 'listInForce', 'listOver', nextUpdate),
    judged('rollback', 'rollback', 'dataNewest', 'dataOld'),
    failing.has('exhibits')
      ? item('exhibits', 'filesFail', false, { detail: failing.get('exhibits') ?? null })
      : await ofRoom(node),
    judged('log', 'ownLog', checked === null ? 'logUnchecked' : 'logSound', 'logBroken', checked),
  ]
}

async function ofRoom({ exhibits }: Node): Promise<HealthItem> {
  const count = await exhibits.freeBytes()
  return item('exhibits', count > 0 ? 'filesWork' : 'filesNoRoom', count > 0, { count: Math.max(0, count) })
}

/** What was found when files were last read where they lie; that of other States is fetched anew from them. */
async function ofSealedFiles({ db, state }: Node): Promise<readonly HealthItem[]> {
  const count = await countDamagedFiles(db, state)
  return count === 0 ? [] : [item('exhibits', 'filesDamaged', false, { count })]
}

async function ofPeers({ db }: Node): Promise<readonly HealthItem[]> {
  const unheard = (await listPeers(db)).filter(({ heard_at }) => heard_at === null).map(({ state }) => state)
  const circuits = await listCircuits(db)
  const away = circuits.filter(({ opened_at }) => opened_at !== null).map(({ peer_state }) => peer_state)
  const found = [
    ...(unheard.length === 0 ? [] : [item('peers', 'peersUnheard', false, { states: unheard })]),
    ...(away.length === 0 ? [] : [item('peers', 'peersAway', false, { states: away })]),
  ]
  return found.length === 0 ? [item('peers', 'peersReached', true)] : found
}

async function ofQueue({ db }: Node): Promise<HealthItem> {
  const count = await countDead(db)
  return item('queue', count === 0 ? 'nothingGivenUp' : 'messagesGivenUp', count === 0, { count })
}

async function ofRecords({ db }: Node): Promise<readonly HealthItem[]> {
  const peers = (await listPeers(db)).map(({ state }) => state)
  const balances = await Promise.all(peers.map((peer) => lastBalance(db, peer)))
  const differ = balances.flatMap((last) => (last === null || last.agreed ? [] : [last.peer_state]))
  const late = await countLateProofs(db)
  const found = [
    ...(differ.length === 0 ? [] : [item('records', 'recordsDiffer', false, { states: differ })]),
    ...(late === 0 ? [] : [item('records', 'proofsLate', false, { count: late })]),
  ]
  return found.length === 0 ? [item('records', 'recordsAgree', true)] : found
}

/** What the law lets go waits for two persons: nothing is erased by itself. */
async function ofKeeping({ db }: Node): Promise<HealthItem> {
  const count = await countOver(db, null, exchangeLimits.keeping.countedMax)
  return item('keeping', count === 0 ? 'keptInTime' : 'keptOver', count === 0, { count })
}

function ofKeys({ trust, now }: Node): readonly HealthItem[] {
  const ending = listsIn(trust).flatMap(({ list }) => keysEnding(list, now()))
  const waiting = ending.filter(({ isFollowed }) => isFollowed).length
  const count = ending.length - waiting
  if (ending.length === 0) return [item('keys', 'keysLast', true, { count })]
  return [
    ...(count === 0 ? [] : [item('keys', 'keysEnd', false, { count })]),
    ...(waiting === 0 ? [] : [item('keys', 'keysWait', false, { count: waiting })]),
  ]
}
