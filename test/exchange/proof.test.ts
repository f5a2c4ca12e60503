import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { open } from '../../src/envelope/open.ts'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { answerQuestion } from '../../src/exchange/recall/answer.ts'
import type { Courier } from '../../src/exchange/post.ts'
import { turns } from '../../src/exchange/turns.ts'
import type { Answer } from '../../src/message/generated/types.ts'
import type { Found } from '../../src/message/recall.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import { parseVerifierKey } from '../../src/audit/note.ts'
import { parseProof, verifyProof } from '../../src/audit/proof.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { checkpoint } from '../../src/exchange/readLog.ts'
import { proofsRound } from '../../src/exchange/proof/collect.ts'
import { findProofs } from '../../src/store/promises.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { agreed, delivered, logOf, opened, receipted, say } from '../support/talk.ts'
import { bundleOf, verified } from '../support/twoSides.ts'
import { until } from '../support/world.ts'

type Proofs = Extract<Found, { what: 'proofs' }>

describe('the proof of what a receipt promises', () => {
  let world: ClockedWorld
  before(async () => {
    const at = Date.parse('2027-02-01T08:00:00Z')
    world = await clockedStates(new Date(at), new Date(at - 86_400_000))
  })
  after(async () => {
    await world.close()
  })
  const pass = async (ms: number) => {
    await world.setClock(new Date(world.asking.node.node.now().getTime() + ms))
  }
  const proofOf = async (digest: string) =>
    (await findProofs(world.asking.node.node.db, [digest])).get(digest) ?? null
  const promisesLeft = async () => {
    const { rows } = await sql<{ left: number }>`select count(*) as left from promise`.execute(
      world.asking.node.node.db,
    )
    return rows[0]?.left
  }

  it('is collected soon after the receipt, kept with it, and handed to the auditor', async () => {
    const request = await opened(world)
    const { digest } = await say(world, world.asking, request, 'supplement')
    await agreed(world, request, 2)
    await delivered(world.asking)
    await pass(exchangeLimits.proof.afterMs + 1_000)
    await until('the proof is here', async () => (await proofOf(digest)) !== null)
    const proof = parseProof((await proofOf(digest)) ?? '')
    const receipt = await receipted(world.asking, digest)
    const key = parseVerifierKey(world.answering.node.node.trust.own().list.log.vkey)
    assert.ok(proof.ok && key.ok && receipt.log !== undefined)
    assert.ok(verifyProof(proof.proof, Buffer.from(receipt.log.leaf, 'hex'), key.verifier).ok)
    await until('nothing is left to prove', async () => (await promisesLeft()) === 0)
    const { files } = await bundleOf(world.asking)
    const lines = Buffer.from(files.get('proofs.jsonl') ?? '')
      .toString('utf8')
      .split('\n')
    assert.equal(lines.length, 3)
    const report = await verified(world)
    assert.deepEqual([report.exit, report.findings, report.facts[0]?.proven], [0, [], 2])
  })

  it('attack 47: lacks where the peer has not logged what it promised, which is an alarm, once', async () => {
    const request = await opened(world)
    const { digest } = await say(world, world.asking, request, 'supplement')
    await agreed(world, request, 2)
    await delivered(world.asking)
    const { db } = world.asking.node.node
    const nowhere = 'ab'.repeat(32)
    await sql`delete from receipt_proof where message = ${digest}`.execute(db)
    await sql`
      insert into promise (message, peer_state, leaf, due_at)
      select digest, 'QA', ${nowhere}, receipt_time from message where digest = ${digest}
      on conflict (message) do update set leaf = excluded.leaf, due_at = excluded.due_at`.execute(db)
    const alarms = async () =>
      (await logOf(db)).filter(({ evt, msg }) => evt === 'receipt.unproven' && msg === digest)
    const due = async (ms: number) => {
      await pass(ms)
      await sql`update promise set due_at = ${new Date(0)} where message = ${digest}`.execute(db)
      await proofsRound(world.asking.node.node, world.asking.node.courier)
    }
    await due(exchangeLimits.proof.againMs + 1_000)
    assert.equal((await alarms()).length, 0, 'its log may be a little behind')
    await due(exchangeLimits.proof.alarmAfterMs)
    await due(exchangeLimits.proof.lateAgainMs)
    const entries = await alarms()
    assert.equal(entries.length, 1)
    assert.deepEqual([entries[0]?.peer, entries[0]?.digest], ['QA', nowhere])
    await sql`delete from promise where message = ${digest}`.execute(db)
  })

  it('attack 47: is an alarm as well where what the peer answers is no proof, with the code, and after a day where it cannot be asked', async () => {
    const { alarmAfterMs, unansweredAlarmAfterMs, againMs } = exchangeLimits.proof
    const { node } = world.asking.node
    const request = await opened(world)
    const digests: string[] = []
    for (let said = 0; said < 2; said += 1)
      digests.push((await say(world, world.asking, request, 'supplement')).digest)
    await agreed(world, request, 3)
    await delivered(world.asking)
    world.answering.link.up = false
    const [first = '', second = ''] = digests
    const alarms = async (digest: string) =>
      (await logOf(node.db)).flatMap(({ evt, msg, code }) =>
        evt === 'receipt.unproven' && msg === digest ? [code] : [],
      )
    const collect = async (digest: string, courier: Pick<Courier, 'ask'>) => {
      // Others are not due: what is asked about stands alone.
      await sql`update promise set due_at = ${new Date('2099-01-01')} where message <> ${digest}`.execute(
        node.db,
      )
      await sql`update promise set due_at = ${new Date(0)} where message = ${digest}`.execute(node.db)
      await proofsRound(node, courier)
    }
    const bent = lying((found) => ({ ...found, hashes: '' }))
    await sql`delete from receipt_proof where message = any(${digests}::text[])`.execute(node.db)
    for (const digest of digests) {
      const { log } = await receipted(world.asking, digest)
      await sql`
        insert into promise (message, peer_state, leaf, due_at)
        select digest, 'QA', ${log?.leaf}, receipt_time from message where digest = ${digest}
        on conflict (message) do nothing`.execute(node.db)
    }
    await collect(first, bent)
    assert.deepEqual(await alarms(first), [], 'its log may be a little behind')
    await pass(alarmAfterMs + againMs)
    await collect(first, bent)
    await collect(first, bent)
    assert.deepEqual(await alarms(first), ['LOG_PROOF_INVALID'])
    await collect(second, world.asking.node.courier)
    assert.deepEqual(await alarms(second), [], 'it may be out of order')
    await pass(unansweredAlarmAfterMs)
    await collect(second, world.asking.node.courier)
    await collect(second, world.asking.node.courier)
    assert.deepEqual(await alarms(second), ['NODE_UNAVAILABLE'])
    await sql`delete from promise where message = any(${digests}::text[])`.execute(node.db)
    world.answering.link.up = true
  })

  it('is asked for again where the peer could not be asked', async () => {
    const request = await opened(world)
    const { digest } = await say(world, world.asking, request, 'supplement')
    await agreed(world, request, 2)
    await delivered(world.asking)
    const { db } = world.asking.node.node
    const dueAt = async () =>
      (await db.selectFrom('promise').select('due_at').where('message', '=', digest).executeTakeFirst())
        ?.due_at
    world.answering.link.up = false
    // Before the time passes: a node that is quick has put it off by then.
    const first = await dueAt()
    assert.ok(first !== undefined)
    await pass(exchangeLimits.proof.afterMs + 1_000)
    await until('it was put off', async () => ((await dueAt()) ?? 0) > first)
    assert.equal(await proofOf(digest), null)
    world.answering.link.up = true
    await pass(exchangeLimits.proof.againMs + exchangeLimits.proof.afterMs + 1_000)
    await until('the proof is here', async () => (await proofOf(digest)) !== null)
  })

  /** What comes over a wire at whose other end the node of the peer signs whatever `change` makes of its answer. */
  const lying = (change: (found: Proofs) => Proofs): Pick<Courier, 'ask'> => ({
    async ask(_url, question) {
      const asking = world.asking.node.node
      const answering = world.answering.node.node
      const { lines } = await answerQuestion(answering, question, [asking.state], turns(1))
      const opened = await open(lines[0] ?? '', asking.decryptionKeys, 'answer')
      assert.ok(opened.ok)
      const payload = opened.jws.split('.')[1] ?? ''
      const answer = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Answer
      assert.ok(answer.found.what === 'proofs')
      const now = answering.now()
      const { jws } = await sign('answer', { ...answer, found: change(answer.found) }, answering.signer, now)
      const key = encryptionKeyFor(asking.trust.own().list, now)
      assert.ok(key !== null)
      return [await seal(jws, key, 'answer')]
    },
  })

  it('is not kept where it does not lead to the head that the peer has signed, or is of other entries', async () => {
    const request = await opened(world)
    const older = (await checkpoint(world.answering.node.node.db)) ?? ''
    const digests: string[] = []
    for (let said = 0; said < 3; said += 1)
      digests.push((await say(world, world.asking, request, 'supplement')).digest)
    await agreed(world, request, 4)
    await delivered(world.asking)
    world.answering.link.up = false
    const { node } = world.asking.node
    const collect = async (change: (found: Proofs) => Proofs) => {
      await sql`update promise set due_at = ${new Date(0)}`.execute(node.db)
      await proofsRound(node, lying(change))
      return (await findProofs(node.db, digests)).size
    }
    const flipped = (hashes: string): string => {
      const bytes = Buffer.from(hashes, 'base64')
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
      return bytes.toString('base64')
    }
    for (const change of [
      (found: Proofs) => ({ ...found, hashes: flipped(found.hashes) }),
      (found: Proofs) => ({ ...found, hashes: '' }),
      (found: Proofs) => ({ ...found, hashes: found.hashes.slice(4) }),
      (found: Proofs) => ({ ...found, checkpoint: older }),
      (found: Proofs) => ({ ...found, indexes: found.indexes.toReversed() }),
      (found: Proofs) => ({ ...found, indexes: found.indexes.map(() => found.indexes[0] ?? 0) }),
      (found: Proofs) => ({ ...found, indexes: found.indexes.slice(1) }),
      (found: Proofs) => ({ ...found, lacking: ['ab'.repeat(32)], indexes: found.indexes.slice(1) }),
    ])
      assert.equal(await collect(change), 0, String(change))
    await until('what it says without a lie is kept', async () => (await collect((found) => found)) === 3)
    world.answering.link.up = true
  })
})
