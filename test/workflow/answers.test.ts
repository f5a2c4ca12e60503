import assert from 'node:assert/strict'
import type { RefusalCode } from '../../src/message/refusal.ts'
import { answersRefusal } from '../../src/workflow/answers.ts'
import { decide } from '../../src/workflow/decide.ts'
import { type Words, accept, after, by, entry, hour, messageId, opened, text } from './speak.ts'

const two = [
  { id: 'm1', kind: 'stored-data' },
  { id: 'm2', kind: 'subscriber-information' },
]
const asking: Words = {
  type: 'information-request',
  ...by('requested'),
  at: after(hour),
  id: messageId(90_001),
  body: {
    items: [
      { id: 'q1', question: text },
      { id: 'q2', question: text, measure: 'm1' },
      { id: 'q3', question: text, measure: 'm2' },
    ],
    replyBy: after(48 * hour),
    outcomes: ['m1', 'm2'].map((measure) => ({ measure, outcome: 'asked' })),
  },
}
const question = entry(asking).message
const answer = (items: readonly string[], more: Partial<Words> = {}): Words => ({
  type: 'information-response',
  ...by('requesting'),
  at: after(2 * hour),
  inReplyTo: messageId(90_001),
  body: { answers: items.map((item) => ({ item, answer: text })) },
  ...more,
})
const asked = accept(opened(two), asking)

/** The refusal of an answer before it is sent, as its code and where in the message. */
function refusalOf(words: Words, state = asked): string | null {
  const refusal = answersRefusal(question, entry(words).message, state)
  return refusal === null
    ? null
    : `${refusal.code satisfies RefusalCode} ${refusal.pointer} ${refusal.expected?.join(' ')}`
}

describe('an answer to questions', () => {
  it('has one for each of them', () => {
    assert.equal(refusalOf(answer(['q1', 'q2', 'q3'])), null)
    assert.equal(refusalOf(answer(['q2'])), 'ANSWER_MISSING /body/answers q1 q3')
  })

  it('answers nothing that was not asked', () => {
    assert.equal(refusalOf(answer(['q1', 'q9'])), 'ANSWER_NOT_ASKED /body/answers/1/item q1 q2 q3')
  })

  it('may leave to a later one what was asked of a measure for which it does not speak', () => {
    assert.equal(refusalOf(answer(['q1', 'q2'], { measures: ['m1'] })), null)
    assert.equal(refusalOf(answer(['q1', 'q3'], { measures: ['m1'] })), 'ANSWER_MISSING /body/answers q2')
    const half = accept(asked, answer(['q1', 'q2'], { measures: ['m1'] }))
    const rest = answer(['q1', 'q3'], { at: after(3 * hour) })
    assert.equal(refusalOf(rest, half), null)
    assert.equal(refusalOf(answer(['q1'], { at: after(3 * hour) }), half), 'ANSWER_MISSING /body/answers q3')
  })

  it('is left to the workflow where the question is open no more, and where it is not known', () => {
    const over = accept(asked, answer(['q1', 'q2', 'q3']))
    assert.equal(refusalOf(answer(['q9']), over), null)
    assert.equal(answersRefusal(undefined, entry(answer(['q9'])).message, asked), null)
  })

  it('is taken from a node that says less: what was received is judged by the tables alone', () => {
    for (const items of [['q1'], ['q9']]) assert.equal(decide(asked, entry(answer(items))).ok, true)
  })
})
