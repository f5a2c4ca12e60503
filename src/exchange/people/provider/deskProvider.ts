import { type Refusal, type Result, refuse } from '../../../message/refusal.ts'
import { findSubject, listSubjects } from '../../../store/people/providerLinks.ts'
import type { Node } from '../../node.ts'
import { rolledBack, standingOf } from '../../standing.ts'
import type { Acting } from '../deskPeople.ts'
import type { DeskPerson } from '../person.ts'
import type { Whereabouts } from '../places.ts'
import { needsSecondStep } from '../secondStep.ts'
import { actorOf, hashOf } from '../sessions.ts'
import { type ProofFor, keepAttempt, newAttempt } from './attempt.ts'
import { type CameBack, type ComingBack, comeBack, subjectIn } from './comeBack.ts'
import { linkPerson, unlinkPerson } from './links.ts'
import type { ProviderClient } from './providerClient.ts'
import { namesStrong } from './terms.ts'

/** Somebody who goes to the provider. */
export interface Going extends Pick<Whereabouts, 'countedAs'> {
  /** Where they come back to. */
  readonly back: string
}

/** Somebody who has signed in and proves anew who they are. */
export interface ProvingAnew extends Going {
  /** Token of the session in which it counts, for a few minutes. */
  readonly token: string
  /** Path of the desk to which they go then. */
  readonly leadsTo: string
}

/** Where somebody goes, and what their browser holds until they come back. */
export interface Sent {
  readonly url: string
  readonly attempt: string
}

/** What the desk does with the identity provider of its State. */
export interface DeskProvider {
  readonly issuer: string
  /** Where people see it: its host. */
  readonly host: string
  /** Refuses with PROVIDER_UNAVAILABLE, NODE_BUSY or NODE_ROLLED_BACK. */
  readonly send: (going: Going) => Promise<Result<Sent>>
  /** The same; with LINK_UNKNOWN where they are nobody there. */
  readonly sendAnew: (person: DeskPerson, going: ProvingAnew) => Promise<Result<Sent>>
  readonly comeBack: (order: ComingBack) => Promise<Result<CameBack>>
  /** Whether the provider can name a person, and may say enough of them for what they have here beside a password. */
  readonly mayProve: (person: DeskPerson) => Promise<boolean>
  /** What names people there, by their ids. */
  readonly subjects: () => Promise<ReadonlyMap<string, string>>
  /** What is wrong with what is to name somebody there; null: nothing. */
  readonly wrongWith: (subject: string) => Refusal | null
  /** @param token - of the session in which they have proved just now who they are */
  readonly link: (signInName: string, subject: string, token: string, by: Acting) => Promise<Result<object>>
  readonly unlink: (signInName: string, by: Acting) => Promise<Result<object>>
  /** Where a person ends their session there as well; null: nowhere, as far as is known now. */
  readonly farewellUrl: (then: string) => string | null
  readonly close: () => Promise<void>
}

/** @param noted - told of each time when something may have come into the log */
export function deskProvider(node: Node, client: ProviderClient, noted: () => void): DeskProvider {
  const { issuer } = client.terms
  const withNote = async <Outcome>(outcome: Promise<Outcome>): Promise<Outcome> => {
    const settled = await outcome
    noted()
    return settled
  }
  const send = async ({ back, countedAs }: Going, proof: ProofFor | null): Promise<Result<Sent>> => {
    if ((await standingOf(node, node.db)).isBehind) return rolledBack
    const attempt = newAttempt(node)
    const found = await client.urlFor({ values: attempt.values, back, isAnew: proof !== null })
    if (!found.ok) return found
    const kept = await keepAttempt(node, attempt, countedAs, proof)
    return kept.ok ? { ok: true, url: found.url, attempt: attempt.token } : kept
  }
  const knows = async ({ id }: DeskPerson): Promise<boolean> =>
    (await findSubject(node.db, id, issuer)) !== null
  return {
    issuer,
    host: new URL(issuer).host,
    send: (going) => send(going, null),
    async sendAnew(person, going) {
      if (!(await knows(person))) return refuse('LINK_UNKNOWN')
      const { token, leadsTo } = going
      return await send(going, { person: person.id, session: hashOf(token), leadsTo })
    },
    comeBack: (order) => withNote(comeBack(node, client, order)),
    mayProve: async (person) =>
      (await knows(person)) && (namesStrong(client.terms) || !(await needsSecondStep(node.db, person.id))),
    subjects: () => listSubjects(node.db, issuer),
    wrongWith: (subject) => (subjectIn(subject) === null ? refuse('LINK_INVALID') : null),
    link: (signInName, subject, token, { person, address }) =>
      withNote(
        linkPerson(node, { signInName, issuer, subject }, actorOf(person, address), { person, token }),
      ),
    unlink: (signInName, { person, address }) =>
      withNote(unlinkPerson(node, { signInName, issuer }, actorOf(person, address))),
    farewellUrl: (then) => client.farewellUrl(then),
    close: () => client.close(),
  }
}
