import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import type { AuditEvent } from '../../src/audit/auditEvent.ts'
import { buildEntry, secretLengthMax } from '../../src/audit/buildEntry.ts'
import { commit, openCommitment } from '../../src/audit/commitment.ts'
import { readEntry, subjectOf } from '../../src/audit/entry.ts'
import { type EventName, eventShapes } from '../../src/audit/events.ts'
import { eventsPage } from '../../src/audit/eventsPage.ts'
import { leafHash } from '../../src/audit/tree.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { hex } from './trees.ts'

const time = new Date('2026-11-25T09:00:00.123Z')
const request = '0197a1b2-0000-7000-8000-000000000001'
const a = 'a'.repeat(64)
const b = 'b'.repeat(64)
const actor = { person: 'Trần "Thị" \\ud800 Mai', role: 'officer', authority: 'vn.spp' }
const record = { request, number: 2, previous: b }
const salts = (): (() => Uint8Array) => {
  let calls = 0
  return () => new Uint8Array(32).fill((calls += 1))
}

const received: AuditEvent<'message.received'> = {
  event: 'message.received',
  peer: 'QA',
  message: a,
  sequence: 3,
  record,
}
const exported: AuditEvent<'export.made'> = {
  event: 'export.made',
  actor,
  details: {
    balances: a,
    cosigned: a,
    count: 12,
    files: a,
    proofs: a,
    scope: ['all'],
    size: 40,
    readme: 'd'.repeat(64),
    witnessed: a,
  },
}

