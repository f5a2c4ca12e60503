import assert from 'node:assert/strict'
import { writeInstant } from '../../src/workflow/instant.ts'
import {
  allowsKind,
  clockRule,
  endOf,
  groundRule,
  noBasis,
  profileIds,
  profileNamed,
  profileOf,
} from '../../src/workflow/profile.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { measureKinds } from '../../src/workflow/table.ts'
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

const S = by('requested')
const evidence = (regime: string) => opened([{ id: 'm1', kind: 'stored-data' }], regime)
const hold = (regime: string) => opened([{ id: 'm1', kind: 'preservation' }], regime)
const refusal = (codes: readonly string[], at = 10 * day, outcome = 'refused'): Words => ({
  type: 'decision',
  ...S,
  at: after(at),
  body: { outcomes: [{ measure: 'm1', outcome, grounds: codes.map((code) => ({ code })), reasons: text }] },
})
const consult = (intended: 'refuse' | 'postpone', codes: readonly string[] = ['DOMESTIC_BAN']): Words => ({
  type: 'consult-open',
  ...S,
  id: messageId(60_001),
  at: after(day),
  body: {
    intended,
    question: text,
    replyBy: after(3 * day),
    ...(intended === 'refuse'
      ? { grounds: codes.map((code) => ({ code })) }
      : { postponement: 'INTERFERES_INVESTIGATION' }),
  },
})
const view: Words = {
  type: 'consult-view',
  at: after(2 * day),
  inReplyTo: messageId(60_001),
  body: { view: text },
}
const postponed = (at: number): Words => ({
  type: 'postponed',
  ...S,
  at: after(at),
  body: bodyOf('postponed', null, 'm1', at),
})
const acknowledged = (request: RequestState) =>
  accept(request, { type: 'acknowledgement', ...S, at: after(hour), body: { ownReference: 'NZ-DEMO-1' } })
const stateOf = (request: RequestState) => request.measures[0]?.state

describe('workflow: grounds for refusing (R-19)', () => {
  it('are those of the basis that governs the measure', () => {
    assert.equal(stateOf(accept(hold('BUD'), refusal(['POLITICAL_OFFENCE']))), 'refused')
    refused(hold('UNCC'), refusal(['POLITICAL_OFFENCE']), 'GROUND_NOT_ALLOWED')
    assert.equal(stateOf(accept(evidence('UNCC'), refusal(['DATA_PROTECTION']))), 'refused')
    refused(evidence('UNCC'), refusal(['POLITICAL_OFFENCE']), 'GROUND_NOT_ALLOWED')
  })

  it('are never bank secrecy, and never an obstacle', () => {
    for (const regime of ['UNCC', 'BUD', 'RECIPROCITY']) {
      for (const code of ['BANK_SECRECY', 'NOT_HELD', 'PROVIDER_ABROAD']) {
        refused(evidence(regime), refusal([code]), 'GROUND_NOT_ALLOWED')
        refused(hold(regime), refusal([code, 'DUAL_CRIMINALITY']), 'GROUND_NOT_ALLOWED')
      }
      refused(hold(regime), refusal(['DE_MINIMIS']), 'GROUND_NOT_ALLOWED')
    }
  })

  it('are never fiscal alone', () => {
    refused(evidence('UNCC'), refusal(['FISCAL']), 'GROUND_NOT_ALLOWED')
    assert.equal(stateOf(accept(evidence('UNCC'), refusal(['FISCAL', 'DE_MINIMIS']))), 'refused')
  })

  it('are the same when a part is refused', () => {
    refused(evidence('UNCC'), refusal(['POLITICAL_OFFENCE'], day, 'partly'), 'GROUND_NOT_ALLOWED')
    refused(evidence('UNCC'), refusal(['DOMESTIC_BAN'], day, 'partly'), 'WORKFLOW_CONSULTATION_MISSING')
    assert.equal(
      stateOf(accept(evidence('UNCC'), refusal(['DUAL_CRIMINALITY'], day, 'partly'))),
      'partlyAccepted',
    )
  })

  it('are asked about only where they could be used', () => {
    refused(acknowledged(evidence('UNCC')), consult('refuse', ['BANK_SECRECY']), 'GROUND_NOT_ALLOWED')
    assert.equal(stateOf(accept(acknowledged(evidence('UNCC')), consult('refuse'))), 'consulting')
  })
})

