import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import {
  type AddCheckpoint,
  type Witnessed,
  encodeAddCheckpoint,
  judgeGrowth,
  openSubmitted,
  parseAddCheckpoint,
} from '../../../src/audit/addCheckpoint.ts'
import { cosign, cosignaturesOn } from '../../../src/audit/cosignature.ts'
import { noteVerifier, splitNote } from '../../../src/audit/note.ts'
import { consistencyProof } from '../../../src/audit/tree.ts'
import { severalTimes } from '../mutate/text.ts'
import { type Target, isAccepted } from '../target.ts'
import { hashAt, heads, mutateLines, rootAt, size, verifier } from './log.ts'

const signer = {
  name: 'qa.example.org/witness',
  privateKey: generateKeyPairSync('ed25519').privateKey,
}
const witness = noteVerifier(signer.name, createPublicKey(signer.privateKey), 'cosignature')
const textOf = (note: string): string => note.slice(0, note.indexOf('\n\n') + 1)

/** Every cosignature that this witness has made, and over what. */
const made = new Map(
  heads.map((head, hour) => [
    cosign(textOf(head), signer, new Date(Date.UTC(2026, 10, 25, hour))),
    textOf(head),
  ]),
)
const cosigned = [...made.keys()].map((line, place) => `${heads[place] ?? ''}${line}`)

/** A request of the log as it is when it has grown from one size to another. */
function growth(from: number, to: number): string {
  const checkpoint = heads.find((head) => head.split('\n')[1] === String(to)) ?? ''
  return encodeAddCheckpoint({ oldSize: from, proof: consistencyProof(from, to, hashAt), checkpoint })
}

const requests = [
  [0, 0],
  [0, 20],
  [1, 2],
  [2, size],
  [20, size],
  [size, size],
].map(([from = 0, to = 0]) => growth(from, to))
const known: readonly (Witnessed | null)[] = [
  null,
  ...[1, 2, 20, size].map((count) => ({ size: count, root: rootAt(count) })),
]

/** What is opened is a head that the log has signed; what may be cosigned grew from what was, with the one proof of that. */
function checkRequest(asked: AddCheckpoint): void {
  const opened = openSubmitted(asked, verifier)
  if (!isAccepted(opened)) return
  const { checkpoint } = opened
  assert.ok(
    heads.some((head) => textOf(head) === textOf(asked.checkpoint)),
    'a head is opened that nobody has signed',
  )
  for (const witnessed of known) {
    if (!isAccepted(judgeGrowth(asked, checkpoint, witnessed))) continue
    const from = witnessed?.size ?? 0
    assert.equal(asked.oldSize, from)
    assert.ok(checkpoint.size >= from, 'a log has shrunk')
    const right = consistencyProof(from, checkpoint.size, hashAt)
    assert.equal(
      encodeAddCheckpoint(asked),
      encodeAddCheckpoint({ ...asked, proof: right }),
      'another proof holds than that of the growth',
    )
  }
}

function checkCosignatures(note: string): void {
  const read = cosignaturesOn(Buffer.from(note), [witness])
  if (!isAccepted(read)) return
  const split = splitNote(Buffer.from(note))
  assert.ok(split.ok)
  for (const { line } of read.cosignatures)
    assert.equal(made.get(line), split.text, 'a cosignature is accepted that nobody has made')
  assert.ok(read.cosignatures.length <= 1, 'a witness cosigns twice')
}

export const witnessRequests: Target = {
  name: 'witnessRequests',
  share: 12,
  inputsMin: 100_000,
  make: (random, from) =>
    severalTimes(random, (from ?? random.pick([...requests, ...cosigned])) as string, mutateLines),
  check: (input) => {
    const text = input as string
    const bytes = Buffer.from(text)
    const parsed = parseAddCheckpoint(bytes)
    checkCosignatures(text)
    if (!isAccepted(parsed)) return
    const { asked, origin } = parsed
    assert.ok(Buffer.from(encodeAddCheckpoint(asked)).equals(bytes), 'a request has two spellings')
    assert.ok(asked.checkpoint.startsWith(`${origin}\n`))
    checkRequest(asked)
    checkCosignatures(asked.checkpoint)
  },
}
