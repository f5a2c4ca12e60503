import type { Problem } from './generated/api.ts'
import { RogatoryProblem } from './problem.ts'

/** Where the node is, and by what the system proves itself. */
export interface ClientSettings {
  /** Of the port for systems of the State: `https://node.inside.example:8471`, with a path where a proxy has it under one. */
  readonly url: string
  readonly token: string
  /** Absent: that of the platform. */
  readonly fetch?: typeof fetch
  /** Attempts at what may pass by itself: a broken connection, 429 and 503. Absent: 4. */
  readonly attemptsMax?: number
  /** So long an attempt may take, its answer included; absent: 60,000. One that takes longer is made again like one that broke off. */
  readonly timeoutMs?: number
  /** Before the second attempt, doubled before each other; absent: 500. What the node says goes before. */
  readonly pauseMs?: number
}

/** What is asked. */
export interface Asked {
  readonly method: string
  /** With its parameters. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * What is done where the node refuses something that was asked again because its first answer was lost, or was 503: the first may have
 * been done.
 * Returns the answer that it had then, or null where it was not done.
 */
export type IfDone<Answer> = (problem: RogatoryProblem) => Promise<Answered<Answer> | null>

/** An answer of the node. */
export interface Answered<Answer> {
  readonly answer: Answer
  /** How it stands, to be sent back as `seen`; null: it has none. */
  readonly tag: string | null
  /** Target of the next page; null: this is the last. */
  readonly next: string | null
  readonly location: string | null
}

/** Asks the node. Rejects with RogatoryProblem what it refuses, with what `fetch` says where it cannot be reached. */
export type Ask = <Answer>(asked: Asked, ifDone?: IfDone<Answer>) => Promise<Answered<Answer>>

const longestPauseMs = 30_000

/**
 * Asks again what may pass by itself: a connection that breaks, also while its answer comes, 429 and 503. Everything that this client
 * asks may be asked again: what is read changes nothing, what makes something new has a key, what changes something names what was
 * seen, and is refused the second time where the first was done.
 */
export function transportOf({
  url,
  token,
  fetch: fetchIt = fetch,
  attemptsMax = 4,
  timeoutMs = 60_000,
  pauseMs = 500,
}: ClientSettings): Ask {
  const once = async <Answer>({ method, target, headers = {}, body }: Asked): Promise<Outcome<Answer>> => {
    const response = await fetchIt(new URL(url.replace(/\/$/, '') + target), {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.ok) return { answered: await answered<Answer>(response) }
    const told = Number(response.headers.get('retry-after')) * 1_000
    return { problem: new RogatoryProblem(await problemIn(response)), toldMs: told || 0 }
  }
  return async <Answer>(asked: Asked, ifDone: IfDone<Answer> = noneDone): Promise<Answered<Answer>> => {
    // Whether an attempt may have been done of which no answer told: it broke off, or the node, or what stands before it, said 503
    // after it. 429 comes before anything is done.
    let isLost = false
    for (let attempt = 1; ; attempt += 1) {
      const wait = Math.min(pauseMs * 2 ** (attempt - 1), longestPauseMs)
      let outcome: Outcome<Answer>
      try {
        outcome = await once<Answer>(asked)
      } catch (reason) {
        if (attempt >= attemptsMax) throw reason
        isLost = true
        await pause(wait)
        continue
      }
      if ('answered' in outcome) return outcome.answered
      const { problem, toldMs } = outcome
      const passes = problem.status === 429 || problem.status === 503
      if (!passes || attempt >= attemptsMax) {
        const done = isLost ? await ifDone(problem) : null
        if (done === null) throw problem
        return done
      }
      if (problem.status === 503) isLost = true
      await pause(Math.min(Math.max(wait, toldMs), longestPauseMs))
    }
  }
}

/** What one attempt has come to. */
type Outcome<Answer> =
  { readonly answered: Answered<Answer> } | { readonly problem: RogatoryProblem; readonly toldMs: number }

function noneDone(): Promise<null> {
  return Promise.resolve(null)
}

async function answered<Answer>(response: Response): Promise<Answered<Answer>> {
  const { headers, status } = response
  const link = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')
  return {
    answer: (status === 204 ? undefined : await response.json()) as Answer,
    tag: headers.get('etag'),
    next: link?.[1] ?? null,
    location: headers.get('location'),
  }
}

async function problemIn(response: Response): Promise<Problem> {
  const plain = { type: 'about:blank', title: response.statusText, status: response.status }
  try {
    return { ...plain, ...((await response.json()) as Partial<Problem>) }
  } catch {
    return plain
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
