import assert from 'node:assert/strict'
import { accept, after, by, day, hour, messageId, refused } from './speak.ts'
import { stateOf, tells } from './tell.ts'
import { only } from './walk.ts'

describe('workflow: the agreement on a joint investigation', () => {
  const proposal = () => tells('jit-proposal', null, 'requesting', 0)
  const offered = (conditions: object[]) => {
    const words = tells('jit-agreement', 'offered', 'requesting', hour)
    return accept(accept(null, proposal()), {
      ...words,
      id: messageId(70_001),
      body: { ...words.body, conditions },
    })
  }
  const signed = (conditions: object[]) =>
    accept(offered(conditions), {
      ...tells('jit-agreement', 'accepted', 'requested', day),
      inReplyTo: messageId(70_001),
    })
  const begun = (until: string) => {
    const body = { stage: 'begun', since: after(2 * day).slice(0, 10), until }
    return { type: 'jit-agreement', ...by('requested'), at: after(2 * day), body } as const
  }

  it('is proposed with the case that it is about, and the basis it rests on', () => {
    const words = proposal()
    for (const name of ['legalBasis', 'proceeding', 'offences', 'facts']) {
      const body = Object.fromEntries(Object.entries(words.body ?? {}).filter(([one]) => one !== name))
      refused(null, { ...words, body }, 'CONTENT_MISSING')
    }
  })

  it('binds by the conditions that were offered, when they are accepted', () => {
    const obligations = only(signed([{ code: 'USE_ONLY_STATED' }])).obligations
    assert.deepEqual(
      obligations.map(({ code }) => code),
      ['USE_ONLY_STATED'],
    )
  })

  it('is that which was accepted, and no other: what the other side offers takes the place of what was offered before', () => {
    const counter = {
      ...tells('jit-agreement', 'offered', 'requested', 2 * hour),
      id: messageId(70_002),
    }
    const countered = accept(offered([{ code: 'CONFIDENTIAL' }]), counter)
    const accepted = tells('jit-agreement', 'accepted', 'requested', day)
    refused(countered, { ...accepted, inReplyTo: messageId(70_001) }, 'REPLY_MISMATCH')
    const words = { ...tells('jit-agreement', 'accepted', 'requesting', day), inReplyTo: messageId(70_002) }
    assert.equal(stateOf(accept(countered, words)), 'signed')
  })

  it('begins for no longer than was accepted, whatever is offered since', () => {
    const words = tells('jit-agreement', 'offered', 'requesting', 1.5 * day)
    const { plan } = words.body as { plan: { period: { until: string } } }
    const beyond = new Date(Date.parse(plan.period.until) + 30 * day).toISOString().slice(0, 10)
    const longer = { ...plan, period: { ...plan.period, until: beyond } }
    const later = accept(signed([{ code: 'CONFIDENTIAL' }]), {
      ...words,
      id: messageId(70_003),
      body: { ...words.body, plan: longer },
    })
    refused(later, begun(beyond), 'DEADLINE_TOO_LONG')
  })

  it('begins for no longer than was agreed', () => {
    const { body } = tells('jit-agreement', 'offered', 'requesting', hour)
    const { period } = (body as { plan: { period: { until: string } } }).plan
    const beyond = new Date(Date.parse(period.until) + 2 * day).toISOString().slice(0, 10)
    refused(signed([{ code: 'CONFIDENTIAL' }]), begun(beyond), 'DEADLINE_TOO_LONG')
    assert.equal(
      stateOf(accept(signed([{ code: 'CONFIDENTIAL' }]), begun(period.until.slice(0, 10)))),
      'active',
    )
  })
})
