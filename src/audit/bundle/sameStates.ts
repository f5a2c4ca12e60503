import { type NoteVerifier, encodeVerifierKey } from '../note.ts'
import { trustListPath } from './layout.ts'
import type { FindIn, TrustListFact } from './report.ts'
import type { CheckedBundle } from './verify.ts'

/** What bundles are compared by: their name and the trust lists in them. */
type Known = Pick<CheckedBundle, 'name'> & { readonly trust: Pick<CheckedBundle['trust'], 'facts'> }

/**
 * Whether two bundles speak of the same States: anybody can make keys, and trust lists with them, and a log under the name of
 * another's. Where the lists of a State were signed by signers of which none is the same, or two lists of one number by
 * two signers of which the reader has not pinned both, one of the bundles is a stranger's, and what it says is no evidence
 * against the other. It is named: the one whose list is not pinned, where the other's is.
 */
export function isOfSameStates(a: Known, b: Known, find: FindIn): boolean {
  for (const state of new Set(a.trust.facts.map((fact) => fact.state))) {
    const [own, other] = [listsOf(a, state), listsOf(b, state)]
    if (other.length === 0) continue
    const strange = strangeList(own, other)
    if (strange === null) continue
    const named = isPinned(other) && !isPinned(own) ? a : b
    const by = named === a ? b : a
    find(
      named.name,
      'cryptography',
      trustListPath(state, strange),
      `a list of ${state} by another signer than in ${by.name}: one of the two bundles is not of these States, so they are not compared. Compare the fingerprints`,
    )
    return false
  }
  return true
}

/** The number of a list that is of another signer; null where both sides have lists of one State. */
function strangeList(own: readonly TrustListFact[], other: readonly TrustListFact[]): number | null {
  const twice = other.find((one) =>
    own.some(
      (same) => same.sequence === one.sequence && same.signer !== one.signer && !(same.pinned && one.pinned),
    ),
  )
  if (twice !== undefined) return twice.sequence
  const signers = new Set(own.map(({ signer }) => signer))
  return other.some(({ signer }) => signers.has(signer)) ? null : (other[0]?.sequence ?? null)
}

function listsOf({ trust }: Known, state: string): readonly TrustListFact[] {
  return trust.facts.filter((fact) => fact.state === state)
}

function isPinned(lists: readonly TrustListFact[]): boolean {
  return lists.some(({ pinned }) => pinned)
}

/** Whether a key is one of these. */
export function isKeyOf(keys: readonly NoteVerifier[], verifier: NoteVerifier): boolean {
  const vkey = encodeVerifierKey(verifier)
  return keys.some((key) => encodeVerifierKey(key) === vkey)
}
