import assert from 'node:assert/strict'
import { type Slot, itemSlot, memberSlots, slotAt } from '../../src/letter/alternatives.ts'
import { bodyPlace } from '../../src/letter/body.ts'
import { isWhole } from '../../src/letter/place.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { ofOtherCase, ofSameCase } from '../../src/exchange/drafts/copied.ts'
import { withoutFileNames } from '../../src/exchange/drafts/fileNames.ts'
import { nextIds } from '../../src/exchange/drafts/fileWords.ts'
import { fitting } from '../../src/exchange/drafts/fitting.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'

const text = (words: string) => ({ language: 'en', text: words })
const exhibit = { name: 'file', mediaType: 'text/plain', bytes: 0, sha256: '0'.repeat(64) }

/** Parts of messages that say of another request which it is. */
const others = ['part/earlier.json', 'part/preserved.json', 'part/other-request.json', 'part/message-id.json']

interface NamedRequest {
  readonly path: string
  /** A body that says no more than that. */
  readonly body: JsonObject
}

/** Every place of what stands in a slot at which another request or message is named, by its id or beside it. */
function* namesOfRequests(
  { alternatives, discriminator }: Slot,
  {
    path = '',
    build = (value) => value as JsonObject,
  }: Partial<Omit<NamedRequest, 'body'>> & {
    readonly build?: (value: JsonValue) => JsonObject
  },
  depth = 0,
): Generator<NamedRequest> {
  if (depth > 10) return
  for (const place of alternatives) {
    const item = itemSlot([place])
    const inList = (value: JsonValue): JsonObject => build([value])
    if (item !== null) yield* namesOfRequests(item, { path: `${path}[]`, build: inList }, depth + 1)
    const members = memberSlots([place])
    const kind =
      discriminator === null ? undefined : members.get(discriminator)?.alternatives[0]?.schema.const
    const said = discriminator === null || kind === undefined ? {} : { [discriminator]: kind }
    for (const [name, member] of members) {
      const at = `${path}/${name}`
      const within = (value: JsonValue): JsonObject => build({ ...said, [name]: value })
      const isId = name === 'request' && member.alternatives.some((one) => isWhole(one, 'part/uuid.json'))
      const isBeside = name === 'reference' && (members.has('request') || members.has('message'))
      const isOther = member.alternatives.some((one) => others.some((document) => isWhole(one, document)))
      const isList = itemSlot(member.alternatives)?.alternatives.some((one) =>
        others.some((document) => isWhole(one, document)),
      )
      if (isId || isBeside || isOther) yield { path: at, body: within('named') }
      else if (isList === true) yield { path: at, body: within(['named']) }
      else yield* namesOfRequests(member, { path: at, build: within }, depth + 1)
    }
  }
}

describe('what a draft begins with', () => {
  it('has of another case no words that somebody wrote about this one', () => {
    const body = {
      legalBasis: [{ id: 'b1', instrument: 'unc', article: '40' }],
      offences: [{ code: 'fraud', article: '1', place: 'Example city', conduct: text('He took it.') }],
      confidentiality: { level: 'confidential', doNotNotifyUser: true, reason: text('The example suspect') },
      safeguardNote: text('a'),
      procedureWanted: text('b'),
      returnOfOriginals: text('c'),
      costsNote: text('d'),
      useLimitation: text('e'),
      reciprocity: text('f'),
    }
    assert.deepEqual(ofOtherCase(body), {
      legalBasis: body.legalBasis,
      reciprocity: text('f'),
      offences: [{ code: 'fraud', article: '1' }],
      confidentiality: { level: 'confidential', doNotNotifyUser: true },
    })
  })

  it('has of the same case no deadline, urgency or tie of its measures, and keeps what only looks like a file', () => {
    const measures = [
      { id: 'm1', kind: 'preservation', requestedUntil: '2024-01-01T00:00:00+00:00', accounts: ['E12'] },
      { id: 'm2', kind: 'subscriber-information', productionOrder: { deadline: {}, note: text('x') } },
      { id: 'm3', kind: 'extradition', provisionalArrest: { message: 'x' }, otherRequests: [] },
      { id: 'm4', kind: 'freezing', reliesOn: { on: 'order', order: 'E1', reference: 'r', date: 'd' } },
      { id: 'm5', kind: 'police-query', urgency: 'urgent', urgencyReason: text('now') },
    ]
    assert.deepEqual(ofSameCase({ domesticOrder: 'E1', urgency: {}, measures }), {
      measures: [
        { id: 'm1', kind: 'preservation', accounts: ['E12'] },
        { id: 'm2', kind: 'subscriber-information', productionOrder: { note: text('x') } },
        { id: 'm3', kind: 'extradition' },
        { id: 'm4', kind: 'freezing', reliesOn: { on: 'order' } },
        { id: 'm5', kind: 'police-query' },
      ],
    })
  })

  it('has of the same case no other request or message, wherever a schema names one', () => {
    const found = [...namesOfRequests(slotAt(bodyPlace('request')), {})]
    assert.ok(found.length >= 20, String(found.length))
    for (const { body, path } of found) assert.ok(!JSON.stringify(ofSameCase(body)).includes('named'), path)
  })

  it('tells of a file what a form would drop unseen, each at the place where it stood', () => {
    const body = {
      domesticOrder: 'E1',
      facts: { ...text('Facts.'), more: 1 },
      legalBasis: ['strange', { id: 'b1', article: 7 }],
      measures: [{ id: 'm1', kind: 'preservation', strange: true }],
    }
    const fit = fitting('request', body)
    assert.ok(fit !== null)
    assert.deepEqual(fit.left.map(({ pointer }) => pointer).sort(), [
      '/domesticOrder',
      '/facts/more',
      '/legalBasis/0',
      '/legalBasis/1/article',
      '/measures/0/strange',
    ])
    assert.deepEqual(fit.body, {
      facts: text('Facts.'),
      legalBasis: [{ id: 'b1' }],
      measures: [{ id: 'm1', kind: 'preservation' }],
    })
  })
})

