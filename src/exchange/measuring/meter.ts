/** What a node does, as whoever counts it is told. Neither peers nor requests stand in it: only words of closed lists, and numbers. */
export interface Observer {
  /** A job has ended a round, well or not. */
  readonly round: (job: string, ms: number) => void
  /** A job has failed, in a round or before it. */
  readonly failed: (job: string) => void
  /** Messages went to a peer, or came from one, in one request. */
  readonly post: (direction: Direction, outcome: PostOutcome, ms: number, messages: number) => void
  /** Something was refused, with a code of the list of refusals. */
  readonly refused: (by: Refuser, code: string) => void
  /** The log of the program has a line of that level more. */
  readonly said: (level: LogLevel) => void
  /** A token (PKCS#11) has not signed what it was asked to. */
  readonly tokenFailed: () => void
}

export type LogLevel = 'warn' | 'error'

export type Direction = 'in' | 'out'

/** `refused`: the peer has answered, and not what is answered to messages; `failed`: nothing came that it has signed. */
export type PostOutcome = 'answered' | 'refused' | 'failed'

/** This node, a message of a peer; a peer, a message of this node; this node, what a person or system of its own wanted. */
export type Refuser = 'node' | 'peer' | 'own'

/** Tells one observer what the node does; nobody, until there is one. */
export interface Meter extends Observer {
  readonly follow: (observer: Observer) => void
  /** A round of a job begins; what is returned is called when it ends. */
  readonly begin: (job: string) => () => void
  /** Since how many milliseconds rounds that have not ended last, by their jobs: of two of one job the longer. */
  readonly underWay: () => ReadonlyMap<string, number>
}

export function meterOfNode(): Meter {
  let observer: Observer | null = null
  const rounds = new Set<{ readonly job: string; readonly beganMs: number }>()
  return {
    round: (job, ms) => observer?.round(job, ms),
    failed: (job) => observer?.failed(job),
    post: (direction, outcome, ms, messages) => observer?.post(direction, outcome, ms, messages),
    refused: (by, code) => observer?.refused(by, code),
    said: (level) => observer?.said(level),
    tokenFailed: () => observer?.tokenFailed(),
    follow(next) {
      observer = next
    },
    begin(job) {
      const round = { job, beganMs: performance.now() }
      rounds.add(round)
      return () => {
        rounds.delete(round)
        observer?.round(job, performance.now() - round.beganMs)
      }
    },
    underWay() {
      const found = new Map<string, number>()
      for (const { job, beganMs } of rounds)
        found.set(job, Math.max(found.get(job) ?? 0, performance.now() - beganMs))
      return found
    },
  }
}

/** Does a round of a job and tells how long it took; meanwhile, that it is under way. */
export async function measuredRound<Outcome>(
  meter: Meter,
  job: string,
  round: () => Promise<Outcome>,
): Promise<Outcome> {
  const end = meter.begin(job)
  try {
    return await round()
  } finally {
    end()
  }
}
