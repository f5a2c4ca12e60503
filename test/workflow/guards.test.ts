import assert from 'node:assert/strict'
import type { JsonObject } from '../../src/message/json.ts'
import { isStanding, spokenRefusal, standingGuards } from '../../src/workflow/guards.ts'
import { profileNamed } from '../../src/workflow/profile.ts'
import { said } from '../../src/workflow/said.ts'
import type { Delivery, MeasureState } from '../../src/workflow/state.ts'
import { machineNamed } from '../../src/workflow/table.ts'
import type { Turn } from '../../src/workflow/turn.ts'
import { type Words, after, bodyOf, day, entry, exhibit, opened, text } from './speak.ts'
import { only } from './walk.ts'

const measure = only(opened([{ id: 'm1', kind: 'stored-data' }]))
const delivery: Delivery = { message: 'x', doubted: false, exhibits: [], conditions: [] }

/** A message at a measure, judged without the table. */
function turnOf(words: Words, over: Partial<Turn> = {}): Turn {
  const { message } = entry(words)
  const [first] = said(message)
  assert.ok(first !== undefined)
  const profile = profileNamed('UNCC')
  const machine = machineNamed('assistance')
  return {
    message,
    said: first,
    side: 'requested',
    measure,
    machine,
    profile,
    others: [],
    questions: [],
    at: Date.parse(after(day)),
    ...over,
  }
}

function having(over: Partial<MeasureState>): MeasureState {
  return { ...measure, ...over }
}

describe('workflow: guards on a measure', () => {
  const cases: readonly (readonly [
    keyof typeof standingGuards,
    Partial<MeasureState>,
    Partial<MeasureState>,
  ])[] = [
    ['granted', { decision: 'granted' }, { decision: 'refused' }],
    ['granted', { decision: 'partly' }, { decision: null }],
    ['notGranted', { decision: null }, { decision: 'partly' }],
    ['notGranted', { decision: 'refused' }, { decision: 'granted' }],
    ['decided', { decision: 'refused' }, { decision: null }],
    ['notHeld', { until: null }, { until: after(0) }],
    ['notSuspended', { suspended: false }, { suspended: true }],
    ['moreToCome', { moreToCome: true }, { moreToCome: false }],
    ['deliveryOpen', { deliveries: [delivery] }, { deliveries: [{ ...delivery, doubted: true }] }],
    ['deliveryDoubted', { deliveries: [{ ...delivery, doubted: true }] }, { deliveries: [delivery] }],
    ['nothingOutstanding', { deliveries: [] }, { deliveries: [delivery] }],
  ]
  for (const [name, yes, no] of cases) {
    it(`${name} holds with ${JSON.stringify(yes)} and not with ${JSON.stringify(no)}`, () => {
      assert.equal(isStanding(name), true)
      assert.equal(standingGuards[name](having(yes)), true)
      assert.equal(standingGuards[name](having(no)), false)
    })
  }

  it('are tried for every name', () => {
    assert.deepEqual([...new Set(cases.map(([name]) => name))].sort(), Object.keys(standingGuards).sort())
  })
})

