import { Agent, type buildConnector } from 'undici'
import { foreignWords } from '../message/foreignWords.ts'
import { limits } from '../message/limits.ts'
import type { Result } from '../message/refusal.ts'
import { bounded, readBounded } from './boundedBody.ts'
import { AnsweredOtherwise, ClockDiffers, unsigned } from './callFailures.ts'
import { exchangeLimits } from './limits.ts'
import { framesBytesMax } from './exhibits/several.ts'
import type { Post } from './posting.ts'
import { requested } from './requested.ts'
import type { HttpCaller } from './httpCaller.ts'
import { soonOr } from './soonOr.ts'
import { type Trace, traceparentOf } from './tracing/trace.ts'
import { handedOn, requestsUnderWay } from './underWay.ts'

/** What leaves this node over HTTP, and what it fetches from its peers. */
export interface Courier {
  readonly post: Post
  /** Asks a node what it has of the records with this one: a sealed question, and the lines of its answer. */
  readonly ask: (url: string, question: string, trace?: Trace | null) => Promise<readonly string[]>
  /** The peer's trust list as it is published now, or the first one from that number on. Throws when it cannot be had. */
  readonly fetchTrustList: (url: string, sequence?: number, trace?: Trace | null) => Promise<string>
  /** A list of revoked certificates (DER) from the address that a trust list names. Throws when it cannot be had. */
  readonly fetchRevocationList: (url: string) => Promise<Buffer>
  /**
   * Submits a checkpoint to a witness (C2SP tlog-witness `add-checkpoint`). What it answers proves itself, so it need not
   * be signed as an answer.
   */
  readonly submitCheckpoint: (
    url: string,
    body: string,
  ) => Promise<{ readonly status: number; readonly body: Buffer }>
  /** The checkpoint of a log that a witness cosigned last, by the SHA-256 (hex) of its origin. Throws when it cannot be had. */
  readonly fetchCosigned: (url: string, originDigest: string) => Promise<Buffer>
  /** Asks a time-stamping authority (RFC 3161 section 3.4), DER both ways. What it answers proves itself. */
  readonly askTimeStamp: (url: string, request: Buffer) => Promise<Buffer>
  /**
   * A part of a sealed file, from `start` to without `end`, by the SHA-256 (hex) of its sealed form. Throws where the peer
   * cannot be reached, and AnsweredOtherwise where it has signed that nothing is there for this State (404), or that the
   * file there ends before the part begins (416).
   */
  readonly fetchRange: (
    url: string,
    sha256: string,
    range: { readonly start: number; readonly end: number },
    signal: AbortSignal,
    trace?: Trace | null,
  ) => Promise<AsyncIterable<Buffer>>
  /**
   * Small sealed files by the SHA-256 (hex) of their sealed forms, as `severalExhibits` answers them. Throws where the peer
   * cannot be reached or gives nothing of the kind.
   */
  readonly fetchSeveral: (
    url: string,
    names: readonly string[],
    signal: AbortSignal,
    trace?: Trace | null,
  ) => Promise<AsyncIterable<Buffer>>
  /** Ends with `CutOff` what is under way, and what is begun from now on: this process stops, and the same bytes go again. */
  readonly cutOff: () => void
  /** Lets what is under way end, and cuts it off where a peer takes too long; nothing can be begun any more. */
  readonly close: () => Promise<void>
}

/** What C2SP tlog-witness says nothing about: a checkpoint is text. */
const checkpointMediaType = 'text/plain'
const timeStampRequestMediaType = 'application/timestamp-query'
export const messagesMediaType = 'application/vnd.rogatory.messages'
export const questionMediaType = 'application/vnd.rogatory.question'
export const answerMediaType = 'application/vnd.rogatory.answer'
export const exhibitNamesMediaType = 'application/vnd.rogatory.exhibit-names'
export const exhibitsMediaType = 'application/vnd.rogatory.exhibits'
export const answersMediaType = 'application/vnd.rogatory.answers'

/**
 * @param paths - where the peers' endpoints are below their base URL
 * @param caller - signs what is posted and checks that the peer has signed the answer; null for whoever only fetches
 *   lists, which prove themselves
 * @param connect - how peers are reached (`connectorTo`); absent: anywhere, by the roots of the system
 */
