import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { leafHash } from '../../../src/audit/tree.ts'
import { commitTo } from '../../../src/exhibit/disclosure/commit.ts'
import {
  digestOfCommitment,
  partLeaf,
  readCommitment,
  readOpenings,
  saltsOf,
} from '../../../src/exhibit/disclosure/commitment.ts'
import { OtherOriginal, disclose } from '../../../src/exhibit/disclosure/disclose.ts'
import { lineBytesMax } from '../../../src/exhibit/disclosure/lines.ts'
import { inOrderOfBytes, pieceBytes } from '../../../src/exhibit/disclosure/pieces.ts'
import { weightOf } from '../../../src/exhibit/disclosure/prove.ts'
import { type Run, readSelection } from '../../../src/exhibit/disclosure/selection.ts'
import { canonicalBytes, canonicalText } from '../../../src/message/canonical.ts'
import { type Original, committedTo, disclosureOf, piecesOf, proven, verdictOn } from './disclosing.ts'

const seed = randomBytes(32)
const lines = (count: number): Original => ({
  file: Buffer.from(Array.from({ length: count }, (_, at) => `record ${at + 1}\n`).join('')),
  cut: { by: 'lines' },
})
const linesOf = (disclosure: Uint8Array): Record<string, unknown>[] =>
  Buffer.from(disclosure)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const written = (said: readonly object[]): Buffer =>
  Buffer.from(said.map((line) => `${canonicalText(line)}\n`).join(''))
const select = (text: string, parts: number): readonly Run[] => {
  const selected = readSelection(text, parts)
  assert.ok(selected.ok)
  return selected.runs
}

/** Any original of few parts, in any of the cuts. */
const originals: fc.Arbitrary<Original> = fc.oneof(
  fc.record({
    file: fc
      .array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 40 })
      .map((all) => Buffer.from(all.map((one) => `${one.replaceAll('\n', ' ')}\n`).join(''))),
    cut: fc.constant({ by: 'lines' } as const),
    length: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({
    file: fc.uint8Array({ minLength: 1, maxLength: 900 }),
    cut: fc.integer({ min: 16, max: 64 }).map((bytes) => ({ by: 'blocks', bytes }) as const),
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    pages: fc.uniqueArray(
      fc.tuple(fc.string({ minLength: 1, maxLength: 9 }), fc.uint8Array({ maxLength: 30 })),
      {
        minLength: 1,
        maxLength: 20,
        selector: ([name]) => name,
      },
    ),
  }),
)
const choice = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })

/** The runs of the parts that are chosen. */
function runsOf(chosen: readonly boolean[], parts: number): readonly Run[] {
  const named = chosen.slice(0, parts).flatMap((isShown, at) => (isShown ? [String(at + 1)] : []))
  return named.length === 0 ? [] : select(named.join(','), parts)
}

