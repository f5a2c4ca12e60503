import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { openCheckpoint, signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosign, cosignaturesOn } from '../../src/audit/cosignature.ts'
import {
  type NoteVerifier,
  encodeVerifierKey,
  noteVerifier,
  openNote,
  parseVerifierKey,
  signNote,
} from '../../src/audit/note.ts'
import { encodeProof, parseProof, verifyProof } from '../../src/audit/proof.ts'
import { append, emptyRange, emptyRoot, inclusionProof, rootOf } from '../../src/audit/tree.ts'
import { hex, leavesOf, sourceOf } from './trees.ts'

/** The example of the Go package golang.org/x/mod/sumdb/note. */
const example = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  seed: 'gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS_F1ccoMXM',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
}

const origin = 'vn.exchange.example/log1'
const keys = generateKeyPairSync('ed25519')
const log = noteVerifier(origin, keys.publicKey)
const signer = { name: origin, privateKey: keys.privateKey }
const witnessKeys = generateKeyPairSync('ed25519')
const witness = { name: 'qa.exchange.example/witness', privateKey: witnessKeys.privateKey }
const witnessVerifier = noteVerifier(witness.name, witnessKeys.publicKey)

const codeOf = (bytes: string | Uint8Array, known: readonly NoteVerifier[] = [log]): string => {
  const opened = openNote(Buffer.from(bytes), known)
  return opened.ok ? 'ok' : opened.code
}

