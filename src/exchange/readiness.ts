import { sign } from '../envelope/sign.ts'
import { verify } from '../envelope/verify.ts'
import { readHead } from '../store/audit.ts'
import { tryRoom } from '../store/databaseRoom.ts'
import { writeSetting } from '../store/settings.ts'
import type { Hearing } from './hearing.ts'
import type { Node } from './node.ts'
import { lastCheck } from './recheck/dailyCheck.ts'
import { isDatabaseBehind, rolledBack } from './standing.ts'

/** What is looked at, in the order in which it is told. */
export const checkNames = [
  'database',
  'standing',
  'signature',
  'trustList',
  'rollback',
  'exhibits',
  'log',
] as const

export type CheckName = (typeof checkNames)[number]

/** One thing that a node must be able to do, and whether it just could. */
export interface Check {
  readonly name: CheckName
  readonly ok: boolean
  readonly detail?: string
}

/**
 * Does what a node is for: writes to its database, signs and verifies with its keys, reads its log, finds the place of
 * its sealed files.
 *
 * @param hearing - of a process that takes messages: it takes none while it does not stand for the node
 */
export async function readiness(
  node: Node,
  hearing?: Pick<Hearing, 'hasBegun'>,
): Promise<{ readonly ready: boolean; readonly checks: readonly Check[] }> {
  const checks = await Promise.all([
    check('database', async () => {
      await writeSetting(node.db, 'readiness', node.now().toISOString())
      await triedRoom(node)
    }),
    ...(hearing === undefined ? [] : [check('standing', () => standing(hearing))]),
    check('signature', () => signAndVerify(node)),
    check('trustList', () => {
      const { nextUpdate } = node.trust.own().list
      if (node.now().getTime() >= Date.parse(nextUpdate)) throw new Error(`ran out at ${nextUpdate}`)
      return Promise.resolve()
    }),
    check('rollback', async () => {
      // That a database cannot be asked is told by the others.
      if (await isDatabaseBehind(node).catch(() => false))
        throw new Error(`${rolledBack.code}: ${rolledBack.detail ?? ''}`)
    }),
    check('exhibits', () => node.exhibits.look()),
    check('log', async () => {
      await readHead(node.db)
      const wrong = (await lastCheck(node))?.wrong ?? null
      if (wrong !== null) throw new Error(`${wrong.object}: ${wrong.what}`)
    }),
  ])
  for (const { name, ok, detail } of checks)
    if (!ok) node.log.error({ check: name, reason: detail }, 'the node is not ready')
  return { ready: checks.every(({ ok }) => ok), checks }
}

/** Bytes that must fit on the disk of the database: the row above finds a place in a page that is there, on a full disk too. */
const roomBytes = 1024 ** 2
/** To lay them out leaves something in the catalogue: what was found counts for a while, unless it was that there is no room. */
const roomCountsMs = 10_000
const roomAtMs = new WeakMap<Node['db'], number>()

async function triedRoom({ db }: Pick<Node, 'db'>): Promise<void> {
  const nowMs = performance.now()
  if (nowMs - (roomAtMs.get(db) ?? -Infinity) < roomCountsMs) return
  await tryRoom(db, roomBytes)
  roomAtMs.set(db, nowMs)
}

/** Such a process answers that it is not there, though the database may take what it writes. */
function standing(hearing: Pick<Hearing, 'hasBegun'>): Promise<void> {
  return hearing.hasBegun()
    ? Promise.resolve()
    : Promise.reject(new Error('this process has no connection by which it stands for the node'))
}

async function signAndVerify(node: Node): Promise<void> {
  const now = node.now()
  const { jws } = await sign('receipt', { readiness: now.toISOString() }, node.signer, now)
  const verified = await verify('receipt', jws, node.trust.own().list, now, node.trust.statusNow)
  if (!verified.ok) throw new Error(verified.code)
}

async function check(name: CheckName, work: () => Promise<void>): Promise<Check> {
  try {
    await work()
    return { name, ok: true }
  } catch (reason) {
    return { name, ok: false, detail: reason instanceof Error ? reason.message : String(reason) }
  }
}
