import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { openCheckpoint, signCheckpoint } from '../../../src/audit/checkpoint.ts'
import { readEntry, entryText } from '../../../src/audit/entry.ts'
import { decodeBundle, encodeBundle } from '../../../src/audit/entryBundle.ts'
import { encodeVerifierKey, noteVerifier, openNote, parseVerifierKey } from '../../../src/audit/note.ts'
import { encodeProof, parseProof, verifyProof } from '../../../src/audit/proof.ts'
import { tilePath } from '../../../src/audit/tile.ts'
import { readTilePath } from '../../../src/audit/tilePath.ts'
import { verifyConsistency } from '../../../src/audit/consistency.ts'
import {
  type Hash,
  append,
  consistencyProof,
  emptyRange,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
} from '../../../src/audit/tree.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { mutateBytes } from '../mutate/bytes.ts'
import { mutateJson, vocabularyOf } from '../mutate/json.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import type { Random } from '../random.ts'
import { type Target, isAccepted } from '../target.ts'
import { noteKey } from '../world.ts'
import { logEntries } from './bundles.ts'

const name = 'vn.example.org/log'
/** The log of these inputs. */
export const verifier = noteVerifier(name, createPublicKey(noteKey))
export const size = 37
const leaves: readonly Hash[] = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`entry ${at}`)))

/** The root of the complete subtree of a level and place among these leaves. */
export function hashAt(level: number, index: number): Hash {
  if (level === 0) return leaves[index] ?? new Uint8Array()
  return nodeHash(hashAt(level - 1, index * 2), hashAt(level - 1, index * 2 + 1))
}

/** The root of the first so many leaves. */
export const rootAt = (count: number) => rootOf(append(emptyRange, leaves.slice(0, count)))
const signer = { name, privateKey: noteKey }
/** Everything that this log has signed. */
export const heads: readonly string[] = [0, 1, 2, 20, size].map((count) =>
  signCheckpoint(count, rootAt(count), signer),
)
const witness = `— witness.example+1 ${Buffer.alloc(76, 7).toString('base64')}\n`
const notes: readonly string[] = [...heads, ...heads.map((head) => head + witness.replace('+1', ''))]
const bodies = new Set(heads.map((head) => head.slice(0, head.indexOf('\n\n') + 1)))

/** Lines in another order, twice or not at all; else one change of the text. */
export function mutateLines(random: Random, text: string): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  switch (random.below(8)) {
    case 0:
      return lines.filter((_, place) => place !== at).join('\n')
    case 1:
      return [...lines.slice(0, at), lines[random.below(lines.length)], ...lines.slice(at)].join('\n')
    case 2:
      return lines.join('\r\n')
    case 3:
      return [
        ...lines.slice(0, at),
        lines[at]?.replace(/[A-Za-z0-9+/]{20,}=*/, (word) =>
          Buffer.from(mutateBytes(random, Buffer.from(word, 'base64'))).toString('base64'),
        ),
        ...lines.slice(at + 1),
      ].join('\n')
    default:
      return mutateText(random, text)
  }
}

export const logNotes: Target = {
  name: 'logNotes',
  share: 60,
  inputsMin: 100_000,
  make: (random, from) =>
    severalTimes(
      random,
      (from ?? random.pick([...notes, encodeVerifierKey(verifier)])) as string,
      mutateLines,
    ),
  check: (input) => {
    const text = input as string
    const bytes = Buffer.from(text)
    isAccepted(openNote(bytes, []))
    const opened = openCheckpoint(bytes, verifier)
    if (isAccepted(opened)) {
      const { origin, size: count, root } = opened.checkpoint
      const body = `${origin}\n${count}\n${Buffer.from(root).toString('base64')}\n`
      assert.ok(bodies.has(body) && text.startsWith(`${body}\n`), 'a head is opened that nobody has signed')
      const idOf = (line: string) => Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('hex', 0, 4)
      const own = text
        .split('\n')
        .filter((line) => line.startsWith(`— ${name} `) && idOf(line) === verifier.id)
      assert.equal(own.length, 1, 'a key signs twice')
    }
    const key = parseVerifierKey(text)
    if (isAccepted(key))
      assert.equal(encodeVerifierKey(key.verifier), text, 'a verifier key has two spellings')
  },
}

