import { digestOf } from '../../envelope/digest.ts'
import { verify } from '../../envelope/verify.ts'
import type { Answer, Question } from '../../message/generated/types.ts'
import { type Found, type Wanted, validateAnswer, validateQuestion } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import { hash } from 'node:crypto'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { LoggedEntry } from './entries.ts'
import { wasLostAfter } from './formerLogs.ts'
import { type BundleLog, entryName } from './log.ts'
import { type RecordMessage, byListsOf } from './messages.ts'
import { type Exchanged, exchangedIn, within } from './receipted.ts'
import { type Find, notExported } from './report.ts'
import type { RevocationHistory } from './revocations.ts'
import type { Scope } from './scope.ts'
import type { TrustHistory } from './trust.ts'
import { notBelieved } from './unbelieved.ts'
import { endsWithLine, linesToJudge } from './textLines.ts'

/** A line of `balances.jsonl`: the question about a balance and the answer to it, as their nodes have signed them. */
export function balanceLine(question: string, answer: string): string {
  return `${JSON.stringify({ question, answer })}\n`
}

/** What balances are judged by. */
export interface BalanceSources {
  readonly files: Files
  readonly log: BundleLog
  readonly scope: Scope
  readonly own: string
  readonly trust: TrustHistory
  readonly revocations: RevocationHistory
  readonly check: ChainCheck
  readonly messages: readonly RecordMessage[]
}

/** What this node and a peer have told each other of the messages between them. */
export interface OpenedBalance {
  /** Of the question. */
  readonly digest: string
  readonly peer: string
  /** Absent: from the first message on. */
  readonly from?: string
  readonly until: string
  readonly agreed: boolean
  /** What this node has said. */
  readonly own: Statement
}

type Total = Extract<Found, { what: 'balance' }>['sent']

interface Statement {
  readonly sent: Total
  readonly received: Total
}

/**
 * Checks the balances of a bundle of the whole log: the log tells of each, both nodes have signed it, none lacks, they
 * follow one another without a hole, where they differed they agreed later, and what this node has said is what its log
 * and its receipts say. A bundle of some requests has none.
 */
export async function checkBalances(sources: BalanceSources, find: Find): Promise<readonly OpenedBalance[]> {
  const { files, log, scope } = sources
  if (!files.has(bundlePaths.balances)) return []
  const bytes = contentOf(files, bundlePaths.balances)
  if (scope.stated !== null && hash('sha256', bytes) !== scope.stated.balances) {
    find('cryptography', bundlePaths.balances, notExported)
    return []
  }
  if (scope.requests !== null) {
    if (bytes.length > 0) find('mismatch', bundlePaths.balances, 'a bundle of some requests has no balances')
    return []
  }
  const logged = new Map(
    log.entries
      .part(0, scope.size)
      .of('balance.agreed', 'balance.differed')
      .map((one) => [one.entry.digest ?? '', one]),
  )
  const opened = await openLines(sources, bytes, logged, find)
  for (const { index } of logged.values())
    find('mismatch', bundlePaths.balances, `the balance lacks of which ${entryName(index)} tells`)
  checkOrder(log, opened, find)
  const exchanged = exchangedIn(sources)
  for (const balance of opened) if (balance.agreed) checkStatement(exchanged, balance, find)
  return opened
}

async function openLines(
  sources: BalanceSources,
  bytes: Uint8Array,
  logged: Map<string, LoggedEntry>,
  findIn: Find,
): Promise<OpenedBalance[]> {
  const opened: OpenedBalance[] = []
  if (!endsWithLine(bytes)) findIn('cryptography', bundlePaths.balances, 'its last line does not end')
  for (const { line, number, find } of linesToJudge(bytes, bundlePaths.balances, findIn)) {
    const object = `${bundlePaths.balances} line ${number}`
    const pair = pairIn(line)
    const entry = pair === null ? undefined : logged.get(digestOf(pair.question))
    if (pair === null || entry === undefined) {
      find('mismatch', object, pair === null ? 'it is no balance' : 'the log does not tell of it')
      continue
    }
    logged.delete(entry.entry.digest ?? '')
    const { peer = '' } = entry.entry
    if (sources.trust.judged.unbelievedStates.has(peer)) {
      find('incomplete', object, `it was not checked: ${notBelieved(peer)}`)
      continue
    }
    const one = await openPair(sources, pair, entry)
    if (!one.ok) find('cryptography', object, `it does not hold (${one.code}) ${one.detail ?? ''}`.trim())
    else if (one.balance.agreed !== (entry.entry.evt === 'balance.agreed'))
      find('mismatch', object, `${entryName(entry.index)} says otherwise whether both had the same`)
    else opened.push(one.balance)
  }
  return opened
}

interface Pair {
  readonly question: string
  readonly answer: string
}

function pairIn(line: string): Pair | null {
  try {
    const { question, answer } = JSON.parse(line) as Partial<Record<keyof Pair, unknown>>
    return typeof question === 'string' && typeof answer === 'string' ? { question, answer } : null
  } catch {
    return null
  }
}

