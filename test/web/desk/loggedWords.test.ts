import assert from 'node:assert/strict'
import { isMessageType } from '../../../src/message/registry.ts'
import { deskRoutes } from '../../../src/web/deskPaths.ts'
import { loggedQuery } from '../../../src/web/desk/loggedQuery.ts'
import { wantedAct } from '../../../src/web/desk/refusedActWords.ts'

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

describe('what the log has in words of its own', () => {
  const actOf = (wanted: string) => wantedAct(wanted, isMessageType)

  it('is said of every page of the desk that may be refused, and which request or draft was wanted', () => {
    for (const { method, path, audience } of Object.values(deskRoutes)) {
      if (audience === 'everybody') continue
      const act = actOf(`${method} ${path}`)
      if (path === '/sign-out') continue
      assert.equal(act?.kind, method === 'GET' ? 'page' : 'form', path)
    }
    assert.deepEqual(actOf(`GET /cases/${id}/messages/3`), { kind: 'page', page: 'requests', rest: [id] })
    assert.equal(actOf('GET /nowhere'), null)
  })

  it('is said of an act as of the event that it would have been, with what was named', () => {
    const act = (sentence: string, ...rest: readonly string[]) => ({ kind: 'act', act: sentence, rest })
    for (const [wanted, said] of [
      ['log read --request NOPE-1', act('eventLogRead', '--request', 'NOPE-1')],
      ['hold VN-1', act('eventHoldPlaced', 'VN-1')],
      ['hold --release VN-1', act('eventHoldReleased', 'VN-1')],
      [`draft approve ${id}`, act('eventDraftApproved', id)],
      [`draft ${id}`, act('eventDraftRead', id)],
      [`draft decision ${id}`, act('eventDraftBegun', 'decision', id)],
      [`draft request like ${id}`, act('eventDraftBegun', 'request', id)],
      ['draft request', act('eventDraftBegun', 'request')],
      [`draft file off ${id} 1`, act('wantedDraftWritten', id, '1')],
    ] as const)
      assert.deepEqual(actOf(wanted), said, wanted)
    assert.equal(actOf('of a newer program'), null)
    assert.equal(actOf(''), null)
  })

  it('is said of what was asked: of the desk, of lists, of deadlines, of searches and of saved ones', () => {
    const none = { sentence: null, authorities: [], also: [], members: {} }
    for (const [text, said] of [
      ['desk of vn.spp', { sentence: 'readDesk', authorities: ['vn.spp'] }],
      ['desk of vn.spp, mine', { sentence: 'readDesk', authorities: ['vn.spp'], also: ['whoseMine'] }],
      [
        `authorities vn.spp vn.moj; state inProgress; with those that have ended; of nobody; unread by a; after ${id}`,
        {
          sentence: 'readRequestsOf',
          authorities: ['vn.spp', 'vn.moj'],
          also: ['withEnded', 'whoseNobody', 'onlyUnread'],
          members: { state: 'inProgress' },
        },
      ],
      [
        'authorities vn.spp; of example-a',
        { sentence: 'readRequestsOf', authorities: ['vn.spp'], members: { holder: 'example-a' } },
      ],
      [
        'clocks of vn.spp; that end before 2027-03-01T00:00:00.000Z',
        {
          sentence: 'readDeadlinesOf',
          authorities: ['vn.spp'],
          members: { until: '2027-03-01T00:00:00.000Z' },
        },
      ],
      ['search', { sentence: 'search' }],
      [
        'search; words one; two; peer QA; side requesting',
        { sentence: 'search', members: { words: 'one; two', peer: 'QA', side: 'requesting' } },
      ],
      ['outbox', { sentence: 'nodeQueue' }],
      ['retention: time over', { sentence: 'overKept' }],
      [`retention: time over; after 2027-03-01T00:00:00.000Z_${id}`, { sentence: 'overKept' }],
      ['outbox: given up', { sentence: 'nodeQueue', also: ['givenUp'] }],
      ['references; VN-1; VN-2', { sentence: 'soughtByReference', members: { reference: ['VN-1', 'VN-2'] } }],
      ['deadlines missed: {"peer":"QA"}', { sentence: 'missed', members: { peer: 'QA' } }],
      ['{"first":0}', { members: { first: 0 } }],
      ['trail event=case&peer=QA', { sentence: 'trail', members: { event: 'case', peer: 'QA' } }],
      ['search words=a+b', { sentence: 'search', members: { words: 'a b' } }],
    ] as const)
      assert.deepEqual(loggedQuery(text), { ...none, ...said }, text)
    for (const text of ['{"first":', 'of a newer program', '']) assert.equal(loggedQuery(text), null)
  })
})
