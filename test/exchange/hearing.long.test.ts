import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { open as openSealed } from '../../src/envelope/open.ts'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { answerMediaType, questionMediaType } from '../../src/exchange/post.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { ask } from '../../src/exchange/recall/ask.ts'
import { receive } from '../../src/exchange/receive.ts'
import { publicRefusal, unavailable } from '../../src/exchange/reply.ts'
import type { Answer } from '../../src/message/generated/types.ts'
import type { Wanted } from '../../src/message/recall.ts'
import type { Result } from '../../src/message/refusal.ts'
import { readHead } from '../../src/store/audit.ts'
import { listUnheard, removePeer, setUnheard } from '../../src/store/peers.ts'
import { setClosed } from '../../src/store/recall.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { openNode } from '../../src/opening.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import { paths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { backUp, start } from '../support/backup.ts'
import { onServer } from '../support/server.ts'
import {
  agreed,
  delivered,
  draft,
  logOf,
  opened,
  openingFrame,
  postSigned,
  receipted,
  say,
  sealed,
  sealedTo,
  stored,
  waiting,
} from '../support/talk.ts'
import { assertGood, eventsOf, onNextLog } from '../support/twoSides.ts'
import {
  type World,
  type WorldState,
  authority,
  heard,
  otherOf,
  silent,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'

/** A question as this State would sign and seal it. */
async function question(
  by: WorldState,
  to: WorldState,
  want: Wanted,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const at = by.node.node.now()
  const id = uuidV7(at, randomBytes(10))
  const value = { v: 1, id, node: by.state, to: to.state, time: at.toISOString(), want, ...more }
  const key = encryptionKeyFor(to.node.node.trust.own().list, at)
  assert.ok(key !== null)
  return await seal((await sign('question', value, by.node.node.signer, at)).jws, key, 'question')
}

async function posted(to: WorldState, line: string, by: WorldState = otherOf(to)): Promise<string[]> {
  const response = await postSigned(to, by, paths.questions, questionMediaType, line)
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, answerMediaType])
  return (await response.text()).split('\n')
}

