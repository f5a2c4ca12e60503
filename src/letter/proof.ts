/**
 * Where a printed letter leads back to: `rogatory:proof?message=<SHA-256>&request=<UUID>&sequence=<n>`. It names
 * nobody and tells nothing of the case; an auditor finds the message with it in a bundle, `record/<request>/`.
 * `sequence` is absent while the message has no place in the record.
 */
export interface ProofReference {
  /** Digest of the message, SHA-256 in lower-case hexadecimal. */
  readonly message: string
  readonly request: string
  readonly sequence: number | null
}

const shape =
  /^rogatory:proof\?message=([0-9a-f]{64})&request=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:&sequence=([1-9][0-9]{0,15}))?$/

/** The address of the proof of a message. */
export function proofUri({ message, request, sequence }: ProofReference): string {
  const place = sequence === null ? '' : `&sequence=${sequence}`
  return `rogatory:proof?message=${message}&request=${request}${place}`
}

/** What an address names, or null where it is none. */
export function readProofUri(uri: string): ProofReference | null {
  const [, message, request, sequence] = shape.exec(uri) ?? []
  if (message === undefined || request === undefined) return null
  return { message, request, sequence: sequence === undefined ? null : Number(sequence) }
}
