/** What is signed here. Each kind has its own `typ`, so that nothing passes for something else (RFC 8725 section 3.11). */
export const kinds = {
  message: { typ: 'rogatory-message+jws', cty: 'application/vnd.rogatory.message+json;v=1' },
  receipt: { typ: 'rogatory-receipt+jws', cty: 'application/vnd.rogatory.receipt+json;v=1' },
  trustList: { typ: 'rogatory-trust-list+jws', cty: 'application/vnd.rogatory.trust-list+json;v=1' },
  /** What a node asks a peer about the records between them, and what it is told. */
  question: { typ: 'rogatory-question+jws', cty: 'application/vnd.rogatory.question+json;v=1' },
  answer: { typ: 'rogatory-answer+jws', cty: 'application/vnd.rogatory.answer+json;v=1' },
} as const

export type Kind = keyof typeof kinds

/** How a thing of each kind is called once it is sealed: signed and then encrypted. */
export const sealedKinds = {
  message: { typ: 'rogatory-message+jwe', cty: kinds.message.typ },
  receipt: { typ: 'rogatory-receipt+jwe', cty: kinds.receipt.typ },
  trustList: { typ: 'rogatory-trust-list+jwe', cty: kinds.trustList.typ },
  question: { typ: 'rogatory-question+jwe', cty: kinds.question.typ },
  answer: { typ: 'rogatory-answer+jwe', cty: kinds.answer.typ },
} as const satisfies Readonly<Record<Kind, { readonly typ: string; readonly cty: string }>>
