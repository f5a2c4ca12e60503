import { heardOf, listPeers } from '../../store/peers.ts'
import { lastBalance } from '../../store/balances.ts'
import { findCircuit } from '../../store/circuits.ts'
import { spellPin, wordsOfPin } from '../../trust/fingerprint.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import type { PeerRow } from '../../store/tables.ts'
import { type CircuitSeen, circuitTo } from '../circuit.ts'
import type { Node } from '../node.ts'

/** A signer of a trust list, as it is read out before it is pinned. */
export interface Fingerprint {
  /** SHA-256 in hexadecimal digits, four lines of four groups. */
  readonly digits: readonly string[]
  /** The same as 24 words, four lines of six. */
  readonly words: readonly string[]
  /** It signs now; else it follows. */
  readonly isInUse: boolean
  /** This node believes it; its own always. */
  readonly isPinned: boolean
}

/** The list of a State, as far as whoever runs a node has to know it; plain JSON. */
export interface ShownList {
  readonly sequence: number
  /** RFC 3339; from then on nothing of the State is believed. */
  readonly nextUpdate: string
  readonly isOver: boolean
  /** Where its node is. */
  readonly url: string
  readonly fingerprints: readonly Fingerprint[]
  readonly schemaVersions: readonly string[]
  readonly kinds: readonly string[]
}

/** A pinned State and how it stands with it; plain JSON. */
export interface RunningPeer {
  readonly state: string
  readonly pinnedAt: string
  /** Null: none of its lists is believed. */
  readonly list: ShownList | null
  /** Whether it has told what it has since the node came up: nothing new goes to it before. */
  readonly isHeard: boolean
  /** When it last told, answered or sent something that was kept; null: never. */
  readonly heardAt: string | null
  readonly circuit: CircuitSeen
  /** Code of what the last post to it came to; null: it was answered. */
  readonly code: string | null
  /** The last comparison of both records; null: there was none. */
  readonly balance: { readonly at: string; readonly agreed: boolean } | null
}

/** The own list and the pinned States, in the order of their codes. Nothing of a case stands in it. */
export async function readPeers(
  node: Node,
): Promise<{ readonly own: ShownList; readonly peers: readonly RunningPeer[] }> {
  const [rows, heard] = await Promise.all([listPeers(node.db), heardOf(node.db)])
  const peers = await Promise.all(rows.map((row) => peerOf(node, row, heard.get(row.state) ?? null)))
  return { own: shownList(node.trust.own(), null, node.now()), peers }
}

async function peerOf(
  node: Node,
  { state, pins, added_at, heard_at }: PeerRow,
  heardAt: Date | null,
): Promise<RunningPeer> {
  const list = node.trust.peer(state)
  const [circuit, failing, balance] = await Promise.all([
    circuitTo(node.db, state),
    findCircuit(node.db, state),
    lastBalance(node.db, state),
  ])
  return {
    state,
    pinnedAt: added_at.toISOString(),
    list: list === null ? null : shownList(list, pins, node.now()),
    isHeard: heard_at !== null,
    heardAt: heardAt?.toISOString() ?? null,
    circuit,
    code: failing?.last_code ?? null,
    balance: balance === null ? null : { at: balance.made_at.toISOString(), agreed: balance.agreed },
  }
}

function shownList({ list }: OpenedTrustList, pins: readonly string[] | null, now: Date): ShownList {
  const { sequence, nextUpdate, node, capabilities } = list
  return {
    sequence,
    nextUpdate,
    isOver: now.getTime() >= Date.parse(nextUpdate),
    url: node.url,
    fingerprints: list.listSigners.map((signer, place) => fingerprintOf(digestOfBase64(signer), place, pins)),
    schemaVersions: capabilities.schemaVersions,
    kinds: capabilities.kinds,
  }
}

function fingerprintOf(pin: string, place: number, pins: readonly string[] | null): Fingerprint {
  return {
    digits: spellPin(pin).split('\n'),
    words: linesOf(wordsOfPin(pin).split(' '), 6),
    isInUse: place === 0,
    isPinned: pins === null || pins.includes(pin),
  }
}

/** Words in lines of so many each. */
export function linesOf(words: readonly string[], perLine: number): readonly string[] {
  return Array.from({ length: Math.ceil(words.length / perLine) }, (_, line) =>
    words.slice(line * perLine, (line + 1) * perLine).join(' '),
  )
}
