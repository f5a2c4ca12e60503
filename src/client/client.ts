import type { MessageType, Messages } from '../message/generated/types.ts'
import {
  type Authorities,
  type Case,
  type Cases,
  type Draft,
  type DraftRead,
  type Drafts,
  type MessageRead,
  type Messages as MessagePage,
  type Moves,
  operations,
} from './generated/api.ts'
import type { RogatoryProblem } from './problem.ts'
import { hasWords, says } from './redone.ts'
import { type Answered, type Asked, type ClientSettings, type IfDone, transportOf } from './transport.ts'

/** A file that the authority has at the node, handed over with a message. */
export interface HandedFile {
  /** That it gets in the message: E1. */
  readonly id: string
  /** Of a file that is there as a whole: an upload tells it. */
  readonly deposit: string
  readonly title?: { readonly language: string; readonly text: string }
}

/** What is said in a message of a type, beside what the node gives it. */
export interface Said<Type extends MessageType> {
  readonly body: Messages[Type]['body']
  readonly exhibits?: readonly HandedFile[] | Messages[Type]['exhibits']
}

/** A move, by its type. */
export type Move<Type extends MessageType = MessageType> = Type extends MessageType
  ? Said<Type> & {
      readonly type: Type
      /** The open message that it answers; absent: the only one that is open, or none. */
      readonly inReplyTo?: string
      readonly measures?: readonly string[]
      readonly language?: string
    }
  : never

/** What opens a record; without a type, a request. */
export type Asking = Said<'request'> & {
  readonly to: string
  readonly reference: string
  readonly language: string
  readonly matter?: string
}

/** All words of a draft that came back. */
export interface Rewriting {
  readonly body: object
  readonly inReplyTo?: string
  readonly measures?: readonly string[]
  readonly language?: string
  readonly exhibits?: readonly HandedFile[] | readonly object[]
}

/** How something that is made is asked for. */
export interface Once {
  /** Absent: one of its own, so that the attempts of one call are done once. Give one to be sure beyond the life of this process. */
  readonly key?: string
  /** Only where the case is as it was seen: the tag of a case or of its moves. */
  readonly seen?: string
}

/** Something with the tag by which it is changed. */
export type Tagged<Thing> = Thing & { readonly tag: string }

/** A State's case-management system at the port of its node. Everything rejects with RogatoryProblem where the node refuses. */
export interface RogatoryClient {
  /** The cases of the authority, over all pages, the last changed first. */
  readonly cases: (wanted?: {
    readonly state?: string
    readonly ended?: boolean
  }) => AsyncIterable<Cases['cases'][number]>
  readonly case: (request: string) => Promise<Tagged<Case>>
  /** The messages of a case in their order, over all pages, from the place after `after`. */
  readonly messages: (request: string, after?: number) => AsyncIterable<MessagePage['messages'][number]>
  readonly message: (request: string, message: string) => Promise<MessageRead>
  /** What may be said in a case now. */
  readonly moves: (request: string) => Promise<Tagged<Moves>>
  readonly ask: (asking: Asking, once?: Once) => Promise<Draft>
  readonly move: <Type extends MessageType>(request: string, move: Move<Type>, once?: Once) => Promise<Draft>
  /** What this system has written, over all pages, the last begun first. */
  readonly drafts: () => AsyncIterable<Draft>
  readonly draft: (draft: string) => Promise<Tagged<DraftRead>>
  readonly rewrite: (draft: string, seen: string, words: Rewriting) => Promise<Tagged<DraftRead>>
  readonly drop: (draft: string, seen: string) => Promise<void>
  /** Whom this State can ask. */
  readonly authorities: () => Promise<Authorities['authorities']>
}

type Name = keyof typeof operations

/** What is answered, by what was asked. */
interface Answers {
  readonly listCases: Cases
  readonly openCase: Draft
  readonly readCase: Case
  readonly listMessages: MessagePage
  readonly readMessage: MessageRead
  readonly listMoves: Moves
  readonly makeMove: Draft
  readonly listDrafts: Drafts
  readonly readDraft: DraftRead
  readonly rewriteDraft: DraftRead
  readonly dropDraft: undefined
  readonly listAuthorities: Authorities
}

