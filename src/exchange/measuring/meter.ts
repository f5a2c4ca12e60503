/** What a node does, as whoever counts it is told. Neither peers nor requests stand in it: only words of closed lists, and numbers. */
export interface Observer {
  /** A job has done a round, or failed in it. */
  readonly round: (job: string, ms: number, hasFailed: boolean) => void
  /** Messages went to a peer, or came from one, in one request. */
  readonly post: (direction: Direction, outcome: PostOutcome, ms: number, messages: number) => void
  /** Something was refused, with a code of the list of refusals. */
  readonly refused: (by: Refuser, code: string) => void
  /** A token (PKCS#11) has not signed what it was asked to. */
  readonly tokenFailed: () => void
}

export type Direction = 'in' | 'out'

/** `refused`: the peer has answered, and not what is answered to messages; `failed`: nothing came that it has signed. */
export type PostOutcome = 'answered' | 'refused' | 'failed'

/** This node, a message of a peer; a peer, a message of this node; this node, what a person or system of its own wanted. */
export type Refuser = 'node' | 'peer' | 'own'

/** Tells one observer what the node does; nobody, until there is one. */
export interface Meter extends Observer {
  readonly follow: (observer: Observer) => void
}

export function meterOfNode(): Meter {
  let observer: Observer | null = null
  return {
    round: (job, ms, hasFailed) => observer?.round(job, ms, hasFailed),
    post: (direction, outcome, ms, messages) => observer?.post(direction, outcome, ms, messages),
    refused: (by, code) => observer?.refused(by, code),
    tokenFailed: () => observer?.tokenFailed(),
    follow(next) {
      observer = next
    },
  }
}

/** Does a round of a job and tells how long it took. */
export async function measuredRound<Outcome>(
  meter: Observer,
  job: string,
  round: () => Promise<Outcome>,
): Promise<Outcome> {
  const began = performance.now()
  let hasFailed = true
  try {
    const outcome = await round()
    hasFailed = false
    return outcome
  } finally {
    meter.round(job, performance.now() - began, hasFailed)
  }
}
