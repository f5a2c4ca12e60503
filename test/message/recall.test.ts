import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { documents } from '../../src/message/generated/schemas.ts'
import type { Answer, Question } from '../../src/message/generated/types.ts'
import { recallLimits, validateAnswer, validateQuestion } from '../../src/message/recall.ts'
import type { Refusal } from '../../src/message/refusal.ts'
import { isObject, listOf } from './schemaWalk.ts'

const kinds = ['logHead', 'record', 'records', 'trustList']

/** Whether it is one, and what it is about. */
const judges: Readonly<Record<string, (value: unknown) => { ok: true; what: string } | Refusal>> = {
  question: (value) => {
    const judged = validateQuestion(value)
    return judged.ok ? { ok: true, what: judged.question.want.what } : judged
  },
  answer: (value) => {
    const judged = validateAnswer(value)
    return judged.ok ? { ok: true, what: judged.answer.found.what } : judged
  },
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(`schemas/example/${path}`, 'utf8'))
}

/** How long a list may be that an alternative of a question or an answer holds. */
function longest(path: string, member: string, what: string, list: string): unknown {
  const union = propertyOf(documents[path], member)
  const one = listOf(isObject(union) ? union.oneOf : undefined).find((alternative) => {
    const named = propertyOf(alternative, 'what')
    return isObject(named) && named.const === what
  })
  const found = propertyOf(one, list)
  return isObject(found) ? found.maxItems : undefined
}

function propertyOf(schema: Parameters<typeof isObject>[0], name: string) {
  const properties = isObject(schema) ? schema.properties : undefined
  return isObject(properties) ? properties[name] : undefined
}

describe('message: what two nodes ask each other about their records', () => {
  for (const [folder, judge] of Object.entries(judges)) {
    const files = readdirSync(`schemas/example/${folder}`)

    it(`has an example of each kind of ${folder}`, () => {
      const named = new Set(files.map((name) => name.slice(0, name.indexOf('.'))))
      assert.deepEqual([...named].sort(), kinds)
    })

    for (const name of files) {
      it(`${folder}/${name} is a valid ${folder} of the kind that it is named after, and nothing else`, () => {
        const value = read(`${folder}/${name}`)
        const judged = judge(value)
        assert.ok(judged.ok, JSON.stringify(judged))
        assert.equal(judged.what, name.slice(0, name.indexOf('.')))
        const other = judges[folder === 'question' ? 'answer' : 'question']?.(value)
        assert.equal(other?.ok, false)
      })
    }
  }

  it('is refused with MESSAGE_INVALID, and told where', () => {
    const question = read('question/record.json') as Question
    const answer = read('answer/record.json') as Answer
    const page = { message: 'a'.repeat(64), receipt: 'b'.repeat(64) }
    const wrong: readonly (readonly [Refusal | { ok: true }, string])[] = [
      [validateQuestion({ ...question, more: 1 }), '/more'],
      [validateQuestion({ ...question, v: 2 }), '/v'],
      [validateQuestion({ ...question, want: { what: 'everything' } }), '/want'],
      [validateQuestion({ ...question, want: { ...question.want, cursor: 'a\u0000b' } }), '/want/cursor'],
      [validateQuestion({ ...question, want: { ...question.want, sequence: -1 } }), '/want/sequence'],
      [
        validateQuestion({ ...question, want: { what: 'records', ranges: [{ count: 1, mark: 2 ** 52 }] } }),
        '/want/ranges/0/mark',
      ],
      [
        validateAnswer({ ...answer, found: { what: 'record', messages: Array(21).fill(page) } }),
        '/found/messages',
      ],
      [
        validateAnswer({ ...answer, found: { what: 'record', messages: [{ ...page, jws: 'x' }] } }),
        '/found/messages/0/jws',
      ],
      [validateAnswer({ ...answer, question: 'A'.repeat(64) }), '/question'],
    ]
    for (const [judged, pointer] of wrong) {
      assert.ok(!judged.ok, pointer)
      assert.deepEqual([judged.code, judged.pointer?.slice(0, pointer.length)], ['MESSAGE_INVALID', pointer])
    }
  })

  it('asks about ranges that follow one another, and about nothing twice', () => {
    const question = read('question/record.json') as Question
    const [first, second, third] = ['1', '2', '3'].map((n) => `${n.repeat(8)}-0000-4000-8000-${n.repeat(12)}`)
    const asking = (after: string | undefined, ...untils: readonly (string | undefined)[]) => {
      const ranges = untils.map((until) => ({ count: 0, mark: 0, ...(until === undefined ? {} : { until }) }))
      const want = { what: 'records', ranges, ...(after === undefined ? {} : { after }) }
      const judged = validateQuestion({ ...question, want })
      return judged.ok ? null : [judged.code, judged.pointer]
    }
    assert.equal(asking(undefined, first, second, undefined), null)
    assert.equal(asking(first, second, third), null)
    assert.equal(asking(first), null)
    const refused = (pointer: string) => ['MESSAGE_INVALID', pointer]
    assert.deepEqual(asking(undefined, second, first), refused('/want/ranges/1/until'))
    assert.deepEqual(asking(undefined, first, second, second), refused('/want/ranges/2/until'))
    assert.deepEqual(asking(second, second), refused('/want/ranges/0/until'))
    assert.deepEqual(asking(undefined, undefined, first), refused('/want/ranges/1'))
    assert.deepEqual(asking(undefined, undefined, undefined), refused('/want/ranges/1'))
  })

  it('is as long as this node makes it, at most', () => {
    assert.equal(longest('question.json', 'want', 'records', 'ranges'), recallLimits.rangesMax)
    assert.equal(longest('answer.json', 'found', 'records', 'records'), recallLimits.recordsMax)
    assert.equal(longest('answer.json', 'found', 'record', 'messages'), recallLimits.messagesMax)
    assert.equal(longest('question.json', 'want', 'proofs', 'leaves'), recallLimits.proofsMax)
    assert.equal(longest('answer.json', 'found', 'proofs', 'indexes'), recallLimits.proofsMax)
    assert.equal(longest('answer.json', 'found', 'proofs', 'lacking'), recallLimits.proofsMax)
  })
})
