import type { Problem } from './generated/api.ts'
import { RogatoryProblem } from './problem.ts'

/** Where the node is, and by what the system proves itself. */
export interface ClientSettings {
  /** Of the port for systems of the State: `https://node.inside.example:8471`. */
  readonly url: string
  readonly token: string
  /** Absent: that of the platform. */
  readonly fetch?: typeof fetch
  /** Attempts at what may pass by itself: a broken connection, 429 and 503. Absent: 4. */
  readonly attemptsMax?: number
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
export type Ask = <Answer>(asked: Asked) => Promise<Answered<Answer>>

const longestPauseMs = 30_000

/**
 * Asks again what may pass by itself. Everything that this client asks may be asked again: what is read changes nothing, what makes
 * something new has a key, what changes something names what was seen.
 */
export function transportOf({
  url,
  token,
  fetch: fetchIt = fetch,
  attemptsMax = 4,
  pauseMs = 500,
}: ClientSettings): Ask {
  return async <Answer>({ method, target, headers = {}, body }: Asked): Promise<Answered<Answer>> => {
    for (let attempt = 1; ; attempt += 1) {
      const wait = Math.min(pauseMs * 2 ** (attempt - 1), longestPauseMs)
      let response: Response
      try {
        response = await fetchIt(new URL(target, url), {
          method,
          redirect: 'error',
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/json',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      } catch (reason) {
        if (attempt >= attemptsMax) throw reason
        await pause(wait)
        continue
      }
      if (response.ok) return await answered<Answer>(response)
      const passes = response.status === 429 || response.status === 503
      if (!passes || attempt >= attemptsMax) throw new RogatoryProblem(await problemIn(response))
      await response.body?.cancel()
      const told = Number(response.headers.get('retry-after')) * 1_000
      await pause(Math.min(Math.max(wait, told || 0), longestPauseMs))
    }
  }
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
