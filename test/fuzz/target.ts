import assert from 'node:assert/strict'
import type { JsonValue } from '../../src/message/json.ts'
import { type Refusal, type Result, refusalCodes } from '../../src/message/refusal.ts'
import type { Random } from './random.ts'

/**
 * A part of the inbound path, and what must hold for whatever comes to it. An input is a JSON value, so that it can be
 * written down and given again: a text, bytes as one character each, or a plan of what to sign with keys made anew.
 */
export interface Target {
  readonly name: string
  /** Inputs in a thousand of a run, and the least that a long run gives to it. */
  readonly share: number
  readonly inputsMin: number
  /** A new input: a mutation of a published example, or of an input that was new before. */
  readonly make: (random: Random, from: JsonValue | null) => JsonValue
  /** Throws where something does not hold. */
  readonly check: (input: JsonValue) => void | Promise<void>
}

const codes: ReadonlySet<string> = new Set(refusalCodes)

/** Whether it was accepted; a refusal must have a code of the closed list, and words of a bounded length. */
export function isAccepted<T extends object>(result: Result<T>): result is { readonly ok: true } & T {
  if (result.ok) return true
  assertRefusal(result)
  return false
}

export function assertRefusal({ code, detail = '', pointer = '' }: Refusal): void {
  assert.ok(codes.has(code), `a refusal with the code ${code}`)
  assert.ok(detail.length < 5_000 && pointer.length < 5_000, `${code} says more than a few words`)
}
