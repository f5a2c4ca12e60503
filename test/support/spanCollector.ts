import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { type IncomingHttpHeaders, createServer as createPlain } from 'node:http'
import { createServer as createTls } from 'node:https'
import { join } from 'node:path'
import type { TestPair } from './tlsFiles.ts'
import { requireTool } from './outsideTool.ts'
import { until } from './world.ts'

/** A span as the definitions of OpenTelemetry read it. */
export interface ReadSpan {
  /** What is said of the process. */
  readonly of: Readonly<Record<string, unknown>>
  readonly name: string
  readonly kind: string
  readonly trace: string
  readonly span: string
  readonly parent: string
  readonly isParentRemote: boolean
  readonly ms: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: readonly string[]
  readonly events: number
  readonly status: string
  readonly words: string
}

/** Whoever takes spans: a server that keeps what it is sent. */
export interface SpanCollector {
  readonly endpoint: string
  /** What it answers; null: nothing at all, over a connection that stays. */
  status: number | null
  /** Bodies as they came. */
  readonly bodies: Buffer[]
  readonly heads: IncomingHttpHeaders[]
  /** Waits until it has such a span, and returns all that it has, as others read them. */
  readonly spansOnce: (
    what: string,
    holds: (spans: readonly ReadSpan[]) => boolean,
  ) => Promise<readonly ReadSpan[]>
  close(): Promise<void>
}

const python = '/usr/bin/python3'

/** Skips where the definitions of OpenTelemetry are not installed. */
export function requireOpenTelemetryProto(test: Mocha.Context): void {
  const isThere = spawnSync(python, ['-c', 'import opentelemetry.proto.trace.v1.trace_pb2'], { cwd: '/' })
  requireTool(test, isThere.status === 0, 'the Debian package python3-opentelemetry-proto')
}

/** Reads bodies by the definitions of OpenTelemetry. */
export function readSpans(bodies: readonly Buffer[]): readonly ReadSpan[] {
  const { stdout, stderr, status } = spawnSync(
    python,
    [join(import.meta.dirname, '../exchange/tracing/readSpans.py')],
    { input: bodies.map((body) => `${body.toString('utf8')}\n`).join(''), encoding: 'utf8', cwd: '/' },
  )
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout) as readonly ReadSpan[]
}

/** @param tls - absent: in the clear */
export async function spanCollector(tls?: TestPair & { readonly clients?: string }): Promise<SpanCollector> {
  const options =
    tls === undefined
      ? {}
      : {
          cert: tls.certificate,
          key: tls.key,
          ...(tls.clients === undefined
            ? {}
            : { ca: tls.clients, requestCert: true, rejectUnauthorized: true }),
        }
  const server = tls === undefined ? createPlain() : createTls(options)
  const collector: SpanCollector = {
    endpoint: '',
    status: 200,
    bodies: [],
    heads: [],
    async spansOnce(what, holds) {
      let spans: readonly ReadSpan[] = []
      let read = -1
      await until(what, () => {
        if (collector.bodies.length === read) return false
        read = collector.bodies.length
        spans = readSpans(collector.bodies)
        return holds(spans)
      })
      return spans
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('request', (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (collector.status === null) return
      if (collector.status === 200) {
        assert.equal(request.method, 'POST')
        assert.equal(request.url, '/v1/traces')
        collector.heads.push(request.headers)
        collector.bodies.push(Buffer.concat(pieces))
      }
      response.writeHead(collector.status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return Object.assign(collector, {
    endpoint: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/v1/traces`,
  })
}
