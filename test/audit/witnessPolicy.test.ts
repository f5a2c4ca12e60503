import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { type NoteVerifier, encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { anyOf, parseWitnessPolicy } from '../../src/audit/witnessPolicy.ts'

const verifiers = ['a', 'b', 'c', 'd'].map((name) =>
  noteVerifier(`${name}.example/witness`, generateKeyPairSync('ed25519').publicKey, 'cosignature'),
)
const [a, b, c, d] = verifiers as [NoteVerifier, NoteVerifier, NoteVerifier, NoteVerifier]
const lines = verifiers.map((one, at) => `witness w${at} ${encodeVerifierKey(one)}`)

describe('a policy of witnesses', () => {
  const policyOf = (...more: readonly string[]) => {
    const read = parseWitnessPolicy([...lines, ...more, ''].join('\n'))
    assert.ok(read.ok, JSON.stringify(read))
    return read.policy
  }

  it('asks for one witness, for groups and groups of groups, or for none', () => {
    assert.ok(policyOf('quorum none').isQuorum([]))
    const one = policyOf('quorum w1')
    assert.deepEqual([one.isQuorum([a, c, d]), one.isQuorum([b])], [false, true])
    const nested = policyOf('group ab any w0 w1', 'group cd 2 w2 w3', 'group all all ab cd', 'quorum all')
    assert.deepEqual(
      [[a, b, c], [a, c, d], [c, d], [b, d, c], []].map((by) => nested.isQuorum(by)),
      [false, true, false, true, false],
    )
  })

  it('knows its witnesses by their keys, with their addresses', () => {
    const read = parseWitnessPolicy(
      `  # a comment\n\n\tlog x+y\nwitness one ${encodeVerifierKey(a)}\thttps://a.example/log/\nquorum one`,
    )
    assert.ok(read.ok)
    assert.deepEqual(
      read.policy.witnesses.map(({ name, url, verifier }) => [name, url, verifier.id]),
      [['one', 'https://a.example/log', a.id]],
    )
    const other = noteVerifier(a.name, b.publicKey, 'cosignature')
    assert.equal(read.policy.isQuorum([other]), false)
  })

  it('is refused in any other form, and says in which line', () => {
    const asNote = encodeVerifierKey(noteVerifier(a.name, a.publicKey))
    for (const [text, why] of [
      ['', /no quorum/],
      [lines.join('\n'), /no quorum/],
      ['quorum w0', /line 1: one quorum names/],
      [`${lines[0]}\nquorum w0\nquorum w0`, /line 3: one quorum/],
      [`${lines[0]}\nquorum w0 w0`, /line 2: one quorum/],
      [`${lines[0]}\n${lines[0]}`, /line 2: the name/],
      [`${lines[0]}\nwitness other ${encodeVerifierKey(a)}`, /line 2: the key of another/],
      [`witness w ${asNote}`, /line 1: not the text of an Ed25519 cosignature key/],
      [`witness none ${encodeVerifierKey(a)}`, /line 1: the name/],
      [`${lines[0]} ftp://x`, /the address is none/],
      [`${lines[0]}\ngroup g 2 w0`, /line 2: a group says/],
      [`${lines[0]}\ngroup g 0 w0`, /line 2: a group says/],
      [`${lines[0]}\ngroup g any`, /line 2: a group says/],
      [`${lines[0]}\ngroup g any w0 w0`, /line 2: w0 is not named above, or is a member already/],
      [`${lines[0]}\ngroup g any w0\ngroup h any w0`, /line 3: w0/],
      [`${lines[0]}\ngroup g any none`, /line 2: none/],
      ['cosigner w x', /line 1: cosigner is no word/],
      [`${'# '.repeat(40_000)}\nquorum none`, /too long/],
    ] as const) {
      const read = parseWitnessPolicy(text)
      assert.ok(!read.ok && read.code === 'WITNESS_POLICY_INVALID', text.slice(0, 100))
      assert.match(read.detail ?? '', why)
    }
  })

  it('without a file is that of all peers, of whom two are enough, or the one; without peers nothing is asked', () => {
    const [one, other, third] = [a, b, c].map((verifier) => ({ name: verifier.name, verifier, url: null }))
    assert.ok(one !== undefined && other !== undefined && third !== undefined)
    const alone = anyOf([one], 2)
    assert.deepEqual([alone.isQuorum([]), alone.isQuorum([a]), alone.isQuorum([b])], [false, true, false])
    const both = anyOf([one, other], 2)
    assert.deepEqual(
      [[a], [b], [a, b], [a, c], [a, a]].map((by) => both.isQuorum(by)),
      [false, false, true, false, false],
    )
    const three = anyOf([one, other, third], 2)
    assert.deepEqual(
      [three.isQuorum([c]), three.isQuorum([c, a]), three.isQuorum([a, b, c])],
      [false, true, true],
    )
    // Two keys of one peer are one witness.
    const twoKeys = anyOf([one, { ...other, name: one.name }], 2)
    assert.deepEqual([twoKeys.isQuorum([b]), twoKeys.isQuorum([c])], [true, false])
    assert.ok(anyOf([], 2).isQuorum([]))
  })
})
