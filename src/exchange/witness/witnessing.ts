import { hash } from 'node:crypto'
import { encodeAddCheckpoint } from '../../audit/addCheckpoint.ts'
import { openOwnCheckpoint } from '../../audit/checkpoint.ts'
import { cosignaturesOn } from '../../audit/cosignature.ts'
import { type NoteVerifier, encodeVerifierKey } from '../../audit/note.ts'
import { tilesOfSpans } from '../../audit/tile.ts'
import { consistencySpans, hashOfSpan } from '../../audit/tree.ts'
import type { PolicyWitness } from '../../audit/witnessPolicy.ts'
import { foreignWords } from '../../message/foreignWords.ts'
import { nameIn, vkeysInForce } from '../../trust/list.ts'
import { type AuditHead, lastPending, readHead } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { closingHead, cosignedSizes, putCosignature } from '../../store/witness.ts'
import { exchangeLimits } from '../limits.ts'
import { isNewest } from '../newestHead.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { witnessesInTurn } from './witnessesInTurn.ts'
import { type Asker, witnessPolicyOf, witnessUrlsOf } from './ownWitnesses.ts'
import { unwitnessedAlarm } from './unwitnessedAlarm.ts'
import { hashes } from '../readLog.ts'
import { takeShownHead } from '../shownHead.ts'
import { standingOf } from '../standing.ts'

/** What a node asks of the witnesses of its log (C2SP tlog-witness). */
export interface Witnessing {
  /**
   * Asks each witness that has not cosigned the newest head, or not for an hour in which nothing was logged, and sees
   * whether enough have. True where one has cosigned a head now. Of peers so many at once, where no policy names witnesses.
   */
  round(peersMax?: number): Promise<boolean>
  /**
   * Asks each witness which head of this log it has cosigned. A database that was put back together with what the node remembers of
   * its log looks sound from within: where a witness shows a head that the node has signed and its database lacks, nothing more is
   * signed. Who does not answer tells nothing.
   */
  learn(): Promise<void>
}

/** When a witness that failed is asked again. */
interface Pause {
  readonly untilMs: number
  readonly pauseMs: number
}

type Asking = Pick<Courier, 'submitCheckpoint' | 'fetchCosigned'>

