import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { canonicalText } from '../../src/message/canonical.ts'
import { fillPlaceholders } from '../../src/message/case.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { JsonValue } from '../../src/message/json.ts'
import type { Result } from '../../src/message/refusal.ts'
import { validateCase, validateMessage } from '../../src/message/validate.ts'
import { marksAt } from '../../src/workflow/marks.ts'
import { type Decision, type Entry, decide } from '../../src/workflow/decide.ts'
import { replay } from '../../src/workflow/replay.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { day, digestOf, messageId, start } from './speak.ts'

const folder = 'schemas/example/case'
type Step = Extract<Case['steps'][number], { what: 'message' }>
type Wrong = Case['wrong'][number]

/** What only a node refuses, because it knows its other records, its peers or what came before under an id: `rogatory demo` plays these moves. */
const nodeCodes = /^(ONWARD_|ENCLOSURE_|MESSAGE_ID_REUSED$)/

/** Plays a case: records by letter, messages by label, all between nodes that are not there. */
class Stage {
  readonly file: Case
  readonly states = new Map<string, RequestState>()
  readonly entries = new Map<string, Entry[]>()
  readonly ids = new Map<string, string>()
  #now = start

  constructor(file: Case) {
    this.file = file
  }

  play(step: Step): Decision {
    const decision = this.say(step, this.to(step.record, step.from))
    if (decision.ok) this.states.set(step.record, decision.request)
    return decision
  }

  say(step: Step | Wrong, to: string): Decision {
    const made = this.entry(step, to)
    if (!made.ok) return made
    const { entry } = made
    const decision = decide(this.states.get(step.record) ?? null, entry)
    if (decision.ok) this.entries.set(step.record, [...(this.entries.get(step.record) ?? []), entry])
    if (decision.ok && typeof step.label === 'string') this.ids.set(step.label, entry.message.id)
    return decision
  }

