import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Config, withoutForeignHeaders } from './config.ts'
import type { NodeLog } from './exchange/node.ts'
import type { OpenNode } from './openNode.ts'
import { programVersion } from './programVersion.ts'
import { headerIn } from './settings/tracesSetting.ts'

/** Begins to export spans of what the node does; null where the configuration names nobody who takes them. */
export async function startTraces(
  { traces }: Config,
  { node, tls }: Pick<OpenNode, 'node' | 'tls'>,
  log: NodeLog,
): Promise<{ readonly close: () => Promise<void> } | null> {
  if (traces === undefined) return null
  withoutForeignHeaders()
  // Only who exports spans has to wait until the library for it is there.
  const { exportedSpans } = await import('./exchange/tracing/openTelemetry.ts')
  const { endpoint, ratio, headerFile } = traces
  const spans = exportedSpans(
    { endpoint, ratio, header: headerFrom(headerFile, log), tls: tls.client },
    {
      state: node.state,
      version: programVersion,
      instance: randomUUID(),
      random: node.random,
      log,
    },
  )
  node.tracer.follow(spans)
  return {
    async close() {
      node.tracer.follow(null)
      await spans.close()
    },
  }
}

/**
 * Has a collector take a request without spans, by the way on which it is given them, and tells where it is.
 *
 * @throws Error with what came of it
 */
export async function askCollectorOf(
  { endpoint, headerFile }: NonNullable<Config['traces']>,
  { tls }: Pick<OpenNode, 'tls'>,
  log: NodeLog,
): Promise<string> {
  withoutForeignHeaders()
  const { askCollector } = await import('./exchange/tracing/openTelemetry.ts')
  await askCollector({ endpoint, header: headerFrom(headerFile, log), tls: tls.client })
  return endpoint
}

/** The field that requests to the collector bear, as the file has it now; that of before while it has none. */
function headerFrom(file: string | undefined, log: NodeLog): () => Promise<Record<string, string>> {
  let last: Readonly<Record<string, string>> = {}
  let isTold = false
  return async () => {
    if (file === undefined) return {}
    const found = headerIn(await readFile(file, 'utf8').catch(() => ''))
    if (found === null && !isTold)
      log.warn({ file }, 'the field for the collector of spans cannot be read; that of before goes on')
    isTold = found === null
    last = found ?? last
    return { ...last }
  }
}