async function openPair(
  sources: BalanceSources,
  pair: Pair,
  { index, entry }: LoggedEntry,
): Promise<Result<{ balance: OpenedBalance }>> {
  const { own } = sources
  const peer = entry.peer ?? ''
  const mark = { index, time: new Date(entry.t) }
  const signedBy = async (kind: 'question' | 'answer', jws: string, states: readonly string[]) => {
    return await byListsOf(sources.trust, { states, mark }, async (list) => {
      const status = list.state === own ? sources.revocations.everSince : sources.revocations.takenAt(mark)
      const verified = await verify(kind, jws, list, mark.time, status, sources.check)
      return verified.ok ? { ok: true, value: verified.value, by: list.state } : verified
    })
  }
  const asked = await signedBy('question', pair.question, [own, peer])
  if (!asked.ok) return asked
  const answered = await signedBy('answer', pair.answer, [asked.by === own ? peer : own])
  if (!answered.ok) return answered
  const question = validateQuestion(asked.value)
  if (!question.ok) return question
  const answer = validateAnswer(answered.value)
  if (!answer.ok) return answer
  const { node, to } = question.question
  const says = [node, answer.answer.node, to].join(' ')
  // Whoever has signed one of the two must not speak for the other: the node of this bundle could tell itself whatever it likes.
  if (peer === own || says !== [asked.by, answered.by, asked.by === own ? peer : own].join(' '))
    return refuse('MESSAGE_INVALID', { detail: 'those who have signed it are not those who told each other' })
  return balanceOf(own, {
    question: question.question,
    answer: answer.answer,
    digest: digestOf(pair.question),
  })
}

/** The balance that a question and an answer are, which must belong together. */
function balanceOf(
  own: string,
  {
    question,
    answer,
    digest,
  }: { readonly question: Question; readonly answer: Answer; readonly digest: string },
): Result<{ balance: OpenedBalance }> {
  const { node, to, want } = question
  const { found } = answer
  const isPair =
    answer.question === digest && answer.node === to && answer.to === node && (node === own || to === own)
  if (!isPair || want.what !== 'balance' || found.what !== 'balance')
    return refuse('MESSAGE_INVALID', { detail: 'the answer is not one to that question' })
  const isAsker = node === own
  const balance = {
    ...{ digest, peer: isAsker ? to : node, until: want.until },
    ...(want.from === undefined ? {} : { from: want.from }),
    agreed: isSame(want.sent, found.received) && isSame(want.received, found.sent),
    own: isAsker ? statementIn(want) : statementIn(found),
  }
  return { ok: true, balance }
}

function statementIn({ sent, received }: Extract<Wanted | Found, { what: 'balance' }>): Statement {
  return { sent, received }
}

function isSame(one: Total, other: Total): boolean {
  return one.count === other.count && one.digest === other.digest
}

/** With each peer they cover the time without a hole, and what differed was the same in a later one. */
function checkOrder(log: BundleLog, balances: readonly OpenedBalance[], find: Find): void {
  for (const peer of new Set(balances.map((balance) => balance.peer))) {
    let agreedUntil: string | undefined
    let differed: OpenedBalance | undefined
    for (const balance of balances.filter((one) => one.peer === peer)) {
      const { from, until, agreed } = balance
      if (from !== undefined && (agreedUntil === undefined || Date.parse(from) > Date.parse(agreedUntil)))
        tellHole(log, { peer, from }, find)
      if (agreed) [agreedUntil, differed] = [until, undefined]
      else differed ??= balance
    }
    if (differed !== undefined) {
      const what = `this node and ${peer} did not have the same messages up to ${differed.until}, and never since`
      find('mismatch', bundlePaths.balances, what)
    }
  }
}

/** The peer goes on from what both had agreed upon: where the database went back since, that agreement went with it. */
function tellHole(
  log: BundleLog,
  { peer, from }: { readonly peer: string; readonly from: string },
  find: Find,
): void {
  const what = `no balance with ${peer} is of the time before ${from}`
  if (wasLostAfter(new Date(from), log))
    find('incomplete', bundlePaths.balances, `${what}: its database went back since`)
  else find('mismatch', bundlePaths.balances, what)
}

/** What this node has said is what its own log and the receipts in the bundle say. */
function checkStatement(exchanged: Exchanged, balance: OpenedBalance, find: Find): void {
  const { own, peer, until } = balance
  for (const direction of ['sent', 'received'] as const) {
    const total = totalOf(new Map(exchanged[direction].flatMap((receipts) => within(receipts, balance))))
    if (isSame(total, own[direction])) continue
    const what =
      `in the balance with ${peer} up to ${until} this node said that it had ${direction} ` +
      `${own[direction].count} messages, and the bundle has ${total.count}, or others`
    find('mismatch', bundlePaths.balances, what)
  }
}

type Pairs = ReadonlyMap<string, string>

function totalOf(pairs: Pairs): Total {
  const lines = [...pairs].map(([message, receipt]) => `${message} ${receipt}\n`).sort()
  return { count: pairs.size, digest: hash('sha256', `rogatory-balance/v1\0${lines.join('')}`) }
}
