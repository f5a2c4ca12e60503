import { parseVerifierKey } from '../../audit/note.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { type AuditHead, readHead } from '../../store/audit.ts'
import { cosignedCheckpoints, loggedSince } from '../../store/witness.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Asker, witnessPolicyOf } from './ownWitnesses.ts'

/** How far enough witnesses have cosigned the log. */
export interface WitnessedUpTo {
  /** Size of the newest head with a quorum; 0 where there is none. */
  readonly size: number
  /** When the first entry was logged that is not in it; null where all are. */
  readonly waitingSince: Date | null
}

/** Where the log stands with its witnesses, as the database says. */
export async function witnessedUpTo(
  node: Asker & Pick<Node, 'db'>,
  head: Pick<AuditHead, 'log' | 'size'>,
): Promise<WitnessedUpTo> {
  let size = 0
  // A log begins with all of the one that it has followed, as far as this database has it.
  for (let log = head.log; log > 0 && size === 0; log -= 1) size = await cosignedSize(node, log, head.size)
  return { size, waitingSince: size < head.size ? await loggedSince(node.db, size) : null }
}

/** Size of the newest head of a log with a quorum, up to that size; 0 where there is none. */
async function cosignedSize(node: Asker & Pick<Node, 'db'>, log: number, size: number): Promise<number> {
  const { isQuorum } = witnessPolicyOf(node)
  const newest = await cosignedCheckpoints(node.db, log, {
    before: size + 1,
    limit: exchangeLimits.witness.headsLookedAtMax,
  })
  const enough = newest.find(
    ({ witnesses }) =>
      witnesses.length > 0 &&
      isQuorum(
        witnesses.flatMap((vkey) => {
          const parsed = parseVerifierKey(vkey, 'cosignature')
          return parsed.ok ? [parsed.verifier] : []
        }),
      ),
  )
  return enough?.size ?? 0
}

/** Whether the log has grown for so long without enough witnesses that its evidence counts as unwitnessed. */
export async function isUnwitnessed(node: Asker & Pick<Node, 'db'>): Promise<boolean> {
  const { waitingSince } = await witnessedUpTo(node, await readHead(node.db))
  return (
    waitingSince !== null &&
    node.now().getTime() - waitingSince.getTime() > exchangeLimits.witness.unwitnessedMaxMs
  )
}

/** What is told where nothing may leave without a witness. */
export const unwitnessed: Refusal = refuse('NODE_UNWITNESSED', {
  detail:
    'too few witnesses have cosigned the log for a quarter of an hour, and ROGATORY_WITNESS_REQUIRED says that nothing leaves then',
})
