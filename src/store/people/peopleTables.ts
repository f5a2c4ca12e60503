import type { Generated, Selectable } from 'kysely'

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
}

/** Attempts to sign in that did not succeed, or have not yet. */
export interface SignInFailureTable {
  /** SHA-256 of the sign-in name or of the address. */
  what: Buffer
  failures: number
  last_at: Date
}

export type PersonRow = Selectable<PersonTable>
export type DeskSessionRow = Selectable<DeskSessionTable>
