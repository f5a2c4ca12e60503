import { createHash } from 'node:crypto'
import { caseBytesMax } from '../exhibit/casework/caseGraph.ts'
import type { Algorithm, DescribedFile } from '../exhibit/casework/caseImport.ts'
import { refuse } from '../message/refusal.ts'
import { openGivenFile } from './exhibitFile.ts'
import { refusedBy, wrongUse } from './outcome.ts'

/** The language in which the words of a description are written. Fails with WRONG_USE. */
export function languageIn({ language }: { readonly language: string }): string {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/.test(language))
    throw wrongUse(`--language is a tag like en or vi, and not "${language}"`)
  return language
}

/** All bytes of a CASE document. Fails with JSON_TOO_LARGE. */
export async function caseBytesAt(path: string): Promise<Buffer> {
  const file = await openGivenFile(path)
  try {
    if ((file.bytes ?? 0) > caseBytesMax) throw refusedBy(refuse('JSON_TOO_LARGE', { detail: path }))
    const pieces: Uint8Array[] = []
    let bytes = 0
    for await (const piece of file.source) {
      pieces.push(piece)
      bytes += piece.length
      if (bytes > caseBytesMax) throw refusedBy(refuse('JSON_TOO_LARGE', { detail: path }))
    }
    return Buffer.concat(pieces)
  } finally {
    await file.close()
  }
}

/** Beside SHA-256 and SHA-512: by what else a description may name a file, and how the engine calls it. */
const others = { 'SHA3-256': 'sha3-256', 'SHA-1': 'sha1', MD5: 'md5' } as const satisfies Partial<
  Record<Algorithm, string>
>

/** What passes by is hashed by every algorithm that a description may have beside those of the intake. */
export function otherHashes(): {
  readonly feed: (piece: Uint8Array) => void
  readonly found: () => NonNullable<DescribedFile['others']>
} {
  const hashes = Object.entries(others).map(([name, engine]) => ({ name, hash: createHash(engine) }))
  return {
    feed(piece) {
      for (const { hash } of hashes) hash.update(piece)
    },
    found: () => Object.fromEntries(hashes.map(({ name, hash }) => [name, hash.digest('hex')])),
  }
}

/** A file that is only read, by all its hashes. */
export async function hashedAt(path: string): Promise<DescribedFile> {
  const file = await openGivenFile(path)
  const hashes = [createHash('sha256'), createHash('sha512')] as const
  const more = otherHashes()
  let bytes = 0
  try {
    for await (const piece of file.source) {
      bytes += piece.length
      for (const hash of hashes) hash.update(piece)
      more.feed(piece)
    }
  } finally {
    await file.close()
  }
  return { bytes, sha256: hashes[0].digest('hex'), sha512: hashes[1].digest('hex'), others: more.found() }
}