describe('a disclosure of parts of an original', () => {
  it('is proven, whatever is selected of whatever original, and gives the parts as they were', async () => {
    await fc.assert(
      fc.asyncProperty(originals, choice, fc.boolean(), async (original, chosen, tellsWhole) => {
        const { commitment, openings } = await committedTo(original, seed)
        const runs = runsOf(chosen, commitment.parts)
        const disclosure = await disclosureOf(original, seed, runs, tellsWhole)
        const shown = new Map<number, Buffer>()
        const digest = digestOfCommitment(commitment)
        const result = await proven(disclosure, {
          expected: digest,
          onPiece: ({ part, bytes }) => {
            shown.set(part, Buffer.concat([shown.get(part) ?? Buffer.alloc(0), bytes]))
            return Promise.resolve()
          },
        })
        assert.ok(result.ok, JSON.stringify(result))
        const { proof } = result
        assert.deepEqual([proof.runs, proof.digest, proof.commitment], [runs, digest, commitment])
        assert.equal(proof.shown + proof.withheld, commitment.parts)
        assert.deepEqual(proof.whole, tellsWhole ? openings.whole : null)
        const parts: Buffer[] = []
        for await (const some of piecesOf(original))
          for (const { bytes } of some) parts.push(Buffer.from(bytes))
        assert.deepEqual(
          [...shown],
          parts.flatMap((bytes, at) => (shown.has(at + 1) ? [[at + 1, bytes]] : [])),
        )
        assert.equal(shown.size, proof.shown)
        const whole = createHash('sha256').update(Buffer.concat(parts)).digest('hex')
        assert.equal(openings.whole.sha256, whole)
      }),
      { numRuns: 150 },
    )
  })

  it('is refused after whatever single change of a byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        originals,
        choice,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (original, chosen, where, by) => {
          const { commitment } = await committedTo(original, seed)
          const disclosure = await disclosureOf(original, seed, runsOf(chosen, commitment.parts))
          const changed = Buffer.from(disclosure)
          const at = where % changed.length
          changed[at] = (changed[at] ?? 0) ^ by
          assert.notEqual(await verdictOn(changed, digestOfCommitment(commitment)), 'proven')
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is refused where a line of it is left out, doubled, or changes its place with another', async () => {
    const original = lines(23)
    const { commitment } = await committedTo(original, seed)
    const digest = digestOfCommitment(commitment)
    const said = linesOf(await disclosureOf(original, seed, select('2-5,9,11-14,23', 23)))
    for (let at = 0; at < said.length; at += 1) {
      assert.notEqual(await verdictOn(written(said.toSpliced(at, 1)), digest), 'proven')
      assert.notEqual(await verdictOn(written(said.toSpliced(at, 0, said[at] ?? {})), digest), 'proven')
      for (let other = 0; other < at; other += 1) {
        const swapped = said.with(at, said[other] ?? {}).with(other, said[at] ?? {})
        assert.notEqual(await verdictOn(written(swapped), digest), 'proven')
      }
    }
  })

  it('says of each fault by a code what it is', async () => {
    const original = lines(10)
    const { commitment } = await committedTo(original, seed)
    const digest = digestOfCommitment(commitment)
    const disclosure = await disclosureOf(original, seed, select('3-4,8', 10), true)
    const said = linesOf(disclosure)
    const [heading = {}, , third = {}, fourth = {}] = said
    const elsewhere = linesOf(await disclosureOf(lines(11), seed, select('3', 11)))
    const otherSalt = linesOf(await disclosureOf(original, randomBytes(32), select('3', 10)))
    const base64 = (text: string) => Buffer.from(text).toString('base64url')
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['nothing at all', Buffer.alloc(0), 'DISCLOSURE_TRUNCATED'],
      ['another original', written(elsewhere), 'COMMITMENT_OTHER'],
      [
        'a changed part',
        written(said.with(2, { ...third, content: base64('record x\n') })),
        'COMMITMENT_MISMATCH',
      ],
      ['the salt of another', written(said.with(2, { ...third, salt: fourth.salt })), 'COMMITMENT_MISMATCH'],
      ['a salt of another original', written(said.with(2, otherSalt[2] ?? {})), 'COMMITMENT_MISMATCH'],
      ['a part that was moved', written(said.with(2, { ...fourth, part: 3 })), 'COMMITMENT_MISMATCH'],
      [
        'a part that says another place',
        written(said.with(2, { ...third, part: 4 })),
        'DISCLOSURE_OUT_OF_ORDER',
      ],
      ['a part twice', written(said.toSpliced(3, 0, third)), 'DISCLOSURE_OUT_OF_ORDER'],
      ['a part left out', written(said.toSpliced(2, 1)), 'DISCLOSURE_OUT_OF_ORDER'],
      ['a line cut off', disclosure.subarray(0, -1), 'DISCLOSURE_TRUNCATED'],
      ['an end cut off', written(said.slice(0, -1)), 'DISCLOSURE_TRUNCATED'],
      ['a part more', written([...said, { ...third, part: 11 }]), 'DISCLOSURE_TOO_LONG'],
      [
        'a run past the end',
        written(said.with(-1, { ...said.at(-1), withheld: [9, 11] })),
        'DISCLOSURE_TOO_LONG',
      ],
      ['a hash less', written(said.with(-1, { withheld: [9, 10], hashes: [] })), 'DISCLOSURE_INVALID'],
      ['a part without its end', written(said.with(2, { ...third, more: true })), 'DISCLOSURE_INVALID'],
      ['a name that nothing has', written(said.with(2, { ...third, name: 'a' })), 'DISCLOSURE_INVALID'],
      ['a piece of no part', written(said.with(2, { content: '' })), 'DISCLOSURE_INVALID'],
      [
        'another form',
        Buffer.from(disclosure.toString().replace('{"content"', '{ "content"')),
        'DISCLOSURE_INVALID',
      ],
      ['a line without an end in sight', Buffer.alloc(lineBytesMax * 2, 'a'), 'DISCLOSURE_INVALID'],
      [
        'a number of parts more',
        written(said.with(0, { ...heading, commitment: { ...commitment, parts: 11 } })),
        'COMMITMENT_OTHER',
      ],
      [
        'another whole',
        written(said.with(0, { ...heading, whole: { ...(heading.whole as object), bytes: 7 } })),
        'COMMITMENT_MISMATCH',
      ],
    ]
    for (const [what, bytes, code] of cases) assert.equal(await verdictOn(bytes, digest), code, what)
    assert.equal(await verdictOn(disclosure, digest), 'proven')
    assert.deepEqual([weightOf('DISCLOSURE_TRUNCATED'), weightOf('COMMITMENT_MISMATCH')], [30, 40])
  })

  it('does not believe a hash of the tree to be the leaf of a part, however many parts are claimed', async () => {
    const original = lines(8)
    const { commitment } = await committedTo(original, seed)
    const [heading = {}, withheld = {}] = linesOf(await disclosureOf(original, seed, []))
    assert.deepEqual(withheld.hashes, [commitment.root])
    const claimed = [
      { ...heading, commitment: { ...commitment, parts: 1 } },
      { ...withheld, withheld: [1, 1] },
    ]
    // The root alone does not say how many leaves it has: the digest of the commitment does.
    assert.equal(await verdictOn(written(claimed)), 'proven')
    assert.equal(await verdictOn(written(claimed), digestOfCommitment(commitment)), 'COMMITMENT_OTHER')
  })

  it('does not let a part be guessed that it withholds', async () => {
    const original: Original = { file: Buffer.from('yes\nno\nyes\n'), cut: { by: 'lines' } }
    const disclosure = (await disclosureOf(original, seed, select('3', 3))).toString()
    const sha256 = createHash('sha256').update('no\n').digest()
    const salts = [Buffer.alloc(0), saltsOf(seed)(3), Buffer.alloc(32)]
    const guesses = [
      ...salts.map((salt) => partLeaf(salt, sha256)),
      leafHash(Buffer.from('no\n')),
      createHash('sha256').update('yes\nno\nyes\n').digest(),
    ]
    for (const guess of guesses) assert.ok(!disclosure.includes(Buffer.from(guess).toString('hex')))
    assert.ok(!disclosure.includes(seed.toString('base64url')))
    assert.ok(!disclosure.includes(saltsOf(seed)(2).toString('base64url')))
    assert.ok(!disclosure.includes(saltsOf(seed)(0).toString('base64url')))
  })

  it('shows parts that are longer than a piece, in one form', async () => {
    for (const length of [pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes, 2 * pieceBytes + 5]) {
      const long = randomBytes(length - 1).map((byte) => (byte === 0x0a ? 0 : byte))
      const file = Buffer.concat([Buffer.from('first\n'), long, Buffer.from('\nlast')])
      const original: Original = { file, cut: { by: 'lines' }, length: 100_003 }
      const disclosure = await disclosureOf(original, seed, select('2', 3))
      const pieces: Uint8Array[] = []
      const result = await proven(disclosure, {
        expected: null,
        onPiece: ({ bytes }) => Promise.resolve(void pieces.push(bytes)),
      })
      assert.ok(result.ok)
      assert.deepEqual(Buffer.concat(pieces), file.subarray(6, 6 + length))
      assert.equal(pieces.length, Math.ceil(length / pieceBytes))
    }
  })

  it('names no more runs than a report may have, and counts the rest', async () => {
    const odd = Array.from({ length: 1_500 }, (_, at) => String(2 * at + 1)).join(',')
    const result = await proven(await disclosureOf(lines(3_000), seed, select(odd, 3_000)))
    assert.ok(result.ok)
    const { runs, moreRuns, shown, withheld } = result.proof
    assert.deepEqual([runs.length, moreRuns, shown, withheld], [1_000, 500, 1_500, 1_500])
    assert.deepEqual(runs.at(-1), { first: 1_999, last: 1_999 })
  })
})

