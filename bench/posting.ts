import { type IncomingHttpHeaders, type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

// How everything that is compared speaks HTTP: one server and one client, the same for each.

/** What is answered to a post. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

const agent = new Agent({ connections: 64, pipelining: 1 })

/** Listens on loopback, at a port that the system gives, and returns the address. What throws is answered with 500. */
export async function listen(
  answer: (body: Buffer, headers: IncomingHttpHeaders) => Promise<Answer>,
): Promise<string> {
  const server = createServer((asked, answered) => {
    bodyOf(asked)
      .then((body) => answer(body, asked.headers))
      .then(({ headers, body }) => answered.writeHead(200, headers).end(body))
      .catch((reason: unknown) => answered.writeHead(500).end(String(reason)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

export async function bodyOf(asked: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of asked) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Posts, and returns what was answered; throws if that is not 200. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Buffer }> {
  const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}: ${bytes.toString()}`)
  return { headers: answer.headers, body: bytes }
}
