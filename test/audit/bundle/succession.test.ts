import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { signCheckpoint } from '../../../src/audit/checkpoint.ts'
import {
  type NoteKeyKind,
  type NoteSigner,
  encodeVerifierKey,
  noteVerifier,
} from '../../../src/audit/note.ts'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { parseWitnessPolicy } from '../../../src/audit/witnessPolicy.ts'
import { secondOf } from '../../../src/message/moment.ts'
import { busyWorld, findingsIn, two } from '../../support/busyWorld.ts'
import { cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, accept, audit, issueList, say } from '../../support/paperWorld.ts'

const newKey = () => generateKeyPairSync('ed25519').privateKey
const vkeyOf = ({ name, privateKey }: NoteSigner, kind: NoteKeyKind = 'note') =>
  encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey), kind))

describe('a log that was closed for another key', () => {
  let world: PaperWorld
  let before: Map<string, Uint8Array>
  let first: NoteSigner
  let second: NoteSigner
  let closing: string
  beforeEach(async () => {
    world = await busyWorld()
    before = exportPaper(world, world.vn)
    first = world.vn.log
    second = { name: 'vn.example.org/log2', privateKey: newKey() }
  })

  const rootNow = () =>
    Buffer.from(
      rootOf(
        append(
          emptyRange,
          world.vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex')),
        ),
      ),
    )
  const announce = async () => {
    const follows = {
      vkey: vkeyOf(second),
      validFrom: secondOf(new Date(world.now)),
      status: 'inForce' as const,
    }
    await issueList(world, world.vn, {
      log: { origin: first.name, vkey: vkeyOf(first), others: [follows] },
    })
  }
  const close = (named = vkeyOf(second)) => {
    audit(world, world.vn, { event: 'log.closed', digest: hash('sha256', named), code: 'log2' })
    closing = cosignedHead(world, world.vn)
  }
  const open = async () => {
    const digest = rootNow().toString('hex')
    const count = world.vn.entries.length
    world.vn.log = second
    audit(world, world.vn, { event: 'log.opened', digest, count, code: 'log' })
    const left = {
      ...{ vkey: vkeyOf(first), validFrom: secondOf(new Date(0)) },
      ...{ status: 'withdrawn' as const, statusSince: secondOf(new Date(world.now + 1_000)) },
    }
    await issueList(world, world.vn, {
      log: { origin: second.name, vkey: vkeyOf(second), others: [left] },
    })
    await say(world, { by: world.vn, request: two, type: 'supplement' })
  }
  const rotate = async () => {
    await announce()
    close()
    await open()
  }
  const exported = (cosigned = [closing, cosignedHead(world, world.vn)]) =>
    exportPaper(world, world.vn, { cosigned })

  it('is followed by one that begins with it: bundles, heads and receipts from before still hold', async () => {
    await rotate()
    const bundles = [
      { name: 'after', files: exported() },
      { name: 'before', files: before },
      { name: 'qa', files: exportPaper(world, world.qa) },
    ]
    const kept = { name: 'kept', bytes: before.get(bundlePaths.checkpoint) ?? new Uint8Array() }
    assert.deepEqual(await findingsIn(bundles, { checkpoints: [kept] }), ['0'])
    const last = { name: 'last', bytes: Buffer.from(closing) }
    assert.deepEqual(await findingsIn(bundles.slice(0, 1), { checkpoints: [kept, last] }), ['0'])
    const { facts } = await verifyBundles(bundles)
    assert.deepEqual(facts[0]?.follows, [{ origin: first.name, end: 'closed' }])
    assert.deepEqual([facts[0].origin, facts[0].cosigned?.heads], [second.name, 2])
  })

  it('attack 41: is a fork where a head goes beyond its last one, wherever that comes from', async () => {
    await rotate()
    const beyond = signCheckpoint(world.vn.entries.length, rootNow(), first)
    const checkpoints = [{ name: 'kept', bytes: Buffer.from(beyond) }]
    const lines = await findingsIn([{ name: 'vn', files: exported() }], { checkpoints })
    assert.equal(lines[0], '50')
    assert.match(
      lines[1] ?? '',
      /^fork vn checkpoint: it closed vn\.example\.org\/log with \d+ entries, and kept/,
    )
    const inBundle = await findingsIn([{ name: 'vn', files: exported([closing, beyond]) }])
    assert.equal(inBundle[0], '50')
    assert.match(inBundle[1] ?? '', /which was closed with \d+/)
  })

  it('attack 41: is a fork where the next one begins with another past', async () => {
    world.vn.entries.pop()
    audit(world, world.vn, { event: 'node.stopped' })
    await rotate()
    const files = exported()
    const [exit] = await findingsIn([
      { name: 'after', files },
      { name: 'before', files: before },
    ])
    assert.equal(exit, '50')
    const checkpoints = [{ name: 'kept', bytes: before.get(bundlePaths.checkpoint) ?? new Uint8Array() }]
    assert.equal((await findingsIn([{ name: 'after', files }], { checkpoints }))[0], '50')
  })

  it('has a last head with its own key, and with the entries that the next one begins with', async () => {
    await rotate()
    const lacks = await findingsIn([{ name: 'vn', files: exported([]) }])
    assert.equal(lacks[0], '30')
    assert.match(lacks[1] ?? '', /the last head of vn\.example\.org\/log lacks/)
    const size = Number(closing.split('\n')[1])
    const other = signCheckpoint(size, Buffer.alloc(32), first)
    assert.equal((await findingsIn([{ name: 'vn', files: exported([other]) }]))[0], '50')
    const byNext = signCheckpoint(size, rootNow(), { ...second, name: first.name })
    assert.equal((await findingsIn([{ name: 'vn', files: exported([byNext]) }]))[0], '40')
  })

  it('names the one that follows with its key, and has no more entries', async () => {
    await announce()
    close(vkeyOf({ ...second, privateKey: newKey() }))
    await open()
    const another = await findingsIn([{ name: 'vn', files: exported() }])
    assert.equal(another[0], '30')
    assert.match(another[1] ?? '', /was not closed for vn\.example\.org\/log2 with its key/)
  })

  it('does not go on', async () => {
    await announce()
    close()
    audit(world, world.vn, { event: 'node.stopped' })
    await open()
    const lines = await findingsIn([{ name: 'vn', files: exported() }])
    assert.equal(lines[0], '30')
    assert.match(lines.join('\n'), /it closes the log, and the log went on/)
  })

  it('says nothing about the time of the next one, however late its last head was cosigned', async () => {
    await announce()
    close()
    const size = world.vn.entries.length
    await open()
    world.now += 3_600_000
    const { log } = world.vn
    world.vn.log = first
    const late = cosignedHead(world, world.vn, { size })
    world.vn.log = log
    assert.deepEqual(await findingsIn([{ name: 'vn', files: exported([late]) }]), ['0'])
  })
})