/** What the first line of an answer says, opened by whom it is for. */
async function answerIn(to: WorldState, [line = '']: readonly string[]): Promise<Answer> {
  const opened = await openSealed(line, to.node.node.decryptionKeys, 'answer')
  assert.ok(opened.ok, JSON.stringify(opened))
  return JSON.parse(Buffer.from(opened.jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Answer
}

/** A third State that the answering one of the world knows for as long as the work lasts. */
async function withThird(
  world: World,
  state: string,
  work: (third: WorldState) => Promise<void>,
): Promise<void> {
  const third = await thirdState(world, { state, authorities: [authority(`${state.toLowerCase()}.ppo`)] })
  try {
    await work(third)
  } finally {
    world.asking.link.up = true
    await third.close()
    await removePeer(world.answering.node.node.db, state)
    await world.answering.node.refreshTrust()
  }
}

const everything: Wanted = { what: 'records', ranges: [{ count: 0, mark: 0 }] }

describe('a node that comes up', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('asks each peer two questions where nothing has changed, however many records there are', async () => {
    const { asking, answering } = world
    for (let count = 0; count < 3; count += 1) await opened(world)
    await delivered(asking)
    const before = answering.link.asked
    await asking.restart()
    await heard(asking)
    assert.equal(answering.link.asked, before + 2)
    const last = (await logOf(asking.node.node.db)).findLast(({ evt }) => evt === 'peer.heard')
    assert.deepEqual([last?.peer, last?.count], ['QA', 0])
  })

  it('asks as a new node too, and gets an empty answer', async () => {
    await withThird(world, 'AZ', async (third) => {
      const answer = await answerIn(
        third,
        await posted(world.answering, await question(third, world.answering, everything), third),
      )
      assert.deepEqual(answer.found, { what: 'records', trustList: 1, records: [] })
      assert.ok((await eventsOf(third)).includes('peer.heard'))
    })
  })

  it('asks a peer that could not be reached once more before its log goes on without it', async () => {
    const { asking, answering } = world
    const asked = (): number => asking.link.traceparents.filter(({ path }) => path === paths.questions).length
    const before = asked()
    asking.link.up = false
    // The questions of before lie further and further apart: the one after this moment would come when the log has gone on.
    const comingUp = (async () => {
      await until('it was asked', () => Promise.resolve(asked() > before))
      await new Promise((done) => setTimeout(done, exchangeLimits.hearingPatienceMs.away - 600))
      asking.link.up = true
    })()
    const { size } = await readHead(answering.node.node.db)
    await answering.restart()
    await until('the log goes on', async () => (await readHead(answering.node.node.db)).size > size)
    assert.deepEqual(await listUnheard(answering.node.node.db), [])
    await comingUp
  })

  it('stays quiet towards the peer that it cannot reach, and towards no other, until that one has told', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await withThird(world, 'EE', async () => {
      asking.link.up = false
      await answering.restart()
      const quiet = await answering.node.send(draft(world, answering, request, 'acknowledgement'))
      assert.equal(quiet.ok ? 'sent' : quiet.code, 'PEER_NOT_HEARD')
      assert.match(quiet.ok ? '' : (quiet.detail ?? ''), /VN has not told since the start what it has/)
      await until('EE is heard', async () => (await listUnheard(answering.node.node.db)).join() === 'VN')
      const other = crypto.randomUUID()
      const to = { ...draft(world, asking, other, 'request'), from: 'qa.pp', to: 'ee.ppo' }
      const sent = await answering.node.send(to)
      assert.ok(sent.ok, JSON.stringify(sent))
      await receipted(answering, sent.sent.digest)
      // What comes from that peer is taken all the same: the rules of the record hold for it.
      await say(world, asking, request, 'status-request')
      await agreed(world, request, 2)
      const shown = await run(answering, 'trust', 'show')
      assert.match(shown.out, /VN {2}list 1.*\n {4}has not told what it has since the node came up/)
      asking.link.up = true
      await until('VN is heard', async () => (await listUnheard(answering.node.node.db)).length === 0)
      await say(world, answering, request, 'acknowledgement')
      await agreed(world, request, 3)
    })
  })

  it('takes nothing of a peer that may tell soon of what was forgotten', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    for (const state of [asking, answering]) state.link.up = false
    await answering.restart()
    const sent = await asking.node.send(draft(world, asking, request, 'status-request'))
    assert.ok(sent.ok, JSON.stringify(sent))
    const line = await sealedTo(answering, (await stored(asking, sent.sent.digest)).jws)
    const { node, hearing } = answering.node
    const taken = (isAwaited: boolean) =>
      receive(node, [{ line, from: ['VN'] }], { isAwaited: () => isAwaited })
    assert.deepEqual(await taken(true), [unavailable])
    // Nor as long as it is not known who has told.
    assert.deepEqual(await receive(node, [{ line, from: ['VN'] }], { hasBegun: () => false }), [unavailable])
    assert.equal((await findRequest(node.db, request))?.sequence, 1)
    // Another request may have been taken before as well, and have its receipt there.
    const other = await sealed(asking, answering, openingFrame(node.now()))
    const opening = [{ line: other.jwe, from: ['VN'] }]
    assert.deepEqual(await receive(node, opening, { isAwaited: () => true }), [unavailable])
    const waitedFor = () => until('the peer is waited for no longer', () => !hearing.isAwaited('VN'))
    await waitedFor()
    // It is there, as it sends: it is asked once more, and nobody reaches it.
    assert.deepEqual(await receive(node, [{ line, from: ['VN'] }], hearing), [unavailable])
    await waitedFor()
    const [receipt = ''] = await receive(node, [{ line, from: ['VN'] }], hearing)
    assert.notEqual(receipt, unavailable)
    assert.notDeepEqual(await receive(node, opening, hearing), [unavailable])
    // What has its receipt gets it again, whoever is waited for.
    assert.deepEqual(await taken(true), [receipt])
    for (const state of [asking, answering]) state.link.up = true
    await heard(answering)
    assert.equal(hearing.isAwaited('VN'), false)
    await agreed(world, request, 2)
  })

  it('hears a peer that was away, and sends before it is asked again, before it takes what it sends', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    for (const state of [asking, answering]) state.link.up = false
    await answering.restart()
    const sent = await asking.node.send(draft(world, asking, request, 'status-request'))
    assert.ok(sent.ok, JSON.stringify(sent))
    const line = await sealedTo(answering, (await stored(asking, sent.sent.digest)).jws)
    const { node, hearing } = answering.node
    await until('the peer is waited for no longer', () => !hearing.isAwaited('VN'))
    for (const state of [asking, answering]) state.link.up = true
    const [answer] = await receive(node, [{ line, from: ['VN'] }], hearing)
    assert.ok(answer === unavailable || (await listUnheard(node.db)).length === 0)
    await agreed(world, request, 2)
    assert.deepEqual(await listUnheard(node.db), [])
  })

  it('asks a peer no more that has told, whatever it sends afterwards', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const sent = await asking.node.send(draft(world, asking, request, 'status-request'))
    assert.ok(sent.ok, JSON.stringify(sent))
    await agreed(world, request, 2)
    const line = await sealedTo(answering, (await stored(asking, sent.sent.digest)).jws)
    await answering.restart()
    const { node, hearing } = answering.node
    // By its own job, after which none looks again who is to be asked.
    await until('it has heard its peer', async () => (await listUnheard(node.db)).length === 0)
    await hearing.idle()
    const before = asking.link.asked
    for (let times = 0; times < 10; times += 1) {
      assert.notDeepEqual(await receive(node, [{ line, from: ['VN'] }], hearing), [unavailable])
      await hearing.idle()
    }
    // The proofs of what was sent before are asked for whenever that is.
    assert.ok(asking.link.asked - before < 5, `${asking.link.asked - before} questions`)
  })

  it('signs its log after some minutes though a peer that tells has come to no end', async () => {
    const { asking, answering } = world
    const { url } = answering.database
    await onServer(url, async (client) => {
      await client.query('begin')
      await client.query('lock table request in access exclusive mode')
      const before = answering.link.asked
      await asking.restart()
      await until('it is asked', () => answering.link.asked > before)
      const { hearing } = asking.node
      const standing = (): readonly boolean[] => [hearing.isOver(), hearing.isAwaited('QA')]
      assert.deepEqual(standing(), [false, true])
      const now = performance.now.bind(performance)
      performance.now = () => now() + exchangeLimits.hearingPatienceMs.telling
      const later = standing()
      performance.now = now
      assert.deepEqual(later, [true, true], 'places between the two go on waiting')
      await client.query('rollback')
    })
    await heard(asking)
  })

  it('signs its log though a peer that had told is to tell once more and does not; what comes of that peer waits', async () => {
    const { asking, answering } = world
    await heard(asking)
    const { node, hearing } = asking.node
    answering.link.up = false
    await setUnheard(node.db, 'QA')
    assert.equal(await hearing.hear('QA'), false)
    await until('it is waited for', () => hearing.isAwaited('QA'))
    assert.equal(hearing.isOver(), true)
    answering.link.up = true
    await heard(asking)
  })

  it('knows at once, as one process more of a node, which peers the others have not heard', async () => {
    const { asking, answering } = world
    answering.link.up = false
    await asking.restart()
    const other = await openNode(asking.config, silent, 'act')
    try {
      assert.equal(await other.hearing.begin(), 'joined')
      assert.deepEqual([other.hearing.isOver(), other.hearing.isAwaited('QA')], [false, true])
    } finally {
      await other.close()
      answering.link.up = true
      await heard(asking)
    }
  })

  it('speaks to a peer that cannot tell where a person says so, and the log says who', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    await answering.restart()
    await until('it was tried', () => answering.node.hearing.isOver())
    const excused = await run(answering, 'trust', 'excuse', 'VN', '--as', 'Example-C')
    assert.equal(excused.code, 0, excused.beside)
    assert.equal((await run(answering, 'trust', 'excuse', 'ZZ', '--json')).json.code, 'PEER_UNKNOWN')
    const sent = await say(world, answering, request, 'acknowledgement')
    assert.equal(sent.sequence, 2)
    const entry = (await logOf(answering.node.node.db)).findLast(({ evt }) => evt === 'peer.excused')
    assert.deepEqual([entry?.peer, entry?.actor?.length], ['VN', 64])
    // It holds until the node comes up again.
    await answering.restart()
    const again = await answering.node.send(draft(world, answering, request, 'status-report'))
    assert.equal(again.ok ? 'sent' : again.code, 'PEER_NOT_HEARD')
    asking.link.up = true
    await agreed(world, request, 2)
    await heard(answering)
  })

  it('does by a command what a node in service does: it asks before it says something new', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await asking.node.close()
    try {
      const words = [
        'act',
        request,
        'contact-note',
        '--officer',
        'Example-A',
        '--json',
        '--set',
        'channel=telephone',
      ]
      const more = ['--set', 'at=2026-03-01T06:45:00Z', '--set', 'with=somebody', '--set', 'text=x']
      answering.link.up = false
      const quiet = await run(asking, ...words, ...more)
      assert.deepEqual([quiet.code, quiet.json.code], [65, 'PEER_NOT_HEARD'])
      const excused = await run(asking, 'trust', 'excuse', 'QA', '--json')
      assert.deepEqual([excused.code, excused.json.code], [65, 'NODE_NOT_SERVED'])
      answering.link.up = true
      assert.equal((await run(asking, ...words, ...more)).code, 0)
    } finally {
      answering.link.up = true
      await start(asking)
      await heard(asking)
    }
    await agreed(world, request, 2)
  })
})

