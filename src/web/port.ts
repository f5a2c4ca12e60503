import { type RequestListener, type Server, type ServerResponse, STATUS_CODES, createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { Socket } from 'node:net'
import type { SecureContextOptions, TLSSocket, TlsOptions } from 'node:tls'
import type { RefusalCode } from '../message/refusal.ts'
import { webLimits } from './limits.ts'
import { problems } from './problem.ts'
import type { FarEnd, Strangers } from './strangers.ts'

/** What a port shows by TLS, and from whom it wants to be shown something; PEM. */
export interface PortTls {
  readonly certificate: string
  readonly key: string
  /** Only who has a certificate of one of these may speak at all (mutual TLS); absent: nobody is asked. */
  readonly clientAuthorities?: readonly string[]
}

const usual = {
  connectionsCheckingInterval: webLimits.timersMs,
  headersTimeout: webLimits.headersMs,
  keepAliveTimeout: webLimits.idleMs,
  maxHeaderSize: webLimits.headerBytesMax,
  // Said, and not left to a default or a flag of the command line: two readings of one request are two requests.
  insecureHTTPParser: false,
  requireHostHeader: true,
  joinDuplicateHeaders: false,
} as const

/** How long an answer may take to be read, as `webLimits.reading` says it. */
type Reading = Readonly<Record<keyof typeof webLimits.reading, number>>

/** Ends the connection of whoever does not read what was answered: it lies in memory until then, and nobody else would end it. */
function endUnread(socket: Socket, response: ServerResponse, { ms, bytesPerSecondMin }: Reading): void {
  const bytes = socket.writableLength
  if (bytes === 0) return
  const timer = setTimeout(() => socket.destroy(), ms + (bytes / bytesPerSecondMin) * 1_000)
  response.once('close', () => clearTimeout(timer))
}

/**
 * The port of a node: plain HTTP, or TLS 1.3 where there is a certificate. Who is not let in is gone before anything is
 * allocated for him.
 *
 * @param tlsNow - asked at each new connection, for the files may have been renewed; null from the beginning: HTTP
 * @param requestMs - how long a request may take to come, with its body
 * @param reading - how long an answer may take to be read
 */
export function createPort(
  app: RequestListener,
  strangers: Strangers,
  tlsNow: () => PortTls | null,
  requestMs: number = webLimits.requestMs,
  reading: Reading = webLimits.reading,
): Server {
  const options = { ...usual, requestTimeout: requestMs }
  let tls = tlsNow()
  const secure = tls === null ? null : createTlsServer({ ...options, ...serverOptions(tls) })
  const server = secure ?? createServer(options)
  server.maxHeadersCount = webLimits.headersMax
  server.maxRequestsPerSocket = webLimits.requestsPerConnectionMax

  // In the place of what Node does with a connection: that comes after, and only where the connection is let in.
  const begin = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const visit = strangers.enter(farEndOf(socket), () => socket.destroy())
    if (visit === null) return void socket.resetAndDestroy()
    socket.once('close', visit.leave)
    const renewed = tlsNow()
    if (renewed !== tls && renewed !== null) secure?.setSecureContext(contextOf(renewed))
    tls = renewed
    for (const listener of begin) Reflect.apply(listener, server, [socket])
  })

  const answering = new WeakMap<Socket, ServerResponse>()
  const isEnding = (socket: Socket): boolean => answering.get(socket)?.getHeader('connection') === 'close'
  const open = new Set<ServerResponse>()
  openAnswers.set(server, open)
  server.on('request', (request, response) => {
    const { socket } = request
    // What stands behind a request that ends the connection is not looked at.
    if (socket.destroyed || isEnding(socket)) return
    answering.set(socket, response)
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      // What was answered before it was known that this is the last answer: the connection is of no more use.
      if (!server.listening) server.closeIdleConnections()
    })
    if (!server.listening) endWith(response)
    response.once('prefinish', () => endUnread(socket, response, reading))
    app(request, response)
  })
  /** Who was told what is wrong: what still comes behind that is passed over until the connection is gone. */
  const told = new WeakSet<object>()
  server.on('clientError', (reason: NodeJS.ErrnoException, socket) => {
    if (told.has(socket)) return
    // What is wrong stands behind a request that ends the connection anyway.
    if (socket instanceof Socket && isEnding(socket)) return
    const isTold = socket instanceof Socket && strangers.refuse(farEndOf(socket))
    if (!isTold || !socket.writable) return void socket.destroy()
    told.add(socket)
    socket.end(answerTo(reason.code))
    // Reset while he still writes, he would read no answer.
    setTimeout(() => socket.destroy(), webLimits.toldMs).unref()
  })
  secure?.on('tlsClientError', (_reason, socket: TLSSocket) => {
    if (socket.remoteAddress !== undefined) strangers.refuse(farEndOf(socket))
  })
  return server
}

/** What is being answered, by the port at which it is. */
const openAnswers = new WeakMap<Server, ReadonlySet<ServerResponse>>()

/** Lets each connection of a port that listens no more end with the answer that is under way, which says so: nobody sends another request over it. */
export function endWithAnswers(server: Server): void {
  for (const response of openAnswers.get(server) ?? []) endWith(response)
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

/** A connection under TLS is another object than the one beneath it, and both have the same far end. */
export function farEndOf({
  remoteAddress,
  remotePort,
}: Pick<Socket, 'remoteAddress' | 'remotePort'>): FarEnd {
  return { address: remoteAddress ?? '', port: remotePort ?? 0 }
}

function serverOptions(tls: PortTls): TlsOptions {
  const isAsked = tls.clientAuthorities !== undefined
  return {
    ...contextOf(tls),
    handshakeTimeout: webLimits.handshakeMs,
    ALPNProtocols: ['http/1.1'],
    requestCert: isAsked,
    rejectUnauthorized: isAsked,
  }
}

function contextOf({ certificate, key, clientAuthorities }: PortTls): SecureContextOptions {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.3',
    ...(clientAuthorities === undefined ? {} : { ca: [...clientAuthorities] }),
  }
}

/** A whole answer, with a problem document, to what no handler ever sees. */
function answerTo(code: string | undefined): string {
  const problem = problemFor(code)
  const body = JSON.stringify({ type: 'about:blank', ...problem })
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

function problemFor(code: string | undefined): {
  readonly title: string
  readonly status: number
  readonly code?: RefusalCode
} {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { title: 'The request came too slowly', status: 408 }
  if (code === 'HPE_HEADER_OVERFLOW') return { title: 'The head of the request is too large', status: 431 }
  const { title, status } = problems.HTTP_UNREADABLE
  return { title, status, code: 'HTTP_UNREADABLE' }
}
