import { type NoteVerifier, encodeVerifierKey, parseVerifierKey } from '../../audit/note.ts'
import { type PolicyWitness, type WitnessPolicy, anyOf } from '../../audit/witnessPolicy.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { vkeysInForce } from '../../trust/list.ts'
import type { Node } from '../node.ts'

/** Without a policy file: of one peer it, from two on any two of them. */
const peersEnough = 2

/**
 * Which witnesses this node has: those of its policy file, or else all peers that say how they cosign, of whom any two are enough, or
 * the one where there is no other (security.md, Witnesses).
 *
 * @param newcomers - States of peers that are asked, and without which there may be enough
 */
export function witnessPolicyOf(
  { trust, witnessPolicy, now }: Asker,
  newcomers: ReadonlySet<string> = new Set(),
): WitnessPolicy {
  if (witnessPolicy !== null) {
    const left = new Set(
      keysLeft({ trust, witnessPolicy })
        .filter(({ until }) => until <= now())
        .map(({ vkey }) => vkey),
    )
    const counts = (verifier: NoteVerifier): boolean => !left.has(encodeVerifierKey(verifier))
    return { ...witnessPolicy, isQuorum: (by) => witnessPolicy.isQuorum(by.filter(counts)) }
  }
  const witnesses = trust.peers.flatMap((state): PolicyWitness[] => {
    const list = trust.peer(state)?.list
    if (list?.witness === undefined) return []
    const { vkey: inUse } = list.witness
    return vkeysInForce(list.witness, now()).flatMap((vkey) => {
      const verifier = verifierIn(list, vkey)
      // Asked for the sake of the key in use; the answer has lines of the others that count.
      const url = vkey === inUse ? witnessUrlOf(list) : null
      return verifier === null ? [] : [{ name: state, verifier, url }]
    })
  })
  const { isQuorum } = anyOf(
    witnesses.filter(({ name }) => !newcomers.has(name)),
    peersEnough,
  )
  return { witnesses, isQuorum }
}

// A list is never changed once it is read; the keys of all peers are asked for several times for each head that the node signs.
const verifiers = new WeakMap<TrustList, Map<string, NoteVerifier | null>>()

/** The verifier of a cosigning key of a list; null where the text is none. */
function verifierIn(list: TrustList, vkey: string): NoteVerifier | null {
  const ofList = verifiers.get(list) ?? new Map<string, NoteVerifier | null>()
  const known = ofList.get(vkey)
  if (known !== undefined) return known
  const parsed = parseVerifierKey(vkey, 'cosignature')
  const verifier = parsed.ok ? parsed.verifier : null
  verifiers.set(list, ofList.set(vkey, verifier))
  return verifier
}

/** A key in the policy file that another has followed. */
interface LeftKey {
  readonly witness: string
  readonly vkey: string
  readonly until: Date
  /** The key in use. */
  readonly followedBy: string
}

/**
 * The keys of the policy file that a peer has left, as its list says. A peer is heard about the witness at its own address
 * alone: else any of them could take a neutral witness out of the policy.
 */
export function keysLeft({
  trust,
  witnessPolicy,
}: Pick<Node, 'trust' | 'witnessPolicy'>): readonly LeftKey[] {
  return (witnessPolicy?.witnesses ?? []).flatMap(({ name, verifier, url }) => {
    const vkey = encodeVerifierKey(verifier)
    return trust.peers.flatMap((state) => {
      const list = trust.peer(state)?.list
      if (list?.witness === undefined || url !== witnessUrlOf(list)) return []
      const since = list.witness.others?.find((one) => one.vkey === vkey)?.statusSince
      if (since === undefined) return []
      return [{ witness: name, vkey, until: new Date(since), followedBy: list.witness.vkey }]
    })
  })
}

/** The keys that a peer has left and whose follower the policy file does not name yet: only of these is there something to do. */
export function keysToName(asker: Pick<Node, 'trust' | 'witnessPolicy'>): readonly LeftKey[] {
  const named = new Set(
    (asker.witnessPolicy?.witnesses ?? []).map(({ verifier }) => encodeVerifierKey(verifier)),
  )
  return keysLeft(asker).filter(({ followedBy }) => !named.has(followedBy))
}

/** Where these peers cosign; whoever has no list that is in force is left out. */
export function witnessUrlsOf(
  { trust }: Pick<Node, 'trust'>,
  states: readonly string[],
): ReadonlySet<string> {
  const lists = states.flatMap((state) => trust.peer(state)?.list ?? [])
  return new Set(lists.map(witnessUrlOf))
}

function witnessUrlOf({ node }: Pick<TrustList, 'node'>): string {
  return `${node.url.replace(/\/$/, '')}/log`
}

/** The parts of a node that say who is to cosign its log. */
export type Asker = Pick<Node, 'trust' | 'witnessPolicy' | 'now'>