describe('what a node tells of the records', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
  })
  after(() => world.close())

  it('is one public text to a stranger, whatever was wrong', async () => {
    const { asking, answering } = world
    const stranger = await twoStates({ state: 'EE', authorities: [authority('ee.ppo')] }, undefined)
    try {
      const sealedTo = async (value: unknown, by = asking): Promise<string> => {
        const key = encryptionKeyFor(answering.node.node.trust.own().list, new Date())
        assert.ok(key !== null)
        return await seal(
          (await sign('question', value, by.node.node.signer, new Date())).jws,
          key,
          'question',
        )
      }
      const old = new Date(Date.now() - 7_200_000).toISOString()
      const message = await seal(
        (await sign('message', {}, asking.node.node.signer, new Date())).jws,
        encryptionKeyFor(answering.node.node.trust.own().list, new Date()) ?? assert.fail(),
        'message',
      )
      for (const line of [
        '',
        'nonsense',
        message,
        await sealedTo({ hello: 'world' }),
        await question(stranger.asking, answering, everything),
        await question(asking, answering, everything, { node: 'AZ' }),
        await question(asking, answering, everything, { to: 'AZ' }),
        await question(asking, answering, everything, { time: old }),
        await question(asking, answering, { what: 'all' } as unknown as Wanted),
      ]) {
        assert.deepEqual(await posted(answering, line), [publicRefusal])
      }
      const refused = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'envelope.refused')
      assert.ok(refused.length >= 8)
    } finally {
      await stranger.close()
    }
  })

  it('attack 54: a record of others is nothing to a third State that asks for it', async () => {
    const { answering } = world
    await withThird(world, 'AZ', async (third) => {
      const want: Wanted = { what: 'record', request, sequence: 0 }
      const lines = await posted(answering, await question(third, answering, want), third)
      assert.deepEqual((await answerIn(third, lines)).found, { what: 'record', messages: [] })
      assert.equal(lines.length, 1)
      const asked = await posted(answering, await question(third, answering, everything), third)
      const all = await answerIn(third, asked)
      assert.deepEqual(all.found, { what: 'records', trustList: 1, records: [] })
    })
  })

  it('is told to the party: what stands where, and each message with its receipt', async () => {
    const { asking, answering } = world
    const all = await answerIn(asking, await posted(answering, await question(asking, answering, everything)))
    const message = await asking.node.node.db.selectFrom('message').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(all.found, {
      what: 'records',
      trustList: 1,
      records: [{ request, sequence: 1, head: message.head, last: message.digest }],
    })
    const lines = await posted(
      answering,
      await question(asking, answering, { what: 'record', request, sequence: 0 }),
    )
    assert.equal(lines.length, 3)
    const keys = asking.node.node.decryptionKeys
    const [, first = '', second = ''] = lines
    const [one, two] = [await openSealed(first, keys, 'message'), await openSealed(second, keys, 'receipt')]
    assert.deepEqual([one.ok && one.jws, two.ok && two.jws], [message.jws, message.receipt])
    assert.ok((await eventsOf(answering)).includes('record.returned'))
    // A question may say more than any record can hold.
    const beyond: Wanted = { what: 'record', request, sequence: Number.MAX_SAFE_INTEGER }
    const none = await answerIn(asking, await posted(answering, await question(asking, answering, beyond)))
    assert.deepEqual(none.found, { what: 'record', messages: [] })
  })

  it('is believed only as the answer to the question that was asked', async () => {
    const { asking, answering } = world
    const peer = asking.node.node.trust.peer('QA')
    assert.ok(peer !== null)
    const earlier = await posted(answering, await question(asking, answering, everything))
    const courier = { ask: () => Promise.resolve(earlier) }
    const replayed = await ask(asking.node.node, courier, peer.list, everything)
    assert.deepEqual([replayed.ok, !replayed.ok && replayed.code], [false, 'MESSAGE_INVALID'])
    const answers: readonly (readonly [lines: readonly string[], code: string])[] = [
      [[], 'NODE_UNAVAILABLE'],
      [[''], 'NODE_UNAVAILABLE'],
      [['{"code":"NODE_UNAVAILABLE"}'], 'NODE_UNAVAILABLE'],
      [[publicRefusal], 'ENVELOPE_INVALID'],
      [['{"code":"NODE_BUSY"}'], 'NODE_BUSY'],
    ]
    for (const [lines, code] of answers) {
      const outcome: Result<object> = await ask(
        asking.node.node,
        { ask: () => Promise.resolve(lines) },
        peer.list,
        everything,
      )
      assert.equal(!outcome.ok && outcome.code, code)
    }
  })
})

