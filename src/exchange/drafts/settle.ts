import type { ActedFrom } from '../../audit/events.ts'
import type { RefusalCode, Result } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import {
  type SendingDraft,
  changeDraft,
  findDraft,
  listSending,
  lockDraft,
} from '../../store/drafts/drafts.ts'
import type { DraftRow } from '../../store/drafts/draftTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPeople } from '../../store/people/people.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Draft, SendOutcome } from '../send.ts'
import { unfrozen } from './approve.ts'
import { lockWithRequest } from './change.ts'
import { dropErased } from './erasedFiles.ts'
import { forgetLeft } from './forgetFiles.ts'
import { giveToSender } from './giveToSender.ts'
import { type KeptDraft, keptDraft, wordsOf } from './keptDraft.ts'
import { actorBefore, noteDraft } from './noteDraft.ts'

/** Sends a draft as the node does it for everybody (`OpenNode`). */
export type Send = (draft: Draft) => Promise<SendOutcome>

/** What passes by itself: the draft stays let go, and is sent later. */
const passing: ReadonlySet<RefusalCode> = new Set([
  'NODE_BUSY',
  'NODE_UNAVAILABLE',
  'NODE_ROLLED_BACK',
  'NODE_UNWITNESSED',
  'PEER_NOT_HEARD',
])

/**
 * Sends a draft that was let go, and keeps what became of it. Whatever happens in between, its message has one id and is sent once:
 * a process that dies here has sent it or not, and the next call finds out. Nothing where it is at another stage. What is refused
 * goes back to be written on, with the code; what the node cannot do at this moment stays, and the code is returned.
 */
export async function settle(node: Node, send: Send, id: string): Promise<Result<object>> {
  const row = await findDraft(node.db, id)
  if (row?.stage !== 'sending') return { ok: true }
  const draft = keptDraft(row)
  const outcome = await send({
    ...wordsOf(draft),
    people: await peopleOf(node, draft, row),
  })
  if (!outcome.ok && passing.has(outcome.code)) {
    await keep(node, draft, { refusal: outcome.code })
    return outcome
  }
  if (!outcome.ok) {
    await giveBack(node, draft, row, outcome.code)
    return outcome
  }
  const { digest } = outcome.sent
  // Before it is kept as sent: where a process dies in between, the next call comes here again, and gives it to nobody twice.
  await giveToSender(node, row)
  await keep(node, draft, {
    stage: 'sent',
    message_digest: digest,
    body: '{}',
    exhibits: '[]',
    refusal: null,
    // The log has it now.
    submitted_from: null,
    approved_from: null,
  })
  return { ok: true }
}

/**
 * Sends what was let go a while ago and is not known to be sent: the process that did it has died, or could not. All of it, page by
 * page: what goes to a peer that says nothing keeps nothing else from being sent, however much it is.
 */
export async function settleLeft(node: Node, send: Send): Promise<void> {
  const { sendingMs, sendingAtOnceMax } = exchangeLimits.drafts
  const before = new Date(node.machineNow().getTime() - sendingMs)
  /** Peers that say nothing: each is waited for once in a round. */
  const silent = new Set<string>()
  let last: SendingDraft | null = null
  do {
    const page: readonly SendingDraft[] = await listSending(node.db, before, last, sendingAtOnceMax)
    for (const one of page) await settleOne(node, send, one, silent)
    last = page.length < sendingAtOnceMax ? null : (page.at(-1) ?? null)
  } while (last !== null)
}

/** @param silent - States whose peers say nothing; this one is added where it is found so */
async function settleOne(
  node: Node,
  send: Send,
  { id, to_authority }: SendingDraft,
  silent: Set<string>,
): Promise<void> {
  const peer = stateOf(to_authority)
  if (silent.has(peer)) return
  try {
    const settled = await settle(node, send, id)
    if (!settled.ok && settled.code === 'PEER_NOT_HEARD') silent.add(peer)
  } catch (reason) {
    // One that breaks each time keeps no other from being sent.
    node.log.warn({ draft: id, reason: String(reason) }, 'a draft that was let go could not be sent')
  }
}

/** What is done about drafts once in a while: what was let go is sent, and files that are in nobody's hands are forgotten. */
export async function roundOfDrafts(node: Node, send: Send): Promise<void> {
  try {
    await settleLeft(node, send)
  } finally {
    await forgetLeft(node)
  }
}

/**
 * Who let the words go, whoever began them, and who approved them. Of what a system let go, the log names both: the system, and who
 * answers for it; of what a person has taken over from a system and let go at the desk, the person alone, also where they answer for it.
 * From where they did it is told as of then, whenever it is sent.
 */
async function peopleOf(
  { db }: Node,
  { author, approver, system }: KeptDraft,
  { submitted_by, submitted_by_system, submitted_from, approved_from }: DraftRow,
): Promise<Draft['people']> {
  const sender = submitted_by ?? author
  const people = await findPeople(db, approver === null ? [sender] : [sender, approver])
  const nameOf = (id: string): string => people.find((one) => one.id === id)?.sign_in_name ?? ''
  const officer = system !== null && submitted_by_system ? `${system} (${nameOf(sender)})` : nameOf(sender)
  return {
    officer,
    ...(submitted_from === null ? {} : { officerFrom: networkPlace(submitted_from) }),
    ...(approver === null ? {} : { approver: nameOf(approver) }),
    ...(approved_from === null ? {} : { approverFrom: networkPlace(approved_from) }),
  }
}

function networkPlace(address: string): ActedFrom {
  return { by: 'network', address }
}

/** Only as long as it is under way under this id: meanwhile another process may have done the same. */
async function keep(
  { db }: Node,
  { id, message }: KeptDraft,
  change: Parameters<typeof changeDraft>[2],
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const now = await lockDraft(trx, id)
    if (now?.stage === 'sending' && now.message === message) await changeDraft(trx, id, change)
  })
}

async function giveBack(node: Node, draft: KeptDraft, row: DraftRow, code: RefusalCode): Promise<void> {
  const { id, message, type, authority, approver, author, system } = draft
  const people = await findPeople(node.db, [approver ?? row.submitted_by ?? author])
  await inTransaction(node.db, async (trx) => {
    const now = await lockWithRequest(trx, id)
    if (now?.stage !== 'sending' || now.message !== message) return
    await changeDraft(trx, id, { ...unfrozen, stage: 'returned', refusal: code, version: now.version + 1 })
    // Whatever it comes back for: one of its files may have been erased while it was under way.
    await dropErased(trx, now)
    await noteDraft(node, trx, draft.request, {
      event: 'draft.returned',
      actor:
        system !== null && row.submitted_by_system && approver === null
          ? { person: system, role: 'token', authority }
          : actorBefore(
              people[0]?.sign_in_name ?? '-',
              approver === null ? 'officer' : 'approver',
              authority,
            ),
      code: 'refused',
      details: { draft: id, reason: code, type },
    })
  })
}
