import {
  trace as traces,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import type { NodeLog } from '../node.ts'
import { soonOr } from '../soonOr.ts'
import { type CollectorAgent, collectorAgent } from './collectorAgent.ts'
import { spanNames } from './spanNames.ts'
import { type Trace, newSpanId, newTraceId } from './trace.ts'
import type { Facts, SpanFollower } from './tracer.ts'
import { tracingLimits } from './tracingLimits.ts'

/** Where spans go, and how many of them. */
export interface SpansOut {
  /** The address of a collector that takes OTLP over HTTP. */
  readonly endpoint: string
  /** A field that each request to it bears, asked for each time; it may not throw. */
  readonly header: () => Promise<Record<string, string>>
  /** The part of all traces that is kept, 0 to 1. */
  readonly ratio: number
  /** Asked for at each new connection. */
  readonly tls: Parameters<typeof collectorAgent>[1]
}

/** What a collector is told of the process itself. */
export interface SpanSource {
  readonly state: string
  readonly version: string
  /** Of this process alone. */
  readonly instance: string
  readonly random: (bytes: number) => Uint8Array
  readonly log: Pick<NodeLog, 'info' | 'warn'>
}

/** Spans on their way to a collector. */
export interface ExportedSpans extends SpanFollower {
  /** Lets it take the last ones, for no longer than a moment. */
  readonly close: () => Promise<void>
}

/** What the library calls kinds. */
const kinds = { client: SpanKind.CLIENT, server: SpanKind.SERVER, internal: SpanKind.INTERNAL } as const

/**
 * Exports spans by the library of OpenTelemetry. Nothing is registered for the whole process, for two nodes may run in one, and
 * whatever the library would read of the environment by itself is said here.
 */
export function exportedSpans(to: SpansOut, source: SpanSource): ExportedSpans {
  const agent = collectorAgent(to.endpoint, to.tls)
  const provider = providerOf(to, source, agent)
  const tracer = provider.getTracer('rogatory', source.version)
  return {
    begin({ name, parent = null, beside = [], facts = {} }) {
      const { method, route } = facts
      const options = {
        kind: kinds[spanNames[name]],
        attributes: attributesOf(facts),
        links: beside.slice(0, tracingLimits.besideMax).map((one) => ({ context: contextOf(one) })),
      }
      const span = tracer.startSpan(
        // As OpenTelemetry names what is asked over HTTP.
        method === undefined || route === undefined ? name : `${method} ${route}`,
        options,
        parent === null ? ROOT_CONTEXT : traces.setSpanContext(ROOT_CONTEXT, contextOf(parent)),
      )
      const { traceId: id, spanId, traceFlags } = span.spanContext()
      const isKept = (traceFlags & TraceFlags.SAMPLED) !== 0
      return {
        trace: { id, span: spanId, isKept },
        add: (more) => void span.setAttributes(attributesOf(more)),
        end(failure) {
          if (failure !== undefined)
            span.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    async close() {
      await inTime(provider.shutdown())
      agent.destroy()
    },
  }
}

/**
 * Sends a collector a request without spans, by the same way as spans.
 *
 * @throws Error where it does not take it
 */
export async function askCollector(to: Omit<SpansOut, 'ratio'>): Promise<void> {
  const agent = collectorAgent(to.endpoint, to.tls)
  const exporter = exporterTo(to, agent)
  let late: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new Error('it has not answered in time')), 2 * tracingLimits.exportMs)
      exporter.export([], ({ error }) => {
        if (error === undefined) resolve()
        else reject(error)
      })
    })
  } finally {
    clearTimeout(late)
    agent.destroy()
    await inTime(exporter.shutdown())
  }
}

function exporterTo({ endpoint, header }: Omit<SpansOut, 'ratio'>, agent: CollectorAgent): OTLPTraceExporter {
  return new OTLPTraceExporter({
    url: endpoint,
    headers: header,
    timeoutMillis: tracingLimits.exportMs,
    httpAgentOptions: () => agent,
  })
}

function providerOf(to: SpansOut, source: SpanSource, agent: CollectorAgent): BasicTracerProvider {
  const { state, version, instance, random, log } = source
  const processor = new BatchSpanProcessor(told(exporterTo(to, agent), log), {
    maxQueueSize: tracingLimits.queueMax,
    maxExportBatchSize: tracingLimits.batchMax,
    scheduledDelayMillis: tracingLimits.everyMs,
    exportTimeoutMillis: 2 * tracingLimits.exportMs,
  })
  return new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'rogatory',
      'service.version': version,
      'service.instance.id': instance,
      'rogatory.state': state,
    }),
    // By the id of the trace alone: nodes with one ratio keep the same traces, and no peer decides what this one keeps.
    sampler: new TraceIdRatioBasedSampler(to.ratio),
    // The library has no source of its own for what nobody may guess.
    idGenerator: { generateTraceId: () => newTraceId(random), generateSpanId: () => newSpanId(random) },
    spanLimits: {
      attributeCountLimit: 32,
      attributeValueLengthLimit: 1_000,
      linkCountLimit: tracingLimits.besideMax,
      eventCountLimit: 0,
    },
    spanProcessors: [processor],
  })
}

/** The names that OpenTelemetry has for it, and our own where it has none. */
function attributesOf({ peer, messages, files, refused, method, route, status }: Facts) {
  return {
    ...(peer === undefined ? {} : { 'rogatory.peer': peer }),
    ...(messages === undefined ? {} : { 'rogatory.messages': messages }),
    ...(files === undefined ? {} : { 'rogatory.files': files }),
    ...(refused === undefined || refused.length === 0 ? {} : { 'rogatory.refused': [...refused] }),
    ...(method === undefined ? {} : { 'http.request.method': method }),
    ...(route === undefined ? {} : { 'http.route': route }),
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
  }
}

/** Whether it is kept is decided anew, by its id. What another has named does not say whether that one keeps it. */
function contextOf({ id, span, isKept }: Trace): SpanContext {
  return { traceId: id, spanId: span, traceFlags: TraceFlags.SAMPLED, isRemote: isKept === undefined }
}

/** Says when the collector takes nothing, at once and then seldom, and when it takes something again. */
function told(exporter: SpanExporter, log: SpanSource['log']): SpanExporter {
  let lost = 0
  let saidAtMs = -Infinity
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined) {
          lost += spans.length
          const nowMs = performance.now()
          if (nowMs - saidAtMs >= tracingLimits.saidEveryMs) {
            saidAtMs = nowMs
            log.warn({ spans: lost, reason: wordsOf(result.error) }, 'the collector of spans takes none')
          }
        } else if (lost > 0) {
          log.info({ spans: lost }, 'the collector takes spans again; these were lost')
          lost = 0
          saidAtMs = -Infinity
        }
        done(result)
      })
    },
    forceFlush: async () => await exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}

function wordsOf(reason: Error): string {
  const code = 'code' in reason ? ` (${String(reason.code)})` : ''
  return `${String(reason)}${code}`.slice(0, 300)
}

/** Waits for no longer than so long; how it ends is of no interest: what was lost is said where it is lost. */
async function inTime(shutdown: Promise<unknown>): Promise<void> {
  await soonOr(
    shutdown.catch(() => undefined),
    tracingLimits.stopMs,
    undefined,
  )
}
