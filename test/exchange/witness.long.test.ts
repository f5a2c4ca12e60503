import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { encodeAddCheckpoint } from '../../src/audit/addCheckpoint.ts'
import type { Files } from '../../src/audit/bundle/layout.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { openCheckpoint, signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosignaturesOn } from '../../src/audit/cosignature.ts'
import { encodeVerifierKey, noteVerifier, parseVerifierKey } from '../../src/audit/note.ts'
import { leafHash, rootOf } from '../../src/audit/tree.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { isDatabaseBehind } from '../../src/exchange/standing.ts'
import { isUnwitnessed, witnessedUpTo } from '../../src/exchange/witness/witnessedUpTo.ts'
import { witnessing } from '../../src/exchange/witness/witnessing.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import { startNode } from '../../src/main.ts'
import { openNode } from '../../src/opening.ts'
import { readHead } from '../../src/store/audit.ts'
import { findMessage } from '../../src/store/messages.ts'
import { removePeer } from '../../src/store/peers.ts'
import { listRequestIds } from '../../src/store/requests.ts'
import {
  cosignedCheckpoints,
  findWitnessedLogs,
  listLogConflicts,
  listWitnessedLogs,
} from '../../src/store/witness.ts'
import { paths } from '../../src/web/paths.ts'
import { believing } from '../support/believing.ts'
import { assertSignsNoMore, loggedLeaves, proofFrom, treeOf } from '../support/addingCheckpoints.ts'
import { clockedStates } from '../support/clockedWorld.ts'
import {
  agreed,
  draft,
  frameOf,
  opened,
  post,
  receipted,
  say,
  sealed,
  sealedTo,
  stored,
  waiting,
} from '../support/talk.ts'
import { bundleOf, eventsOf } from '../support/twoSides.ts'
import { placedWhileRead } from '../support/placedWhileRead.ts'
import {
  type World,
  type WorldState,
  authority,
  otherOf,
  silent,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'

describe('the witnesses of a log', () => {
  let world: World
  before(async () => {
    world = await twoStates()
    await opened(world)
  })
  after(() => world.close())

  const signerOf = ({ node }: WorldState) => node.node.logSigner(1)
  const submit = (state: WorldState, body: string) =>
    fetch(state.node.url + paths.addCheckpoint, { method: 'POST', body })
  /** Waits until the other node has cosigned the newest head, and nothing more is signed meanwhile. */
  const cosigned = async (state: WorldState) => {
    let size = 0
    await until(`the log of ${state.state} is cosigned`, async () => {
      const head = await readHead(state.node.node.db)
      size = head.size
      return size > 0 && (await witnessedUpTo(state.node.node, head)).size === size
    })
    return size
  }
  const lastCosigned = async (log: WorldState) => {
    const all = await findWitnessedLogs(otherOf(log).node.node.db, signerOf(log).name)
    const found = all.find(({ state }) => state === log.state)
    assert.ok(found !== undefined)
    return found
  }

  it('are the nodes of its peers: each head gets their cosignature, which the published checkpoint carries', async () => {
    for (const state of [world.asking, world.answering]) {
      const { name, privateKey } = signerOf(state)
      let note = Buffer.alloc(0)
      // An entry that comes late makes a head that is not cosigned yet.
      await until('the published checkpoint is a head that is cosigned', async () => {
        const size = await cosigned(state)
        const response = await fetch(state.node.url + paths.checkpoint)
        note = Buffer.from(await response.arrayBuffer())
        const head = openCheckpoint(note, noteVerifier(name, createPublicKey(privateKey)))
        assert.ok(head.ok)
        return head.checkpoint.size === size
      })
      const vkey = state.node.node.trust.peer(otherOf(state).state)?.list.witness?.vkey ?? ''
      const parsed = parseVerifierKey(vkey, 'cosignature')
      assert.ok(parsed.ok)
      const read = cosignaturesOn(note, [parsed.verifier])
      assert.ok(read.ok, JSON.stringify(read))
      const [cosignature] = read.cosignatures
      assert.ok(cosignature !== undefined && Math.abs(cosignature.at.getTime() - Date.now()) < 120_000)
    }
  })

  it('do not make the logs grow: two nodes that cosign each other come to rest', async () => {
    const sizes = async () =>
      await Promise.all(
        [world.asking, world.answering].map(async ({ node }) => (await readHead(node.node.db)).size),
      )
    // An entry of the exchange itself may come late; if cosigning made entries, no three seconds would be quiet.
    await until('nothing grows for three seconds', async () => {
      await Promise.all([cosigned(world.asking), cosigned(world.answering)])
      const before = await sizes()
      await new Promise((done) => setTimeout(done, 3_000))
      return isDeepStrictEqual(await sizes(), before)
    })
  })

  it('cosign a head again that has stayed the newest for an hour: the bundle tells until when there was nothing more (pain point 13)', async () => {
    const size = await cosigned(world.asking)
    const { node } = world.asking.node
    const cosignatures = () =>
      node.db.selectFrom('cosignature').selectAll().where('size', '=', size).orderBy('cosigned_at').execute()
    let nowMs = 0
    let asked = 0
    const { fetchCosigned, submitCheckpoint } = world.asking.node.courier
    const counting: Parameters<typeof witnessing>[1] = {
      fetchCosigned,
      async submitCheckpoint(...given) {
        asked += 1
        return await submitCheckpoint(...given)
      },
    }
    const asking = witnessing(node, counting, () => nowMs)
    // A cosignature says whole seconds.
    await new Promise((done) => setTimeout(done, 1_100))
    await asking.round()
    nowMs += 3_599_999
    await asking.round()
    assert.equal((await cosignatures()).length, 1, 'not before an hour has passed')
    assert.equal(asked, 0, 'nobody is asked for what is known')
    nowMs += 1
    await asking.round()
    await asking.round()
    assert.equal(asked, 1)
    const [first, again, ...more] = await cosignatures()
    assert.ok(first !== undefined && again !== undefined && more.length === 0)
    assert.ok(again.cosigned_at > first.cosigned_at)
    const published = await (await fetch(world.asking.node.url + paths.checkpoint)).text()
    assert.ok(published.endsWith(again.line) && !published.includes(first.line), 'published is the newest')
    const { files } = await bundleOf(world.asking)
    const lines = Buffer.from(files.get('cosigned.jsonl') ?? '')
      .toString()
      .split('\n')
    assert.equal(lines.filter((line) => line.includes(JSON.stringify(first.line).slice(1, -1))).length, 1)
    assert.equal(lines.filter((line) => line.includes(JSON.stringify(again.line).slice(1, -1))).length, 1)
    assert.equal((await verifyBundles([{ name: 'asking', files }])).exit, 0)
  })

  it('stand in a bundle of one request as far as its entries need them, and it is good', async () => {
    const { node } = world.asking.node
    await cosigned(world.asking)
    const [request = ''] = await listRequestIds(node.db)
    const linesOf = (files: Files) =>
      Buffer.from(files.get('cosigned.jsonl') ?? '')
        .toString()
        .split('\n')
    for (let time = 0; time < 3; time += 1) {
      // What follows is about no request, and each export brings a head.
      await bundleOf(world.asking)
      await cosigned(world.asking)
    }
    const order = { requests: [request], person: 'Example-Auditor', authority: world.asking.state }
    const files = await exportBundle(node, order)
    const whole = await bundleOf(world.asking)
    const all = linesOf(whole.files)
    const some = linesOf(files)
    assert.ok(some.length < all.length, `${some.length} of ${all.length}`)
    assert.ok(some.every((line) => all.includes(line)))
    const { exit, facts } = await verifyBundles([{ name: 'asking', files }])
    assert.equal(exit, 0)
    const { at } = (await verifyBundles([whole])).facts[0]?.cosigned ?? {}
    assert.ok((facts[0]?.cosigned?.at ?? '') <= (at ?? ''))
  })

  it('publish what they cosigned last, by the digest of the origin', async () => {
    await cosigned(world.asking)
    const { name } = signerOf(world.asking)
    const at = (digest: string) => fetch(`${world.answering.node.url}/log/${digest}/checkpoint`)
    const response = await at(hash('sha256', name))
    assert.equal(response.status, 200)
    assert.equal(await response.text(), (await lastCosigned(world.asking)).note)
    assert.equal((await at(hash('sha256', 'another.example/log'))).status, 404)
    assert.equal((await at('checkpoint')).status, 404)
  })

  it('answer by the book: 404 to an unknown log, 403 without its signature, 400, and 409 with the size', async () => {
    const size = await cosigned(world.asking)
    const signer = signerOf(world.asking)
    const { note } = await lastCosigned(world.asking)
    const stranger = { ...signer, name: 'rogatory.example/zz/log1' }
    const leaves = await loggedLeaves(world.asking, size)
    const root = rootOf(treeOf(leaves))
    const ask = (oldSize: number, checkpoint: string, proof: readonly Uint8Array[] = []) =>
      submit(world.answering, encodeAddCheckpoint({ oldSize, proof, checkpoint }))
    const code = async (response: Response) => [
      response.status,
      ((await response.json()) as { readonly code?: string }).code,
    ]
    assert.deepEqual(await code(await ask(size, signCheckpoint(size, root, stranger))), [
      404,
      'WITNESS_LOG_UNKNOWN',
    ])
    const forged = { ...signer, privateKey: signerOf(world.answering).privateKey }
    assert.deepEqual(await code(await ask(size, signCheckpoint(size, root, forged))), [
      403,
      'WITNESS_NOT_SIGNED',
    ])
    assert.deepEqual(await code(await ask(size + 1, note)), [400, 'WITNESS_REQUEST_INVALID'])
    for (const body of ['', 'old', `old 01\n\n${note}`, `old ${size}\n\n`, `old ${size}\nAAAA\n\n${note}`]) {
      assert.deepEqual(
        await code(await submit(world.answering, body)),
        [400, 'WITNESS_REQUEST_INVALID'],
        body,
      )
    }
    const tooLong = await submit(world.answering, `old ${size}\n\n${note}${'x'.repeat(300_000)}`)
    assert.equal(tooLong.status, 413)
    const other = await ask(0, note)
    assert.equal(other.status, 409)
    assert.equal(other.headers.get('content-type'), 'text/x.tlog.size')
    assert.equal(await other.text(), `${size}\n`)
    const again = await ask(size, note)
    assert.equal(again.status, 200)
    assert.match(await again.text(), /^— rogatory\.example\/qa\/witness [A-Za-z0-9+/]+=*\n$/)
  })

  it('attack 41: a log that signs another past, or the same size with another root, is refused by 422, and both notes are kept and logged once (pain point 7)', async () => {
    // Where it is a power of two, the proof of another past does not carry the old root, and shows nothing.
    for (let size = await cosigned(world.asking); Number.isInteger(Math.log2(size));) {
      await noteInLog(world.asking.node.node, { event: 'node.stopped' })
      size = await cosigned(world.asking)
    }
    const size = await cosigned(world.asking)
    const signer = signerOf(world.asking)
    const leaves = await loggedLeaves(world.asking, size)
    const forked = [...leaves.slice(0, -1), Buffer.from(leafHash(Buffer.from('another last entry')))]
    const sameSize = signCheckpoint(size, rootOf(treeOf(forked)), signer)
    const rewritten = [...forked, Buffer.from(leafHash(Buffer.from('one more')))]
    const consistent = signCheckpoint(rewritten.length, rootOf(treeOf(rewritten)), signer)
    for (const [checkpoint, proof] of [
      [sameSize, []],
      [consistent, proofFrom(size, rewritten)],
      [sameSize, []],
    ] as const) {
      const response = await submit(
        world.answering,
        encodeAddCheckpoint({ oldSize: size, proof, checkpoint }),
      )
      assert.equal(response.status, 422)
      assert.equal(((await response.json()) as { readonly code: string }).code, 'WITNESS_NOT_GROWN')
    }
    const { db } = world.answering.node.node
    const conflicts = await listLogConflicts(db, world.asking.state)
    assert.deepEqual(new Set(conflicts.map(({ refused }) => refused)), new Set([sameSize, consistent]))
    for (const { kept } of conflicts) assert.equal(kept.split('\n')[1], String(size))
    assert.equal((await eventsOf(world.answering)).filter((event) => event === 'witness.refused').length, 2)
    assert.equal((await lastCosigned(world.asking)).size, size)
  })

  it('remember a log by its key, whichever State named it when they cosigned it', async () => {
    const { db } = world.answering.node.node
    const size = await cosigned(world.asking)
    const { note } = await lastCosigned(world.asking)
    // As if another State whose list names the same key had come first.
    await db
      .updateTable('witnessed_log')
      .set({ state: 'AA' })
      .where('state', '=', world.asking.state)
      .execute()
    try {
      const body = encodeAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note })
      assert.equal((await submit(world.answering, body)).status, 409)
      assert.equal((await listWitnessedLogs(db)).find(({ state }) => state === 'AA')?.size, size)
    } finally {
      await db
        .updateTable('witnessed_log')
        .set({ state: world.asking.state })
        .where('state', '=', 'AA')
        .execute()
    }
  })

  it('cosign a log, and tell its State what they cosigned, though another had another log of its name cosigned', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const vn = node.trust.peer('VN')
    assert.ok(vn !== null)
    const { name } = signerOf(asking)
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    /** As if AZ, which comes first, named this key under the name of the log of VN. */
    const naming = (vkey: string) => {
      const az = { ...vn, list: { ...vn.list, state: 'AZ', signers: [], log: { origin: name, vkey } } }
      return { peers: [az, vn] }
    }
    const submitted = (oldSize: number, checkpoint: string, vkey: string) =>
      believing(node, naming(vkey), () =>
        submit(answering, encodeAddCheckpoint({ oldSize, proof: [], checkpoint })),
      )
    const own = encodeVerifierKey(noteVerifier(name, publicKey))
    const huge = signCheckpoint(1_000_000_000, Buffer.alloc(32, 7), { name, privateKey })
    assert.equal((await submitted(0, huge, own)).status, 200)
    try {
      const size = await cosigned(asking)
      const { note } = await lastCosigned(asking)
      assert.equal((await submitted(size, note, vn.list.log.vkey)).status, 200)
      await node.db
        .updateTable('witnessed_log')
        .set({ cosigned_at: new Date(Date.now() + 60_000) })
        .where('state', '=', 'AZ')
        .execute()
      const digest = hash('sha256', name)
      const url = `${node.trust.own().list.node.url}/log`
      const isOfVn = (note: Uint8Array): boolean =>
        openCheckpoint(note, noteVerifier(name, createPublicKey(signerOf(asking).privateKey))).ok
      const told = await believing(node, naming(own), () => asking.node.courier.fetchCosigned(url, digest))
      assert.ok(isOfVn(told), 'VN is told of its own log, though the other was cosigned later')
      const anybody = await fetch(`${url}/${digest}/checkpoint`)
      assert.ok(isOfVn(Buffer.from(await anybody.arrayBuffer())), 'anybody, of the one that a list names')
    } finally {
      await node.db.deleteFrom('witnessed_log').where('state', '=', 'AZ').execute()
    }
  })

  it('attack 41: do not accuse a peer of what a stranger brings: an honest head with a wrong proof is refused, and nothing is kept', async () => {
    const { db } = world.answering.node.node
    const before = [
      (await listLogConflicts(db, world.asking.state)).length,
      (await eventsOf(world.answering)).filter((event) => event === 'witness.refused').length,
    ]
    const size = await cosigned(world.asking)
    const { note } = await lastCosigned(world.asking)
    const signer = signerOf(world.asking)
    const leaves = await loggedLeaves(world.asking, size)
    const grown = [...leaves, Buffer.from(leafHash(Buffer.from('one more')))]
    const next = signCheckpoint(grown.length, rootOf(treeOf(grown)), signer)
    const wrong = Buffer.alloc(32, 7)
    const proof = proofFrom(size, grown)
    for (const [checkpoint, given] of [
      [note, [wrong]],
      [next, []],
      [next, [wrong]],
      [next, [...proof, wrong]],
      [next, proof.map((hash, at) => (at === proof.length - 1 ? wrong : hash))],
      [next, proof.slice(1)],
    ] as const) {
      const body = encodeAddCheckpoint({ oldSize: size, proof: given, checkpoint })
      assert.equal((await submit(world.answering, body)).status, 422)
    }
    const after = [
      (await listLogConflicts(db, world.asking.state)).length,
      (await eventsOf(world.answering)).filter((event) => event === 'witness.refused').length,
    ]
    assert.deepEqual(after, before)
  })

  it('hear each other out: who has forgotten what was cosigned is told the size, and goes on from there', async () => {
    await cosigned(world.asking)
    const { db } = world.asking.node.node
    await db.deleteFrom('cosignature').execute()
    await db.deleteFrom('cosigned_checkpoint').execute()
    await noteInLog(world.asking.node.node, { event: 'node.stopped' })
    const size = await cosigned(world.asking)
    assert.deepEqual(
      (await cosignedCheckpoints(db, 1, { before: size + 1, limit: 1 })).map((one) => one.size),
      [size],
    )
  })

  it('are shown no head from before a pause of the node while what it noted last waits for its place', async () => {
    const { asking } = world
    await asking.node.close()
    const open = await openNode(asking.config, silent, 'act')
    const { node, courier } = open
    const asked = witnessing(node, courier, () => performance.now())
    await noteInLog(node, { event: 'node.stopped' })
    await sequenceRound(node)
    const { size } = await readHead(node.db)
    await noteInLog({ ...node, now: () => new Date(Date.now() - 120_000) }, { event: 'node.stopped' })
    await asked.round()
    assert.ok((await witnessedUpTo(node, await readHead(node.db))).size < size)
    await sequenceRound(node)
    await asked.round()
    assert.equal((await witnessedUpTo(node, await readHead(node.db))).size, size + 1)
    await open.close()
    asking.node = await startNode(asking.config, silent)
  })

  it('are shown no head from before a pause of the node that was read just before what it noted last got its place', async () => {
    const { asking } = world
    await asking.node.close()
    const open = await openNode(asking.config, silent, 'act')
    const { node, courier } = open
    const placing = placedWhileRead(() => sequenceRound(node))
    const asked = witnessing({ ...node, db: node.db.withPlugin(placing.plugin) }, courier, () =>
      performance.now(),
    )
    await noteInLog(node, { event: 'node.stopped' })
    await sequenceRound(node)
    const { size } = await readHead(node.db)
    await noteInLog({ ...node, now: () => new Date(Date.now() - 120_000) }, { event: 'node.stopped' })
    placing.next()
    await asked.round()
    assert.equal((await readHead(node.db)).size, size + 1)
    const shown = await cosignedCheckpoints(node.db, 1, { before: size + 2, limit: 5 })
    assert.ok(!shown.some((one) => one.size === size), 'the head without it was cosigned')
    await open.close()
    asking.node = await startNode(asking.config, silent)
  })

  it('are missed: work goes on, and after a quarter of an hour the log says so, and again when they are back (pain point 13)', async () => {
    await cosigned(world.asking)
    const { node } = world.asking.node
    world.answering.link.up = false
    let nowMs = 0
    const away = witnessing(node, world.asking.node.courier, () => nowMs)
    await noteInLog(node, { event: 'node.stopped' })
    await until(
      'it is signed',
      async () => (await readHead(node.db)).size > (await witnessedUpTo(node, await readHead(node.db))).size,
    )
    await away.round()
    nowMs += 900_001
    assert.equal(await isUnwitnessed({ ...node, now: () => new Date(Date.now() + 900_001) }), true)
    assert.equal(await isUnwitnessed(node), false)
    await away.round()
    nowMs += 1_000
    await away.round()
    assert.equal((await eventsOf(world.asking)).filter((event) => event === 'log.unwitnessed').length, 1)
    world.answering.link.up = true
    await cosigned(world.asking)
    await away.round()
    assert.equal((await eventsOf(world.asking)).filter((event) => event === 'log.witnessed').length, 1)
  })

  it('are missed and found again by whichever process asks them: neither is noted twice, and neither waits anew', async () => {
    await cosigned(world.asking)
    const { node, courier } = world.asking.node
    const noted = async () =>
      (await eventsOf(world.asking)).filter(
        (event) => event === 'log.unwitnessed' || event === 'log.witnessed',
      )
    const before = (await noted()).length
    world.answering.link.up = false
    let nowMs = 0
    const process = (ahead: number) =>
      witnessing({ ...node, now: () => new Date(Date.now() + ahead) }, courier, () => nowMs)
    const after = async (...processes: readonly ReturnType<typeof process>[]): Promise<void> => {
      for (const one of processes) await one.round()
      nowMs += 30_000
    }
    await noteInLog(node, { event: 'node.stopped' })
    await until(
      'it is signed',
      async () => (await readHead(node.db)).size > (await witnessedUpTo(node, await readHead(node.db))).size,
    )
    // The one that began to wait is gone. The next notes it as soon as it has asked for a minute, and the one after it has nothing to note.
    const [first, second] = [process(900_001), process(900_001)]
    await after(first)
    await after(first)
    assert.equal((await noted()).length, before, 'a minute is not over')
    await after(first, second)
    assert.deepEqual((await noted()).slice(before), ['log.unwitnessed'])
    for (let round = 0; round < 3; round += 1) await after(second)
    assert.deepEqual((await noted()).slice(before), ['log.unwitnessed'])
    world.answering.link.up = true
    await cosigned(world.asking)
    await until('they are back in the log', async () => {
      await process(0).round()
      return (await noted()).length > before + 1
    })
    for (const one of [first, second, process(0)]) await one.round()
    assert.deepEqual((await noted()).slice(before), ['log.unwitnessed', 'log.witnessed'])
  })

  it('are two where there are two peers or more: one alone is not enough, and a newcomer counts once it could', async () => {
    const third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
    const { node } = world.answering.node
    const newest = async () => {
      const { log, size } = await readHead(node.db)
      const [head] = await cosignedCheckpoints(node.db, log, { before: size + 1, limit: 1 })
      return { size: head?.size ?? 0, by: head?.witnesses.length ?? 0, isHead: head?.size === size }
    }
    const upTo = async () => (await witnessedUpTo(node, await readHead(node.db))).size
    const later = { ...node, now: () => new Date(Date.now() + 900_001) }
    try {
      await until('both have cosigned the same head', async () => {
        const { by, isHead } = await newest()
        return by === 2 && isHead
      })
      third.link.up = false
      const before = await cosigned(world.answering)
      await noteInLog(node, { event: 'node.stopped' })
      await until('one of them has cosigned more', async () => (await newest()).size > before)
      assert.equal(await upTo(), before)
      assert.deepEqual([await isUnwitnessed(node), await isUnwitnessed(later)], [false, true])
      // As if the other had been pinned this moment: it is not missed yet, and is after a quarter of an hour.
      const vkey = node.trust.peer('AZ')?.list.witness?.vkey ?? ''
      await node.db.deleteFrom('cosignature').where('witness', '=', vkey).execute()
      const { size } = await newest()
      assert.ok((await upTo()) >= size && size > before)
      assert.equal((await witnessedUpTo(later, await readHead(node.db))).size, 0)
      third.link.up = true
      await until('both have', async () => (await newest()).by === 2)
      await cosigned(world.answering)
    } finally {
      await third.close()
      await removePeer(node.db, 'AZ')
      await world.answering.node.refreshTrust()
    }
  })

  it('attack 42: a witness that shows a later head of this log, signed by it, keeps it from signing on an older database', async () => {
    const size = await cosigned(world.answering)
    const signer = signerOf(world.answering)
    const leaves = await loggedLeaves(world.answering, size)
    // What this node would have signed, had its database not gone back since.
    const later = [...leaves, ...[1, 2, 3].map((one) => Buffer.from(leafHash(Buffer.from(`entry ${one}`))))]
    const checkpoint = signCheckpoint(later.length, rootOf(treeOf(later)), signer)
    const body = encodeAddCheckpoint({ oldSize: size, proof: proofFrom(size, later), checkpoint })
    assert.equal((await submit(world.asking, body)).status, 200)
    await assertSignsNoMore(world.answering)
  })

  it('are waited for where a node says so: nothing leaves or is taken after a quarter of an hour without, and all goes on when they are back (pain point 13)', async () => {
    const calendar = await clockedStates(new Date(), undefined, {
      more: () => Promise.resolve({ isWitnessRequired: true as const }),
    })
    try {
      const { asking, answering } = calendar
      const known = await opened(calendar)
      const before = await say(calendar, answering, known, 'acknowledgement')
      await agreed(calendar, known, 2)
      await receipted(answering, before.digest)
      const { receipt } = await stored(answering, before.digest)
      await calendar.setClock(new Date(Date.now() + 60_000))
      answering.link.up = false
      const { node } = asking.node
      await noteInLog(node, { event: 'node.stopped' })
      await calendar.setClock(new Date(node.now().getTime() + 960_000))
      const request = crypto.randomUUID()
      const refused = await asking.node.send(draft(calendar, asking, request, 'request'))
      assert.equal(refused.ok ? 'sent' : refused.code, 'NODE_UNWITNESSED')
      // No receipt either: what comes is not taken, and its sender keeps it. What had one before has it again.
      const told = await say(calendar, answering, known, 'contact-note')
      await until('the sender is told why', async () => {
        const [row] = await waiting(answering)
        return row?.last_code === 'NODE_UNWITNESSED'
      })
      assert.equal(await findMessage(node.db, told.digest), null)
      const again = await sealedTo(asking, (await stored(answering, before.digest)).jws)
      assert.deepEqual(await post(asking, [again]), [receipt])
      const reused = await sealed(answering, asking, {
        ...(await frameOf(answering, before.digest)),
        body: { ownReference: 'QA-2' },
      })
      assert.deepEqual(await post(asking, [reused.jwe]), ['{"code":"NODE_UNWITNESSED"}'])
      assert.ok(!(await eventsOf(asking)).includes('equivocation.found'))
      answering.link.up = true
      await until('it is cosigned', async () => !(await isUnwitnessed(node)))
      await agreed(calendar, known, 3)
      await receipted(answering, told.digest)
      const sent = await asking.node.send(draft(calendar, asking, request, 'request'))
      assert.ok(sent.ok, JSON.stringify(sent))
    } finally {
      await calendar.close()
    }
  })

  it('cannot stop a log by words alone', async () => {
    const { node } = world.asking.node
    const head = await readHead(node.db)
    const lying = witnessing(
      node,
      {
        submitCheckpoint: () => Promise.resolve({ status: 409, body: Buffer.from('999999\n') }),
        fetchCosigned: () => Promise.resolve(Buffer.from(head.checkpoint)),
      },
      () => 0,
    )
    await noteInLog(node, { event: 'node.stopped' })
    await lying.round()
    assert.equal(await isDatabaseBehind(node), false)
  })
})
