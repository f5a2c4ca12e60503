import type { CaseWords } from '../desk/caseWords.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { FoundIn } from '../parts/FindingWords.tsx'
import type { Folding } from './folding.ts'
import type { Offering } from './offered.ts'
import type { PlacedFinding } from './placedFindings.ts'

/** What the rules say that the State which is asked has published: of the draft beside the fields of one part, and of instruments. */
export interface Told {
  readonly draft: FoundIn
  readonly placed: readonly PlacedFinding[]
  /** Codes of those in force between both States; null: it has published none. */
  readonly inForce: readonly string[] | null
}

/** What all fields of a form are shown with. */
export interface Shown {
  readonly words: CaseWords
  readonly errors: readonly FormError[]
  /** BCP 47, of texts that say no other. */
  readonly language: string
  /** What the request at hand leaves to choose; null: there is none yet. */
  readonly offering: Offering | null
  /** Null: nobody is asked yet. */
  readonly told: Told | null
  /** Id of the list of time zones of the page, where it has too many fields for each to have a list of its own; null: each has. */
  readonly zones: string | null
  readonly folding: Folding
}

/** What every field is given. */
export interface Asked {
  readonly words: CaseWords
  readonly name: string
  readonly label: string
  readonly hint: string | undefined
  readonly errors: readonly FormError[]
}