/** @param nowMs - a clock that never goes back */
export function witnessing(node: Node, courier: Asking, nowMs: () => number): Witnessing {
  const pauses = new Map<string, Pause>()
  /** By the name of the witness, the head that it has cosigned, and since when that is known or was so again. */
  const cosigned = new Map<string, { readonly head: string; readonly atMs: number }>()
  const alarm = unwitnessedAlarm(node, nowMs)

  const ask = async (
    witness: PolicyWitness,
    head: SignedHead,
    { keysOf, sizeOf }: CosignedBefore,
  ): Promise<boolean> => {
    const key = pauseOf(witness, head)
    try {
      await cosignedBy({ node, courier, witness, keys: keysOf(witness) }, head, sizeOf(witness))
      pauses.delete(key)
      return true
    } catch (reason) {
      const pauseMs = pauses.get(key)?.pauseMs ?? exchangeLimits.witness.pauseMs.first
      pauses.set(key, {
        untilMs: nowMs() + pauseMs,
        pauseMs: Math.min(pauseMs * 2, exchangeLimits.witness.pauseMs.longest),
      })
      node.log.warn({ witness: witness.name, reason: String(reason) }, 'a witness has not cosigned the log')
      return false
    }
  }
  const pausedUntilMs = (witness: PolicyWitness, head: SignedHead): number | null =>
    pauses.get(pauseOf(witness, head))?.untilMs ?? null
  const isDue = (...of: [PolicyWitness, SignedHead]): boolean => (pausedUntilMs(...of) ?? 0) <= nowMs()

  /** Asks for the cosignatures that lack on a head. One of several keys that a witness has is enough. */
  const askAll = async (head: SignedHead, before: CosignedBefore, peersMax: number): Promise<boolean> => {
    const { witnesses, sizeOf } = before
    const behind = witnesses.filter((witness) => sizeOf(witness) < head.size && isDue(witness, head))
    // A policy names those that a person wants to hear of each head.
    const most = node.witnessPolicy === null ? peersMax : Infinity
    const asked = witnessesInTurn(behind, { sizeOf, pausedUntilMs: (one) => pausedUntilMs(one, head) }, most)
    return (await Promise.all(asked.map((witness) => ask(witness, head, before)))).includes(true)
  }

  /** Whether a witness cosigned this head so long ago, as far as this process knows, that it is to do so again. */
  const isSilent = ({ name }: PolicyWitness, { checkpoint }: SignedHead): boolean => {
    const before = cosigned.get(name)
    if (before?.head === checkpoint) return nowMs() - before.atMs >= exchangeLimits.witness.againMs
    cosigned.set(name, { head: checkpoint, atMs: nowMs() })
    return false
  }

  /**
   * Has the newest head cosigned again where nothing was logged for long. What waits for its place was logged before, and
   * would look as if it were dated back.
   */
  const askAgain = async (head: SignedHead, before: CosignedBefore): Promise<void> => {
    const { witnesses, sizeOf } = before
    const atHead = witnesses.filter((witness) => sizeOf(witness) === head.size && isDue(witness, head))
    const silent = atHead.filter((witness) => isSilent(witness, head))
    for (const { name } of silent) cosigned.set(name, { head: head.checkpoint, atMs: nowMs() })
    await Promise.all(silent.map((witness) => ask(witness, head, before)))
  }

  return {
    async learn() {
      const head = await readHead(node.db)
      const asked = witnessPolicyOf(node).witnesses.filter(({ url }) => url !== null)
      const once = [...new Map(asked.map((witness) => [witness.url, witness])).values()]
      await Promise.all(
        once.map((witness) =>
          hearContradiction(node, courier, witness, head).catch((reason: unknown) => {
            node.log.info(
              { witness: witness.name, reason: String(reason) },
              'a witness shows no head of this log',
            )
          }),
        ),
      )
    },
    async round(peersMax = Infinity) {
      // Before the head is read: what is placed between the two is in that head, and not missing from an older one.
      const [mayVouch, isAtRest] = [await isNewest(node), (await lastPending(node.db)) === null]
      // Before it as well: what a peer hands back may put another log in the place of this one, and a head from before that is shown to nobody.
      const { isBehind, unheard } = await standingOf(node, node.db)
      const head = await readHead(node.db)
      if (head.size === 0 || isBehind) return false
      const before = (asked: SignedHead): Promise<CosignedBefore> => cosignedBefore(node, asked, unheard)
      const closed = await closingHead(node.db, head.log - 1)
      let isCosigned =
        closed !== null && isListed(node, closed) && (await askAll(closed, await before(closed), peersMax))
      // A log that has just followed another still has the head of that one: its own is to be signed.
      // One that was signed before a pause of the node would have a time of after it, and what was noted last a place behind it.
      if (originOf(head) === node.logSigner(head.log).name && mayVouch) {
        const first = await before(head)
        const isNew = await askAll(head, first, peersMax)
        isCosigned ||= isNew
        if (isAtRest) await askAgain(head, isNew ? await before(head) : first)
      }
      await alarm(head)
      return isCosigned
    },
  }
}

/** A head of one of the own logs, as it was signed; `log_key` is absent where that log was closed with it. */
type SignedHead = Pick<AuditHead, 'log' | 'size' | 'checkpoint'> & Partial<Pick<AuditHead, 'log_key'>>

interface CosignedBefore {
  /** The witnesses that can be asked. */
  readonly witnesses: readonly PolicyWitness[]
  /** The keys of a witness that count, in use or not. */
  readonly keysOf: (witness: PolicyWitness) => readonly NoteVerifier[]
  /** The size up to which a witness has cosigned the log, by whichever of its keys. */
  readonly sizeOf: (witness: PolicyWitness) => number
}

async function cosignedBefore(
  node: Asker & Pick<Node, 'db'>,
  { log }: SignedHead,
  unheard: ReadonlySet<string>,
): Promise<CosignedBefore> {
  const { witnesses } = witnessPolicyOf(node)
  const sizes = await cosignedSizes(
    node.db,
    log,
    witnesses.map(({ verifier }) => encodeVerifierKey(verifier)),
  )
  const keys = new Map<string, NoteVerifier[]>()
  for (const { name, verifier } of witnesses) keys.set(name, [...(keys.get(name) ?? []), verifier])
  const keysOf = ({ name }: PolicyWitness): readonly NoteVerifier[] => keys.get(name) ?? []
  // A peer first tells what it has: of a log that went back, as a witness it could only say so, and nobody would be helped.
  const unheardUrls = witnessUrlsOf(node, [...unheard])
  return {
    witnesses: witnesses.filter(({ url }) => url !== null && !unheardUrls.has(url)),
    keysOf,
    sizeOf: (witness) =>
      Math.max(...keysOf(witness).map((verifier) => sizes.get(encodeVerifierKey(verifier)) ?? 0)),
  }
}

