import { type LetterLanguage, isLetterLanguage } from '../../letter/language.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import type { PasskeyRow } from '../../store/people/passkeyTables.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { CredentialAct } from './credentialActs.ts'

/** What a person may do at the desk. */
export const deskRoles = ['officer', 'approver', 'auditor', 'administrator'] as const
export type DeskRole = (typeof deskRoles)[number]

/** A person who works at the desk. */
export interface DeskPerson {
  /** UUID. */
  readonly id: string
  readonly signInName: string
  readonly name: string
  /** Id of the authority for which the person works. */
  readonly authority: string
  readonly roles: readonly DeskRole[]
  /** Null: they have chosen none. */
  readonly language: LetterLanguage | null
}

/** Nobody has chosen one (BCP 47): pages are in the language of the browser. */
export const noLanguage = 'und'

/** A person as somebody wants them added. */
export interface NewPerson {
  readonly signInName: string
  readonly name: string
  readonly authority: string
  readonly roles: readonly string[]
  readonly language: string
}

/** A person as an administrator sees them. */
export interface ListedPerson extends DeskPerson {
  readonly madeAt: Date
  readonly madeBy: string
  /** Null: they may sign in. */
  readonly disabledAt: Date | null
  readonly disabledBy: string | null
  /** Null: they have no second factor. */
  readonly secondFactorSince: Date | null
  /** The oldest first. */
  readonly passkeys: readonly ListedPasskey[]
  /** What was done to what they sign in by, or may, that nobody else has confirmed; the oldest first. */
  readonly acts: readonly CredentialAct[]
}

/** A passkey, as its person and an administrator see it. */
export interface ListedPasskey {
  /** Base64url. */
  readonly id: string
  readonly name: string
  readonly addedAt: Date
  /** Null: not yet. */
  readonly usedAt: Date | null
}

/** Whether it is one of the roles. */
export function isDeskRole(role: string): role is DeskRole {
  return deskRoles.some((one) => one === role)
}

/** Whether somebody handles requests of their authority now. */
export function handlesRequests({ disabled_at, roles }: Pick<PersonRow, 'disabled_at' | 'roles'>): boolean {
  return disabled_at === null && handlesCases(roles)
}

/** Whether requests are handled by somebody of these roles. */
export function handlesCases(roles: readonly string[]): boolean {
  return roles.includes('officer') || roles.includes('approver')
}

/** Whether nobody at the desk would be an administrator without this person, as the node would refuse it with PERSON_LAST_ADMINISTRATOR. */
export function isLastAdministrator(
  people: readonly Pick<ListedPerson, 'id' | 'roles' | 'disabledAt'>[],
  { id }: Pick<ListedPerson, 'id'>,
): boolean {
  const left = people.filter(
    ({ roles, disabledAt }) => disabledAt === null && roles.includes('administrator'),
  )
  return left.length === 1 && left[0]?.id === id
}

/** Whether it can be a sign-in name. */
export function isSignInName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)
}

export function personOfRow(row: PersonRow): DeskPerson {
  const { id, name, authority, language } = row
  return {
    id,
    signInName: row.sign_in_name,
    name,
    authority,
    roles: deskRoles.filter((role) => row.roles.includes(role)),
    language: isLetterLanguage(language) ? language : null,
  }
}

export function listedPasskeyOf({ id, name, added_at, used_at }: PasskeyRow): ListedPasskey {
  return { id: id.toString('base64url'), name, addedAt: added_at, usedAt: used_at }
}

export function listedPersonOf(
  row: PersonRow,
  secondFactorSince: Date | null,
  passkeys: readonly PasskeyRow[],
  acts: readonly CredentialAct[],
): ListedPerson {
  const { made_at, made_by, disabled_at, disabled_by } = row
  return {
    ...personOfRow(row),
    madeAt: made_at,
    madeBy: made_by,
    disabledAt: disabled_at,
    disabledBy: disabled_by,
    secondFactorSince,
    passkeys: passkeys.map(listedPasskeyOf),
    acts,
  }
}

/**
 * All that is wrong with a person who is to be added, as PERSON_INVALID with a pointer to the member; or null.
 *
 * @param authorities - ids of those of this node
 */
export function personRefusal(
  { signInName, name, authority, roles, language }: NewPerson,
  authorities: readonly string[],
): Refusal | null {
  const { nameCharactersMax } = exchangeLimits.desk
  const unless = (isFit: boolean, member: string, detail: string): Refusal | null =>
    isFit ? null : refuse('PERSON_INVALID', { pointer: `/${member}`, detail })
  // A name stands on pages, and in the log.
  const isName =
    name.length <= nameCharactersMax && /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u.test(name)
  return together([
    unless(
      isSignInName(signInName),
      'signInName',
      'a sign-in name has 1 to 63 small letters, digits, dots, dashes, underscores',
    ),
    unless(isName, 'name', `a name has 1 to ${nameCharactersMax} characters in one line`),
    unless(
      authorities.includes(authority),
      'authority',
      `the authorities of this node are ${authorities.join(', ')}`,
    ),
    unless(
      isLetterLanguage(language) || language === noLanguage,
      'language',
      'the language is not one of the desk',
    ),
    rolesRefusal(roles),
  ])
}

/** What is wrong with the roles of a person, as PERSON_INVALID, which expects `administrator` alone where that is the fault; or null. */
export function rolesRefusal(roles: readonly string[]): Refusal | null {
  if (roles.length > 1 && roles.includes('administrator'))
    return refuse('PERSON_INVALID', {
      pointer: '/roles',
      expected: ['administrator'],
      detail:
        'an administrator sees no requests: whoever is something else as well has another sign-in name for it',
    })
  if (roles.length > 0 && roles.every(isDeskRole) && new Set(roles).size === roles.length) return null
  return refuse('PERSON_INVALID', {
    pointer: '/roles',
    detail: `a person has one or more of the roles ${deskRoles.join(', ')}`,
  })
}
