import type { Selectable } from 'kysely'

/** Who a person of the desk is at the identity provider. */
export interface ProviderLinkTable {
  person: string
  issuer: string
  /** What names the person there. */
  subject: string
  made_at: Date
  made_by: string
}

/** Somebody who was sent to the identity provider, and has not come back yet. */
export interface ProviderAttemptTable {
  /** SHA-256 of the token in the cookie. */
  token: Buffer
  /** With the token it makes state, nonce and verifier: neither alone does. */
  secret: Buffer
  /** SHA-256 of the address; null: everybody comes from there. */
  counted_as: Buffer | null
  begun_at: Date
  /** Who proves anew who they are, and SHA-256 of the token of the session in which it counts; null: somebody signs in. */
  person: string | null
  session: Buffer | null
  /** Path of the desk to which they go then. */
  leads_to: string | null
}

/** What the desk keeps of people who sign in by an identity provider, by the name of the table. */
export interface ProviderTables {
  provider_link: ProviderLinkTable
  provider_attempt: ProviderAttemptTable
}

export type ProviderLinkRow = Selectable<ProviderLinkTable>
export type ProviderAttemptRow = Selectable<ProviderAttemptTable>
