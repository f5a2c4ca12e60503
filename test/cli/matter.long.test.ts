import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { JsonObject } from '../../src/message/json.ts'
import {
  type World,
  type WorldState,
  authority,
  pin,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

const examples = resolve(import.meta.dirname, '../../schemas/example')
const people = ['--officer', 'Example-A', '--approver', 'Example-B', '--wait', '20', '--json']
const matter = '0197b1c0-3e19-7a19-8a19-0123456789a1'

describe('an affair of three States by hand, through the commands only', () => {
  let world: World
  let vn: WorldState
  let qa: WorldState
  let az: WorldState & { close(): Promise<void> }
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-matter-'))
    world = await twoStates()
    vn = world.asking
    qa = world.answering
    az = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
  })
  after(async () => {
    await az.close()
    await world.close()
    await rm(folder, { recursive: true })
  })

  const done = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, `${ran.beside}\n${ran.out}\n${JSON.stringify(ran.json)}`)
    return ran
  }
  const proposal = async (
    from: string,
    to: string,
    reference: string,
    more: object = {},
  ): Promise<string> => {
    const { body } = JSON.parse(await readFile(`${examples}/jit-proposal.json`, 'utf8')) as {
      body: JsonObject
    }
    return await written({ type: 'jit-proposal', from, to, reference, language: 'es', body, ...more })
  }
  /** A file of the words, for a command. */
  const written = async (value: object): Promise<string> => {
    const file = join(folder, 'said.json')
    await writeFile(file, JSON.stringify(value))
    return file
  }
  const shown = async (at: WorldState, ref: string, ...words: string[]) =>
    done(await run(at, 'show', ref, ...words, '--as', 'Example-A'))

  it('ties records together by the matter that a draft names, or that is said later', async () => {
    done(await run(vn, 'send', await proposal('vn.spp', 'qa.pp', 'WEST', { matter }), ...people))
    assert.match((await shown(qa, 'WEST')).out, /\nMatter\n {2}id 0197b1c0-3e19-7a19-8a19-0123456789a1\n/)
    done(await run(qa, 'send', await proposal('qa.pp', 'az.ppo', 'NORTH'), ...people))
    assert.doesNotMatch((await shown(qa, 'NORTH')).out, /\nMatter\n/)
    done(
      await run(qa, 'act', 'NORTH', 'status-request', '--set', 'text=When?', '--matter', matter, ...people),
    )
    const { json } = await shown(qa, 'NORTH', '--json')
    const { records } = json.matter as {
      records: { reference: string; counterpart: string; state: string }[]
    }
    assert.deepEqual(
      records.map(({ reference, counterpart, state }) => [reference, counterpart, state]),
      [['WEST', 'vn.spp', 'proposed']],
    )
    assert.match(
      (await shown(qa, 'WEST')).out,
      /\n {2}NORTH {2}with az\.ppo {2}proposed {2}id [0-9a-f-]{36}\n/,
    )
    assert.equal(
      (await run(qa, 'act', 'NORTH', 'supplement', '--set', 'text=x', '--matter', 'x', ...people)).code,
      65,
    )
  })

  it('encloses the signed original of another record, which the other State verifies as far as it can', async () => {
    for (const [one, other, ref] of [
      [qa, vn, 'WEST'],
      [az, qa, 'NORTH'],
    ] as const) {
      const agreed = ['act', ref, 'jit-agreement', '--set', 'stage=accepted', ...people]
      const offered = JSON.parse(await readFile(`${examples}/jit-agreement.json`, 'utf8')) as {
        body: JsonObject
      }
      const body = await written({ ...offered.body, document: undefined })
      done(await run(one, 'act', ref, 'jit-agreement', '--body', body, ...people))
      await until('it is there', async () => (await shown(other, ref)).out.includes('Agreement on a joint'))
      done(await run(other, ...agreed))
    }
    const words = ['act', 'NORTH', 'evidence-share', '--set', 'what=As proposed.', 'enclosed.*.why=To know.']
    const withheld = await run(qa, ...words, 'onwardAuthority=[]', '--enclose', 'WEST/1', ...people)
    assert.deepEqual([withheld.code, withheld.json.code], [65, 'ONWARD_CONSENT_MISSING'])
    const ask = ['use-request', '--set', 'purpose=To show the proposal.']
    const recipients = [{ kind: 'thirdState', name: 'Prosecutor (demonstration)', authority: 'az.ppo' }]
    const asked = done(
      await run(qa, 'act', 'WEST', ...ask, `recipients=${JSON.stringify(recipients)}`, ...people),
    )
    const allow = [
      'use-consent',
      '--set',
      'allows=That and no more.',
      `recipients=${JSON.stringify(recipients)}`,
    ]
    const consent = done(await run(vn, 'act', 'WEST', ...allow, ...people))
    assert.ok(typeof asked.json.id === 'string')
    const on = JSON.stringify([{ from: 'VN', message: consent.json.id, allows: ['messages'] }])
    done(await run(qa, ...words, `onwardAuthority=${on}`, '--enclose', 'WEST/1', ...people))
    const { json } = await shown(az, 'NORTH', '--json')
    const sequence = String(json.sequence)
    const { shown: seen } = json.matter as {
      shown: { why: string; message: { from: string; verified: boolean } }[]
    }
    assert.deepEqual(
      seen.map(({ why, message }) => [why, message.from, message.verified]),
      [['To know.', 'vn.spp', false]],
    )
    const whole = (await shown(az, 'NORTH', '--message', sequence)).out
    assert.match(whole, /\nEnclosed 1\n {2}vn\.spp to qa\.pp {2}Proposal of a joint investigation/)
    assert.match(whole, /not verified: no trust list of its State is known here, as of \d{4}/)
    await pin(az, vn)
    assert.match(
      (await shown(az, 'NORTH', '--message', sequence)).out,
      /\n {2}verified, as of \d{4}.*“To know\.”/,
    )
    assert.match(
      (await shown(az, 'NORTH')).out,
      /shown in \d+: vn\.spp to qa\.pp {2}Proposal[\s\S]*record [0-9a-f-]{36}, verified/,
    )
  })

  it('says what is wrong with the name of an enclosure', async () => {
    for (const [name, code] of [
      ['WEST', 'USAGE'],
      ['WEST/99', 'MESSAGE_UNKNOWN'],
      ['NOWHERE/1', 'REQUEST_UNKNOWN'],
    ] as const) {
      const ran = await run(
        qa,
        'act',
        'NORTH',
        'evidence-share',
        '--set',
        'what=x',
        '--enclose',
        name,
        ...people,
      )
      assert.notEqual(ran.code, 0)
      if (code !== 'USAGE') assert.equal(ran.json.code, code)
    }
  })
})