describe('signed notes', () => {
  it('attack 48: a key of a witness opens no note, and one of a log cosigns nothing', () => {
    const asCosigner = noteVerifier(witness.name, witnessKeys.publicKey, 'cosignature')
    const text = `${origin}\n3\n${Buffer.alloc(32).toString('base64')}\n`
    const note = signNote(text, [signer]) + cosign(text, witness, new Date(1_700_000_000_000))
    const opened = openNote(Buffer.from(note), [log, asCosigner])
    assert.ok(opened.ok, JSON.stringify(opened))
    assert.deepEqual(opened.signedBy, [log])
    assert.equal(codeOf(note, [asCosigner]), 'SIGNATURE_INVALID')
    assert.deepEqual(cosignaturesOn(Buffer.from(note), [log, witnessVerifier]), {
      ok: true,
      cosignatures: [],
    })
    const read = cosignaturesOn(Buffer.from(note), [asCosigner])
    assert.ok(read.ok)
    assert.deepEqual(
      read.cosignatures.map(({ at }) => at.getTime()),
      [1_700_000_000_000],
    )
  })

  it('are those of the Go package that defined them', () => {
    const parsed = parseVerifierKey(example.verifier)
    assert.ok(parsed.ok)
    assert.equal(encodeVerifierKey(parsed.verifier), example.verifier)
    const opened = openNote(Buffer.from(`${example.text}\n${example.signature}`), [parsed.verifier])
    assert.deepEqual(opened, { ok: true, text: example.text, signedBy: [parsed.verifier] })
  })

  it('come back with everyone known who signed', () => {
    const note = Buffer.from(signNote('a\n\nb\n', [signer, witness]))
    assert.deepEqual(openNote(note, [log, witnessVerifier]), {
      ok: true,
      text: 'a\n\nb\n',
      signedBy: [log, witnessVerifier],
    })
    assert.deepEqual(openNote(note, [witnessVerifier]), {
      ok: true,
      text: 'a\n\nb\n',
      signedBy: [witnessVerifier],
    })
  })

  it('are refused when any byte is another', () => {
    const note = Buffer.from(signNote('First line\nén\n', [signer]))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: note.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const damaged = Buffer.from(note)
          damaged[at] = (damaged[at] ?? 0) ^ flip
          assert.notEqual(codeOf(damaged), 'ok')
        },
      ),
      { numRuns: 3_000 },
    )
    for (let length = 0; length < note.length; length += 1)
      assert.notEqual(codeOf(note.subarray(0, length)), 'ok')
  })

  it('are refused when they are not in the exact form', () => {
    const note = signNote('text\n', [signer])
    const line = note.slice('text\n\n'.length)
    const other = generateKeyPairSync('ed25519')
    for (const [bytes, code] of [
      [note, 'ok'],
      [`${note}\n`, 'NOTE_INVALID'],
      [note.slice(0, -1), 'NOTE_INVALID'],
      [note.replace('—', '-'), 'NOTE_INVALID'],
      [note.replace('\n\n', '\r\n\n'), 'NOTE_INVALID'],
      [note.replace('=\n', '\n'), 'NOTE_INVALID'],
      [`\n${line}`, 'NOTE_INVALID'],
      [`text\n${line}`, 'NOTE_INVALID'],
      ['text\n\n— name AAAA\n', 'NOTE_INVALID'],
      ['text\n\n— na+me AAAAAAAA\n', 'NOTE_INVALID'],
      ['text\n\n— name AAAAAAAA\n', 'SIGNATURE_INVALID'],
      [`${note}${line}`, 'SIGNATURE_INVALID'],
      [`text\n\n${line.slice(0, -3)}A\n`, 'NOTE_INVALID'],
      [`text\n\n— ${origin} ${Buffer.from(`${log.id}00`, 'hex').toString('base64')}\n`, 'SIGNATURE_INVALID'],
      [`other${note}`, 'SIGNATURE_INVALID'],
      [`text\n\n${line.repeat(33)}`, 'NOTE_INVALID'],
      [Buffer.concat([Buffer.from([0xff]), Buffer.from(note)]), 'NOTE_INVALID'],
      [Buffer.alloc(300_000, 'a'), 'NOTE_INVALID'],
      [signNote('text\n', [{ name: origin, privateKey: other.privateKey }]), 'SIGNATURE_INVALID'],
    ] as const) {
      assert.equal(codeOf(bytes), code, JSON.stringify(bytes.toString().slice(0, 200)))
    }
  })

  it('are not made of what cannot be a note, or with what cannot be a key', () => {
    for (const text of ['', 'no end', 'tab\t\n', 'lone \ud800\n']) {
      assert.throws(() => signNote(text, [signer]), /text of a note/)
    }
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a'.repeat(201)]) {
      assert.throws(() => noteVerifier(name, keys.publicKey), /not the name of a note key/)
    }
    for (const { publicKey } of [
      generateKeyPairSync('x25519'),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ]) {
      assert.throws(() => noteVerifier('name', publicKey), /Ed25519/)
    }
  })

  it('have verifier keys in one spelling only', () => {
    const text = encodeVerifierKey(log)
    const [name = '', id = '', key = ''] = text.split('+', 3)
    assert.ok(parseVerifierKey(text).ok)
    const flipped = id.startsWith('0') ? `1${id.slice(1)}` : `0${id.slice(1)}`
    const witnessType = Buffer.concat([Buffer.from([4]), Buffer.alloc(32, 1)]).toString('base64')
    for (const wrong of [
      '',
      `${text}\n`,
      `${name}+${id}`,
      `${name}+${flipped}+${key}`,
      `${name}+${id.toUpperCase()}x+${key}`,
      `${name} +${id}+${key}`,
      `${name}+${id}+${witnessType}`,
      `${name}+${id}+${Buffer.alloc(32, 1).toString('base64')}`,
    ]) {
      const parsed = parseVerifierKey(wrong)
      assert.equal(parsed.ok ? 'ok' : parsed.code, 'VERIFIER_KEY_INVALID', wrong)
    }
  })

  it('sign the same text in the same way each time', () => {
    const raw = createPrivateKey({
      key: { kty: 'OKP', crv: 'Ed25519', d: example.seed, x: 'GlzZBxQ8OExB6DDFvOEqqIF-xWSaqr8sMTiLNbLXRNY' },
      format: 'jwk',
    })
    const again = signNote(example.text, [{ name: 'PeterNeumann', privateKey: raw }])
    assert.equal(again, signNote(example.text, [{ name: 'PeterNeumann', privateKey: raw }]))
    assert.equal(again, `${example.text}\n${example.signature}`)
  })
})

