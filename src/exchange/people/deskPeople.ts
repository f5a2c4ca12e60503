import type { LetterLanguage } from '../../letter/language.ts'
import type { Refusal, RefusalCode, Result } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import {
  addPerson,
  changeRoles,
  disablePerson,
  enablePerson,
  givePassword,
  listPeople,
  wrongWithPerson,
} from './keepPeople.ts'
import { confirmPerson } from './credentialActs.ts'
import { type PasswordOrder, type RenewedSession, choosePassword } from './ownPassword.ts'
import type { DeskPerson, ListedPerson, NewPerson } from './person.ts'
import { type Visitor, actorOf, keepLanguage, signOut, visitorOf } from './sessions.ts'
import {
  type FactorOrder,
  type SecondFactor,
  offerSecondFactor,
  removeSecondFactor,
  secondFactorOf,
  setSecondFactor,
  takeOffSecondFactor,
} from './secondFactor.ts'
import { type AwaitedStep, type CodeOrder, awaitedStep, signInByCode } from './secondStep.ts'
import { type SecondStep, type SignInOrder, type SignedIn, signIn } from './signIn.ts'
import { stepUpByCode } from './provider/stepUpByCode.ts'
import { type StepUpOrder, hasSecondFactor, stepUp } from './stepUp.ts'

/** Somebody who does something at the desk, and from where. */
export interface Acting {
  readonly person: DeskPerson
  readonly address: string
  /** The system of the State that does it, by the name of its token, for the person who answers for it; absent: they do it themselves. */
  readonly system?: string
}

/** What the desk does with its people. */
export interface DeskPeople {
  readonly signIn: (order: SignInOrder) => Promise<Result<SignedIn | SecondStep>>
  readonly signInByCode: (order: CodeOrder) => Promise<Result<SignedIn>>
  readonly awaitedStep: (step: string) => Promise<AwaitedStep | null>
  readonly secondFactor: (person: DeskPerson) => Promise<SecondFactor>
  readonly offerSecondFactor: (person: DeskPerson) => Promise<Result<object>>
  readonly setSecondFactor: (
    person: DeskPerson,
    order: FactorOrder,
  ) => Promise<Result<RenewedSession & { readonly recoveryCodes: readonly string[] }>>
  readonly removeSecondFactor: (person: DeskPerson, order: FactorOrder) => Promise<Result<object>>
  /** With the token of the session in which they have proved just now who they are. */
  readonly takeOffSecondFactor: (signInName: string, token: string, by: Acting) => Promise<Result<object>>
  readonly visitor: (token: string) => Promise<Visitor | Refusal | null>
  readonly signOut: (token: string, by: Acting) => Promise<void>
  readonly choosePassword: (person: DeskPerson, order: PasswordOrder) => Promise<Result<RenewedSession>>
  /** Whether a person has to say a code beside their password. */
  readonly hasSecondFactor: (person: DeskPerson) => Promise<boolean>
  /** Takes the password, and the code, again, which counts in this session for a few minutes. */
  readonly stepUp: (person: DeskPerson, order: StepUpOrder) => Promise<Result<object>>
  /** The same by the code alone, of who has signed in by the identity provider. */
  readonly stepUpByCode: (person: DeskPerson, order: Omit<StepUpOrder, 'password'>) => Promise<Result<object>>
  readonly keepLanguage: (person: DeskPerson, language: LetterLanguage) => Promise<void>
  /** Ids of the authorities of this node. */
  readonly authorities: () => readonly string[]
  readonly list: () => Promise<readonly ListedPerson[]>
  /** All that is wrong with a person who is to be added; null: nothing. */
  readonly wrongWith: (person: NewPerson) => Promise<Refusal | null>
  /** With the token of the session in which they have proved just now who they are. */
  readonly add: (
    person: NewPerson,
    token: string,
    by: Acting,
  ) => Promise<Result<{ readonly password: string }>>
  /** The same, where it gives a role. */
  readonly changeRoles: (
    signInName: string,
    roles: readonly string[],
    token: string,
    by: Acting,
  ) => Promise<Result<object>>
  readonly disable: (signInName: string, by: Acting) => Promise<Result<object>>
  /** With the token of the session in which they have proved just now who they are. */
  readonly enable: (signInName: string, token: string, by: Acting) => Promise<Result<object>>
  /** The same. */
  readonly givePassword: (
    signInName: string,
    token: string,
    by: Acting,
  ) => Promise<Result<{ readonly password: string }>>
  /** With the token of the session in which they have proved just now who they are. */
  readonly confirm: (
    signInName: string,
    ids: readonly string[],
    token: string,
    by: Acting,
  ) => Promise<Result<object>>
  /** Notes that somebody was shown nothing of what they wanted. */
  readonly noteRefused: (by: Acting, wanted: string, code: RefusalCode) => Promise<void>
}

/** @param noted - told of each time when something may have come into the log */
export function deskPeople(node: Node, noted: () => void): DeskPeople {
  const withNote = async <Outcome>(outcome: Promise<Outcome>): Promise<Outcome> => {
    const settled = await outcome
    noted()
    return settled
  }
  const actor = ({ person, address }: Acting) => actorOf(person, address)
  return {
    signIn: (order) => withNote(signIn(node, order)),
    signInByCode: (order) => withNote(signInByCode(node, order)),
    awaitedStep: (step) => awaitedStep(node, step),
    secondFactor: (person) => secondFactorOf(node, person),
    offerSecondFactor: (person) => offerSecondFactor(node, person),
    setSecondFactor: (person, order) => withNote(setSecondFactor(node, person, order)),
    removeSecondFactor: (person, order) => withNote(removeSecondFactor(node, person, order)),
    takeOffSecondFactor: (name, token, by) =>
      withNote(takeOffSecondFactor(node, name, actor(by), { person: by.person, token })),
    visitor: (token) => visitorOf(node, token),
    signOut: (token, by) => withNote(signOut(node, token, actor(by))),
    choosePassword: (person, order) => withNote(choosePassword(node, person, order)),
    hasSecondFactor: (person) => hasSecondFactor(node, person),
    stepUp: (person, order) => withNote(stepUp(node, person, order)),
    stepUpByCode: (person, order) => withNote(stepUpByCode(node, person, order)),
    keepLanguage: (person, language) => keepLanguage(node, person, language),
    authorities: () => node.trust.own().list.authorities.map(({ id }) => id),
    list: () => listPeople(node),
    wrongWith: (wanted) => wrongWithPerson(node, wanted),
    add: (wanted, token, by) =>
      withNote(addPerson(node, wanted, actor(by), null, { person: by.person, token })),
    changeRoles: (name, roles, token, by) =>
      withNote(changeRoles(node, name, roles, actor(by), { person: by.person, token })),
    disable: (name, by) => withNote(disablePerson(node, name, actor(by))),
    enable: (name, token, by) => withNote(enablePerson(node, name, actor(by), { person: by.person, token })),
    givePassword: (name, token, by) =>
      withNote(givePassword(node, name, actor(by), { person: by.person, token })),
    confirm: (name, ids, token, by) =>
      withNote(confirmPerson(node, name, ids, actor(by), { person: by.person, token })),
    noteRefused: (by, wanted, code) => withNote(noteRefusedAct(node, { actor: actor(by), wanted }, code)),
  }
}
