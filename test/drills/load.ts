import { pause } from './drill.ts'
import { type Side, type Stage, type StateName, states } from './stage.ts'

/** What a case-management system wants said in a request of its State, asked again until its node has said that it is done. */
export interface Order {
  readonly state: StateName
  readonly request: string
  /** Under which it is asked again (`Idempotency-Key`). */
  readonly key: string
  /** What the message says; no other says the same. */
  readonly words: string
  readonly token: string
  attempts: number
  acknowledged: boolean
}

/** Systems of both States that write all the time. */
export interface Load {
  readonly orders: readonly Order[]
  /** How often something else than "done" was answered, by its code, or by what broke. */
  readonly otherwise: ReadonlyMap<string, number>
  /** The same, of the systems of each State. */
  readonly otherwiseOf: Readonly<Record<StateName, ReadonlyMap<string, number>>>
  acknowledged(state?: StateName): number
  /** Begins no other order, and goes on with those that are not acknowledged for so long. */
  stop(patienceMs?: number): Promise<void>
}

export interface LoadOptions {
  /** Who writes; absent: both. */
  readonly by?: readonly StateName[]
  /** Systems of each State that write at once. */
  readonly atOnce?: number
  /** Between an answer and the next order of a system. */
  readonly pauseMs?: number
}

const againMs = 100
const patienceUsualMs = 60_000

/** Begins it. */
export function startLoad(stage: Stage, options: LoadOptions = {}): Load {
  const { by = states, atOnce = 2, pauseMs = 100 } = options
  const orders: Order[] = []
  const otherwise = new Map<string, number>()
  const otherwiseOf = { VN: new Map<string, number>(), QA: new Map<string, number>() }
  let endMs = Infinity
  let isStopping = false
  const stopping = (): boolean => isStopping
  const next = (side: Side): Order => {
    const number = orders.length + 1
    const order: Order = {
      state: side.state,
      request: side.requests[number % side.requests.length] ?? '',
      key: crypto.randomUUID(),
      words: `Order ${number} of ${side.state}, ${crypto.randomUUID()}`,
      token: side.tokens[number % side.tokens.length] ?? '',
      attempts: 0,
      acknowledged: false,
    }
    orders.push(order)
    return order
  }
  const write = async (side: Side): Promise<void> => {
    while (!stopping()) {
      const order = next(side)
      while (!order.acknowledged && performance.now() < endMs) {
        const answer = await ask(side, order)
        if (answer === 'done') order.acknowledged = true
        else {
          for (const counted of [otherwise, otherwiseOf[side.state]])
            counted.set(answer, (counted.get(answer) ?? 0) + 1)
          await pause(againMs)
        }
      }
      if (!stopping()) await pause(pauseMs)
    }
  }
  const writing = by.flatMap((state) => Array.from({ length: atOnce }, () => write(stage[state])))
  return {
    orders,
    otherwise,
    otherwiseOf,
    acknowledged: (state) =>
      orders.filter((order) => order.acknowledged && (state ?? order.state) === order.state).length,
    async stop(patienceMs = patienceUsualMs) {
      isStopping = true
      endMs = performance.now() + patienceMs
      await Promise.all(writing)
    },
  }
}

/** Asks once; `done`, or what was answered instead. */
async function ask({ apiUrl }: Side, order: Order): Promise<string> {
  order.attempts += 1
  try {
    const answer = await fetch(`${apiUrl}/api/v1/cases/${order.request}/moves`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${order.token}`,
        'content-type': 'application/json',
        'idempotency-key': order.key,
      },
      body: JSON.stringify({ type: 'status-request', body: { text: { language: 'en', text: order.words } } }),
      signal: AbortSignal.timeout(15_000),
    })
    const told = (await answer.json()) as { readonly code?: string }
    return answer.status === 201 ? 'done' : (told.code ?? `status ${answer.status}`)
  } catch (reason) {
    const cause: unknown = reason instanceof Error ? reason.cause : undefined
    const { code } = (cause ?? {}) as { readonly code?: string }
    return code ?? (reason instanceof Error ? reason.name : String(reason))
  }
}

/** What was answered instead, as a sentence tells it. */
export function otherwiseInWords({ otherwise }: Pick<Load, 'otherwise'>): string {
  if (otherwise.size === 0) return 'nothing else'
  const sorted = [...otherwise].toSorted(([, one], [, other]) => other - one)
  return sorted.map(([what, times]) => `${times} ${what}`).join(', ')
}
