import type { Draft, Sent } from '../exchange/send.ts'
import type { Node } from '../exchange/node.ts'
import { receiptIn } from '../exchange/stored.ts'
import type { OpenNode } from '../opening.ts'
import type { Receipt } from '../message/generated/types.ts'
import { findMessage } from '../store/messages.ts'
import { titleOf } from './inWords.ts'
import { CommandFailure, NotedFailure, exitCodes, notedBy, wrongUse } from './outcome.ts'
import { rejectionWords } from '../exchange/desk/entryView.ts'
import { type Terminal, harmless } from './terminal.ts'

/** Options of every command that sends. */
export interface SendingOptions {
  readonly officer: string
  readonly approver?: string
  readonly wait?: number
  readonly json?: boolean
}

type Acceptance = Extract<Receipt, { event: 'relayAcceptance' }>

const lookMs = 100

/** The people behind a message, as the options name them. */
export function peopleOf({ officer, approver }: SendingOptions): Draft['people'] {
  if (officer.trim() === '') throw wrongUse('--officer must name somebody')
  return { officer, ...(approver === undefined ? {} : { approver }) }
}

/**
 * Sends a draft and tells what became of it: queued, and with `wait` its place in the record.
 *
 * @throws CommandFailure with the code of the refusal, this node's or the peer's; RECEIPT_PENDING when none came in
 * time
 */
export async function dispatch(
  open: OpenNode,
  draft: Draft,
  options: SendingOptions,
  terminal: Terminal,
): Promise<void> {
  const queued = await queue(open, draft, options, terminal)
  const told = await placed(open, queued, options, terminal)
  if (options.json === true) terminal.json({ ok: true, ...told })
}

/**
 * The same of several drafts: all of them are queued before the first receipt is waited for, so that none stays behind because a peer is
 * away. As JSON one document tells of all of them; of a failure, what was queued before it (`messages`) and how many were not (`notQueued`).
 */
export async function dispatchAll(
  open: OpenNode,
  drafts: readonly Draft[],
  options: SendingOptions,
  terminal: Terminal,
): Promise<void> {
  const [first, ...more] = drafts
  if (first === undefined) return
  if (more.length === 0) {
    await dispatch(open, first, options, terminal)
    return
  }
  const queued: Queued[] = []
  const messages: object[] = []
  try {
    for (const draft of drafts) queued.push(await queue(open, draft, options, terminal))
    for (const one of queued) messages.push(await placed(open, one, options, terminal))
  } catch (reason) {
    throw partly(reason, [...messages, ...queued.slice(messages.length).map(toldOf)], drafts.length)
  }
  if (options.json === true) terminal.json({ ok: true, messages })
}

interface Queued {
  readonly draft: Draft
  readonly sent: Sent
}

async function queue(
  open: OpenNode,
  draft: Draft,
  { json }: SendingOptions,
  terminal: Terminal,
): Promise<Queued> {
  const outcome = await open.send(draft)
  if (!outcome.ok) throw notedBy(outcome)
  const { sent } = outcome
  if (json === true) return { draft, sent }
  const { type, reference, from, to } = draft
  const words = `${titleOf(type)} of ${from} to ${to} about ${reference}: signed, stored and queued for delivery.`
  for (const line of [harmless(words), ...namesOf(sent)]) terminal.say(line)
  return { draft, sent }
}

/** What a script is told of a message that is queued. */
function toldOf({ draft: { type, reference, from, to }, sent }: Queued): object {
  return { status: 'queued', type, reference, from, to, ...sent }
}

/** Waits for the place of a message where that is wanted, and tells it; as a script is told it. */
async function placed(
  open: OpenNode,
  queued: Queued,
  { wait, json }: SendingOptions,
  terminal: Terminal,
): Promise<object> {
  const { sent } = queued
  const receipt = wait === undefined ? null : await awaitReceipt(open.node, sent, wait)
  if (json !== true) {
    if (receipt !== null) for (const line of placeOf(receipt)) terminal.say(line)
    terminal.say(`Next: rogatory show ${sent.request}`)
  }
  if (receipt === null) return toldOf(queued)
  return { ...toldOf(queued), status: 'placed', sequence: receipt.sequence, receipt }
}

/** A failure in the middle of several, with what is done and what is not: to say the same again queues what is not, and nothing twice. */
function partly(reason: unknown, messages: readonly object[], count: number): unknown {
  if (!(reason instanceof CommandFailure) || messages.length === 0) return reason
  const notQueued = count - messages.length
  const words = `${messages.length} of ${count} messages are queued`
  const again = notQueued > 0 ? '; give the same command again for the others' : ''
  const more = { ...reason.more, messages, notQueued }
  const Failure = reason instanceof NotedFailure ? NotedFailure : CommandFailure
  return new Failure(reason.exitCode, reason.code, `${reason.message}\n${words}${again}.`, more)
}

function namesOf({ request, id, digest, sequence }: Sent): string[] {
  return [
    `  request  ${request}`,
    `  message  ${id}`,
    `  digest   ${digest}`,
    sequence === null
      ? '  place    not yet: the node that keeps the order of this record gives it'
      : `  place    ${sequence} of the record`,
  ]
}

function placeOf({ node, time, sequence, state, measures }: Acceptance): string[] {
  return [
    `Accepted by ${node} at ${time} as ${sequence} of the record.`,
    `The request is ${state}: ${measures.map((measure) => `${measure.id} ${measure.state}`).join(', ')}.`,
  ].map(harmless)
}

async function awaitReceipt(node: Node, { digest, request }: Sent, seconds: number): Promise<Acceptance> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const row = await findMessage(node.db, digest)
    if (row !== null && row.receipt !== null && row.status !== 'pending') {
      const { receipt } = receiptIn(row)
      if (receipt.event === 'relayAcceptance') return receipt
      throw refusedByPeer(receipt)
    }
    const left = end - Date.now()
    if (left <= 0) break
    await new Promise((resolve) => setTimeout(resolve, Math.min(lookMs, left)))
  }
  throw new CommandFailure(
    exitCodes.unavailable,
    'RECEIPT_PENDING',
    `No receipt came within ${seconds} s. The message stays queued and goes out by itself while the node is served; see: rogatory outbox, rogatory show ${request}`,
    { request, digest },
  )
}

function refusedByPeer(receipt: Exclude<Receipt, Acceptance>): NotedFailure {
  const { node, code } = receipt
  const words = [`Refused by ${node}: ${code}`, ...rejectionWords(receipt)]
  return new NotedFailure(exitCodes.refused, code, harmless(words.join('; ')), { receipt })
}
