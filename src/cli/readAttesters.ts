import { type WitnessPolicy, parseWitnessPolicy } from '../audit/witnessPolicy.ts'
import type { Certificate } from '../trust/certificate.ts'
import { readCertificatesPem } from '../trust/certificatesPem.ts'
import { wrongUse } from './outcome.ts'

// Whom a reader believes beside the node: as the command reads the files, and the page.

/** A file that a person named, as text. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/**
 * The certificates (PEM) of the time-stamp authorities for which the reader vouches, of all files; null where none is named.
 *
 * @throws CommandFailure with WRONG_USE where a file holds no certificate, or one that cannot be read
 */
export function readTimeAuthorities(files: readonly NamedText[]): readonly Certificate[] | null {
  if (files.length === 0) return null
  return files.flatMap(({ name, text }) => {
    const read = readCertificatesPem(text)
    if (!read.ok) throw wrongUse(`${name} holds no certificates in PEM: ${read.detail ?? read.code}`)
    return read.certificates
  })
}

/**
 * Which witnesses must have cosigned each log (C2SP tlog-policy).
 *
 * @throws CommandFailure with WRONG_USE where the text is no policy
 */
export function readPolicy({ name, text }: NamedText): WitnessPolicy {
  const read = parseWitnessPolicy(text)
  if (!read.ok)
    throw wrongUse(`${name} is no policy of witnesses (C2SP tlog-policy): ${read.detail ?? read.code}`)
  return read.policy
}
