import assert from 'node:assert/strict'
import { mixedWords } from '../../src/message/mixedScripts.ts'

const found = (text: string) =>
  mixedWords(text, 10).map(({ word, scripts }) =>
    [word, ...scripts.map(({ script, letters }) => `${script} ${letters}`)].join(' '),
  )

describe('words in letters of several scripts', () => {
  it('attack 18: a name with a letter that looks like one of another script is found, with both scripts', () => {
    // The second of each is Cyrillic, but for the Greek capitals of the last.
    assert.deepEqual(found('Ivan I\u0432anov at payp\u0430l.com'), [
      'I\u0432anov Latn Ianov Cyrl \u0432',
      'payp\u0430l Latn payl Cyrl \u0430',
    ])
    assert.deepEqual(found('\u043coney \u0391\u0392C'), [
      '\u043coney Cyrl \u043c Latn oney',
      '\u0391\u0392C Grek \u0391\u0392 Latn C',
    ])
  })

  it('are none where each word has one script, though the text has many', () => {
    for (const text of [
      'Nguyễn Thị Ví Dụ, IP-адрес Иванова, 5кг, №7, «Пример»',
      'محمد Ali, 12٣ شارع',
      "O’Brien's, d'Artagnan, Müller-Łódź, Ærø",
      '',
    ])
      assert.deepEqual(found(text), [], text)
  })

  it('are none where scripts are written together: Japanese, Chinese and Korean, with Latin letters among them', () => {
    for (const text of ['東京タワーのWiFi', 'カタカナとひらがな', '한국KT漢字', '台ㄊㄞˊ灣APP'])
      assert.deepEqual(found(text), [], text)
    assert.deepEqual(found('한국ひらがな'), ['한국ひらがな Hang 한국 Hira ひらがな'])
  })

  it('are told once each, and no more than are wanted', () => {
    const many = Array.from({ length: 30 }, (_, place) => `a${'б'.repeat(place + 1)}`).join(' ')
    assert.equal(mixedWords(`${many} ${many}`, 10).length, 10)
    assert.equal(mixedWords('aб aб', 10).length, 1)
    assert.equal(mixedWords('aб', 0).length, 0)
  })
})