describe('what is disclosed of', () => {
  it('must be the original that was committed to, and its openings', async () => {
    const { commitment, openings } = await committedTo(lines(5), seed)
    const others: readonly Original[] = [
      lines(4),
      lines(6),
      { file: Buffer.from('record 1\nrecord 2\nrecord 3\nrecord 4\nrecord X\n'), cut: { by: 'lines' } },
    ]
    const read = async (original: Original, what = openings) => {
      const disclosing = { commitment, openings: what, runs: select('1', 5), tellsWhole: false }
      for await (const some of disclose(piecesOf(original), disclosing)) assert.notEqual(some, '')
    }
    for (const original of others) await assert.rejects(read(original), OtherOriginal)
    const another = await committedTo(lines(5), randomBytes(32))
    await assert.rejects(read(lines(5), another.openings), OtherOriginal)
    await assert.rejects(read(lines(5), { ...another.openings, commitment: openings.commitment }), {
      refusal: {
        ok: false,
        code: 'ORIGINAL_MISMATCH',
        detail: 'its parts are not those that were committed to',
      },
    })
    await read(lines(5))
  })

  it('has parts', async () => {
    const nothing: Original = { file: Buffer.alloc(0), cut: { by: 'lines' } }
    const none = await commitTo(piecesOf(nothing), { by: 'lines' }, seed)
    assert.equal(none.ok ? '' : none.code, 'ORIGINAL_EMPTY')
    const folder = await commitTo(piecesOf({ pages: [] }), { by: 'pages' }, seed)
    assert.equal(folder.ok ? '' : folder.code, 'ORIGINAL_EMPTY')
  })

  it('has its pages in the order of the bytes of their names', () => {
    assert.deepEqual(['b', 'é', 'Z', '10', '9', '\u{1f600}', '\uffee'].sort(inOrderOfBytes), [
      '10',
      '9',
      'Z',
      'b',
      'é',
      '\uffee',
      '\u{1f600}',
    ])
  })
})

