import type { Refusal } from '../message/refusal.ts'

/** Nothing can be exported now, for nothing can be signed. */
export class ExportRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.detail ?? ''}`)
    this.refusal = refusal
  }
}
