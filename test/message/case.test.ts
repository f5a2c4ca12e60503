import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fillPlaceholders } from '../../src/message/case.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validateCase, validateMessage } from '../../src/message/validate.ts'

const folder = 'schemas/example/case'
const files = readdirSync(folder).sort()
const sentAt = '2027-01-18T17:25:00+01:00'
const known = {
  request: () => '0197b1c0-3f00-7a11-8a11-0123456789a1',
  message: () => '0197b1c0-4001-7e01-9e00-0123456789ab',
  sentAt,
}
/** How many rows the course of events of a case has on its page. */
const rowsOfPaper: Readonly<Record<string, number>> = {
  '01': 29,
  '02': 19,
  '04': 27,
  '06': 23,
  '08': 21,
  '09': 29,
  '10': 28,
  '12': 17,
  '16': 46,
}
/** Larger ones are made by the same rule; their hashes stand in the case itself. */
const madeBytesMax = 4_000_000

function read(name: string): Case {
  const result = validateCase(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
  assert.ok(result.ok, JSON.stringify(result))
  return result.case
}

interface Said {
  readonly from: string
  readonly to: string
  readonly type: string
  readonly message: { measures?: string[]; language: string; body: unknown; exhibits: unknown[] }
}

function framed({ from, to, type, message }: Said): JsonObject {
  const { measures, language, body, exhibits } = message
  return {
    v: 1,
    id: known.message(),
    type,
    request: known.request(),
    reference: 'DEMO',
    from,
    to,
    sentAt,
    basis: { sequence: 0, head: '0'.repeat(64) },
    ...(measures === undefined ? {} : { measures }),
    language,
    salt: 'A'.repeat(43),
    body: fillPlaceholders(body as JsonValue, known),
    exhibits: exhibits as JsonValue[],
  }
}

function steps(file: Case) {
  return file.steps.filter((step) => step.what === 'message')
}

describe('message: the cases that a driver can play', () => {
  it('have all the rows of their papers, one after the other', () => {
    for (const name of files) {
      const { steps: rows } = read(name)
      const [number = ''] = name.split('-')
      assert.deepEqual(
        rows.map(({ row }) => row),
        rows.map((_, index) => String(index + 1)),
        name,
      )
      assert.equal(rows.length, rowsOfPaper[number] ?? rows.length, name)
    }
  })

  for (const name of files) {
    it(`${name}: every message has its shape`, () => {
      for (const step of steps(read(name))) {
        const result = validateMessage(framed(step))
        assert.ok(result.ok, `${step.label} ${JSON.stringify(result)}`)
      }
    })

    it(`${name}: the wrong ones are stopped by the schema exactly where the case says so`, () => {
      for (const wrong of read(name).wrong) {
        const result = validateMessage(framed(wrong))
        if (wrong.stoppedBy !== 'schema') {
          assert.ok(result.ok, `${wrong.number} ${JSON.stringify(result)}`)
          continue
        }
        assert.ok(!result.ok, wrong.number)
        assert.deepEqual([result.code, result.pointer], [wrong.code, wrong.pointer], wrong.number)
      }
    })

    it(`${name}: labels, replies, parties, people and exhibits agree`, () => {
      const file = read(name)
      const authorities = file.authorities.map(({ id }) => id)
      const count = new Map<string, number>()
      const seen = new Set<string>()
      for (const step of steps(file)) {
        const place = (count.get(step.record) ?? 0) + 1
        count.set(step.record, place)
        assert.equal(step.label, `${step.record}${place}`)
        if (step.inReplyTo !== undefined) assert.ok(seen.has(step.inReplyTo), step.label)
        seen.add(step.label)
        assert.ok(authorities.includes(step.from) && authorities.includes(step.to), step.label)
        assert.ok(file.people[step.from]?.officers.includes(step.officer), step.label)
        if (step.approver !== undefined) {
          assert.ok(file.people[step.from]?.approvers.includes(step.approver), step.label)
          assert.notEqual(step.approver, step.officer)
        }
        for (const { id, bytes, sha256 } of step.message.exhibits) {
          if (bytes < madeBytesMax) assert.equal(sha256, hashOfMade(bytes), `${step.label} ${id}`)
        }
      }
      assert.ok(
        file.authorities.every((authority) => JSON.stringify(authority.name).includes('(demonstration)')),
      )
    })
  }

  it('fills placeholders with ids, moments and dates', () => {
    const body = {
      a: { $request: 'B' },
      b: [{ $message: 'A4' }],
      c: { $moment: '-PT10M' },
      d: { $date: 'P90DT2H' },
      e: null,
      f: 1,
    }
    assert.deepEqual(
      fillPlaceholders(body, {
        ...known,
        request: (record) => `request ${record}`,
        message: (label) => `message ${label}`,
      }),
      {
        a: 'request B',
        b: ['message A4'],
        c: '2027-01-18T16:15:00.000Z',
        d: '2027-04-18',
        e: null,
        f: 1,
      },
    )
    assert.throws(() => fillPlaceholders({ $moment: 'tomorrow' }, known), RangeError)
  })
})

/** SHA-256 of the byte sequence i mod 251. */
function hashOfMade(bytes: number): string {
  return createHash('sha256')
    .update(Uint8Array.from({ length: bytes }, (_, place) => place % 251))
    .digest('hex')
}