describe('a witness with another key', () => {
  let world: PaperWorld
  let first: NoteSigner
  let second: NoteSigner
  let since: number
  const minuteMs = 60_000
  beforeEach(async () => {
    world = await busyWorld()
    first = world.qa.witness
    second = { name: first.name, privateKey: newKey() }
    since = world.now + 10 * minuteMs
    await issueList(world, world.qa, {
      witness: {
        vkey: vkeyOf(second, 'cosignature'),
        others: [
          {
            ...{ vkey: vkeyOf(first, 'cosignature'), validFrom: secondOf(new Date(0)) },
            ...{ status: 'withdrawn', statusSince: secondOf(new Date(since)) },
          },
        ],
      },
    })
    accept(world, world.vn, world.qa)
  })

  const cosignedAt = async (atMs: number, witness: NoteSigner, policy?: string) => {
    world.qa.witness = witness
    world.now = atMs
    audit(world, world.vn, { event: 'node.stopped' })
    const read = parseWitnessPolicy(policy ?? 'quorum none\n')
    assert.ok(read.ok)
    const files = exportPaper(world, world.vn, { cosigned: [cosignedHead(world, world.vn)] })
    return await verifyBundles([{ name: 'vn', files }], { policy: policy === undefined ? null : read.policy })
  }

  it('counts with the one before until that was withdrawn, and not after it, for whoever has it', async () => {
    const early = await cosignedAt(since - minuteMs, first)
    assert.deepEqual([early.exit, early.facts[0]?.cosigned?.by], [0, ['QA']])
    const late = await cosignedAt(since + minuteMs, first)
    assert.deepEqual([late.exit, late.facts[0]?.cosigned], [0, { heads: 0, uncounted: 1, size: 0, by: [] }])
    const withNew = await cosignedAt(since + 2 * minuteMs, second)
    assert.deepEqual(withNew.facts[0]?.cosigned?.by, ['QA'])
  })

  it('is named where a policy has the key before, and that counts no more', async () => {
    const policy = `witness qatar ${vkeyOf(first, 'cosignature')}\nquorum qatar\n`
    assert.equal((await cosignedAt(since - minuteMs, first, policy)).exit, 0)
    const late = await cosignedAt(since + minuteMs, first, policy)
    assert.equal(late.exit, 10)
    const what = late.findings[0]?.what ?? ''
    assert.ok(what.endsWith(`; QA (qatar) has now ${vkeyOf(second, 'cosignature')}`), what)
  })

  it('cannot be taken from another State by whom the key never was', async () => {
    const stranger = { name: 'neutral.example.org/witness', privateKey: newKey() }
    await issueList(world, world.qa, {
      witness: {
        vkey: vkeyOf(second, 'cosignature'),
        others: [
          {
            ...{ vkey: vkeyOf(stranger, 'cosignature'), validFrom: secondOf(new Date(0)) },
            ...{ status: 'withdrawn', statusSince: secondOf(new Date(0)) },
          },
        ],
      },
    })
    accept(world, world.vn, world.qa)
    const policy = `witness neutral ${vkeyOf(stranger, 'cosignature')}\nquorum neutral\n`
    assert.equal((await cosignedAt(since + minuteMs, stranger, policy)).exit, 0)
  })
})
