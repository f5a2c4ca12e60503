import { isConnectionError, whyNothingIsTaken } from '../../store/failures.ts'
import { type Ailment, ailments } from './ailments.ts'

/** What was looked at. */
export type Looked =
  | 'settings'
  | 'keys'
  | 'database'
  | 'message'
  | 'log'
  | 'clock'
  | 'disk'
  | 'exhibits'
  | 'peer'
  | 'address'
  | 'witness'
  | 'timeAuthority'
  | 'certificates'
  | 'scanner'
  | 'provider'
  | 'collector'
  | 'webhooks'

/** What was found of one thing; plain JSON. */
export interface Finding {
  readonly of: Looked
  /** Null: it is well, or was not tried. */
  readonly code: Ailment | null
  readonly severity: 'good' | 'doubtful' | 'bad' | 'notTried'
  /** English words for whoever runs the node: what was done and what came of it. */
  readonly words: string
  /** What to do; null: nothing. */
  readonly advice: string | null
  /** State of the peer, or name of the witness; null: it is about this node. */
  readonly about: string | null
  /** How long it took; null: that says nothing here. */
  readonly ms: number | null
}

type More = Partial<Pick<Finding, 'about' | 'ms'>>

export function well(of: Looked, words: string, { about = null, ms = null }: More = {}): Finding {
  return { of, code: null, severity: 'good', words, advice: null, about, ms }
}

/** What the doctor leaves out, and why: nobody is to take it for well. */
export function notTried(of: Looked, words: string, { about = null }: More = {}): Finding {
  return { of, code: null, severity: 'notTried', words, advice: null, about, ms: null }
}

export function ill(
  of: Looked,
  code: Ailment,
  words: string,
  { about = null, ms = null }: More = {},
): Finding {
  const [severity, advice] = ailments[code]
  return { of, code, severity, words: words.slice(0, 500), advice, about, ms }
}

/** Does something and tells how long it took; what it throws becomes a finding. */
export async function tried(
  of: Looked,
  codeOf: Ailment | ((reason: unknown) => Ailment),
  work: () => Promise<Finding | string>,
  about: string | null = null,
): Promise<Finding> {
  const began = performance.now()
  const ms = (): number => Math.round(performance.now() - began)
  try {
    const found = await work()
    return typeof found === 'string' ? well(of, found, { about, ms: ms() }) : { ...found, ms: ms() }
  } catch (reason) {
    const code = typeof codeOf === 'string' ? codeOf : codeOf(reason)
    return ill(of, code, wordsOf(reason), { about, ms: ms() })
  }
}

/** So long one part of what is looked at may take: a disk of the network that hangs is told, and hides none of the others. */
const partMaxMs = 60_000

/** A part of what is looked at. What it throws where nothing of it is expected to break, and that it does not end, becomes a finding. */
export async function part(
  of: Looked,
  work: () => Promise<readonly Finding[]>,
  maxMs: number = partMaxMs,
): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([ill(of, 'PART_HANGS', `it has not ended within ${Math.round(maxMs / 1_000)} s`)])
    }, maxMs)
  })
  try {
    return await Promise.race([work(), late])
  } catch (reason) {
    return [ill(of, 'PART_BROKE', wordsOf(reason))]
  } finally {
    clearTimeout(timer)
  }
}

/** What is wrong where signing, and a database between, broke: what a database throws has a SQLSTATE. */
export function codeOfBreaking(otherwise: Ailment): (reason: unknown) => Ailment {
  return (reason) => {
    const { code } = reason instanceof Error ? (reason as { readonly code?: unknown }) : {}
    const isOfDatabase = isConnectionError(reason) || (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
    return isOfDatabase ? codeOfWriting(reason) : otherwise
  }
}

/** What it means for a node that its database does not take what is written. */
export function codeOfWriting(reason: unknown): Ailment {
  const why = whyNothingIsTaken(reason)
  if (why === null) return 'DATABASE_NOT_WRITTEN'
  return why === 'full' ? 'DATABASE_FULL' : 'DATABASE_READ_ONLY'
}

export function wordsOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason)
  const cause = reason.cause instanceof Error ? `: ${reason.cause.message}` : ''
  return `${reason.message}${cause}` || reason.name
}