describe('workflow: consultation before refusing or postponing (R-18)', () => {
  const consulted = (intended: 'refuse' | 'postpone', codes?: readonly string[]) =>
    accept(acknowledged(evidence('UNCC')), consult(intended, codes))

  it('is needed for the grounds that the basis names', () => {
    refused(acknowledged(evidence('UNCC')), refusal(['DOMESTIC_BAN']), 'WORKFLOW_CONSULTATION_MISSING')
    refused(
      acknowledged(evidence('BUD')),
      refusal(['DUAL_CRIMINALITY', 'LEGAL_SYSTEM']),
      'WORKFLOW_CONSULTATION_MISSING',
    )
    assert.equal(stateOf(accept(evidence('RECIPROCITY'), refusal(['DOMESTIC_BAN']))), 'refused')
  })

  it('is heard when a view came, or when the time for it has passed', () => {
    refused(
      consulted('refuse', ['DOMESTIC_BAN']),
      refusal(['DOMESTIC_BAN'], 2 * day),
      'WORKFLOW_CONSULTATION_MISSING',
    )
    const heard = accept(consulted('refuse', ['DOMESTIC_BAN']), view)
    assert.equal(stateOf(accept(heard, refusal(['DOMESTIC_BAN'], 2.5 * day))), 'refused')
    assert.equal(stateOf(accept(consulted('refuse'), refusal(['DOMESTIC_BAN'], 3 * day))), 'refused')
  })

  it('covers the grounds that it named, and what it was for', () => {
    const heard = accept(consulted('refuse', ['LEGAL_SYSTEM']), view)
    refused(heard, refusal(['DOMESTIC_BAN']), 'WORKFLOW_CONSULTATION_MISSING')
    refused(heard, postponed(4 * day), 'WORKFLOW_CONSULTATION_MISSING')
    const other = accept(consulted('postpone'), view)
    refused(other, refusal(['DOMESTIC_BAN']), 'WORKFLOW_CONSULTATION_MISSING')
    assert.equal(stateOf(accept(other, postponed(4 * day))), 'postponed')
  })

  it('is held as well by an offer of conditions that was declined', () => {
    const offer: Words = {
      type: 'conditions-offer',
      ...S,
      at: after(day),
      id: messageId(60_002),
      body: bodyOf('conditions-offer', null, 'm1', 0),
    }
    const offered = accept(acknowledged(evidence('UNCC')), offer)
    refused(offered, refusal(['DOMESTIC_BAN']), 'WORKFLOW_CONSULTATION_MISSING')
    const declined = accept(offered, {
      type: 'conditions-decline',
      at: after(2 * day),
      inReplyTo: messageId(60_002),
    })
    assert.equal(stateOf(accept(declined, refusal(['DOMESTIC_BAN']))), 'refused')
  })

  it('is used up by what follows', () => {
    const heard = accept(consulted('refuse', ['DOMESTIC_BAN']), view)
    const granted = accept(heard, {
      ...refusal([]),
      body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
    })
    refused(granted, refusal(['DOMESTIC_BAN'], 11 * day), 'WORKFLOW_CONSULTATION_MISSING')
  })

  it('is not asked for where no basis asks for it', () => {
    assert.equal(stateOf(accept(acknowledged(evidence('RECIPROCITY')), postponed(day))), 'postponed')
    refused(acknowledged(evidence('UNCC')), postponed(day), 'WORKFLOW_CONSULTATION_MISSING')
  })
})

