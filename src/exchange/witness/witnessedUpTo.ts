import { encodeVerifierKey } from '../../audit/note.ts'
import type { PolicyWitness } from '../../audit/witnessPolicy.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { type AuditHead, readHead } from '../../store/audit.ts'
import { listPeers } from '../../store/peers.ts'
import { cosignedLogBefore, cosignedSizes, loggedSince } from '../../store/witness.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Asker, witnessPolicyOf } from './ownWitnesses.ts'

/** How far enough witnesses have cosigned the log. */
export interface WitnessedUpTo {
  /** Entries that each of enough witnesses has cosigned, in one head or another; 0 where there are none. */
  readonly size: number
  /** When the first entry was logged that is not among them; null where all are. */
  readonly waitingSince: Date | null
}

/** Where the log stands with its witnesses, as the database says. */
export async function witnessedUpTo(
  node: Asker & Pick<Node, 'db'>,
  head: Pick<AuditHead, 'log' | 'size'>,
): Promise<WitnessedUpTo> {
  let size = 0
  // A log begins with all of the one that it has followed, as far as this database has it.
  for (
    let log: number | null = head.log;
    log !== null && size === 0;
    log = await cosignedLogBefore(node.db, log)
  )
    size = await cosignedSize(node, log, head.size)
  return { size, waitingSince: size < head.size ? await loggedSince(node.db, size) : null }
}

/**
 * So many entries of a log enough witnesses have cosigned, up to that size; 0 where there are too few. Who has cosigned a longer
 * head has cosigned the shorter ones with it: it was shown that the one goes on from the other.
 */
async function cosignedSize(node: Asker & Pick<Node, 'db'>, log: number, most: number): Promise<number> {
  const { witnesses } = witnessPolicyOf(node)
  const keyOf = ({ verifier }: PolicyWitness): string => encodeVerifierKey(verifier)
  const sizes = await cosignedSizes(node.db, log, witnesses.map(keyOf))
  const heads = witnesses
    .flatMap((witness) => {
      const size = sizes.get(keyOf(witness))
      return size === undefined ? [] : [{ witness, size }]
    })
    .sort((one, other) => other.size - one.size)
  const there = new Set(heads.map(({ witness }) => witness.name))
  const { isQuorum } = witnessPolicyOf(node, await newcomers(node, there))
  const enough = heads.find(({ size }) =>
    isQuorum(heads.filter((one) => one.size >= size).map(({ witness }) => witness.verifier)),
  )
  return Math.min(enough?.size ?? 0, most)
}

/**
 * Peers that were added a moment ago and have cosigned nothing yet. They do not count before they could: else the whole log were
 * without enough witnesses as soon as a second peer is pinned.
 */
async function newcomers(
  { db, now, witnessPolicy }: Asker & Pick<Node, 'db'>,
  there: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (witnessPolicy !== null) return new Set()
  const before = now().getTime() - exchangeLimits.witness.unwitnessedMaxMs
  const peers = await listPeers(db)
  const late = peers.filter(({ state, added_at }) => added_at.getTime() > before && !there.has(state))
  return new Set(late.map(({ state }) => state))
}

/** Whether the log has grown for so long without enough witnesses that its evidence counts as unwitnessed. */
export async function isUnwitnessed(node: Asker & Pick<Node, 'db'>): Promise<boolean> {
  const { waitingSince } = await witnessedUpTo(node, await readHead(node.db))
  return (
    waitingSince !== null &&
    node.now().getTime() - waitingSince.getTime() > exchangeLimits.witness.unwitnessedMaxMs
  )
}

/** When it was looked last whether a node lacks witnesses, by its clock and by that of the process, and what was seen. */
interface LastLook {
  readonly at: Date
  readonly atMs: number
  readonly isUnwitnessed: Promise<boolean>
}

/** Each draft and each batch asks, and what they ask about changes within minutes. */
const lookedWithinMs = 1_000
const lastLooks = new WeakMap<object, LastLook>()

/**
 * Whether nothing that binds this State may leave the node now: it says so, and its evidence counts as unwitnessed, as it was seen within
 * the last second.
 */
export async function lacksWitness(node: Asker & Pick<Node, 'db' | 'isWitnessRequired'>): Promise<boolean> {
  if (!node.isWitnessRequired) return false
  const [at, atMs] = [node.now(), performance.now()]
  const last = lastLooks.get(node)
  const isFresh =
    last !== undefined &&
    Math.abs(at.getTime() - last.at.getTime()) < lookedWithinMs &&
    atMs - last.atMs < lookedWithinMs
  if (isFresh) return await last.isUnwitnessed
  const look = { at, atMs, isUnwitnessed: isUnwitnessed(node) }
  lastLooks.set(node, look)
  // What could not be looked at is looked at again by the next.
  look.isUnwitnessed.catch(() => lastLooks.delete(node))
  return await look.isUnwitnessed
}

/** What is told where nothing may leave without a witness. */
export const unwitnessed: Refusal = refuse('NODE_UNWITNESSED', {
  detail:
    'too few witnesses have cosigned the log for a quarter of an hour, and ROGATORY_WITNESS_REQUIRED says that nothing leaves then',
})
