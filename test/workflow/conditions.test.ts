import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { machines, rowsFrom } from '../../src/workflow/table.ts'
import {
  type Words,
  accept,
  after,
  bodyOf,
  by,
  day,
  hour,
  messageId,
  opened,
  refused,
  text,
} from './speak.ts'
import { running, stateOf } from './told.ts'
import { only } from './walk.ts'

const S = by('requested')
const Q = by('requesting')
const [offer, consultation] = [messageId(80_001), messageId(80_002)]

/** Asked for, read, and possible on conditions that the other State has not answered. */
function offered(kind: string, regime: string): RequestState {
  const owner = { role: 'owner', names: [{ family: 'Example' }] }
  const more = regime === 'CETS198' ? { persons: [owner], measureAvailableAtHome: true } : {}
  const read = accept(opened([{ id: 'm1', kind }], regime, more), {
    type: 'acknowledgement',
    ...S,
    at: after(hour),
    body: { ownReference: 'NZ-DEMO-1' },
  })
  return accept(read, {
    type: 'conditions-offer',
    ...S,
    id: offer,
    at: after(day),
    body: bodyOf('conditions-offer', null, 'm1', day),
  })
}

/** A ground with the article that the regulation wants named. */
const groundOf = (code: string) => (code === 'NONCONFORMING' ? { code, article: '12(2)(d)' } : { code })
const refusal = (code: string, at: number): Words => ({
  type: 'decision',
  ...S,
  at: after(at),
  body: { outcomes: [{ measure: 'm1', outcome: 'refused', grounds: [groundOf(code)], reasons: text }] },
})
const consult = (code: string): Words => ({
  type: 'consult-open',
  ...S,
  id: consultation,
  at: after(10 * day),
  body: { intended: 'refuse', grounds: [groundOf(code)], question: text, replyBy: after(20 * day) },
})
const answer = (type: 'conditions-accept' | 'conditions-decline', at: number): Words => ({
  type,
  ...Q,
  at: after(at),
  inReplyTo: offer,
})

describe('workflow: an offer of conditions that nobody answers', () => {
  it('is consulted about, and what was asked may be refused once the time for a view has passed', () => {
    for (const [kind, regime, code] of [
      ['stored-data', 'UNCC', 'ESSENTIAL_INTERESTS'],
      ['stored-data', 'UNTOC', 'DOMESTIC_BAN'],
      ['stored-data', 'UNCAC', 'LEGAL_SYSTEM'],
      ['subscriber-information', 'BUD', 'ESSENTIAL_INTERESTS'],
      ['freezing', 'CETS198', 'ESSENTIAL_INTERESTS'],
      ['confiscation', 'CETS198', 'DOMESTIC_BAN'],
      ['proceedings-transfer', 'R3011', 'NONCONFORMING'],
      ['person-transfer-temporary', 'UNCC', 'ESSENTIAL_INTERESTS'],
    ] as const) {
      const waiting = offered(kind, regime)
      assert.equal(stateOf(waiting), 'conditionsOffered')
      refused(waiting, refusal(code, 9 * day), 'WORKFLOW_CONSULTATION_MISSING')
      const heard = accept(waiting, consult(code))
      assert.deepEqual([stateOf(heard), running(heard).includes('REPLY_BY')], ['consulting', true], kind)
      refused(heard, refusal(code, 19 * day), 'WORKFLOW_CONSULTATION_MISSING')
      assert.equal(only(accept(heard, refusal(code, 21 * day))).decision, 'refused', kind)
    }
  })

  it('leaves a way to consult in every machine in which conditions are offered, by whoever may offer them', () => {
    const offering = machines().filter(({ states }) =>
      states.some(({ name }) => name === 'conditionsOffered'),
    )
    assert.ok(offering.length > 10)
    for (const machine of offering) {
      const sides = (type: string) => [
        ...new Set(machine.rows.filter(({ on }) => on === type).map((row) => row.by)),
      ]
      const consulting = rowsFrom(machine, 'conditionsOffered').filter(({ on }) => on === 'consult-open')
      assert.deepEqual(consulting.map((row) => row.by).sort(), sides('conditions-offer').sort(), machine.name)
    }
  })

  it('may still be accepted, or declined, while it is consulted about: the consultation takes nothing away', () => {
    for (const [kind, regime, code] of [
      ['stored-data', 'UNCC', 'DOMESTIC_BAN'],
      ['proceedings-transfer', 'R3011', 'NONCONFORMING'],
    ] as const) {
      const heard = accept(offered(kind, regime), consult(code))
      const bound = accept(heard, answer('conditions-accept', 12 * day))
      assert.deepEqual([stateOf(bound), only(bound).offer], ['conditionsAccepted', null])
      assert.deepEqual(
        only(bound).obligations.map(({ code }) => code),
        ['USE_ONLY_STATED', 'DELETE_BY'],
      )
      assert.equal(running(bound).includes('REPLY_BY'), false)
      refused(bound, answer('conditions-decline', 13 * day), 'WORKFLOW_NOT_EXPECTED')
      const no = accept(heard, answer('conditions-decline', 12 * day))
      assert.equal(stateOf(no), 'conditionsDeclined')
      assert.equal(only(accept(no, refusal(code, 13 * day))).decision, 'refused')
    }
  })

  it('is answered by nobody in a consultation before which nothing was offered', () => {
    const read = accept(opened([{ id: 'm1', kind: 'stored-data' }]), {
      type: 'acknowledgement',
      ...S,
      at: after(hour),
      body: { ownReference: 'NZ-DEMO-1' },
    })
    const heard = accept(read, consult('DOMESTIC_BAN'))
    refused(heard, answer('conditions-accept', 12 * day), 'REPLY_MISMATCH')
  })

  it('leads back to where the transfer of a sentenced person stood, once it is accepted', () => {
    const asked = accept(offeredForPerson(), { ...consult('NOT_AGREED'), ...S })
    assert.deepEqual([stateOf(asked), only(asked).returnTo], ['consulting', 'requested'])
    assert.equal(stateOf(accept(asked, answer('conditions-accept', 12 * day))), 'requested')
  })

  it('is met by an obstacle that was found meanwhile', () => {
    const stopped = accept(offered('stored-data', 'UNCC'), {
      type: 'obstacle',
      ...S,
      at: after(10 * day),
      body: bodyOf('obstacle', 'obstacle', 'm1', 10 * day),
    })
    assert.equal(stateOf(stopped), 'obstacle')
    const on = {
      type: 'status-report' as const,
      ...S,
      at: after(11 * day),
      body: bodyOf('status-report', 'underReview', 'm1', 0),
    }
    assert.equal(stateOf(accept(stopped, on)), 'underReview')
  })
})

/** The administering State has asked for the transfer of a sentenced person, and the other agrees on conditions. */
function offeredForPerson(): RequestState {
  return accept(opened([{ id: 'm1', kind: 'sentence-transfer' }], 'ETS112'), {
    type: 'conditions-offer',
    ...S,
    id: offer,
    at: after(day),
    body: bodyOf('conditions-offer', null, 'm1', day),
  })
}
