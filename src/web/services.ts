import type { Check } from '../exchange/readiness.ts'
import type { IdentifyCaller } from '../exchange/httpCallers.ts'
import type { GivenExhibit } from '../exchange/exhibits/give.ts'
import type { GiveSeveral } from '../exchange/exhibits/giveSeveral.ts'
import type { Trace } from '../exchange/tracing/trace.ts'
import type { Tracer } from '../exchange/tracing/tracer.ts'
import type { Result } from '../message/refusal.ts'
import type { Strangers } from './strangers.ts'

/** What the pages and endpoints need of a node; `main.ts` builds it from the rooms below. */
export interface Services {
  /** Tells which peer's node makes a request, by its head alone. */
  readonly identify: IdentifyCaller
  /** What those may take whom it does not tell. */
  readonly strangers: Strangers
  /** Told the steps that the node takes. */
  readonly tracer: Tracer
  /** Takes sealed messages of the State whose node posts them, and returns as many answers in the same order, each already on disk. The trace is as its node has named it: only the log of the program tells it. */
  readonly receive: (
    lines: readonly string[],
    from: readonly string[],
    trace: Trace | null,
  ) => Promise<readonly string[]>
  /** Answers the sealed question of the State whose node asks about the records between it and this node, a line each. */
  readonly answer: (question: string, from: readonly string[]) => Promise<readonly string[]>
  /** The State's signed trust list in force. */
  readonly trustList: () => Promise<string>
  /** The State's own list with that number or the first one behind it, whether it is in force or not; null where there is none. */
  readonly trustListFrom: (sequence: number) => Promise<string | null>
  /** The newest list of revoked certificates (DER) of an authority of this State, by the SHA-256 (hex) of its certificate. */
  readonly revocationList: (authority: string) => Promise<Uint8Array | null>
  /** The last published checkpoint, or null before the first. */
  readonly checkpoint: () => Promise<string | null>
  /** A tile or entry bundle by its C2SP path, or null when there is none. */
  readonly tile: (path: string) => Promise<Uint8Array | null>
  /** A sealed file by its SHA-256 (hex), where it was handed over to one of these States; else null. */
  readonly exhibit: (sha256: string, to: readonly string[]) => Promise<GivenExhibit | null>
  /** Small sealed files, several at once. */
  readonly exhibits: GiveSeveral
  /** Cosigns the checkpoint in the body of an `add-checkpoint` (C2SP tlog-witness): the signature line, already on disk. */
  readonly cosign: (body: Uint8Array) => Promise<Result<{ readonly line: string }>>
  /**
   * The checkpoint of another log that was cosigned last, by the SHA-256 (hex) of its origin, for the States by whose key it is asked for
   * (none: for anybody); null where there is none.
   */
  readonly cosigned: (originDigest: string, asker: readonly string[]) => Promise<string | null>
  /** Does what a node is for, end to end, and names what does not work. */
  readonly ready: () => Promise<Readiness>
}

export interface Readiness {
  readonly ready: boolean
  readonly checks: readonly Check[]
}