describe('a selection', () => {
  it('is numbers and runs in their order, and runs that meet are one', () => {
    assert.deepEqual(select('1-2, 3,5,7-9', 9), [
      { first: 1, last: 3 },
      { first: 5, last: 5 },
      { first: 7, last: 9 },
    ])
  })

  it('that is another is refused', () => {
    const codeOf = (text: string): string => {
      const selected = readSelection(text, 20)
      return selected.ok ? 'read' : selected.code
    }
    for (const text of [
      '',
      '0',
      '-1',
      '2-1',
      '3,3',
      '5,4',
      '1-3,3-4',
      'a',
      '1,',
      '1;2',
      '21',
      '1-21',
      '1e1',
      '9999999999',
    ])
      assert.equal(codeOf(text), 'PARTS_UNKNOWN', text)
    assert.equal(codeOf(Array.from({ length: 100_001 }, () => '1').join(',')), 'PARTS_TOO_MANY')
  })
})

describe('a commitment', () => {
  it('and its openings are read in their one form alone', async () => {
    const { commitment, openings } = await committedTo(lines(5), seed)
    const read = readCommitment(canonicalBytes(commitment))
    assert.deepEqual(read, { ok: true, commitment })
    assert.deepEqual(readOpenings(canonicalBytes(openings)), { ok: true, openings })
    const wrong: readonly object[] = [
      { ...commitment, v: 2 },
      { ...commitment, parts: 0 },
      { ...commitment, parts: 1.5 },
      { ...commitment, root: commitment.root.toUpperCase().replace(/^./, 'A') },
      { ...commitment, cut: { by: 'words' } },
      { ...commitment, cut: { by: 'lines', bytes: 16 } },
      { ...commitment, cut: { by: 'blocks', bytes: 1 } },
      { ...commitment, more: 1 },
      [],
    ]
    for (const one of wrong) {
      const refused = readCommitment(canonicalBytes(one))
      assert.equal(refused.ok ? '' : refused.code, 'COMMITMENT_INVALID', JSON.stringify(one))
    }
    for (const one of [
      { ...openings, seed: 'abc' },
      { ...openings, v: 2 },
      { ...openings, whole: {} },
      commitment,
    ]) {
      const refused = readOpenings(canonicalBytes(one))
      assert.equal(refused.ok ? '' : refused.code, 'OPENINGS_INVALID', JSON.stringify(one))
    }
    const spaced = readCommitment(Buffer.from(JSON.stringify(commitment, null, 1)))
    assert.equal(spaced.ok ? '' : spaced.code, 'COMMITMENT_INVALID')
  })

  it('has salts that are HMAC-SHA-256 under its seed', () => {
    const saltAt = saltsOf(seed)
    for (const position of [0, 1, 255, 256, 99_999_999]) {
      const eight = Buffer.alloc(8)
      eight.writeBigUInt64BE(BigInt(position))
      const expected = createHmac('sha256', seed).update('rogatory-salt/v1\0').update(eight).digest()
      assert.deepEqual(saltAt(position), expected)
    }
    assert.throws(() => saltsOf(randomBytes(31)), RangeError)
  })

  it('to the same original under another seed is another', async () => {
    const [one, other] = [await committedTo(lines(5), seed), await committedTo(lines(5), randomBytes(32))]
    assert.notEqual(one.commitment.root, other.commitment.root)
    assert.notEqual(one.commitment.whole, other.commitment.whole)
    assert.deepEqual(one.openings.whole, other.openings.whole)
  })
})
