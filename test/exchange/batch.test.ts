import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { listRefusals } from '../../src/store/refusals.ts'
import { findRequest } from '../../src/store/requests.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { isFinal } from '../../src/message/finality.ts'
import { limits } from '../../src/message/limits.ts'
import { paths } from '../../src/web/paths.ts'
import { nextPlace } from '../../src/workflow/record.ts'
import {
  assertReplayed,
  delivered,
  entriesAbout,
  openingFrame,
  post,
  postSigned,
  said,
  sealed,
  sealedTo,
  stored,
  waiting,
} from '../support/talk.ts'
import { unavailable } from '../../src/exchange/reply.ts'
import { text } from '../support/bodies.ts'
import { type World, twoStates } from '../support/world.ts'
import { whileTakingNothing } from '../support/takingNothing.ts'

type Sealed = Awaited<ReturnType<typeof sealed>>

describe('many messages at once', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  const openings = async (count: number): Promise<Sealed[]> =>
    await Promise.all(
      Array.from({ length: count }, () => sealed(world.asking, world.answering, openingFrame(new Date()))),
    )

  it('of 200 requests, posted 200 at a time, get the receipt of their own each (pain point 3)', async () => {
    const messages = await openings(200)
    const answers = await Promise.all(messages.map(({ jwe }) => post(world.answering, [jwe])))
    answers.forEach(([answer = '', ...others], index) => {
      assert.deepEqual(others, [])
      const receipt = said(answer)
      assert.equal(receipt.event, 'relayAcceptance')
      assert.equal(receipt.message, messages[index]?.digest)
    })
    for (const { digest } of messages) assert.equal((await stored(world.answering, digest)).sequence, 1)
  })

  it('of one request, posted in any order, are all taken once each, and those too early when they come again', async () => {
    const frame = openingFrame(new Date())
    const opening = await sealed(world.asking, world.answering, frame)
    const chain = [opening]
    for (let count = 1; count < 50; count += 1) {
      const { request, basis } = frame
      const next = openingFrame(new Date(), { request, basis, type: 'status-request', body: { text } })
      chain.push(await sealed(world.asking, world.answering, { ...next, previous: chain.at(-1)?.digest }))
    }
    let open = [...chain]
    for (let round = 0; open.length > 0; round += 1) {
      assert.ok(round < 60, 'every round takes at least the next one')
      const answers = await Promise.all(open.map(({ jwe }) => post(world.answering, [jwe])))
      open = open.filter((message, index) => {
        const receipt = said(answers[index]?.[0] ?? '')
        assert.equal(receipt.message, message.digest)
        if (receipt.event === 'relayRejection') assert.equal(receipt.code, 'RECORD_GAP')
        return receipt.event === 'relayRejection'
      })
    }
    const row = await findRequest(world.answering.node.node.db, String(frame.request))
    assert.equal(row?.sequence, 50)
    const heads = chain.reduce(nextPlaceOf, { sequence: 0, head: (frame.basis as { head: string }).head })
    assert.equal(row.head, heads.head)
  })

  it('in one post are answered in its order, and a bad one spoils no other (pain point 5)', async () => {
    const messages = await openings(5)
    const past = openingFrame(new Date('2026-01-01T00:00:00Z'))
    const stale = await sealed(world.asking, world.answering, past, { at: new Date() })
    const lines = messages.map(({ jwe }) => jwe)
    lines.splice(1, 0, 'garbage')
    lines.splice(3, 0, stale.jwe)
    lines.splice(5, 0, '')
    const answers = await post(world.answering, lines)
    const events = answers.map((answer) => (answer.startsWith('{') ? 'stranger' : said(answer).event))
    assert.deepEqual(events, [
      'relayAcceptance',
      'stranger',
      'relayAcceptance',
      'relayRejection',
      'relayAcceptance',
      'stranger',
      'relayAcceptance',
      'relayAcceptance',
    ])
    const digests = answers.filter((answer) => !answer.startsWith('{')).map((answer) => said(answer).message)
    const own = messages.map(({ digest }) => digest)
    assert.deepEqual(digests, [own[0], own[1], stale.digest, ...own.slice(2)])
  })

  it('may fill a post to its last line', async () => {
    const messages = await openings(limits.batchMessagesMax)
    const answers = await post(
      world.answering,
      messages.map(({ jwe }) => jwe),
    )
    assert.deepEqual(
      answers.map((answer) => said(answer).message),
      messages.map(({ digest }) => digest),
    )
  })

  it('that are the same are one entry in record and log, and have one receipt', async () => {
    const [message] = await openings(1)
    assert.ok(message !== undefined)
    const { jwe, jws, digest } = message
    // Sealed once more it looks otherwise on the wire and is the same message.
    const lines = [jwe, jwe, await sealedTo(world.answering, jws)]
    const together = await post(world.answering, lines)
    const apart = await Promise.all(lines.map((line) => post(world.answering, [line])))
    const receipts = new Set([...together, ...apart.flat()])
    assert.equal(receipts.size, 1)
    assert.deepEqual(await entriesAbout(world.answering, digest), ['message.received', 'receipt.given'])
  })

  it('that are the same and come at once through different connections are stored once', async () => {
    const [message] = await openings(1)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(world.answering, [message?.jwe ?? ''])),
    )
    assert.equal(new Set(answers.flat()).size, 1)
    assert.deepEqual(await entriesAbout(world.answering, message?.digest ?? ''), [
      'message.received',
      'receipt.given',
    ])
  })

  it('attack 27: one id and other bytes are equivocation: refused, kept as proof, and the first stays', async () => {
    const frame = openingFrame(new Date())
    const first = await sealed(world.asking, world.answering, frame)
    const second = await sealed(world.asking, world.answering, { ...frame, reference: 'VN-DEMO-OTHER' })
    const [accepted = ''] = await post(world.answering, [first.jwe])
    const [refused = '', again = ''] = await post(world.answering, [second.jwe, second.jwe])
    const receipt = said(refused)
    assert.ok(receipt.event === 'relayRejection')
    assert.equal(receipt.code, 'MESSAGE_ID_REUSED')
    assert.equal(again, refused)
    const { db } = world.answering.node.node
    const [kept] = await listRefusals(db, 1)
    assert.deepEqual(
      [kept?.message_digest, kept?.bytes, kept?.receipt, kept?.code],
      [second.digest, second.jws, refused, 'MESSAGE_ID_REUSED'],
    )
    assert.deepEqual(await entriesAbout(world.answering, second.digest), [
      'equivocation.found',
      'message.refused',
      'receipt.given',
    ])
    assert.deepEqual(await post(world.answering, [first.jwe]), [accepted])
    assert.equal((await stored(world.answering, first.digest)).sequence, 1)
    // What its author sends after the first one still has its place.
    const { request, basis } = frame
    const next = openingFrame(new Date(), { request, basis, type: 'status-request', body: { text } })
    const following = await sealed(world.asking, world.answering, { ...next, previous: first.digest })
    assert.equal(said((await post(world.answering, [following.jwe]))[0] ?? '').event, 'relayAcceptance')
  })

  it('with one id in one post are judged in its order', async () => {
    const frame = openingFrame(new Date())
    const first = await sealed(world.asking, world.answering, frame)
    const second = await sealed(world.asking, world.answering, { ...frame, reference: 'VN-DEMO-OTHER' })
    const answers = await post(world.answering, [first.jwe, second.jwe])
    assert.deepEqual(
      answers.map((answer) => said(answer).event),
      ['relayAcceptance', 'relayRejection'],
    )
  })

  it('of 120 drafts sent at once are all delivered', async () => {
    const { asking } = world
    const requests = Array.from({ length: 120 }, () => crypto.randomUUID())
    const outcomes = await Promise.all(requests.map((request) => asking.node.send(openingDraft(request))))
    assert.ok(outcomes.every(({ ok }) => ok))
    await delivered(asking)
    assert.deepEqual(await waiting(asking), [])
    for (const request of requests)
      assert.equal((await findRequest(world.answering.node.node.db, request))?.sequence, 1)
  })

  it('with the id of a draft are sent once', async () => {
    const { asking } = world
    const request = crypto.randomUUID()
    const id = String(openingFrame(new Date()).id)
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => asking.node.send({ ...openingDraft(request), id })),
    )
    const later = await asking.node.send({ ...openingDraft(request), id })
    const digests = [...outcomes, later].map((outcome) => (outcome.ok ? outcome.sent.digest : outcome.code))
    assert.equal(new Set(digests).size, 1, digests.join(' '))
    const elsewhere = await asking.node.send({ ...openingDraft(crypto.randomUUID()), id })
    assert.equal(elsewhere.ok ? '' : elsewhere.code, 'MESSAGE_ID_REUSED')
    const other = { ...openingDraft(request).body, remarks: text }
    const otherwise = await asking.node.send({ ...openingDraft(request), id, body: other })
    assert.deepEqual(otherwise.ok ? [] : [otherwise.code, otherwise.pointer], ['MESSAGE_ID_REUSED', '/id'])
    await delivered(asking)
  })

  for (const [words, state] of [
    ['whose disk is full', '53100'],
    ['that may only be read', '25006'],
  ] as const) {
    it(`are told together to come again by a database ${words}, and have their receipts when they do`, async () => {
      const { asking, answering } = world
      const { db } = answering.node.node
      const messages = await openings(2)
      const lines = messages.map(({ jwe }) => jwe)
      const refused = await whileTakingNothing(
        db,
        state,
        async () => await postSigned(answering, asking, paths.messages, messagesMediaType, lines.join('\n')),
      )
      const { code } = (await refused.json()) as { readonly code: string }
      assert.deepEqual([refused.status, code, isFinal(code)], [503, 'NODE_UNAVAILABLE', false])
      assert.ok(Number(refused.headers.get('retry-after')) > 0)
      const receipts = await post(answering, lines)
      assert.deepEqual(
        receipts.map((receipt) => said(receipt).message),
        messages.map(({ digest }) => digest),
      )
    })
  }

  it('are told each to come again by a database that is too slow, and have their receipts when they do', async () => {
    const { answering } = world
    const messages = await openings(4)
    const lines = messages.map(({ jwe }) => jwe)
    const answers = await whileTakingNothing(
      answering.node.node.db,
      '57014',
      async () => await post(answering, lines),
    )
    assert.deepEqual(
      answers,
      lines.map(() => unavailable),
    )
    const receipts = await post(answering, lines)
    assert.deepEqual(
      receipts.map((receipt) => said(receipt).message),
      messages.map(({ digest }) => digest),
    )
  })

  describe('of which the database refuses one', () => {
    const cursed = 'VN-CURSED'
    before(async () => {
      for (const { node } of [world.asking, world.answering]) {
        await sql`
          create function refuse_cursed() returns trigger language plpgsql as $$
          begin
            if new.reference = ${sql.lit(cursed)} then raise exception 'cursed'; end if;
            return new;
          end $$`.execute(node.node.db)
        await sql`create trigger cursed before insert on request for each row execute function refuse_cursed()`.execute(
          node.node.db,
        )
      }
    })
    after(async () => {
      for (const { node } of [world.asking, world.answering])
        await sql`drop trigger cursed on request`.execute(node.node.db)
    })

    it('are taken all the same, and that one has no receipt until it comes again (pain point 1)', async () => {
      const { asking, answering } = world
      const bad = await sealed(asking, answering, openingFrame(new Date(), { reference: cursed }))
      const [first, last] = await openings(2)
      const answers = await post(answering, [first?.jwe ?? '', bad.jwe, last?.jwe ?? ''])
      assert.equal(answers[1], '{"code":"NODE_UNAVAILABLE"}')
      assert.equal(said(answers[0] ?? '').message, first?.digest)
      assert.equal(said(answers[2] ?? '').message, last?.digest)
      assert.deepEqual(await entriesAbout(answering, bad.digest), [])
      // Its receipt was signed before the commit failed. It gets one when it comes again and nothing refuses it.
      const { db } = answering.node.node
      await sql`alter table request disable trigger cursed`.execute(db)
      const [receipt = ''] = await post(answering, [bad.jwe])
      await sql`alter table request enable trigger cursed`.execute(db)
      assert.deepEqual([said(receipt).event, said(receipt).message], ['relayAcceptance', bad.digest])
    })

    it('are sent all the same, and nothing is left of that one', async () => {
      const { asking } = world
      const requests = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
      const outcomes = await Promise.all(
        requests.map((request, index) =>
          asking.node.send({ ...openingDraft(request), ...(index === 1 ? { reference: cursed } : {}) }),
        ),
      )
      const codes = outcomes.map((outcome) => (outcome.ok ? 'sent' : outcome.code))
      assert.deepEqual(codes, ['sent', 'NODE_UNAVAILABLE', 'sent'])
      await delivered(asking)
      assert.equal(await findRequest(asking.node.node.db, requests[1] ?? ''), null)
    })
  })

  const openingDraft = (request: string) => ({
    request,
    reference: `VN-${hash('sha256', request).slice(0, 8)}`,
    from: 'vn.spp',
    to: 'qa.pp',
    type: 'request' as const,
    language: 'en',
    body: openingFrame(new Date()).body as object,
    exhibits: [],
    people: { officer: 'Example-A', approver: 'Example-B' },
  })
})

function nextPlaceOf(place: Parameters<typeof nextPlace>[0], { digest }: Sealed) {
  return nextPlace(place, digest)
}