describe('workflow: the length of a hold', () => {
  const confirm = (days: number): Words => ({
    type: 'preservation-confirm',
    ...S,
    at: after(hour),
    body: bodyOf('preservation-confirm', 'preserved', 'm1', hour, { days }),
  })
  const extend = (until: number, at = 30 * day): Words => ({
    type: 'preservation-extend',
    at: after(at),
    id: messageId(60_003),
    body: { until: after(until), reason: text },
  })
  const extended = (until: number): Words => ({
    type: 'preservation-extended',
    ...S,
    at: after(31 * day),
    inReplyTo: messageId(60_003),
    body: { until: after(until) },
  })

  it('is never below the minimum of the basis', () => {
    for (const regime of ['UNCC', 'BUD']) {
      refused(hold(regime), confirm(59.99), 'DEADLINE_TOO_SHORT')
      assert.equal(stateOf(accept(hold(regime), confirm(60))), 'preserved')
    }
    assert.equal(stateOf(accept(hold('RECIPROCITY'), confirm(10))), 'preserved')
  })

  it('is extended before it ends, and to a later day', () => {
    const kept = accept(hold('UNCC'), confirm(60))
    refused(kept, extend(50 * day), 'DEADLINE_TOO_SHORT')
    refused(kept, extend(200 * day, 61 * day), 'WORKFLOW_TOO_LATE')
    const asked = accept(kept, extend(200 * day))
    refused(asked, extended(50 * day), 'DEADLINE_TOO_SHORT')
    const longer = accept(asked, extended(150 * day))
    assert.equal(longer.measures[0]?.until, after(150 * day).replace('.000', ''))
  })

  it('does not begin with an end that has passed', () => {
    const late = { ...confirm(60), at: after(90 * day) }
    refused(hold('UNCC'), late, 'DEADLINE_TOO_SHORT')
  })
})

