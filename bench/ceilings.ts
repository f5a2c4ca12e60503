import { resolve } from 'node:path'
import { Agent, request } from 'undici'
import type { AloneCalls, AloneSetup, AloneWork } from './aloneProcess.ts'
import { type Child, startChild } from './child.ts'
import { type LoopOptions, type LoopResult, closedLoop } from './latency.ts'
import type { PostCalls } from './postProcess.ts'
import { readTraces, type Traces } from './traces.ts'
import { type Pair, type Servers, passphrase } from './world.ts'

/** How a ceiling is driven: as many messages together, and batches at once, as the nodes were seen to take. */
export interface Batching {
  readonly inFlight: number
  readonly batch: number
  readonly atOnce: number
}

export interface Ceilings {
  readonly traces: Traces
  readonly sealedBytes: number
  /** Exchanges per second of these parts alone, done for about `aloneMs` after they were done for about `warmMs`. */
  readonly rate: (
    parts: AloneWork['parts'],
    batching: Batching,
    times: { readonly warmMs: number; readonly aloneMs: number },
  ) => Promise<number>
  readonly close: () => Promise<void>
}

const path = (name: string): string => resolve(import.meta.dirname, name)

/** Two processes, one for each side, with fresh databases on the same servers. */
export async function openCeilings(servers: Servers, pair: Pair): Promise<Ceilings> {
  const traces = await readTraces(pair.urls)
  const setup: AloneSetup = {
    databases: {
      asking: await servers.database('asking', 'alone'),
      answering: await servers.database('answering', 'alone'),
    },
    nodes: pair.urls,
    folders: pair.folders,
    passphrase,
    traces,
  }
  const one = startChild<AloneCalls>(path('aloneProcess.ts'))
  const other = startChild<AloneCalls>(path('aloneProcess.ts'))
  const sealedBytes = await one.call('setUp', setup)
  await other.call('setUp', setup)
  const once = async (work: Omit<AloneWork, 'side'>, isSerial: boolean): Promise<number> => {
    const began = performance.now()
    if (isSerial) await one.call('work', { ...work, side: 'both' })
    else await both(one, other, work)
    return (work.exchanges * 1000) / (performance.now() - began)
  }
  return {
    traces,
    sealedBytes,
    async rate(parts, { inFlight, batch, atOnce }, { warmMs, aloneMs }) {
      const isSerial = inFlight === 1
      const work = { parts, batch, atOnce }
      const during = async (ms: number, rate: number): Promise<number> =>
        await once({ ...work, exchanges: Math.max(1, Math.ceil((rate * ms) / 1000)) }, isSerial)
      // A short run tells, roughly, how many exchanges fill a time; those that follow warm up, as the nodes do, and tell it better.
      const warmUntil = performance.now() + warmMs
      let rate = await once({ ...work, exchanges: isSerial ? 50 : 300 }, isSerial)
      while (performance.now() < warmUntil) rate = await during(Math.min(warmMs, 2_000), rate)
      return await during(aloneMs, rate)
    },
    async close() {
      await one.close()
      await other.close()
    },
  }
}

/** Each process does its side of all the exchanges; they wait for nothing of each other. */
async function both(
  one: Child<AloneCalls>,
  other: Child<AloneCalls>,
  work: Omit<AloneWork, 'side'>,
): Promise<void> {
  await Promise.all([
    one.call('work', { ...work, side: 'asking' }),
    other.call('work', { ...work, side: 'answering' }),
  ])
}

/** A bare post of so many bytes, answered with so many, between two processes. */
export async function barePost(
  sizes: { readonly body: number; readonly answer: number },
  loop: LoopOptions,
): Promise<LoopResult> {
  const child = startChild<PostCalls>(path('postProcess.ts'))
  const agent = new Agent({ connections: loop.inFlight, pipelining: 1 })
  const body = 'a'.repeat(sizes.body)
  try {
    const url = await child.call('listen', sizes.answer)
    return await closedLoop(loop, async () => {
      const answer = await request(url, { dispatcher: agent, method: 'POST', body })
      await answer.body.text()
    })
  } finally {
    await agent.close()
    await child.close()
  }
}
