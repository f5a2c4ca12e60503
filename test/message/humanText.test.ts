import assert from 'node:assert/strict'
import { isHumanText } from '../../src/message/humanText.ts'

describe('message: human text', () => {
  it('takes the words of all seven languages', () => {
    for (const text of [
      'Example',
      'Nguyễn Thị Ví Dụ'.normalize('NFC'),
      'مثال الافتراضي',
      '示例',
      'Пример',
      "l'exemple",
      '😀 𝒳',
    ]) {
      assert.equal(isHumanText('line', text), true, text)
      assert.equal(isHumanText('lines', `${text}\n\t${text}`), true, text)
    }
  })

  it('attack 18: the decomposed twin of a name is refused', () => {
    assert.equal(isHumanText('line', 'Nguyễn'.normalize('NFD')), false)
    assert.equal(isHumanText('lines', 'Å'.normalize('NFD')), false)
  })

  it('attack 18: controls, separators and bidirectional controls are refused, wherever they stand', () => {
    const codes = [
      0, 7, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x202a, 0x202e, 0x2066, 0x2069,
    ]
    for (const code of codes) {
      const text = `abc${String.fromCodePoint(code)}def`
      assert.equal(isHumanText('line', text), false, code.toString(16))
      assert.equal(isHumanText('lines', text), false, code.toString(16))
    }
    assert.equal(isHumanText('line', 'a\nb'), false)
    assert.equal(isHumanText('line', 'a\tb'), false)
  })

  it('refuses half of a surrogate pair', () => {
    assert.equal(isHumanText('line', 'a\ud83d'), false)
    assert.equal(isHumanText('lines', '\ude00a'), false)
  })
})
