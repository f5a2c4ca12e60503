import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Refusal, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  countAttempt,
  giveBackAttempts,
  lastAttempt,
  markRefused,
  sweepAttempts,
  takeAttempts,
} from '../../store/people/signInFailures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Place, Whereabouts } from './places.ts'

/** What an attempt counts against. */
interface Count {
  readonly what: Buffer
  /** With which name it is forgotten; null: with none. */
  readonly ofName: Buffer | null
  readonly max: number
}

/** What somebody tries. */
export interface Attempt {
  /** All that fails from the address; null: everybody comes from there, or the person is known there. */
  readonly address: Count | null
  /** What fails of this kind by this name from this place; where the name alone counts, all of that. */
  readonly place: Count
  /** What fails of this kind by this name from everywhere; null: that does not count. */
  readonly name: Count | null
  /** The person is known at the place: failures from elsewhere slow them, and do not shut them out. */
  readonly isKnown: boolean
}

const { failuresByNameMax, failuresByPlaceMax, failuresByAddressMax, failuresCountMs, slowedMs } =
  exchangeLimits.desk

/** SHA-256 of a name, with which all that was counted against it is forgotten. */
export function markOfName(signInName: string): Buffer {
  return hash('sha256', `name\0${signInName}`, 'buffer')
}

/** Somebody says a password, or (`code`) what comes after it, or comes with a passkey. */
export function attemptAt(
  kind: 'password' | 'code' | 'passkey',
  signInName: string,
  { what, isKnown }: Place,
  { countedAs }: Whereabouts,
): Attempt {
  const ofName = markOfName(signInName)
  const name = kind === 'password' ? ofName : hash('sha256', `${kind}\0${signInName}`, 'buffer')
  const place = hash('sha256', `${kind}\0${what.toString('hex')}\0${signInName}`, 'buffer')
  const address = countedAs === null ? null : hash('sha256', `all\0${countedAs}`, 'buffer')
  return {
    address: address === null || isKnown ? null : { what: address, ofName: null, max: failuresByAddressMax },
    place: { what: place, ofName, max: failuresByPlaceMax },
    name: { what: name, ofName, max: failuresByNameMax },
    isKnown,
  }
}

/** Somebody who has signed in says their password: what strangers do by that name is counted apart. */
export function ownAttempt(signInName: string): Attempt {
  const what = hash('sha256', `own\0${signInName}`, 'buffer')
  const place = { what, ofName: markOfName(signInName), max: failuresByPlaceMax }
  return { address: null, place, name: null, isKnown: true }
}

/** A browser at this address is asked for a passkey of anybody, which costs a row until it is answered. */
export function askAttempt(countedAs: string): Attempt {
  const what = hash('sha256', `ask\0${countedAs}`, 'buffer')
  const place = { what, ofName: null, max: exchangeLimits.passkeys.asksByAddressMax }
  return { address: null, place, name: null, isKnown: false }
}

/** Why an attempt is not looked at: SIGN_IN_TOO_OFTEN. */
export interface TooOften {
  readonly refusal: Refusal
  /** No other was refused so since as many as may be have failed. */
  readonly isFirst: boolean
}

/** An attempt as it was counted, to be told how it ended; or why it is not looked at. */
export type Begun =
  { readonly ok: true; readonly counted: Attempt } | { readonly ok: false; readonly tooOften: TooOften }

/** Counts an attempt as failed until it has succeeded; or tells why no more may be made. Whoever is slowed waits here. */
export async function beginAttempt(
  { db, machineNow }: Pick<Node, 'db' | 'machineNow'>,
  attempt: Attempt,
): Promise<Begun> {
  const { address, place, name, isKnown } = attempt
  const at = machineNow()
  const countedAfter = new Date(at.getTime() - failuresCountMs)
  const begun = await inTransaction(db, async (trx) => {
    await sweepAttempts(trx, countedAfter)
    const counted: Count[] = []
    for (const count of [address, place, name]) {
      if (count === null) continue
      if (await countAttempt(trx, count.what, { ...count, countedAfter }, at)) counted.push(count)
      else if (count === name && isKnown) return 'slowed'
      else {
        for (const { what } of counted) await giveBackAttempts(trx, what, 1)
        return await refusedFor(trx, count, at)
      }
    }
    return 'counted'
  })
  if (begun === 'counted') return { ok: true, counted: attempt }
  if (begun !== 'slowed') return { ok: false, tooOften: begun }
  await pause(slowedMs)
  return { ok: true, counted: { ...attempt, name: null } }
}

async function refusedFor(trx: Trx, { what, max }: Count, at: Date): Promise<TooOften> {
  const last = (await lastAttempt(trx, what)) ?? at
  const until = new Date(last.getTime() + failuresCountMs).toISOString()
  return {
    refusal: refuse('SIGN_IN_TOO_OFTEN', { expected: [until] }),
    isFirst: await markRefused(trx, what, max),
  }
}

/** The attempt has succeeded: what failed from that place by that name before is forgotten, and nothing that others did. */
export async function succeed(trx: Trx, { address, place, name }: Attempt): Promise<void> {
  if (address !== null) await giveBackAttempts(trx, address.what, 1)
  const failures = await takeAttempts(trx, place.what)
  if (name !== null && failures > 0) await giveBackAttempts(trx, name.what, failures)
}

/** Too many passwords wait to be looked at: the attempt does not count. */
export async function notLookedAt(
  { db }: Pick<Node, 'db'>,
  { address, place, name }: Attempt,
): Promise<Refusal> {
  await inTransaction(db, async (trx) => {
    for (const count of [address, place, name]) if (count !== null) await giveBackAttempts(trx, count.what, 1)
  })
  return refuse('NODE_BUSY')
}
