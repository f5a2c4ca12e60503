import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto'
import { encodeAddCheckpoint } from '../../src/audit/addCheckpoint.ts'
import { openCheckpoint, signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosign, cosignaturesOn } from '../../src/audit/cosignature.ts'
import { type NoteSigner, type NoteVerifier, noteVerifier, signNote } from '../../src/audit/note.ts'
import { type Hash, consistencyProof, leafHash } from '../../src/audit/tree.ts'
import { mutateText, severalTimes } from '../fuzz/mutate/text.ts'
import { randomFrom } from '../fuzz/random.ts'
import { headOf, judgedByUs } from '../support/addingCheckpoints.ts'
import { type GoProgram, type GoWitness, buildGowitness, requireGowitness } from '../support/gowitness.ts'
import { leavesOf, sourceOf } from './trees.ts'

const signerNamed = (name: string): NoteSigner => ({
  name,
  privateKey: generateKeyPairSync('ed25519').privateKey,
})
const logSigner = signerNamed('rogatory.example/vn/log1')
const log = noteVerifier(logSigner.name, createPublicKey(logSigner.privateKey))
const ours = signerNamed('rogatory.example/qa/witness')
const verifierOf = ({ name, privateKey }: NoteSigner): NoteVerifier =>
  noteVerifier(name, createPublicKey(privateKey), 'cosignature')

const leaves = leavesOf(70)
const hashAt = sourceOf(leaves)
const at = new Date('2026-11-25T08:00:00Z')
const head = (size: number): string => headOf(leaves.slice(0, size), logSigner)
const textOf = (note: string): string => note.slice(0, note.indexOf('\n\n') + 1)
const asking = (oldSize: number, checkpoint: string, proof: readonly Hash[] = []): string =>
  encodeAddCheckpoint({ oldSize, proof, checkpoint })
const growth = (from: number, to: number): string =>
  asking(from, head(to), consistencyProof(from, to, hashAt))
/** The same log with another entry in the place of its tenth, and whatever the log signs then. */
const forkedLeaves = leaves.map((leaf, index) => (index === 9 ? leafHash(Buffer.from('another')) : leaf))
const fork = (from: number, to: number): string =>
  asking(
    from,
    headOf(forkedLeaves.slice(0, to), logSigner),
    consistencyProof(from, to, sourceOf(forkedLeaves)),
  )

/** What Go says in a line, said by our code. */
function ourVerdict(note: string, witness: NoteVerifier): string {
  const opened = openCheckpoint(Buffer.from(note), log)
  const read = cosignaturesOn(Buffer.from(note), [witness])
  const word = !read.ok ? 'wrong' : read.cosignatures.length === 0 ? 'absent' : 'good'
  return `log ${opened.ok ? 'good' : 'wrong'}, ${witness.name} ${word}`
}

/** A note with one byte of the signature of that name changed, counted after its key ID. */
function spoiled(note: string, name: string, byte: number): string {
  return note.replace(new RegExp(`(?<=— ${name} )\\S+`), (encoded) => {
    const bytes = Buffer.from(encoded, 'base64')
    bytes.writeUInt8(bytes.readUInt8(4 + byte) ^ 1, 4 + byte)
    return bytes.toString('base64')
  })
}

