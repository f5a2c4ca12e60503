import { sideBySide } from '../../message/sideBySide.ts'
import { lastUnexplained } from '../../store/balances.ts'
import { isConnectionError } from '../../store/failures.ts'
import { readSetting, replaceSetting, writeSetting } from '../../store/settings.ts'
import type { BalanceRow } from '../../store/trailTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { balanceWith } from './ask.ts'
import { explainDifference } from './differences.ts'

/** Setting: when this node last balanced with a peer, or tried to, by the clock of the machine. */
function settingOf(peer: string): string {
  return `balance ${peer}`
}

/** A peer has asked and was answered: this node need not ask it for a day. */
export async function noteBalanced(node: Pick<Node, 'db' | 'machineNow'>, peer: string): Promise<void> {
  await writeSetting(node.db, settingOf(peer), node.machineNow().toISOString())
}

/**
 * Balances with each peer where that was not done for a day, by the clock of the machine; of several processes of a node,
 * one does. The State whose code comes first asks; the other does where it was not asked in time. A peer that cannot be
 * reached is asked again within the hour. The first balance with a peer comes a day after it was first looked for.
 */
export async function balanceRound(node: Node, courier: Pick<Courier, 'ask'>): Promise<boolean> {
  // One that lets itself be waited for holds up no other.
  await sideBySide(node.trust.peers, exchangeLimits.balance.peersAtOnceMax, async (peer) => {
    try {
      await balanceInTime(node, courier, peer)
    } catch (reason) {
      if (isConnectionError(reason)) throw reason
      node.log.error({ peer, reason: String(reason) }, 'balancing with a peer broke')
    }
  })
  return false
}

/** Balances with one peer where it is time, and finds out what differs since the last balance. */
async function balanceInTime(node: Node, courier: Pick<Courier, 'ask'>, peer: string): Promise<void> {
  const unexplained = await lastUnexplained(node.db, peer)
  if (unexplained !== null) await explain(node, courier, unexplained)
  if (!(await isTaken(node, peer))) return
  const balanced = await balanceWith(node, courier, peer)
  if (balanced.ok) return
  node.log.warn({ peer, code: balanced.code, reason: balanced.detail }, 'a peer could not be balanced with')
  const asIfMs = node.machineNow().getTime() - waitOf(node, peer) + exchangeLimits.balance.againMs
  await writeSetting(node.db, settingOf(peer), new Date(asIfMs).toISOString())
}

/** Setting: from when on a peer may be asked again what it has of a balance that differs. */
function explainingOf(peer: string): string {
  return `balance explaining ${peer}`
}

/** Finds out what differs. A peer that does not list what it has is asked again after a while, and that is said each time. */
async function explain(node: Node, courier: Pick<Courier, 'ask'>, balance: BalanceRow): Promise<void> {
  const peer = balance.peer_state
  const now = node.machineNow()
  const notBefore = await readSetting(node.db, explainingOf(peer))
  if (notBefore !== null && now.getTime() < Date.parse(notBefore)) return
  const explained = await explainDifference(node, courier, balance)
  if (explained.ok) return
  const { code, detail } = explained
  node.log.warn(
    { peer, code, reason: detail, balance: balance.digest },
    'a peer does not tell what it has of a balance that differs',
  )
  const again = new Date(now.getTime() + exchangeLimits.balance.explainAgainMs)
  await writeSetting(node.db, explainingOf(peer), again.toISOString())
}

/** Takes it on for this process where it is time. A process that dies in it leaves the balance to the next day. */
async function isTaken(node: Node, peer: string): Promise<boolean> {
  const now = node.machineNow()
  const before = await readSetting(node.db, settingOf(peer))
  // One that lies ahead was written by a clock that was: it is no reason to wait until then.
  const sinceMs = before === null ? Infinity : now.getTime() - Date.parse(before)
  if (sinceMs >= 0 && sinceMs < waitOf(node, peer)) return false
  const isOurs = await replaceSetting(node.db, settingOf(peer), now.toISOString(), before)
  return isOurs && before !== null
}

function waitOf(node: Pick<Node, 'state'>, peer: string): number {
  const { everyMs, againMs } = exchangeLimits.balance
  return node.state < peer ? everyMs : everyMs + againMs
}