/** A list over all of its pages. */
interface Wanted<List extends Name> {
  readonly name: List
  readonly ids?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** A client by the port of a node. It keeps nothing and needs nothing but `fetch`. */
export function rogatoryClient(settings: ClientSettings): RogatoryClient {
  const ask = transportOf(settings)
  const to = <Name extends keyof Answers>(
    name: Name,
    ids: Readonly<Record<string, string>> = {},
    more: Omit<Asked, 'method' | 'target'> & {
      readonly query?: Readonly<Record<string, string>>
      readonly ifDone?: IfDone<Answers[Name]>
    } = {},
  ): Promise<Answered<Answers[Name]>> => {
    const { query = {}, ifDone, ...rest } = more
    return ask<Answers[Name]>(
      { method: operations[name].method, target: targetOf(name, ids, query), ...rest },
      ifDone,
    )
  }
  /** The draft, where the node refuses to change it as it was seen, because it has changed since. */
  const changed = async (draft: string, { code }: RogatoryProblem): Promise<Answered<DraftRead> | null> =>
    code === 'DRAFT_STAGE_WRONG' || code === 'PRECONDITION_FAILED' ? await to('readDraft', { draft }) : null
  const isRewritten = async (now: DraftRead, words: Rewriting): Promise<boolean> => {
    if (now.stage !== 'sent' || now.message === null) return hasWords(now, words)
    // Its words are in its message.
    const { answer } = await to('readMessage', { request: now.request, message: now.message })
    return answer.message !== null && says(answer.message.body, words.body)
  }
  const tagged = async <Answer extends object>(asked: Promise<Answered<Answer>>): Promise<Tagged<Answer>> => {
    const { answer, tag } = await asked
    return { ...answer, tag: tag ?? '' }
  }
  const pages = async function* <List extends 'listCases' | 'listMessages' | 'listDrafts', Item>(
    { name, ids = {}, query = {} }: Wanted<List>,
    itemsOf: (answer: Answers[List]) => readonly Item[],
  ): AsyncGenerator<Item> {
    for (let next: string | null = targetOf(name, ids, query); next !== null;) {
      const page: Answered<Answers[List]> = await ask<Answers[List]>({ method: 'GET', target: next })
      yield* itemsOf(page.answer)
      next = page.next
    }
  }
  const made = async (
    name: 'openCase' | 'makeMove',
    ids: Record<string, string>,
    body: object,
    once: Once = {},
  ) => {
    const { key = crypto.randomUUID(), seen } = once
    const headers = { 'idempotency-key': `"${key}"`, ...(seen === undefined ? {} : { 'if-match': seen }) }
    return (await to(name, ids, { headers, body })).answer
  }
  return {
    cases: ({ state, ended } = {}) => {
      const query = {
        ...(state === undefined ? {} : { state }),
        ...(ended === undefined ? {} : { ended: String(ended) }),
      }
      return pages({ name: 'listCases', query }, ({ cases }) => cases)
    },
    case: (request) => tagged(to('readCase', { request })),
    messages: (request, after = 0) => {
      const query = after === 0 ? {} : { after: String(after) }
      return pages({ name: 'listMessages', ids: { request }, query }, ({ messages }) => messages)
    },
    message: async (request, message) => (await to('readMessage', { request, message })).answer,
    moves: (request) => tagged(to('listMoves', { request })),
    ask: (asking, once) => made('openCase', {}, asking, once),
    move: (request, move, once) => made('makeMove', { request }, move, once),
    drafts: () => pages({ name: 'listDrafts' }, ({ drafts }) => drafts),
    draft: (draft) => tagged(to('readDraft', { draft })),
    rewrite: (draft, seen, words) => {
      const ifDone: IfDone<DraftRead> = async (problem) => {
        const now = await changed(draft, problem)
        return now !== null && (await isRewritten(now.answer, words)) ? now : null
      }
      return tagged(to('rewriteDraft', { draft }, { headers: { 'if-match': seen }, body: words, ifDone }))
    },
    drop: async (draft, seen) => {
      const ifDone: IfDone<undefined> = async (problem) => {
        const now = await changed(draft, problem)
        return now?.answer.stage === 'dropped' ? { ...now, answer: undefined } : null
      }
      await to('dropDraft', { draft }, { headers: { 'if-match': seen }, ifDone })
    },
    authorities: async () => (await to('listAuthorities')).answer.authorities,
  }
}

function targetOf(
  name: Name,
  ids: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string {
  const path = operations[name].path.replaceAll(/:([A-Za-z]+)/g, (_, id: string) =>
    encodeURIComponent(ids[id] ?? ''),
  )
  const asked = new URLSearchParams(query).toString()
  return asked === '' ? path : `${path}?${asked}`
}