  entry(step: Step | Wrong, to: string): Result<{ entry: Entry }> {
    this.#now += day / 2
    const sentAt = step.at ?? new Date(this.#now).toISOString()
    const { measures, language, exhibits } = step.message
    const known = {
      request: (letter: string) => this.requestOf(letter),
      message: (label: string) => this.idOf(label),
      sentAt,
    }
    const value = {
      v: 1,
      id: messageId(this.ids.size + 1),
      type: step.type,
      request: this.requestOf(step.record),
      reference: 'DEMO',
      ...(this.file.records[step.record]?.matter === undefined ? {} : { matter: this.requestOf('M') }),
      from: step.from,
      to,
      sentAt,
      basis: { sequence: 0, head: '0'.repeat(64) },
      ...(step.inReplyTo === undefined ? {} : { inReplyTo: this.idOf(step.inReplyTo) }),
      ...(measures === undefined ? {} : { measures }),
      language,
      salt: 'A'.repeat(43),
      body: fillPlaceholders(withRegime(step, step.message.body), known),
      exhibits,
    }
    const valid = validateMessage(value)
    if (!valid.ok) return valid
    return { ok: true, entry: { message: valid.message, digest: digestOf(valid.message) } }
  }

  /** The competent authority of the other side: the last to which the record was forwarded. */
  to(record: string, from: string): string {
    const party = this.file.records[record]
    assert.ok(party !== undefined)
    return from === party.from ? (this.states.get(record)?.parties.requested.at(-1) ?? party.to) : party.from
  }

  all(): Record<string, string> {
    const measures = [...this.states.values()].flatMap((request) => request.measures)
    return Object.fromEntries(measures.map(({ id, state }) => [id, state]))
  }

  marks(record: string, at: string): Record<string, string[]> {
    const measures = this.states.get(record)?.measures ?? []
    const marked = measures.map(
      (measure) => [measure.id, marksAt(measure, new Date(at)).map(({ mark }) => mark)] as const,
    )
    return Object.fromEntries(marked.filter(([, marks]) => marks.length > 0))
  }

  private requestOf(letter: string): string {
    return `0197b1c0-3f00-7a11-8a11-0123456789${letter.charCodeAt(0).toString(16)}`
  }

  private idOf(label: string): string {
    return this.ids.get(label) ?? messageId(999_999)
  }
}

function withRegime(step: Step | Wrong, body: JsonValue): JsonValue {
  const regime = 'regime' in step ? step.regime : undefined
  if (regime === undefined) return body
  const text = JSON.stringify(body).replace(
    /"instrument":"[A-Z]+"/g,
    `"instrument":${JSON.stringify(regime)}`,
  )
  return JSON.parse(text) as JsonValue
}

function read(name: string): Case {
  const result = validateCase(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
  assert.ok(result.ok)
  return result.case
}

for (const name of readdirSync(folder).sort()) {
  const file = read(name)
  const messages = file.steps.filter((step) => step.what === 'message')

  describe(`workflow: the case ${name}`, () => {
    it('comes to the states of every row, and to the marks of its clocks', () => {
      const stage = new Stage(file)
      for (const step of file.steps) {
        if (step.what === 'message') {
          const decision = stage.play(step)
          assert.ok(decision.ok, `row ${step.row}: ${JSON.stringify(decision)}`)
        } else {
          assert.ok(step.at !== undefined)
          const marks = stage.marks(step.record, step.at)
          for (const [measure, expected] of Object.entries(step.marks ?? {})) {
            assert.deepEqual(marks[measure], expected, `row ${step.row}`)
          }
        }
        assert.deepEqual(stage.all(), step.after, `row ${step.row}`)
      }
      for (const [letter, request] of stage.states) {
        const replayed = replay(stage.entries.get(letter) ?? [])
        assert.ok(replayed.ok)
        assert.equal(canonicalText(replayed.request), canonicalText(request))
      }
    })

    for (const wrong of file.wrong.filter(({ code = '' }) => !nodeCodes.test(code))) {
      const said = `${wrong.number}, ${wrong.type}: ${wrong.note}`
      it(wrong.accepted === true ? `accepts ${said}` : `refuses ${said}`, () => {
        const stage = new Stage(file)
        const rows = file.steps.findIndex(({ row }) => row === wrong.afterRow)
        const played = file.steps
          .slice(0, rows + 1)
          .filter(({ row }) => wrong.without?.includes(row) !== true)
        for (const step of played) {
          if (step.what === 'message') stage.play('regime' in wrong ? { ...step, ...regimeOf(wrong) } : step)
        }
        const before = canonicalText([...stage.states.values()])
        const decision = stage.say(wrong, wrong.to)
        assert.equal(decision.ok ? 'accepted' : decision.code, wrong.code ?? 'accepted')
        if (wrong.pointer !== undefined) assert.equal(decision.ok || decision.pointer, wrong.pointer)
        assert.equal(canonicalText([...stage.states.values()]), before)
      })
    }

    for (const wrong of file.wrong.filter(({ again }) => again !== undefined)) {
      it(`says again, for a node to refuse, ${wrong.number}, ${wrong.type}: ${wrong.note}`, () => {
        const before = file.steps.findIndex(({ row }) => row === wrong.afterRow)
        const first = file.steps
          .slice(0, before + 1)
          .find((step) => 'label' in step && step.label === wrong.again)
        assert.ok(first?.what === 'message')
        assert.deepEqual([first.from, first.to, first.type], [wrong.from, wrong.to, wrong.type])
        assert.notEqual(canonicalText(wrong.message), canonicalText(first.message))
        const said = new Stage(file).entry(wrong, wrong.to)
        assert.ok(said.ok, JSON.stringify(said))
      })
    }

    it('has rows to play', () => {
      assert.ok(messages.length > 10)
    })
  })
}

/** A case played to its end. */
function ended(name: string): Stage {
  const stage = new Stage(read(name))
  for (const step of stage.file.steps) {
    if (step.what === 'message') assert.ok(stage.play(step).ok, `row ${step.row}`)
  }
  return stage
}

function requestIn(stage: Stage, letter: string): RequestState {
  const request = stage.states.get(letter)
  assert.ok(request !== undefined)
  return request
}

describe('workflow: what the auditor can show of a path to a third State', () => {
  it('is that the path was disclosed, and which records of which States it ties together', () => {
    const stage = ended('04-path-to-a-third-state.json')
    const [a, b, c] = ['A', 'B', 'C'].map((letter) => requestIn(stage, letter))
    assert.ok(a !== undefined && b !== undefined && c !== undefined)
    assert.deepEqual(a.measures[0]?.facts, { trafficPathDisclosed: true })
    assert.deepEqual(
      [...a.links, ...b.links, ...c.links].map(({ relation, request, measures }) => [
        relation,
        request,
        measures,
      ]),
      [
        ['pathDisclosed', a.request, ['b1']],
        ['heldFor', c.request, ['b1']],
        ['followUpToPreservation', b.request, ['c1']],
      ],
    )
  })

  it('is which four facts left under which consent, and that they stay bound after the closing', () => {
    const stage = ended('04-path-to-a-third-state.json')
    const [opening] = stage.entries.get('B') ?? []
    assert.ok(opening?.message.type === 'request')
    assert.deepEqual(
      opening.message.body.onwardAuthority?.map(({ message, allows }) => [message, allows]),
      [[stage.ids.get('A6'), ['address', 'ports', 'number of the network', 'times']]],
    )
    const [a1] = requestIn(stage, 'A').measures
    assert.deepEqual(
      a1?.uses.map(({ answer, consented }) => [answer, consented]),
      [[stage.ids.get('A6'), true]],
    )
    assert.deepEqual(
      a1.obligations.map(({ code }) => code),
      ['USE_ONLY_STATED', 'ONWARD_WITH_CONSENT'],
    )
  })

  it('is that the two holds had different lengths, neither below 60 days', () => {
    const stage = ended('04-path-to-a-third-state.json')
    const holds = ['A', 'B'].flatMap((letter) => requestIn(stage, letter).measures)
    assert.deepEqual(
      holds.map(({ until }) => until),
      ['2027-06-08T18:12:00Z', '2027-05-12T05:30:00Z'],
    )
    for (const { clocks } of holds) {
      const [hold] = clocks.filter(({ name }) => name === 'PRES_MIN')
      assert.ok(hold !== undefined && Date.parse(hold.ends) - Date.parse(hold.started) >= 60 * day)
    }
  })
})

describe('workflow: what the auditor can show of a request that was refused and resumed', () => {
  it('is which conditions bind, until when, and that they outlive the closing', () => {
    const stage = ended('16-refused-then-resumed.json')
    const { measures, sequence, state } = requestIn(stage, 'A')
    assert.deepEqual([sequence, state], [45, 'closed'])
    const lasting = [
      ['USE_ONLY_STATED', null],
      ['ONWARD_WITH_CONSENT', null],
      ['REPORT_USE', null],
      ['SEAL_AFTER', '2030-12-31'],
    ]
    for (const { obligations, uses } of measures) {
      assert.deepEqual(
        obligations.map(({ code, until }) => [code, until]),
        lasting,
      )
      for (const { from } of obligations) assert.equal(from, stage.ids.get('A14'))
      assert.deepEqual(
        uses.map(({ consented }) => consented),
        [true, false],
      )
    }
  })
})

describe('workflow: what is to come back', () => {
  it('is owed by its day from the delivery on, where the condition named none, until it has come', () => {
    const written = JSON.stringify(read('16-refused-then-resumed.json'))
    const dated = /("code":"RETURN_ITEM"),"until":"2028-03-31"/g
    assert.ok(dated.test(written))
    const stage = new Stage(JSON.parse(written.replace(dated, '$1')) as Case)
    const owed = new Map<string, readonly (string | null)[]>()
    for (const step of stage.file.steps) {
      if (step.what === 'message') assert.ok(stage.play(step).ok, `row ${step.row}`)
      const papers = stage.states.get('A')?.measures.find(({ id }) => id === 'm3')
      const returns = (papers?.obligations ?? []).filter(({ code }) => code === 'RETURN_ITEM')
      owed.set(
        step.row,
        returns.map(({ until }) => until),
      )
    }
    assert.deepEqual(
      ['14', '15', '24', '36', '37', '38'].map((row) => owed.get(row)),
      [[], [null], [null, '2028-03-31'], [null, '2028-03-31'], [null, '2028-03-31'], []],
    )
  })
})

function regimeOf({ regime }: Wrong): object {
  return regime === undefined ? {} : { regime }
}
