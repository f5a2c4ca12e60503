import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildEntry } from '../../src/audit/buildEntry.ts'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { growBundles } from '../../src/audit/entryBundle.ts'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import {
  type LogFile,
  bundlePath,
  emptyEdge,
  grow,
  hashesFromTiles,
  rootOfEdge,
  tilePath,
} from '../../src/audit/tile.ts'
import { encodeProof } from '../../src/audit/proof.ts'
import { openMultiproof } from '../../src/audit/multiproof.ts'
import { consistencyProof, inclusionProof, leafHash, rangeAt, rootOf } from '../../src/audit/tree.ts'
import { multiproof } from './trees.ts'
import { askGotlog, buildGotlog, requireGotlog } from '../support/gotlog.ts'

const size = 70_000
const folder = mkdtempSync(join(tmpdir(), 'rogatory-gotlog-'))
const program = join(folder, 'gotlog')
const log = join(folder, 'log')
const textPath = (index: number): string => `tlog-proofs/${index}.txt`
const provenByText = [0, 1, 34_567, size - 1]
const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64')

function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(log, path)), { recursive: true })
  writeFileSync(join(log, path), bytes)
}

/** Writes a log of 70,000 entries as a bundle has it, and proofs of many leaves and growths. */
function writeLog(): void {
  const entries = Array.from({ length: size }, (_, index) => {
    const time = new Date(Date.UTC(2026, 10, 25) + index * 1_000)
    const record = { request: '0197a1b2-0000-7000-8000-000000000001', number: 1 }
    const message = index.toString(16).padStart(64, '0')
    const event = { event: 'message.received', peer: 'QA', message, sequence: index + 1, record } as const
    return Buffer.from(buildEntry(event, time, () => new Uint8Array(32)).entry)
  })
  const { edge, full, partial } = grow(emptyEdge, entries.map(leafHash))
  const bundles = growBundles(0, [], entries)
  const files: LogFile[] = [...full, ...partial, ...bundles.full]
  if (bundles.partial !== null) files.push(bundles.partial)
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]))
  for (const [path, bytes] of byPath) write(path, bytes)

  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const name = 'vn.exchange.example/log1'
  write('keys/log.vkey', `${encodeVerifierKey(noteVerifier(name, publicKey))}\n`)
  const checkpoint = Buffer.from(signCheckpoint(edge.size, rootOfEdge(edge), { name, privateKey })).toString()
  write('checkpoint', checkpoint)

  const hashAt = hashesFromTiles(size, (tile) => byPath.get(tilePath(tile)) ?? new Uint8Array())
  for (const index of provenByText) {
    const hashes = inclusionProof(index, size, hashAt)
    write(textPath(index), encodeProof({ index, hashes, checkpoint }))
  }
  const sizes = [1, 2, 255, 256, 257, 4_096, 65_535, 65_536, 65_537, 69_999, size]
  const inclusion = sizes.flatMap((part) => {
    const root = rootOf(rangeAt(part, hashAt))
    const indexes = [...new Set([0, Math.floor(part / 3), part - 1])].sort((one, other) => one - other)
    const alone = indexes.map((index) => inclusionProof(index, part, hashAt))
    const together = openMultiproof({
      leaves: indexes.map((index) => ({ index, leaf: hashAt(0, index) })),
      size: part,
      root,
      proof: multiproof(indexes, part, hashAt),
    })
    assert.ok(together !== null)
    return [alone, together].flatMap((proofs) =>
      proofs.map((proof, at) => ({
        index: indexes[at],
        size: part,
        root: base64(root),
        proof: proof.map(base64),
      })),
    )
  })
  const consistency = sizes.flatMap((from) =>
    sizes
      .filter((to) => to >= from)
      .map((to) => ({
        from,
        fromRoot: base64(rootOf(rangeAt(from, hashAt))),
        to,
        toRoot: base64(rootOf(rangeAt(to, hashAt))),
        proof: consistencyProof(from, to, hashAt).map(base64),
      })),
  )
  write('proofs.json', JSON.stringify({ inclusion, consistency }))
}

interface Proofs {
  readonly inclusion: { index: number; size: number; root: string; proof: string[] }[]
  readonly consistency: { from: number; fromRoot: string; to: number; toRoot: string; proof: string[] }[]
}

const otherHash = base64(new Uint8Array(32).fill(7))

