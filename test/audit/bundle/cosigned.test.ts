import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { verifyAndOpen, verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { signCheckpoint } from '../../../src/audit/checkpoint.ts'
import { cosign } from '../../../src/audit/cosignature.ts'
import { encodeVerifierKey, noteVerifier, type NoteSigner } from '../../../src/audit/note.ts'
import { type WitnessPolicy, parseWitnessPolicy } from '../../../src/audit/witnessPolicy.ts'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { tellReport } from '../../../src/cli/reportInWords.ts'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { busyWorld, findingsIn } from '../../support/busyWorld.ts'
import { type PaperExport, cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, audit, issueList } from '../../support/paperWorld.ts'

const minuteMs = 60_000

describe('the cosigned heads of a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })

  const found = async (order: PaperExport, policy?: string) => {
    const read = parseWitnessPolicy(policy ?? 'quorum none\n')
    assert.ok(read.ok, JSON.stringify(read))
    return await findingsIn([{ name: 'vn', files: exportPaper(world, world.vn, order) }], {
      policy: policy === undefined ? null : read.policy,
    })
  }
  const vkeyOf = ({ name, privateKey }: NoteSigner) =>
    encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey), 'cosignature'))
  const neutral: NoteSigner = {
    name: 'neutral.example.org/witness',
    privateKey: generateKeyPairSync('ed25519').privateKey,
  }
  /** A note with the cosignature of one more. */
  const alsoBy = (note: string, witness: NoteSigner, at = new Date(world.now)) =>
    note + cosign(note.slice(0, note.indexOf('\n\n') + 1), witness, at)
  const entries = () => world.vn.entries.length

  it('are told: who has cosigned, how far, and when', async () => {
    const size = entries()
    const files = exportPaper(world, world.vn)
    const { facts } = await verifyBundles([{ name: 'vn', files }])
    const at = new Date(Math.floor((world.now - 1_000) / 1000) * 1000).toISOString()
    assert.deepEqual(facts[0]?.cosigned, { heads: 1, size, at, by: ['QA'] })
    const none = await verifyBundles([{ name: 'vn', files: exportPaper(world, world.vn, { cosigned: [] }) }])
    assert.deepEqual([none.exit, none.facts[0]?.cosigned], [0, { heads: 0, size: 0, by: [] }])
  })

  it('tell for how much of what is proven how many others vouch, and say clearly where nobody does', async () => {
    const told = async (cosigned: readonly string[], policy: WitnessPolicy | null = null) => {
      const files = exportPaper(world, world.vn, { cosigned })
      const report = await verifyBundles([{ name: 'vn', files }], { policy })
      const lines: string[] = []
      tellReport(report, { say: (line) => lines.push(line) })
      return { exit: report.exit, by: report.facts[0]?.countersigned ?? [], words: lines.join('\n') }
    }
    const { messages } =
      (await verifyAndOpen([{ name: 'vn', files: exportPaper(world, world.vn) }])).opened[0] ?? {}
    const places = (messages ?? []).flatMap(({ planned, receipt }) => [
      planned.mark.index,
      ...(receipt === null || planned.receipt === null ? [] : [planned.receipt.mark.index]),
    ])
    const things = places.length
    assert.ok(things > 8)
    const whole = await told([cosignedHead(world, world.vn)])
    assert.deepEqual([whole.exit, whole.by], [0, [{ others: 1, things }]])
    assert.match(whole.words, new RegExp(`of its messages and receipts: ${things} by 1 other$`, 'm'))
    assert.doesNotMatch(whole.words, /UNWITNESSED|NOBODY ELSE/)
    const none = await told([])
    assert.deepEqual([none.exit, none.by], [0, [{ others: 0, things }]])
    assert.match(none.words, /^UNWITNESSED: vn: its log is countersigned by nobody else\.$/m)
    assert.match(none.words, new RegExp(`: ${things} by NOBODY ELSE$`, 'm'))
    // A head of the middle: what stands behind it, only the State itself says.
    const size = (places.toSorted((a, b) => a - b)[4] ?? 0) + 1
    const seen = places.filter((index) => index < size).length
    const part = await told([cosignedHead(world, world.vn, { size })])
    const left = things - seen
    assert.deepEqual(
      [part.exit, part.by],
      [
        0,
        [
          { others: 0, things: left },
          { others: 1, things: seen },
        ],
      ],
    )
    assert.match(
      part.words,
      new RegExp(
        `^UNWITNESSED: vn: the head with ${left} of its messages and receipts is countersigned by nobody else`,
        'm',
      ),
    )
    assert.match(part.words, new RegExp(`: ${left} by NOBODY ELSE, ${seen} by 1 other$`, 'm'))
    // With a neutral witness, whom only a policy names: who has cosigned later has cosigned what is before as well.
    const read = parseWitnessPolicy(
      `witness qatar ${vkeyOf(world.qa.witness)}\nwitness neutral ${vkeyOf(neutral)}\ngroup any any qatar neutral\nquorum any\n`,
    )
    assert.ok(read.ok)
    const early = cosignedHead(world, world.vn, { size })
    const late = cosignedHead(world, world.vn)
    const byNeutral = late.slice(0, late.indexOf('\n— ', late.indexOf('\n\n') + 2) + 1)
    const two = await told([early, alsoBy(byNeutral, neutral)], read.policy)
    assert.deepEqual(
      [two.exit, two.by],
      [
        0,
        [
          { others: 1, things: left },
          { others: 2, things: seen },
        ],
      ],
    )
    assert.match(two.words, new RegExp(`: ${left} by 1 other, ${seen} by 2 others$`, 'm'))
    // A name of a policy is the reader's own: the State stands before it.
    const by =
      /were cosigned at \S+ by QA \(qatar\), neutral \(named by the policy alone\); the policy is NOT MET$/m
    assert.match((await told([alsoBy(late, neutral)], read.policy)).words, by)
    // Whoever names its key: a State does not vouch for its own log.
    const sides = parseWitnessPolicy(
      `witness vietnam ${vkeyOf(world.vn.witness)}\nwitness qatar ${vkeyOf(world.qa.witness)}\ngroup any any vietnam qatar\nquorum any\n`,
    )
    assert.ok(sides.ok)
    const own = await told([alsoBy(byNeutral, world.vn.witness)], sides.policy)
    assert.deepEqual([own.exit, own.by], [10, [{ others: 0, things }]])
    // And one that the policy does not ask for has vouched all the same.
    const alone = parseWitnessPolicy(`witness neutral ${vkeyOf(neutral)}\nquorum neutral\n`)
    assert.ok(alone.ok)
    const beside = await told([late], alone.policy)
    assert.deepEqual([beside.exit, beside.by], [10, [{ others: 1, things }]])
  })

  it('tell of each message until when it was in the log at the latest, and by whom, or that only its State says', async () => {
    const files = exportPaper(world, world.vn, { cosigned: [cosignedHead(world, world.vn, { size: 8 })] })
    const report = await verifyBundles([{ name: 'vn', files }])
    const { cosigned, seen = [], messages } = report.facts[0] ?? {}
    assert.equal(seen.length, messages)
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    for (const { message, entry, at, by } of seen) {
      assert.deepEqual([at, by], entry < 8 ? [cosigned?.at, 'QA'] : [undefined, undefined])
      const how =
        at === undefined
          ? 'since when it is in its log, only VN says'
          : `in its log no later than ${at}, cosigned by QA`
      assert.ok(lines.includes(`    ${message}: ${how}`), message)
    }
    assert.ok(seen.some(({ at }) => at === undefined) && seen.some(({ at }) => at !== undefined))
  })

  it('attack 41: a head that a witness has cosigned and that the log has no longer is a fork', async () => {
    const note = cosignedHead(world, world.vn)
    const last = world.vn.entries.pop()
    assert.ok(last !== undefined)
    audit(world, world.vn, { event: 'node.stopped' })
    const lines = await found({ cosigned: [note] })
    assert.equal(lines[0], '50')
    assert.match(
      lines.join('\n'),
      /fork vn cosigned\.jsonl: the head of \d+ entries that was cosigned is another/,
    )
  })

  it('attack 42: a head that is longer than the log is one that the log has lost', async () => {
    audit(world, world.vn, { event: 'node.stopped' })
    audit(world, world.vn, { event: 'node.started', digest: 'a'.repeat(64), details: { version: '1' } })
    audit(world, world.vn, { event: 'node.stopped' })
    const note = cosignedHead(world, world.vn)
    world.vn.entries.splice(-3)
    assert.equal((await found({ cosigned: [note] }))[0], '50')
  })

  it('attack 45: an entry dated back or forward lies outside of the times between which its heads were cosigned', async () => {
    const before = cosignedHead(world, world.vn)
    world.now -= 4 * minuteMs
    audit(world, world.vn, { event: 'node.stopped' })
    world.now += 4 * minuteMs
    assert.deepEqual(await found({ cosigned: [before] }), ['0'], 'four minutes are within the tolerance')
    const cosignedLater = cosignedHead(world, world.vn, {
      size: entries() - 2,
      atMs: world.now + 10 * minuteMs,
    })
    const lines = await found({ cosigned: [cosignedLater] })
    assert.equal(lines[0], '20')
    assert.match(lines[1] ?? '', /^time vn entry \d+: it says .*, but was not in the log yet at /)
    const cosignedEarly = cosignedHead(world, world.vn, { atMs: world.now - 60 * minuteMs })
    const early = await found({ cosigned: [cosignedEarly] })
    assert.equal(early[0], '20')
    assert.match(early.at(-1) ?? '', /^time vn entry \d+: it says .*, but was in the log already at /)
  })

  it('attack 45: an entry dated back to before its witness saw once more that there was nothing is found', async () => {
    const size = entries()
    const first = cosignedHead(world, world.vn, { size })
    const again = cosignedHead(world, world.vn, { size, atMs: world.now + 60 * minuteMs })
    world.now += 30 * minuteMs
    audit(world, world.vn, { event: 'node.stopped' })
    const lines = await found({ cosigned: [first, again] })
    assert.equal(lines[0], '20')
    assert.match(lines[1] ?? '', /^time vn entry \d+: it says .*, but was not in the log yet at /)
    assert.deepEqual(await found({ cosigned: [first] }), ['0'], 'the first time alone does not show it')
  })

  it('are one head, however often it was cosigned', async () => {
    const size = entries()
    const first = cosignedHead(world, world.vn, { size })
    const again = cosignedHead(world, world.vn, { size, atMs: world.now + 60 * minuteMs })
    world.now += 70 * minuteMs
    const files = exportPaper(world, world.vn, { cosigned: [first, again] })
    const { exit, facts } = await verifyBundles([{ name: 'vn', files }])
    const at = new Date(Math.floor((world.now - 11 * minuteMs) / 1000) * 1000)
    assert.equal(exit, 0)
    assert.deepEqual(facts[0]?.cosigned?.heads, 1)
    assert.ok(Date.parse(facts[0].cosigned.at ?? '') > at.getTime(), 'told is the last time')
  })

  it('are told once, however often their lines stand there', async () => {
    const line = cosignedHead(world, world.vn, { size: entries() })
    const verified = async (cosigned: readonly string[]) => {
      const { opened, report } = await verifyAndOpen([
        { name: 'vn', files: exportPaper(world, world.vn, { cosigned }) },
      ])
      return { exit: report.exit, fact: report.facts[0]?.cosigned, opened: opened.length }
    }
    assert.deepEqual(await verified(Array.from({ length: 500 }, () => line)), await verified([line]))
  })

  it('do not go back in time', async () => {
    const size = entries()
    const [first, second] = [
      cosignedHead(world, world.vn, { size: size - 1, atMs: world.now }),
      cosignedHead(world, world.vn, { size, atMs: world.now - 6 * minuteMs }),
    ]
    const lines = await found({ cosigned: [first, second] })
    assert.equal(lines[0], '20')
    assert.match(
      lines.join('\n'),
      /time vn cosigned\.jsonl: the head of \d+ entries was cosigned before that of \d+/,
    )
  })

  it('hold only with the key of the log, and of the witness that they name', async () => {
    const note = cosignedHead(world, world.vn)
    const text = note.slice(0, note.indexOf('\n\n') + 1)
    const forged = { name: world.qa.witness.name, privateKey: neutral.privateKey }
    const changed = note.replace(
      /([A-Za-z0-9+/])([A-Za-z0-9+/]{8}=*)\n$/,
      (_, a: string, rest: string) => `${a === 'A' ? 'B' : 'A'}${rest}\n`,
    )
    const ofAnother = signCheckpoint(3, Buffer.alloc(32), { ...world.vn.log, name: 'zz.example.org/log' })
    const notByLog = signCheckpoint(3, Buffer.alloc(32), { ...world.vn.log, privateKey: neutral.privateKey })
    for (const [bad, why] of [
      [changed, 'is wrong'],
      [note + cosign(text, world.qa.witness, new Date(world.now + 1_000)), 'is wrong'],
      [ofAnother, 'another log'],
      [notByLog, 'not signed by the log'],
      ['', 'not signed by the log|another log'],
    ] as const) {
      const lines = await found({ cosigned: [bad] })
      assert.equal(lines[0], '40', why)
      assert.match(lines[1] ?? '', new RegExp(`^cryptography vn cosigned\\.jsonl line 1: .*(${why})`))
    }
    // A key of the same name that nobody knows says nothing.
    assert.deepEqual(await found({ cosigned: [alsoBy(note, forged)] }), ['0'])
  })

  it('are those that were exported', async () => {
    for (const cheat of [
      (files: Map<string, Uint8Array>) => files.set(bundlePaths.cosigned, new Uint8Array()),
      (files: Map<string, Uint8Array>) => files.set(bundlePaths.cosigned, Buffer.from('"x"\n')),
    ]) {
      const files = exportPaper(world, world.vn)
      cheat(files)
      assert.deepEqual(await findingsIn([{ name: 'vn', files }]), [
        '40',
        'cryptography vn cosigned.jsonl: it is not the file that was exported',
      ])
    }
  })

  it('satisfy the policy of the reader, or the bundle is incomplete', async () => {
    const policy = (quorum: string) =>
      [
        '# Who must have seen it',
        `log ${encodeVerifierKey(noteVerifier(world.vn.log.name, createPublicKey(world.vn.log.privateKey)))}`,
        `witness qatar ${vkeyOf(world.qa.witness)} https://qa.example.org/log`,
        `witness neutral ${vkeyOf(neutral)}`,
        'group both all qatar neutral',
        `quorum ${quorum}`,
        '',
      ].join('\n')
    const note = () => cosignedHead(world, world.vn)
    const both = () => alsoBy(note(), neutral)
    for (const quorum of ['qatar', 'none'])
      assert.deepEqual(await found({ cosigned: [note()] }, policy(quorum)), ['0'])
    assert.deepEqual(await found({ cosigned: [both()] }, policy('both')), ['0'])
    const lacking = await found({ cosigned: [note()] }, policy('both'))
    assert.equal(lacking[0], '10')
    assert.match(lacking[1] ?? '', /cosigned 0 of the \d+ entries that it answers to/)
    const older = alsoBy(cosignedHead(world, world.vn, { size: 3 }), neutral)
    assert.match(
      (await found({ cosigned: [older] }, policy('both')))[1] ?? '',
      /cosigned 3 of the \d+ entries/,
    )
  })

  it('of which each has a part of the quorum cover what the shortest of them does: a longer head goes on from a shorter one', async () => {
    const read = parseWitnessPolicy(
      `witness qatar ${vkeyOf(world.qa.witness)}\nwitness neutral ${vkeyOf(neutral)}\ngroup both all qatar neutral\nquorum both\n`,
    )
    assert.ok(read.ok)
    const all = entries()
    const byNeutral = (size: number): string => {
      const note = cosignedHead(world, world.vn, { size })
      return alsoBy(note.slice(0, note.indexOf('\n— ', note.indexOf('\n\n') + 2) + 1), neutral)
    }
    const byQatar = (size: number): string => cosignedHead(world, world.vn, { size })
    const told = async (...cosigned: string[]) => {
      const files = exportPaper(world, world.vn, { cosigned })
      const { exit, facts } = await verifyBundles([{ name: 'vn', files }], { policy: read.policy })
      return [exit, facts[0]?.cosigned?.size, facts[0]?.cosigned?.by.length]
    }
    assert.deepEqual(await told(byQatar(3), byNeutral(all)), [10, 3, 2])
    assert.deepEqual(await told(byNeutral(5), byQatar(all)), [10, 5, 2])
    assert.deepEqual(await told(byNeutral(3), byQatar(5), byNeutral(all - 1), byQatar(all)), [10, all - 1, 2])
    assert.deepEqual(await told(byQatar(3), byQatar(all)), [10, 0, 0], 'one witness is not two')
    const [now, both] = [entries(), alsoBy(byQatar(entries()), neutral)]
    assert.deepEqual(await told(both), [0, now, 2])
    // A longer head that does not go on from the entries of the log vouches for none of them.
    const forked = byNeutral(entries())
    world.vn.entries.pop()
    audit(world, world.vn, { event: 'node.stopped' })
    const [exit] = await told(byQatar(3), forked)
    assert.equal(exit, 50)
  })

  it('of what a log lost with its database cover nothing of what it has instead', async () => {
    for (let more = 0; more < 5; more += 1) audit(world, world.vn, { event: 'node.stopped' })
    const kept = entries() - 5
    const lost = cosignedHead(world, world.vn)
    world.vn.entries.splice(kept)
    const leaves = world.vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
    const former = world.vn.log
    world.vn.log = { ...former, name: former.name.replace(/[^/]+$/, 'log2') }
    audit(world, world.vn, {
      event: 'log.continued',
      digest: Buffer.from(rootOf(append(emptyRange, leaves))).toString('hex'),
      count: kept,
      code: former.name.slice(former.name.lastIndexOf('/') + 1),
      details: { reason: 'the disk was lost' },
    })
    await issueList(world, world.vn)
    for (let more = 0; more < 9; more += 1) audit(world, world.vn, { event: 'node.stopped' })
    const files = exportPaper(world, world.vn, { cosigned: [lost] })
    const { facts } = await verifyBundles([{ name: 'vn', files }])
    assert.equal(facts[0]?.cosigned?.size, 0)
  })
})
