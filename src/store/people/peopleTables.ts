import type { Generated, Selectable } from 'kysely'
import type { BundleTables } from '../bundles/bundleTables.ts'
import type { AttentionTables } from '../attention/attentionTables.ts'
import type { PasskeyChallengeTable, PasskeyTable } from './passkeyTables.ts'
import type { ProviderTables } from './providerTables.ts'

/** Who works at the desk of this node. */
export interface PersonTable {
  /** UUID. */
  id: string
  /** By which the person signs in, and is named in the log. */
  sign_in_name: string
  name: string
  /** Id of the authority for which the person works. */
  authority: string
  roles: readonly string[]
  language: string
  /** scrypt of the password, with its salt and cost. */
  password: string
  /** The password comes from somebody else: another one is chosen before anything else. */
  password_given: boolean
  made_at: Date
  made_by: string
  disabled_at: Generated<Date | null>
  disabled_by: Generated<string | null>
}

/** Somebody who has signed in. */
export interface DeskSessionTable {
  /** SHA-256 of the token in the cookie. */
  token: Buffer
  person: string
  begun_at: Date
  /** Written once a minute at most. */
  seen_at: Date
  /** When the person last gave their password again; null: not since it began. */
  stepped_up_at: Generated<Date | null>
  /** The issuer by which it was begun; null: by none. */
  issuer: Generated<string | null>
  /** It was begun by a passkey, alone or after something else. */
  by_passkey: Generated<boolean>
  /** It was begun by an identity provider that said so of a second factor that counts. */
  by_strong_provider: Generated<boolean>
  /** SHA-256 of the token that its forms have; null: a program that did not keep it has begun it. */
  form_token: Generated<Buffer | null>
}

/** A session that has ended, for as long as a page of it may still be open. */
export interface EndedSessionTable {
  /** SHA-256 of the token in the cookie. */
  token: Buffer
  /** SHA-256 of the token that its forms had. */
  form_token: Buffer
  person: string
  seen_at: Date
}

/** What an administrator has done to what a person signs in by, or may. */
export interface CredentialActTable {
  /** UUID. */
  id: string
  person: string
  act: 'added' | 'enabled' | 'linked' | 'passkey' | 'password' | 'roles' | 'secondFactor'
  /** Sign-in name, or who was named at the machine of the node. */
  made_by: string
  by_machine: boolean
  made_at: Date
  /** There was another administrator then, whose word is awaited. */
  needs_second: boolean
  /** The person is no administrator since. */
  ended_administrator: boolean
  confirmed_by: Generated<string | null>
  confirmed_at: Generated<Date | null>
}

/** What a person had typed into a form that was sent after its session had ended. */
export interface TypedFormTable {
  /** UUID. */
  id: string
  person: string
  /** Where it was sent to and what stood in it, sealed with the passphrase of the node. */
  sealed: Buffer
  typed_at: Date
}

/** Attempts to sign in that did not succeed, or have not yet. */
export interface SignInFailureTable {
  /** SHA-256 of the sign-in name, of the address, or of both. */
  what: Buffer
  failures: number
  last_at: Date
  /** SHA-256 of the sign-in name with which it is forgotten. */
  of_name: Generated<Buffer | null>
}

/** From where somebody has signed in before. */
export interface KnownPlaceTable {
  person: string
  /** SHA-256 of the address, or of the token that the browser holds. */
  what: Buffer
  seen_at: Date
}

/** What a person proves beside their password. */
export interface SecondFactorTable {
  person: string
  /** Sealed with the passphrase of the node. */
  secret: Buffer
  offered_at: Date
  /** Null: it was shown, and not confirmed yet. */
  set_at: Generated<Date | null>
  /** The step of time of the last code that counted, which no other may come before. */
  last_step: Generated<number>
}

export interface RecoveryCodeTable {
  person: string
  /** SHA-256 of the code. */
  code: Buffer
}

/** Somebody who has said their password, or comes from the identity provider, and says a code next. */
export interface SecondStepTable {
  /** SHA-256 of the token in the cookie. */
  token: Buffer
  person: string
  begun_at: Date
  /** The issuer by which it was begun; null: by a password. */
  issuer: Generated<string | null>
}

/** What the desk keeps of people, by the name of the table. */
export interface PeopleTables extends ProviderTables, AttentionTables, BundleTables {
  person: PersonTable
  desk_session: DeskSessionTable
  ended_session: EndedSessionTable
  typed_form: TypedFormTable
  credential_act: CredentialActTable
  sign_in_failure: SignInFailureTable
  known_place: KnownPlaceTable
  second_factor: SecondFactorTable
  recovery_code: RecoveryCodeTable
  second_step: SecondStepTable
  passkey: PasskeyTable
  passkey_challenge: PasskeyChallengeTable
}

export type SecondFactorRow = Selectable<SecondFactorTable>
export type PersonRow = Selectable<PersonTable>
export type DeskSessionRow = Selectable<DeskSessionTable>
export type CredentialActRow = Selectable<CredentialActTable>
export type TypedFormRow = Selectable<TypedFormTable>