describe('two records that cannot be made one', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('are an alarm and take no new messages, and others do', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const other = await opened(world)
    const backup = await backUp(answering)
    // A place is given to what nobody else will ever see, and the next one to a message of the other side.
    asking.link.up = false
    await say(world, answering, request, 'acknowledgement')
    const theirs = await say(world, asking, request, 'status-request')
    const receipt = await receipted(asking, theirs.digest)
    assert.equal(receipt.event === 'relayAcceptance' && receipt.sequence, 3)
    await backup.restore('everything')
    asking.link.up = true
    await start(answering)
    await heard(answering)
    const ours = await answering.node.send(draft(world, answering, request, 'acknowledgement'))
    assert.equal(ours.ok ? 'sent' : ours.code, 'RECORD_CLOSED')
    const closed = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'record.closed')
    assert.deepEqual(
      closed.map(({ peer, code }) => [peer, code]),
      [['VN', 'RECORD_FORK']],
    )
    const late = await say(world, asking, request, 'contact-note')
    await until('it was answered', async () => (await waiting(asking))[0]?.last_code === 'RECORD_CLOSED')
    assert.equal((await stored(asking, late.digest)).status, 'pending')
    const shown = await run(answering, 'show', request)
    assert.match(shown.out, /CLOSED for new messages \(RECORD_FORK\)/)
    await say(world, answering, other, 'acknowledgement')
    await agreed(world, other, 2)
    // It is said once, not at each start.
    await answering.restart()
    await heard(answering)
    assert.equal((await eventsOf(answering)).filter((evt) => evt === 'record.closed').length, 1)
    const continued = (await eventsOf(answering)).filter((evt) => evt === 'log.continued')
    assert.equal(continued.length, 1)
    await backup.remove()
  })

  it('take messages again when they are one again', async () => {
    const { asking } = world
    const request = await opened(world)
    await asking.node.node.db.transaction().execute((trx) => setClosed(trx, request, 'RECORD_FORK'))
    const before = await asking.node.send(draft(world, asking, request, 'status-request'))
    assert.equal(before.ok ? 'sent' : before.code, 'RECORD_CLOSED')
    await asking.restart()
    await heard(asking)
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    assert.ok((await eventsOf(asking)).includes('record.reopened'))
  })
})