describe('workflow: guards on a message, fed with what the table would not let through', () => {
  const withdraw: Words = { type: 'withdraw' }
  const codeOf = (turn: Turn, name: Parameters<typeof spokenRefusal>[0][number]) =>
    spokenRefusal([name], turn)?.code ?? null

  it('hold or refuse, and never throw', () => {
    const turn = turnOf(withdraw)
    assert.equal(codeOf(turn, 'groundsAllowed'), 'GROUND_NOT_ALLOWED')
    assert.equal(codeOf(turn, 'postponementAllowed'), 'GROUND_NOT_ALLOWED')
    assert.equal(codeOf(turn, 'everyFileAgrees'), 'REPLY_MISMATCH')
    assert.equal(codeOf(turn, 'conditionsAnswered'), null)
    assert.equal(codeOf(turn, 'sameState'), 'NOT_A_PARTY')
    assert.equal(codeOf(turn, 'exhibitsEnclosed'), null)
    assert.equal(codeOf(turn, 'basisGoverns'), null)
    assert.equal(codeOf(turn, 'minimumKept'), 'DEADLINE_TOO_SHORT')
    assert.equal(codeOf(turn, 'laterEnd'), 'DEADLINE_TOO_SHORT')
    assert.equal(isStanding('laterEnd'), false)
  })

  it('take a measure without a hold for one whose hold has ended', () => {
    const turn = turnOf(withdraw)
    assert.equal(codeOf(turn, 'beforeEnd'), 'WORKFLOW_TOO_LATE')
    assert.equal(codeOf(turn, 'minimumPassed'), null)
  })

  it('let an extension be asked for late only where the basis does not say otherwise', () => {
    const turn = turnOf(withdraw)
    assert.equal(codeOf(turn, 'extensionInTime'), 'WORKFLOW_TOO_LATE')
    const clocks = turn.profile.clocks.filter(({ name }) => name !== 'PRES_MIN')
    assert.equal(codeOf({ ...turn, profile: { ...turn.profile, clocks } }, 'extensionInTime'), null)
  })

  it('allow the grounds that the profile names for the type of message', () => {
    const preserved = { reference: 'NZ-DEMO-1' }
    const hold = only(opened([{ id: 'm1', kind: 'preservation' }]))
    const judged = (type: 'traffic-withheld' | 'consult-open', code: string) =>
      turnOf(
        {
          type,
          body:
            type === 'traffic-withheld'
              ? { preserved, grounds: [{ code }], reasons: text }
              : { ...bodyOf('consult-open', null, 'm1', 0), grounds: [{ code }] },
        },
        { measure: hold },
      )
    assert.equal(codeOf(judged('consult-open', 'DUAL_CRIMINALITY'), 'groundsAllowed'), null)
    assert.equal(
      codeOf(judged('traffic-withheld', 'DUAL_CRIMINALITY'), 'groundsAllowed'),
      'GROUND_NOT_ALLOWED',
    )
    assert.equal(codeOf(judged('traffic-withheld', 'DOMESTIC_BAN'), 'groundsAllowed'), null)
  })

  it('ask for no consultation where the profile names no ground at all', () => {
    const body = bodyOf('decision', 'refused', 'm1', 0, { ground: 'DOMESTIC_BAN' })
    const none = turnOf({ type: 'decision', body }, { profile: profileNamed('NONE') })
    assert.equal(codeOf(none, 'consulted'), null)
    assert.equal(codeOf(none, 'groundsAllowed'), 'GROUND_NOT_ALLOWED')
  })

  it('hold where one of several does, and compare only what is there', () => {
    const turn = turnOf({ type: 'withdraw', body: { text: { language: 'en', text: '3.10' } } })
    const known = { says: '/text/text', known: true } as const
    const missing = { says: '/nothing', known: true } as const
    assert.equal(codeOf(turn, { any: [missing, known] }), null)
    assert.equal(codeOf(turn, { any: ['granted', { ended: 'REVIEW' }] }), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(codeOf(turn, { any: [missing, missing], code: 'AMOUNT_NOT_ALLOWED' }), 'AMOUNT_NOT_ALLOWED')
    const facts = having({ facts: { sum: '3.1', other: 'EUR' } })
    const noted = { ...turn, measure: facts }
    assert.equal(codeOf(noted, { says: '/text/text', equals: { fact: 'sum' } }), null)
    assert.equal(codeOf(noted, { says: '/text/text', equals: '/text/language' }), 'MESSAGE_INVALID')
    assert.equal(codeOf(noted, { says: '/text/text', equals: { fact: 'other' } }), 'MESSAGE_INVALID')
    assert.equal(codeOf(noted, { says: '/text/text', equals: { clock: 'REVIEW' } }), null)
    assert.equal(codeOf(noted, { says: '/nothing', equals: { fact: 'other' } }), null)
    assert.equal(codeOf(noted, { says: '/nothing', sumOf: ['/text'] }), null)
    assert.equal(codeOf(noted, { says: '/text', sumOf: ['/text/*/amount'] }), 'MESSAGE_INVALID')
    assert.equal(codeOf(noted, { says: '/text', sumOf: ['/nothing/*'] }), 'MESSAGE_INVALID')
    assert.equal(codeOf(noted, { says: '/text', converted: true }), 'MESSAGE_INVALID')
  })

  it('ask for a result only where the kind has words for it', () => {
    const body = bodyOf('delivery', 'delivered', 'm1', 0) as { outcomes: object[] }
    const outcomes = body.outcomes.map((one) => ({ ...one, result: undefined }))
    const turn = turnOf({ type: 'delivery', body: { outcomes }, exhibits: [exhibit('E1')] })
    assert.equal(codeOf(turn, 'resultGiven'), 'CONTENT_MISSING')
    assert.equal(codeOf({ ...turn, measure: having({ kind: 'contact-test' }) }, 'resultGiven'), null)
  })

  it('say of each file handed over what it lacks: its item, or the custody there', () => {
    const body = bodyOf('delivery', 'delivered', 'm1', 0) as { outcomes: object[] }
    const told = (manifest: readonly object[]) => {
      const fields = { exhibits: ['E1', 'E2'], manifest } as unknown as JsonObject
      const turn = turnOf({ type: 'delivery', body, exhibits: [exhibit('E1')] })
      return spokenRefusal(['manifestGiven'], { ...turn, said: { ...turn.said, fields } })?.detail
    }
    assert.equal(
      told([{ exhibit: 'E2' }]),
      'm1: E1 does not stand in the list of items; m1: E2 stands in the list of items without its custody',
    )
  })

  it('say which file is handed over in words alone, and where', () => {
    const body = bodyOf('delivery', 'delivered', 'm1', 0) as { outcomes: object[] }
    const told = (fields: object, id = 'E1') => {
      const turn = turnOf({ type: 'delivery', body, exhibits: [exhibit(id)] })
      const said = { ...turn.said, fields: fields as JsonObject }
      return spokenRefusal(['exhibitsEnclosed'], { ...turn, said })
    }
    const refusal = told({ exhibits: ['E1', 'E2'], manifest: [{ exhibit: 'E2' }] })
    assert.deepEqual(
      [refusal?.code, refusal?.pointer, refusal?.detail],
      ['MESSAGE_INVALID', '/body/outcomes/0/exhibits', 'm1: E2 is not announced in the message'],
    )
    const otherwise = told({ exhibits: ['E1'], manifest: [{ exhibit: 'E1', bytes: 12_345 }] })
    assert.equal(otherwise?.detail, 'm1: exhibitsEnclosed')
    assert.equal(told({ exhibits: ['E1'] }), null)
  })

  it('say where the fault is', () => {
    const refusal = spokenRefusal(['groundsAllowed'], turnOf(withdraw))
    assert.deepEqual([refusal?.pointer, refusal?.detail], ['/body/grounds', 'm1: groundsAllowed'])
    const body = bodyOf('decision', 'refused', 'm1', 0, { ground: 'BANK_SECRECY' })
    const judged = turnOf({ type: 'decision', body })
    assert.equal(spokenRefusal(['groundsAllowed'], judged)?.pointer, '/body/outcomes/0/grounds')
    assert.equal(spokenRefusal(['sameState'], turnOf(withdraw))?.pointer, '/body/authority')
    assert.equal(spokenRefusal(['beforeEnd'], turnOf(withdraw))?.pointer, undefined)
  })
})
