import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findingCodes } from '../../../src/workflow/check/finding.ts'
import type { JsonValue } from '../../../src/message/json.ts'
import { text } from '../speak.ts'
import { findings, requestFor } from './drafts.ts'
import { changed, everyDraft, everything, named, publishedRules, urgent } from './everyRule.ts'

describe('workflow: the findings of the check of a draft', () => {
  it('are each shown by a test that names it', () => {
    const folder = import.meta.dirname
    const files = [
      ...readdirSync(folder).map((name) => join(folder, name)),
      join(folder, '../../cli/check.test.ts'),
    ]
    const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(file, 'utf8'))
    const expected = (code: string) => new RegExp(`(refused|sentBack|note|MESSAGE_INVALID|') ?${code} ?[/':]`)
    assert.deepEqual(
      findingCodes.filter((code) => !tests.some((text) => expected(code).test(text))),
      [],
    )
  })
})

describe('workflow: the rules that a State publishes', () => {
  it('each change what a check says of some draft', () => {
    const some = everyDraft()
    const saidUnder = (rules: JsonValue) =>
      JSON.stringify(some.map((draft) => findings(draft, rules as object)))
    const all = publishedRules()
    assert.ok(all.length > 20)
    const dead = all
      .filter(([path, values]) => {
        const told = values.map((value) => saidUnder(changed(everything, path, value)))
        return new Set(told).size === 1
      })
      .map(([path]) => path.join('/'))
    assert.deepEqual(dead, [])
  })

  it('are told in words where they are promises and remarks', () => {
    const words = findings(requestFor('stored-data', ['UNCC'], {}, urgent), everything).map(
      (one) => `${one.weight} ${one.code}: ${one.words}`,
    )
    const promised =
      'NZ acknowledges within 7 day(s); NZ gives news every 30 day(s); NZ takes up what is urgent within 24 hour(s)'
    assert.ok(words.includes(`note SERVICE_PROMISED: ${promised}`), words.join('\n'))
    assert.ok(words.includes('note REMARKS_OF_STATE: NZ: As the case may be.'))
  })

  it('say where the day asked for is before the State takes it up', () => {
    const deadline = (date: string) => ({ deadline: { date, reason: text } })
    const close = (date: string) =>
      findings(requestFor('stored-data', ['UNCC'], {}, deadline(date)), everything)
        .filter(({ code }) => code === 'DEADLINE_TOO_CLOSE')
        .map(({ weight, pointer }) => `${weight} ${pointer}`)
    assert.deepEqual(close('2027-03-04'), ['note /body/deadline/date'])
    assert.deepEqual(close('2027-03-20'), [])
  })

  it('may keep the right to refuse a hold for an offence that is not of the Convention', () => {
    const reserved = (offences: readonly object[]) =>
      findings(requestFor('preservation', ['UNCC'], {}, { offences }), everything)
        .filter(({ code }) => code === 'DUAL_CRIMINALITY_RESERVED')
        .map(({ weight, pointer }) => `${weight} ${pointer}`)
    const [serious] = named.offences
    assert.deepEqual(reserved([{ ...serious }]), ['note /body/offences/0'])
    const bare = {
      code: 'OTHER-CONV',
      instrument: 'UNTOC',
      article: '5',
      domestic: 'Penal Code 1',
      maximumPenalty: { years: 5 },
    }
    assert.deepEqual(reserved([bare]), ['sentBack /body/offences/0/conduct'])
    assert.deepEqual(reserved([{ ...bare, code: 'UNCC-9' }]), [])
  })
})