describe('a loss that is longer than an answer', () => {
  it('is made good page by page', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    try {
      const request = await opened(world)
      const backup = await backUp(answering)
      for (let count = 0; count < 50; count += 1) await say(world, asking, request, 'contact-note')
      await agreed(world, request, 51)
      await Promise.all(Array.from({ length: 30 }, () => opened(world)))
      await backup.restore('everything')
      await start(answering)
      await heard(answering)
      await onNextLog(answering)
      await agreed(world, request, 51)
      const report = await assertGood(world, 'entries')
      assert.equal(report.facts.find(({ state }) => state === 'QA')?.restored, 80)
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

describe('a trust list that was lost', () => {
  it('leaves no number that is given twice (pain point 7)', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    try {
      const backup = await backUp(answering)
      const settings = await readSettingsOfState(answering.config.dataFolder)
      const renamed = { ...settings, name: { language: 'en', text: 'QA, renamed (demonstration)' } }
      await writeSettingsOfState(answering.config.dataFolder, renamed)
      await answering.restart()
      const numberOf = async (at: WorldState) => (await newestTrustList(at.node.node.db, 'QA'))?.sequence
      await until('the list is issued', async () => (await numberOf(answering)) === 2)
      await asking.restart()
      await until('the peer has it', async () => (await numberOf(asking)) === 2)
      await heard(asking)
      await backup.restore('everything')
      await start(answering)
      await heard(answering)
      await until('the next list is issued', async () => ((await numberOf(answering)) ?? 0) > 2)
      const next = await numberOf(answering)
      assert.ok(
        (next ?? 0) > 1_000_000_000_000,
        'another that is lost may be on its way, so it is the moment',
      )
      await asking.restart()
      await until('the peer has taken it', async () => (await numberOf(asking)) === next)
      // Whoever asked while the old list was served again has noted that it went back; none had the number of another.
      const events = await logOf(asking.node.node.db)
      const refused = events.filter(({ evt }) => evt === 'trustList.refused').map(({ code }) => code)
      assert.deepEqual(
        [...new Set(refused)].filter((code) => code !== 'TRUST_LIST_ROLLED_BACK'),
        [],
      )
      assert.ok((await eventsOf(answering)).includes('trustList.recalled'))
      await onNextLog(answering)
      await heard(asking)
      await opened(world)
      await assertGood(world, 'entries')
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})
