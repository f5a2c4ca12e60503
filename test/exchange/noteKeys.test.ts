import assert from 'node:assert/strict'
import { join } from 'node:path'
import { encodeAddCheckpoint } from '../../src/audit/addCheckpoint.ts'
import { cosignaturesOn } from '../../src/audit/cosignature.ts'
import { parseVerifierKey } from '../../src/audit/note.ts'
import { leafHash } from '../../src/audit/tree.ts'
import { parseWitnessPolicy } from '../../src/audit/witnessPolicy.ts'
import { examineAttesting } from '../../src/exchange/doctor/attestPart.ts'
import { valuesOfTrust } from '../../src/exchange/measuring/values.ts'
import type { Node } from '../../src/exchange/node.ts'
import { keysLeft, keysToName, witnessPolicyOf } from '../../src/exchange/witness/ownWitnesses.ts'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import { isUnwitnessed, witnessedUpTo } from '../../src/exchange/witness/witnessedUpTo.ts'
import { noteSigners } from '../../src/noteSigners.ts'
import { readHead } from '../../src/store/audit.ts'
import { type Identity, readIdentity } from '../../src/store/identity/read.ts'
import { closingHead, cosignedCheckpoints } from '../../src/store/witness.ts'
import { noteKeyDigest } from '../../src/trust/list.ts'
import { paths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { headOf, loggedLeaves, proofFrom } from '../support/addingCheckpoints.ts'
import { opened } from '../support/talk.ts'
import { assertGood, eventsOf, onLog } from '../support/twoSides.ts'
import { type World, type WorldState, otherOf, passphrase, twoStates, until } from '../support/world.ts'

describe('a node whose log and witness get other keys', () => {
  let world: World
  /** The identity of the asking State before its keys were made, and before they were used. */
  let made: Identity
  let announced: Identity
  let firstWitness: string
  let firstLog: string
  before(async () => {
    world = await twoStates()
    await opened(world)
    made = await read()
    const { log, witness } = own(world.asking)
    firstLog = log.vkey
    firstWitness = witness?.vkey ?? ''
  })
  after(() => world.close())

  const own = ({ node }: WorldState) => node.node.trust.own().list
  const read = () => readIdentity(join(world.asking.config.dataFolder, 'identity'), passphrase)
  const cert = async (...words: string[]) => (await run(world.asking, 'cert', ...words, '--json')).json
  const headNow = ({ node }: WorldState) => readHead(node.node.db)
  /** Waits until the other node has the list as it is. */
  const told = async (state: WorldState): Promise<void> => {
    const { node } = otherOf(state)
    await until('the list is there', async () => {
      await renewPeer(node.node, node.courier, state.state)
      await node.refreshTrust()
      return node.node.trust.peer(state.state)?.digest === state.node.node.trust.own().digest
    })
  }
  const cosigned = (state: WorldState) =>
    until(`the log of ${state.state} is cosigned`, async () => {
      const head = await headNow(state)
      const [newest] = await cosignedCheckpoints(state.node.node.db, head.log, {
        before: head.size + 1,
        limit: 1,
      })
      return newest?.size === head.size
    })

  it('announces them first: they are not taken up before, nor before the peers could learn them', async () => {
    assert.equal((await cert('use', '--use', 'log')).code, 'KEYS_NOT_RENEWED')
    assert.equal((await cert('renew', '--use', 'log', 'witness')).ok, true)
    assert.equal((await cert('renew', '--use', 'log')).code, 'KEYS_WAITING')
    announced = await read()
    await until('it is listed', () => own(world.asking).log.others !== undefined)
    const { log, witness } = own(world.asking)
    assert.match(log.others?.[0]?.vkey ?? '', /\/vn\/log2\+/)
    assert.equal(log.vkey, firstLog)
    assert.deepEqual([log.others?.[0]?.status, witness?.others?.[0]?.status], ['inForce', 'inForce'])
    assert.equal((await cert('use', '--use', 'log')).code, 'KEYS_NOT_KNOWN', 'a day is not over')
    assert.equal((await cert('use', '--use', 'encryption')).code, 'WRONG_USE')
    await told(world.asking)
  })

  it('closes its log in order: the first head of the next is signed with the new key, and at no moment is it unwitnessed', async () => {
    assert.equal((await cert('use', '--overlap', '0', '--use', 'log', 'witness')).ok, true)
    await onLog(world.asking, 2)
    assert.equal(await isUnwitnessed(world.asking.node.node), false)
    const closed = await closingHead(world.asking.node.node.db, 1)
    assert.ok(closed !== null)
    await cosigned(world.asking)
    const [last] = await cosignedCheckpoints(world.asking.node.node.db, 1, {
      before: closed.size + 1,
      limit: 1,
    })
    assert.deepEqual([last?.size, last?.witnesses.length], [closed.size, 1])
    const head = await headNow(world.asking)
    assert.equal(head.log_since, null, 'nothing was lost')
    assert.equal((await witnessedUpTo(world.asking.node.node, head)).size, head.size)
    await opened(world)
    await assertGood(world)
  })

  it('signs nothing with a process that does not have the key yet, and closes no log for an older one', async () => {
    const { node } = world.asking.node
    const signersOf = (identity: Identity) =>
      noteSigners({ current: () => identity, refresh: () => Promise.resolve() }, node.state)
    const { log } = await headNow(world.asking)
    const old = { ...node, ...signersOf(made) }
    assert.equal(old.logKeys.isLeft((await headNow(world.asking)).log_key), false)
    assert.throws(() => old.logSigner(2, node.logKeys.inUse()), /IDENTITY_MISSING|Restore the folder/)
    const next = { ...node, ...signersOf(announced) }
    assert.equal(next.logKeys.isLeft((await headNow(world.asking)).log_key), false)
    assert.deepEqual(next.logSigner(2, node.logKeys.inUse()).name, node.logSigner(2).name)
    await sequenceRound(next)
    assert.equal((await headNow(world.asking)).log, log)
  })

  it('cosigns with both keys, so that whoever knows only the one before finds it', async () => {
    await told(world.asking)
    await opened(world)
    await cosigned(world.answering)
    const verifiers = [firstWitness, own(world.asking).witness?.vkey ?? ''].map((vkey) => {
      const parsed = parseVerifierKey(vkey, 'cosignature')
      assert.ok(parsed.ok)
      return parsed.verifier
    })
    // A head that has just followed the one that was cosigned is cosigned a moment later.
    await until('the head that is published has both', async () => {
      const response = await fetch(world.answering.node.url + paths.checkpoint)
      const note = Buffer.from(await response.arrayBuffer())
      return verifiers.every((verifier) => {
        const found = cosignaturesOn(note, [verifier])
        return found.ok && found.cosignatures.length === 1
      })
    })
  })

  it('is told of in the policy of others: the key before counts until it is withdrawn, and its follower is named', async () => {
    const url = `${own(world.asking).node.url.replace(/\/$/, '')}/log`
    const parsed = parseWitnessPolicy(`witness vn ${firstWitness} ${url}\nquorum vn\n`)
    assert.ok(parsed.ok)
    const { node, courier } = world.answering.node
    const { trust, now } = node
    const asker = { trust, now, witnessPolicy: parsed.policy }
    const [left] = keysLeft(asker)
    assert.deepEqual([left?.witness, left?.followedBy], ['vn', own(world.asking).witness?.vkey])
    assert.deepEqual(
      valuesOfTrust(asker).filter(({ name }) => name === 'rogatory_witness_keys_left'),
      [{ name: 'rogatory_witness_keys_left', value: 1, labels: {} }],
    )
    const looking = Object.create(node, { witnessPolicy: { value: parsed.policy } }) as Node
    const found = (await examineAttesting(looking, courier)).find(({ code }) => code === 'WITNESS_KEY_LEFT')
    assert.equal(found?.about, 'vn')
    assert.ok(left !== undefined && found.words.includes(left.followedBy))
    const both = parseWitnessPolicy(
      `witness vn ${firstWitness} ${url}\nwitness new ${left.followedBy} ${url}\ngroup either any vn new\nquorum either\n`,
    )
    assert.ok(both.ok)
    assert.deepEqual(keysToName({ ...asker, witnessPolicy: both.policy }), [])
    assert.equal(keysLeft({ ...asker, witnessPolicy: both.policy }).length, 1)
    const [witness] = parsed.policy.witnesses
    assert.ok(witness !== undefined)
    assert.equal(witnessPolicyOf(asker).isQuorum([witness.verifier]), true)
    const later = { ...asker, now: () => left.until }
    assert.equal(witnessPolicyOf(later).isQuorum([witness.verifier]), false)
    // A peer says nothing about the witness of another.
    const elsewhere = parseWitnessPolicy(`witness n ${firstWitness} https://neutral.example.org\nquorum n\n`)
    assert.ok(elsewhere.ok)
    assert.deepEqual(keysLeft({ ...asker, witnessPolicy: elsewhere.policy }), [])
  })

  it('lets keys that were stolen count no more: it cosigns with them no longer, and witnesses take no head of the closed log', async () => {
    const closed = await closingHead(world.asking.node.node.db, 1)
    assert.ok(closed !== null)
    const leaves = await loggedLeaves(world.asking, closed.size)
    const signer = { name: 'rogatory.example/vn/log1', privateKey: made.noteKeys.log.inUse }
    const more = [...leaves, Buffer.from(leafHash(Buffer.from('an entry of a thief')))]
    const body = encodeAddCheckpoint({
      oldSize: closed.size,
      proof: proofFrom(closed.size, more),
      checkpoint: headOf(more, signer),
    })
    for (const vkey of [firstLog, firstWitness])
      assert.equal((await cert('withdraw', noteKeyDigest(vkey))).ok, true)
    await until('it is withdrawn', () =>
      [own(world.asking).log, own(world.asking).witness].every((one) =>
        one?.others?.every(
          ({ statusSince }) =>
            statusSince !== undefined && new Date(statusSince) <= world.asking.node.node.now(),
        ),
      ),
    )
    await told(world.asking)
    const response = await fetch(world.answering.node.url + paths.addCheckpoint, { method: 'POST', body })
    assert.equal(response.status, 404)
    assert.equal(((await response.json()) as { readonly code: string }).code, 'WITNESS_LOG_UNKNOWN')
    assert.equal(world.asking.node.node.witnessSigners(world.asking.node.node.now()).length, 1)
    await opened(world)
    await cosigned(world.answering)
    const events = await eventsOf(world.asking)
    assert.deepEqual(
      ['log.closed', 'log.opened', 'log.continued'].map(
        (name) => events.filter((one) => one === name).length,
      ),
      [1, 1, 0],
    )
    await assertGood(world)
  })

  it('closes nothing where the process dies in it, and does it at the next round', async () => {
    const { answering } = world
    const { node } = answering.node
    const keys = (...words: string[]) => run(answering, 'cert', ...words, '--json')
    assert.equal((await keys('renew', '--use', 'log')).code, 0)
    await until('it is listed', () => own(answering).log.others !== undefined)
    await told(answering)
    const signersOfNext = noteSigners(
      {
        current: () => ({ ...identity, noteKeys: { ...identity.noteKeys, log: left } }),
        refresh: () => Promise.resolve(),
      },
      node.state,
    )
    const identity = await readIdentity(join(answering.config.dataFolder, 'identity'), passphrase)
    const { inUse, next, first } = identity.noteKeys.log
    assert.ok(next !== null && first !== null)
    const vkey = own(answering).log.vkey
    const times = { validFrom: new Date(0).toISOString(), withdrawnSince: node.now().toISOString() }
    const past = [{ name: 'log', vkey, ...times, digest: first, key: inUse }]
    const left = { inUse: next.key, since: next.since, next: null, past, first }
    const head = await headNow(answering)
    const dying = {
      ...node,
      ...signersOfNext,
      logSigner: (log: number, key?: string | null) => {
        if (log === 2 && key !== undefined) throw new Error('the process dies')
        return signersOfNext.logSigner(log, key)
      },
    }
    await assert.rejects(sequenceRound(dying), /the process dies/)
    assert.equal((await headNow(answering)).log, head.log)
    assert.equal(await closingHead(node.db, 1), null)
    assert.equal((await eventsOf(answering)).includes('log.closed'), false)
    assert.equal((await keys('use', '--overlap', '0', '--use', 'log')).code, 0)
    await onLog(answering, 2)
    await opened(world)
    await assertGood(world)
  })
})
