import type { Message, TrustList } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { latestCommon, laterOf } from '../message/version.ts'

/** A message that was judged here, and what its reader must be capable of. */
export interface Spoken {
  readonly message: Message
  /** The version of the schemas that it names. */
  readonly version: string
  /** Its canonical text, in bytes. */
  readonly bytes: number
}

/**
 * The version of the schemas that a message names, by whose tables both sides judge it: the latest that both speak,
 * or the lowest under which it is valid where the peer does not speak that.
 */
export function writtenUnder({ capabilities }: TrustList, validUnder: string): string {
  const common = latestCommon(capabilities.schemaVersions)
  return common === null ? validUnder : laterOf(common, validUnder)
}

/**
 * What the peer has announced in its trust list, before anything is signed: a message that it could not read is not
 * sent. Refuses with PEER_SCHEMAS_OLDER, PEER_KIND_UNKNOWN, PEER_LIMIT_EXCEEDED.
 */
export function checkCapabilities({ state, capabilities }: TrustList, spoken: Spoken): Refusal | null {
  const { message, version, bytes } = spoken
  const { schemaVersions, kinds, messageBytesMax } = capabilities
  if (!schemaVersions.includes(version)) {
    return refuse('PEER_SCHEMAS_OLDER', {
      pointer: '/schemas',
      says: [particular('schemasNotSpoken', { state, version })],
      expected: schemaVersions,
    })
  }
  const strange = kindsIn(message).find((kind) => !kinds.includes(kind))
  if (strange !== undefined) {
    return refuse('PEER_KIND_UNKNOWN', {
      pointer: '/body/measures',
      says: [particular('kindNotSpoken', { state, kind: strange })],
    })
  }
  if (bytes <= messageBytesMax) return null
  return refuse('PEER_LIMIT_EXCEEDED', {
    says: [particular('bytesOverMost', { count: bytes, state, bytes: messageBytesMax })],
  })
}

function kindsIn({ type, body }: Message): readonly string[] {
  if (type !== 'request' && type !== 'contact-note') return []
  return (body.measures ?? []).map(({ kind }) => kind)
}
