import { hash } from 'node:crypto'
import { type Checkpoint, openCheckpoint } from '../../audit/checkpoint.ts'
import {
  type AddCheckpoint,
  type Witnessed,
  judgeGrowth,
  openSubmitted,
  parseAddCheckpoint,
  showsOtherPast,
} from '../../audit/addCheckpoint.ts'
import { cosign } from '../../audit/cosignature.ts'
import { type NoteVerifier, parseVerifierKey, publicKeyDigest, splitNote } from '../../audit/note.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { nameIn, vkeysInForce } from '../../trust/list.ts'
import type { Trx } from '../../store/database.ts'
import type { WitnessedLogRow } from '../../store/trailTables.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  addLogConflict,
  findWitnessedLogs,
  findWitnessedLogsByDigest,
  lockWitnessedLog,
  putWitnessedLog,
} from '../../store/witness.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

type Witness = Pick<
  Node,
  | 'db'
  | 'now'
  | 'log'
  | 'random'
  | 'actedFrom'
  | 'trust'
  | 'listsInDoubt'
  | 'witnessSigners'
  | 'memory'
  | 'logSigner'
>

/** The log of a peer: whose it is, and what its checkpoints are verified with. */
interface PeerLog {
  /** The States whose lists name its key: one, unless another has put it into its own. */
  readonly states: readonly [string, ...string[]]
  readonly verifier: NoteVerifier
}

/**
 * Cosigns the checkpoint of a peer's log, if it has grown from what was cosigned last (C2SP tlog-witness). What is
 * returned is on disk: a process that dies before it answers has cosigned something that nobody has, which binds it all
 * the same. A log that is proven to have another past is refused, and the proof is kept and in the own log.
 *
 * Refuses with WITNESS_LOG_UNKNOWN, what `openSubmitted` and `judgeGrowth` refuse, and NODE_ROLLED_BACK where this node may have forgotten
 * what it has cosigned.
 *
 * @returns a signature line for each key that counts, with its newline
 */
export async function cosignCheckpoint(node: Witness, body: Uint8Array): Promise<Result<{ line: string }>> {
  const parsed = parseAddCheckpoint(body)
  if (!parsed.ok) return parsed
  const { asked, origin } = parsed
  const logs = logsOf(node, origin)
  if (logs.length === 0) doubtLists(node, origin)
  const submitted = openedBy(logs, asked)
  if (!submitted.ok) return submitted
  const { peer, checkpoint } = submitted
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  return await inTransaction(node.db, async (trx) => {
    await lockWitnessedLog(trx, origin)
    const { known, places } = await keptOf(trx, origin, peer)
    if (places.length === 0)
      return refuse('WITNESS_LOG_UNKNOWN', { detail: 'its State has another log of this name' })
    const judged = judgeGrowth(asked, checkpoint, known)
    if (!judged.ok) {
      if (known !== null && judged.code === 'WITNESS_NOT_GROWN') {
        const proof = { peer, known, refused: asked.checkpoint }
        if (showsOtherPast(asked, checkpoint, known)) await keepProof(node, trx, proof)
        else warnUnshown(node, proof)
      }
      return judged
    }
    const now = node.now()
    const { size, root } = checkpoint
    const text = textOf(asked.checkpoint)
    // With the keys before as well, for whoever does not know the new one yet.
    const line = node
      .witnessSigners(now)
      .map((signer) => cosign(text, signer, now))
      .join('')
    const note = asked.checkpoint + line
    const kept = { origin, size, root: Buffer.from(root), note, cosigned_at: now }
    for (const state of places) await putWitnessedLog(trx, { ...kept, state })
    return { ok: true, line }
  })
}

/**
 * The largest head of this very log that was cosigned: by the key that signs it, whichever State's list named it then. Two States that
 * name one key have one log, and it has one past; another key of the same State and name has another log.
 *
 * `places` are the States under which it is kept: each that names the key, but not one under which another log of that name is kept
 * already, which would be forgotten and could begin anew.
 */
async function keptOf(
  trx: Trx,
  origin: string,
  { states, verifier }: PeerLog,
): Promise<{ readonly known: WitnessedLogRow | null; readonly places: readonly string[] }> {
  const rows = await findWitnessedLogs(trx, origin)
  const others = rows.filter((row) => !isSignedBy(row, verifier)).map(({ state }) => state)
  return {
    known: rows.find((row) => isSignedBy(row, verifier)) ?? null,
    places: states.filter((state) => !others.includes(state)),
  }
}

function isSignedBy({ note }: Pick<WitnessedLogRow, 'note'>, verifier: NoteVerifier): boolean {
  return openCheckpoint(Buffer.from(note), verifier).ok
}

