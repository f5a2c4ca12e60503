/** What is signed here. Each kind has its own `typ`, so that nothing passes for something else (RFC 8725 section 3.11). */
export const kinds = {
  message: { typ: 'rogatory-message+jws', cty: 'application/vnd.rogatory.message+json;v=1' },
  receipt: { typ: 'rogatory-receipt+jws', cty: 'application/vnd.rogatory.receipt+json;v=1' },
  trustList: { typ: 'rogatory-trust-list+jws', cty: 'application/vnd.rogatory.trust-list+json;v=1' },
  /** What a node asks a peer about the records between them, and what it is told. */
  question: { typ: 'rogatory-question+jws', cty: 'application/vnd.rogatory.question+json;v=1' },
  answer: { typ: 'rogatory-answer+jws', cty: 'application/vnd.rogatory.answer+json;v=1' },
  /** How a node found a file that was handed over between two. It travels in a question. */
  exhibitReport: {
    typ: 'rogatory-exhibit-report+jws',
    cty: 'application/vnd.rogatory.exhibit-report+json;v=1',
  },
  /** What a node has put onto a disk for a peer. */
  carrier: { typ: 'rogatory-carrier+jws', cty: 'application/vnd.rogatory.carrier+json;v=1' },
  /** What a node did with a disk, in the short form of `short.ts`: it goes onto paper. */
  carrierReceipt: {
    typ: 'rogatory-carrier-receipt+jws',
    cty: 'application/vnd.rogatory.carrier-receipt+json;v=1',
  },
  /** What a node has put beside a bundle in a court bundle. It goes into a file and is never sealed. */
  made: { typ: 'rogatory-made+jws', cty: 'application/vnd.rogatory.made+json;v=1' },
} as const

export type Kind = keyof typeof kinds

/** What is sent from node to node by itself, and sealed on its way. */
export type SealedKind = Exclude<Kind, 'made' | 'carrier' | 'carrierReceipt'>

/** How a thing of each kind is called once it is sealed: signed and then encrypted. */
export const sealedKinds = {
  message: { typ: 'rogatory-message+jwe', cty: kinds.message.typ },
  receipt: { typ: 'rogatory-receipt+jwe', cty: kinds.receipt.typ },
  trustList: { typ: 'rogatory-trust-list+jwe', cty: kinds.trustList.typ },
  question: { typ: 'rogatory-question+jwe', cty: kinds.question.typ },
  answer: { typ: 'rogatory-answer+jwe', cty: kinds.answer.typ },
  /** On a disk; over the network it travels in a question. */
  exhibitReport: { typ: 'rogatory-exhibit-report+jwe', cty: kinds.exhibitReport.typ },
} as const satisfies Readonly<Record<SealedKind, { readonly typ: string; readonly cty: string }>>
