import assert from 'node:assert/strict'
import canonicalize from 'canonicalize'

const encoder = new TextEncoder()

/**
 * The one text of a JSON value by RFC 8785. Throws for what JSON cannot hold (NaN, Infinity, lone surrogates,
 * `undefined`, cycles): to canonicalise such a value is a mistake of the caller, not of a peer.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value)
  assert(text !== undefined, 'only a JSON value has a canonical text')
  return text
}

/** The canonical text in UTF-8: the bytes that are signed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value))
}
