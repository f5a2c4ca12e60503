import assert from 'node:assert/strict'
import { type ServerResponse, createServer } from 'node:http'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { limits } from '../../src/message/limits.ts'
import { settle } from '../../src/exchange/answers.ts'
import { deliverer } from '../../src/exchange/deliver.ts'
import type { Post } from '../../src/exchange/posting.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { codeOfFailure } from '../../src/exchange/connector.ts'
import { AnsweredOtherwise } from '../../src/exchange/callFailures.ts'
import { courier } from '../../src/exchange/post.ts'
import { retryLimits } from '../../src/exchange/retry.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { sayAlive } from '../../src/store/leases.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { listDead, resend } from '../../src/store/deadLetters.ts'
import { resendAllDead } from '../../src/exchange/readOutbox.ts'
import { type Delivery, bury, claim } from '../../src/store/outbox.ts'
import { findRequest, lockRequests } from '../../src/store/requests.ts'
import { startNode } from '../../src/main.ts'
import { paths } from '../../src/web/paths.ts'
import { type Carrier, carriers } from '../support/link.ts'
import {
  agreed,
  assertReplayed,
  delivered,
  entriesAbout,
  logOf,
  opened,
  receipted,
  said,
  say,
  signedAnew,
  stored,
  waiting,
} from '../support/talk.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { authority, silent, thirdState, until } from '../support/world.ts'

