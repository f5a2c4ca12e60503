import assert from 'node:assert/strict'
import type { Message } from '../../../src/message/generated/types.ts'
import { type Recorded, checkRecorded } from '../../../src/workflow/check/recorded.ts'
import { applied, found, request, told } from './drafts.ts'
import { exhibit } from '../speak.ts'

/** As far as it is written. */
function unfinished(message: object): Message {
  return message as Message
}

describe('workflow: the check of a draft beside the own records', () => {
  const beside = (message: Message, recorded: Partial<Recorded>): readonly string[] =>
    checkRecorded({ message }, { measures: [], borneTo: null, ...recorded }).map(told)
  const of = (...profiles: readonly string[]) => ({
    measures: profiles.map((profile, place) => ({ id: `m${place + 1}`, profile })),
  })
  const decision = (...articles: readonly string[]): Message => {
    const grounds = articles.map((article) => ({ code: 'ESSENTIAL_INTERESTS', article }))
    const outcomes = [{ measure: 'm1', outcome: 'refused', grounds }]
    return unfinished({ type: 'decision', body: { outcomes } })
  }

  it('tells an article of a ground that the law of its measure has not, and of no other measure', () => {
    const place = (at: number) => `note ARTICLE_NOT_OF_BASIS /body/outcomes/0/grounds/${at}/article`
    assert.deepEqual(beside(decision('999zz', '40(21)(b)', 'zz'), of('UNCC')), [place(0), place(2)])
    assert.deepEqual(beside(decision('15'), of('UNTOC', 'UNCC')), [place(0)])
    assert.deepEqual(beside(decision('40(21)'), of('UNCC', 'UNTOC')), [])
    // Of a law whose articles are not told by numbers nothing can be said, nor of a measure that is not there.
    assert.deepEqual(beside(decision('999zz'), of('RECIPROCITY')), [])
    assert.deepEqual(beside(decision('999zz'), of()), [])
  })

  it('tells one of a ground of all measures where none of their laws has it', () => {
    const consult = (article: string) =>
      unfinished({ type: 'consult-open', body: { grounds: [{ code: 'FISCAL', article }] } })
    const place = 'note ARTICLE_NOT_OF_BASIS /body/grounds/0/article'
    assert.deepEqual(beside(consult('999zz'), of('UNCC', 'UNTOC')), [place])
    assert.deepEqual(beside(consult('18'), of('UNCC', 'UNTOC')), [])
  })

  it('tells a reference that an earlier request to the same State bears', () => {
    assert.deepEqual(beside(request(), { borneTo: 'NZ' }), ['note REFERENCE_USED /reference'])
    assert.deepEqual(beside(request(), {}), [])
  })
})

describe('workflow: the check of a draft, its files', () => {
  it('tells a file of 0 bytes, in whatever hands it over', () => {
    const files = [exhibit('E1'), { ...exhibit('E2'), bytes: 0 }]
    const codes = ['EXHIBIT_EMPTY']
    assert.deepEqual(found(request({}, 'stored-data', files), applied, codes), [
      'note EXHIBIT_EMPTY /exhibits/1/bytes',
    ])
    const message = unfinished({ type: 'supplement', body: {}, exhibits: files })
    assert.deepEqual(found(message, applied, codes), ['note EXHIBIT_EMPTY /exhibits/1/bytes'])
  })
})
