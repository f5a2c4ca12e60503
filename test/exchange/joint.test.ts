import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { digestOf } from '../../src/envelope/digest.ts'
import { sign } from '../../src/envelope/sign.ts'
import { enclosuresRefusal, openEnclosure } from '../../src/exchange/enclosures.ts'
import { readMatter } from '../../src/exchange/readMatter.ts'
import type { Draft, SendOutcome } from '../../src/exchange/send.ts'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import { findMessage } from '../../src/store/messages.ts'
import { findRequest } from '../../src/store/requests.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { text } from '../support/bodies.ts'
import { noted } from '../support/noted.ts'
import { frameOf, logOf, post, said, sealed, stored } from '../support/talk.ts'
import {
  type World,
  type WorldState,
  authority,
  pin,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'

const people = { officer: 'Example-A', approver: 'Example-B' }
const authorities: Readonly<Record<string, string>> = { VN: 'vn.spp', QA: 'qa.pp', AZ: 'az.ppo' }
const reader = { person: 'Example-A', role: 'officer' }

function bodyOf(example: string): object {
  return (JSON.parse(readFileSync(`schemas/example/${example}.json`, 'utf8')) as { body: object }).body
}

function file(id: string, sha256: string) {
  return { id, name: 'calls.csv', mediaType: 'text/csv', bytes: 9000, sha256 }
}

describe('a joint investigation of three States, as records of one matter', () => {
  let world: World
  let vn: WorldState
  let qa: WorldState
  let az: WorldState & { close(): Promise<void> }
  const matter = crypto.randomUUID()
  /** The leg of Viet Nam and Qatar, and that of Qatar and Azerbaijan. */
  const legs = { west: crypto.randomUUID(), north: crypto.randomUUID() }
  const calls = file('E7', '0'.repeat(63) + '7')
  let shared: { id: string; digest: string }
  let consent: string

  before(async () => {
    world = await twoStates()
    vn = world.asking
    qa = world.answering
    az = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
  })
  after(async () => {
    await az.close()
    await world.close()
  })

  const attempt = async (
    from: WorldState,
    to: WorldState,
    request: string,
    type: MessageType,
    body: object,
    more: Partial<Draft> = {},
  ): Promise<SendOutcome> =>
    await from.node.send({
      request,
      reference: 'JIT-DEMO-1',
      from: authorities[from.state] ?? '',
      to: authorities[to.state] ?? '',
      type,
      language: 'en',
      body,
      exhibits: [],
      people,
      ...more,
    })

  /** Sends, and waits until both have the same record. */
  const say = async (...said: Parameters<typeof attempt>): Promise<{ id: string; digest: string }> => {
    const outcome = await attempt(...said)
    assert.ok(outcome.ok, JSON.stringify(outcome))
    const [from, to, request] = said
    await until(`${to.state} has it`, async () => {
      const message = await findMessage(to.node.node.db, outcome.sent.digest)
      const own = await findRequest(from.node.node.db, request)
      return message?.status === 'placed' && own?.head === message.head
    })
    return outcome.sent
  }
  const refused = async (
    code: string,
    pointer: string,
    ...said: Parameters<typeof attempt>
  ): Promise<void> => {
    const outcome = await attempt(...said)
    assert.ok(!outcome.ok, 'it was sent')
    assert.deepEqual([outcome.code, outcome.pointer], [code, pointer], JSON.stringify(outcome))
  }
  const stateAt = async (at: WorldState, request: string): Promise<RequestState> =>
    JSON.parse((await findRequest(at.node.node.db, request))?.snapshot ?? '') as RequestState
  const begin = async (asking: WorldState, answering: WorldState, request: string): Promise<void> => {
    await say(asking, answering, request, 'jit-proposal', bodyOf('jit-proposal'), { matter })
    const offered = { ...bodyOf('jit-agreement'), document: undefined }
    const { id } = await say(answering, asking, request, 'jit-agreement', offered)
    await say(asking, answering, request, 'jit-agreement', { stage: 'accepted' }, { inReplyTo: id })
    await say(answering, asking, request, 'jit-agreement', bodyOf('jit-agreement.begun'))
  }
  const share = (jws: string, more: object = {}): object => ({
    what: text,
    enclosed: [{ jws, why: text }],
    onwardAuthority: [],
    ...more,
  })

  it('begins with a record for each pair, and each message of them carries the matter', async () => {
    await begin(vn, qa, legs.west)
    await begin(qa, az, legs.north)
    for (const [at, request] of [
      [vn, legs.west],
      [qa, legs.west],
      [qa, legs.north],
      [az, legs.north],
    ] as const) {
      const state = await stateAt(at, request)
      assert.equal(state.matter, matter)
      assert.equal(state.measures[0]?.state, 'active')
      assert.equal((await findRequest(at.node.node.db, request))?.matter, matter)
    }
  })

  it('keeps a record in its matter', async () => {
    const other = { matter: crypto.randomUUID() }
    await refused('MATTER_MISMATCH', '/matter', vn, qa, legs.west, 'status-request', { text }, other)
  })

  it('shows nothing of one leg in another, file or message, before its State has consented', async () => {
    const conditions = [{ code: 'ONWARD_WITH_CONSENT' }]
    const body = { what: text, exhibits: ['E7'], usableFor: ['teamPurpose'], conditions }
    shared = await say(vn, qa, legs.west, 'jit-evidence-share', body, { exhibits: [calls] })
    const { jws } = await stored(qa, shared.digest)
    const showing = [qa, az, legs.north, 'evidence-share'] as const
    await refused('ONWARD_CONSENT_MISSING', '/body/onwardAuthority', ...showing, {
      what: text,
      enclosed: [{ jws, why: text }],
    })
    await refused('ONWARD_CONSENT_MISSING', '/body/enclosed/0', ...showing, share(jws))
    const handed = { what: text, exhibits: ['E1'], usableFor: ['teamPurpose'], onwardAuthority: [] }
    await refused('ONWARD_CONSENT_MISSING', '/exhibits/0', qa, az, legs.north, 'jit-evidence-share', handed, {
      exhibits: [{ ...calls, id: 'E1' }],
    })
  })

  it('asks its State, and may then show what the consent covers, on its terms and no others', async () => {
    const recipients = [
      { kind: 'thirdState', name: 'Prosecutor (demonstration)', authority: 'az.ppo', country: 'AZ' },
    ]
    const asked = await say(qa, vn, legs.west, 'use-request', { purpose: text, recipients })
    const conditions = [{ code: 'USE_ONLY_STATED' }, { code: 'DELETE_BY', until: '2031-12-31' }]
    const answer = { allows: text, recipients, conditions }
    consent = (await say(vn, qa, legs.west, 'use-consent', answer, { inReplyTo: asked.id })).id
    const { jws } = await stored(qa, shared.digest)
    const showing = [qa, az, legs.north, 'evidence-share'] as const
    const founded = (message: string, more: object = {}) => ({
      onwardAuthority: [{ from: 'VN', message, request: legs.west, allows: ['messages'], ...more }],
    })
    await refused('ONWARD_CONSENT_MISSING', '/body/onwardAuthority', ...showing, share(jws, { conditions }))
    await refused('ONWARD_CONDITIONS_MISSING', '/body/conditions', ...showing, share(jws, founded(consent)))
    await refused('ONWARD_CONDITIONS_MISSING', '/body/conditions', ...showing, {
      ...share(jws, founded(consent)),
      conditions: [{ code: 'USE_ONLY_STATED' }, { code: 'DELETE_BY', until: '2032-12-31' }],
    })
    await refused('ONWARD_ORIGIN_UNKNOWN', '/body/onwardAuthority/0', ...showing, {
      ...share(jws, founded(shared.id)),
      conditions,
    })
    await refused('ONWARD_ORIGIN_UNKNOWN', '/body/onwardAuthority/0/request', ...showing, {
      ...share(jws, founded(consent, { request: legs.north })),
      conditions,
    })
    const right = { ...share(jws, founded(consent)), conditions }
    await say(...showing, { ...right, enclosed: [{ jws, record: legs.west, why: text }] })
    const { obligations = [] } = (await stateAt(az, legs.north)).measures[0] ?? {}
    assert.deepEqual(obligations.map(({ code }) => code).slice(-1), ['DELETE_BY'])
  })

  it('shows only what is genuine and in a record of its own', async () => {
    const showing = [qa, az, legs.north, 'evidence-share'] as const
    const { jws } = await stored(qa, shared.digest)
    const broken = jws.slice(0, -10) + (jws.endsWith('A'.repeat(10)) ? 'B' : 'A').repeat(10)
    const officerFrom = { by: 'network', address: '192.0.2.7' } as const
    await refused('ENCLOSURE_INVALID', '/body/enclosed/0', ...showing, share(broken), {
      people: { ...people, officerFrom },
    })
    await refused('ENCLOSURE_INVALID', '/body/enclosed/0', ...showing, {
      ...share(jws),
      enclosed: [{ jws, record: legs.north, why: text }],
    })
    const { digest } = shared
    const frame = { ...(await frameOf(qa, digest)), id: '0197b1c0-4001-7e01-9e00-0123456789ab' }
    const never = await sign('message', frame, vn.node.node.signer, new Date(frame.sentAt))
    await refused('ONWARD_ORIGIN_UNKNOWN', '/body/enclosed/0', ...showing, share(never.jws))
  })

  it('lets the author of a file or message have it back, and everybody their own', async () => {
    const own = await say(qa, vn, legs.west, 'supplement', { text })
    const { jws } = await stored(qa, own.digest)
    await say(qa, az, legs.north, 'evidence-share', share(jws))
    const before = (await stored(qa, shared.digest)).jws
    const shown = await say(qa, vn, legs.west, 'evidence-share', share(before))
    // In our own message stands one of theirs.
    const nested = share((await stored(qa, shown.digest)).jws)
    await refused(
      'ONWARD_CONSENT_MISSING',
      '/body/onwardAuthority',
      qa,
      az,
      legs.north,
      'evidence-share',
      nested,
    )
    const back = (await stored(qa, shared.digest)).jws
    await say(qa, vn, legs.west, 'evidence-share', share(back), { exhibits: [{ ...calls, id: 'E1' }] })
  })

  it('is seen by each as far as it was shown: unverified where the State is not known, verified where it is', async () => {
    const seen = async (at: WorldState, request: string) => {
      const row = await findRequest(at.node.node.db, request)
      assert.ok(row !== null)
      const read = await readMatter(at.node.node, row, reader)
      assert.ok(read !== null)
      return read
    }
    const { matter: id, records, shown } = await seen(az, legs.north)
    assert.deepEqual([id, records.map((record) => record.id)], [matter, [legs.north]])
    assert.deepEqual(
      shown.map(({ enclosure }) => [enclosure?.message.from, enclosure?.message.type, enclosure?.verified]),
      [
        ['vn.spp', 'jit-evidence-share', false],
        ['qa.pp', 'supplement', true],
      ],
    )
    await pin(az, vn)
    const known = await seen(az, legs.north)
    assert.deepEqual(
      known.shown.map(({ enclosure }) => enclosure?.verified),
      [true, true],
    )
    const hub = await seen(qa, legs.north)
    assert.deepEqual(hub.records.map((record) => record.id).sort(), [legs.north, legs.west].sort())
    assert.deepEqual(hub.shown, [])
    const entries = await logOf(az.node.node.db)
    assert.equal(entries.filter(({ evt }) => evt === 'case.listed').length, 2)
  })

  it('is not told what no State has said: a broken enclosure is refused by who receives it, and counts as judged', async () => {
    const { jws } = await stored(qa, shared.digest)
    const broken = jws.slice(0, -10) + (jws.endsWith('A'.repeat(10)) ? 'B' : 'A').repeat(10)
    const row = await findRequest(qa.node.node.db, legs.north)
    const last = await frameOf(qa, row?.last_other ?? '')
    const value = {
      ...last,
      id: '0197b1c0-4002-7e02-9e00-0123456789ab',
      previous: row?.last_other,
      basis: { sequence: row?.sequence, head: row?.head },
      sentAt: qa.node.node.now().toISOString(),
      type: 'evidence-share',
      body: share(broken),
    }
    const { jwe, digest } = await sealed(qa, az, value)
    const [answer = ''] = await post(az, [jwe])
    const receipt = said(answer)
    assert.ok(receipt.event === 'relayRejection', answer)
    assert.deepEqual(
      [receipt.code, receipt.pointer, receipt.reasons],
      ['ENCLOSURE_INVALID', '/body/enclosed/0', 'SIGNATURE_INVALID'],
    )
    assert.deepEqual(await post(az, [jwe]), [answer], 'the same bytes get the same answer')
    assert.equal((await findRequest(az.node.node.db, legs.north))?.last_other, digest)
  })

  it('shows nothing that the certificate which it brings has not signed, be its State known here or not', async () => {
    const { node } = az.node
    const frame = { ...(await frameOf(qa, shared.digest)), from: 'ke.ppo' }
    const { jws } = await sign('message', frame, vn.node.node.signer, new Date(frame.sentAt))
    const shown = await openEnclosure(node, { jws, why: text }, node.now())
    assert.ok(shown.ok && !shown.enclosure.verified, JSON.stringify(shown))
    const broken = jws.slice(0, -10) + (jws.endsWith('A'.repeat(10)) ? 'B' : 'A').repeat(10)
    const refused = await openEnclosure(node, { jws: broken, why: text }, node.now())
    assert.deepEqual(refused.ok ? '' : [refused.code, refused.detail], [
      'ENCLOSURE_INVALID',
      'SIGNATURE_INVALID',
    ])
  })

  it('shows fifty messages at most, with all that they show in turn', async () => {
    const { node } = az.node
    const frame = { ...(await frameOf(qa, shared.digest)), from: 'ke.ppo' }
    const signedOf = async (value: object): Promise<string> =>
      (await sign('message', value, vn.node.node.signer, new Date(frame.sentAt))).jws
    const showing = (shown: readonly string[]): Message => ({
      ...frame,
      type: 'evidence-share',
      exhibits: [],
      body: {
        what: text,
        enclosed: shown.map((jws, place) => ({ jws, why: { ...text, text: `No. ${place}` } })),
        onwardAuthority: [],
      },
    })
    const leaf = await signedOf(frame)
    const ten = await signedOf(showing(Array.from({ length: 10 }, () => leaf)))
    const refusalOf = (count: number) =>
      enclosuresRefusal(node, showing(Array.from({ length: count }, () => ten)), node.now())
    assert.equal(await refusalOf(4), null)
    const refusal = await refusalOf(5)
    assert.deepEqual([refusal?.code, refusal?.pointer], ['ENCLOSURE_INVALID', '/body/enclosed/4'])
    assert.match(refusal?.detail ?? '', /more than 50 items/)
  })

  it('writes into the log what was withheld, about the record, without a word of it', async () => {
    const entries = await logOf(qa.node.node.db)
    const withheld = entries.filter(({ evt }) => evt === 'message.withheld')
    assert.ok(withheld.length >= 10)
    assert.ok(withheld.every(({ record, peer }) => record !== undefined && peer === 'AZ'))
    const codes = new Set(withheld.map(({ code }) => code))
    for (const code of ['ONWARD_CONSENT_MISSING', 'ONWARD_CONDITIONS_MISSING', 'ENCLOSURE_INVALID'])
      assert.ok(codes.has(code), code)
    assert.equal(digestOf((await stored(qa, shared.digest)).jws), shared.digest)
  })

  it('writes into the log who wanted it, and from where, as far as that is known', async () => {
    const actors = (await noted(qa, 'message.withheld')).map(({ actor }) => actor)
    assert.ok(actors.every((actor) => actor?.person === people.officer && actor.authority === 'qa.pp'))
    assert.deepEqual(
      actors.flatMap((actor) => actor?.from ?? []),
      [{ by: 'network', address: '192.0.2.7' }],
    )
  })
})
