import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Line, Q, S, play } from './course.ts'
import { accept, after, bodyOf, by, day, messageId, opened, refused } from './speak.ts'
import { stateOf, told } from './told.ts'
import { only } from './walk.ts'

const records = () => opened([{ id: 'm1', kind: 'records' }])
const batch = (final: boolean) => ({
  body: bodyOf('delivery', 'delivered', 'm1', 0, { kind: 'records', final }),
})

/** A first batch with originals was verified (row 3), and more is announced. */
const first: readonly Line[] = [
  S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
  S(2, 'delivery', { ...batch(false), after: 'delivered' }),
  Q(3, 'delivery-receipt', { of: { m1: 'verified' }, answers: 2, after: 'receivedVerified' }),
]
/** What becomes of the originals of that batch, row by row, by the state to which it leads. */
const afterFirst: Readonly<Record<string, readonly Line[]>> = {
  returnDue: [S(4, 'originals-return-request', { after: 'returnDue' })],
  returned: [
    Q(4, 'originals-returned', { says: 'sent', after: 'returnDue' }),
    S(5, 'originals-returned', { says: 'confirmed', answers: 4, after: 'returned' }),
  ],
  waived: [S(4, 'originals-waived', { after: 'waived' })],
}
const owed = (request: RequestState) =>
  only(request).obligations.filter(({ code }) => code === 'RETURN_ITEM').length

describe('workflow: originals that go back, or stay', () => {
  for (const [state, lines] of Object.entries(afterFirst)) {
    it(`${state}: take nothing from what is still to come`, () => {
      const so = [...first, ...lines]
      const answered = so.length + 1
      const more = play(records(), [...so, S(6, 'delivery', { ...batch(true), after: 'delivered' })])
      const receipt = { of: { m1: 'verified' }, answers: answered, after: 'receivedVerified' }
      play(records(), [
        ...so,
        S(6, 'delivery', { ...batch(true), after: 'delivered' }),
        Q(7, 'delivery-receipt', receipt),
      ])
      assert.equal(only(more).moreToCome, false)
      assert.equal(only(more).deliveries.length, 1)
    })

    it(`${state}: leave the rest to be withdrawn, asked for in part, stopped or hindered`, () => {
      const so = [...first, ...lines]
      const none = play(records(), [
        ...so,
        Q(6, 'amend', { says: 'reduction', of: 'm1', after: state }),
        Q(7, 'withdraw', { after: state }),
        S(8, 'delivery', { ...batch(true), code: 'WORKFLOW_NOT_EXPECTED' }),
        S(9, 'obstacle', { of: { m1: 'obstacle' }, code: 'WORKFLOW_NOT_EXPECTED' }),
      ])
      assert.equal(only(none).moreToCome, false)
      const place = so.length
      play(records(), [
        ...so,
        S(6, 'confidentiality-unable', { after: state }),
        Q(7, 'confidentiality-choice', { says: 'stop', answers: place + 1, after: state }),
        S(8, 'delivery', { ...batch(true), code: 'WORKFLOW_NOT_EXPECTED' }),
      ])
      play(records(), [
        ...so,
        S(6, 'obstacle', { of: { m1: 'obstacle' }, after: 'obstacle' }),
        S(7, 'delivery', { ...batch(true), after: 'delivered' }),
      ])
    })
  }

  it('take nothing from a measure of which all was handed over', () => {
    const all = [
      S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
      S(2, 'delivery', { ...batch(true), after: 'delivered' }),
      Q(3, 'delivery-receipt', { of: { m1: 'verified' }, answers: 2, after: 'receivedVerified' }),
      Q(4, 'originals-returned', { says: 'sent', after: 'returnDue' }),
      S(5, 'delivery', { ...batch(true), code: 'WORKFLOW_NOT_EXPECTED' }),
    ]
    play(records(), all)
  })

  it('are confirmed though more was handed over while they were on their way', () => {
    const meanwhile = [
      ...first,
      Q(4, 'originals-returned', { says: 'sent', after: 'returnDue' }),
      S(5, 'delivery', { ...batch(true), after: 'delivered' }),
    ]
    play(records(), [
      ...meanwhile,
      S(6, 'originals-returned', { says: 'confirmed', answers: 4, after: 'delivered' }),
    ])
    play(records(), [
      ...meanwhile,
      Q(6, 'delivery-receipt', { of: { m1: 'verified' }, answers: 5, after: 'receivedVerified' }),
      S(7, 'originals-returned', { says: 'confirmed', answers: 4, after: 'returned' }),
    ])
  })

  it('may be asked for, or given back, one after the other', () => {
    play(records(), [
      ...first,
      S(4, 'originals-waived', { after: 'waived' }),
      S(5, 'originals-return-request', { after: 'returnDue' }),
      Q(6, 'originals-returned', { says: 'sent', after: 'returnDue' }),
      S(7, 'originals-returned', { says: 'confirmed', answers: 6, after: 'returned' }),
      Q(8, 'originals-returned', { says: 'sent', after: 'returnDue' }),
    ])
  })

  it('are owed, given back and waived as well after the rest was withdrawn, or while it is done', () => {
    const handed: readonly Line[] = [
      ...first,
      S(4, 'obstacle', { of: { m1: 'obstacle' }, after: 'obstacle' }),
    ]
    for (const [place, move] of [
      ['obstacle', S(5, 'status-report', { of: { m1: 'unchanged' }, after: 'obstacle' })],
      ['executing', S(5, 'status-report', { of: { m1: 'executing' }, after: 'executing' })],
      ['remedyPending', S(5, 'remedy-notice', { of: { m1: 'lodged' }, after: 'remedyPending' })],
      ['withdrawn', Q(5, 'withdraw', { after: 'withdrawn' })],
    ] as const) {
      const asked = play(records(), [...handed, move, S(6, 'originals-return-request', { after: place })])
      assert.equal(owed(asked), 1, place)
      const given = play(records(), [
        ...handed,
        move,
        S(6, 'originals-return-request', { after: place }),
        Q(7, 'originals-returned', { says: 'sent', after: place }),
        S(8, 'originals-returned', { says: 'confirmed', answers: 7, after: place }),
      ])
      assert.equal(owed(given), 0, place)
      play(records(), [...handed, move, S(6, 'originals-waived', { after: place })])
    }
  })

  it('are nothing where nothing was handed over', () => {
    play(records(), [
      S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
      Q(2, 'withdraw', { after: 'withdrawn' }),
      S(3, 'originals-return-request', { code: 'WORKFLOW_NOT_EXPECTED' }),
      S(4, 'originals-waived', { code: 'WORKFLOW_NOT_EXPECTED' }),
      Q(5, 'originals-returned', { says: 'sent', code: 'WORKFLOW_NOT_EXPECTED' }),
    ])
  })
})

