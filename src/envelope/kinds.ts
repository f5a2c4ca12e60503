/** What is signed here. Each kind has its own `typ`, so that nothing passes for something else (RFC 8725 section 3.11). */
export const kinds = {
  message: { typ: 'rogatory-message+jws', cty: 'application/vnd.rogatory.message+json;v=1' },
  receipt: { typ: 'rogatory-receipt+jws', cty: 'application/vnd.rogatory.receipt+json;v=1' },
  trustList: { typ: 'rogatory-trust-list+jws', cty: 'application/vnd.rogatory.trust-list+json;v=1' },
} as const

export type Kind = keyof typeof kinds

/** The one kind of sealed thing: a message, signed and then encrypted. */
export const sealedKind = { typ: 'rogatory-message+jwe', cty: kinds.message.typ } as const
