import assert from 'node:assert/strict'
import { directionOf } from '../../src/letter/language.ts'

describe('letter: the direction of a language', () => {
  it('is that of the script that its tag names, else of the one in which it is written most', () => {
    const rightToLeft =
      'ar he yi fa prs pes ps sd ur ug ks pnb apc arz ckb azb dv syr nqo rhg ar-EG uz-AF pa-PK ku-Arab az-Arab-IR ff-Adlm'
    for (const language of rightToLeft.split(' ')) assert.equal(directionOf(language), 'rtl', language)
    const leftToRight = 'en vi zh ru fr es ar-Latn he-Latn ku uz pa az hi th ja ka am'
    for (const language of leftToRight.split(' ')) assert.equal(directionOf(language), 'ltr', language)
  })

  it('is from left to right where a tag is none, or of no known language', () => {
    for (const language of ['', 'en_US', 'x-own', 'zz', 'a', 'ar--', '\u0627'])
      assert.equal(directionOf(language), 'ltr', language)
  })
})
