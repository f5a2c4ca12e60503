import { hash } from 'node:crypto'
import { digestOf } from '../../envelope/digest.ts'
import { gateJws } from '../../envelope/gate.ts'
import type { SealedKind } from '../../envelope/kinds.ts'
import { open } from '../../envelope/open.ts'
import { seal } from '../../envelope/seal.ts'
import { sign } from '../../envelope/sign.ts'
import { verifyGated } from '../../envelope/verify.ts'
import type { Answer, Question, TrustList } from '../../message/generated/types.ts'
import { type Found, type Range, type Wanted, recallLimits, validateQuestion } from '../../message/recall.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { putAsking } from '../../store/askings.ts'
import { append } from '../../store/audit.ts'
import { hastenProbe } from '../../store/circuits.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  type SettledMessage,
  type SharedRecord,
  listSettled,
  listShared,
  markOf,
} from '../../store/recall.ts'
import { lockRequests } from '../../store/requests.ts'
import { largestKnownHead } from '../../store/shownHeads.ts'
import { newestTrustList } from '../../store/trustLists.ts'
import { encryptionKeyFor } from '../../trust/list.ts'
import { uuidV7 } from '../identifiers.ts'
import { findBalance, findBalanceMessages, keepAnswered, mayBalance } from '../balance/answer.ts'
import { takeReports } from '../custody/takeReports.ts'
import { doubtBrought } from '../doubt.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { findProofsFor } from '../proof/answer.ts'
import { circuitTo } from '../circuit.ts'
import { noteInLog } from '../noteInLog.ts'
import { busy, publicRefusal, unavailable } from '../reply.ts'
import { isKeyUnnamed, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import type { Turns } from '../turns.ts'

type Sealed = readonly [kind: SealedKind, jws: string]

/**
 * Answers a peer that asks what it lacks: a signed and sealed answer, and what is handed over with it, a sealed line
 * each; reports on files only where a turn is free. It is brought by the node of the State that has signed it. A stranger gets one public text. Only the peer's own records with this State are ever spoken of.
 */
export async function answerQuestion(
  node: Node,
  line: string,
  from: readonly string[],
  takingReports: Turns,
): Promise<{ lines: string[]; peer: string | null }> {
  const now = node.now()
  if ((await standingOf(node, node.db)).isBehind || isKeyUnnamed(node))
    return { lines: [unavailable], peer: null }
  const admitted = await admit(node, line, from, now)
  if (!admitted.ok) {
    await noteInLog(node, { event: 'envelope.refused', digest: hash('sha256', line), code: admitted.code })
    return { lines: [publicRefusal], peer: null }
  }
  const { question, digest, jws: asked, peer } = admitted
  const key = encryptionKeyFor(peer, now)
  if (key === null) return { lines: [unavailable], peer: null }
  const finding = await find(node, peer, question.want, takingReports)
  if (typeof finding === 'string') return { lines: [finding], peer: null }
  const { found, handed } = finding
  const answer: Answer = {
    v: 1,
    id: uuidV7(now, node.random(10)),
    node: node.state,
    to: peer.state,
    time: now.toISOString(),
    question: digest,
    found,
  }
  const { jws } = await sign('answer', answer, node.signer, now)
  if (question.want.what === 'balance' && found.what === 'balance')
    await keepAnswered(node, peer.state, { want: question.want, found, asked, answer: jws })
  const sealed: readonly Sealed[] = [['answer', jws], ...handed]
  const lines = await Promise.all(sealed.map(([kind, one]) => seal(one, key, kind)))
  return { lines, peer: peer.state }
}

/** Opens, verifies and judges a question as a message is: by the list of the State that has signed it. */
async function admit(
  node: Node,
  line: string,
  from: readonly string[],
  now: Date,
): Promise<Result<{ question: Question; digest: string; jws: string; peer: TrustList }>> {
  const opened = await open(line, node.decryptionKeys, 'question')
  if (!opened.ok) return opened
  const gated = gateJws('question', opened.jws)
  if (!gated.ok) return gated
  let last: Refusal = refuse('SIGNER_UNKNOWN')
  for (const { list } of node.trust.bySigner(gated.certificateDigest)) {
    const expired = now.getTime() >= Date.parse(list.nextUpdate)
    const verified = expired
      ? refuse('TRUST_LIST_EXPIRED')
      : await verifyGated(opened.jws, gated, list, now, node.trust.statusNow)
    if (!verified.ok) {
      last = verified
      continue
    }
    const valid = validateQuestion(verified.value)
    if (!valid.ok) return valid
    const { question } = valid
    if (question.node !== list.state || !from.includes(list.state))
      last = refuse('SENDER_NOT_SIGNER', { pointer: '/node' })
    else if (question.to !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })
    else if (Date.parse(question.time) < now.getTime() - exchangeLimits.questionBehindMaxMs)
      return refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
    else return { ok: true, question, digest: verified.digest, jws: opened.jws, peer: list }
  }
  doubtBrought(node, last.code, from)
  return last
}

interface Finding {
  readonly found: Found
  readonly handed: readonly Sealed[]
}

/** What is answered without a signature where it cannot be told now. */
type NotNow = typeof unavailable | typeof busy