describe('the Go implementation of cosigned checkpoints', () => {
  let go: GoProgram
  let witness: GoWitness
  before(async function () {
    requireGowitness(this)
    go = buildGowitness()
    witness = await go.serve(log, 'neutral.example.org/witness')
  })
  after(async () => {
    // Where the packages lack, nothing was begun.
    await (witness as GoWitness | undefined)?.stop()
    ;(go as GoProgram | undefined)?.remove()
  })

  const postTo = async ({ url }: GoWitness, body: string) => {
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }
  }
  /** A witness that has cosigned the head of that size; to be stopped. */
  const witnessAt = async (size: number): Promise<GoWitness> => {
    const fresh = await go.serve(log, 'neutral.example.org/another')
    if (size > 0) assert.equal((await postTo(fresh, growth(0, size))).status, 200)
    return fresh
  }

  /** What is done to a note with a cosignature of that name, and what is then said of the log and the witness. */
  const tampered: readonly {
    readonly what: string
    readonly change: (note: string, name: string) => string
    readonly said: readonly [string, string]
  }[] = [
    { what: 'nothing', change: (note) => note, said: ['good', 'good'] },
    { what: 'its size', change: (note) => note.replace('\n20\n', '\n21\n'), said: ['wrong', 'wrong'] },
    {
      what: 'its root',
      change: (note) => note.replace(/(?<=\n20\n).{43}=/, Buffer.alloc(32).toString('base64')),
      said: ['wrong', 'wrong'],
    },
    {
      what: 'its origin',
      change: (note) => note.replace('rogatory.example/vn', 'rogatory.example/zz'),
      said: ['wrong', 'wrong'],
    },
    {
      what: 'the signature of the log',
      change: (note) => spoiled(note, log.name, 20),
      said: ['wrong', 'good'],
    },
    { what: 'the cosignature', change: (note, name) => spoiled(note, name, 20), said: ['good', 'wrong'] },
    {
      what: 'the time of the cosignature',
      change: (note, name) => spoiled(note, name, 7),
      said: ['good', 'wrong'],
    },
    {
      what: 'the name of the witness',
      change: (note, name) => note.replace(`— ${name} `, `— ${name}2 `),
      said: ['good', 'absent'],
    },
    {
      what: 'the key ID of the witness',
      change: (note, name) => spoiled(note, name, -1),
      said: ['good', 'absent'],
    },
    {
      what: 'the cosignature, taken away',
      change: (note, name) => note.replace(new RegExp(`— ${name} .*\n`), ''),
      said: ['good', 'absent'],
    },
    {
      what: 'a plain signature of that name in place of the cosignature',
      change: (note, name) => {
        const { privateKey } = logSigner
        const plain = signCheckpoint(20, Buffer.alloc(32), { name, privateKey })
        return note.replace(new RegExp(`— ${name} .*\n`), plain.slice(plain.indexOf('\n\n') + 2))
      },
      said: ['good', 'absent'],
    },
  ]

  for (const { what, change, said } of tampered) {
    it(`says of a checkpoint that our witness cosigned, and ours of one that Go cosigned, what is so: changed was ${what}`, async () => {
      const byUs = head(20) + cosign(textOf(head(20)), ours, at)
      const theirs = await witnessAt(20)
      const byGo = head(20) + (await postTo(theirs, growth(20, 20))).text
      await theirs.stop()
      for (const [note, witness] of [
        [byUs, verifierOf(ours)],
        [byGo, theirs.verifier],
      ] as const) {
        const changed = change(note, witness.name)
        const line = `log ${said[0]}, ${witness.name} ${said[1]}`
        assert.equal(what === 'nothing', changed === note)
        assert.equal(ourVerdict(changed, witness), line)
        assert.equal(go.verify(changed, log, [witness]), line)
      }
    })
  }

  it('finds no cosignature of another key with the same name, nor one that was given the ID of that key', () => {
    const other = verifierOf(signerNamed(ours.name))
    const note = head(20) + cosign(textOf(head(20)), ours, at)
    const renamed = note.replace(new RegExp(`(?<=— ${ours.name} )\\S+`), (encoded) =>
      Buffer.concat([Buffer.from(other.id, 'hex'), Buffer.from(encoded, 'base64').subarray(4)]).toString(
        'base64',
      ),
    )
    for (const [changed, word] of [
      [note, 'absent'],
      [renamed, 'wrong'],
    ] as const) {
      assert.equal(ourVerdict(changed, other), `log good, ${ours.name} ${word}`)
      assert.equal(go.verify(changed, log, [other]), `log good, ${ours.name} ${word}`)
    }
  })

  it('as a witness answers by the book: 404 to another log, 403 without its signature, 400, and 409 with the size', async () => {
    const kept = `${witness.url}/${hash('sha256', log.name)}/checkpoint`
    assert.equal((await fetch(kept)).status, 404)
    assert.deepEqual(await postTo(witness, growth(5, 20)), {
      status: 409,
      type: 'text/x.tlog.size',
      text: '0\n',
    })
    const first = await postTo(witness, growth(0, 20))
    assert.equal(first.status, 200)
    const read = cosignaturesOn(Buffer.from(head(20) + first.text), [witness.verifier])
    assert.ok(read.ok)
    const [cosignature] = read.cosignatures
    assert.ok(cosignature !== undefined && Math.abs(cosignature.at.getTime() - Date.now()) < 60_000)
    assert.equal(cosignature.line, first.text)
    assert.equal(await (await fetch(kept)).text(), head(20) + first.text)
    assert.deepEqual(await postTo(witness, growth(0, 20)), {
      status: 409,
      type: 'text/x.tlog.size',
      text: '20\n',
    })
    const other = signerNamed('rogatory.example/zz/log1')
    const forged = { ...other, name: log.name }
    const note = head(20)
    for (const [body, status] of [
      [asking(20, headOf(leaves, other)), 404],
      [asking(20, headOf(leaves, forged)), 403],
      [asking(20, spoiled(note, log.name, 20)), 403],
      [asking(20, head(10)), 400],
      ['', 400],
      [`old 020\n\n${note}`, 400],
      [`old 20\n${note}`, 400],
      [`old 20\nAAAA\n\n${note}`, 400],
      [
        asking(
          20,
          note,
          Array.from({ length: 64 }, () => Buffer.alloc(32)),
        ),
        400,
      ],
    ] as const) {
      assert.equal((await postTo(witness, body)).status, status, body)
      assert.equal(judgedByUs(body, log, { size: 20, root: Buffer.alloc(32) }).status, status, body)
    }
  })

  it('as a witness takes our proofs of growth and none in which a hash was changed, and 422 is its answer to a fork and to a rewrite', async () => {
    const fresh = await witnessAt(0)
    let us = judgedByUs('', log, null)
    const both = async (body: string, status: number, why: string) => {
      us = judgedByUs(body, log, us.witnessed)
      assert.deepEqual([(await postTo(fresh, body)).status, us.status], [status, status], why)
    }
    await both(asking(0, head(1), [Buffer.alloc(32)]), 422, 'a proof where nothing was cosigned yet')
    await both(asking(0, signCheckpoint(0, Buffer.alloc(32), logSigner)), 422, 'the empty tree')
    const sizes = [0, 0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 64, 65, 70]
    for (const [place, to] of sizes.slice(1).entries()) {
      const from = sizes[place] ?? 0
      const proof = consistencyProof(from, to, hashAt)
      const why = `${from} to ${to}`
      for (const [index, one] of proof.entries()) {
        const wrong = proof.with(index, Buffer.from(one).reverse())
        await both(asking(from, head(to), wrong), 422, why)
        await both(asking(from, head(to), proof.toSpliced(index, 1)), 422, why)
      }
      if (from > 9) {
        await both(fork(from, from), 422, `${why}: the same size with another root`)
        await both(fork(from, to), 422, `${why}: another past`)
      }
      await both(growth(from, to), 200, why)
    }
    await fresh.stop()
  })

  it('as a witness answers to bodies changed at random as our rules do, which want exact spelling besides', async () => {
    const fresh = await witnessAt(40)
    const random = randomFrom(1, 'gowitness', 1)
    const bodies = [growth(40, 40), growth(40, 40), growth(20, 40), fork(40, 70), fork(40, 40)]
    const { witnessed } = judgedByUs(growth(0, 40), log, null)
    const seen = new Set<number>()
    for (let count = 0; count < 1_500; count += 1) {
      const body = random.once(20)
        ? random.pick(bodies)
        : severalTimes(random, random.pick(bodies), mutateText)
      const [theirs, us] = [(await postTo(fresh, body)).status, judgedByUs(body, log, witnessed).status]
      const isStricter = us === 400 && [200, 403, 404].includes(theirs)
      assert.ok(us === theirs || isStricter, `Go says ${theirs}, our rules ${us}: ${JSON.stringify(body)}`)
      seen.add(us)
    }
    assert.deepEqual([...seen].sort(), [200, 400, 403, 404, 409, 422])
    await fresh.stop()
  })

  it('takes four things that our rules refuse: base64 with spare bits, a signature twice, lines after the root, and a cosignature without a time', async () => {
    const fresh = await witnessAt(20)
    const witnessed = judgedByUs(growth(0, 20), log, null).witnessed
    const line = head(20).slice(head(20).indexOf('\n\n') + 2)
    // 68 bytes leave two bits of the last letter without a meaning.
    const spare = head(20).replace(/.(?==\n$)/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1))
    const extended = signNote(`${textOf(head(20))}a line more\n`, [logSigner])
    for (const [note, status] of [
      [spare, 400],
      [head(20) + line, 403],
      [extended, 400],
    ] as const) {
      assert.equal(judgedByUs(asking(20, note), log, witnessed).status, status)
      assert.equal((await postTo(fresh, asking(20, note))).status, 200)
    }
    await fresh.stop()
    const timeless = head(20) + cosign(textOf(head(20)), ours, new Date(0))
    assert.equal(go.verify(timeless, log, [verifierOf(ours)]), `log good, ${ours.name} good`)
    assert.equal(ourVerdict(timeless, verifierOf(ours)), `log good, ${ours.name} wrong`)
  })
})
