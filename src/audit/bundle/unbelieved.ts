import { gateJws } from '../../envelope/gate.ts'
import { limits } from '../../message/limits.ts'
import { type Files, jwsIn } from './layout.ts'
import type { Facts, UnbelievedFact } from './report.ts'
import type { Pins } from './trust.ts'

/** What became of the trust lists of a bundle. */
export interface JudgedLists {
  /** Paths of those that hold. */
  readonly believed: ReadonlySet<string>
  /** Paths of those by somebody who is not pinned. */
  readonly notPinned: ReadonlySet<string>
  /** The States of which a list lies here that was not believed: what rests on it was not checked, and is not wrong by that. */
  readonly unbelievedStates: ReadonlySet<string>
}

/**
 * The trust lists that lie in a bundle and were not believed: a reader must see that they were given, and whose
 * certificate is in them, or he takes those that hold for all there are.
 *
 * @param judged - null: the check did not come so far
 */
export function unbelievedIn(files: Files, judged: JudgedLists | null): Pick<Facts, 'unbelieved'> {
  const lists = [...files.keys()].sort().flatMap((path): UnbelievedFact[] => {
    const state = stateOfList(path)
    if (state === null || judged?.believed.has(path) === true) return []
    const signer = signerIn(files, path)
    const why = judged === null ? 'notRead' : judged.notPinned.has(path) ? 'notPinned' : 'notHeld'
    return [{ path, state, ...(signer === null ? {} : { signer }), why }]
  })
  return lists.length === 0 ? {} : { unbelieved: lists.slice(0, unbelievedMax) }
}

const unbelievedMax = 100

/** Why something was not checked. */
export function notBelieved(...states: readonly string[]): string {
  return `the trust list of ${states.join(', ')} that lies here was not believed`
}

/** The States of which a list lies in a bundle that is not among those believed. */
export function unbelievedStates(files: Files, believed: ReadonlySet<string>): ReadonlySet<string> {
  const paths = [...files.keys()].filter((path) => !believed.has(path))
  return new Set(paths.flatMap((path) => stateOfList(path) ?? []))
}

/** The State whose trust list should lie under that path; null where none should. */
export function stateOfList(path: string): string | null {
  return /^trust\/([A-Z]{2,3})-/.exec(path)?.[1] ?? null
}

/** SHA-256 (hex) of the certificate in a trust list, whose signature nobody has checked; null where none can be read. */
function signerIn(files: Files, path: string): string | null {
  const gated = gateJws('trustList', jwsIn(files, path), limits.trustListCharactersMax)
  return gated.ok ? gated.certificateDigest : null
}

/**
 * Why a list is not by whom the reader has pinned, in words; and where its certificate is what he has pinned for another
 * State, that he may have taken the one for the other.
 */
export function notPinnedInWords(files: Files, path: string, state: string, pins: Pins): string {
  const signer = signerIn(files, path)
  if (signer === null || !pins.has(state)) return ''
  const others = [...pins].flatMap(([other, digests]) => (digests.includes(signer) ? [other] : []))
  const swapped =
    others.length === 0
      ? ''
      : `; it is the one that you have given for ${others.join(', ')}: have fingerprints been taken one for the other?`
  return `: the certificate in it is ${signer}, and not one that you have given for ${state}${swapped}`
}
