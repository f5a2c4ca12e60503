import { hash } from 'node:crypto'
import type { Trx } from '../../store/database.ts'
import { findKnownPlace, forgetPlaces, keepPlace } from '../../store/people/knownPlaces.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Asker } from './passwordQueue.ts'
import { isSignInName } from './person.ts'

/** From where somebody comes to the desk. */
export interface Whereabouts {
  readonly address: string
  /** The address, or the network that one holder has; null: everybody comes from there. */
  readonly countedAs: string | null
  /** What this browser was given when somebody signed in with it; null: nothing. */
  readonly browser: string | null
}

/** Where somebody is who wants to sign in by a name. */
export interface Place {
  /** SHA-256 of what the browser holds, or of the address. */
  readonly what: Buffer
  /** The person with that name has signed in there before. */
  readonly isKnown: boolean
}

/** Who has signed in, and from where. */
interface Kept {
  /** Id of the person. */
  readonly person: string
  readonly from: Whereabouts
  /** Where they were when they began; null: none of the places of before counts any more. */
  readonly place: Place | null
}

const tokenBytes = 32

/** The place at which somebody is: by what the browser holds where that is known of the person, else by the address. */
export async function placeOf(
  { db, machineNow }: Pick<Node, 'db' | 'machineNow'>,
  signInName: string,
  from: Whereabouts,
): Promise<Place> {
  const seenAfter = new Date(machineNow().getTime() - exchangeLimits.desk.placeKnownMs)
  const marks = [...browserMarks(from), ...addressMarks(from)]
  const known =
    isSignInName(signInName) && marks.length > 0
      ? await findKnownPlace(db, signInName, marks, seenAfter)
      : null
  return known === null
    ? { what: addressMark(from.countedAs ?? from.address), isKnown: false }
    : { what: known, isKnown: true }
}

/** Whose turn it is to have a password looked at. Of who comes from where everybody comes, the name has the places. */
export function askerAt({ what, isKnown }: Place, signInName: string, { countedAs }: Whereabouts): Asker {
  if (isKnown) return { who: `known ${what.toString('hex')} ${signInName}`, isKnown }
  return { who: countedAs === null ? `name ${signInName}` : `address ${countedAs}`, isKnown }
}

/**
 * Keeps that a person has signed in from here, and tells what the browser holds from now on: what it held already where that
 * is known of this person, or another token, which nobody can have put there.
 */
export async function keepWhereabouts(
  { machineNow, random }: Pick<Node, 'machineNow' | 'random'>,
  trx: Trx,
  { person, from, place }: Kept,
): Promise<string> {
  const isKnown =
    from.browser !== null && place?.isKnown === true && place.what.equals(browserMark(from.browser))
  const browser = isKnown ? from.browser : Buffer.from(random(tokenBytes)).toString('base64url')
  for (const what of [browserMark(browser), ...addressMarks(from)])
    await keepPlace(trx, { person, what, seen_at: machineNow() }, exchangeLimits.desk.placesMax)
  return browser
}

/** Whoever had another password may have signed in from anywhere: none of the places of before is known. */
export async function forgetWhereabouts(trx: Trx, person: string): Promise<void> {
  await forgetPlaces(trx, person)
}

function browserMarks({ browser }: Whereabouts): Buffer[] {
  return browser === null ? [] : [browserMark(browser)]
}

function addressMarks({ countedAs }: Whereabouts): Buffer[] {
  return countedAs === null ? [] : [addressMark(countedAs)]
}

function browserMark(token: string): Buffer {
  return hash('sha256', `browser\0${token}`, 'buffer')
}

function addressMark(address: string): Buffer {
  return hash('sha256', `address\0${address}`, 'buffer')
}
