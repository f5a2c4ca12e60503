import assert from 'node:assert/strict'
import { createPublicKey, hash } from 'node:crypto'
import { openCheckpoint } from '../../src/audit/checkpoint.ts'
import { noteVerifier } from '../../src/audit/note.ts'
import {
  emptyEdge,
  grow,
  hashesFromTiles,
  rangeOfEdge,
  rootOfEdge,
  tilePath,
  tilesOf,
} from '../../src/audit/tile.ts'
import { verifyConsistency } from '../../src/audit/consistency.ts'
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  sameHash,
  verifyInclusion,
} from '../../src/audit/tree.ts'
import { checkpoint, hashes, tile } from '../../src/exchange/readLog.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { rootAt, sequenceRound } from '../../src/exchange/sequence.ts'
import { receiptIn } from '../../src/exchange/stored.ts'
import { append, lockSequencer, readHead } from '../../src/store/audit.ts'
import { readTiles } from '../../src/store/tiles.ts'
import { findLeaves, readEntries } from '../../src/store/placed.ts'
import { shortMemory } from '../../src/store/checkpointFile.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { openTrail } from '../../src/exchange/trail.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import {
  agreed,
  assertReplayed,
  delivered,
  entriesAbout,
  logOf,
  opened,
  openingFrame,
  post,
  receipted,
  said,
  say,
  sealed,
  stored,
} from '../support/talk.ts'
import { type World, type WorldState, silent, twoStates, until } from '../support/world.ts'

