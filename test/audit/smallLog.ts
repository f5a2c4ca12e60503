import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { encodeAddCheckpoint } from '../../src/audit/addCheckpoint.ts'
import { openCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosignaturesOn } from '../../src/audit/cosignature.ts'
import { type NoteSigner, type NoteVerifier, noteVerifier } from '../../src/audit/note.ts'
import { type Hash, consistencyProof, leafHash } from '../../src/audit/tree.ts'
import { headOf } from '../support/addingCheckpoints.ts'
import { leavesOf, sourceOf } from './trees.ts'

export const signerNamed = (name: string): NoteSigner => ({
  name,
  privateKey: generateKeyPairSync('ed25519').privateKey,
})
export const logSigner = signerNamed('rogatory.example/vn/log1')
export const log = noteVerifier(logSigner.name, createPublicKey(logSigner.privateKey))
/** One of our witnesses. */
export const ours = signerNamed('rogatory.example/qa/witness')
export const verifierOf = ({ name, privateKey }: NoteSigner): NoteVerifier =>
  noteVerifier(name, createPublicKey(privateKey), 'cosignature')

/** A log of seventy entries. */
export const leaves = leavesOf(70)
export const hashAt = sourceOf(leaves)
export const at = new Date('2026-11-25T08:00:00Z')
export const head = (size: number): string => headOf(leaves.slice(0, size), logSigner)
export const textOf = (note: string): string => note.slice(0, note.indexOf('\n\n') + 1)
export const asking = (oldSize: number, checkpoint: string, proof: readonly Hash[] = []): string =>
  encodeAddCheckpoint({ oldSize, proof, checkpoint })
export const growth = (from: number, to: number): string =>
  asking(from, head(to), consistencyProof(from, to, hashAt))
const forkedLeaves = leaves.map((leaf, index) => (index === 9 ? leafHash(Buffer.from('another')) : leaf))
/** The same log with another entry in the place of its tenth, and whatever the log signs then. */
export const fork = (from: number, to: number): string =>
  asking(
    from,
    headOf(forkedLeaves.slice(0, to), logSigner),
    consistencyProof(from, to, sourceOf(forkedLeaves)),
  )

/** What Go says in a line, said by our code. */
export function ourVerdict(note: string, witness: NoteVerifier): string {
  const opened = openCheckpoint(Buffer.from(note), log)
  const read = cosignaturesOn(Buffer.from(note), [witness])
  const word = !read.ok ? 'wrong' : read.cosignatures.length === 0 ? 'absent' : 'good'
  return `log ${opened.ok ? 'good' : 'wrong'}, ${witness.name} ${word}`
}

/** A note with one byte of the signature of that name changed, counted after its key ID. */
export function spoiled(note: string, name: string, byte: number): string {
  return note.replace(new RegExp(`(?<=— ${name} )\\S+`), (encoded) => {
    const bytes = Buffer.from(encoded, 'base64')
    bytes.writeUInt8(bytes.readUInt8(4 + byte) ^ 1, 4 + byte)
    return bytes.toString('base64')
  })
}
