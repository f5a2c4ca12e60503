import type { Case } from '../../message/generated/types.ts'
import type { OpenNode } from '../../opening.ts'
import type { CaseFiles } from './files.ts'

/** What a case is played on. */
export interface Stage {
  readonly played: Case
  /** The node of a State, opened beside the process that serves it. */
  readonly nodeOf: (state: string) => OpenNode
  /** Moves the world's clock, and lets the nodes do what comes due; null where a case is played today. */
  readonly setClock: ((at: Date) => Promise<void>) | null
  /** The line of a State goes down and comes back: its node is stopped and started again. */
  readonly lineDown: (state: string) => Promise<void>
  readonly lineUp: (state: string) => Promise<void>
  /** The files that its messages hand over; null: they are only spoken of. */
  readonly files: CaseFiles | null
  readonly say: (line: string) => void
}