/**
 * The checkpoint of another log that was cosigned last, by the SHA-256 (hex) of its origin; null where there is none. Where several States
 * have a log of that name, it is that of the State that asks; of nobody who is known, one that its State's list names.
 *
 * @param asker - the States whose lists name the key by which it is asked for; none: it may be anybody
 */
export async function cosignedOf(
  node: Pick<Node, 'db' | 'trust' | 'now'>,
  digest: string,
  asker: readonly string[] = [],
): Promise<string | null> {
  const rows = await findWitnessedLogsByDigest(node.db, digest)
  const isNamed = (row: WitnessedLogRow): boolean =>
    logsOf(node, row.origin).some(
      ({ states, verifier }) => states.includes(row.state) && isSignedBy(row, verifier),
    )
  const asked = rows.find(({ state }) => asker.includes(state)) ?? rows.find(isNamed) ?? rows[0]
  return asked?.note ?? null
}

/**
 * The logs of that name: one, or more where a peer has given its own the name of another's. Those count as well that a
 * peer is to begin, and those that it has closed not long ago, whose last head may still come.
 */
function logsOf({ trust, now }: Pick<Node, 'trust' | 'now'>, origin: string): PeerLog[] {
  const named = trust.peers.flatMap((state) => {
    const log = trust.peer(state)?.list.log
    const vkeys = log === undefined ? [] : vkeysInForce(log, now())
    // By the name first: to read the keys of all peers for each head that comes would cost more than all the rest.
    return vkeys.flatMap((vkey) => {
      const parsed = nameIn(vkey) === origin ? parseVerifierKey(vkey) : null
      return parsed?.ok === true ? [{ state, verifier: parsed.verifier }] : []
    })
  })
  const logs = new Map<string, PeerLog>()
  for (const { state, verifier } of named) {
    const key = publicKeyDigest(verifier.publicKey)
    const known = logs.get(key)
    logs.set(key, { verifier, states: known === undefined ? [state] : [...known.states, state] })
  }
  return [...logs.values()]
}

/** A node whose log has ended goes on under the next name, which its newest list tells: that is fetched soon. */
function doubtLists({ trust, listsInDoubt }: Pick<Node, 'trust' | 'listsInDoubt'>, origin: string): void {
  const base = baseOf(origin)
  for (const state of trust.peers) {
    const known = trust.peer(state)?.list.log.origin
    if (known !== undefined && baseOf(known) === base) listsInDoubt.add(state)
  }
}

/** The name of a log without its last part, which counts the logs of a node. */
function baseOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf('/') + 1)
}

function openedBy(
  logs: readonly PeerLog[],
  asked: AddCheckpoint,
): Result<{ peer: PeerLog; checkpoint: Checkpoint }> {
  let last: Refusal = refuse('WITNESS_LOG_UNKNOWN')
  for (const peer of logs) {
    const opened = openSubmitted(asked, peer.verifier)
    if (opened.ok) return { ok: true, peer, checkpoint: opened.checkpoint }
    last = opened
  }
  return last
}

interface Proof {
  readonly peer: PeerLog
  readonly known: Witnessed & { readonly note: string }
  readonly refused: string
}

/** Keeps two notes that the log has signed and that do not go together, once, with an entry in the own log. */
async function keepProof(node: Witness, trx: Trx, { peer, known, refused }: Proof): Promise<void> {
  const now = node.now()
  const digest = hash('sha256', textOf(refused))
  const { verifier } = peer
  const [state] = peer.states
  const proof = { origin: verifier.name, digest, state, kept: known.note, refused, found_at: now }
  if (!(await addLogConflict(trx, proof))) return
  const trail = await openTrail(node, trx, [], now)
  trail.add({ event: 'witness.refused', peer: state, digest, code: 'WITNESS_NOT_GROWN', count: known.size })
  await append(trx, trail.audit())
  node.log.error({ peer: state, digest, size: known.size }, 'the log of a peer has another past than it had')
}

/**
 * A head that the peer has signed came with a proof that does not lead to it. Anybody can bring that, so nothing is kept and nobody is
 * accused: where the log has another past, it stands without the cosignature of this node until that is shown.
 */
function warnUnshown(node: Witness, { peer, known, refused }: Proof): void {
  node.log.warn(
    { peer: peer.states[0], digest: hash('sha256', textOf(refused)), size: known.size },
    'a head of a peer came, from whoever, with a proof that does not lead to it; it is not cosigned',
  )
}

/** What is signed of a note that was parsed. */
function textOf(note: string): string {
  const split = splitNote(Buffer.from(note))
  if (!split.ok) throw new Error('a note that was parsed is none')
  return split.text
}