export function courier(
  paths: {
    readonly messages: string
    readonly questions: string
    readonly trustList: string
    readonly trustLists: string
    readonly exhibit: string
    readonly exhibits: string
  },
  caller: HttpCaller | null = null,
  connect: buildConnector.connector | { readonly timeout: number } = { timeout: exchangeLimits.connectMs },
): Courier {
  const agentOf = (connections: number): Agent =>
    new Agent({
      connections,
      pipelining: 1,
      headersTimeout: limits.requestMs,
      bodyTimeout: limits.requestMs,
      connect,
    })
  const agent = agentOf(8)
  /** Connections of their own: no message waits until a slow file is through. */
  const fileAgent = agentOf(8)

  const requests = requestsUnderWay()

  const answered = async (
    url: string,
    bytesMax: number,
    posted?: Posted,
    trace: Trace | null = null,
  ): Promise<Answered> => {
    const { signal, end } = requests.begin(limits.requestMs)
    try {
      return await answeredWithin(signal, url, bytesMax, posted, trace)
    } finally {
      end()
    }
  }

  const answeredWithin = async (
    signal: AbortSignal,
    url: string,
    bytesMax: number,
    posted: Posted | undefined,
    trace: Trace | null,
  ): Promise<Answered> => {
    const signed = caller === null || posted?.isForeign === true ? null : signedRequest(caller, url, posted)
    const response = await requested(url, {
      dispatcher: agent,
      method: posted === undefined ? 'GET' : 'POST',
      signal,
      headers: {
        ...(posted === undefined ? {} : { 'content-type': posted.type }),
        ...traceFields(trace),
        ...signed?.fields,
      },
      ...(posted === undefined ? {} : { body: posted.body }),
    })
    const body = await readBounded(response.body, bytesMax)
    const { statusCode: status, headers } = response
    if (status === 401 && caller?.isOfAnotherClock(headers) === true) throw new ClockDiffers(headers)
    // A list proves itself, so what is answered to a GET need not be signed.
    const checked = posted === undefined ? undefined : signed?.check({ status, body }, headers)
    return { status, body, ...(checked === undefined ? {} : { checked }) }
  }

  const call = async (
    url: string,
    bytesMax: number,
    posted?: Posted,
    trace: Trace | null = null,
  ): Promise<Buffer> => {
    const { status, body, checked } = await answered(url, bytesMax, posted, trace)
    if (status !== 200) {
      const words = `${status} ${foreignWords(body.toString('utf8'), 200)}`
      throw checked?.ok === true ? new AnsweredOtherwise(words, status) : unsigned(words, status)
    }
    if (checked?.ok === false) throw new Error(`the answer is not signed by the peer: ${checked.code}`)
    return body
  }

  let isCutOff = false
  const cutOff = (): void => {
    isCutOff = true
    requests.cutOff()
  }
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const ended = Promise.all([agent.close(), fileAgent.close()])
    if ((await soonOr(ended, isCutOff ? 0 : exchangeLimits.stopMs, null)) !== null) return
    cutOff()
    // Nobody waits for what is still dialling.
    await Promise.all([agent.destroy(), fileAgent.destroy()])
  }

  /** Posts text to an endpoint below the URL of a node; the lines of what it answers. */
  const post = async (url: string, path: string, posted: Posted, trace: Trace | null): Promise<string[]> => {
    const answer = await call(url.replace(/\/$/, '') + path, exchangeLimits.answerBytesMax, posted, trace)
    return answer.length === 0 ? [] : answer.toString('utf8').split('\n')
  }

  return {
    post: (url, lines, trace) =>
      post(url, paths.messages, { body: lines.join('\n'), type: messagesMediaType }, trace ?? null),
    ask: (url, question, trace = null) =>
      post(url, paths.questions, { body: question, type: questionMediaType }, trace),
    async fetchTrustList(url, sequence, trace = null) {
      const path =
        sequence === undefined ? paths.trustList : paths.trustLists.replace(':sequence', String(sequence))
      const at = url.replace(/\/$/, '') + path
      return (await call(at, limits.trustListCharactersMax, undefined, trace)).toString('utf8').trim()
    },
    fetchRevocationList: (url) => call(url, limits.revocationListBytesMax),
    async submitCheckpoint(url, body) {
      const posted = { body, type: checkpointMediaType }
      return await answered(`${url}/add-checkpoint`, exchangeLimits.witness.answerBytesMax, posted)
    },
    fetchCosigned: (url, originDigest) =>
      call(`${url}/${originDigest}/checkpoint`, exchangeLimits.witness.answerBytesMax),
    async askTimeStamp(url, body) {
      return await call(url, limits.timeStampBytesMax, {
        body,
        type: timeStampRequestMediaType,
        isForeign: true,
      })
    },
    async fetchRange(url, sha256, { start, end }, signal, trace = null) {
      const target = url.replace(/\/$/, '') + paths.exhibit.replace(':sha256', sha256)
      const signed = caller === null ? null : signedRequest(caller, target, undefined)
      const underWay = requests.begin(Infinity, signal)
      return await handedOn(underWay, async () => {
        const { statusCode, headers, body } = await requested(target, {
          dispatcher: fileAgent,
          signal: underWay.signal,
          headers: {
            range: `bytes=${start}-${end - 1}`,
            ...traceFields(trace),
            ...signed?.fields,
          },
        })
        const range = String(headers['content-range'])
        if (statusCode === 206 && range.startsWith(`bytes ${start}-`))
          return bounded(body, end - start, underWay.end)
        if (statusCode === 401 && caller?.isOfAnotherClock(headers) === true) {
          await body.dump()
          throw new ClockDiffers(headers)
        }
        const answer = await readBounded(body, exchangeLimits.witness.answerBytesMax)
        const words = `${statusCode} ${foreignWords(answer.toString('utf8'), 200)}`
        const isSaid = statusCode === 404 || statusCode === 416
        // What stands before the node of a peer may say so too, and does not know.
        const isSigned = isSaid && signed?.check({ status: statusCode, body: answer }, headers).ok === true
        throw isSigned ? new AnsweredOtherwise(words, statusCode) : unsigned(words, statusCode)
      })
    },
    async fetchSeveral(url, names, signal, trace = null) {
      const target = url.replace(/\/$/, '') + paths.exhibits
      const posted = { body: names.join('\n'), type: exhibitNamesMediaType }
      const signed = caller === null ? null : signedRequest(caller, target, posted)
      const underWay = requests.begin(limits.requestMs, signal)
      return await handedOn(underWay, async () => {
        const { statusCode, headers, body } = await requested(target, {
          dispatcher: fileAgent,
          method: 'POST',
          signal: underWay.signal,
          headers: { 'content-type': posted.type, ...traceFields(trace), ...signed?.fields },
          body: posted.body,
        })
        const isGiven = statusCode === 200 && headers['content-type'] === exhibitsMediaType
        if (isGiven) return bounded(body, framesBytesMax(names.length), underWay.end)
        await body.dump()
        throw new Error(`${statusCode} instead of files`)
      })
    },
    cutOff,
    close: () => (closing ??= close()),
  }
}

/** What was answered, and whether the peer has signed it. */
interface Answered {
  readonly status: number
  readonly body: Buffer
  readonly checked?: Result<object>
}

/** What is posted, and its media type. */
interface Posted {
  readonly body: string | Buffer
  readonly type: string
  /** It goes to a server of no peer, which knows nothing of signed requests. */
  readonly isForeign?: true
}

function traceFields(trace: Trace | null): { readonly traceparent?: string } {
  return trace === null ? {} : { traceparent: traceparentOf(trace) }
}

/** The fields of a signed request, and what judges its answer: one that its peer has not signed counts for nothing. */
function signedRequest(caller: HttpCaller, targetUri: string, posted: Posted | undefined) {
  const method = posted === undefined ? 'GET' : 'POST'
  const fields = caller.sign({
    method,
    targetUri,
    ...(posted === undefined ? {} : { contentType: posted.type }),
    body: Buffer.from(posted?.body ?? ''),
  })
  const to = { method, targetUri, signature: fields.signature }
  return {
    fields,
    check(
      answer: { readonly status: number; readonly body: Buffer },
      headers: Readonly<Record<string, unknown>>,
    ): Result<object> {
      return caller.check({ ...answer, contentType: String(headers['content-type']), to }, headers)
    },
  }
}
