import type { Latency } from './latency.ts'
import { verdict } from './results.ts'

/** Who is compared: Rogatory as it is, its envelope alone, and what installs from npm. */
export const contenders = {
  node: {
    name: 'Rogatory, the whole exchange',
    promises:
      'signed, encrypted, signed receipt; on the disk of both before it is answered, in order, once, judged by schema, law and workflow, in a log that outsiders verify',
  },
  envelope: {
    name: 'Rogatory, the envelope alone',
    promises:
      'signed, encrypted, signed receipt, signed posts; judged by schema and certificate; nothing kept',
  },
  as2: {
    name: 'libas2 0.8.2 (AS2, RFC 4130)',
    promises:
      'signed, encrypted, signed receipt; no certificate is judged, nothing kept, a message may come twice',
  },
  didcomm: {
    name: 'didcomm-node 0.4.1 (DIDComm v2, WebAssembly)',
    promises:
      'signed, encrypted, signed and encrypted acknowledgement; no certificates, nothing kept, may come twice',
  },
  fedify: {
    name: 'Fedify 2.3.6 (ActivityPub, the inbox)',
    promises: 'signed (HTTP and object); **not encrypted, no signed receipt**; known ids in memory alone',
  },
} as const

export type Contender = keyof typeof contenders

/**
 * Goals of the design, in exchanges of Rogatory for one of theirs. They are of the same duty; the whole exchange, which does more, is held
 * to them as well.
 */
export const peerGoals: Readonly<Partial<Record<Contender, number>>> = { as2: 10, didcomm: 2, fedify: 2 }

/** What of Rogatory is set beside the others, and how its duty compares with theirs. */
export const duties = {
  envelope: 'the envelope alone: the same duty',
  node: 'the whole exchange, which does more',
} as const

export type Duty = keyof typeof duties

export interface PeerPoint {
  readonly inFlight: number
  readonly perSecond: number
  readonly latency: Latency
}

/** What `peers.json` holds. */
export interface PeerFigures {
  /** Of the rounds the middle one. */
  readonly points: Readonly<Record<Contender, readonly PeerPoint[]>>
  /** Exchanges in a second, round by round, by how many were in flight; absent where only the middle one was kept. */
  readonly rounds?: Readonly<Record<Contender, Readonly<Record<string, readonly number[]>>>>
}

/** Exchanges of Rogatory for one of another: by the envelope alone and by the whole. */
export function timesAsMany({ points }: PeerFigures, of: Duty, than: Contender, inFlight: number): number {
  const rate = (contender: Contender): number =>
    points[contender].find((point) => point.inFlight === inFlight)?.perSecond ?? 0
  return rate(of) / rate(than)
}

/** The same in the round that was worst for Rogatory; null where the rounds were not kept. */
export function timesInWorstRound(
  { rounds }: PeerFigures,
  of: Duty,
  than: Contender,
  inFlight: number,
): number | null {
  if (rounds === undefined) return null
  const theirs = rounds[than][inFlight] ?? []
  return Math.min(...(rounds[of][inFlight] ?? []).map((rate, round) => rate / (theirs[round] ?? Number.NaN)))
}

/** Two tables in Markdown: what each did, and whether Rogatory did so many times as much as the goals ask. */
export function tableOfPeers(figures: PeerFigures): string {
  const inFlights = figures.points.node.map(({ inFlight }) => inFlight)
  return [ratesOf(figures, inFlights), verdictsOf(figures, inFlights)]
    .map((lines) => lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
    .join('\n\n')
}

type Cells = readonly string[]

function ratesOf({ points }: PeerFigures, inFlights: readonly number[]): readonly Cells[] {
  const heads = inFlights.map((inFlight) => `${inFlight} in flight, per second`)
  const rateOf = (contender: Contender, inFlight: number): string =>
    String(Math.round(points[contender].find((point) => point.inFlight === inFlight)?.perSecond ?? 0))
  return [
    ['', ...heads, 'promises'],
    ['---', ...heads.map(() => '---'), '---'],
    ...(Object.keys(contenders) as Contender[]).map((contender) => [
      contenders[contender].name,
      ...inFlights.map((inFlight) => rateOf(contender, inFlight)),
      contenders[contender].promises,
    ]),
  ]
}

function verdictsOf(figures: PeerFigures, inFlights: readonly number[]): readonly Cells[] {
  const heads = inFlights.map((inFlight) => `times as many, ${inFlight} in flight (worst round)`)
  const rows = (Object.keys(duties) as Duty[]).flatMap((duty) =>
    (Object.entries(peerGoals) as [Contender, number][]).map(([contender, goal]) => [
      contenders[contender].name,
      duties[duty],
      ...inFlights.map((inFlight) => timesTold(figures, duty, contender, inFlight)),
      `≥ ${goal}`,
      verdict(inFlights.every((inFlight) => timesAsMany(figures, duty, contender, inFlight) >= goal)),
    ]),
  )
  return [
    ['beside', 'what of Rogatory', ...heads, 'goal', ''],
    ['---', '---', ...heads.map(() => '---'), '---', '---'],
    ...rows,
  ]
}

function timesTold(figures: PeerFigures, duty: Duty, than: Contender, inFlight: number): string {
  const worst = timesInWorstRound(figures, duty, than, inFlight)
  const told = worst === null ? 'not recorded' : worst.toFixed(1)
  return `${timesAsMany(figures, duty, than, inFlight).toFixed(1)} (${told})`
}
