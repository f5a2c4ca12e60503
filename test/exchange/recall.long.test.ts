import assert from 'node:assert/strict'
import { comparing } from '../../src/exchange/recall/compare.ts'
import { fetchPage } from '../../src/exchange/recall/heal.ts'
import { hear } from '../../src/exchange/recall/hear.ts'
import { restorePage } from '../../src/exchange/recall/restore.ts'
import { readMatter } from '../../src/exchange/readMatter.ts'
import { openNode } from '../../src/opening.ts'
import { findAsking } from '../../src/store/askings.ts'
import { readHead } from '../../src/store/audit.ts'
import { findRequest } from '../../src/store/requests.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Backup, backUp, start } from '../support/backup.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import {
  agreed,
  assertReplayed,
  delivered,
  draft,
  frameOf,
  opened,
  receipted,
  say,
  setClock,
  stored,
} from '../support/talk.ts'
import { assertGood, eventsOf, onNextLog } from '../support/twoSides.ts'
import { type World, type WorldState, heard, silent, twoStates, until } from '../support/world.ts'

/** The rows of a table that two nodes must have alike, by what identifies them. */
async function messagesOf({ node }: WorldState): Promise<string[]> {
  const rows = await node.node.db
    .selectFrom('message')
    .select(['digest', 'request', 'sequence', 'head', 'status', 'receipt'])
    .execute()
  return rows
    .map(({ digest, request, sequence, head, status, receipt }) =>
      [request, sequence, head, digest, status, receipt].join(' '),
    )
    .sort()
}

async function refusalsOf({ node }: WorldState): Promise<string[]> {
  const rows = await node.node.db.selectFrom('refusal').select(['message_digest', 'receipt']).execute()
  return rows.map(({ message_digest, receipt }) => `${message_digest ?? ''} ${receipt ?? ''}`).sort()
}

/** The matter of a request, in its row and in its state; undefined where there is none. */
async function matterOf({ node }: WorldState, request: string): Promise<(string | null | undefined)[]> {
  const row = await findRequest(node.node.db, request)
  return [row?.matter, (JSON.parse(row?.snapshot ?? '{}') as RequestState).matter]
}

/** Where each request stands on the desk. */
async function turnsOf({ node }: WorldState): Promise<string[]> {
  const rows = await node.node.db.selectFrom('request').select(['id', 'turn', 'unanswered']).execute()
  return rows.map(({ id, turn, unanswered }) => `${id} ${turn ?? ''} ${unanswered}`).sort()
}

/** By what a node knows again what another State has given it, and may not pass on. */
async function entrustedIn({ node }: WorldState): Promise<string[]> {
  const rows = await node.node.db.selectFrom('entrusted').select(['message', 'name', 'digest']).execute()
  return rows.map(({ message, name, digest }) => `${message} ${name} ${digest}`).sort()
}

const reader = { person: 'Example-A', role: 'officer' }

/** A file that goes with a message. */
const given = [
  { id: 'E1', name: 'protocol.pdf', mediaType: 'application/pdf', bytes: 4011, sha256: 'a1'.repeat(32) },
]

