import assert from 'node:assert/strict'
import { messageTypes } from '../../src/message/generated/types.ts'
import { schemaBase } from '../../src/message/unions.ts'
import { placesOf } from '../../src/workflow/concerned.ts'
import { resultRefusal } from '../../src/workflow/results.ts'
import { said } from '../../src/workflow/said.ts'
import { profileNamed } from '../../src/workflow/profile.ts'
import { machineOfKind } from '../../src/workflow/table.ts'
import type { Turn } from '../../src/workflow/turn.ts'
import { examples, resultExample } from './examples.ts'
import { only } from './walk.ts'
import { opened, text } from './speak.ts'

const anyResult = `${schemaBase}result.json`
const taking = messageTypes.filter((type) => placesOf(`message/${type}.json`, anyResult).length > 0)

describe('workflow: what came of a measure', () => {
  it('is told by more than one type in the words of any kind', () => {
    assert.deepEqual(taking, [
      'delivery',
      'emergency-result',
      'operation-end',
      'outcome-report',
      'person-transfer-return',
      'police-reply',
      'realtime-batch',
      'safe-conduct-end',
      'service-proof',
    ])
  })

  for (const type of taking) {
    it(`is in ${type} of the kind of the measure, and of no other`, () => {
      const turns = examples
        .filter((one) => one.type === type)
        .flatMap(({ message }) => said(message).map((words) => turnOf(message, words)))
      const giving = turns.filter(({ given }) => given !== null)
      assert.ok(giving.length > 0)
      for (const { given, turn, place } of giving) {
        assert.equal(resultRefusal(turn(String(given))), null)
        const refusal = resultRefusal(turn(given === 'freezing' ? 'records' : 'freezing'))
        assert.deepEqual([refusal?.code, refusal?.pointer], ['MESSAGE_INVALID', `${place}/result/kind`])
      }
    })
  }

  it('may be of a prosecution or a sentence that took the place of an extradition', () => {
    const report = examples.find(({ type }) => type === 'outcome-report')
    assert.ok(report?.message.type === 'outcome-report')
    for (const kind of ['prosecute-instead', 'enforce-instead', 'extradition']) {
      const body = { text, result: resultExample(kind) as never }
      const { turn } = turnOf({ ...report.message, body })
      assert.equal(resultRefusal(turn('extradition')), null, kind)
      assert.equal(resultRefusal(turn('statement'))?.pointer, '/body/result/kind')
    }
  })
})

/** What a message says of one measure, as if that were of some kind. */
function turnOf(message: Turn['message'], words = said(message)[0]) {
  assert.ok(words !== undefined)
  const { body } = message
  const ofMeasure = words.fields.result as { kind: string } | undefined
  const ofAll = 'result' in body ? (body.result as { kind: string } | undefined) : undefined
  const turn = (kind: string): Turn => {
    const measure = { ...only(opened([{ id: 'm1', kind: 'stored-data' }])), kind: kind as never }
    const machine = machineOfKind(kind)
    assert.ok(machine !== null)
    const profile = profileNamed(measure.profile)
    return {
      message,
      said: words,
      side: 'requested',
      measure,
      others: [],
      machine,
      profile,
      questions: [],
      at: 0,
    }
  }
  const given = (ofMeasure ?? ofAll)?.kind ?? null
  return { given, turn, place: ofMeasure === undefined ? '/body' : words.pointer }
}
