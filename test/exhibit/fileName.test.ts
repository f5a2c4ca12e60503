import assert from 'node:assert/strict'
import fc from 'fast-check'
import { safeFileName } from '../../src/exhibit/fileName.ts'
import { isHumanText } from '../../src/message/humanText.ts'

/** What schemas/part/exhibit.json asks of a name, and file systems. */
function assertFits(name: string): void {
  assert.ok(isHumanText('line', name), JSON.stringify(name))
  assert.match(name, /^[^/\\]+$/)
  assert.ok(Array.from(name).length <= 200)
  assert.ok(Buffer.byteLength(name) <= 255)
}

const names: readonly (readonly [string, string, string])[] = [
  ['a name that is good', 'report.pdf', 'report.pdf'],
  [
    'words of any language',
    '\u0938\u0902\u0935\u093f\u0926\u093e\u0928 2027.pdf',
    '\u0938\u0902\u0935\u093f\u0926\u093e\u0928 2027.pdf',
  ],
  [
    'a joiner that words are written with',
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.txt',
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.txt',
  ],
  ['a path', '/home/somebody/case 12/report.pdf', 'report.pdf'],
  ['a path of Windows', 'C:\\Users\\somebody\\report.pdf', 'report.pdf'],
  ['a way up', '../', 'file'],
  ['a way up and down', '../../etc/passwd', 'passwd'],
  ['two dots', '..', 'file'],
  ['nothing', '', 'file'],
  ['a zero byte', 'report.pdf\0.exe', 'report.pdf.exe'],
  ['a line feed', 'report\n.pdf', 'report .pdf'],
  ['a device', 'CON', '_CON'],
  ['a device with an ending', 'nul.txt', '_nul.txt'],
  ['a device with a number', 'COM\u00b9.log', '_COM\u00b9.log'],
  ['no device', 'console.log', 'console.log'],
  ['300 bytes', `${'a'.repeat(300)}.pdf`, `${'a'.repeat(196)}.pdf`],
  ['300 bytes of 100 characters', '\u4e2d'.repeat(100), '\u4e2d'.repeat(85)],
  ['an ending of 300 bytes', `a.${'b'.repeat(300)}`, `a.${'b'.repeat(198)}`],
  ['right to left', 'photo\u202egpj.exe', 'photogpj.exe'],
  ['isolates and marks', '\u2066a\u2069\u200eb\u061c.txt', 'ab.txt'],
  ['what is not seen', 'a\u200bb\ufeffc\u00add.txt', 'abcd.txt'],
  ['only an ending', '.html', '_html'],
  ['a page', 'chat.html', 'chat.html'],
  ['dots and spaces at the end', 'report.pdf. . ', 'report.pdf'],
  ['spaces at the beginning', '  report.pdf', 'report.pdf'],
  ['an option', '-rf', '_rf'],
  ['what names a stream or a pattern', 'a:b*c?.txt', 'a_b_c_.txt'],
  ['another spelling', 'e\u0301te\u0301.txt', '\u00e9t\u00e9.txt'],
  ['a spelling that shows when something is taken out', 'e\u200b\u0301.txt', '\u00e9.txt'],
  ['a line feed before what is not seen', 'a\n\u202e b.txt', 'a  b.txt'],
  ['half a character', 'a\ud800.txt', 'a\ufffd.txt'],
]

describe('the name of a file', () => {
  it('attack 35: is one line that means nothing else than it shows, whatever it was', () => {
    for (const [what, given, expected] of names) {
      assert.equal(safeFileName(given), expected, what)
      assertFits(expected)
    }
  })

  it('fits whatever is given, and stays the same when it is given again', () => {
    const parts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom('.', ' ', '-', '_', '/', '\\', 'a', 'con', '\u0301', '\u200d', ':'),
        maxLength: 20,
      }),
      fc.constantFrom(...names.map(([, given]) => given)),
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 4 }), (given) => {
        const name = safeFileName(given.join(''))
        assertFits(name)
        assert.equal(safeFileName(name), name)
        assert.doesNotMatch(name, /^[.\- ]|[. ]$/)
      }),
      { numRuns: 3_000 },
    )
  })
})
