import { type IncomingMessage, createServer } from 'node:http'
import { paths } from '../../src/web/paths.ts'

/** One post that a peer makes to a node. */
export interface Passage {
  /** What was posted, one sealed message a line. */
  readonly lines: readonly string[]
  /** Hands it to the node and returns what the node answers. */
  readonly forward: (lines?: readonly string[]) => Promise<string>
}

/** What becomes of a post: the answer that the poster sees, or null when the connection breaks. */
export type Carrier = (passage: Passage) => Promise<string | null>

/** The ways in which a line carries. */
export const carriers = {
  faithfully: async ({ forward }: Passage) => await forward(),
  nothing: () => Promise.resolve(null),
  /** The node takes the messages, commits, answers, and nobody hears it. */
  losingAnswers: async ({ forward }: Passage) => {
    await forward()
    return null
  },
} as const satisfies Readonly<Record<string, Carrier>>

/** A line of HTTP between two nodes that a test can disturb. */
export interface Link {
  readonly url: string
  carry: Carrier
  /** False: nothing is reachable, trust lists included. */
  up: boolean
  /** What is published as the trust list in place of the node's own; null: that one. */
  publish: (() => string) | null
  /** Questions about records that passed so far. */
  asked: number
  /** What passed so far: lines as posted, answer as the node gave it. */
  readonly passed: { readonly lines: readonly string[]; readonly answer: string }[]
  close(): Promise<void>
}

/** Opens a line to the node at `target`. */
export async function openLink(target: string): Promise<Link> {
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const answer = link.up ? await carried(request) : null
      if (answer === null) response.destroy()
      else response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body)
    }
    pass().catch(() => response.destroy())
  })
  const ask = async (path: string, body?: string, type = 'application/vnd.rogatory.messages') => {
    const headers = { 'content-type': type }
    return await fetch(target + path, body === undefined ? {} : { method: 'POST', body, headers })
  }
  /** What is no post of messages goes through as it is. */
  const passOn = async (request: IncomingMessage, path: string) => {
    const type = request.headers['content-type'] ?? ''
    const response = await ask(path, await bodyOf(request), type)
    const body = await response.text()
    link.asked += 1
    return { status: response.status, type: response.headers.get('content-type') ?? '', body }
  }
  const carried = async (request: IncomingMessage) => {
    const path = request.url ?? '/'
    if (request.method !== 'POST') {
      if (link.publish !== null) return { status: 200, type: 'application/jose', body: link.publish() }
      const response = await ask(path)
      const type = response.headers.get('content-type') ?? ''
      return { status: response.status, type, body: await response.text() }
    }
    if (path !== paths.messages) return await passOn(request, path)
    const lines = (await bodyOf(request)).split('\n')
    const forward = async (given: readonly string[] = lines): Promise<string> => {
      const response = await ask(path, given.join('\n'))
      if (!response.ok) throw new Error(`the node answered ${response.status}`)
      const answer = await response.text()
      link.passed.push({ lines: given, answer })
      return answer
    }
    const body = await link.carry({ lines, forward })
    return body === null ? null : { status: 200, type: 'application/vnd.rogatory.answers', body }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const link: Link = {
    url: `http://127.0.0.1:${port}`,
    carry: carriers.faithfully,
    up: true,
    publish: null,
    asked: 0,
    passed: [],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return link
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('latin1')) body += String(chunk)
  return body
}