describe('checkpoints', () => {
  it('are three lines that come back as they were signed', () => {
    const note = signCheckpoint(70_000, emptyRoot, signer)
    assert.match(note, /^vn\.exchange\.example\/log1\n70000\n[A-Za-z0-9+/]{43}=\n\n— vn/)
    const opened = openCheckpoint(Buffer.from(note), log)
    assert.ok(opened.ok)
    assert.deepEqual(
      { ...opened.checkpoint, root: hex(opened.checkpoint.root) },
      { origin, size: 70_000, root: hex(emptyRoot) },
    )
  })

  it('are refused when they are signed but are not the three lines of this log', () => {
    const root = Buffer.from(emptyRoot).toString('base64')
    for (const text of [
      `${origin}\n07\n${root}\n`,
      `${origin}\n-7\n${root}\n`,
      `${origin}\n7e2\n${root}\n`,
      `${origin}\n9007199254740993\n${root}\n`,
      `${origin}\n9007199254740992\n${root}\n`,
      `${origin}\n1e+30\n${root}\n`,
      `${origin}\n7\n${root}\nextension\n`,
      `${origin}\n7\n${root.slice(0, -4)}\n`,
      `${origin}\n7\n`,
      `${origin}\n`,
      `qa.exchange.example/log1\n7\n${root}\n`,
    ]) {
      const opened = openCheckpoint(Buffer.from(signNote(text, [signer])), log)
      assert.equal(opened.ok ? 'ok' : opened.code, 'CHECKPOINT_INVALID', text)
    }
    const unsigned = openCheckpoint(Buffer.from(signCheckpoint(1, emptyRoot, witness)), log)
    assert.equal(unsigned.ok ? 'ok' : unsigned.code, 'SIGNATURE_INVALID')
  })
})

describe('proofs in text form', () => {
  const leaves = leavesOf(70)
  const root = rootOf(append(emptyRange, leaves))
  const checkpoint = signCheckpoint(70, root, signer)
  const proofOf = (index: number) => ({
    index,
    hashes: inclusionProof(index, 70, sourceOf(leaves)),
    checkpoint,
  })

  it('say for everyone who has the key that an entry is in the log', () => {
    for (const index of [0, 1, 69]) {
      const parsed = parseProof(encodeProof(proofOf(index)))
      assert.ok(parsed.ok)
      const verified = verifyProof(parsed.proof, leaves[index] ?? emptyRoot, log)
      assert.equal(verified.ok && verified.checkpoint.size, 70)
    }
    const alone = { index: 0, hashes: [], checkpoint: signCheckpoint(1, leaves[0] ?? emptyRoot, signer) }
    const parsed = parseProof(encodeProof(alone))
    assert.ok(parsed.ok && verifyProof(parsed.proof, leaves[0] ?? emptyRoot, log).ok)
  })

  it('are refused for another leaf, another place and another key', () => {
    const proof = proofOf(5)
    const codes = [
      verifyProof(proof, leaves[6] ?? emptyRoot, log),
      verifyProof({ ...proof, index: 6 }, leaves[5] ?? emptyRoot, log),
      verifyProof(proof, leaves[5] ?? emptyRoot, witnessVerifier),
    ].map((result) => (result.ok ? 'ok' : result.code))
    assert.deepEqual(codes, ['LOG_PROOF_INVALID', 'LOG_PROOF_INVALID', 'SIGNATURE_INVALID'])
  })

  it('are refused when they are not in the exact form', () => {
    const text = encodeProof(proofOf(5))
    for (const wrong of [
      '',
      text.replace('v1', 'v2'),
      text.replace('index 5', 'index 05'),
      text.replace('index 5', 'index -5'),
      text.replace('index 5', 'index 9007199254740992'),
      text.replace('index 5', 'extra AAAA\nindex 5'),
      text.replace('=\n', '\n'),
      text.replace('index 5\n', 'index 5\nAAAA\n'),
      text.replace('index 5\n', `index 5\n${'A'.repeat(43)}=\n`.repeat(60)),
      text.replaceAll('\n\n', '\n'),
      text + 'a'.repeat(300_000),
    ]) {
      const parsed = parseProof(wrong)
      assert.equal(parsed.ok ? 'ok' : parsed.code, 'LOG_PROOF_INVALID', wrong.slice(0, 80))
    }
  })
})