describe('the outbox', () => {
  let world: ClockedWorld
  let at = Date.parse('2027-02-01T08:00:00Z')
  before(async () => {
    world = await clockedStates(new Date(at), new Date(at - 86_400_000))
  })
  after(async () => {
    await world.close()
  })
  afterEach(async () => {
    world.answering.link.up = true
    world.answering.link.carry = carriers.faithfully
    // Whatever waits for its next attempt is due a minute later.
    await pass(retryLimits.longestDelayMs)
    await delivered(world.asking)
    await assertReplayed(world)
  })

  const pass = async (ms: number): Promise<void> => {
    at = Math.max(at, world.asking.node.node.now().getTime()) + ms
    await world.setClock(new Date(at))
  }

  it('loses nothing while a peer is away, tries again ever later, and sends the same bytes (pain point 4)', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const attempts: { readonly lines: readonly string[]; readonly at: number }[] = []
    answering.link.carry = ({ lines }) => {
      attempts.push({ lines, at: asking.node.node.now().getTime() })
      return Promise.resolve(null)
    }
    const sent = await say(world, asking, request, 'status-request')
    for (let count = 1; count <= 6; count += 1) {
      await until(`attempt ${count}`, () => attempts.length >= count)
      await until('it is put off', async () => ((await waiting(asking))[0]?.attempts ?? 0) >= count)
      const [row] = await waiting(asking)
      assert.deepEqual([row?.digest, row?.status, row?.leased_by], [sent.digest, 'waiting', null])
      assert.equal(row?.last_code, 'NODE_UNAVAILABLE')
      const delay = (row.next_attempt_at?.getTime() ?? 0) - (attempts.at(-1)?.at ?? 0)
      const longest = retryLimits.firstDelayMs * 2 ** (count - 1)
      assert.ok(delay >= longest / 2 - 1 && delay < longest + 2000, `${delay} after attempt ${count}`)
      await pass(longest)
    }
    answering.link.carry = carriers.faithfully
    await agreed(world, request, 2)
    const [jwe] = attempts.map(({ lines }) => lines.join('\n'))
    for (const { lines } of attempts) assert.equal(lines.join('\n'), jwe)
    assert.equal(answering.link.passed.at(-1)?.lines.join('\n'), jwe)
    // The log tells when it began to fail, and that it arrived; the attempts between are counted.
    assert.deepEqual(await entriesAbout(asking, sent.digest), [
      'message.sent',
      'delivery.failed',
      'message.placed',
    ])
  })

  it('gives a message up after fourteen days, shows it, and sends it again when a person says so (pain point 2)', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    const behind = await say(world, asking, request, 'supplement')
    await until('an attempt failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    await pass(retryLimits.givenUpAfterMs)
    const { db } = asking.node.node
    await until('it was given up', async () => (await listDead(db, 10)).length > 0)
    const [dead] = await listDead(db, 10)
    assert.deepEqual([dead?.digest, dead?.last_code], [sent.digest, 'NODE_UNAVAILABLE'])
    assert.ok((await entriesAbout(asking, sent.digest)).includes('delivery.abandoned'))
    assert.deepEqual([(await stored(asking, sent.digest)).status], ['pending'])
    answering.link.up = true
    // What stands behind it waits as well, and another request does not.
    await opened(world)
    assert.equal((await stored(asking, behind.digest)).receipt, null)
    const again = await inTransaction(db, async (trx) => {
      await lockRequests(trx, [request])
      return await resend(trx, sent.digest, asking.node.node.now())
    })
    assert.ok(again)
    for (const { digest } of await listDead(db, 10)) {
      await inTransaction(db, async (trx) => {
        await lockRequests(trx, [request])
        return await resend(trx, digest, asking.node.node.now())
      })
    }
    asking.node.jobs.deliver()
    await agreed(world, request, 3)
    assert.deepEqual(
      [(await stored(asking, sent.digest)).sequence, (await stored(asking, behind.digest)).sequence],
      [2, 3],
    )
  })

  it('sends all that was given up for a State again at once when a person says so, each once', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    const [first, second] = [await opened(world), await opened(world)]
    answering.link.up = false
    const sent = []
    for (const request of [first, first, second])
      sent.push(await say(world, asking, request, 'status-request'))
    await until('an attempt failed', async () => (await waiting(asking)).some(({ attempts }) => attempts > 0))
    const lost = { code: 'NODE_UNAVAILABLE', detail: 'for ever' }
    await bury(
      node.db,
      sent.map(({ digest }) => ({ digest, ...lost })),
      node.now(),
    )
    answering.link.up = true
    const by = { person: 'Example-A', role: 'officer' }
    assert.equal(await resendAllDead(node, 'XX', by), 0)
    assert.equal(await resendAllDead(node, 'QA', by), 3)
    assert.equal(await resendAllDead(node, 'QA', by), 0)
    for (const { digest } of sent)
      assert.equal(
        (await entriesAbout(asking, digest)).filter((event) => event === 'delivery.resent').length,
        1,
      )
    asking.node.jobs.deliver()
    await pass(retryLimits.longestDelayMs)
    await agreed(world, first, 3)
    await agreed(world, second, 2)
  })

  it('takes no answer for a receipt that is none for its message', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const other = await opened(world)
    const [about] = await node.db.selectFrom('message').selectAll().where('request', '=', other).execute()
    const request = await opened(world)
    const forged = async (more: Readonly<Record<string, unknown>>, by = node.signer) => {
      const genuine = said(about?.receipt ?? '')
      return await signedAnew({ ...genuine, ...more }, by)
    }
    const table: readonly [string, (lines: readonly string[]) => Promise<string>, string, boolean][] = [
      ['nonsense', () => Promise.resolve('nonsense'), 'ENVELOPE_INVALID', true],
      ['of another message', () => Promise.resolve(about?.receipt ?? ''), 'RECEIPT_MISMATCH', true],
      ['by ourselves', () => forged({}, asking.node.node.signer), 'SIGNER_UNKNOWN', true],
      ['of no known shape', () => forged({ more: 1 }), 'RECEIPT_INVALID', true],
      ['not signed', () => Promise.resolve('{"code":"NODE_BUSY"}'), 'NODE_BUSY', false],
      ['not signed and unknown', () => Promise.resolve('{"code":"GO_AWAY"}'), 'RECEIPT_INVALID', false],
      ['not signed and malformed', () => Promise.resolve('{"oops'), 'RECEIPT_INVALID', false],
      ['of no line', () => Promise.resolve(''), 'NODE_UNAVAILABLE', false],
    ]
    for (const [name, answer, code, inLog] of table) {
      answering.link.carry = async ({ lines }) => await answer(lines)
      const sent = await say(world, asking, request, 'status-request')
      await until(`${name}: tried`, async () => {
        return (await waiting(asking)).some(({ digest, attempts }) => digest === sent.digest && attempts > 0)
      })
      const [row] = await waiting(asking)
      assert.deepEqual([row?.status, row?.last_code], ['waiting', code], name)
      const events = await entriesAbout(asking, sent.digest)
      assert.equal(events.includes('receipt.refused'), inLog, name)
      assert.equal((await stored(asking, sent.digest)).receipt, null)
      answering.link.carry = carriers.faithfully
      await pass(retryLimits.longestDelayMs)
      await receipted(asking, sent.digest)
      assert.equal((await stored(asking, sent.digest)).status, 'placed')
    }
  })

  it('keeps to the receipt that has settled a message, whatever the peer signs afterwards (pain point 2)', async () => {
    const { asking, answering } = world
    const { signer } = answering.node.node
    const request = await opened(world)
    /** Of what is said now, with the answer that its peer gives, and as a worker has it that is late. */
    const settled = async (carry: Carrier) => {
      answering.link.up = false
      const { digest } = await say(world, asking, request, 'status-request')
      const [row] = await waiting(asking)
      assert.ok(row?.digest === digest)
      const late: Delivery = { ...row, peer_failures: 0, circuit_opened_at: null, asking: null }
      answering.link.carry = carry
      answering.link.up = true
      await pass(retryLimits.longestDelayMs)
      const receipt = await receipted(asking, digest)
      answering.link.carry = carriers.faithfully
      return { late, receipt, kept: await stored(asking, digest) }
    }
    const accepted = await settled(carriers.faithfully)
    assert.ok(accepted.receipt.event === 'relayAcceptance')
    const { v, id, node, to, time, log, sequence, head, state, measures } = accepted.receipt
    const frame = (digest: string) => ({ v, id, node, to, time, log, message: digest })
    const rejection = (digest: string): Promise<string> =>
      signedAnew({ ...frame(digest), event: 'relayRejection', code: 'NOT_FOR_US' }, signer)
    const refused = await settled(async () => {
      const [row] = await waiting(asking)
      return await rejection(row?.digest ?? '')
    })
    assert.deepEqual([accepted.kept.status, refused.kept.status], ['placed', 'refused'])
    const { id: messageId } = refused.kept
    const place = { sequence: sequence + 1, head, state, measures }
    const acceptance = await signedAnew(
      { ...frame(refused.late.digest), event: 'relayAcceptance', ...place, messageId, request },
      signer,
    )
    const { event, messageId: acceptedId } = accepted.receipt
    const again = (digest: string, at: number, headThere: string): Promise<string> =>
      signedAnew(
        {
          ...frame(digest),
          ...{ event, request, state, measures, messageId: acceptedId, sequence: at, head: headThere },
        },
        signer,
      )
    const { digest } = accepted.late
    const otherHead = '7'.repeat(64)
    for (const [{ late, kept }, line] of [
      [accepted, await rejection(digest)],
      [accepted, await again(digest, sequence + 1, head)],
      [accepted, await again(digest, sequence, otherHead)],
      [accepted, await again('7'.repeat(64), sequence, head)],
      [refused, acceptance],
    ] as const) {
      const before = await findRequest(asking.node.node.db, request)
      const { unsettled } = await settle(asking.node.node, 'QA', [{ delivery: late, line }])
      assert.deepEqual(unsettled, [])
      assert.equal((await entriesAbout(asking, late.digest)).at(-1), 'equivocation.found')
      // Both are kept, as proof; and what comes again is noted once.
      const rows = await asking.node.node.db
        .selectFrom('contrary_receipt')
        .select(['message', 'receipt'])
        .where('message', '=', late.digest)
        .execute()
      assert.ok(rows.some(({ receipt }) => receipt === line))
      const noted = (await entriesAbout(asking, late.digest)).length
      await settle(asking.node.node, 'QA', [{ delivery: late, line }])
      assert.equal((await entriesAbout(asking, late.digest)).length, noted)
      assert.deepEqual(await stored(asking, late.digest), kept)
      assert.deepEqual(await findRequest(asking.node.node.db, request), before)
    }
    // The same in other words, another entry promised or a refusal that may pass, says nothing against it.
    const harmless = [
      accepted.kept.receipt ?? '',
      await signedAnew({ ...accepted.receipt, id: crypto.randomUUID() }, signer),
      await signedAnew({ ...frame(digest), event: 'relayRejection', code: 'NODE_BUSY' }, signer),
      await rejection('7'.repeat(64)),
    ]
    const noted = await entriesAbout(asking, digest)
    for (const line of harmless) await settle(asking.node.node, 'QA', [{ delivery: accepted.late, line }])
    assert.deepEqual(await entriesAbout(asking, digest), noted)
    // Whoever checks the bundle of the sender is told, of each of them, and sees the two.
    const files = await exportBundle(asking.node.node, {
      requests: [request],
      person: 'Example-Auditor',
      authority: 'vn.spp',
    })
    const { exit, findings } = await verifyBundles([{ name: 'vn', files }], {})
    const against = findings.filter(({ what }) =>
      what.includes('has signed this against its own receipt for'),
    )
    assert.deepEqual([exit, against.length], [30, 5], JSON.stringify(findings))
    const [path = ''] = [...files.keys()].filter((name) => name.includes('contrary-'))
    const without = new Map(files)
    without.delete(path)
    const thinned = await verifyBundles([{ name: 'vn', files: without }], {})
    assert.ok(thinned.findings.some((one) => one.object === path && one.what.includes('it lacks')))
    const forged = new Map(files).set(path, Buffer.from(accepted.kept.receipt ?? ''))
    const judged = await verifyBundles([{ name: 'vn', files: forged }], {})
    assert.ok(judged.findings.some((one) => one.object === path && one.what.includes('the log has receipt')))
  })

  it('refuses a receipt that gives the keeper’s own message another place', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.carry = async ({ forward }) => {
      const genuine = said(await forward())
      const moved = { ...genuine, sequence: 77 } as typeof genuine
      return await signedAnew(moved, asking.node.node.signer)
    }
    const sent = await say(world, answering, request, 'acknowledgement')
    await until('it was tried', async () => ((await waiting(answering))[0]?.attempts ?? 0) > 0)
    assert.equal((await waiting(answering))[0]?.last_code, 'RECEIPT_MISMATCH')
    asking.link.carry = carriers.faithfully
    await pass(retryLimits.longestDelayMs)
    const receipt = await receipted(answering, sent.digest)
    assert.ok(receipt.event === 'relayAcceptance')
    assert.equal(receipt.sequence, 2)
    assert.ok((await entriesAbout(answering, sent.digest)).includes('receipt.received'))
  })

  it('keeps and notes as proof a receipt whose head does not follow from the record', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.carry = async ({ forward }) => {
      const genuine = said(await forward())
      const forked = { ...genuine, head: 'f'.repeat(64) } as typeof genuine
      return await signedAnew(forked, answering.node.node.signer)
    }
    const sent = await say(world, asking, request, 'status-request')
    const receipt = await receipted(asking, sent.digest)
    answering.link.carry = carriers.faithfully
    assert.ok(receipt.event === 'relayAcceptance')
    assert.equal(receipt.head, 'f'.repeat(64))
    assert.equal((await stored(asking, sent.digest)).status, 'pending')
    const found = (await logOf(asking.node.node.db)).filter(
      ({ evt, code }) => evt === 'equivocation.found' && code === 'RECORD_FORK',
    )
    assert.deepEqual(
      found.map(({ digest, seq }) => [digest, seq]),
      [[sent.digest, 2]],
    )
  })

  it('keeps and notes as proof a receipt that gives a message the place of another', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.carry = async ({ forward }) => {
      const taken = { ...said(await forward()), sequence: 1 } as ReturnType<typeof said>
      return await signedAnew(taken, answering.node.node.signer)
    }
    const sent = await say(world, asking, request, 'status-request')
    await receipted(asking, sent.digest)
    answering.link.carry = carriers.faithfully
    assert.equal((await stored(asking, sent.digest)).status, 'pending')
    const found = (await logOf(asking.node.node.db)).filter(
      ({ evt, digest }) => evt === 'equivocation.found' && digest === sent.digest,
    )
    assert.deepEqual(
      found.map(({ code, seq }) => [code, seq]),
      [['RECORD_FORK', 1]],
    )
  })

  it('settles what was answered where the peer answered fewer lines than it was sent', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    const first = await say(world, asking, request, 'status-request')
    const second = await say(world, asking, request, 'supplement')
    answering.link.carry = async ({ forward }) => (await forward()).split('\n')[0] ?? ''
    answering.link.up = true
    await pass(1000)
    await receipted(asking, first.digest)
    answering.link.carry = carriers.faithfully
    await pass(retryLimits.longestDelayMs)
    await receipted(asking, second.digest)
    await agreed(world, request, 3)
  })

  it('has two posts under way to one peer, none of a record that is under way, and one alone while the peer does not answer', async () => {
    const { asking, answering } = world
    const held: (() => void)[] = []
    const posts: number[] = []
    const holding: Carrier = async ({ lines, forward }) => {
      posts.push(lines.length)
      await new Promise<void>((resolve) => held.push(resolve))
      return await forward()
    }
    const letAllGo = () => {
      answering.link.carry = carriers.faithfully
      for (const release of held.splice(0)) release()
    }
    const lookedAgain = () => new Promise((resolve) => setTimeout(resolve, 600))
    const request = await opened(world)
    answering.link.carry = holding
    await say(world, asking, request, 'supplement')
    await until('the first is under way', () => posts.length === 1)
    await say(world, asking, request, 'supplement')
    await lookedAgain()
    assert.deepEqual(posts, [1], 'the next of a record follows the one before')
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('another is under way', () => posts.length === 2)
    for (let count = 0; count < 3; count += 1) await say(world, asking, crypto.randomUUID(), 'request')
    await lookedAgain()
    assert.deepEqual(posts, [1, 1])
    letAllGo()
    await delivered(asking)
    await agreed(world, request, 3)

    answering.link.carry = () => Promise.resolve(null)
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('it has failed', async () => (await waiting(asking))[0]?.attempts === 1)
    answering.link.carry = holding
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('it is tried', () => posts.length === 3)
    await say(world, asking, crypto.randomUUID(), 'request')
    await lookedAgain()
    assert.equal(posts.length, 3)
    letAllGo()
    await until('the others follow', async () => (await waiting(asking)).length <= 1)
  })

  it('that two deliverers empty at once delivers everything once', async () => {
    const { asking, answering } = world
    answering.link.up = false
    const requests = Array.from({ length: 30 }, () => crypto.randomUUID())
    for (const request of requests) await say(world, asking, request, 'request')
    const { post: posting, close } = courier(paths, httpCaller(world.asking.node.node))
    answering.link.up = true
    await pass(retryLimits.longestDelayMs)
    const others = ['one', 'two'].map((worker) =>
      deliverer(asking.node.node, posting, { worker: () => worker }),
    )
    while ((await waiting(asking)).length > 0) {
      await Promise.all(others.map((other) => other.round()))
      await Promise.all(others.map((other) => other.idle()))
    }
    await close()
    for (const request of requests) await agreed(world, request, 1)
    const { db } = asking.node.node
    const rows = await db.selectFrom('message').select('digest').where('request', 'in', requests).execute()
    assert.equal(rows.length, requests.length)
    for (const { digest } of rows) {
      const events = await entriesAbout(asking, digest)
      assert.equal(events.filter((evt) => evt === 'message.placed').length, 1)
    }
  })

  it('gives back at the next start what a killed worker had taken', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await until('an attempt failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    await asking.node.close()
    // As if the process had died with the message in its hands.
    const { db } = asking.database
    const killed = { id: 77, place: 'machine-1 4711', version: '0.0.1', form: newestForm }
    await sayAlive(db, killed, 60_000)
    const leaseEnd = new Date(world.answering.node.node.now().getTime() + 3_600_000)
    await db.updateTable('outbox').set({ leased_by: 'process 77', next_attempt_at: leaseEnd }).execute()
    answering.link.up = true
    asking.node = await startNode(asking.config, silent)
    await receipted(asking, sent.digest)
  })

  it('leaves to another worker what that one has taken, until its lease runs out', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await until('an attempt failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    const { now, db } = asking.node.node
    const taken = await claim(db, {
      now: new Date(now().getTime() + 60_000),
      worker: 'somebody else',
      limit: 10,
      perRecordMax: 10,
      leaseSeconds: 3600,
    })
    assert.equal(taken.length, 1)
    answering.link.up = true
    await pass(retryLimits.longestDelayMs)
    await opened(world)
    assert.equal((await stored(asking, sent.digest)).receipt, null)
    await pass(3_600_000)
    await receipted(asking, sent.digest)
  })

  it('says nothing of a post that failed where another process has delivered the message meanwhile', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    const request = await opened(world)
    answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await until('an attempt failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    let breakOff = (): void => undefined
    let posts = 0
    const posting: Post = async () => {
      posts += 1
      await new Promise<void>((resolve) => (breakOff = resolve))
      throw new Error('the line was cut')
    }
    // So late that it would be given up.
    const later = { ...node, now: () => new Date(node.now().getTime() + retryLimits.givenUpAfterMs) }
    const slow = deliverer(later, posting, { worker: () => 'slow' })
    await until('it is under way', async () => {
      await slow.round()
      return posts > 0
    })
    // Its lease runs out, and the node itself delivers.
    await node.db.updateTable('outbox').set({ leased_by: null, next_attempt_at: node.now() }).execute()
    answering.link.up = true
    asking.node.jobs.deliver()
    await receipted(asking, sent.digest)
    const failures = async () =>
      (await node.db.selectFrom('circuit').select('failures').where('peer_state', '=', 'QA').execute())[0]
        ?.failures ?? 0
    const before = await failures()
    breakOff()
    await slow.idle()
    assert.deepEqual(await entriesAbout(asking, sent.digest), [
      'message.sent',
      'delivery.failed',
      'message.placed',
    ])
    assert.equal(await failures(), before)
  })

  it('lets a peer that does not answer hold up no other', async () => {
    const { asking, answering } = world
    const third = await thirdState(
      { ...world, answering: asking },
      { state: 'AZ', authorities: [authority('az.ppo')] },
      { clockFile: world.clockFile, validFrom: new Date(at - 40 * 86_400_000) },
    )
    try {
      let release: (() => void) | null = null
      third.link.carry = async ({ forward }) => {
        await new Promise<void>((resolve) => (release = resolve))
        return await forward()
      }
      const slow = crypto.randomUUID()
      const stuck = await say(world, asking, slow, 'request', { to: 'az.ppo' })
      await until('AZ is being posted to', () => release !== null)
      await opened(world)
      assert.equal((await stored(asking, stuck.digest)).receipt, null)
      ;(release as (() => void) | null)?.()
      await receipted(asking, stuck.digest)
      third.link.carry = carriers.faithfully
    } finally {
      await third.close()
    }
    assert.deepEqual(answering.node.node.trust.peers, ['VN'])
  })

  it('lets a message at which each post of its peer breaks hold up no other to that peer for good (pain point 5)', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    answering.link.up = false
    const poisoned = await say(world, asking, crypto.randomUUID(), 'request')
    const others: string[] = []
    for (let count = 0; count < 5; count += 1)
      others.push((await say(world, asking, crypto.randomUUID(), 'request')).digest)
    const jwe = (await waiting(asking)).find(({ digest }) => digest === poisoned.digest)?.jwe ?? ''
    let broken = 0
    answering.link.carry = async ({ lines, forward }) => {
      if (!lines.includes(jwe)) return await forward()
      broken += 1
      return null
    }
    answering.link.up = true
    const { post: posting, close } = courier(paths, httpCaller(node))
    let passedMs = 0
    const later = { ...node, now: () => new Date(node.now().getTime() + passedMs) }
    const patient = deliverer(later, posting, { worker: () => 'patient' })
    const left = async () => (await waiting(asking)).map(({ digest }) => digest)
    while (passedMs < 3_600_000 && (await left()).some((digest) => others.includes(digest))) {
      passedMs += 10_000
      await patient.round()
      await patient.idle()
    }
    await close()
    assert.ok(broken > 0)
    assert.deepEqual(await left(), [poisoned.digest], `after ${passedMs / 60_000} minutes`)
    for (const digest of others) assert.equal((await stored(asking, digest)).status, 'placed')
    // What was put off by that clock is due by the other.
    answering.link.carry = carriers.faithfully
    await pass(passedMs)
  })

  it('is posted in parts where it is large, each no larger than allowed', async () => {
    const { asking } = world
    const { node } = asking.node
    const posts: number[] = []
    const bytes = Math.floor(exchangeLimits.postBytesMax / 3)
    const posting: Post = (_url, lines) => {
      posts.push(lines.reduce((sum, line) => sum + line.length, 0))
      return Promise.resolve(lines.map(() => '{"code":"NODE_BUSY"}'))
    }
    world.answering.link.up = false
    for (let count = 0; count < 5; count += 1) await say(world, asking, crypto.randomUUID(), 'request')
    await until('all were tried', async () => (await waiting(asking)).every(({ attempts }) => attempts > 0))
    const genuine = await waiting(asking)
    await node.db
      .updateTable('outbox')
      .set({ jwe: 'x'.repeat(bytes) })
      .execute()
    const later = { ...node, now: () => new Date(node.now().getTime() + 3_600_000) }
    const large = deliverer(later, posting, { worker: () => 'large' })
    // The node itself may be trying some of them at this moment.
    await until('all were posted', async () => {
      await large.round()
      await large.idle()
      return posts.reduce((sum, one) => sum + one, 0) >= 5 * bytes
    })
    for (const { digest, jwe } of genuine)
      await node.db
        .updateTable('outbox')
        .set({ jwe, next_attempt_at: node.now() })
        .where('digest', '=', digest)
        .execute()
    assert.ok(posts.every((one) => one <= exchangeLimits.postBytesMax))
    assert.equal(
      posts.reduce((sum, one) => sum + one, 0),
      5 * bytes,
    )
    assert.ok(posts.length > 1)
  })
})

