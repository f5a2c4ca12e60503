import assert from 'node:assert/strict'
import { standingInWords } from '../../src/cli/standingInWords.ts'
import { type ExhibitStanding, acceptanceIn } from '../../src/workflow/acceptance.ts'
import { type Entry, decide } from '../../src/workflow/decide.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { resultExample } from './examples.ts'
import {
  type Words,
  accepted,
  after,
  by,
  day,
  entry,
  exhibit,
  hour,
  manifestOf,
  messageId,
  refused,
  requestBody,
  text,
} from './speak.ts'

const first = messageId(71_001)
const second = messageId(71_002)
/** What came of the measure, of which no item names a file. */
const result = {
  ...resultExample('stored-data'),
  items: [{ what: text, kind: 'file' }],
}

/** A record that goes on with each message; what was made of its exhibits is read from all of it. */
class Told {
  readonly entries: Entry[] = []
  state: RequestState | null = null

  say(words: Words): this {
    const said = entry(words)
    this.entries.push(said)
    this.state = accepted(decide(this.state, said))
    return this
  }

  get exhibits(): readonly ExhibitStanding[] {
    const read = acceptanceIn(this.entries)
    assert.ok(read.ok)
    return read.exhibits
  }

  /** `E1 accepted, E2 disputed`. */
  get standings(): string {
    return this.exhibits.map((one) => `${one.exhibit} ${one.standing}`).join(', ')
  }

  get measure(): string {
    return this.state?.measures.map(({ state }) => state).join(' ') ?? ''
  }
}

function granted(): Told {
  return new Told()
    .say({
      type: 'request',
      body: requestBody([{ id: 'm1', kind: 'stored-data' }]),
    })
    .say({
      type: 'decision',
      ...by('requested'),
      at: after(hour),
      body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
    })
}

function delivery(id: string, ids: readonly string[], more: object = {}, at = day): Words {
  const said = {
    measure: 'm1',
    outcome: 'delivered',
    exhibits: ids,
    complete: true,
    final: true,
    result,
  }
  return {
    type: 'delivery',
    ...by('requested'),
    id,
    at: after(at),
    body: { outcomes: [{ ...said, manifest: manifestOf(ids), ...more }] },
    exhibits: ids.map(exhibit),
  }
}

const agrees = (id: string): object => ({
  exhibit: id,
  sha256: exhibit(id).sha256,
  agrees: true,
})
const disputes = (id: string): object => ({
  exhibit: id,
  standing: 'disputed',
  reason: text,
})
const leavesOpen = (id: string): object => ({
  exhibit: id,
  standing: 'open',
  reason: text,
})

function receipt(outcome: string, checks: readonly object[], more: object = {}, of = first): Words {
  const body = { outcomes: [{ measure: 'm1', outcome }], checks, ...more }
  return { type: 'delivery-receipt', at: after(2 * day), inReplyTo: of, body }
}

