import { setTimeout as pause } from 'node:timers/promises'
import { ExhibitStoreUnavailable } from '../exhibitStore.ts'
import type { BucketPlace } from './bucketPlace.ts'

/** How long a node waits for a bucket that does not answer as it should. */
export interface Patience {
  /** Asks until there is an answer. Throws ExhibitStoreUnavailable at the last attempt, or where another would be in vain. */
  steadily<Answer>(ask: () => Promise<Answer>): Promise<Answer>
  /** Waits after so many attempts in vain, from 1; throws ExhibitStoreUnavailable after the last, or where one more would be in vain. */
  wait(failures: number, reason: unknown): Promise<void>
}

/** @param stopping - ends all waiting */
export function patienceWith(pausesMs: readonly number[], stopping: AbortSignal): Patience {
  const wait = async (failures: number, cause: unknown): Promise<void> => {
    const pauseMs = pausesMs[failures - 1]
    if (pauseMs === undefined || stopping.aborted || !mayPass(cause))
      throw new ExhibitStoreUnavailable(shortly(cause), { cause })
    try {
      await pause(pauseMs, undefined, { signal: stopping })
    } catch {
      throw new ExhibitStoreUnavailable('the node is being stopped', { cause })
    }
  }
  return {
    wait,
    async steadily(ask) {
      for (let failures = 1; ; failures += 1)
        try {
          return await ask()
        } catch (reason) {
          await wait(failures, reason)
        }
    },
  }
}

/** What a server says of bytes that were garbled on their way, and of a request that took too long. */
const passing = ['BadDigest', 'XAmzContentSHA256Mismatch', 'RequestTimeout', 'SlowDown']

/** Whether the same may go well when it is asked again. */
export function mayPass(reason: unknown): boolean {
  if (!(reason instanceof Error) || reason instanceof TypeError || reason instanceof RangeError) return false
  const status = statusOf(reason)
  return status === null || status >= 500 || status === 408 || status === 429 || passing.includes(reason.name)
}

/** Status of the answer; null: there was none. */
function statusOf(reason: unknown): number | null {
  if (!(reason instanceof Error) || !('$metadata' in reason)) return null
  const { httpStatusCode } = reason.$metadata as { readonly httpStatusCode?: number }
  return httpStatusCode ?? null
}

/** The server has said that nothing is there. */
export function isMissing(reason: unknown): boolean {
  return statusOf(reason) === 404
}

function shortly(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason)
  const status = statusOf(reason)
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : reason.name
  return status === null ? `${code}: ${reason.message}`.slice(0, 200) : `the bucket answers ${status} ${code}`
}

/** What is wrong, and what to do about it. */
export function wordsOf(reason: unknown, { url, bucket, credentialsFile }: BucketPlace): string {
  const status = statusOf(reason)
  const name = reason instanceof Error ? reason.name : ''
  const at = `The bucket ${bucket} at ${url}`
  if (name === 'InvalidAccessKeyId' || name === 'SignatureDoesNotMatch')
    return `${at} does not know the credentials in ${credentialsFile} (${name}): see ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE`
  if (name === 'RequestTimeTooSkewed') return `${at} has another time than this machine: set the clocks`
  if (status === 403)
    return `${at} does not let the node list what is in it (${name}): give the credentials in ${credentialsFile} the rights that docs/operations.md names`
  if (status === 404) return `${at} is not there: make it, or see ROGATORY_EXHIBITS_S3_BUCKET`
  return `${at} cannot be used: ${shortly(reason)}`
}