describe('a courier', () => {
  const serve = async (answer: (respond: ServerResponse) => void) => {
    const server = createServer((_request, response) => answer(response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { post: posting, close, ...fetching } = courier(paths)
    return {
      url: `http://127.0.0.1:${port}/`,
      posting,
      ...fetching,
      close: async () => {
        await close()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }

  it('reads answers a line each, and nothing as none', async () => {
    const answers = ['one\ntwo', '']
    const { url, posting, fetchTrustList, close } = await serve((response) =>
      response.end(answers.shift() ?? ' list \n'),
    )
    assert.deepEqual(await posting(url, ['a', 'b']), ['one', 'two'])
    assert.deepEqual(await posting(url, ['a']), [])
    assert.equal(await fetchTrustList(url), 'list')
    await close()
  })

  it('attack 49: takes nothing but 200 for an answer, and follows nobody elsewhere', async () => {
    let visits = 0
    const inside = await serve((response) => {
      visits += 1
      response.end('what is inside')
    })
    for (const status of [301, 302, 303, 307, 308]) {
      const { url, posting, fetchTrustList, fetchRevocationList, fetchRange, fetchSeveral, close } =
        await serve((response) => response.writeHead(status, { location: inside.url }).end('go there'))
      const name = 'a'.repeat(64)
      const signal = AbortSignal.timeout(10_000)
      const file = fetchRange(url, name, { start: 0, end: 56 }, signal)
      for (const call of [posting(url, ['a']), fetchTrustList(url), fetchRevocationList(url), file])
        await assert.rejects(call, new RegExp(`${status} go there`))
      await assert.rejects(fetchSeveral(url, [name], signal), new RegExp(`${status} instead of files`))
      await close()
    }
    assert.equal(visits, 0)
    await inside.close()
  })

  it('tells a peer that says, unsigned, that it has too much to do from one that is away, and makes no more of it', async () => {
    const problem = (code: string) => JSON.stringify({ type: 'about:blank', status: 503, code })
    for (const [status, body, expected] of [
      [503, problem('NODE_BUSY'), 'NODE_BUSY'],
      [503, problem('NODE_UNAVAILABLE'), 'NODE_UNAVAILABLE'],
      [503, 'The file cannot be read now', 'NODE_UNAVAILABLE'],
      [404, problem('NODE_BUSY'), 'NODE_UNAVAILABLE'],
    ] as const) {
      const { url, posting, ask, fetchRange, close } = await serve((response) =>
        response.writeHead(status).end(body),
      )
      const file = fetchRange(url, 'a'.repeat(64), { start: 0, end: 56 }, AbortSignal.timeout(10_000))
      for (const call of [posting(url, ['a']), ask(url, 'a question'), file])
        await assert.rejects(call, (reason) => {
          assert.equal(codeOfFailure(reason), expected, body)
          return !(reason instanceof AnsweredOtherwise)
        })
      await close()
    }
  })

  it('attack 29: reads no more of a list of revoked certificates than one may have', async () => {
    const { url, fetchRevocationList, close } = await serve((response) => {
      response.write(Buffer.alloc(limits.revocationListBytesMax, 'x'))
      response.end('x')
    })
    await assert.rejects(fetchRevocationList(url), /more than 1048576 bytes/)
    await close()
  })

  it('reads no more than an answer may have', async () => {
    const { url, posting, close } = await serve((response) => {
      const chunk = Buffer.alloc(1 << 20, 'x')
      for (let count = 0; count < 8; count += 1) response.write(chunk)
      response.end()
    })
    await assert.rejects(posting(url, ['a']), /more than 4194304 bytes/)
    await close()
  })

  it('cuts off what a peer does not answer when the node stops', async () => {
    let asked = false
    const { url, posting, close } = await serve(() => {
      asked = true
    })
    const pending = assert.rejects(posting(url, ['a']))
    await until('the peer was asked', () => asked)
    await close()
    await pending
  })

  it('says so where nobody listens', async () => {
    const { post: posting, close } = courier(paths)
    await assert.rejects(posting('http://127.0.0.1:1', ['a']), /ECONNREFUSED/)
    await close()
  })
})