describe('the log of a node', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  const verifierOf = ({ node }: WorldState) => {
    const { name, privateKey } = node.node.logSigner(1)
    return noteVerifier(name, createPublicKey(privateKey))
  }
  /** The published head, opened; null before the first. */
  const publishedHead = async (state: WorldState) => {
    const response = await fetch(`${state.node.url}/log/checkpoint`)
    const opening = openCheckpoint(Buffer.from(await response.arrayBuffer()), verifierOf(state))
    assert.ok(opening.ok, JSON.stringify(opening))
    return opening.checkpoint
  }
  /** Every tile of a tree of this size, fetched as an auditor would. */
  const publishedTiles = async (state: WorldState, size: number) => {
    const tiles = new Map<string, Uint8Array>()
    for (const one of tilesOf(size)) {
      const response = await fetch(`${state.node.url}/log/${tilePath(one)}`)
      assert.equal(response.status, 200, tilePath(one))
      tiles.set(tilePath(one), new Uint8Array(await response.arrayBuffer()))
    }
    return hashesFromTiles(size, (one) => tiles.get(tilePath(one)) ?? new Uint8Array())
  }
  const sequenced = async ({ node }: WorldState): Promise<void> => {
    await until('nothing waits for its place', async () => {
      return (await node.node.db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })
  }

  it('tells of every message and receipt, sent, received and refused, on both sides', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const acknowledged = await say(world, answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    const late = await say(world, asking, request, 'status-request')
    await agreed(world, request, 3)
    await delivered(answering)
    assert.deepEqual(await entriesAbout(answering, acknowledged.digest), ['message.sent', 'receipt.received'])
    assert.deepEqual(await entriesAbout(asking, acknowledged.digest), ['message.received', 'receipt.given'])
    assert.deepEqual(await entriesAbout(asking, late.digest), ['message.sent', 'message.placed'])
    assert.deepEqual(await entriesAbout(answering, late.digest), ['message.received', 'receipt.given'])
    const refused = await sealed(asking, answering, openingFrame(new Date(), { to: 'ee.ppo' }))
    await post(answering, [refused.jwe])
    assert.deepEqual(await entriesAbout(answering, refused.digest), ['message.refused', 'receipt.given'])
    const approvals = (await logOf(asking.node.node.db)).filter(({ evt }) => evt === 'decision.approved')
    assert.ok(approvals.length > 0 && approvals.every(({ actor }) => actor !== undefined))
  })

  it('numbers the entries of each record without a gap, each naming the one before', async () => {
    const request = await opened(world)
    for (let count = 0; count < 5; count += 1) await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 6)
    for (const { node } of [world.asking, world.answering]) {
      const last = new Map<string, { readonly number: number; readonly leaf: string }>()
      const rows = await node.node.db.selectFrom('audit_entry').selectAll().orderBy('id').execute()
      const entries = await logOf(node.node.db)
      for (const [index, { record, objSeq, objPrev }] of entries.entries()) {
        if (record === undefined) continue
        const before = last.get(record)
        assert.equal(objSeq, (before?.number ?? 0) + 1)
        assert.equal(objPrev, before?.leaf)
        last.set(record, { number: objSeq, leaf: rows[index]?.leaf.toString('hex') ?? '' })
      }
      assert.ok(last.size > 0)
    }
  })

  it('holds the leaf that each receipt promised, provable from what the node publishes', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const promised: string[] = []
    for (let count = 0; count < 10; count += 1) {
      const receipt = await receipted(asking, (await say(world, asking, request, 'status-request')).digest)
      promised.push(receipt.log?.leaf ?? '')
    }
    const refused = await sealed(asking, answering, openingFrame(new Date(), { to: 'ee.ppo' }))
    promised.push(said((await post(answering, [refused.jwe]))[0] ?? '').log?.leaf ?? '')
    await sequenced(answering)
    const { size, root } = await publishedHead(answering)
    const hashAt = await publishedTiles(answering, size)
    const leaves = promised.map((leaf) => Buffer.from(leaf, 'hex'))
    const places = new Map(
      (await findLeaves(answering.node.node.db, leaves)).map(({ leaf, index }) => [
        leaf.toString('hex'),
        index,
      ]),
    )
    for (const leaf of promised) {
      const index = places.get(leaf)
      assert.ok(index !== undefined, `${leaf} was promised and is not in the log`)
      const proof = inclusionProof(index, size, hashAt)
      assert.ok(verifyInclusion({ leaf: Buffer.from(leaf, 'hex'), index, size, root, proof }))
    }
  })

  it('only grows: each published head contains the one before', async () => {
    const { answering } = world
    await opened(world)
    await sequenced(answering)
    const first = await publishedHead(answering)
    await opened(world)
    await sequenced(answering)
    const second = await publishedHead(answering)
    assert.ok(second.size > first.size)
    const hashAt = await publishedTiles(answering, second.size)
    assert.ok(
      verifyConsistency({
        from: first.size,
        fromRoot: first.root,
        to: second.size,
        toRoot: second.root,
        proof: consistencyProof(first.size, second.size, hashAt),
      }),
    )
    // A tile that has grown is still every narrower one under its old name.
    assert.ok((await fetch(`${answering.node.url}/log/tile/0/000.p/1`)).ok)
    const { db } = answering.node.node
    const own = await hashes(db, second.size, tilesOf(second.size))
    assert.ok(sameHash(own(0, 0), hashAt(0, 0)))
    assert.throws(() => own(0, second.size))
    assert.deepEqual(await checkpoint(db), (await readHead(db)).checkpoint)
  })

  it('shows its hashes and not its entries', async () => {
    for (const path of [
      'entries/000',
      'entries/000.p/1',
      '0/001',
      '0/x000/000',
      '00/000',
      '0/000.p/256',
      'a',
      '',
    ]) {
      const response = await fetch(`${world.answering.node.url}/log/tile/${path}`)
      assert.equal(response.status, 404, path)
    }
    assert.equal(await tile(world.answering.node.node.db, 'tile/0/000.p/255'), null)
  })

  it('attack 43: there is one head where several sequencers work at once', async () => {
    const { node } = world.answering.node
    for (let round = 0; round < 5; round += 1) {
      await noteInLog(node, { event: 'node.stopped' })
      await Promise.all([1, 2, 3, 4].map(() => sequenceRound(node).catch(() => false)))
    }
    await sequenced(world.answering)
    const { size, root } = await publishedHead(world.answering)
    const leaves = await node.db
      .selectFrom('audit_leaf')
      .innerJoin('audit_entry', 'audit_entry.id', 'audit_leaf.entry')
      .select(['index', 'leaf'])
      .orderBy('index')
      .execute()
    assert.deepEqual(
      leaves.map(({ index }) => index),
      Array.from({ length: size }, (_, index) => index),
    )
    const hashAt = await publishedTiles(world.answering, size)
    leaves.forEach(({ leaf, index }) => {
      assert.ok(verifyInclusion({ leaf, index, size, root, proof: inclusionProof(index, size, hashAt) }))
    })
  })

  describe('that no other process keeps', () => {
    let fresh: TestDatabase
    before(async () => {
      fresh = await testDatabase()
    })
    after(() => fresh.close())

    /** The answering node with another database, and so with another past. */
    const elsewhere = () => ({
      ...world.answering.node.node,
      db: fresh.db,
      sequencerDb: fresh.db,
      memory: shortMemory(),
      keptEdge: { last: null },
    })

    const noteMany = (node: ReturnType<typeof elsewhere>, count: number, salt: string) =>
      inTransaction(node.db, async (trx) => {
        const trail = await openTrail(node, trx, [], node.now())
        for (let one = 0; one < count; one += 1)
          trail.add({ event: 'envelope.refused', digest: hash('sha256', `${salt} ${one}`), code: 'X' })
        await append(trx, trail.audit())
      })

    const putTile = ({ level, index }: { level: number; index: number }, bytes: Buffer) =>
      fresh.db
        .updateTable('audit_tile')
        .set({ bytes })
        .where('level', '=', level)
        .where('index', '=', index)
        .execute()

    it('attack 28: nothing is signed while the clock stands before the last head', async () => {
      const words: string[] = []
      const node = {
        ...elsewhere(),
        log: { ...silent, error: (_fields: object, text: string) => void words.push(text) },
      }
      await noteInLog(node, { event: 'node.stopped' })
      assert.equal(await sequenceRound(node), false)
      const before = await readHead(node.db)
      assert.equal(before.size, 1)
      await noteInLog(node, { event: 'node.stopped' })
      const backwards = { ...node, now: () => new Date((before.signed_at?.getTime() ?? 0) - 1) }
      assert.equal(await sequenceRound(backwards), false)
      assert.match(words[0] ?? '', /clock stands before the last checkpoint/)
      assert.deepEqual(await readHead(node.db), before)
      await sequenceRound(node)
      assert.equal((await readHead(node.db)).size, 2)
    })

    it('attack 43: a second sequencer leaves the work to the one that is at it', async () => {
      const node = elsewhere()
      const { size } = await readHead(node.db)
      await noteInLog(node, { event: 'node.stopped' })
      await inTransaction(node.db, async (trx) => {
        assert.ok(await lockSequencer(trx))
        assert.equal(await sequenceRound(node), false)
      })
      assert.equal((await readHead(node.db)).size, size)
      await sequenceRound(node)
      assert.equal((await readHead(node.db)).size, size + 1)
    })

    it('grows over the edge of a tile and starts again from what is stored', async () => {
      const node = elsewhere()
      for (let round = 0; round < 3; round += 1) {
        await noteMany(node, 200, `${round}`)
        await sequenceRound(elsewhere())
      }
      const { size, root } = await readHead(node.db)
      assert.ok(size > 512)
      const rootOf = (length: number) => inTransaction(node.db, (trx) => rootAt(trx, length))
      assert.deepEqual(await rootOf(size), root)
      assert.equal(await rootOf(size + 1), null)
      const leaves = (await readEntries(node.db, 0, size)).map(({ leaf }) => leaf)
      for (const length of [0, 1, 255, 256, 257, 512, 513])
        assert.deepEqual(
          Buffer.from((await rootOf(length)) ?? ''),
          Buffer.from(rootOfEdge(grow(emptyEdge, leaves.slice(0, length)).edge)),
        )
      assert.equal((await tile(node.db, 'tile/0/000'))?.length, 256 * 32)
      assert.equal((await tile(node.db, 'tile/1/000.p/2'))?.length, 2 * 32)
    })

    it('attack 44: grows from no edge that was kept of another head than the stored one, and reads its own', async () => {
      const node = elsewhere()
      await noteMany(node, 3, 'before')
      await sequenceRound(node)
      const before = await readHead(node.db)
      const strange = grow(
        emptyEdge,
        Array.from({ length: before.size }, (_, at) => leafHash(Buffer.from(`strange ${at}`))),
      ).edge
      const kept = {
        ...elsewhere(),
        keptEdge: {
          last: { edge: strange, range: rangeOfEdge(strange), root: Buffer.from(rootOfEdge(strange)) },
        },
      }
      await noteMany(node, 3, 'kept')
      assert.equal(await sequenceRound(kept), false)
      const after = await readHead(node.db)
      assert.equal(after.size, before.size + 3)
      const leaves = (await readEntries(node.db, 0, after.size)).map(({ leaf }) => leaf)
      assert.deepEqual(after.root, Buffer.from(rootOfEdge(grow(emptyEdge, leaves).edge)))
    })

    it('attack 40: signs nothing upon tiles that do not give the root of the head, and goes on when they do again', async () => {
      const node = elsewhere()
      await noteMany(node, 3, 'whole')
      await sequenceRound(elsewhere())
      const after = await readHead(node.db)
      const name = { level: 0, index: Math.floor(after.size / 256) }
      const [stored] = await readTiles(node.db, [name])
      assert.ok(stored !== undefined)
      const damaged = Buffer.from(stored.bytes)
      damaged.writeUInt8(damaged.readUInt8(0) ^ 1, 0)
      await putTile(name, damaged)
      await noteMany(node, 3, 'damaged')
      await assert.rejects(sequenceRound(elsewhere()), /do not give the root/)
      assert.deepEqual(await readHead(node.db), after)
      await putTile(name, stored.bytes)
      await sequenceRound(elsewhere())
      assert.equal((await readHead(node.db)).size, after.size + 3)
    })
  })

  it('names no person and no word of a case', async () => {
    const request = await opened(world)
    for (const { node } of [world.asking, world.answering]) {
      const rows = await node.node.db.selectFrom('audit_entry').select(['entry', 'leaf']).execute()
      for (const { entry, leaf } of rows) {
        assert.ok(!/Example|mailbox|vn\.spp|VN-DEMO/.test(entry) && !entry.includes(request), entry)
        assert.equal(leaf.toString('hex'), hash('sha256', Buffer.concat([Buffer.of(0), Buffer.from(entry)])))
      }
    }
  })

  it('promises in each receipt the leaf of its own log', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const sent = await say(world, asking, request, 'status-request')
    await receipted(asking, sent.digest)
    const { receipt } = receiptIn(await stored(asking, sent.digest))
    assert.equal(receipt.log?.origin, answering.node.node.logSigner(1).name)
  })
})
