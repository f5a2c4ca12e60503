import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Message } from '../../src/message/generated/types.ts'
import { refusalsIn } from '../../src/workflow/refusing.ts'
import { machines } from '../../src/workflow/table.ts'

const decision = JSON.parse(readFileSync('schemas/example/decision.refused.json', 'utf8')) as Message
const withReasons = (text: string): Message => {
  const grounds = [{ code: 'DUAL_CRIMINALITY', article: '40(8)' }]
  const reasons = { language: 'en', text }
  return {
    ...decision,
    body: { outcomes: [{ measure: 'a1', outcome: 'refused', grounds, reasons }] },
  } as Message
}
const lackOf = (text: string) => refusalsIn(withReasons(text))[0]?.lack

describe('workflow: what refuses', () => {
  it('has reasons in substance, or says nothing, or only repeats its ground', () => {
    assert.equal(lackOf('The act is no offence here.'), null)
    for (const text of ['-', '...', 'xxx', 'N/A', 'None.', 'To follow', 'нет'])
      assert.equal(lackOf(text), 'empty', text)
    for (const text of ['DUAL_CRIMINALITY', 'dual criminality', '40(8)', 'Article 40(8)'])
      assert.equal(lackOf(text), 'onlyCode', text)
  })

  it('is named by the schemas for every decision that a table makes a refusal', () => {
    for (const { rows } of machines()) {
      for (const { on, outcome, decides } of rows) {
        if (decides !== 'refused' && decides !== 'partly') continue
        const body = { outcomes: [{ measure: 'a1', outcome }] }
        const message = { ...decision, type: on, body } as unknown as Message
        const extent = decides === 'refused' ? 'whole' : 'part'
        assert.equal(refusalsIn(message)[0]?.extent, extent, `${on} ${outcome ?? ''}`)
      }
    }
  })
})

describe('workflow: who owes what a clock counts', () => {
  it('is a side that can stop the clock, where a row stops it in the states of its mark', () => {
    for (const machine of machines()) {
      for (const { name, in: states, marks } of machine.clocks) {
        for (const { when, owedBy, in: only = states } of marks) {
          if (owedBy !== 'requesting' && owedBy !== 'requested') continue
          assert.equal(when, 'end')
          const rows = machine.rows.filter(
            ({ from, stops = [] }) => stops.includes(name) && from.some((state) => only.includes(state)),
          )
          if (rows.length > 0)
            assert.ok(
              rows.some(({ by }) => by === 'both' || by === owedBy),
              `${machine.name} ${name}`,
            )
        }
      }
    }
  })
})
