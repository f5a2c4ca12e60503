import { type IncomingHttpHeaders, type IncomingMessage, createServer } from 'node:http'
import { type HttpResponse, type SignatureFields } from '../../src/envelope/httpSignature.ts'
import { answersMediaType } from '../../src/exchange/post.ts'
import { paths } from '../../src/web/paths.ts'

/** One post that a peer makes to a node. */
export interface Passage {
  /** What was posted, one sealed message a line. */
  readonly lines: readonly string[]
  /** Hands it to the node and returns what the node answers. */
  readonly forward: () => Promise<string>
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
  /** What is published as the list of revoked certificates in place of the node's own; null: that one. */
  revocation: Buffer | null
  /** Signs as the node does: what a test answers in its place is answered by it for all that the poster can see. */
  sign: (answer: HttpResponse) => SignatureFields
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
      else response.writeHead(answer.status, answer.fields).end(Buffer.from(answer.body, 'latin1'))
    }
    pass().catch(() => response.destroy())
  })
  const ask = async (
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body?: string,
  ): Promise<Answer> => {
    const posted = body === undefined ? {} : { body: Buffer.from(body, 'latin1'), headers: fieldsOf(headers) }
    const response = await fetch(target + url, { method, ...posted })
    const fields = fieldsOf(Object.fromEntries(response.headers))
    // A byte a character: lists of revoked certificates are DER.
    const answered = Buffer.from(await response.arrayBuffer()).toString('latin1')
    return { status: response.status, fields, body: answered }
  }
  const carriedPost = async (request: IncomingMessage): Promise<Answer | null> => {
    const posted = await bodyOf(request)
    const lines = posted.split('\n')
    let genuine: Answer | undefined
    const forward = async (): Promise<string> => {
      genuine = await ask(request, posted)
      if (genuine.status !== 200) throw new Error(`the node answered ${genuine.status}`)
      link.passed.push({ lines, answer: genuine.body })
      return genuine.body
    }
    const body = await link.carry({ lines, forward })
    if (body === null || body === genuine?.body) return body === null ? null : (genuine ?? null)
    return signedAnew(request, body)
  }
  const signedAnew = ({ headers, url = '/' }: IncomingMessage, body: string): Answer => {
    const to = { method: 'POST', targetUri: link.url + url, signature: String(headers.signature) }
    const answer = { status: 200, contentType: answersMediaType, body: Buffer.from(body, 'utf8'), to }
    return { status: 200, fields: { 'content-type': answersMediaType, ...link.sign(answer) }, body }
  }
  const carried = async (request: IncomingMessage): Promise<Answer | null> => {
    if (request.url === paths.messages) return await carriedPost(request)
    if (request.method === 'POST') {
      if (request.url === paths.questions) link.asked += 1
      return await ask(request, await bodyOf(request))
    }
    const revocation = request.url?.startsWith('/trust/revocation/') === true ? link.revocation : null
    if (revocation !== null)
      return {
        status: 200,
        fields: { 'content-type': 'application/pkix-crl' },
        body: revocation.toString('latin1'),
      }
    const list = request.url === paths.trustList ? link.publish?.() : undefined
    if (list !== undefined) return { status: 200, fields: { 'content-type': 'application/jose' }, body: list }
    return await ask(request)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const link: Link = {
    url: `http://127.0.0.1:${port}`,
    carry: carriers.faithfully,
    up: true,
    publish: null,
    revocation: null,
    sign: () => {
      throw new Error('no node is at the end of this line yet')
    },
    asked: 0,
    passed: [],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return link
}

/** An answer as it goes back over the line. */
interface Answer {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
}

/** What is said of a body beside it: its type, and who has signed it. */
function fieldsOf(headers: IncomingHttpHeaders): Record<string, string> {
  const names = ['content-type', 'content-digest', 'signature-input', 'signature', 'retry-after'] as const
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('latin1')) body += String(chunk)
  return body
}
