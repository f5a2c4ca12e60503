import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type HttpResponse, type SignatureFields } from '../../src/envelope/httpSignature.ts'
import { answersMediaType } from '../../src/exchange/post.ts'
import { paths } from '../../src/web/paths.ts'
import { bodyOf, fieldsOf, startOf } from './httpFields.ts'

const filesPath = paths.exhibit.replace(':sha256', '')

/** One post that a peer makes to a node. */
export interface Passage {
  /** What was posted, one sealed message a line. */
  readonly lines: readonly string[]
  /** Hands it to the node and returns what the node answers. */
  readonly forward: () => Promise<string>
}

/** What something that stands before the node answers in its place, which nobody has signed. */
export interface OfAnother {
  readonly status: number
  readonly body: string
}

/** What becomes of a post: the answer that the poster sees, or null when the connection breaks. */
export type Carrier = (passage: Passage) => Promise<string | OfAnother | null>

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
  /** False: heads of logs that are to be cosigned do not come through. */
  carriesHeads: boolean
  /** What is published as the trust list in place of the node's own; null: that one. */
  publish: (() => string) | null
  /** What is published as the list of revoked certificates in place of the node's own; null: that one. */
  revocation: Buffer | null
  /** Signs as the node does: what a test answers in its place is answered by it for all that the poster can see. */
  sign: (answer: HttpResponse) => SignatureFields
  /** After how many bytes the answer to a request for a part of a file of so many, from a place on, is cut off; null: it is not. */
  cutAfter: ((bytes: number, start: number) => number | null) | null
  /** The same of an answer with several small files. */
  cutSeveralAfter: ((bytes: number) => number | null) | null
  /** Whether the node at the end of the line knows how to give several small files; one from before does not. */
  knowsSeveral: boolean
  /** How many small files were asked for together, each time. */
  severalAsked: number[]
  /** After how many bytes of a file nothing more comes over one connection, which stays; once. */
  stallAfter: number | null
  /** How many bytes of files the line carries in a second, one after another; null: as many as come. */
  bytesPerSecond: number | null
  /** By which clock whoever is at the end of the line answers, who believes no signature of another time then. */
  otherClock: Date | null
  /** Bytes of files that passed so far. */
  fileBytes: number
  /** How many parts of files were asked for and are not there to their end. */
  filesAsked: number
  /** The ranges of files that were asked for so far, as the heads say them. */
  fileRanges: string[]
  /** Questions about records that passed so far. */
  asked: number
  /** The fields `traceparent` of what came over it so far, each with the path that was asked for; without: undefined. */
  readonly traceparents: { readonly path: string; readonly field: string | undefined }[]
  /** What passed so far: lines as posted, answer as the node gave it. */
  readonly passed: { readonly lines: readonly string[]; readonly answer: string }[]
  close(): Promise<void>
}

