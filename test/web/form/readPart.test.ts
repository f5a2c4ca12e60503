import assert from 'node:assert/strict'
import type { JsonObject } from '../../../src/message/json.ts'
import { keptTrace, openTrace } from '../../../src/web/form/keptRows.ts'
import { planOf } from '../../../src/web/form/plan.ts'
import { readPart } from '../../../src/web/form/readPart.ts'
import { webLimits } from '../../../src/web/limits.ts'
import { postedBy } from '../../support/formControls.ts'
import { exampleBodies, ofPart, partOf, readerOf, shown } from './forms.ts'

type Posted = readonly (readonly [string, string])[]
const typed = { language: 'en', timeZone: 'Asia/Qatar', isSame: true }

function read(part: string, posted: Posted, body: JsonObject = {}) {
  return readPart(partOf('request', part), 'request', body, posted, typed)
}

function bodyOf(part: string, posted: Posted, body: JsonObject = {}): JsonObject {
  const result = read(part, posted, body)
  assert.ok(result.ok, JSON.stringify(result))
  return result.body
}

function refusalOf(part: string, posted: Posted): string {
  const result = read(part, posted)
  assert.ok(!result.ok)
  return `${result.code} ${result.pointer ?? ''}`.trim()
}

describe('web: a form that was posted', () => {
  it('reads back as the body that it shows, for every example of every type', () => {
    const words = readerOf('en')
    const seen = new Set<string>()
    for (const { file, type, body } of exampleBodies()) {
      for (const part of planOf(type).parts) {
        const own = ofPart(part, body)
        const key = JSON.stringify([type, part.name, own])
        if (seen.has(key)) continue
        seen.add(key)
        const result = readPart(part, type, own, postedBy(shown(words, type, part, body)), typed)
        assert.ok(result.ok, `${file}: ${JSON.stringify(result)}`)
        assert.equal(result.act, null)
        assert.deepEqual(result.body, own, file)
      }
    }
  })

  it('leaves the other parts of the body as they are, and takes out of its own what is not posted any more', () => {
    const body = { reciprocity: { language: 'ar', text: 'x' }, facts: { language: 'en', text: 'Old' } }
    assert.deepEqual(bodyOf('facts', [['/facts/text', ' ']], body), { reciprocity: body.reciprocity })
  })

  it('takes blank as absent, numbers and truth by the schema, digits of any script, and lines as they end here', () => {
    const posted: Posted = [
      ['/offences/0', ''],
      ['/offences/0/code', 'UNCC-7'],
      ['/offences/0/article', ''],
      ['/offences/0/maximumPenalty/years', '٥'],
      ['/offences/0/maximumPenalty/life', 'true'],
      ['/offences/0/conduct/text', 'one\r\ntwo'],
    ]
    assert.deepEqual(bodyOf('offences', posted), {
      offences: [
        {
          code: 'UNCC-7',
          maximumPenalty: { years: 5, life: true },
          conduct: { language: 'en', text: 'one\ntwo' },
        },
      ],
    })
  })

  it('takes marks of direction out of what keyboards have written, and leaves what turns the direction of other words to be told', () => {
    const posted: Posted = [
      ['/offences/0', ''],
      ['/offences/0/article', '\u200f12\u200e'],
      ['/offences/0/conduct/text', 'دفع \u061c5\u200f\u202e6'],
    ]
    assert.deepEqual(bodyOf('offences', posted), {
      offences: [{ article: '12', conduct: { language: 'en', text: 'دفع 5\u202e6' } }],
    })
  })

  it('keeps what cannot be understood as it was typed', () => {
    const posted: Posted = [
      ['/offences/0/maximumPenalty/years', 'five'],
      ['/offences/0/code', 'made up'],
    ]
    assert.deepEqual(bodyOf('offences', posted), {
      offences: [{ code: 'made up', maximumPenalty: { years: 'five' } }],
    })
  })

  it('makes dates and moments out of their pieces, in the zone of the reader where no offset is given', () => {
    const posted: Posted = [
      ['/deadline/date/day', '۷'],
      ['/deadline/date/month', '3'],
      ['/deadline/date/year', '2027'],
      ['/deadline/reason/text', 'A hearing'],
    ]
    assert.deepEqual(bodyOf('urgency', posted).deadline, {
      date: '2027-03-07',
      reason: { language: 'en', text: 'A hearing' },
    })
    const period: Posted = [
      ['/period/from/day', '1'],
      ['/period/from/month', '7'],
      ['/period/from/year', '2027'],
      ['/period/from/time', '9:05'],
      ['/period/to/offset', '+02:00'],
    ]
    assert.deepEqual(bodyOf('facts', period).period, { from: '2027-07-01T09:05:00+03:00' })
  })

  it('means by a day without a time its beginning or its end, where a member begins or ends something, and says so below the field', () => {
    const day = (name: string): Posted =>
      Object.entries({ day: '9', month: '3', year: '2027' }).map(([piece, value]) => [
        `${name}/${piece}`,
        value,
      ])
    const posted: Posted = [...day('/period/from'), ...day('/period/to')]
    assert.deepEqual(bodyOf('facts', posted).period, {
      from: '2027-03-09T00:00:00+03:00',
      to: '2027-03-09T23:59:59+03:00',
    })
    assert.deepEqual(bodyOf('facts', [...day('/period/to'), ['/period/to/offset', '-05:00']]).period, {
      to: '2027-03-09T23:59:59-05:00',
    })
    const page = shown(readerOf('en'), 'request', partOf('request', 'facts'), {})
    assert.match(page, /meant from its beginning \(00:00:00\)[^]*meant to its end \(23:59:59\)/)
    const receipt = readPart(
      partOf('acknowledgement', 'more'),
      'acknowledgement',
      {},
      day('/receivedAt'),
      typed,
    )
    assert.ok(receipt.ok)
    assert.equal(receipt.body.receivedAt, '2027-03-09T')
  })

  it('keeps of which measure a row speaks, whatever is said of it', () => {
    const part = partOf('decision', 'more')
    const read = (posted: Posted): JsonObject => {
      const result = readPart(part, 'decision', { outcomes: [{ measure: 'm1' }] }, posted, typed)
      assert.ok(result.ok)
      return result.body
    }
    const row: Posted = [
      ['/outcomes/0', ''],
      ['/outcomes/0/measure', 'm1'],
    ]
    assert.deepEqual(read(row), { outcomes: [{ measure: 'm1' }] })
    const chosen: Posted = [...row, ['/outcomes/0/outcome', 'refused'], ['choose', '/outcomes/0']]
    assert.deepEqual(read(chosen), { outcomes: [{ measure: 'm1', outcome: 'refused' }] })
  })

  it('does not carry why a file was disputed into a receipt that accepts it, and keeps what is written anew', () => {
    const part = partOf('delivery-receipt', 'more')
    const reason = { language: 'en', text: 'The file is not readable' }
    const checked = { exhibit: 'E1', sha256: '0'.repeat(64), agrees: true }
    const body = { checks: [{ ...checked, standing: 'disputed', reason }] }
    const read = (changes: Readonly<Record<string, string>>): JsonObject => {
      const page = postedBy(shown(readerOf('en'), 'delivery-receipt', part, body))
      const posted = page.map(([name, value]) => [name, changes[name] ?? value] as const)
      const result = readPart(part, 'delivery-receipt', body, posted, typed)
      assert.ok(result.ok)
      return result.body
    }
    assert.deepEqual(read({}).checks, body.checks)
    const accepted = { ...checked, standing: 'accepted' }
    assert.deepEqual(read({ '/checks/0/standing': 'accepted' }).checks, [accepted])
    assert.deepEqual(read({ '/checks/0/standing': '' }).checks, [checked])
    const anew = read({ '/checks/0/standing': 'accepted', '/checks/0/reason/text': 'Page 3 is missing' })
    assert.deepEqual(anew.checks, [{ ...accepted, reason: { ...reason, text: 'Page 3 is missing' } }])
  })

  it('takes the code of a State’s own before the one that was chosen', () => {
    const posted: Posted = [
      ['/handling', 'OFFICIAL'],
      ['/handling/owner', 'QA'],
      ['/handling/name', ''],
      ['/handling/value', 'EYES_ONLY'],
    ]
    assert.deepEqual(bodyOf('urgency', posted).handling, {
      owner: 'QA',
      name: 'handling',
      value: 'EYES_ONLY',
    })
  })

  it('adds a row, removes a row, and keeps blank rows only while somebody works at them', () => {
    const rows: Posted = [
      ['/persons/0', ''],
      ['/persons/0/birthPlace', 'Doha'],
      ['/persons/1', ''],
      ['/persons/2/birthPlace', 'Paris'],
    ]
    const [doha, paris] = [{ birthPlace: 'Doha' }, { birthPlace: 'Paris' }]
    assert.deepEqual(bodyOf('persons', rows), { persons: [doha, paris] })
    assert.deepEqual(bodyOf('persons', [...rows, ['add', '/persons']]), { persons: [doha, {}, paris, {}] })
    assert.deepEqual(bodyOf('persons', [...rows, ['remove', '/persons/0']]), { persons: [{}, paris] })
    assert.deepEqual(bodyOf('persons', [['add', '/persons']]), { persons: [{}] })
    assert.deepEqual(
      bodyOf('persons', [
        ['remove', '/persons/0'],
        ['/persons/0', ''],
      ]),
      {},
    )
    const result = read('persons', [...rows, ['add', '/persons/2/nationalities']])
    assert.deepEqual(result.ok && result.act, { act: 'add', pointer: '/persons/2/nationalities' })
    assert.deepEqual(result.ok && result.body.persons, [doha, {}, { ...paris, nationalities: [null] }])
  })

  it('keeps rows as the body has them where nothing else of them is posted, wherever they stand there', () => {
    const [a, b, c, d] = ['Algiers', 'Bern', 'Cairo', 'Doha'].map((birthPlace) => ({ birthPlace }))
    const persons = [a ?? {}, b ?? {}, c ?? {}, d ?? {}]
    const rows: Posted = [
      ...persons
        .map((row, place) => [`/persons/${place}`, keptTrace(row)] as const)
        .filter((_, place) => place !== 1),
      ['/persons/1', openTrace(b ?? {})],
      ['/persons/1/birthPlace', 'Beirut'],
    ]
    const beirut = { birthPlace: 'Beirut' }
    assert.deepEqual(bodyOf('persons', rows, { persons }), { persons: [a, beirut, c, d] })
    assert.deepEqual(bodyOf('persons', [...rows, ['remove', '/persons/0']], { persons }), {
      persons: [beirut, c, d],
    })
    const moved = { persons: [d ?? {}, c ?? {}, b ?? {}, a ?? {}] }
    assert.deepEqual(bodyOf('persons', rows, moved), { persons: [a, beirut, c, d] })
    // In a body that somebody has changed meanwhile the one between its neighbours is meant, and what was taken away is not there.
    const changed = { ...c, birthCountry: 'EG' }
    const late = (now: readonly JsonObject[]) =>
      readPart(partOf('request', 'persons'), 'request', { persons: [...now] }, rows, {
        ...typed,
        isSame: false,
      })
    for (const [now, then] of [
      [
        [a, b, changed, d],
        [a, beirut, changed, d],
      ],
      [
        [b, c, d],
        [beirut, c, d],
      ],
      [
        [b, changed, d],
        [beirut, changed, d],
      ],
    ] as (readonly (readonly JsonObject[])[])[]) {
      const result = late(now ?? [])
      assert.deepEqual(result.ok && result.body.persons, then)
    }
    const lost = read('persons', rows, { persons: [a ?? {}, b ?? {}, d ?? {}] })
    assert.deepEqual(lost, { ok: false, code: 'FORM_MEMBER_INVALID', pointer: '/persons/2' })
  })

  it('tells an empty list from none, where the schema does', () => {
    assert.deepEqual(bodyOf('persons', [['/persons/0/nationalities', 'none']]), {
      persons: [{ nationalities: [] }],
    })
    assert.deepEqual(bodyOf('persons', [['/persons/0/nationalities', '']]), {})
  })

  it('drops what another kind had when a kind is chosen', () => {
    const posted: Posted = [
      ['/measures/0/kind', 'freezing'],
      ['/measures/0/id', 'm1'],
      ['/measures/0/person/note/text', 'of an arrest'],
      ['choose', '/measures/0'],
    ]
    assert.deepEqual(bodyOf('measures', posted), { measures: [{ kind: 'freezing', id: 'm1' }] })
  })

  it('refuses names that the schema does not know, and what a prototype would bring', () => {
    for (const name of [
      '/__proto__',
      '/constructor',
      '/facts/__proto__/text',
      '/a/b',
      'facts',
      '',
      '/facts/text/more',
      '/facts/~2',
      '/persons/-/note/text',
      '/persons/00/note/text',
      '/purpose/text/0',
      `/facts${'/text'.repeat(5_000)}`,
    ]) {
      assert.match(refusalOf('facts', [[name, 'x']]), /^FORM_MEMBER_UNKNOWN/, name)
    }
    assert.match(refusalOf('facts', [['/persons/0/birthPlace', 'x']]), /^FORM_MEMBER_UNKNOWN/)
    assert.equal(Object.hasOwn(Object.prototype, 'text'), false)
  })

  it('refuses rows without end, fields without end, fields twice and acts that are none', () => {
    assert.match(refusalOf('persons', [['/persons/9999/birthPlace', 'x']]), /^FORM_ROWS_TOO_MANY/)
    const many = Array.from({ length: 10_000 }, (_, row) => [`/persons/${row}/birthPlace`, 'x'] as const)
    assert.equal(refusalOf('persons', many), 'FORM_FIELDS_TOO_MANY')
    assert.match(
      refusalOf('facts', [
        ['/facts/text', 'x'],
        ['/facts/text', 'y'],
      ]),
      /^FORM_MEMBER_REPEATED/,
    )
    const long = 'x'.repeat(webLimits.form.charactersMax + 1)
    assert.match(refusalOf('facts', [['/facts/text', long]]), /^FORM_MEMBER_INVALID/)
    assert.match(refusalOf('facts', [['/facts', 'x']]), /^FORM_MEMBER_INVALID/)
    assert.match(refusalOf('facts', [['/facts/text', 'a\0b']]), /^FORM_MEMBER_INVALID/)
    for (const act of [
      ['add', '/facts'],
      ['add', '/persons'],
      ['remove', '/facts/0'],
      ['choose', '/nowhere'],
    ] as const)
      assert.match(refusalOf('facts', [act]), /^FORM_MEMBER_UNKNOWN/, act[1])
    assert.match(
      refusalOf('persons', [
        ['add', '/persons'],
        ['remove', '/persons/0'],
      ]),
      /^FORM_MEMBER_REPEATED/,
    )
  })
})
