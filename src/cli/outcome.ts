import type { Refusal } from '../message/refusal.ts'

/** How a command ends; after sysexits where they have a word for it, and docs/operations.md for `verify`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** As the verdict of `verify` on evidence that does not hold: what was given was damaged or changed. */
  damaged: 40,
  wrongUse: 64,
  refused: 65,
  unavailable: 69,
} as const

/** A command cannot go on; `message` says to a person what to do about it. */
export class CommandFailure extends Error {
  readonly exitCode: number
  /** A code from the list of refusals, or another word for scripts. */
  readonly code: string
  readonly more: Readonly<Record<string, unknown>>

  constructor(exitCode: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.exitCode = exitCode
    this.code = code
    this.more = more
  }
}

/** A failure of which the log tells already. */
export class NotedFailure extends CommandFailure {}

/** The failure of a command whose act was refused, by what notes its refusals itself. */
export function notedBy(refusal: Refusal): NotedFailure {
  const { exitCode, code, message, more } = refusedBy(refusal)
  return new NotedFailure(exitCode, code, message, more)
}

/** The failure of a command that was not asked rightly. */
export function wrongUse(message: string): CommandFailure {
  return new CommandFailure(exitCodes.wrongUse, 'WRONG_USE', message)
}

/** The failure of a command whose act was refused. */
export function refusedBy({ code, detail, expected, pointer }: Refusal): CommandFailure {
  const words = [
    `Refused: ${code}`,
    ...(detail === undefined ? [] : [detail]),
    ...(pointer === undefined ? [] : [`at ${pointer}`]),
    ...(expected === undefined || expected.length === 0 ? [] : [`expected: ${expected.join(', ')}`]),
  ]
  return new CommandFailure(exitCodes.refused, code, words.join('; '), {
    ...(detail === undefined ? {} : { detail }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(expected === undefined ? {} : { expected }),
  })
}

/** What ended a start: where the port is taken, words that say so and `advice`; else the reason as it is. */
export function portFailure(reason: unknown, advice: string): unknown {
  const isTaken = reason instanceof Error && 'code' in reason && reason.code === 'EADDRINUSE'
  if (!isTaken) return reason
  return new CommandFailure(
    exitCodes.unavailable,
    'PORT_IN_USE',
    `${reason.message}: another program uses the port. ${advice}`,
  )
}
