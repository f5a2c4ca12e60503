import { type Result, refuse } from '../message/refusal.ts'
import { type NoteVerifier, encodeVerifierKey, parseVerifierKey, publicKeyDigest } from './note.ts'

/** Bounds of a policy file. */
export const witnessPolicyLimits = { bytesMax: 64 * 1024, witnessesMax: 64, groupsMax: 64 } as const

/** A witness of a policy. */
export interface PolicyWitness {
  readonly name: string
  readonly verifier: NoteVerifier
  /** Where checkpoints are submitted to it, without `/add-checkpoint`; null where the policy only verifies. */
  readonly url: string | null
}

/** Which cosignatures make a checkpoint believed. */
export interface WitnessPolicy {
  readonly witnesses: readonly PolicyWitness[]
  /** Whether the witnesses that have cosigned are enough. */
  readonly isQuorum: (cosignedBy: readonly NoteVerifier[]) => boolean
}

/**
 * The policy of which so many of these witnesses are enough, or all where they are fewer; one with several keys counts once. Where
 * there are none, nothing is asked.
 */
export function anyOf(witnesses: readonly PolicyWitness[], least: number): WitnessPolicy {
  const names = new Map(witnesses.map(({ name, verifier }) => [encodeVerifierKey(verifier), name]))
  const enough = Math.min(least, new Set(names.values()).size)
  return {
    witnesses,
    isQuorum: (cosignedBy) =>
      new Set(cosignedBy.flatMap((verifier) => names.get(encodeVerifierKey(verifier)) ?? [])).size >= enough,
  }
}

type Rule = (cosignedBy: ReadonlySet<string>) => boolean

/** What the lines read so far have named. */
interface Named {
  readonly rules: Map<string, Rule>
  /** Those that a group has already: each counts in one way only. */
  readonly members: Set<string>
  readonly witnesses: PolicyWitness[]
}

/**
 * Reads a policy file (C2SP tlog-policy): lines `witness NAME VKEY [URL]`, `group NAME all|any|K NAME...`, one
 * `quorum NAME`; `log` lines, blank ones and comments are passed over, for which log it is the caller knows. Refuses
 * with WITNESS_POLICY_INVALID, and says in which line.
 */
export function parseWitnessPolicy(text: string): Result<{ policy: WitnessPolicy }> {
  if (text.length > witnessPolicyLimits.bytesMax) return invalid(null, 'the file is too long')
  const named: Named = { rules: new Map([['none', () => true]]), members: new Set(['none']), witnesses: [] }
  const { rules, witnesses } = named
  let quorum: Rule | null = null
  for (const [place, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    const [kind = '#', name = '', ...rest] = words
    if (kind.startsWith('#') || kind === 'log') continue
    if (kind === 'quorum') {
      const meant: Rule | undefined = rest.length === 0 && quorum === null ? rules.get(name) : undefined
      if (meant === undefined)
        return invalid(place, 'one quorum names a witness or group that stands above it')
      quorum = meant
    } else {
      if (name === '' || rules.has(name)) return invalid(place, 'the name lacks, or was given before')
      const read = kind === 'witness' ? readWitness(name, rest, witnesses) : readGroup(kind, rest, named)
      if (typeof read === 'string') return invalid(place, read)
      rules.set(name, read)
    }
  }
  if (quorum === null) return invalid(null, 'there is no quorum line')
  const rule = quorum
  return {
    ok: true,
    policy: {
      witnesses,
      isQuorum: (cosignedBy) => rule(new Set(cosignedBy.map((verifier) => encodeVerifierKey(verifier)))),
    },
  }
}

/** The rule of a witness, which is added to those read; or what is wrong with its line. */
function readWitness(name: string, words: readonly string[], read: PolicyWitness[]): Rule | string {
  const [vkey = '', url, ...more] = words
  const parsed = parseVerifierKey(vkey, 'cosignature')
  if (!parsed.ok) return parsed.detail ?? parsed.code
  const { verifier } = parsed
  if (more.length > 0 || (url !== undefined && !/^https?:\/\/[^/]/.test(url))) return 'the address is none'
  if (read.length >= witnessPolicyLimits.witnessesMax) return 'there are too many witnesses'
  // By their bytes: the page that verifies has no KeyObject of Node, and so nothing of it but what the core asks for.
  const digest = publicKeyDigest(verifier.publicKey)
  const isTwice = read.some((one) => publicKeyDigest(one.verifier.publicKey) === digest)
  if (isTwice) return 'the key of another witness'
  read.push({ name, verifier, url: url?.replace(/\/$/, '') ?? null })
  const key = encodeVerifierKey(verifier)
  return (cosignedBy) => cosignedBy.has(key)
}

/** The rule of a group, whose members are taken; or what is wrong with its line. */
function readGroup(kind: string, words: readonly string[], { rules, members }: Named): Rule | string {
  if (kind !== 'group') return `${kind} is no word of a policy`
  if (rules.size > witnessPolicyLimits.groupsMax + witnessPolicyLimits.witnessesMax)
    return 'there are too many groups'
  const [threshold = '', ...names] = words
  const least = threshold === 'all' ? names.length : threshold === 'any' ? 1 : thresholdOf(threshold)
  if (least === null || least < 1 || least > names.length)
    return 'a group says all, any, or a number of its members'
  const taken: Rule[] = []
  for (const name of names) {
    const rule = rules.get(name)
    if (rule === undefined || members.has(name)) return `${name} is not named above, or is a member already`
    members.add(name)
    taken.push(rule)
  }
  return (cosignedBy) => taken.filter((member) => member(cosignedBy)).length >= least
}

function thresholdOf(word: string): number | null {
  return /^[1-9][0-9]{0,3}$/.test(word) ? Number(word) : null
}

function invalid(place: number | null, detail: string): Result<never> {
  return refuse('WITNESS_POLICY_INVALID', {
    detail: place === null ? detail : `line ${place + 1}: ${detail}`,
  })
}
