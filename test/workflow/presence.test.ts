import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { accept, after, bodyOf, by, day, hour, messageId, opened, refused } from './speak.ts'
import { beginningOf, holding, marks, running, stateOf, told } from './told.ts'
import { only } from './walk.ts'

const S = by('requested')
function granted(kind: string, what?: string): RequestState {
  const asked = { id: 'm1', kind, ...(what === undefined ? {} : { what }) }
  return accept(opened([asked]), {
    type: 'decision',
    ...S,
    at: after(day),
    body: bodyOf('decision', 'granted', 'm1', day),
  })
}

describe('workflow: a hearing', () => {
  const planned = () =>
    accept(
      granted('videoconference'),
      told('requested', 'hearing-plan', null, 2 * day, { id: messageId(71_001) }),
    )

  it('has a date that the requested State fixes and the other answers', () => {
    assert.equal(stateOf(planned()), 'executing')
    assert.deepEqual(running(planned()), ['HEARING'])
    for (const answer of ['confirmed', 'otherDate']) {
      const reply = told('requesting', 'hearing-confirm', answer, 3 * day, { inReplyTo: messageId(71_001) })
      assert.equal(stateOf(accept(planned(), reply)), 'executing')
    }
    refused(planned(), told('requesting', 'hearing-plan', null, 3 * day), 'WORKFLOW_WRONG_SIDE')
  })

  it('is held, goes on another day, or fails', () => {
    const held = accept(planned(), told('requested', 'hearing-report', 'held', 23 * day))
    assert.deepEqual([stateOf(held), running(held)], ['executing', []])
    const adjourned = accept(planned(), told('requested', 'hearing-report', 'adjourned', 23 * day))
    assert.deepEqual([stateOf(adjourned), running(adjourned)], ['executing', ['HEARING']])
    const failed = accept(planned(), told('requested', 'hearing-report', 'failed', 23 * day))
    assert.deepEqual([stateOf(failed), running(failed)], ['obstacle', []])
    const again = accept(failed, told('requested', 'hearing-plan', null, 24 * day))
    assert.equal(stateOf(again), 'executing')
  })
})

describe('workflow: safe conduct', () => {
  const willing = () =>
    accept(granted('voluntary-appearance'), told('requested', 'appearance-reply', 'willing', 2 * day))
  const present = () =>
    accept(
      willing(),
      told('requesting', 'appearance-begun', 'arrived', 30 * day, { where: holding('place') }),
    )
  const free = () => accept(present(), told('requesting', 'presence-ended', null, 33 * day))

  it('runs for fifteen days from the notice that the person is no longer needed', () => {
    const began = beginningOf(free(), 'SAFE_CONDUCT')
    assert.equal(began, 33 * day - hour)
    assert.deepEqual(marks(free(), began + 14 * day), ['SAFE_CONDUCT safeConductNear'])
    assert.deepEqual(marks(free(), began + 15 * day), ['SAFE_CONDUCT safeConductOver'])
    assert.equal(stateOf(free()), 'presenceEnded')
  })

  it('runs as long as was agreed, where something was', () => {
    const notice = told('requesting', 'presence-ended', null, 33 * day)
    const agreed = accept(present(), {
      ...notice,
      body: { ...notice.body, safeConductUntil: after(63 * day) },
    })
    assert.deepEqual(marks(agreed, 62 * day), ['SAFE_CONDUCT safeConductNear'])
  })

  it('has not been lost by staying before its end', () => {
    refused(free(), told('requesting', 'safe-conduct-end', 'stayed', 40 * day), 'DEADLINE_TOO_SHORT')
    for (const [how, at] of [
      ['left', 35 * day],
      ['cameBack', 40 * day],
      ['stayed', 50 * day],
    ] as const)
      assert.equal(
        stateOf(accept(free(), told('requesting', 'safe-conduct-end', how, at))),
        'safeConductOver',
      )
  })

  it('compels nobody: who declines has only declined', () => {
    const declined = accept(
      granted('voluntary-appearance'),
      told('requested', 'appearance-reply', 'declines', 2 * day),
    )
    assert.equal(stateOf(declined), 'unwilling')
    refused(declined, told('requesting', 'appearance-begun', 'arrived', 3 * day), 'WORKFLOW_NOT_EXPECTED')
  })
})

