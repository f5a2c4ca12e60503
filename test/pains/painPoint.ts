import type { TestName } from '../attacks/attack.ts'

/** Where others that carry messages or keep logs were hurt, and what shows that this exchange is not. */
export interface PainPoint {
  readonly number: number
  readonly theme: string
  /** What happened, or what they lack, and where that is told. */
  readonly hurt: string
  /** What this exchange promises instead. */
  readonly promise: string
  /** The titles end with ` (pain point N)`. */
  readonly tests: readonly [TestName, ...TestName[]]
  /** What a reader might expect here, and what no test shows or the program does not do. */
  readonly open?: string
}