describe('workflow: the profiles', () => {
  it('cover only kinds and groups that exist, and leave no kind without a basis', () => {
    const covering = (kind: string) => profileIds().filter((id) => allowsKind(profileNamed(id), kind))
    for (const kind of measureKinds()) assert.ok(covering(kind).length > 0, kind)
    for (const { measures, content = [], grounds } of profileIds().map((id) => profileNamed(id)))
      for (const { kinds = [], except = [] } of [...measures, ...content, ...grounds])
        for (const kind of [...kinds, ...except]) assert.ok(measureKinds().includes(kind), kind)
    assert.equal(profileOf('ASTROLOGY'), null)
  })

  it('allow no ground and no postponement before a basis is named', () => {
    const none = profileOf(noBasis)
    assert.ok(none !== null)
    assert.equal(groundRule(none, 'stored-data'), null)
    assert.deepEqual(none.postponement.reasons, [])
  })

  it('keep the grounds of confiscation, of consent and of double punishment to the measures that they are about', () => {
    const allowed = (basis: string, ...kinds: string[]) =>
      kinds.map((kind) => groundRule(profileNamed(basis), kind)?.allowed ?? [])
    const none = (basis: string, codes: readonly string[], ...kinds: string[]) => {
      for (const grounds of allowed(basis, ...kinds))
        assert.deepEqual(
          codes.filter((code) => grounds.includes(code)),
          [],
          `${basis} ${kinds.join(' ')}`,
        )
    }
    const all = (basis: string, codes: readonly string[], ...kinds: string[]) => {
      for (const grounds of allowed(basis, ...kinds))
        assert.deepEqual(
          codes.filter((code) => !grounds.includes(code)),
          [],
          `${basis} ${kinds.join(' ')}`,
        )
    }
    // CETS 198 28(4) is about co-operation under Section 4 alone; 32 about Sections 3 and 4.
    const section4 = [
      'ORDER_NOT_FINAL',
      'NO_PRIOR_CONVICTION',
      'CONFISCATION_NOT_PROVIDED',
      'IN_ABSENTIA',
      'LAPSE_OF_TIME',
    ]
    all('CETS198', [...section4, 'THIRD_PARTY_RIGHTS'], 'confiscation', 'asset-return')
    none('CETS198', section4, 'freezing', 'asset-tracing', 'statement', 'search-seizure')
    all('CETS198', ['THIRD_PARTY_RIGHTS', 'DUAL_CRIMINALITY'], 'freezing')
    none('CETS198', ['THIRD_PARTY_RIGHTS'], 'asset-tracing', 'statement')
    // Regulation 2018/1805 19(1)(e) and (g) have no like in 8(1).
    all('R1805', ['THIRD_PARTY_RIGHTS', 'IN_ABSENTIA', 'DUAL_CRIMINALITY'], 'confiscation')
    none('R1805', ['THIRD_PARTY_RIGHTS', 'IN_ABSENTIA'], 'freezing')
    all('R1805', ['DUAL_CRIMINALITY', 'FUNDAMENTAL_RIGHTS'], 'freezing')
    // Directive 2014/41 11(1); 22(2)(a) and 24(2)(a).
    none('EIO', ['PROPORTIONALITY'], 'statement', 'videoconference', 'search-seizure')
    const moved = ['person-transfer-temporary', 'videoconference']
    for (const basis of ['EIO', 'MA2P']) {
      all(basis, ['CONSENT_MISSING'], ...moved)
      none(basis, ['CONSENT_MISSING'], 'statement', 'search-seizure')
    }
    all('MA59', ['CONSENT_MISSING'], 'person-transfer-temporary')
    none('MA59', ['CONSENT_MISSING'], 'statement', 'videoconference')
    none('BILATERAL_MODEL', ['CONFISCATION_NOT_PROVIDED'], 'statement', 'person-transfer-temporary')
    // Regulation 2023/1543 16(5), 16(4) and 12(1), 17.
    none('R1543', ['DUAL_CRIMINALITY', 'NE_BIS_IN_IDEM'], 'preservation', 'subscriber-information')
    none('R1543', ['CONFLICT_OF_LAW'], 'preservation')
    all('R1543', ['DUAL_CRIMINALITY', 'NE_BIS_IN_IDEM', 'CONFLICT_OF_LAW'], 'stored-data')
    all('R1543', ['FUNDAMENTAL_RIGHTS', 'IMMUNITY_PRIVILEGE'], 'preservation')
  })

  it('keeps what must be refused apart from what may be, also in taking an acceptance back', () => {
    const rule = (outcome: string) =>
      groundRule(profileNamed('ETS73'), 'proceedings-transfer', 'acceptance-withdrawn', outcome)
    assert.deepEqual(rule('mustWithdraw')?.cites?.NE_BIS_IN_IDEM, ['10(b)'])
    assert.ok(!rule('mustWithdraw')?.allowed.includes('POLITICAL_OFFENCE'))
    assert.deepEqual(rule('mayWithdraw')?.cites?.POLITICAL_OFFENCE, ['11(d)'])
    assert.ok(!rule('mayWithdraw')?.allowed.includes('NE_BIS_IN_IDEM'))
  })

  it('say how long a clock runs, where they do', () => {
    const [bud, none] = [profileOf('BUD'), profileOf(noBasis)]
    assert.ok(bud !== null && none !== null)
    const end = (profile: typeof bud, name: string) => {
      const rule = clockRule(profile, name)
      const at = rule === null ? null : endOf(profile, rule, Date.parse('2027-01-01T00:00:00Z'))
      return at === null ? null : writeInstant(at)
    }
    assert.equal(end(bud, 'PRES_MIN'), '2027-03-02T00:00:00Z')
    assert.equal(end(none, 'ORAL_CONFIRM'), '2027-01-04T00:00:00Z')
    assert.equal(end(bud, 'REPLY_BY'), null)
    assert.equal(end(bud, 'ORAL_CONFIRM'), null)
  })
})
