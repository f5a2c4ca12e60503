import type { ListedPerson } from '../../exchange/people/person.ts'
import type { Sentence } from './words.ts'

/** What is to be confirmed by the word of another administrator. */
interface ToConfirm {
  /** Sign-in name of the person whom it is about; null: it is about none. */
  readonly about: string | null
  /** Sign-in names of the administrators who have done it. */
  readonly doers: readonly string[]
}

/**
 * Why an administrator who looks may not confirm something, as the node would refuse it with CONFIRMER_NOT_ANOTHER
 * (docs/decisions/0095); null: they may.
 *
 * @param viewer - sign-in name of who looks
 */
export function whyNotConfirm(
  people: readonly ListedPerson[],
  viewer: string,
  { about, doers }: ToConfirm,
): Sentence | null {
  if (about === viewer) return 'confirmAboutYou'
  if (doers.includes(viewer)) return 'confirmOwnAct'
  return [viewer, ...doers].some((name) => isOfOne(people, name)) ? 'confirmerWaits' : null
}

/** Why they may not confirm what was done to a person. */
export function whyNotConfirmPerson(
  people: readonly ListedPerson[],
  viewer: string,
  { signInName, acts }: Pick<ListedPerson, 'signInName' | 'acts'>,
): Sentence | null {
  if (acts.some(({ by, isByMachine }) => isByMachine && by === viewer)) return 'confirmOwnAct'
  const doers = acts.filter(({ isByMachine }) => !isByMachine).map(({ by }) => by)
  return whyNotConfirm(people, viewer, { about: signInName, doers })
}

/** Whether somebody is who they are at the desk by the word of one administrator alone. */
function isOfOne(people: readonly ListedPerson[], name: string): boolean {
  const person = people.find(({ signInName }) => signInName === name)
  return person === undefined || person.acts.some(({ isByMachine }) => !isByMachine)
}