describe('a node whose data folder and database went back', () => {
  let world: World
  let backup: Backup | undefined
  beforeEach(async () => {
    world = await twoStates()
  })
  afterEach(async () => {
    await world.close()
    await backup?.remove()
    backup = undefined
  })

  /** A refused message, more messages in both directions, a new request: what the backup will not hold. */
  async function life(request: string): Promise<string> {
    const { asking, answering } = world
    await say(world, asking, request, 'status-request', { exhibits: given })
    await agreed(world, request, 3)
    await say(world, answering, request, 'status-report', { exhibits: given })
    await agreed(world, request, 4)
    // Both at once: what the case has moved on from is refused.
    asking.link.up = false
    answering.link.up = false
    const late = await say(world, asking, request, 'status-request')
    await say(world, asking, request, 'contact-note')
    await say(world, answering, request, 'decision')
    answering.link.up = true
    assert.equal((await receipted(asking, late.digest)).event, 'relayRejection')
    asking.link.up = true
    await agreed(world, request, 6)
    const other = await opened(world)
    await say(world, answering, other, 'acknowledgement')
    await agreed(world, other, 2)
    await delivered(asking)
    await delivered(answering)
    return other
  }

  for (const side of ['asking', 'answering'] as const) {
    it(`has back all that both had, where it is the ${side} one, and goes on`, async () => {
      const victim = world[side]
      const request = await opened(world)
      await say(world, world.answering, request, 'acknowledgement')
      await agreed(world, request, 2)
      await delivered(world.answering)
      backup = await backUp(victim)
      const other = await life(request)
      const before = {
        messages: [await messagesOf(world.asking), await messagesOf(world.answering)],
        refusals: [await refusalsOf(world.asking), await refusalsOf(world.answering)],
        entrusted: await entrustedIn(victim),
        turns: await turnsOf(victim),
      }
      assert.equal(before.entrusted.length, 1)
      await backup.restore('everything')
      await start(victim)
      await heard(victim)
      // To the last byte: messages, places, heads, receipts, refusals.
      assert.deepEqual([await messagesOf(world.asking), await messagesOf(world.answering)], before.messages)
      assert.deepEqual([await refusalsOf(world.asking), await refusalsOf(world.answering)], before.refusals)
      assert.deepEqual(await entrustedIn(victim), before.entrusted)
      assert.deepEqual(await turnsOf(victim), before.turns)
      await onNextLog(victim)
      const report = await assertGood(world, 'entries')
      const facts = report.facts.find(({ state }) => state === victim.state)
      assert.deepEqual([facts?.follows?.length, facts?.restored], [1, 7])
      const events = await eventsOf(victim)
      assert.equal(events.filter((evt) => evt === 'log.continued').length, 1)
      assert.equal(events.filter((evt) => evt.startsWith('restored.')).length, 7)
      // And both go on, in each direction, in old records and in new ones.
      await say(world, world.asking, other, 'status-request')
      await agreed(world, other, 3)
      await say(world, world.answering, other, 'status-report')
      await agreed(world, other, 4)
      await opened(world)
      await assertGood(world, 'entries')
    })
  }

  for (const side of ['asking', 'answering'] as const) {
    it(`knows again of what matter a request is, where it is the ${side} one, and keeps it there`, async () => {
      const { asking, answering } = world
      const victim = world[side]
      const matter = crypto.randomUUID()
      const early = await opened(world)
      await delivered(asking)
      backup = await backUp(victim)
      // One record is lost as a whole; of the other, the message that was the first to name the matter.
      const late = crypto.randomUUID()
      await say(world, asking, late, 'request', { matter })
      await agreed(world, late, 1)
      await say(world, answering, late, 'acknowledgement')
      await agreed(world, late, 2)
      await say(world, asking, early, 'status-request', { matter })
      await agreed(world, early, 2)
      const before = [await matterOf(victim, late), await matterOf(victim, early)]
      assert.deepEqual(before, [
        [matter, matter],
        [matter, matter],
      ])
      await delivered(answering)
      await backup.restore('everything')
      await start(victim)
      await heard(victim)
      assert.deepEqual([await matterOf(victim, late), await matterOf(victim, early)], before)
      const row = await findRequest(victim.node.node.db, late)
      assert.ok(row !== null)
      const seen = await readMatter(victim.node.node, row, reader)
      assert.equal(seen?.matter, matter)
      assert.deepEqual(seen.records.map(({ id }) => id).sort(), [early, late].sort())
      const other = { matter: crypto.randomUUID() }
      const refused = await victim.node.send(draft(world, victim, late, 'contact-note', other))
      assert.equal(refused.ok ? 'sent' : refused.code, 'MATTER_MISMATCH')
      // What is said next carries it by itself.
      const next = await say(world, victim, late, 'contact-note')
      await agreed(world, late, 3)
      assert.equal((await frameOf(victim, next.digest)).matter, matter)
      await assertReplayed(world)
      await onNextLog(victim)
      await assertGood(world, 'entries')
    })
  }

  it('has back what it had refused in a record that it lost from its beginning, as part of that record', async () => {
    const victim = world.answering
    backup = await backUp(victim)
    const request = await opened(world)
    await say(world, victim, request, 'acknowledgement')
    await agreed(world, request, 2)
    await delivered(victim)
    await life(request)
    const before = await refusalsOf(victim)
    assert.equal(before.length, 1)
    await backup.restore('everything')
    await start(victim)
    await heard(victim)
    await onNextLog(victim)
    assert.deepEqual(await refusalsOf(victim), before)
    await assertGood(world, 'entries')
  })

  it('asks once more after the next start and finds nothing lacking', async () => {
    const request = await opened(world)
    backup = await backUp(world.answering)
    await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 2)
    await backup.restore('everything')
    await start(world.answering)
    await heard(world.answering)
    const messages = await messagesOf(world.answering)
    const { log } = await readHead(world.answering.node.node.db)
    await world.answering.restart()
    await heard(world.answering)
    assert.deepEqual(await messagesOf(world.answering), messages)
    assert.equal((await readHead(world.answering.node.node.db)).log, log)
    assert.ok(log > 1)
  })

  for (const side of ['asking', 'answering'] as const) {
    it(`has back more refusals than a page holds of a record that the ${side} one lost from its beginning`, async () => {
      const { asking, answering } = world
      const victim = world[side]
      backup = await backUp(victim)
      const request = await opened(world)
      asking.link.up = false
      answering.link.up = false
      let last = ''
      for (let times = 0; times < 21; times += 1)
        last = (await say(world, asking, request, 'status-request')).digest
      await say(world, answering, request, 'decision')
      answering.link.up = true
      assert.equal((await receipted(asking, last)).event, 'relayRejection')
      asking.link.up = true
      await agreed(world, request, 2)
      await delivered(answering)
      const before = [await messagesOf(asking), await refusalsOf(answering)]
      const rowOf = async () => {
        const {
          side: role,
          keeper,
          last_other,
          head,
        } = (await findRequest(victim.node.node.db, request)) ?? {}
        return { role, keeper, last_other, head }
      }
      const row = await rowOf()
      assert.equal(row.last_other, last)
      await backup.restore('everything')
      await start(victim)
      await heard(victim)
      assert.deepEqual([await messagesOf(asking), await refusalsOf(answering)], before)
      assert.deepEqual(await rowOf(), row)
      await say(world, asking, request, 'contact-note')
      await agreed(world, request, 3)
      await assertGood(world, 'entries')
    })
  }

  it('knows what was said last also where it was refused, and came back before a hearing broke off', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    backup = await backUp(asking)
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    asking.link.up = false
    answering.link.up = false
    const late = await say(world, asking, request, 'status-request')
    await say(world, answering, request, 'decision')
    answering.link.up = true
    assert.equal((await receipted(asking, late.digest)).event, 'relayRejection')
    asking.link.up = true
    await agreed(world, request, 3)
    await delivered(answering)
    await backup.restore('everything')
    const open = await openNode(asking.config, silent, 'act')
    try {
      const healing = await comparing(open.node, open.courier, 'QA', true)
      assert.ok(healing !== null)
      const page = await fetchPage(healing, request, 1, undefined)
      assert.ok(page.ok)
      const [refused, ...others] = page.settled
      assert.ok(refused?.digest === late.digest && others.length === 2)
      const about = { peer: 'QA', request, asking: await findAsking(open.node.db, 'QA') }
      await restorePage(open.node, about, [refused], new Map())
      assert.ok((await hear(open.node, open.courier, 'QA')).ok)
      const { last_other } = (await findRequest(open.node.db, request)) ?? {}
      assert.equal(last_other, late.digest)
    } finally {
      await open.close()
    }
    await start(asking)
    await heard(asking)
    await say(world, asking, request, 'contact-note')
    await agreed(world, request, 4)
  })

  it('takes nothing new of its own before it has asked, and says why', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    backup = await backUp(asking)
    const { size } = await readHead(asking.node.node.db)
    const lost = await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    await backup.restore('everything')
    answering.link.up = false
    await start(asking)
    const refused = await asking.node.send(draft(world, asking, request, 'supplement'))
    assert.equal(refused.ok ? 'sent' : refused.code, 'PEER_NOT_HEARD')
    // What it has signed meanwhile is another log: the peer is not asked to cosign that before it has told what it has.
    await until('it has signed', async () => (await readHead(asking.node.node.db)).size > size)
    answering.link.up = true
    await asking.node.cosign()
    // By itself, without anybody's doing.
    await until('it has told', async () => (await eventsOf(asking)).includes('restored.sent'))
    assert.equal((await stored(asking, lost.digest)).sequence, 2)
    await say(world, asking, request, 'supplement')
    await agreed(world, request, 3)
    await onNextLog(asking)
    await assertGood(world)
  })
})

describe('what a peer hands back of a time that has not come yet, for a clock was ahead', () => {
  let world: ClockedWorld
  let backup: Backup | undefined
  before(async () => {
    world = await clockedStates(new Date())
  })
  after(async () => {
    await world.close()
    await backup?.remove()
  })

  it('is waited for, and no record is closed for it', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    backup = await backUp(asking)
    const began = asking.node.node.now().getTime()
    await world.setClock(new Date(began + 10 * 3_600_000))
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    await delivered(asking)
    await backup.restore('everything')
    await setClock(world.clockFile, new Date(began + 60_000))
    await start(asking)
    const closed = async () => (await findRequest(asking.node.node.db, request))?.closed
    assert.equal(await asking.node.hearing.hear('QA'), false)
    assert.equal(await closed(), null)
    await setClock(world.clockFile, new Date(began + 11 * 3_600_000))
    await heard(asking)
    assert.equal(await closed(), null)
    await agreed(world, request, 2)
    await say(world, answering, request, 'acknowledgement')
    await agreed(world, request, 3)
  })
})