describe('workflow: which exhibit of which delivery is accepted', () => {
  it('is open until something is said of it, and accepted one by one', () => {
    const told = granted().say(delivery(first, ['E1', 'E2', 'E3']))
    assert.equal(told.standings, 'E1 open, E2 open, E3 open')
    told.say(receipt('verified', [agrees('E1'), agrees('E3'), leavesOpen('E2')]))
    assert.equal(told.standings, 'E1 accepted, E2 open, E3 accepted')
    assert.equal(told.measure, 'delivered')
    assert.deepEqual(told.exhibits[1]?.reason, text)
    told.say(receipt('verified', [agrees('E2')]))
    assert.equal(told.standings, 'E1 accepted, E2 accepted, E3 accepted')
    assert.equal(told.measure, 'receivedVerified')
  })

  it('keeps what was accepted beside what is disputed, and says why and by which message', () => {
    const told = granted().say(delivery(first, ['E1', 'E2', 'E3']))
    told.say(receipt('discrepancy', [agrees('E1'), { ...agrees('E2'), ...disputes('E2') }]))
    assert.equal(told.standings, 'E1 accepted, E2 disputed, E3 open')
    const [, disputed] = told.exhibits
    assert.deepEqual([disputed?.reason, disputed?.judged?.sequence], [text, 4])
    assert.equal(told.measure, 'discrepancy')
    told.say(delivery(second, ['E5'], { replaces: [{ delivery: first, exhibit: 'E2', by: 'E5' }] }, 3 * day))
    assert.equal(told.standings, 'E1 accepted, E2 replaced, E3 open, E5 open')
    const [, replaced] = told.exhibits
    assert.deepEqual([replaced?.replacedBy?.exhibit, replaced?.replacedBy?.sequence], ['E5', 5])
    assert.deepEqual(replaced?.reason, text)
    told.say(receipt('verified', [agrees('E5')], {}, second))
    assert.equal(told.measure, 'delivered')
    told.say(receipt('verified', [agrees('E3')]))
    assert.equal(told.standings, 'E1 accepted, E2 replaced, E3 accepted, E5 accepted')
    assert.equal(told.measure, 'receivedVerified')
  })

  it('keeps the hash of what was received, where it is another, and what was answered to the dispute', () => {
    const told = granted().say(delivery(first, ['E1', 'E2']))
    const sha256 = 'd'.repeat(64)
    const announced = exhibit('E2').sha256
    told.say(receipt('discrepancy', [agrees('E1'), { exhibit: 'E2', sha256, announced, agrees: false }]))
    const of = () =>
      told.exhibits.slice(0, 2).map(({ found, answer }) => [found, answer?.sequence, answer?.text])
    assert.deepEqual(of(), [
      [null, undefined, undefined],
      [sha256, undefined, undefined],
    ])
    told.say(receipt('discrepancy', [disputes('E2')]))
    assert.equal(told.exhibits[1]?.found, sha256, 'what was received is not taken back by a second receipt')
    const said = { replaces: [{ delivery: first, exhibit: 'E2', by: 'E5' }], note: text }
    told.say(delivery(second, ['E5'], said, 3 * day))
    assert.deepEqual(of(), [
      [null, undefined, undefined],
      [sha256, 6, text],
    ])
    assert.equal(told.standings, 'E1 accepted, E2 replaced, E5 open')
  })

  it('stays disputed until that is taken back in so many words', () => {
    const told = granted().say(delivery(first, ['E1', 'E2', 'E3']))
    told.say(receipt('discrepancy', [disputes('E2')]))
    told.say(receipt('discrepancy', [disputes('E3')]))
    assert.equal(told.standings, 'E1 open, E2 disputed, E3 disputed')
    assert.deepEqual(
      told.exhibits.map(({ judged }) => judged?.sequence),
      [undefined, 4, 5],
    )
    told.say(receipt('discrepancy', [agrees('E1')]))
    assert.equal(told.standings, 'E1 accepted, E2 disputed, E3 disputed')
    told.say(receipt('discrepancy', [agrees('E2')]))
    assert.equal(told.standings, 'E1 accepted, E2 accepted, E3 disputed')
    // Nobody can say of one receipt that it disputes nothing and is a discrepancy.
    told.say(receipt('discrepancy', [agrees('E3')]))
    assert.equal(told.standings, 'E1 accepted, E2 accepted, E3 disputed')
    told.say(receipt('verified', [agrees('E3')]))
    assert.equal(told.measure, 'receivedVerified')
  })

  it('is doubted as a whole where no exhibit is named, and replaced by a delivery that names none', () => {
    const told = granted().say(delivery(first, ['E1', 'E2']))
    told.say(receipt('discrepancy', [agrees('E1')], { text }))
    assert.equal(told.standings, 'E1 disputed, E2 disputed')
    told.say(delivery(second, ['E1'], {}, 3 * day))
    assert.equal(told.standings, 'E1 replaced, E2 replaced, E1 open')
    assert.deepEqual(
      told.exhibits.map(({ replacedBy }) => replacedBy?.exhibit),
      ['E1', null, undefined],
    )
  })

  it('stays open beside what was disputed, where a delivery replaces all of that and names none', () => {
    const conditions = [{ code: 'CONFIDENTIAL' }]
    for (const more of [{}, { conditions }]) {
      const told = granted().say(delivery(first, ['E1', 'E2', 'E3'], more))
      told.say(receipt('discrepancy', [agrees('E1'), disputes('E2'), leavesOpen('E3')]))
      told.say(delivery(second, ['E5'], {}, 3 * day))
      const agreed = 'conditions' in more ? 'open' : 'accepted'
      assert.equal(told.standings, `E1 ${agreed}, E2 replaced, E3 open, E5 open`)
      const [, , left] = told.exhibits
      assert.deepEqual([left?.replacedBy, left?.reason], [null, text])
      const words = told.exhibits.map(standingInWords)
      assert.deepEqual(
        words.map((line) => line.includes('disputed')),
        [false, true, false, false],
      )
      told.say(receipt('verified', [agrees('E5')], {}, second))
      assert.equal(told.measure, 'delivered')
    }
  })

  it('binds by the conditions of the delivery once any of it is kept, and keeps nothing without them', () => {
    const conditions = [{ code: 'CONFIDENTIAL' }]
    const told = () => granted().say(delivery(first, ['E1', 'E2'], { conditions }))
    const part = [agrees('E1'), disputes('E2')]
    const unbound = told().say(receipt('discrepancy', part))
    assert.equal(unbound.standings, 'E1 open, E2 disputed')
    assert.deepEqual(unbound.state?.measures[0]?.obligations, [])
    const bound = told().say(receipt('discrepancy', part, { conditionsAccepted: true }))
    assert.equal(bound.standings, 'E1 accepted, E2 disputed')
    assert.deepEqual(
      bound.state?.measures[0]?.obligations.map(({ code }) => code),
      ['CONFIDENTIAL'],
    )
    const { state } = told()
    assert.ok(state !== null)
    refused(state, receipt('verified', [agrees('E1'), leavesOpen('E2')]), 'REPLY_MISMATCH')
  })

  it('is what is said of it, and not what is said of a file of another delivery that has its id', () => {
    const other = { ...exhibit('E1'), sha256: 'b'.repeat(64) }
    const told = granted().say(delivery(first, ['E1', 'E2'], { final: false, complete: false }))
    told.say({ ...delivery(second, ['E1'], {}, day + hour), exhibits: [other] })
    const ofOther = { ...disputes('E1'), announced: other.sha256, sha256: 'c'.repeat(64), agrees: false }
    told.say(receipt('discrepancy', [ofOther, disputes('E2')]))
    assert.equal(told.standings, 'E1 open, E2 disputed, E1 open')
    told.say(receipt('discrepancy', [ofOther], {}, second))
    assert.equal(told.standings, 'E1 open, E2 disputed, E1 disputed')
  })

  it('is kept where a receipt says in so many words that it is accepted, or that receipt is refused', () => {
    const conditions = [{ code: 'CONFIDENTIAL' }]
    const accepts = (id: string): object => ({ ...agrees(id), standing: 'accepted' })
    const free = granted().say(delivery(first, ['E1', 'E2']))
    const bound = granted().say(delivery(first, ['E1', 'E2'], { conditions }))
    const wrong = { ...accepts('E1'), sha256: 'a'.repeat(64) }
    for (const [{ state }, checks] of [
      [bound, [accepts('E1'), disputes('E2')]],
      [free, [accepts('E1')]],
      [free, [wrong, disputes('E2')]],
    ] as const) {
      assert.ok(state !== null)
      refused(state, receipt('discrepancy', checks), 'REPLY_MISMATCH')
    }
    assert.throws(() =>
      entry(receipt('discrepancy', [{ exhibit: 'E1', standing: 'accepted', reason: text }])),
    )
    free.say(receipt('discrepancy', [accepts('E1'), disputes('E2')]))
    bound.say(receipt('discrepancy', [accepts('E1'), disputes('E2')], { conditionsAccepted: true }))
    for (const told of [free, bound]) assert.equal(told.standings, 'E1 accepted, E2 disputed')
  })

  it('is no longer under a condition that its State has ended, also where it is accepted after that', () => {
    const conditions = [{ code: 'CONFIDENTIAL' }, { code: 'NO_ONWARD', exhibits: ['E2'] }]
    const codes = ({ state }: Told) => state?.measures[0]?.obligations.map(({ code }) => code)
    const told = granted().say(delivery(first, ['E1', 'E2'], { conditions }))
    told.say(receipt('verified', [agrees('E1'), leavesOpen('E2')], { conditionsAccepted: true }))
    assert.deepEqual(codes(told), ['CONFIDENTIAL', 'NO_ONWARD'])
    const ended = (ends: string, more: object = {}): Words => ({
      type: 'condition-end',
      ...by('requested'),
      at: after(3 * day),
      body: { ends: [ends], ...more },
    })
    told.say(ended('CONFIDENTIAL'))
    told.say(ended('NO_ONWARD', { exhibits: ['E1'] }))
    assert.deepEqual(codes(told), ['NO_ONWARD'])
    told.say(receipt('verified', [agrees('E2')], { conditionsAccepted: true }))
    assert.deepEqual(codes(told), ['NO_ONWARD'])
    told.say(ended('NO_ONWARD', { exhibits: ['E2'] }))
    assert.deepEqual(codes(told), [])
  })

  it('keeps its condition where that of another file of the same id was ended', () => {
    const conditions = [{ code: 'NO_ONWARD', exhibits: ['E1'] }]
    const codes = ({ state }: Told) => state?.measures[0]?.obligations.map(({ code }) => code)
    const ended: Words = {
      type: 'condition-end',
      ...by('requested'),
      at: after(3 * day),
      body: { ends: ['NO_ONWARD'], exhibits: ['E1'] },
    }
    const both = () =>
      granted()
        .say(delivery(first, ['E1'], { conditions, final: false, complete: false }))
        .say(delivery(second, ['E1'], { conditions }, day + hour))
        .say(receipt('verified', [agrees('E1')], { conditionsAccepted: true }))
    const last = receipt('verified', [agrees('E1')], { conditionsAccepted: true }, second)
    const once = both().say(ended)
    assert.deepEqual(codes(once), [])
    assert.deepEqual(codes(once.say(last)), ['NO_ONWARD'])
    // What is ended after that can only be meant for the other one.
    assert.deepEqual(codes(both().say(ended).say(ended).say(last)), [])
    const one = granted().say(delivery(first, ['E1', 'E2'], { conditions }))
    one.say(receipt('verified', [agrees('E2'), leavesOpen('E1')], { conditionsAccepted: true }))
    assert.deepEqual(codes(one.say(ended)), [])
    assert.deepEqual(codes(one.say(receipt('verified', [agrees('E1')], { conditionsAccepted: true }))), [])
  })

  it('stays as it is beside a part that replaces nothing', () => {
    const told = granted().say(delivery(first, ['E1', 'E2'], { final: false, complete: false }))
    told.say(receipt('discrepancy', [disputes('E2')]))
    told.say(delivery(second, ['E5'], { replaces: [] }, 3 * day))
    assert.equal(told.standings, 'E1 open, E2 disputed, E5 open')
    assert.equal(told.exhibits[1]?.replacedBy, null)
  })

  it('keeps the reason of its dispute until another is given', () => {
    const told = granted().say(delivery(first, ['E1', 'E2']))
    const why = { language: 'en', text: 'It is another account.' }
    told.say(receipt('discrepancy', [{ ...disputes('E2'), reason: why }]))
    const bare = { exhibit: 'E2', sha256: 'a'.repeat(64), agrees: false }
    told.say(receipt('discrepancy', [agrees('E1'), bare]))
    assert.deepEqual([told.exhibits[1]?.standing, told.exhibits[1]?.reason], ['disputed', why])
    assert.equal(told.exhibits[1]?.judged?.sequence, 5)
    told.say(receipt('discrepancy', [disputes('E2')]))
    assert.deepEqual([told.exhibits[1].reason, told.exhibits[1].judged.sequence], [text, 6])
    const another = { language: 'en', text: 'It is a file of another day.' }
    told.say(receipt('discrepancy', [bare], { text: another }))
    assert.deepEqual([told.exhibits[1].reason, told.exhibits[1].judged.sequence], [another, 7])
  })

  it('is doubted as a whole for the reason that was given last', () => {
    const told = granted().say(delivery(first, ['E1', 'E2']))
    const another = { language: 'en', text: 'Nothing of it can be opened.' }
    const heard = () => told.exhibits.map(({ reason, judged }) => [reason, judged?.sequence])
    told.say(receipt('discrepancy', [], { text }))
    told.say(receipt('discrepancy', [], { text: another }))
    assert.deepEqual(heard(), [
      [another, 5],
      [another, 5],
    ])
    told.say(receipt('discrepancy', [disputes('E1')]))
    told.say(receipt('discrepancy', [disputes('E1')], { text: another }))
    assert.deepEqual(heard(), [
      [text, 7],
      [another, 5],
    ])
  })

  it('is never accepted by what is silent of an exhibit, disputes one or accepts none', () => {
    const { state } = granted().say(delivery(first, ['E1', 'E2']))
    assert.ok(state !== null)
    const other = { ...agrees('E2'), sha256: 'a'.repeat(64) }
    for (const checks of [
      [agrees('E1')],
      [agrees('E1'), disputes('E2')],
      [agrees('E1'), other],
      [leavesOpen('E1'), leavesOpen('E2')],
    ])
      refused(state, receipt('verified', checks), 'REPLY_MISMATCH')
  })

  it('is replaced only where it was disputed, once, and by an exhibit of the delivery that replaces it', () => {
    const { state } = granted()
      .say(delivery(first, ['E1', 'E2']))
      .say(receipt('discrepancy', [agrees('E1'), disputes('E2')]))
    assert.ok(state !== null)
    const replaces = (exhibitId: string, replacing = 'E5', of = first) => ({
      delivery: of,
      exhibit: exhibitId,
      by: replacing,
    })
    for (const member of ['delivery', 'exhibit', 'by']) {
      const less = Object.fromEntries(Object.entries(replaces('E2')).filter(([name]) => name !== member))
      assert.throws(() => entry(delivery(second, ['E5'], { replaces: [less] }, 3 * day)), /MESSAGE_INVALID/)
    }
    for (const named of [
      [replaces('E1')],
      [replaces('E2', 'E9')],
      [replaces('E2', 'E5', second)],
      [replaces('E2'), { ...replaces('E2'), by: 'E6' }],
    ])
      refused(state, delivery(second, ['E5', 'E6'], { replaces: named }, 3 * day), 'REPLY_MISMATCH')
  })
})
