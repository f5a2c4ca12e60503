import type { Generated, Selectable } from 'kysely'

/** By what a person signs in in the place of a password. */
export interface PasskeyTable {
  /** As the authenticator calls it. */
  id: Buffer
  person: string
  /** By which the person knows it again; none of theirs has it twice. */
  name: string
  /** COSE (RFC 9052). */
  public_key: Buffer
  /** How often it was used, as its authenticator counts; 0 where that does not count. */
  counter: number
  /** How a browser reaches it (`usb`, `internal` …). */
  transports: readonly string[]
  added_at: Date
  used_at: Generated<Date | null>
}

/** For what a browser is asked to have something signed. */
export type PasskeyPurpose = 'add' | 'signIn' | 'stepUp'

/** What it is asked to have signed, once. */
export interface PasskeyChallengeTable {
  /** SHA-256 of the token of a session, or of that of an attempt to sign in. */
  holder: Buffer
  purpose: PasskeyPurpose
  challenge: Buffer
  begun_at: Date
}

export type PasskeyRow = Selectable<PasskeyTable>
