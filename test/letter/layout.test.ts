import assert from 'node:assert/strict'
import { type Line, code, foreign, words } from '../../src/letter/letter.ts'
import { typefacesOf } from '../../src/letter/pdf/fonts.ts'
import { inlineOf } from '../../src/letter/pdf/inline.ts'
import { linesOf } from '../../src/letter/pdf/lines.ts'
import { paragraphOf, visualRuns } from '../../src/letter/pdf/runs.ts'
import { testFonts } from './letters.ts'

const typefaces = typefacesOf(testFonts)

/** What stands on paper from left to right; the shaper turns runs of Arabic letters by itself. */
function onPaper(line: Line, language: string, direction: 'ltr' | 'rtl'): readonly string[] {
  const paragraph = paragraphOf(inlineOf(line, language), direction)
  return visualRuns(paragraph, 0, paragraph.text.length, typefaces, () => undefined).map(({ text }) => text)
}

function brokenAt(text: string, width: number): readonly string[] {
  const paragraph = paragraphOf(inlineOf(words(text), 'en'), 'ltr')
  return linesOf(paragraph, width, (start, end) => end - start).map(({ start, end }) =>
    text.slice(start, end),
  )
}

describe('letter: lines on paper', () => {
  it('are read from right to left in Arabic, with numbers and addresses from left to right', () => {
    const line: Line = [{ text: 'الملف ' }, code('a-1.b'), { text: ' رقم 12' }]
    assert.deepEqual(onPaper(line, 'ar', 'rtl'), ['12', 'رقم ', ' ', 'a-1.b', 'الملف '])
  })

  it('turn and mirror the brackets of a text from right to left', () => {
    assert.deepEqual(onPaper(words('قطر (الدوحة)'), 'ar', 'rtl'), ['(', 'الدوحة', ')', 'قطر '])
  })

  it('keep what others wrote from turning the words around it', () => {
    const line: Line = [{ text: 'From ' }, foreign('!قطر!'), { text: ' to: 1' }]
    const runs = onPaper(line, 'en', 'ltr')
    assert.equal(runs[0], 'From ')
    assert.equal(runs.at(-1), ' to: 1')
  })

  it('break between words, between signs of Chinese, and inside what is too long', () => {
    assert.deepEqual(brokenAt('one two three four', 8), ['one two', 'three', 'four'])
    assert.deepEqual(brokenAt('联合国打击网络犯罪公约', 4), ['联合国打', '击网络犯', '罪公约'])
    assert.deepEqual(brokenAt('ab12ab12ab12', 5), ['ab12a', 'b12ab', '12'])
    assert.deepEqual(brokenAt('', 5), [''])
  })

  it('never lose a character and are never wider than they may be', () => {
    for (const text of [
      'a bb ccc dddd eeeee ffffff 1234567890',
      '中文 and English 混排，（括号）。',
      'x'.repeat(40),
    ]) {
      for (let width = 1; width < 20; width++) {
        const lines = brokenAt(text, width)
        assert.equal(lines.join('').replace(/\s/g, ''), text.replace(/\s/g, ''))
        for (const line of lines) assert.ok(line.length <= Math.max(width, 2), `${line} in ${width}`)
      }
    }
  })
})
