import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { timeStampPaths } from '../../../src/audit/bundle/layout.ts'
import { notProvenIn } from '../../../src/audit/bundle/notProven.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { readCertificate } from '../../../src/trust/certificate.ts'
import { time } from '../../trust/craft.ts'
import { type TokenDraft, rootOf, tokenDraft, tokenOf } from '../../trust/craftTimeStamp.ts'
import { busyWorld, findingsIn } from '../../support/busyWorld.ts'
import { inCourt } from '../../support/judgedCourt.ts'
import { cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, audit } from '../../support/paperWorld.ts'

const minuteMs = 60_000

interface Stamped {
  readonly size: number
  readonly note: Buffer
  readonly token: Buffer
}

describe('the time stamps of a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })

  const entries = () => world.vn.entries.length
  /** The head of the log of a size, stamped by an authority at a time; the change spoils the token. */
  const stamped = (
    { size = entries(), atMs = world.now }: { readonly size?: number; readonly atMs?: number } = {},
    change: (draft: TokenDraft) => unknown = () => undefined,
  ): Stamped => {
    const cosigned = cosignedHead(world, world.vn, { size })
    // Without the cosignature, which is its last line.
    const note = Buffer.from(cosigned.replace(/[^\n]+\n$/, ''))
    const draft = tokenDraft('P-256', note, new Date(atMs))
    draft.stamper.notAfter = time(new Date('2040-01-01T00:00:00Z'))
    change(draft)
    return { size, note, token: tokenOf(draft) }
  }
  /** The log tells of a token, as the node does that has kept it. */
  const told = ({ size, token }: Stamped) =>
    audit(world, world.vn, { event: 'log.stamped', digest: hash('sha256', token), count: size })
  const bundle = (stamps: readonly Stamped[]) => ({
    name: 'vn',
    files: exportPaper(world, world.vn, {
      cosigned: [],
      cheat: (files) => {
        for (const { size, note, token } of stamps) {
          const paths = timeStampPaths(1, size)
          files.set(paths.note, note).set(paths.token, token)
        }
      },
    }),
  })
  const authorities = (der: Buffer = rootOf()) => {
    const read = readCertificate(der)
    assert.ok(read.ok)
    return { timeAuthorities: [read.certificate] }
  }
  const found = async (stamps: readonly Stamped[], options = {}) =>
    await findingsIn([bundle(stamps)], options)

  it('are told: how far the log was stamped, when, and by whom', async () => {
    const [first, second] = [stamped({ size: 3, atMs: world.now - minuteMs }), stamped()]
    const { exit, facts } = await verifyBundles([bundle([first, second])], authorities())
    const at = new Date(Math.floor((world.now - 1_000) / 1000) * 1000).toISOString()
    assert.equal(exit, 0)
    assert.deepEqual(facts[0]?.timeStamped, {
      ...{ stamps: 2, size: second.size, at, by: 'Example Time Stamp' },
      isVouchedFor: true,
    })
    assert.equal((await verifyBundles([bundle([])])).facts[0]?.timeStamped, undefined)
  })

  it('are told among what is not proven: whose they are, and that they only narrow the times', async () => {
    const linesFor = async (stamps: readonly Stamped[]) => {
      const { facts, ...report } = await verifyBundles([bundle(stamps)])
      const [of] = facts
      assert.ok(of !== undefined)
      return notProvenIn({ facts, ...report }, of, []).filter(({ what }) => what.endsWith('Time'))
    }
    const stamp = stamped()
    const until = new Date(Math.floor(world.now / 1000) * 1000).toISOString()
    const values = { size: stamp.size, until, by: 'Example Time Stamp' }
    assert.deepEqual(await linesFor([stamp]), [{ what: 'stampedTime', values }])
    assert.deepEqual(await linesFor([]), [{ what: 'ownTime', values: { state: 'VN' } }])
  })

  it('stand in the report of a court, with the name that their maker gives himself as a name', async () => {
    const { files } = bundle([stamped({ size: 3 })])
    const report = Buffer.from((await inCourt(world, world.vn, files)).get('report.html') ?? '').toString()
    const [, line = ''] = /<li data-what="stampedTime">(.*?)<\/li>/.exec(report) ?? []
    assert.match(
      line,
      /the first 3 entries of the log were there at .*2027.*\. “<bdi>Example Time Stamp<\/bdi>” has made it/,
    )
    assert.doesNotMatch(line, /\{[a-z]+\}/)
    assert.doesNotMatch(report, /data-what="ownTime"/)
  })

  it('are told as vouched for by nobody where the reader names no authority', async () => {
    const { exit, facts } = await verifyBundles([bundle([stamped()])])
    assert.equal(exit, 0)
    assert.equal(facts[0]?.timeStamped?.isVouchedFor, false)
  })

  it('attack 45: an entry dated back or forward lies outside of the times between which its heads were stamped', async () => {
    const before = stamped()
    world.now -= 4 * minuteMs
    audit(world, world.vn, { event: 'node.stopped' })
    world.now += 4 * minuteMs
    assert.deepEqual(await found([before]), ['0'], 'four minutes are within the tolerance')
    const later = await found([stamped({ size: entries() - 2, atMs: world.now + 10 * minuteMs })])
    assert.equal(later[0], '20')
    assert.match(
      later[1] ?? '',
      /^time vn entry \d+: it says .*, but was not in the log yet at .*, when that was time-stamped/,
    )
    const early = await found([stamped({ atMs: world.now - 60 * minuteMs })])
    assert.equal(early[0], '20')
    assert.match(
      early.at(-1) ?? '',
      /^time vn entry \d+: it says .*, but was in the log already at .*, when that was time-stamped/,
    )
  })

  it('attack 45: a time stamp that was changed, or is of another head, does not hold', async () => {
    const [one, other] = [stamped({ size: 3 }), stamped()]
    const spoiled = stamped(
      {},
      (draft) =>
        (draft.changeSignature = (bytes) =>
          Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)])),
    )
    for (const [bad, why] of [
      [spoiled, /^cryptography vn timestamp\/1-\d+\.token: .*\(SIGNATURE_INVALID\)/],
      [{ ...one, token: other.token }, /^cryptography vn timestamp\/1-3\.token: .*\(TIME_STAMP_MISMATCH\)/],
      [{ ...one, token: Buffer.from('x') }, /\(TIME_STAMP_INVALID\)/],
      [{ ...one, note: Buffer.from('x') }, /^cryptography vn timestamp\/1-3\.note: it is of another log/],
    ] as const) {
      const lines = await found([bad])
      assert.equal(lines[0], '40')
      assert.match(lines[1] ?? '', why)
    }
  })

  it('attack 45: a time stamp whose path does not lead to an authority of the reader is nothing to them', async () => {
    const lines = await found([stamped()], authorities(rootOf('P-384')))
    assert.equal(lines[0], '40')
    assert.match(lines[1] ?? '', /^cryptography vn timestamp\/1-\d+\.token: .*\(CERTIFICATE_WRONG_ISSUER\)/)
  })

  it('attack 41: a head that was time-stamped and that the log has no longer is a fork', async () => {
    const before = stamped()
    world.vn.entries.pop()
    audit(world, world.vn, { event: 'node.stopped' })
    const lines = await found([before], authorities())
    assert.equal(lines[0], '50')
    assert.match(
      lines.join('\n'),
      /fork vn timestamp\/: the head of \d+ entries that was time-stamped is another/,
    )
  })

  it('are those of which the log tells, in pairs, and nothing beside', async () => {
    const one = stamped()
    told(one)
    assert.deepEqual(await found([one]), ['0'])
    const lacking = await found([])
    assert.equal(lacking[0], '30')
    assert.match(lacking.join('\n'), /mismatch vn entry \d+: the time stamp lacks of which it tells/)
    for (const [path, finding] of [
      ['timestamp/1-3.note', 'mismatch vn timestamp/1-3.token: it lacks'],
      ['timestamp/1-3.token', 'mismatch vn timestamp/1-3.note: it lacks'],
      ['timestamp/readme', 'mismatch vn timestamp/readme: it does not belong in this bundle'],
    ] as const) {
      const cheat = (files: Map<string, Uint8Array>) => files.set(path, one.note)
      const files = exportPaper(world, world.vn, { cheat })
      assert.ok((await findingsIn([{ name: 'vn', files }])).includes(finding), path)
    }
  })

  it('are those that were exported', async () => {
    const { name, files } = bundle([stamped()])
    for (const path of [...files.keys()].filter((one) => one.startsWith('timestamp/'))) files.delete(path)
    const lines = await findingsIn([{ name, files }])
    assert.equal(lines[0], '30')
    assert.match(lines[1] ?? '', /are not those exported/)
  })
})
