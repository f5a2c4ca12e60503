import assert from 'node:assert/strict'
import fc from 'fast-check'
import { bytesOfLines, endsWithLine, wholeLines } from '../../src/audit/bundle/textLines.ts'
import { headsAround } from '../../src/exchange/exportLines.ts'

describe('the lines of a bundle', () => {
  it('are read from bytes as from the text of all of them', () => {
    const octets = fc.uint8Array({ maxLength: 40 })
    const text = fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xef, 0xbb, 0xbf), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(fc.oneof(octets, text.map(Uint8Array.from.bind(Uint8Array))), (bytes) => {
        const lines = Buffer.from(bytes).toString('utf8').split('\n')
        const rest = lines.pop()
        assert.deepEqual([...wholeLines(bytes)], lines)
        assert.equal(endsWithLine(bytes), rest === '')
      }),
    )
  })

  it('are one of no kind where they are longer than any', () => {
    const long = Buffer.concat([Buffer.alloc(64 * 1024 * 1024 + 1, ' '), Buffer.from('\n{}\n')])
    assert.deepEqual([...wholeLines(long)], ['', '{}'])
  })

  it('become a file, but none that is too large', () => {
    assert.equal(Buffer.from(bytesOfLines(['é\n', '\n'], 4) ?? []).toString(), 'é\n\n')
    assert.equal(bytesOfLines(['é\n', '\n'], 3), null)
    assert.deepEqual(bytesOfLines([], 0), Buffer.of())
  })
})

describe('the cosigned heads of a bundle of some requests', () => {
  const head = (size: number, ...witnesses: string[]) => ({ size, witnesses })

  it('are the last before each entry, the first with it, and the newest', () => {
    const heads = Array.from({ length: 100 }, (_, at) => head((at + 1) * 10, 'QA'))
    const sizes = headsAround(heads, [0, 9, 10, 555, 556]).map(({ size }) => size)
    assert.deepEqual(sizes, [10, 20, 550, 560, 1000])
    assert.deepEqual(headsAround([], [1]), [])
  })

  it('bracket each of these entries as all heads would, whoever is asked for, and end with the same one', () => {
    const witnesses = ['QA', 'VN', 'neutral']
    const made = fc.record({
      heads: fc.uniqueArray(
        fc.record({ size: fc.integer({ min: 1, max: 60 }), witnesses: fc.subarray(witnesses) }),
        { selector: ({ size }) => size, maxLength: 40 },
      ),
      indexes: fc.uniqueArray(fc.integer({ min: 0, max: 70 }), { maxLength: 8 }),
      asked: fc.subarray(witnesses, { minLength: 1 }),
      quorum: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(made, ({ heads: unsorted, indexes: places, asked, quorum }) => {
        const heads = [...unsorted].sort((a, b) => a.size - b.size)
        const indexes = [...places].sort((a, b) => a - b)
        const kept = headsAround(heads, indexes)
        const counted = (all: typeof heads, enough = 1) =>
          all.filter((one) => one.witnesses.filter((witness) => asked.includes(witness)).length >= enough)
        for (const index of indexes) {
          const around = (all: typeof heads) => [
            counted(all).findLast(({ size }) => size <= index)?.size,
            counted(all).find(({ size }) => size > index)?.size,
          ]
          assert.deepEqual(around(kept), around(heads))
        }
        assert.deepEqual(counted(kept, quorum).at(-1), counted(heads, quorum).at(-1))
        assert.deepEqual(kept.at(-1), heads.at(-1))
      }),
    )
  })
})
