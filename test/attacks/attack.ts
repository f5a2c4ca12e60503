import type { RefusalCode } from '../../src/message/refusal.ts'

/** A piece of the program, of a schema or of the lock file that keeps an attack out, and the text without it. */
export interface Guard {
  /** Path from the root. */
  readonly file: string
  /** The function or the table in which it stands, for a reader. */
  readonly in: string
  /** What stands in the file exactly once. */
  readonly fragment: string
  /** What stands there when the guard is taken out. */
  readonly without: string
}

/** A test by its file and its exact title. */
export interface TestName {
  readonly file: string
  readonly title: string
}

/** Guards that are taken out together, and the tests each of which must then fail. */
export interface Proof {
  /** More than one only where they stand behind each other: each alone would still keep the attack out. */
  readonly guards: readonly [Guard, ...Guard[]]
  readonly tests: readonly [TestName, ...TestName[]]
  /** The program is built and the tables are made from the sources without the guard: it stands in them. */
  readonly anew?: true
}

/** One attack of the security profile, and what is there against it. */
export interface Attack {
  readonly number: number
  readonly name: string
  readonly expected: string
  /** The codes of the refusals, of the closed list. */
  readonly codes: readonly RefusalCode[]
  /** What else tells that it was refused: a status of HTTP, an exit code of the verifier. */
  readonly answer?: string
  readonly proofs: readonly Proof[]
  /** What keeps it out that cannot be taken out of this program: a library, the platform, a form without a place for it. */
  readonly beside?: string
  /** What of it is not shown yet though nothing stands in the way. */
  readonly open?: string
}

/** What a guard, taken out, leaves behind: nothing. */
export const nothing = ''

/** Guards of one file. */
export const guardsIn =
  (file: string) =>
  (within: string, fragment: string, without: string = nothing): Guard => ({
    file,
    in: within,
    fragment,
    without,
  })

/** Tests of one file. */
export const testsIn =
  (file: string) =>
  (title: string): TestName => ({ file, title })

/** The guards, of which each alone is enough to take out. */
export const proof = (
  guards: Guard | readonly [Guard, ...Guard[]],
  ...tests: readonly [TestName, ...TestName[]]
): Proof => ({ guards: isOne(guards) ? [guards] : guards, tests })

/** The same for guards that stand in the tables, or for tests that start the built program. */
export const anew = (...given: Parameters<typeof proof>): Proof => ({ ...proof(...given), anew: true })

function isOne(guards: Guard | readonly [Guard, ...Guard[]]): guards is Guard {
  return 'file' in guards
}