describe('what a draft begins with, of a file made to cost', () => {
  it('has of each list as many as it may have, and the rest is told in one piece', () => {
    const measures = Array.from({ length: 14_000 }, () => ({ kind: 'search-seizure', where: {} }))
    const begun = performance.now()
    const fit = fitting('request', { measures })
    assert.ok(performance.now() - begun < 10_000)
    const kept = fit?.body.measures
    assert.ok(fit !== null && Array.isArray(kept) && kept.length > 0 && kept.length <= 200)
    assert.deepEqual(
      fit.left.map(({ pointer, value }) => [pointer, Array.isArray(value) ? value.length : 0]),
      [['/measures', measures.length - kept.length]],
    )
  })

  it('is none where more of it is strange than anybody reads through', () => {
    const strange = Array.from({ length: exchangeLimits.drafts.leftOutMax }, (_, at) => [`x${at}`, 1])
    assert.equal(fitting('request', Object.fromEntries(strange) as JsonObject), null)
  })

  it('is told of what is strange behind many faults, and inside an alternative of which none fits', () => {
    const persons = Array.from({ length: 80 }, () => ({ role: 'astrologer' }))
    const file = { form: 'original', index: 7, followsBy: [] }
    const measures = [{ id: 'm1', kind: 'proceedings-transfer', file }, 'strange']
    const fit = fitting('request', { persons, measures, urgency: [] })
    assert.deepEqual(fit?.left.map(({ pointer }) => pointer).sort(), [
      '/measures/0/file/followsBy',
      '/measures/0/file/index',
      '/measures/1',
      '/urgency',
    ])
    assert.deepEqual(fit.body, {
      persons,
      measures: [{ id: 'm1', kind: 'proceedings-transfer', file: { form: 'original' } }],
    })
  })
})

describe('ids of files in a draft', () => {
  it('go behind every one that its words name, and are never those of another', () => {
    const exhibits = [{ id: 'E1', ...exhibit }]
    const naming = { domesticOrder: 'E4', facts: text('See E7.') }
    const next = (highestExhibit: number, body: JsonObject, of: typeof exhibits = exhibits) =>
      nextIds({ exhibits: of, body, highestExhibit }, 2)
    assert.deepEqual(next(1, naming), ['E8', 'E9'])
    assert.deepEqual(next(1, { facts: text('E99999, E2') }), ['E3', 'E4'])
    assert.deepEqual(next(0, {}, []), ['E1', 'E2'])
    // Nor those of files that were taken off.
    assert.deepEqual(next(3, {}, []), ['E4', 'E5'])
    assert.deepEqual(next(3, { facts: text('E99999, E5') }, []), ['E4', 'E6'])
    assert.deepEqual(next(99999, {}), ['E2', 'E3'])
  })

  it('are taken out of a body only where its schema says that a file is named', () => {
    const body = { domesticOrder: 'E2', facts: text('E2'), costsNote: text('E1') }
    const { body: after, left } = withoutFileNames('request', body, (id) => id === 'E2')
    assert.deepEqual(after, { facts: text('E2'), costsNote: text('E1') })
    assert.deepEqual(left, [{ pointer: '/domesticOrder', value: 'E2' }])
  })
})
