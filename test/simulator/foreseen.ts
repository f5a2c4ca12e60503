import { isConnectionError } from '../../src/store/failures.ts'

/** The process in whose name something was to be done has died meanwhile: it is done another time. */
export class Died extends Error {}

/** What a service behind the port throws where it has not what it was asked for. */
export class NotThere extends Error {
  constructor() {
    super('404')
  }
}

/**
 * Whether something may fail so though nobody has made a mistake: a line or a connection to a database is cut, a process dies, a peer is
 * away, or somebody is refused with a code. All else breaks a promise: assertions, constraints, statements that the server does not take,
 * transactions that wait for each other, and errors in plain words.
 *
 * @param reason - what was thrown; or the same in words, as a log has it
 */
export function isForeseen(reason: unknown): boolean {
  if (typeof reason === 'string') return mistake.exec(reason) === null && foreseenWords.test(reason)
  if (reason instanceof Died || reason instanceof NotThere || isConnectionError(reason)) return true
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? String(reason.code) : ''
  return isOfRefusal(code) || foreseenCodes.has(code) || isForeseen(String(reason))
}

/** What no words may have in them, whatever stands before it. */
const mistake =
  /AssertionError|TypeError|RangeError|ReferenceError|SyntaxError|violates|does not exist|deadlock detected|lock timeout|statement timeout|current transaction is aborted/

/** Whether what a log tells names a mistake in any of its fields. */
export function namesMistake(fields: Readonly<Record<string, unknown>>): boolean {
  return mistake.test(JSON.stringify(fields))
}

/** Codes of refusals are words with lines between them; those of Node.js begin with ERR. */
function isOfRefusal(code: string): boolean {
  return /^(?!ERR_)[A-Z]+(_[A-Z]+)+$/.test(code)
}

/** Of the network of the simulator (`network.ts`), beside those of connections: no answer, and one that says why there is none. */
const foreseenCodes: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'REFUSED'])

const foreseenWords = new RegExp(
  `^(Error: )?(${[
    'Connection terminated unexpectedly$',
    // Of the network of the simulator.
    'nobody answers there$',
    'no answer came in time$',
    '500 ',
    // A line that loses answers: each is waited for, and all together no longer than a minute.
    'the lists of this peer took too long together$',
    // A refusal, where an Error is made of it.
    '[A-Z]+(_[A-Z]+)+\\b',
    // A witness that answers with another status than 200, or with a key that its list does not name yet.
    '[45][0-9]{2} ',
    'no cosignature is of its key$',
  ].join('|')})`,
)
