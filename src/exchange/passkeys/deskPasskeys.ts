import { type Result, refuse } from '../../message/refusal.ts'
import { listPasskeysOf } from '../../store/people/passkeys.ts'
import { timeZoneOf } from '../letterReading.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { type DeskPerson, type ListedPasskey, listedPasskeyOf } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import type { SignedIn } from '../people/signIn.ts'
import { refusalNoted } from '../refusedActs.ts'
import {
  type AskedToMake,
  type PasskeyAddition,
  type WantedPasskey,
  addPasskey,
  offerPasskey,
} from './add.ts'
import { type PasskeyRemoval, removePasskey, takeAwayPasskeys } from './remove.ts'
import {
  type AskedForPasskey,
  type PasskeyOrder,
  type SignInAsk,
  askToSignIn,
  signInByPasskey,
} from './signIn.ts'
import { type PasskeySite, passkeySiteAt } from './site.ts'
import { type PasskeyStepUpOrder, askToStepUp, stepUpByPasskey } from './stepUp.ts'

/** The passkeys of a person. */
export interface OwnPasskeys {
  readonly passkeys: readonly ListedPasskey[]
  /** Of the authority for which the person works. */
  readonly timeZone: string
}

/** What the desk does with passkeys. Where its address is no name, all that asks for one is refused with PASSKEYS_NOT_POSSIBLE. */
export interface DeskPasskeys {
  readonly arePossible: () => boolean
  readonly askToSignIn: (
    order: SignInAsk,
  ) => Promise<Result<{ readonly attempt: string; readonly asked: AskedForPasskey }>>
  readonly signIn: (order: PasskeyOrder) => Promise<Result<SignedIn>>
  readonly of: (person: DeskPerson) => Promise<OwnPasskeys>
  readonly askToStepUp: (
    person: DeskPerson,
    token: string,
  ) => Promise<Result<{ readonly asked: AskedForPasskey }>>
  /** Takes a passkey in the place of password and code, which counts in this session for a few minutes. */
  readonly stepUp: (person: DeskPerson, order: PasskeyStepUpOrder) => Promise<Result<object>>
  readonly offer: (
    person: DeskPerson,
    wanted: WantedPasskey,
  ) => Promise<Result<{ readonly asked: AskedToMake }>>
  readonly add: (person: DeskPerson, order: PasskeyAddition) => Promise<Result<object>>
  readonly remove: (person: DeskPerson, order: PasskeyRemoval) => Promise<Result<object>>
  /**
   * Takes away what somebody else has lost: nobody opens a way back to themselves (SECOND_PERSON_MISSING).
   *
   * @param token - of the session in which they have proved just now who they are
   */
  readonly takeAway: (
    signInName: string,
    passkey: string,
    token: string,
    by: Acting,
  ) => Promise<Result<object>>
}

/**
 * @param origin - of the desk, which is known once it listens
 * @param noted - told of each time when something may have come into the log
 */
export function deskPasskeys(node: Node, origin: () => string, noted: () => void): DeskPasskeys {
  const siteNow = () => passkeySiteAt(origin(), node.state)
  const atSite = async <Outcome extends object>(
    act: (site: PasskeySite) => Promise<Result<Outcome>>,
  ): Promise<Result<Outcome>> => {
    const site = siteNow()
    if (site === null) return refuse('PASSKEYS_NOT_POSSIBLE')
    const settled = await act(site)
    noted()
    return settled
  }
  return {
    arePossible: () => siteNow() !== null,
    askToSignIn: (order) => atSite((site) => askToSignIn(node, site, order)),
    signIn: (order) => atSite((site) => signInByPasskey(node, site, order)),
    of: async (person) => ({
      passkeys: (await listPasskeysOf(node.db, person.id)).map(listedPasskeyOf),
      timeZone: timeZoneOf(node, person.authority),
    }),
    askToStepUp: (person, token) => atSite((site) => askToStepUp(node, site, person, token)),
    stepUp: (person, order) => atSite((site) => stepUpByPasskey(node, site, person, order)),
    offer: (person, wanted) => atSite((site) => offerPasskey(node, site, person, wanted)),
    add: (person, order) => atSite((site) => addPasskey(node, site, person, order)),
    async remove(person, order) {
      const removed = await removePasskey(node, person, order)
      noted()
      return removed
    },
    async takeAway(signInName, passkey, token, { person, address }) {
      const actor = actorOf(person, address)
      const own = refuse('SECOND_PERSON_MISSING', { pointer: '/signInName' })
      const act = { actor, wanted: `person passkeys ${signInName}` }
      const taken =
        person.signInName === signInName
          ? await refusalNoted(node, act, Promise.resolve(own))
          : await takeAwayPasskeys(node, signInName, passkey, actor, { person, token })
      noted()
      return taken
    },
  }
}