describe('workflow: what is still to come after originals went back', () => {
  /** A first result of which more is to follow, verified, and its originals waived. */
  const waived = (kind: string, result: 'asset-trace-result' | 'emergency-result', outcome: string) => {
    const granted = accept(opened([{ id: 'm1', kind }]), {
      type: 'decision',
      ...by('requested'),
      at: after(day),
      body: bodyOf('decision', 'granted', 'm1', day),
    })
    const one = told('requested', result, outcome, 2 * day, { id: messageId(81_001) })
    const { outcomes } = one.body as { outcomes: object[] }
    const partly = { outcomes: outcomes.map((said) => ({ ...said, final: false })) }
    const handed = accept(granted, { ...one, body: partly })
    const [delivery] = only(handed).deliveries
    const checks = (delivery?.exhibits ?? []).map(({ id, sha256 }) => ({ exhibit: id, sha256, agrees: true }))
    const verified = accept(handed, {
      type: 'delivery-receipt',
      at: after(3 * day),
      inReplyTo: messageId(81_001),
      body: { outcomes: [{ measure: 'm1', outcome: 'verified' }], checks, conditionsAccepted: true },
    })
    return accept(verified, told('requested', 'originals-waived', null, 4 * day))
  }

  it('is told of a search for property, and of an emergency, too', () => {
    for (const [kind, result, outcome] of [
      ['asset-tracing', 'asset-trace-result', 'found'],
      ['emergency-disclosure', 'emergency-result', 'disclosed'],
    ] as const) {
      const request = waived(kind, result, outcome)
      assert.deepEqual([stateOf(request), only(request).moreToCome], ['waived', true])
      const more = accept(request, told('requested', result, outcome, 5 * day))
      assert.equal(stateOf(more), 'delivered')
      const none = accept(request, { type: 'withdraw', at: after(5 * day) })
      refused(none, told('requested', result, outcome, 6 * day), 'WORKFLOW_NOT_EXPECTED')
    }
  })
})
