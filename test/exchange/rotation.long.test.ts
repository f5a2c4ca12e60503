import assert from 'node:assert/strict'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { readHead } from '../../src/store/audit.ts'
import { paths } from '../../src/web/paths.ts'
import { digestOfBase64, encryptionKeyFor } from '../../src/trust/list.ts'
import { run } from '../cli/commandLine.ts'
import { delivered, logOf, opened, say } from '../support/talk.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { cosignaturesOf, assertGood, bundleOf, eventsOf, onLog } from '../support/twoSides.ts'
import { type WorldState, heard, otherOf, until } from '../support/world.ts'

describe('keys that follow one another', () => {
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(new Date())
  })
  after(async () => {
    await world.close()
  })

  /** What a reader has kept of both sides: whole bundles, and the heads that each node published. */
  const keep = async () => {
    const states = [world.asking, world.answering]
    const bundles = await Promise.all(states.map(bundleOf))
    const checkpoints = await Promise.all(
      states.map(async ({ state, node }) => ({
        name: `the head of ${state}`,
        bytes: Buffer.from(await (await fetch(node.url + paths.checkpoint)).arrayBuffer()),
      })),
    )
    return { bundles: bundles.map((bundle) => ({ ...bundle, name: `${bundle.name} before` })), checkpoints }
  }
  const noteKeysOf = ({ node }: WorldState) => {
    const { log, witness } = node.node.trust.own().list
    return { log, witness }
  }
  const cosignedAll = async (state: WorldState): Promise<void> => {
    await until(`the log of ${state.state} is cosigned`, async () => {
      const head = await readHead(state.node.node.db)
      const last = await cosignaturesOf(state.node.node.db, head.log)
      return last.some(({ size }) => size === head.size)
    })
  }

  const keysOf = ({ node }: WorldState) => {
    const { signers, listSigners, encryptionKeys } = node.node.trust.own().list
    return { signers, listSigners, encryptionKeys }
  }
  const sequenceOf = ({ node }: WorldState): number => node.node.trust.own().list.sequence
  const command = async (state: WorldState, ...words: string[]) => {
    const done = await run(state, 'cert', ...words, '--json')
    return { code: done.code, json: done.json }
  }
  /** Waits until the list of the node has changed since then, and the other one has that list. */
  const listed = async (state: WorldState, since: number): Promise<void> => {
    await until(`${state.state} has taken them up`, () => sequenceOf(state) > since)
    const other = otherOf(state)
    await until(`${other.state} has the list`, async () => {
      await renewPeer(other.node.node, other.node.courier, state.state)
      await other.node.refreshTrust()
      return other.node.node.trust.peer(state.state)?.digest === state.node.node.trust.own().digest
    })
  }

  it('are made, listed, used and left behind while messages go on, and nothing is refused or lost (pain point 6)', async () => {
    let ended = false
    let sent = 0
    const talking = async (): Promise<void> => {
      while (!ended) {
        for (const speaker of [world.asking, world.answering]) {
          await say(world, speaker, crypto.randomUUID(), 'request')
          sent += 1
        }
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const first = [world.asking, world.answering].map(keysOf)
    const firstNotes = [world.asking, world.answering].map(noteKeysOf)
    let talk = talking()
    await until('something was said', () => sent > 4)
    const kept = await keep()
    for (const state of [world.asking, world.answering]) {
      let since = sequenceOf(state)
      const next = async (words: readonly string[], standing: { listSigners: number; signers: number }) => {
        assert.equal((await command(state, ...words)).code, 0, words.join(' '))
        await listed(state, since)
        since = sequenceOf(state)
        const { listSigners, signers } = keysOf(state)
        assert.deepEqual({ listSigners: listSigners.length, signers: signers.length }, standing)
      }
      await next(['renew'], { listSigners: 2, signers: 4 })
      await next(['use', '--overlap', '0', '--use', 'message', 'http', 'list'], {
        listSigners: 1,
        signers: 4,
      })
      await next(['renew', '--use', 'list'], { listSigners: 2, signers: 4 })
      await next(['renew', '--use', 'log', 'witness'], { listSigners: 2, signers: 4 })
      await next(['use', '--overlap', '0', '--use', 'log', 'witness'], { listSigners: 2, signers: 4 })
      await onLog(state, 2)
    }
    // What is on its way would be signed and cosigned as if it were two hours later.
    ended = true
    await talk
    for (const state of [world.asking, world.answering]) await delivered(state)
    // From now on peers seal to the new keys.
    await world.setClock(new Date(world.asking.node.node.now().getTime() + 2 * 3_600_000))
    const soFar = sent
    ended = false
    talk = talking()
    await until('more was said', () => sent > soFar + 4)
    ended = true
    await talk
    for (const state of [world.asking, world.answering]) {
      const { list } = state.node.node.trust.own()
      const sealedTo = encryptionKeyFor(list, state.node.node.now())
      const old = first[state === world.asking ? 0 : 1]?.encryptionKeys[0]?.kid
      assert.ok(sealedTo !== null && sealedTo.kid !== old)
    }
    assert.ok(sent > 20, `${sent} requests were sent`)
    for (const [index, state] of [world.asking, world.answering].entries()) {
      const [before, now] = [first[index], keysOf(state)]
      assert.equal(now.listSigners[0], before?.listSigners[1], 'the one that was announced from the start')
      assert.equal(now.listSigners.length, 2)
      const inUse = now.signers.filter(({ status }) => status === 'inForce')
      for (const { certificate } of before?.signers ?? [])
        assert.ok(!inUse.some((one) => one.certificate === certificate))
      await delivered(state)
      const entries = await logOf(state.node.node.db)
      const events: readonly string[] = entries.map(({ evt }) => evt)
      const refusals: readonly string[] = [
        'message.refused',
        'message.rejected',
        'envelope.refused',
        'receipt.refused',
      ]
      // What a node asks its peer of itself every while may be on its way in the two hours that pass in a moment, and is
      // asked again. Nothing else is older than it may be.
      const leapt = (entry: (typeof entries)[number]): boolean =>
        entry.evt === 'envelope.refused' && entry.code === 'TIME_OUT_OF_RANGE'
      const refused = entries.filter((entry) => refusals.includes(entry.evt) && !leapt(entry))
      assert.deepEqual(refused, [], state.state)
      assert.ok(entries.filter(leapt).length <= 1, state.state)
      for (const noted of ['key.added', 'key.retired']) assert.ok(events.includes(noted), noted)
      for (const bad of ['log.continued', 'log.unwitnessed', 'witness.refused'])
        assert.ok(!events.includes(bad), `${state.state}: ${bad}`)
      for (const once of ['log.closed', 'log.opened'])
        assert.equal(events.filter((one) => one === once).length, 1, `${state.state}: ${once}`)
      const notes = noteKeysOf(state)
      assert.notEqual(notes.log.vkey, firstNotes[index]?.log.vkey)
      assert.notEqual(notes.witness?.vkey, firstNotes[index]?.witness?.vkey)
      assert.equal(notes.log.others?.[0]?.vkey, firstNotes[index]?.log.vkey)
      assert.equal(notes.witness?.others?.[0]?.vkey, firstNotes[index]?.witness?.vkey)
      await cosignedAll(state)
    }
    await assertGood(world)
    const now = await Promise.all([world.asking, world.answering].map(bundleOf))
    const together = await verifyBundles([...now, ...kept.bundles])
    assert.deepEqual([together.exit, together.findings], [0, []])
    const report = await verifyBundles(now, { checkpoints: kept.checkpoints })
    assert.deepEqual([report.exit, report.findings], [0, []])
    for (const { follows, cosigned, restored, size = 0, origin } of report.facts.slice(0, 2)) {
      assert.match(origin ?? '', /\/log2$/)
      assert.deepEqual(
        follows?.map(({ end }) => end),
        ['closed'],
      )
      assert.ok(restored === undefined && cosigned !== undefined && cosigned.uncounted === undefined)
      assert.ok(cosigned.size > 0 && cosigned.size <= size)
    }
  })

  it('wait until the peers can know them', async () => {
    const { asking } = world
    assert.equal((await command(asking, 'use')).json.code, 'KEYS_NOT_RENEWED')
    let since = sequenceOf(asking)
    assert.equal((await command(asking, 'renew')).code, 0)
    assert.equal((await command(asking, 'renew')).json.code, 'KEYS_WAITING')
    assert.equal((await command(asking, 'use', '--use', 'ca')).json.code, 'WRONG_USE')
    await listed(asking, since)
    since = sequenceOf(asking)
    assert.equal((await command(asking, 'use')).json.code, 'KEYS_NOT_KNOWN', 'a day is not over')
    assert.equal((await command(asking, 'use', '--overlap', 'soon')).json.code, 'WRONG_USE')
    assert.equal((await command(asking, 'use', '--overlap', '0')).code, 0)
    await listed(asking, since)
    await opened(world)
    // A node that is started anew reads what is written.
    await asking.restart()
    await heard(asking)
    await opened(world)
  })

  it('are withdrawn from a moment on, by their name, where another stands in', async () => {
    const { asking, answering } = world
    const left = keysOf(asking).signers.find(({ status, use }) => status === 'withdrawn' && use === 'message')
    assert.ok(left !== undefined)
    const list = await command(asking, 'list')
    const keys = list.json as unknown as { state: string; use: string; name: string; standing: string }[]
    const name = keys.findLast(
      ({ use, standing, state }) => use === 'message' && standing === 'leaving' && state === 'VN',
    )?.name
    assert.ok(name !== undefined)
    const inUse = keys.find(
      ({ use, standing, state }) => use === 'http' && standing === 'inForce' && state === 'VN',
    )?.name
    assert.equal((await command(asking, 'withdraw', inUse ?? '')).json.code, 'KEY_UNKNOWN')
    for (const since of ['never', 'May 1', '2027-02-30', '2207-03-01T09:00:00Z'])
      assert.equal((await command(asking, 'withdraw', name, '--since', since)).json.code, 'WRONG_USE', since)
    const since = sequenceOf(asking)
    assert.equal((await command(asking, 'withdraw', name)).code, 0)
    const isWithdrawn = () =>
      keysOf(asking).signers.some(
        ({ certificate, statusSince }) =>
          digestOfBase64(certificate) === name && new Date(statusSince) <= asking.node.node.now(),
      )
    await until('it is withdrawn', isWithdrawn)
    await listed(asking, since)
    const after = (await command(answering, 'list')).json as unknown as typeof keys
    assert.equal(after.find((key) => key.name === name)?.standing, 'withdrawn')
    assert.ok((await eventsOf(asking)).includes('key.retired'))
    await opened(world)
    await assertGood(world)
  })
})