async function find(
  node: Node,
  list: TrustList,
  want: Wanted,
  takingReports: Turns,
): Promise<Finding | NotNow> {
  const peer = list.state
  switch (want.what) {
    case 'records':
      // From here on nothing is settled that it is not told, by an answer of its own that it may have forgotten.
      if (want.after === undefined && !(await putAsking(node.db, peer, uuidV7(node.now(), node.random(10)))))
        return busy
      return { found: await findRecords(node, peer, want), handed: [] }
    case 'record':
      return await findMessages(node, peer, want)
    case 'trustList':
      return await findTrustList(node, peer, want)
    case 'circuit':
      return { found: await findOwnCircuit(node, peer), handed: [] }
    case 'balance': {
      if (!(await mayBalance(node, peer))) return busy
      const found = await findBalance(node, peer, want)
      return found === null ? unavailable : { found, handed: [] }
    }
    case 'logHead':
      return { found: await findLogHead(node, peer, want), handed: [] }
    case 'proofs': {
      const found = await findProofsFor(node, want)
      return found === null ? unavailable : { found, handed: [] }
    }
    case 'exhibitReports':
      // They come many after another, of several peers: who asks something else finds a place beside them.
      return await takingReports<Finding | NotNow>(unavailable, async () => ({
        found: await takeReports(node, list, want),
        handed: [],
      }))
    case 'balanceMessages':
      return { found: await findBalanceMessages(node, peer, want), handed: [] }
  }
}

async function findRecords(
  { db }: Node,
  peer: string,
  { after, ranges }: Extract<Wanted, { what: 'records' }>,
): Promise<Found> {
  const records: SharedRecord[] = []
  const known = await newestTrustList(db, peer)
  let from = after ?? null
  let isWhole = true
  for (const range of ranges) {
    const until = range.until ?? null
    if (!isSame(range, await markOf(db, peer, from, until))) {
      const room = recallLimits.recordsMax - records.length
      const listed = await listShared(db, peer, { after: from, until }, room + 1)
      records.push(...listed.slice(0, room))
      isWhole = listed.length <= room
      // Full: whoever asks goes on after the last one that was listed.
      if (!isWhole) {
        from = records.at(-1)?.request ?? from
        break
      }
    }
    from = until
    if (until === null) break
  }
  const through = from === null ? {} : { through: from }
  return {
    what: 'records',
    trustList: known?.sequence ?? 0,
    records: records.map(({ last, erased, ...record }) => ({
      ...record,
      ...(last === null ? {} : { last }),
      ...(erased ? { erased } : {}),
    })),
    ...through,
  }
}

function isSame(asked: Range, own: Pick<Range, 'count' | 'mark'>): boolean {
  return asked.count === own.count && asked.mark === own.mark
}

async function findMessages(
  node: Node,
  peer: string,
  { request, sequence, cursor }: Extract<Wanted, { what: 'record' }>,
): Promise<Finding> {
  const wanted = { request, sequence, after: cursor ?? null }
  const settled = await listSettled(node.db, peer, wanted, recallLimits.messagesMax + 1)
  const page = pageOf(settled)
  if (page.length > 0) await noteReturned(node, peer, request, page.length)
  const next = page.length < settled.length ? page.at(-1)?.at : undefined
  return {
    found: {
      what: 'record',
      messages: page.map(({ jws, receipt }) => ({ message: digestOf(jws), receipt: digestOf(receipt) })),
      ...(next === undefined ? {} : { cursor: next }),
    },
    handed: page.flatMap(({ jws, receipt }): Sealed[] => [
      ['message', jws],
      ['receipt', receipt],
    ]),
  }
}

/** As many as one answer may hold; one at least, however long it is. */
function pageOf(settled: readonly SettledMessage[]): readonly SettledMessage[] {
  let characters = 0
  const beyond = settled.findIndex(({ jws, receipt }, at) => {
    // Sealing adds a third, and a little for the header.
    characters += ((jws.length + receipt.length) * 4) / 3 + 1_000
    return at === recallLimits.messagesMax || (at > 0 && characters > recallLimits.sealedCharactersMax)
  })
  return beyond === -1 ? settled : settled.slice(0, beyond)
}

async function noteReturned(node: Node, peer: string, request: string, count: number): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const isKnown = (await lockRequests(trx, [request])).has(request)
    const trail = await openTrail(node, trx, isKnown ? [request] : [], node.now())
    const event = { event: 'record.returned', peer, count } as const
    if (isKnown) trail.about(request, event)
    else trail.add(event)
    await append(trx, trail.audit())
  })
}

/** Who asks is there: what waits for it need not wait for the next attempt. */
async function findOwnCircuit(node: Node, peer: string): Promise<Found> {
  const seen = await circuitTo(node.db, peer)
  await hastenProbe(node.db, peer, node.now())
  return { what: 'circuit', ...seen }
}

/** What binds the asker: a node that went back as a whole cannot know which heads of its log it has signed. */
async function findLogHead(
  { db }: Node,
  peer: string,
  { origin }: Extract<Wanted, { what: 'logHead' }>,
): Promise<Found> {
  const checkpoint = await largestKnownHead(db, { state: peer, origin })
  return checkpoint === null ? { what: 'logHead' } : { what: 'logHead', checkpoint }
}

async function findTrustList(
  { db }: Node,
  peer: string,
  { below }: Extract<Wanted, { what: 'trustList' }>,
): Promise<Finding> {
  const newest = await newestTrustList(db, peer, below)
  if (newest === null) return { found: { what: 'trustList' }, handed: [] }
  return { found: { what: 'trustList', list: newest.digest }, handed: [['trustList', newest.jws]] }
}
