import assert from 'node:assert/strict'
import { foreignWords } from '../../src/message/foreignWords.ts'

describe('words that another program has answered', () => {
  it('are kept as far as they are words: controls and halves of characters are not', () => {
    assert.equal(foreignWords('502 Bad Gateway', 200), '502 Bad Gateway')
    assert.equal(foreignWords('a\u0000b\u001b[31m\u0085\r\n', 200), 'a\ufffdb\ufffd[31m\ufffd\ufffd\ufffd')
    assert.equal(foreignWords('\ud800 and \udfff', 200), '\ufffd and \ufffd')
    assert.equal(foreignWords('không được 🏛', 200), 'không được 🏛')
  })

  it('are cut off where they are too long, also in the middle of a character', () => {
    assert.equal(foreignWords('12345', 3), '123')
    assert.equal(foreignWords('12🏛', 3), '12\ufffd')
  })
})