function originOf({ checkpoint }: Pick<SignedHead, 'checkpoint'>): string {
  return checkpoint.slice(0, checkpoint.indexOf('\n'))
}

function pauseOf({ verifier }: PolicyWitness, { log }: SignedHead): string {
  return `${log} ${encodeVerifierKey(verifier)}`
}

/** Whether the trust list still names the log of that head, without which no witness cosigns it. */
function isListed({ trust, now }: Pick<Node, 'trust' | 'now'>, head: SignedHead): boolean {
  const origin = originOf(head)
  return vkeysInForce(trust.own().list.log, now()).some((vkey) => nameIn(vkey) === origin)
}

interface Asked {
  readonly node: Node
  readonly courier: Asking
  readonly witness: PolicyWitness
  /** The keys of the witness that count. */
  readonly keys: readonly NoteVerifier[]
}

/** Has one witness cosign a head, and keeps what it answers. Throws where it does not. */
async function cosignedBy(
  { node, courier, witness, keys }: Asked,
  head: SignedHead,
  from: number,
): Promise<void> {
  const first = await submit(node, courier, witness, head, from)
  const known = first.status === 409 ? sizeIn(first.body) : null
  const isRepeated = known !== null && known !== from && known <= head.size
  const { status, body } = isRepeated ? await submit(node, courier, witness, head, known) : first
  if (status === 422 || (known !== null && known > head.size))
    await hearContradiction(node, courier, witness, head)
  if (status !== 200) throw new Error(`${status} ${foreignWords(body.toString('utf8'), 200)}`)
  const read = cosignaturesOn(Buffer.concat([Buffer.from(head.checkpoint), body]), keys)
  if (!read.ok) throw new Error(`${read.code}: ${read.detail ?? ''}`)
  if (read.cosignatures.length === 0) {
    // A peer that has another key now says so in its list.
    if (node.trust.peer(witness.name) !== null) node.listsInDoubt.add(witness.name)
    throw new Error('no cosignature is of its key')
  }
  const rows = read.cosignatures.map((one) => ({
    log: head.log,
    size: head.size,
    witness: encodeVerifierKey(one.witness),
    cosigned_at: one.at,
    line: one.line,
  }))
  await inTransaction(node.db, async (trx) => {
    for (const row of rows) await putCosignature(trx, row, head.checkpoint)
  })
}

async function submit(
  node: Node,
  courier: Asking,
  { url }: PolicyWitness,
  head: SignedHead,
  oldSize: number,
): Promise<{ readonly status: number; readonly body: Buffer }> {
  const spans = consistencySpans(oldSize, head.size)
  const hashAt = await hashes(node.db, head.size, tilesOfSpans(head.size, spans))
  const proof = spans.map((span) => hashOfSpan(span, hashAt))
  const { checkpoint } = head
  return await courier.submitCheckpoint(url ?? '', encodeAddCheckpoint({ oldSize, proof, checkpoint }))
}

/** The size in the answer of a witness that has cosigned another one (C2SP tlog-witness, text/x.tlog.size). */
function sizeIn(body: Buffer): number | null {
  const [, size] = /^(0|[1-9][0-9]{0,14})\n$/.exec(body.toString('latin1')) ?? []
  return size === undefined ? null : Number(size)
}

/**
 * A witness says that the log was longer, or was another: it is believed only where it shows a checkpoint that this node
 * has signed and that its database does not hold. Then nothing more is signed upon this database.
 */
async function hearContradiction(
  node: Node,
  courier: Asking,
  witness: PolicyWitness,
  head: SignedHead,
): Promise<void> {
  if (head.log_key === undefined) {
    // The key was left, and somebody else may have it: what it says now binds this node to nothing.
    node.log.error(
      { witness: witness.name, log: head.log },
      'a witness holds another end of a log that was closed',
    )
    return
  }
  const signer = node.logSigner(head.log, head.log_key)
  const note = await courier.fetchCosigned(witness.url ?? '', hash('sha256', signer.name))
  const opened = openOwnCheckpoint(note, signer)
  if (!opened.ok) return
  const { size, root } = opened.checkpoint
  const shown = { log: head.log, size, root: Buffer.from(root), note: note.toString() }
  await takeShownHead(node, { ...shown, by: witness.name })
}
