import type { Latency } from './latency.ts'

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

/** Goals of the design, in exchanges for one of theirs: of the same duty, which is what the envelope alone does. */
export const peerGoals: Readonly<Partial<Record<Contender, number>>> = { as2: 10, didcomm: 2, fedify: 2 }

export interface PeerPoint {
  readonly inFlight: number
  readonly perSecond: number
  readonly latency: Latency
}

/** What `peers.json` holds. */
export interface PeerFigures {
  readonly points: Readonly<Record<Contender, readonly PeerPoint[]>>
}

/** Exchanges of Rogatory for one of another: by the envelope alone and by the whole. */
export function timesAsMany(
  { points }: PeerFigures,
  of: 'envelope' | 'node',
  than: Contender,
  inFlight: number,
): number {
  const rate = (contender: Contender): number =>
    points[contender].find((point) => point.inFlight === inFlight)?.perSecond ?? 0
  return rate(of) / rate(than)
}

/** The comparison in Markdown, a row for each. */
export function tableOfPeers(figures: PeerFigures): string {
  const inFlights = figures.points.node.map(({ inFlight }) => inFlight)
  const heads = inFlights.flatMap((inFlight) => [
    `${inFlight} in flight, per second`,
    'envelope / whole exchange',
  ])
  const rows = (Object.keys(contenders) as Contender[]).map((contender) => [
    contenders[contender].name,
    ...inFlights.flatMap((inFlight) => [
      rateOf(figures, contender, inFlight),
      ratiosOf(figures, contender, inFlight),
    ]),
    goalOf(figures, contender, inFlights),
    contenders[contender].promises,
  ])
  const lines = [
    ['', ...heads, 'goal', 'promises'],
    ['---', ...heads.map(() => '---'), '---', '---'],
    ...rows,
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function rateOf({ points }: PeerFigures, contender: Contender, inFlight: number): string {
  return String(Math.round(points[contender].find((point) => point.inFlight === inFlight)?.perSecond ?? 0))
}

function ratiosOf(figures: PeerFigures, contender: Contender, inFlight: number): string {
  if (peerGoals[contender] === undefined) return ''
  const times = (of: 'envelope' | 'node'): string => timesAsMany(figures, of, contender, inFlight).toFixed(1)
  return `${times('envelope')} / ${times('node')}`
}

function goalOf(figures: PeerFigures, contender: Contender, inFlights: readonly number[]): string {
  const goal = peerGoals[contender]
  if (goal === undefined) return ''
  const isMet = inFlights.every((inFlight) => timesAsMany(figures, 'envelope', contender, inFlight) >= goal)
  return `≥ ${goal}: ${isMet ? 'met' : '**not met**'}`
}
