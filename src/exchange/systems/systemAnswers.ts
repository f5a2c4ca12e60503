import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDraft, listDraftsOfSystem } from '../../store/drafts/drafts.ts'
import { keepAnswer } from '../../store/idempotency.ts'
import { type AskedAuthority, askable } from '../drafts/askable.ts'
import { type Send, settle } from '../drafts/settle.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { isRequestId } from '../review/terms.ts'
import { type ShownDraft, type ShownWords, draftShown, draftsShown } from './draftShown.ts'
import type { Made } from './keyed.ts'
import type { AskingWanted, MoveWanted, Rewriting } from './orders.ts'
import {
  type CaseShown,
  type CasesWanted,
  type ListedView,
  type MessageShown,
  type MovesShown,
  type Page,
  readCases,
  readMessages,
  readMoves,
  readOneCase,
  readOneMessage,
} from './read.ts'
import type { TimelineEntry } from '../desk/entryView.ts'
import { draftTag } from './tags.ts'
import { type Order, drop, placeAsking, placeMove, rewrite } from './write.ts'

/** What came of an order: the same text for the same order. */
export type Placed = Result<{ readonly draft: string; readonly text: string }>

/** A draft with its tag. */
export type TaggedDraft = Result<{ readonly shown: ShownWords; readonly tag: string }>

/**
 * What a case-management system of the State reads and writes, for the authority of its token. What is not of it is refused with
 * REQUEST_UNKNOWN or DRAFT_UNKNOWN, as what is not there; each refusal is in the log before it is returned.
 */
export interface SystemAnswers {
  readonly authorities: (actor: Actor) => readonly AskedAuthority[]
  readonly cases: (wanted: CasesWanted, actor: Actor) => Promise<Result<Page<ListedView>>>
  readonly oneCase: (request: string, actor: Actor) => Promise<Result<CaseShown>>
  readonly messages: (request: string, after: number, actor: Actor) => Promise<Result<Page<TimelineEntry>>>
  readonly oneMessage: (
    request: string,
    id: string,
    actor: Actor,
  ) => Promise<Result<{ readonly shown: MessageShown }>>
  readonly moves: (request: string, actor: Actor) => Promise<Result<MovesShown>>
  readonly ask: (order: Order<AskingWanted>, actor: Actor) => Promise<Placed>
  readonly move: (request: string, order: Order<MoveWanted>, actor: Actor) => Promise<Placed>
  readonly drafts: (after: string | null, actor: Actor) => Promise<Result<Page<ShownDraft>>>
  readonly draft: (id: string, actor: Actor) => Promise<TaggedDraft>
  readonly rewrite: (id: string, order: Omit<Order<Rewriting>, 'key'>, actor: Actor) => Promise<TaggedDraft>
  readonly drop: (id: string, seen: { readonly seen: string | null }, actor: Actor) => Promise<Result<object>>
}

/**
 * @param send - as the node does it for everybody
 * @param noted - called when the log may have been told of something, which is before its answer is given
 */
export function systemAnswers(node: Node, send: Send, noted: () => void): SystemAnswers {
  const acting = async <Outcome extends Result<object>>(
    actor: Actor,
    wanted: string,
    outcome: Promise<Outcome>,
  ): Promise<Outcome> => {
    const settled = await refusalNoted(node, { actor, wanted }, outcome)
    noted()
    return settled
  }
  const found = async <Shown extends object>(
    actor: Actor,
    wanted: string,
    read: Promise<Shown | null>,
  ): Promise<Result<Shown>> =>
    await acting(
      actor,
      wanted,
      read.then((shown): Result<Shown> =>
        shown === null ? refuse('REQUEST_UNKNOWN') : { ok: true, ...shown },
      ),
    )
  /** Sends what was let go; a peer that says nothing is not waited for, so that it takes the turn of nobody. What is left, a job sends. */
  const soon = async (draft: string): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    const sent = settle(node, send, draft)
      .then(noted)
      .catch((reason: unknown) => {
        node.log.warn(
          { draft, reason: String(reason) },
          'what a system has let go could not be sent, and will be',
        )
      })
    await Promise.race([
      sent,
      new Promise((resolve) => (timer = setTimeout(resolve, exchangeLimits.systems.sendingMs))),
    ])
    clearTimeout(timer)
  }
  const placed = async (made: Made, name: { token: string; key: string }): Promise<Placed> => {
    if (!made.ok) return made
    const { draft, answer } = made
    if (answer !== null) return { ok: true, draft, text: answer }
    // A process that dies here has kept the draft: the same order again finds it, sends it if it was let go, and tells of it.
    await soon(draft)
    const row = await findDraft(node.db, draft)
    if (row === null) return refuse('DRAFT_UNKNOWN')
    const [shown] = await draftsShown(node.db, [row])
    const text = JSON.stringify(shown)
    noted()
    return { ok: true, draft, text: (await keepAnswer(node.db, name, text)) ?? text }
  }
  const one = async (id: string, { person }: Actor): Promise<TaggedDraft> => {
    const row = await findDraft(node.db, id)
    if (row?.system !== person) return refuse('DRAFT_UNKNOWN')
    return { ok: true, shown: await draftShown(node.db, row), tag: draftTag(row) }
  }
  /** Refuses with PAGE_UNKNOWN. */
  const listed = async (after: string | null, { person }: Actor): Promise<Result<Page<ShownDraft>>> => {
    const { pageMax } = exchangeLimits.systems
    const rows = await listDraftsOfSystem(node.db, person, after, pageMax)
    if (rows === null) return refuse('PAGE_UNKNOWN')
    const next = rows.length === pageMax ? (rows.at(-1)?.id ?? null) : null
    return { ok: true, items: await draftsShown(node.db, rows), next }
  }
  return {
    authorities: () => askable(node),
    cases: async (wanted, actor) =>
      await acting(
        actor,
        'cases',
        readCases(node, wanted, actor).then((page) => ({ ok: true as const, ...page })),
      ),
    oneCase: (request, actor) => found(actor, `case ${request}`, readOneCase(node, request, actor)),
    messages: (request, after, actor) =>
      found(actor, `messages ${request}`, readMessages(node, request, after, actor)),
    oneMessage: (request, id, actor) =>
      acting(
        actor,
        // What is no id is not kept: anything might stand there.
        isRequestId(id) ? `message ${request} ${id}` : `message ${request}`,
        readOneMessage(node, request, id, actor),
      ),
    moves: (request, actor) => found(actor, `moves ${request}`, readMoves(node, request, actor)),
    ask: async (order, actor) =>
      await placed(await acting(actor, 'draft request', placeAsking(node, order, actor)), {
        token: actor.person,
        key: order.key,
      }),
    move: async (request, order, actor) => {
      const wanted = `draft ${order.wanted.type} ${request}`
      const made = await acting(actor, wanted, placeMove(node, request, order, actor))
      return await placed(made, { token: actor.person, key: order.key })
    },
    drafts: (after, actor) => acting(actor, 'drafts', listed(after, actor)),
    draft: (id, actor) => acting(actor, `draft ${id}`, one(id, actor)),
    rewrite: async (id, order, actor) => {
      const written = await acting(actor, `draft write ${id}`, rewrite(node, id, order, actor))
      if (!written.ok) return written
      await soon(id)
      noted()
      return await one(id, actor)
    },
    drop: (id, seen, actor) => acting(actor, `draft drop ${id}`, drop(node, id, seen, actor)),
  }
}
