import type { Problem } from './generated/api.ts'

/** What the node has refused: a problem document (RFC 9457). */
export class RogatoryProblem extends Error {
  readonly status: number
  /** Of the closed list of the node; absent: it is about the request itself. */
  readonly code: string | undefined
  readonly detail: string | undefined
  /** What would have been accepted. */
  readonly expected: readonly string[]
  /** Where in what was sent (RFC 6901). */
  readonly pointer: string | undefined
  /** All that is wrong with it, where the node tells more than the first. */
  readonly faults: NonNullable<Problem['faults']>

  constructor({ status, title, code, detail, expected = [], pointer, faults = [] }: Problem) {
    super(code === undefined ? title : `${code}: ${title}`)
    this.name = 'RogatoryProblem'
    this.status = status
    this.code = code
    this.detail = detail
    this.expected = expected
    this.pointer = pointer
    this.faults = faults
  }
}
