import { renewRevocationLists } from '../../src/exchange/renewPeer.ts'
import type { OpenNode } from '../../src/opening.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { until } from '../support/world.ts'
import { Broken, type Ground } from './drill.ts'
import { type Stage, type StateName, states, withNodes } from './stage.ts'

const hourMs = 3_600_000

/** A moment of each State. */
export type Since = Readonly<Record<StateName, Date>>

const bothOf = (stage: Stage) => states.map((state) => stage[state])

/**
 * Lists of revoked certificates last for two days and are renewed after one: each State has signed another since its moment, and has that
 * of the other.
 */
export async function listsRenewed({ say }: Ground, stage: Stage, since: Since): Promise<void> {
  await withNodes(bothOf(stage), async (nodes) => {
    for (const { node } of nodes) {
      for (const state of states) {
        await until(`${node.state} has a new list of revoked certificates of ${state}`, async () => {
          const rows = await node.db
            .selectFrom('revocation_list')
            .select('this_update')
            .where('state', '=', state)
            .where('next_update', '>', node.now())
            .execute()
          return rows.some(({ this_update }) => isSince(this_update, since[state]))
        })
        const opened = state === node.state ? node.trust.own() : node.trust.peer(state)
        if (opened === null || Date.parse(opened.list.nextUpdate) <= node.now().getTime())
          throw new Broken(`the trust list of ${state} has run out at ${node.state}`)
      }
    }
  })
  say(
    '  found: both have signed new lists of revoked certificates, and have that of the other; trust lists count',
  )
}

/**
 * Has each fetch the lists of revoked certificates of the other once that has signed another since its moment. A node does so by itself
 * every ten minutes by the clock of the machine, which no drill moves, and at once where the one that it has has run out. Only the one that
 * fetches is opened here: the other signs by the process that serves it, or not at all.
 */
export async function fetchLists(stage: Stage, since: Since): Promise<void> {
  for (const state of states)
    await withNodes([stage[state]], async (nodes) => {
      for (const { node, courier } of nodes)
        for (const other of states.filter((one) => one !== state)) {
          const peer = node.trust.peer(other)
          if (peer === null) throw new Broken(`${state} has no trust list of ${other}`)
          await until(`${other} has signed another list of revoked certificates`, async () => {
            await renewRevocationLists(node, courier, peer.list)
            const rows = await node.db
              .selectFrom('revocation_list')
              .select('this_update')
              .where('state', '=', other)
              .execute()
            return rows.some(({ this_update }) => isSince(this_update, since[other]))
          })
        }
    })
}

/** The times of lists have whole seconds. */
function isSince(at: Date, since: Date): boolean {
  return at.getTime() >= since.getTime() - 1_000
}

/**
 * When a node last balanced with its peer: the job goes by the clock of the machine, which no drill moves. The State whose code comes first
 * asks after a day, and the other only where it was not asked an hour later.
 */
export async function balancedADayAgo(nodes: readonly OpenNode[]): Promise<void> {
  for (const { node } of nodes)
    for (const peer of states.filter((state) => state !== node.state))
      await writeSetting(node.db, `balance ${peer}`, new Date(Date.now() - 24.5 * hourMs).toISOString())
}

/** The job of the night has both balance since a moment, and they agree. */
export async function balancedBySelf({ say }: Ground, stage: Stage, since: Date): Promise<void> {
  await withNodes(bothOf(stage), async (nodes) => {
    for (const { node } of nodes)
      await until(`${node.state} has balanced by itself`, async () => {
        const rows = await node.db
          .selectFrom('balance')
          .select('agreed')
          .where('made_at', '>=', since)
          .execute()
        if (rows.some(({ agreed }) => !agreed)) throw new Broken('the balance of the night does not agree')
        return rows.length > 0
      })
  })
  say('  found: both have balanced by themselves, and agree')
}
