import assert from 'node:assert/strict'
import { type Belief, believing } from '../support/believing.ts'
import { randomBytes } from 'node:crypto'
import { receiptIn } from '../../src/exchange/stored.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { findRequest } from '../../src/store/requests.ts'
import { listRefusalsOf } from '../../src/store/refusals.ts'
import { carriers } from '../support/link.ts'
import {
  agreed,
  assertReplayed,
  delivered,
  draft,
  frameOf,
  opened,
  openingFrame,
  post,
  receipted,
  said,
  say,
  signedAnew,
  sealed,
  stored,
  waiting,
} from '../support/talk.ts'
import { text } from '../support/bodies.ts'
import { type World, authority, thirdState, twoStates, until, type WorldState } from '../support/world.ts'

describe('the record of a request', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())
  afterEach(async () => {
    for (const { link } of [world.asking, world.answering]) {
      link.carry = carriers.faithfully
      link.up = true
    }
    await delivered(world.asking)
    await delivered(world.answering)
    await assertReplayed(world)
  })

  it('is kept in order by the requested node, and both nodes have the same sequence and head', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const acknowledged = await say(world, answering, request, 'acknowledgement')
    assert.equal(acknowledged.sequence, 2)
    await agreed(world, request, 2)
    const asked = await say(world, asking, request, 'status-request')
    assert.equal(asked.sequence, null)
    await agreed(world, request, 3)
    const [here, there] = [
      await findRequest(asking.node.node.db, request),
      await findRequest(answering.node.node.db, request),
    ]
    assert.deepEqual([here?.keeper, there?.keeper], [false, true])
    assert.deepEqual([here?.side, there?.side], ['requesting', 'requested'])
    assert.equal(here?.head, there?.head)
    assert.equal(here?.snapshot, there?.snapshot)
  })

  it('lets a message of the requesting side be pending until the receipt gives it its place', async () => {
    const { asking, answering } = world
    answering.link.up = false
    const request = crypto.randomUUID()
    const sent = await say(world, asking, request, 'request')
    await until('an attempt failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    const pending = await stored(asking, sent.digest)
    assert.deepEqual(
      [pending.status, pending.sequence, pending.head, pending.receipt],
      ['pending', null, null, null],
    )
    assert.equal((await findRequest(asking.node.node.db, request))?.state, 'pending')
    answering.link.up = true
    const receipt = await receipted(asking, sent.digest)
    const placed = await stored(asking, sent.digest)
    assert.equal(receipt.event, 'relayAcceptance')
    assert.deepEqual([placed.status, placed.sequence], ['placed', 1])
    assert.deepEqual([receipt.sequence, receipt.head], [placed.sequence, placed.head])
  })

  it('sends the same bytes again where the answer was lost, gets the same receipt, and stores nothing twice', async () => {
    const { asking, answering } = world
    const before = answering.link.passed.length
    answering.link.carry = carriers.losingAnswers
    const request = crypto.randomUUID()
    const sent = await say(world, asking, request, 'request')
    await until('two answers were lost', () => answering.link.passed.length >= before + 2)
    answering.link.carry = carriers.faithfully
    await agreed(world, request, 1)
    const passed = answering.link.passed.slice(before)
    assert.ok(passed.length >= 3)
    assert.equal(new Set(passed.map(({ lines }) => lines.join('\n'))).size, 1)
    assert.equal(new Set(passed.map(({ answer }) => answer)).size, 1)
    assert.equal((await stored(asking, sent.digest)).receipt, passed[0]?.answer)
    const { db } = answering.node.node
    const rows = await db.selectFrom('message').selectAll().where('request', '=', request).execute()
    assert.equal(rows.length, 1)
    const entries = await db.selectFrom('audit_entry').select('entry').execute()
    const about = entries.filter(({ entry }) => entry.includes(sent.digest))
    assert.equal(about.length, 2, 'one entry for the message, one for the receipt')
  })

  it('attack 25: the requested side’s message that came too early waits, and the record heals by itself', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    await say(world, answering, request, 'acknowledgement')
    await say(world, answering, request, 'status-report')
    const [second, third] = await waiting(answering)
    const [answer = ''] = await post(asking, [third?.jwe ?? ''])
    const refusal = said(answer)
    assert.ok(refusal.event === 'relayRejection')
    assert.deepEqual([refusal.code, refusal.expected], ['RECORD_GAP', ['2']])
    const shorter = await findRequest(asking.node.node.db, request)
    assert.deepEqual([refusal.sequence, refusal.head, refusal.state], [1, shorter?.head, shorter?.state])
    assert.equal((await post(asking, [second?.jwe ?? ''])).length, 1)
    asking.link.up = true
    await agreed(world, request, 3)
    // A gap that healed is no refusal for good: nothing is kept of it but its entries in the log.
    assert.deepEqual(await listRefusalsOf(asking.node.node.db, request), [])
  })

  it('attack 25: the requesting side’s message that overtook another waits, and both are taken in order', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    const first = await say(world, asking, request, 'status-request')
    const second = await say(world, asking, request, 'supplement')
    const jweOf = async (digest: string) =>
      (await waiting(asking)).find((row) => row.digest === digest)?.jwe ?? ''
    const refusal = said((await post(answering, [await jweOf(second.digest)]))[0] ?? '')
    assert.ok(refusal.event === 'relayRejection')
    assert.deepEqual([refusal.code, refusal.expected, refusal.message], ['RECORD_GAP', ['2'], second.digest])
    answering.link.up = true
    await agreed(world, request, 3)
    assert.equal((await stored(asking, first.digest)).sequence, 2)
    assert.equal((await stored(asking, second.digest)).sequence, 3)
    assert.equal((await frameOf(asking, second.digest)).previous, first.digest)
  })

  it('gives messages that cross one order on both sides', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    answering.link.up = false
    const mine = await say(world, asking, request, 'status-request')
    const theirs = await say(world, answering, request, 'acknowledgement')
    asking.link.up = true
    answering.link.up = true
    await agreed(world, request, 3)
    for (const state of [asking, answering]) {
      assert.equal((await stored(state, theirs.digest)).sequence, 2)
      assert.equal((await stored(state, mine.digest)).sequence, 3)
    }
    assert.equal((await frameOf(asking, mine.digest)).basis.sequence, 1)
  })

  it('attack 26: what the case has moved on from is refused, and what its author signed after it is taken', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    answering.link.up = false
    const late = await say(world, asking, request, 'status-request')
    const note = await say(world, asking, request, 'contact-note')
    const decision = await say(world, answering, request, 'decision')
    answering.link.up = true
    const refusal = await receipted(asking, late.digest)
    assert.ok(refusal.event === 'relayRejection')
    assert.equal(refusal.code, 'WORKFLOW_NOT_EXPECTED')
    assert.ok((refusal.expected ?? []).length > 0)
    // Where the record stands on the other side, which the author has not seen yet.
    const decided = await stored(answering, decision.digest)
    assert.deepEqual(
      [refusal.sequence, refusal.head, refusal.measures],
      [2, decided.head, [{ id: 'a1', state: 'refused' }]],
    )
    assert.equal(refusal.state, (await findRequest(answering.node.node.db, request))?.state)
    asking.link.up = true
    await agreed(world, request, 3)
    const refused = await stored(asking, late.digest)
    assert.deepEqual([refused.status, refused.refusal, refused.sequence], ['refused', refusal.code, null])
    assert.equal((await frameOf(asking, note.digest)).previous, late.digest)
    assert.equal((await stored(asking, note.digest)).sequence, 3)
    assert.equal((await stored(asking, decision.digest)).sequence, 2)
    const [kept, ...others] = await listRefusalsOf(answering.node.node.db, request)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [kept?.message_digest, kept?.receipt, kept?.bytes],
      [late.digest, refused.receipt, refused.jws],
    )
    assert.equal((await findRequest(asking.node.node.db, request))?.state, 'refused')
  })

  it('takes the next message after one that was refused for what its frame says', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    // The answering State has withdrawn the authority to which the first message goes.
    answering.link.up = false
    const late = await say(world, asking, request, 'status-request')
    const [jwe = ''] = (await waiting(asking)).map((row) => row.jwe)
    const [answer = ''] = await believing(answering.node.node, withoutAuthorities(answering), () =>
      post(answering, [jwe]),
    )
    assert.equal(said(answer).event === 'relayRejection' && codeOf(answer), 'AUTHORITY_UNKNOWN')
    answering.link.up = true
    const next = await say(world, asking, request, 'supplement')
    await agreed(world, request, 2)
    assert.equal((await stored(asking, late.digest)).status, 'refused')
    assert.equal((await stored(asking, next.digest)).sequence, 2)
  })

  it('refuses what follows an opening message that was refused, and the request may be opened again', async () => {
    const { asking, answering } = world
    answering.link.up = false
    const request = crypto.randomUUID()
    const opening = await say(world, asking, request, 'request')
    const following = await say(world, asking, request, 'status-request')
    const [jwe = ''] = (await waiting(asking)).map((row) => row.jwe)
    await believing(answering.node.node, withoutAuthorities(answering), () => post(answering, [jwe]))
    answering.link.up = true
    const codes = [await receipted(asking, opening.digest), await receipted(asking, following.digest)]
    assert.deepEqual(
      codes.map((receipt) => (receipt.event === 'relayRejection' ? receipt.code : receipt.event)),
      ['AUTHORITY_UNKNOWN', 'REQUEST_UNKNOWN'],
    )
    await say(world, asking, request, 'request')
    await agreed(world, request, 1)
  })

  it('is not blocked by a third State that knows its number', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
    try {
      const row = await findRequest(answering.node.node.db, request)
      assert.ok(row?.last_other !== null && row !== null)
      const frame = {
        ...openingFrame(new Date(), { from: 'az.ppo', request, type: 'status-request', body: { text } }),
        basis: { sequence: 1, head: row.head },
        previous: row.last_other,
      }
      const forked = {
        ...frame,
        id: uuidV7(new Date(), randomBytes(10)),
        basis: { sequence: 0, head: row.head },
      }
      const lines = await Promise.all([frame, forked].map((value) => sealed(third, answering, value)))
      const answers = await post(
        answering,
        lines.map(({ jwe }) => jwe),
        third,
      )
      assert.deepEqual(answers.map(codeOf), ['NOT_A_PARTY', 'NOT_A_PARTY'])
      for (const answer of answers) {
        const told = Object.keys(said(answer))
        for (const name of ['sequence', 'head', 'state', 'measures']) assert.ok(!told.includes(name), name)
      }
      const asked = await say(world, asking, request, 'status-request')
      await agreed(world, request, 2)
      assert.equal((await stored(asking, asked.digest)).sequence, 2)
    } finally {
      await third.close()
    }
  })

  it('that waits holds up no other', async () => {
    const { asking, answering } = world
    const blocked = crypto.randomUUID()
    const first = await say(world, asking, blocked, 'request')
    await receipted(asking, first.digest)
    answering.link.carry = async ({ forward }) => {
      const answers = (await forward()).split('\n')
      // What is about the first request is answered with nonsense, all else truly.
      return answers.map((answer) => (requestOf(answer) === blocked ? 'nonsense' : answer)).join('\n')
    }
    const waits = await say(world, asking, blocked, 'status-request')
    const other = await opened(world)
    await say(world, asking, other, 'status-request')
    await agreed(world, other, 2)
    assert.equal((await stored(asking, waits.digest)).receipt, null)
    assert.deepEqual(
      (await waiting(asking)).map(({ digest, last_code }) => [digest, last_code]),
      [[waits.digest, 'ENVELOPE_INVALID']],
    )
  })

  it('keeps a receipt that came before an earlier message, and places its message when that one is here', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    const earlier = await say(world, answering, request, 'acknowledgement')
    const mine = await say(world, asking, request, 'status-request')
    await receipted(asking, mine.digest)
    const early = await stored(asking, mine.digest)
    assert.deepEqual([early.status, early.sequence], ['pending', null])
    assert.deepEqual(sequenceIn(receiptIn(early).receipt), 3)
    assert.equal((await findRequest(asking.node.node.db, request))?.sequence, 1)
    asking.link.up = true
    await agreed(world, request, 3)
    const later = await stored(asking, mine.digest)
    assert.deepEqual([later.status, later.sequence, later.receipt], ['placed', 3, early.receipt])
    assert.equal((await stored(asking, earlier.digest)).sequence, 2)
  })

  it('is not moved by a receipt whose head is another: the message stays pending and a person must look', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.carry = async ({ forward }) => {
      const forked = { ...said(await forward()), head: 'f'.repeat(64) } as ReturnType<typeof said>
      return await signedAnew(forked, answering.node.node.signer)
    }
    const sent = await say(world, asking, request, 'status-request')
    assert.equal((await receipted(asking, sent.digest)).event, 'relayAcceptance')
    const row = await stored(asking, sent.digest)
    assert.deepEqual([row.status, row.sequence], ['pending', null])
    assert.equal((await findRequest(asking.node.node.db, request))?.sequence, 1)
  })

  it('judges a draft by what is pending as well, and refuses it at home where it cannot follow', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    await say(world, asking, request, 'withdraw')
    const outcome = await asking.node.send(draft(world, asking, request, 'status-request'))
    assert.equal(outcome.ok ? 'taken' : outcome.code, 'WORKFLOW_NOT_EXPECTED')
    assert.equal((await waiting(asking)).length, 1)
    answering.link.up = true
    await agreed(world, request, 2)
  })
})

function sequenceIn(receipt: ReturnType<typeof said>): number | undefined {
  return receipt.event === 'relayAcceptance' ? receipt.sequence : undefined
}

function codeOf(answer: string): string {
  const receipt = said(answer)
  return receipt.event === 'relayRejection' ? receipt.code : receipt.event
}

function requestOf(answer: string): string | undefined {
  return said(answer).request
}

/** The list of a State all of whose authorities have been withdrawn. */
function withoutAuthorities({ node }: WorldState): Belief {
  const own = node.node.trust.own()
  const authorities = own.list.authorities.map((one) => ({ ...one, validUntil: '2026-02-01T00:00:00Z' }))
  return { own: { ...own, list: { ...own.list, authorities } } }
}
