import { type NoteVerifier, encodeVerifierKey, parseVerifierKey } from '../note.ts'
import type { WitnessPolicy } from '../witnessPolicy.ts'
import type { TrustHistory } from './trust.ts'

/** A key whose cosignatures are looked for. */
export interface WitnessKey {
  readonly verifier: NoteVerifier
  /** Whose it is: a State, which counts once however many keys it uses, or what the report calls the witness. */
  readonly whose: string
  /** What the report calls the witness: its State, and the name that the policy of the reader gives to it. */
  readonly name: string
  /** From then on its cosignatures count for nothing; null: nothing is known against it. */
  readonly untilMs: number | null
  /** The key that the State of this one uses now; null where it is this one, or of no State. */
  readonly followedBy: string | null
}

/** What the trust lists of a State say in the end about a key of its witness. */
interface Said {
  readonly state: string
  /** It was withdrawn then. */
  readonly withdrawnMs: number | null
  /** No list names it that was in force after this. */
  readonly namedUntilMs: number
  readonly isInUse: boolean
  readonly inUse: string
}

/**
 * The keys of the witnesses that count: those that the trust lists of the other States name, and those of the policy; never a key of the
 * State whose log it is, whoever names it. A cosignature counts where its key was in force at its time: it was not withdrawn before, and,
 * where no policy names it, a list that names it had not run out.
 */
export function witnessKeys(trust: TrustHistory, policy: WitnessPolicy | null): WitnessKey[] {
  const said = saidInLists(trust)
  const known = (verifier: NoteVerifier): Said | undefined => said.get(encodeVerifierKey(verifier))
  const endOf = ({ inUse, isInUse }: Said): string | null => (isInUse ? null : inUse)
  const own = ownKeys(trust)
  const named = (policy?.witnesses ?? []).filter(({ verifier }) => !own.has(encodeVerifierKey(verifier)))
  const ofPolicy = named.map(({ name: label, verifier }): WitnessKey => {
    const one = known(verifier)
    const name = nameOf(label, one?.state ?? null)
    const untilMs = one?.withdrawnMs ?? null
    const followedBy = one === undefined ? null : endOf(one)
    return { verifier, whose: one?.state ?? name, name, untilMs, followedBy }
  })
  const inPolicy = new Set(named.map(({ verifier }) => encodeVerifierKey(verifier)))
  const ofLists = [...said].flatMap(([vkey, one]): WitnessKey[] => {
    if (inPolicy.has(vkey) || own.has(vkey)) return []
    const parsed = parseVerifierKey(vkey, 'cosignature')
    if (!parsed.ok) return []
    const untilMs = one.withdrawnMs ?? (one.isInUse ? null : one.namedUntilMs)
    const { state } = one
    return [{ verifier: parsed.verifier, whose: state, name: state, untilMs, followedBy: endOf(one) }]
  })
  return [...ofPolicy, ...ofLists]
}

/** A State that vouches for its own log says nothing more than the log does. */
function ownKeys(trust: TrustHistory): ReadonlySet<string> {
  const lists = trust.own === null ? [] : trust.listsOf(trust.own)
  return new Set(
    lists.flatMap(({ witness }) =>
      witness === undefined ? [] : [witness.vkey, ...(witness.others ?? []).map(({ vkey }) => vkey)],
    ),
  )
}

/** A name of a policy is the reader's own and says nothing to others: the State by whose lists it is its key stands before it. */
function nameOf(label: string, state: string | null): string {
  return state === null ? `${label} (named by the policy alone)` : `${state} (${label})`
}

/** Whose each key is: the State whose list was the first to name it as the one in use, in the order of the log. */
function ownersOf(trust: TrustHistory): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  const inOrder = [...trust.opened].sort((one, other) => one.index - other.index)
  for (const { list } of inOrder.map(({ opened }) => opened)) {
    const vkey = list.witness?.vkey
    if (vkey !== undefined && !owners.has(vkey)) owners.set(vkey, list.state)
  }
  return owners
}

/** Of each key what the newest list says that names it; what another State says of it than the one whose it is counts for nothing. */
function saidInLists(trust: TrustHistory): Map<string, Said> {
  const said = new Map<string, Said>()
  const owners = ownersOf(trust)
  const states = new Set(trust.opened.map(({ opened }) => opened.list.state))
  for (const state of states) {
    if (state === trust.own) continue
    const lists = trust.listsOf(state)
    const inUse = lists.at(-1)?.witness?.vkey ?? ''
    const used = new Set<string>()
    for (const { witness, nextUpdate } of lists) {
      if (witness === undefined) continue
      const isItsOwn = (vkey: string): boolean => (owners.get(vkey) ?? state) === state
      const namedUntilMs = Date.parse(nextUpdate)
      const of = { state, namedUntilMs, inUse }
      if (isItsOwn(witness.vkey)) {
        used.add(witness.vkey)
        said.set(witness.vkey, { ...of, withdrawnMs: null, isInUse: witness.vkey === inUse })
      }
      for (const { vkey, status, statusSince } of witness.others ?? []) {
        // A State is heard about a key that it has used itself: else it could take the witness of another away.
        if (!isItsOwn(vkey) || (!used.has(vkey) && status === 'withdrawn')) continue
        const withdrawnMs =
          status === 'withdrawn' && statusSince !== undefined ? Date.parse(statusSince) : null
        said.set(vkey, { ...of, withdrawnMs, isInUse: false })
      }
    }
  }
  return said
}
