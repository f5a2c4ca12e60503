import type { KeyObject } from 'node:crypto'

/** What the desk proves itself by at the provider: a key (`private_key_jwt`, RFC 7523), or a secret. */
export type ProviderProof =
  { readonly by: 'key'; readonly key: KeyObject } | { readonly by: 'secret'; readonly secret: string }

/** An identity provider, and on which terms people are let in by it. */
export interface ProviderTerms {
  readonly issuer: string
  readonly clientId: string
  /** Read anew whenever the provider is asked what it can do. */
  readonly proof: () => Promise<ProviderProof>
  readonly scopes: readonly string[]
  /** Claim of the ID token that names a person. */
  readonly claim: string
  /** Values of `acr` and `amr` that count for a second factor. */
  readonly strongAcr: readonly string[]
  readonly strongAmr: readonly string[]
  /** Where it may be, and may send people, beside the origin of the issuer. */
  readonly origins: readonly string[]
}

/** What the provider has signed of a person. */
export type Claims = Readonly<Record<string, unknown>>

/** Whether the provider says that the person has proved themselves by what counts for a second factor. */
export function isStrong({ strongAcr, strongAmr }: ProviderTerms, { acr, amr }: Claims): boolean {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : []
  return (
    strongAcr.some((value) => value === acr) ||
    strongAmr.some((value) => methods.some((one) => one === value))
  )
}

/** Whether the terms name anything that counts for a second factor. */
export function namesStrong({ strongAcr, strongAmr }: ProviderTerms): boolean {
  return strongAcr.length + strongAmr.length > 0
}

/** Every origin at which the provider may be. */
export function originsOf({ issuer, origins }: ProviderTerms): readonly string[] {
  return [new URL(issuer).origin, ...origins]
}