/** Opens a line to the node at `target`. */
export async function openLink(target: string): Promise<Link> {
  const server = createServer((request, response) => {
    const { url: path = '', headers } = request
    link.traceparents.push({ path, field: headers.traceparent?.toString() })
    const pass = async (): Promise<void> => {
      if (link.up && request.url?.startsWith(filesPath) === true) {
        await passPart(request, response)
        return
      }
      if (link.up && request.url === paths.exhibits) {
        await passSeveral(request, response)
        return
      }
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
    const posted = body === undefined ? {} : { body: Buffer.from(body, 'latin1') }
    const response = await fetch(target + url, { method, headers: fieldsOf(headers), ...posted })
    const fields = fieldsOf(Object.fromEntries(response.headers))
    // A byte a character: lists of revoked certificates are DER.
    const answered = Buffer.from(await response.arrayBuffer()).toString('latin1')
    return { status: response.status, fields, body: answered }
  }
  /** A part of a file, as a stream: it may be cut off in the middle. */
  const passPart = async (
    { url = '/', headers }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const { range = '' } = headers
    link.fileRanges.push(range)
    link.filesAsked += 1
    response.once('close', () => (link.filesAsked -= 1))
    if (link.otherClock !== null) {
      response.writeHead(401, { date: link.otherClock.toUTCString() }).end()
      return
    }
    const answer = await fetch(target + url, { headers: { ...fieldsOf(headers), range } })
    if (link.cutAfter === null) {
      await passStream(answer, response)
      return
    }
    const body = Buffer.from(await answer.arrayBuffer())
    const contentRange = answer.headers.get('content-range')
    response.writeHead(answer.status, {
      'content-length': body.length,
      ...(contentRange === null ? {} : { 'content-range': contentRange }),
    })
    const kept = answer.status === 206 ? link.cutAfter(body.length, startOf(range)) : null
    const passed = kept === null ? body : body.subarray(0, kept)
    if (answer.status === 206) link.fileBytes += passed.length
    if (kept === null) response.end(body)
    else if (kept === 0) response.destroy()
    else response.write(passed, () => response.destroy())
  }
  /** Small files that come together. */
  const passSeveral = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    link.severalAsked.push(body.split('\n').length)
    if (!link.knowsSeveral) {
      response.writeHead(404).end('Nothing is here')
      return
    }
    const { status, fields, body: given } = await ask(request, body)
    const kept = status === 200 ? (link.cutSeveralAfter?.(given.length) ?? null) : null
    const passed = Buffer.from(given, 'latin1').subarray(0, kept ?? given.length)
    link.fileBytes += passed.length
    response.writeHead(status, { ...fields, 'content-length': given.length })
    if (kept === null) response.end(passed)
    else if (kept === 0) response.destroy()
    else response.write(passed, () => response.destroy())
  }
  let lineFreeMs = 0
  /** What a slow line carries, in small parts: one at a time, whatever else is under way on it. */
  async function* onLine(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces)
      for (let at = 0, end = 0; at < piece.length; at = end) {
        const { bytesPerSecond } = link
        end = bytesPerSecond === null ? piece.length : Math.min(piece.length, at + 2_048)
        if (bytesPerSecond !== null) {
          const nowMs = performance.now()
          lineFreeMs = Math.max(lineFreeMs, nowMs) + ((end - at) * 1_000) / bytesPerSecond
          await new Promise((free) => setTimeout(free, lineFreeMs - nowMs))
        }
        yield piece.subarray(at, end)
      }
  }
  /** As it comes: where the node breaks off, so does this. */
  const passStream = async (answer: Response, response: ServerResponse): Promise<void> => {
    const signed = ['content-type', 'content-digest', 'signature', 'signature-input']
    const names = ['content-length', 'content-range', ...signed]
    response.writeHead(
      answer.status,
      Object.fromEntries(
        names.flatMap((name) => {
          const value = answer.headers.get(name)
          return value === null ? [] : [[name, value]]
        }),
      ),
    )
    const begun = link.fileBytes
    const counting = new Transform({
      transform(piece: Buffer, _encoding, done) {
        if (link.stallAfter !== null && link.fileBytes - begun >= link.stallAfter) {
          link.stallAfter = null
          return
        }
        if (answer.status === 206) link.fileBytes += piece.length
        done(null, piece)
      },
    })
    const body =
      answer.body === null
        ? Readable.from([])
        : Readable.from(onLine(answer.body as AsyncIterable<Uint8Array>))
    await pipeline(body, counting, response)
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
    if (typeof body === 'object' && body !== null) return { ...body, fields: {} }
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
    if (request.url === paths.addCheckpoint && !link.carriesHeads) return null
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
    carriesHeads: true,
    publish: null,
    revocation: null,
    cutAfter: null,
    cutSeveralAfter: null,
    knowsSeveral: true,
    severalAsked: [],
    stallAfter: null,
    bytesPerSecond: null,
    otherClock: null,
    fileBytes: 0,
    filesAsked: 0,
    fileRanges: [],
    sign: () => {
      throw new Error('no node is at the end of this line yet')
    },
    asked: 0,
    passed: [],
    traceparents: [],
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
