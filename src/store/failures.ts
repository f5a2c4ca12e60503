import { type Kysely, type Transaction, AbortedTransactionError } from 'kysely'
import pg from 'pg'
import type { Database } from './tables.ts'

/** `cached plan must not change result type`, and nothing else that is not supported. */
const planOutdated = { code: '0A000', routine: 'RevalidateCachedQuery' } as const

/**
 * SQLSTATE of failures after which the same transaction may well succeed. A unique violation is among them: another
 * transaction has just written the same thing, and the second look finds it.
 */
const passing = {
  '40001': 'serialization failure',
  '40P01': 'deadlock',
  '23505': 'unique violation',
  '55P03': 'lock not available in time',
} as const

/** Times that one transaction is tried. */
const attemptsMax = 5

/**
 * Does `work` in one transaction (read committed) and returns what it returned; the transaction is committed then.
 * After a passing failure the whole work is done again, at most five times, so it may touch nothing outside the
 * transaction. Inside it use `trx` alone, never the pool.
 *
 * @throws whatever `work` throws, after rolling back; the last failure when none of the attempts succeeded.
 */
export async function inTransaction<Outcome>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<Outcome>,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (reason) {
      if (attempt === attemptsMax || !(codeOf(reason) in passing || isPlanOutdated(reason))) throw reason
      await new Promise((resolve) => setTimeout(resolve, attempt * attempt * 2))
    }
  }
}

/**
 * True when a table has another column since the statement was prepared on this connection: prepared anew it works. Nothing of it was
 * done.
 */
export function isPlanOutdated(reason: unknown): boolean {
  return (
    codeOf(reason) === planOutdated.code &&
    typeof reason === 'object' &&
    reason !== null &&
    'routine' in reason &&
    reason.routine === planOutdated.routine
  )
}

/** True when another row with the same key stands in the way. */
export function isUniqueViolation(reason: unknown): boolean {
  return codeOf(reason) === '23505'
}

/** True when somebody else held what was to be locked, for longer than was to be waited. */
export function isLockUnavailable(reason: unknown): boolean {
  return codeOf(reason) === '55P03'
}

/** True when a statement took longer than it may, or what it was to lock was held for longer than was to be waited: the database is slow. */
export function tookTooLong(reason: unknown): boolean {
  return codeOf(reason) === '57014' || isLockUnavailable(reason)
}

/** True when two transactions waited for each other, and this one was ended for it. */
export function isDeadlock(reason: unknown): boolean {
  return codeOf(reason) === '40P01'
}

/** SQLSTATE of a server that answers and takes nothing for now, whatever it is given. */
const takesNothing = { '53100': 'full', '25006': 'readOnly' } as const

/** Why a database that answers takes nothing for now: its disk is full, or it may only be read; null: neither. */
export function whyNothingIsTaken(reason: unknown): (typeof takesNothing)[keyof typeof takesNothing] | null {
  const code = codeOf(reason)
  return code in takesNothing ? takesNothing[code as keyof typeof takesNothing] : null
}

/** What Kysely and pg say of a database that this process has closed. */
const closedHere = ['driver has already been destroyed', 'Cannot use a pool after calling end on the pool']

/** True when this process has closed its database: it stops, and whoever asks again asks another, or the next. */
export function isDatabaseClosed(reason: unknown): boolean {
  return reason instanceof Error && closedHere.includes(reason.message)
}

/**
 * True when the database could not be reached, went away, or takes nothing for now, so that the same work may succeed later and
 * nothing is wrong with it. After a lost COMMIT nobody knows whether it happened: look before doing it again.
 */
export function isConnectionError(reason: unknown): boolean {
  if (reason instanceof AbortedTransactionError) return false
  if (whyNothingIsTaken(reason) !== null || isDatabaseClosed(reason)) return true
  const code = codeOf(reason)
  if (/^(08...|57P0[1-5]|53[0-9]{3})$/.test(code)) return true
  // A socket that is not there is ENOENT as well, and so is any file: the system call tells them apart.
  if (code === 'ENOENT') return reason instanceof Error && 'syscall' in reason && reason.syscall === 'connect'
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/.test(code)) return true
  return saysConnectionLost(reason)
}

/** True when it was the database that failed, whatever it says, and not a file or a peer that was read or written meanwhile. */
export function isOfDatabase(reason: unknown): boolean {
  return reason instanceof pg.DatabaseError || isDatabaseClosed(reason) || saysConnectionLost(reason)
}

/** What pg says itself of a connection that it has not got, or has lost. */
function saysConnectionLost(reason: unknown): boolean {
  return (
    reason instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Postgres connection has been discarded)/.test(
      reason.message,
    )
  )
}

function codeOf(reason: unknown): string {
  return typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'string'
    ? reason.code
    : ''
}
