import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type World, type WorldState, authority, twoStates, until } from '../support/world.ts'
import { type Ran, run, runProcess } from './commandLine.ts'

const example = resolve(import.meta.dirname, '../../schemas/example/request.json')
const people = ['--officer', 'Example-A', '--approver', 'Example-B']
const officer = ['--officer', 'Example-C']
const wait = ['--wait', '20']

describe('a request by hand, through the commands only', () => {
  let world: World
  let vn: WorldState
  let qa: WorldState
  let folder: string
  let id: string
  before(async () => {
    world = await twoStates(
      {
        state: 'VN',
        authorities: [{ ...authority('vn.spp'), timeZone: 'Asia/Ho_Chi_Minh', languages: ['vi', 'en'] }],
      },
      {
        state: 'QA',
        authorities: [{ ...authority('qa.pp'), timeZone: 'Asia/Qatar', languages: ['ar', 'en'] }],
      },
    )
    vn = world.asking
    qa = world.answering
    folder = await mkdtemp(join(tmpdir(), 'rogatory-cli-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const done = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, `${ran.beside}\n${ran.out}\n${JSON.stringify(ran.json)}`)
    return ran
  }
  const reached = (at: WorldState, sequence: number) =>
    until(
      `${sequence} at ${at.state}`,
      async () => (await run(at, 'show', id, '--json')).json.sequence === sequence,
    )

  it('is sent from a draft with plain words for texts, in a process of its own, and gets its place', async () => {
    const { body } = JSON.parse(await readFile(example, 'utf8')) as { body: Record<string, unknown> }
    const draft = {
      from: 'vn.spp',
      to: 'qa.pp',
      reference: 'VN-DEMO-1',
      language: 'en',
      body: { ...body, facts: 'Money was taken by false invoices.' },
    }
    const ran = done(await runProcess(vn, ['send', '-', ...people, ...wait], JSON.stringify(draft)))
    assert.match(ran.out, /^Request of vn\.spp to qa\.pp about VN-DEMO-1: signed, stored and queued/)
    assert.match(
      ran.out,
      /Accepted by QA at .* as 1 of the record\.\nThe request is requested: a1 requested\./,
    )
    id = /request {2}([0-9a-f-]{36})/.exec(ran.out)?.[1] ?? ''
    assert.match(ran.out, new RegExp(`Next: rogatory show ${id}`))
  })

  it('lies in both inboxes, with the turn of the side that answers', async () => {
    const theirs = done(await run(vn, 'inbox', '--as', 'Example-A'))
    assert.match(theirs.out, /^1 request, the last changed first\n/)
    assert.match(theirs.out, /VN-DEMO-1 {2}vn\.spp asks qa\.pp {2}their turn/)
    const ours = done(await run(qa, 'inbox'))
    assert.match(ours.out, /VN-DEMO-1 {2}vn\.spp asks qa\.pp {2}our turn/)
    assert.match(ours.out, /a1 preservation \(UNCC\): requested since/)
  })

  it('is shown with what each side may send now, and dated at the place of its author', async () => {
    const { out } = done(await run(qa, 'show', 'VN-DEMO-1'))
    assert.match(out, /We may send now \(requested side\)[\s\S]*preservation-confirm: preserved a1/)
    assert.match(out, /1 {2}vn\.spp {2}Request: asks for a1 preservation; under UNCC 42; “Money was taken/)
    assert.match(out, /sent \d{4}-\d\d-\d\dT[\d:.]+\+07:00, receipt \d{4}/)
  })

  it('is acknowledged and confirmed in a few words; parties, language and measures come from the record', async () => {
    const ack = done(
      await run(
        qa,
        'act',
        id.slice(0, 8),
        'acknowledgement',
        '--set',
        'ownReference=12',
        ...officer,
        ...wait,
      ),
    )
    assert.match(ack.out, /place {4}2 of the record\nAccepted by VN at .* as 2 of the record/)
    const from = new Date(Date.now() - 1000)
    const end = new Date(from.getTime() + 90 * 86_400_000)
    const result = ['kind=preservation', 'kept=The whole mailbox.', 'custodian=Mail Limited', 'reference=H-7']
    const kept = result.map((said) => `outcomes.*.result.${said}`)
    const confirmed = await run(
      qa,
      ...['act', 'VN-DEMO-1', 'preservation-confirm', '--set', `outcomes.*.since=${from.toISOString()}`],
      ...['--set', `outcomes.*.until=${end.toISOString()}`, ...kept],
      ...['--officer', 'Example-C', '--approver', 'Example-D', '--json'],
    )
    done(confirmed)
    assert.deepEqual([confirmed.json.status, confirmed.json.sequence], ['queued', 3])
    await reached(vn, 3)
    const shown = done(await run(vn, 'show', id, '--json')).json as {
      turn: string
      measures: { state: string; until: string; clocks: { name: string }[] }[]
      record: { sequence: number; says: string }[]
      may: Record<string, string[]>
    }
    assert.equal(shown.measures[0]?.state, 'preserved')
    assert.equal(shown.measures[0].until, end.toISOString())
    assert.deepEqual(
      shown.measures[0].clocks.map(({ name }) => name),
      ['PRES_MIN'],
    )
    assert.equal(shown.turn, 'ours')
    assert.match(shown.record[2]?.says ?? '', /a1 preserved until/)
    assert.ok(shown.may.requesting?.includes('preservation-extend'))
    const message = done(await run(vn, 'show', id, '--message', '3', '--json')).json.message as {
      language: string
      body: { outcomes: { result: { kept: unknown } }[] }
    }
    assert.equal(message.language, 'en')
    assert.deepEqual(message.body.outcomes[0]?.result.kept, { language: 'en', text: 'The whole mailbox.' })
  })

  it('finds by itself the only message that an answer can answer', async () => {
    const later = new Date(Date.now() + 120 * 86_400_000).toISOString()
    done(
      await run(
        vn,
        'act',
        id,
        'preservation-extend',
        '--set',
        `until=${later}`,
        '--set',
        'reason=More letters came.',
        ...officer,
        ...wait,
      ),
    )
    const answer = await run(
      qa,
      'act',
      id,
      'preservation-extended',
      '--set',
      `until=${later}`,
      ...people,
      '--json',
    )
    done(answer)
    await reached(vn, 5)
    const asked = done(await run(qa, 'show', id, '--message', '4', '--json')).json.message as { id: string }
    const said = done(await run(qa, 'show', id, '--message', '5', '--json')).json.message as {
      inReplyTo: string
    }
    assert.equal(said.inReplyTo, asked.id)
  })

  it('shows one message whole, with whose certificate signed it, and whether it verifies', async () => {
    const { out } = done(await run(vn, 'show', id, '--message', '1'))
    assert.match(out, /"type": "request"/)
    assert.match(out, /certificate of .*O=VN \(demonstration\)/)
    assert.match(out, /fingerprint [0-9a-f]{64}\n {2}valid from \S+ until \S+\n {2}verifies as of /)
    assert.match(out, /Receipt\n\{[\s\S]*"event": "relayAcceptance"/)
  })

  it('is closed by both; the second closing confirms the first without being told which', async () => {
    done(
      await run(
        vn,
        'act',
        id,
        'preservation-release',
        '--outcome',
        'released',
        '--set',
        'reasons=Done.',
        ...people,
        ...wait,
      ),
    )
    done(await run(vn, 'act', id, 'close', ...officer, ...wait))
    const closed = done(await run(qa, 'act', id, 'close', ...officer, ...wait))
    assert.match(closed.out, /The request is closed: a1 closed\./)
    assert.match(done(await run(qa, 'inbox')).out, /^0 requests/)
    assert.match(done(await run(qa, 'inbox', '--all')).out, /VN-DEMO-1 .* nothing is awaited/)
    assert.equal(((await run(qa, 'inbox', '--state', 'closed', '--json')).json.cases as unknown[]).length, 1)
  })

  it('accepts a whole message of the examples, and an id that is sent once', async () => {
    done(await run(vn, 'send', example, ...people, ...wait))
    const again = await run(vn, 'send', example, ...people, '--json')
    assert.deepEqual([again.code, again.json.code], [65, 'REQUEST_EXISTS'])
    const { body } = JSON.parse(await readFile(example, 'utf8')) as { body: object }
    const file = join(folder, 'once.json')
    const draft = {
      id: '0197b1c0-401e-7e1e-9e00-0123456789ff',
      request: '0197b1c0-3f00-7a11-8a11-0123456789ff',
      from: 'vn.spp',
      to: 'qa.pp',
      reference: 'VN-DEMO-ONCE',
      language: 'vi',
    }
    await writeFile(file, JSON.stringify({ ...draft, body }))
    const first = done(await run(vn, 'send', file, ...people, '--json'))
    const second = done(await run(vn, 'send', file, ...people, '--json', ...wait))
    assert.equal(second.json.digest, first.json.digest)
    await writeFile(file, JSON.stringify({ ...draft, body: { ...body, remarks: 'Another.' } }))
    const other = await run(vn, 'send', file, ...people, '--json')
    assert.deepEqual([other.code, other.json.code], [65, 'MESSAGE_ID_REUSED'])
  })

  it('has every reading of a person in the log, with the name only as a commitment', async () => {
    const entries = await qa.database.db.selectFrom('audit_entry').select('entry').execute()
    const events = entries.map(({ entry }) => (JSON.parse(entry) as { evt: string }).evt)
    assert.ok(events.filter((event) => event === 'case.listed').length >= 4)
    assert.ok(events.filter((event) => event === 'case.read').length >= 2)
    const listed = await vn.database.db.selectFrom('audit_secret').select('value').execute()
    assert.ok(listed.some(({ value }) => value.includes('"Example-A"') && value.includes('officer')))
    assert.ok(entries.every(({ entry }) => !entry.includes('Example-')))
  })
})
