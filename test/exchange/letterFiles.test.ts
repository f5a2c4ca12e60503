import assert from 'node:assert/strict'
import { TooManyLetters, letterContent } from '../../src/exchange/letterFiles.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import type { LetterFonts } from '../../src/letter/pdf/fonts.ts'
import type { Letter } from '../../src/letter/letter.ts'
import { until } from '../support/world.ts'

describe('letters as PDF', () => {
  const letter: Letter = {
    language: 'en',
    direction: 'ltr',
    title: 'Example',
    reference: 'Example 1',
    dated: '2026-03-01T10:00:00Z',
    sheets: [],
  }

  it('are made a few at once while a bounded number waits, and beyond that none is begun', async () => {
    const { pdfsAtOnceMax, pdfsWaitingMax } = exchangeLimits.letters
    const asked: (() => void)[] = []
    // What the fonts are asked for has begun.
    const fonts = () =>
      new Promise<LetterFonts>(
        (_resolve, reject) => void asked.push(() => reject(new RangeError('no fonts'))),
      )
    const make = async (): Promise<string> =>
      await letterContent(letter, 'pdf', fonts).then(
        () => 'made',
        (reason: unknown) => (reason instanceof TooManyLetters ? 'too many' : String(reason)),
      )
    // The program that makes them is loaded by the first.
    await letterContent(letter, 'pdf', () => Promise.reject(new RangeError('no fonts'))).catch(() => null)
    const ended: string[] = []
    const all = Array.from({ length: pdfsAtOnceMax + pdfsWaitingMax + 3 }, async () =>
      ended.push(await make()),
    )
    // Which of them come too late nobody knows: each has waited for its program.
    await until('some are refused', () => ended.length >= 3)
    assert.deepEqual(ended, ['too many', 'too many', 'too many'])
    await until('as many as may have begun', () => asked.length >= pdfsAtOnceMax)
    assert.equal(asked.length, pdfsAtOnceMax)
    for (let done = 0; done < pdfsAtOnceMax + pdfsWaitingMax; done += 1) {
      await until(`${done + 1} have begun`, () => asked.length > done)
      assert.ok(asked.length - done <= pdfsAtOnceMax)
      asked[done]?.()
    }
    await Promise.all(all)
    assert.deepEqual(new Set(ended.slice(3)), new Set(['RangeError: no fonts']))
    const before = asked.length
    const last = make()
    await until('one more has begun', () => asked.length > before)
    asked.at(-1)?.()
    assert.equal(await last, 'RangeError: no fonts', 'every place is free again')
  })
})