const proofs: readonly { readonly text: string; readonly index: number }[] = [0, 1, 19, 36].map((index) => ({
  index,
  text: encodeProof({ index, hashes: inclusionProof(index, size, hashAt), checkpoint: heads.at(-1) ?? '' }),
}))
const proven = new Map(proofs.map(({ index, text }) => [index, text.slice(0, text.indexOf('\n\n'))]))

export const logProofs: Target = {
  name: 'logProofs',
  share: 15,
  inputsMin: 100_000,
  make: (random, from) => severalTimes(random, (from ?? random.pick(proofs).text) as string, mutateLines),
  check: (input) => {
    const text = input as string
    const parsed = parseProof(text)
    if (!isAccepted(parsed)) return
    const { proof } = parsed
    assert.equal(encodeProof(proof), text, 'a proof has two spellings')
    for (const { index } of proofs) {
      const leaf = leaves[index]
      assert(leaf !== undefined)
      if (!isAccepted(verifyProof(proof, leaf, verifier))) continue
      assert.equal(
        text.slice(0, text.indexOf('\n\n')),
        proven.get(index),
        'another proof holds than that of the leaf',
      )
    }
    const claim = { from: 20, fromRoot: rootAt(20), to: size, toRoot: rootAt(size), proof: proof.hashes }
    const right = consistencyProof(20, size, hashAt)
    const isRight =
      right.length === proof.hashes.length &&
      right.every((one, at) => Buffer.from(one).equals(proof.hashes[at] ?? Buffer.of()))
    assert.equal(verifyConsistency(claim), isRight)
    verifyConsistency({ ...claim, from: proof.index, fromRoot: proof.hashes[0] ?? new Uint8Array() })
  },
}

const paths = [
  'tile/0/000',
  'tile/0/000.p/37',
  'tile/1/x001/234',
  'tile/63/x999/x999/x999/999.p/255',
  'tile/entries/001',
]
const bundle = Buffer.from(encodeBundle(logEntries.slice(0, 5).map((text) => Buffer.from(text)))).toString(
  'latin1',
)

export const logTiles: Target = {
  name: 'logTiles',
  share: 200,
  inputsMin: 100_000,
  make: (random, from) => {
    const text = (from ?? random.pick([...paths, bundle, bundle])) as string
    return severalTimes(random, text, (choices, one) =>
      one.startsWith('tile')
        ? mutateText(choices, one)
        : mutateBytes(choices, Buffer.from(one, 'latin1')).toString('latin1'),
    )
  },
  check: (input) => {
    const text = input as string
    const tile = readTilePath(text)
    if (tile !== null) assert.equal(tilePath(tile), text, 'a tile has two paths')
    const bytes = Buffer.from(text, 'latin1')
    for (const width of [0, 1, 5, 256]) {
      const decoded = decodeBundle(bytes, width)
      if (!isAccepted(decoded)) continue
      assert.equal(decoded.entries.length, width)
      assert.ok(Buffer.from(encodeBundle(decoded.entries)).equals(bytes), 'a bundle has two spellings')
    }
  },
}

const entryValues = logEntries.map((text) => JSON.parse(text) as JsonObject)
const entryWords = vocabularyOf(entryValues)

export const logEntryTexts: Target = {
  name: 'logEntryTexts',
  share: 120,
  inputsMin: 100_000,
  make: (random, from) => {
    const text = (from ?? random.pick(logEntries)) as string
    return severalTimes(random, text, (choices, one) => {
      if (choices.once(3)) return mutateText(choices, one)
      try {
        return JSON.stringify(mutateJson(choices, JSON.parse(one) as JsonValue, entryWords))
      } catch {
        return mutateText(choices, one)
      }
    })
  },
  check: (input) => {
    const read = readEntry(input as string)
    if (isAccepted(read)) assert.equal(entryText(read.entry), input, 'an entry has two spellings')
  },
}
