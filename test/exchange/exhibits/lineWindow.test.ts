import assert from 'node:assert/strict'
import { lineWindow } from '../../../src/exchange/exhibits/lineWindow.ts'
import { sealedChunkBytes } from '../../../src/exhibit/chunkedEncryption.ts'

const chunk = sealedChunkBytes
const endless = 1e9
const neverGone = new AbortController().signal

/** A line that carries so much, on which an answer begins so long after it was asked for. */
function lineOf(line: { readonly bytesPerMs: number; readonly answerMs: number }) {
  let nowMs = 0
  const window = lineWindow(() => nowMs)
  return {
    window,
    /** One turn after another, each carried to its end; bytes of the last one. */
    carry: async (turns: number, bytesPerSecond: number | null = null): Promise<number> => {
      let last = 0
      for (let count = 0; count < turns; count += 1) {
        const turn = await window.turn(endless, bytesPerSecond, neverGone)
        nowMs += line.answerMs
        turn.begin()
        for (let left = turn.bytes; left > 0;) {
          const part = Math.min(left, chunk)
          nowMs += part / line.bytesPerMs
          turn.came(part)
          left -= part
        }
        turn.end()
        last = turn.bytes
      }
      return last
    },
    /** How much is asked for when nothing comes. */
    askedAtOnce: async (bytesPerSecond: number | null = null): Promise<number> => {
      let bytes = 0
      for (;;) {
        const coming = window.turn(endless, bytesPerSecond, neverGone)
        const turn = await Promise.race([
          coming,
          new Promise<null>((none) => setTimeout(() => none(null), 5)),
        ])
        if (turn === null) return bytes
        bytes += turn.bytes
      }
    },
  }
}

describe('what is asked for at a time', () => {
  it('is one chunk of a line that was never used', async () => {
    assert.equal(await lineOf({ bytesPerMs: 1, answerMs: 1 }).askedAtOnce(), chunk)
  })

  it('stays one chunk on a slow line, and at a low rate on any line', async () => {
    for (const [line, rate] of [
      [{ bytesPerMs: 500, answerMs: 5 }, null],
      [{ bytesPerMs: 500_000, answerMs: 5 }, 500_000],
    ] as const) {
      const { carry, askedAtOnce } = lineOf(line)
      await carry(40, rate)
      assert.equal(await askedAtOnce(rate), chunk)
    }
  })

  it('grows to what keeps a line busy until the next answer is there, and no further', async () => {
    const [bytesPerMs, answerMs] = [4_000, 100]
    const { carry, askedAtOnce } = lineOf({ bytesPerMs, answerMs })
    await carry(40)
    const asked = await askedAtOnce()
    assert.ok(asked >= bytesPerMs * answerMs * 0.9, `${asked} bytes`)
    assert.ok(asked <= bytesPerMs * (answerMs + 64) * 1.1, `${asked} bytes`)
  })

  it('is as much as a fast line takes, in four parts at most', async () => {
    const { carry, askedAtOnce } = lineOf({ bytesPerMs: 500_000, answerMs: 2 })
    const least = await carry(40)
    assert.ok(least >= 4 * 1024 * 1024, `${least} bytes`)
    assert.ok((await askedAtOnce()) <= 17 * 1024 * 1024)
  })

  it('is little again where the line becomes slow', async () => {
    const line = { bytesPerMs: 100_000, answerMs: 2 }
    const { carry, askedAtOnce } = lineOf(line)
    await carry(40)
    line.bytesPerMs = 200
    await carry(1)
    assert.equal(await askedAtOnce(), chunk)
  })

  it('is no more than lacks, and comes when there is room, or never where nobody waits any more', async () => {
    const { window } = lineOf({ bytesPerMs: 500, answerMs: 1 })
    const first = await window.turn(100, null, neverGone)
    assert.equal(first.bytes, 100)
    const stop = new AbortController()
    const [second, third] = [window.turn(endless, null, stop.signal), window.turn(endless, null, neverGone)]
    stop.abort(new Error('the node is being stopped'))
    first.end()
    await assert.rejects(second, /being stopped/)
    assert.equal((await third).bytes, chunk)
  })
})