describe('workflow: the temporary transfer of a detained person', () => {
  const here = 'person-transfer-temporary'
  const there = 'toRequested'
  const consented = () =>
    accept(granted(here), told('requested', 'person-transfer-consent', 'given', 2 * day))
  const planned = (request: RequestState) =>
    accept(request, told('requested', 'person-transfer-plan', null, 3 * day))
  const away = () =>
    accept(
      planned(consented()),
      told('requested', 'person-transfer-handover', 'done', 16 * day, { id: messageId(71_002) }),
    )

  it('needs the consent of the person, also when it was there and was taken back', () => {
    refused(granted(here), told('requested', 'person-transfer-plan', null, 3 * day), 'WORKFLOW_NOT_EXPECTED')
    const back = accept(
      planned(consented()),
      told('requested', 'person-transfer-consent', 'withdrawn', 4 * day),
    )
    assert.deepEqual([stateOf(back), only(back).decision], ['underReview', null])
    refused(back, told('requested', 'person-transfer-handover', 'done', 16 * day), 'WORKFLOW_NOT_EXPECTED')
  })

  it('is told of by the State that hands over, and confirmed by the other', () => {
    refused(
      planned(consented()),
      told('requesting', 'person-transfer-handover', 'done', 16 * day),
      'WORKFLOW_NOT_EXPECTED',
    )
    const confirmed = told('requesting', 'person-transfer-handover', 'confirmed', 17 * day, {
      inReplyTo: messageId(71_002),
    })
    assert.equal(stateOf(accept(away(), confirmed)), 'handedOver')
    const other = planned(granted(here, there))
    refused(other, told('requested', 'person-transfer-handover', 'done', 16 * day), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(
      stateOf(accept(other, told('requesting', 'person-transfer-handover', 'done', 16 * day))),
      'handedOver',
    )
  })

  it('has a day of return, which only the other State can move', () => {
    assert.deepEqual(running(away()), ['TRANSFER_RETURN'])
    const asked = accept(
      away(),
      told('requesting', 'person-transfer-prolong', null, 30 * day, { id: messageId(71_003) }),
    )
    assert.equal(stateOf(asked), 'prolongationAsked')
    refused(
      asked,
      told('requesting', 'person-transfer-prolonged', 'agreed', 31 * day, { inReplyTo: messageId(71_003) }),
      'REPLY_MISMATCH',
    )
    for (const answer of ['agreed', 'refused']) {
      const reply = told('requested', 'person-transfer-prolonged', answer, 31 * day, {
        inReplyTo: messageId(71_003),
      })
      assert.equal(stateOf(accept(asked, reply)), 'handedOver')
    }
  })

  it('ends with the return, or with freedom where the person is', () => {
    const back = accept(away(), told('requesting', 'person-transfer-return', 'done', 30 * day))
    assert.deepEqual([stateOf(back), running(back)], ['personReturned', []])
    const lost = accept(away(), told('requesting', 'person-transfer-return', 'failed', 30 * day))
    assert.equal(stateOf(lost), 'notReturned')
    const free = accept(away(), told('requested', 'person-transfer-release', null, 30 * day))
    assert.equal(stateOf(free), 'setFree')
    const notice = accept(free, told('requesting', 'presence-ended', null, 31 * day))
    assert.deepEqual(running(notice), ['SAFE_CONDUCT'])
  })

  it('lets the person be tried for something of before only with leave of the State that handed over', () => {
    const leave = (side: 'requesting' | 'requested', at: number) =>
      told(side, 'specialty-consent-request', null, at, { id: messageId(71_004) })
    const answer = (side: 'requesting' | 'requested', type: 'use-consent' | 'use-refuse', at: number) => ({
      type,
      ...by(side),
      at: after(at),
      measures: ['m1'],
      inReplyTo: messageId(71_004),
      body: bodyOf(type, null, 'm1', at),
    })
    refused(planned(consented()), leave('requesting', 10 * day), 'WORKFLOW_NOT_EXPECTED')
    refused(away(), leave('requested', 20 * day), 'WORKFLOW_NOT_EXPECTED')
    const asked = accept(away(), leave('requesting', 20 * day))
    assert.equal(stateOf(asked), 'handedOver')
    refused(asked, answer('requesting', 'use-consent', 21 * day), 'REPLY_MISMATCH')
    for (const type of ['use-consent', 'use-refuse'] as const) {
      const given = accept(asked, answer('requested', type, 21 * day))
      assert.deepEqual(
        only(given).uses.map(({ consented: yes }) => yes),
        [type === 'use-consent'],
      )
    }
    const other = accept(
      planned(granted(here, there)),
      told('requesting', 'person-transfer-handover', 'done', 16 * day),
    )
    refused(other, leave('requesting', 20 * day), 'WORKFLOW_NOT_EXPECTED')
    const theirs = accept(other, leave('requested', 20 * day))
    assert.equal(stateOf(accept(theirs, answer('requesting', 'use-consent', 21 * day))), 'handedOver')
    // It may be answered after the person went back.
    const back = accept(asked, told('requesting', 'person-transfer-return', 'done', 30 * day))
    assert.equal(stateOf(accept(back, answer('requested', 'use-refuse', 31 * day))), 'personReturned')
  })
})
