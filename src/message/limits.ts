/**
 * Every limit of the wire, in one place. A peer may allow less (see `capabilities` of its trust list), never more.
 */
export const limits = {
  /** Canonical JSON of one message, in bytes. */
  messageBytesMax: 1_048_576,
  /** Objects and lists inside each other. Ajv and the canonicaliser recurse; this keeps them off the end of the stack. */
  depthMax: 32,
  /** One sealed message on the wire, in characters: base64url twice over, certificates and headers. */
  envelopeCharactersMax: 2_097_152,
  /** One body of POST /exchange/messages, in bytes. */
  batchBytesMax: 8_388_608,
  /** Sealed messages in one body, one a line. */
  batchMessagesMax: 100,
  /** What is signed for paper, in characters: the largest QR code holds 2,331 bytes with error correction M. */
  shortCharactersMax: 2_300,
  /** A trust list as JWS, in characters. */
  trustListCharactersMax: 1_048_576,
  /** One certificate, DER, in bytes. */
  certificateBytesMax: 12_000,
  /** One list of revoked certificates, DER, in bytes: some thirty thousand certificates. */
  revocationListBytesMax: 1_048_576,
  /** The answer of a time-stamping authority, with the certificates in it, DER, in bytes. */
  timeStampBytesMax: 65_536,
  /** How far `sentAt` may lie in the future of the receiver, in milliseconds. */
  clockSkewMs: 300_000,
  /** How long one HTTP request between nodes may take, in milliseconds. */
  requestMs: 30_000,
  /** Rows of one page, in lists for people and machines. */
  pageRowsMax: 100,
} as const

/** The limits under which bytes are read as JSON. */
export interface ReadLimits {
  readonly bytesMax: number
  readonly depthMax: number
}

/** What a message may be at most. */
export const messageLimits: ReadLimits = { bytesMax: limits.messageBytesMax, depthMax: limits.depthMax }