/** What can be wrong with a proof, told of the longest of its kind: all of it must count. */
const tampered: Readonly<Record<string, (proofs: Proofs) => void>> = {
  'a hash of an inclusion proof is another': ({ inclusion }) =>
    void longest(inclusion).proof.splice(3, 1, otherHash),
  'a hash of an inclusion proof lacks': ({ inclusion }) => void longest(inclusion).proof.pop(),
  'an inclusion proof has a hash too many': ({ inclusion }) => void longest(inclusion).proof.push(otherHash),
  'an inclusion proof is for another entry': ({ inclusion }) => void (longest(inclusion).index ^= 1),
  'an inclusion proof is for another size': ({ inclusion }) => void (longest(inclusion).size -= 1),
  'an inclusion proof leads to another root': ({ inclusion }) => void (longest(inclusion).root = otherHash),
  'a hash out of one proof for many is another': ({ inclusion }) =>
    void inclusion.at(-1)?.proof.splice(3, 1, otherHash),
  'a hash of a consistency proof is another': ({ consistency }) =>
    void longest(consistency).proof.splice(3, 1, otherHash),
  'a hash of a consistency proof lacks': ({ consistency }) => void longest(consistency).proof.pop(),
  'a consistency proof is of another earlier root': ({ consistency }) =>
    void (longest(consistency).fromRoot = otherHash),
  'a consistency proof is of another later root': ({ consistency }) =>
    void (longest(consistency).toRoot = otherHash),
  'a consistency proof is from another size': ({ consistency }) => void (longest(consistency).from -= 1),
}

function longest<Proof extends { readonly proof: readonly string[] }>(proofs: readonly Proof[]): Proof {
  const [found] = [...proofs].sort((one, other) => other.proof.length - one.proof.length)
  assert.ok(found !== undefined && found.proof.length > 4)
  return found
}

const check = (): string => askGotlog(program, log)

describe('the Go implementation of transparency logs', () => {
  before(function () {
    requireGotlog(this)
    buildGotlog(program)
    writeLog()
  })

  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('accepts our checkpoint, all 70,000 entries, all tiles and our proofs, those out of one for many leaves among them', () => {
    assert.equal(check(), 'accepted: 70000')
  })

  for (const [what, tamper] of Object.entries(tampered)) {
    it(`refuses our log when ${what}`, () => {
      const good = readFileSync(join(log, 'proofs.json'))
      const proofs = JSON.parse(good.toString()) as Proofs
      tamper(proofs)
      write('proofs.json', JSON.stringify(proofs))
      assert.match(check(), /^refused: (inclusion|consistency) of /)
      write('proofs.json', good)
    })
  }

  for (const [what, tamper] of [
    ['names another entry', (text: string) => text.replace('index 34567', 'index 34566')],
    ['has another hash', (text: string) => text.replace(/\n[^\n]{44}\n/, `\n${otherHash}\n`)],
    ['lacks a hash', (text: string) => text.replace(/\n[^\n]{44}\n/, '\n')],
    ['leads to a head of another size', (text: string) => text.replace('\n70000\n', '\n70001\n')],
    ['is of another version', (text: string) => text.replace('@v1', '@v2')],
  ] as const) {
    it(`refuses our log when the text of a proof ${what}`, () => {
      const path = textPath(34_567)
      const good = readFileSync(join(log, path), 'utf8')
      const changed = tamper(good)
      assert.notEqual(changed, good)
      write(path, changed)
      assert.match(check(), /^refused: 34567[.]txt: /)
      write(path, good)
      assert.equal(check(), 'accepted: 70000')
    })
  }

  for (const path of [
    'checkpoint',
    'keys/log.vkey',
    'proofs.json',
    tilePath({ level: 0, index: 0, width: 256 }),
    tilePath({ level: 0, index: 273, width: 112 }),
    tilePath({ level: 1, index: 0, width: 256 }),
    tilePath({ level: 2, index: 0, width: 1 }),
    bundlePath(0, 256),
    bundlePath(273, 112),
  ]) {
    it(`refuses our log when ${path} was damaged`, () => {
      const good = readFileSync(join(log, path))
      const damaged = Buffer.from(good)
      // In proofs.json this hits the root of the first proof; in the others any byte would do.
      const at = path === 'proofs.json' ? good.indexOf('"root":"') + 12 : Math.floor(good.length / 2)
      damaged[at] = damaged[at] === 0x41 ? 0x42 : 0x41
      write(path, damaged)
      assert.match(check(), /^refused: /)
      write(path, good)
      assert.equal(check(), 'accepted: 70000')
    })
  }
})