/** Any text, but no lone surrogates: those have no UTF-8. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
const fields = {
  peer: fc.constantFrom('VN', 'QA', 'EUE'),
  sequence: fc.nat(),
  message: digest,
  receipt: digest,
  digest,
  issuer: digest,
  code: fc.constantFrom('RECORD_GAP', 'x.y-z'),
  count: fc.nat(),
}
const actedFrom = fc.oneof(
  fc.record({ user: text, host: text, by: fc.constant('commandLine') }),
  fc.record({ by: fc.constant('network'), address: text }),
)
const kinds = { text, number: fc.integer(), texts: fc.array(text, { maxLength: 3 }) }

/** Any event of the closed list with fields that its shape allows. */
const anyEvent = fc.constantFrom(...(Object.keys(eventShapes) as EventName[])).chain((event) => {
  const shape = eventShapes[event]
  const required: Record<string, fc.Arbitrary<unknown>> = { event: fc.constant(event) }
  const optional: Record<string, fc.Arbitrary<unknown>> = {}
  for (const field of shape.needs ?? []) required[field] = fields[field]
  for (const field of shape.may ?? []) optional[field] = fields[field]
  if (shape.record !== undefined) {
    const link = fc.oneof(
      fc.record({ request: fc.uuid(), number: fc.constant(1) }),
      fc.record({ request: fc.uuid(), number: fc.integer({ min: 2, max: 9_999 }), previous: digest }),
    )
    ;(shape.record === 'always' ? required : optional).record = link
  }
  const person = fc.record(
    { person: text, role: text, from: actedFrom, authority: text },
    { requiredKeys: ['person', 'role', 'authority'] },
  )
  if (shape.actor !== undefined) (shape.actor === 'always' ? required : optional).actor = person
  if (shape.details !== undefined) {
    const entries = Object.entries(shape.details).map(([name, kind]) => {
      const base = kinds[kind.replace('?', '') as keyof typeof kinds]
      return [name, base, kind.endsWith('?')] as const
    })
    const model = Object.fromEntries(entries.map(([name, base]) => [name, base as fc.Arbitrary<unknown>]))
    required.details = fc.record(model, {
      requiredKeys: entries.flatMap(([name, , lacks]) => (lacks ? [] : [name])),
    })
  }
  return fc.record(
    { ...required, ...optional },
    { requiredKeys: Object.keys(required) },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<AuditEvent>
})

describe('audit entries', () => {
  it('are one line of canonical JSON with digests, codes and numbers', () => {
    const { entry, leaf, secrets } = buildEntry(received, time, salts())
    assert.equal(
      entry,
      `{"evt":"message.received","msg":"${a}","objPrev":"${b}","objSeq":2,"peer":"QA","record":"${subjectOf(request)}",` +
        '"seq":3,"t":"2026-11-25T09:00:00.123Z","v":1}',
    )
    assert.equal(leaf, hex(leafHash(Buffer.from(entry))))
    assert.deepEqual(secrets, [])
    assert.equal(
      subjectOf(request),
      createHash('sha256').update(`rogatory-subject/v1\0${request}`).digest('hex'),
    )
  })

  it('hold people and details as salted commitments only', () => {
    const { entry, secrets } = buildEntry(exported, time, salts())
    assert.ok(!/Mai|officer|all/.test(entry))
    assert.deepEqual(
      secrets.map(({ field, salt }) => [field, Buffer.from(salt, 'base64url')[0]]),
      [
        ['actor', 1],
        ['details', 2],
      ],
    )
    const read = readEntry(entry)
    assert.ok(read.ok)
    for (const secret of secrets) {
      const commitment = (secret.field === 'actor' ? read.entry.actor : read.entry.d) ?? ''
      assert.ok(openCommitment(commitment, secret).ok)
      assert.ok(!openCommitment(a, secret).ok)
      assert.ok(!openCommitment(commitment, { ...secret, text: `${secret.text} ` }).ok)
      assert.ok(!openCommitment(commitment, { ...secret, salt: `${secret.salt}=` }).ok)
      assert.ok(!openCommitment(commitment, { ...secret, salt: 'AAAA' }).ok)
    }
    const byHand = createHash('sha256')
      .update('rogatory-commit/v1\0')
      .update(new Uint8Array(32).fill(1))
      .update(canonicalText(actor))
      .digest('hex')
    assert.equal(read.entry.actor, byHand)
    assert.throws(() => commit(new Uint8Array(31), '{}'), /32 bytes/)
  })

  it('commit to from where somebody acted, with who it was, and to nothing where that is not known', () => {
    const from = { user: 'vn-admin', host: 'node.inside.example', by: 'commandLine' } as const
    const { entry, secrets } = buildEntry({ ...exported, actor: { from, ...actor } }, time, salts())
    assert.ok(!/inside|vn-admin|commandLine/.test(entry))
    assert.equal(secrets[0]?.text, canonicalText({ ...actor, from }))
    assert.equal(buildEntry(exported, time, salts()).secrets[0]?.text, canonicalText(actor))
  })

  it('are canonical for every event of the list, and read back', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { entry, secrets } = buildEntry(event, time, salts())
        assert.equal(entry, canonicalText(JSON.parse(entry)))
        for (const secret of secrets) assert.equal(secret.text, canonicalText(JSON.parse(secret.text)))
        const read = readEntry(entry)
        assert.ok(read.ok, read.ok ? '' : read.detail)
        assert.equal(read.entry.evt, event.event)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are refused when they are not canonical or not exactly an event of the list', () => {
    const { entry } = buildEntry(received, time, salts())
    for (const [wrong, why] of [
      [entry.replace('"v":1', '"v":2'), 'canonical'],
      [entry.replace('"v":1', '"v":1,"w":1'), 'canonical'],
      [entry.replace(',', ', '), 'canonical'],
      [entry.replace('message.received', 'message.invented'), 'canonical'],
      [entry.replace('.123Z', 'Z'), 'canonical'],
      [entry.replace('2026-11-25', '2026-13-25'), 'canonical'],
      [entry.replace('2026-11-25', '2026-02-29'), 'canonical'],
      [entry.replace('2026-11-25T09', '2026-11-25T24'), 'canonical'],
      [entry.replace('2026-11-25', '12026-11-25'), 'canonical'],
      [entry.replace('"seq":3', '"seq":-3'), 'canonical'],
      [entry.replace('"seq":3', '"seq":03'), 'canonical'],
      [entry.replace('"seq":3', '"seq":9007199254740993'), 'canonical'],
      [entry.replace('"seq":3', '"seq":3.0'), 'canonical'],
      [entry.replace(/"peer":"QA",(.*"seq":3,)/, '$1"peer":"QA",'), 'canonical'],
      [`${entry}\n`, 'canonical'],
      [entry.replace('"QA"', '"qa"'), 'canonical'],
      ['null', 'canonical'],
      ['{', 'canonical'],
      [entry.replace('"seq":3,', ''), '"seq" lacks'],
      [entry.replace(/"record":"[0-9a-f]+",/, ''), '"record" lacks'],
      [entry.replace(/"objPrev":"[0-9a-f]+",/, ''), '"objPrev" lacks'],
      [entry.replace('"objSeq":2,', ''), '"objSeq" lacks'],
      [entry.replace('"evt"', '"code":"X","evt"'), '"code" lacks or does not belong'],
      [entry.replace('"evt"', `"d":"${a}","evt"`), '"d" lacks or does not belong'],
      [entry.replace('{', `{"actor":"${a}",`), '"actor" lacks or does not belong'],
      [entry.replace('"objSeq":2', '"objSeq":1'), '"objPrev" lacks or does not belong'],
    ] as const) {
      const read = readEntry(wrong)
      assert.ok(!read.ok && read.code === 'LOG_ENTRY_INVALID', wrong)
      assert.ok(read.detail?.includes(why), `${read.detail ?? ''}: ${wrong}`)
    }
  })

  it('are read with what was written of before and is no more, and with nothing else of it', () => {
    const { entry } = buildEntry({ event: 'statistics.read', actor, details: { query: '{}' } }, time, salts())
    assert.ok(readEntry(entry).ok && !entry.includes('count'))
    assert.ok(readEntry(entry.replace('"d":', '"count":2,"d":')).ok)
    assert.ok(!readEntry(entry.replace('"evt":', '"code":"X","evt":')).ok)
  })

  it('are not built of what cannot stand in them', () => {
    const wrong: readonly AuditEvent[] = [
      { ...received, peer: 'Q"' },
      { ...received, message: 'A'.repeat(64) },
      { ...received, sequence: -1 },
      { ...received, sequence: 0.5 },
      { ...exported, actor: { ...actor, person: 'lone \ud800' } },
      { ...exported, details: { ...exported.details, files: 'x'.repeat(secretLengthMax) } },
    ]
    for (const event of wrong) assert.throws(() => buildEntry(event, time, salts()), TypeError)
  })
})

describe('the page of audit events', () => {
  it('is the one that the closed list gives', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/audit-events.md'), 'utf8')
    assert.equal(page, eventsPage(), 'run npm run generate:events')
  })

  it('has nothing that no code writes', () => {
    const folders = ['exchange', 'cli/commands'].map((folder) =>
      resolve(import.meta.dirname, '../../src', folder),
    )
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => resolve(folder, name)),
    )
    const main = resolve(import.meta.dirname, '../../src/main.ts')
    const code = [...files.filter((name) => name.endsWith('.ts')), main]
      .map((name) => readFileSync(name, 'utf8'))
      .join('\n')
    for (const name of Object.keys(eventShapes)) assert.ok(code.includes(`'${name}'`), name)
  })

  it('names every event', () => {
    for (const name of Object.keys(eventShapes)) assert.ok(eventsPage().includes(`\n## ${name}\n`))
  })

  it('has details in alphabetical order, as canonical JSON needs them', () => {
    for (const { details = {} } of Object.values(eventShapes)) {
      assert.deepEqual(Object.keys(details), Object.keys(details).sort())
    }
  })
})
