import assert from 'node:assert/strict'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { findingsIn, one } from '../../support/busyWorld.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { type PaperReport, reported, signPaperReport, told, withReports } from '../../support/paperReport.ts'
import {
  type PaperWorld,
  accept,
  audit,
  issueList,
  newPaperSigner,
  paperWorld,
  say,
} from '../../support/paperWorld.ts'

const reportName = /report-[0-9a-f]{64}/g
const dayMs = 86_400_000

describe('what the nodes of a bundle have told each other of files', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await paperWorld()
    await say(world, { by: world.vn, request: one, type: 'request' })
  })

  /** A State that signs with another key from now on; of the one before its list says no more that it was in force. */
  const exchangeKey = async () => {
    const { vn, qa } = world
    vn.signer = newPaperSigner('VN', vn.authorityOfState, 'messageSigner')
    await issueList(world, vn)
    accept(world, qa, vn)
  }

  describe('under a key that was exchanged before the other one answered', () => {
    it('hold by the list that was in force when they were signed', async () => {
      const report = await signPaperReport(world, world.vn)
      reported(world, world.vn, one, report)
      world.now += dayMs
      await exchangeKey()
      world.now += 29 * dayMs
      told(world, world.vn, one, report)
      const cheat = withReports(one, report)
      const files = exportPaper(world, world.vn, { cheat })
      assert.deepEqual(await findingsIn([{ name: 'vn', files }]), ['0'])
      const both = [
        { name: 'vn', files },
        { name: 'qa', files: exportPaper(world, world.qa, { cheat }) },
      ]
      assert.deepEqual(await findingsIn(both), ['0'])
    })

    it('hold as well where the other one did not believe that key any more', async () => {
      const report = await signPaperReport(world, world.vn)
      world.now += dayMs
      await exchangeKey()
      world.now += 29 * dayMs
      told(world, world.vn, one, report, 'SIGNER_UNKNOWN')
      assert.deepEqual(
        await findingsIn([
          { name: 'vn', files: exportPaper(world, world.vn, { cheat: withReports(one, report) }) },
        ]),
        ['0'],
      )
      // Under a key that no list ever had.
      const stray = newPaperSigner('VN', world.vn.authorityOfState, 'messageSigner')
      const known = [report]
      for (const [refusal, exit] of [
        ['SIGNER_UNKNOWN', '0'],
        ['CERTIFICATE_REVOKED', '0'],
        ['EXHIBIT_UNKNOWN', '40'],
      ] as const) {
        const under = await signPaperReport(world, { ...world.vn, signer: stray })
        told(world, world.vn, one, under, refusal)
        known.push(under)
        const files = exportPaper(world, world.vn, { cheat: withReports(one, ...known) })
        assert.equal((await findingsIn([{ name: 'vn', files }]))[0], exit, refusal)
      }
    })

    it('do not hold where the State had taken the key back before', async () => {
      const { vn } = world
      const before = vn.signer
      await exchangeKey()
      world.now += dayMs
      const report = await signPaperReport(world, { ...vn, signer: before })
      told(world, vn, one, report)
      const files = exportPaper(world, vn, { cheat: withReports(one, report) })
      assert.equal((await findingsIn([{ name: 'vn', files }]))[0], '40')
    })
  })

  it('are asked for of those bundles alone whose program exported them', async () => {
    const report = await signPaperReport(world, world.vn)
    told(world, world.vn, one, report)
    const files = exportPaper(world, world.vn, { details: { custody: undefined } })
    assert.deepEqual(await findingsIn([{ name: 'vn', files }]), [
      '10',
      'incomplete vn record/: 1 reports on files lack: the program that made this bundle did not export them',
    ])
    const lacking = await findingsIn([{ name: 'vn', files: exportPaper(world, world.vn) }])
    assert.equal(lacking[0], '30')
    assert.match(lacking[1] ?? '', /it lacks: the log tells of it/)
  })

  describe('that the log of the other one does not tell of', () => {
    const both = async () => {
      world.now += 60_000
      audit(world, world.qa, { event: 'node.stopped' })
      const cheat = withReports(one, report)
      const bundles = [
        { name: 'vn', files: exportPaper(world, world.vn, { cheat }) },
        { name: 'qa', files: exportPaper(world, world.qa, { cosigned: [] }) },
      ]
      return (await findingsIn(bundles)).map((line) => line.replace(reportName, 'report-#'))
    }
    let report: PaperReport
    beforeEach(async () => {
      report = await signPaperReport(world, world.vn)
      world.qa.forgets = (event) => event === 'exhibit.reported'
      reported(world, world.vn, one, report)
      told(world, world.vn, one, report)
    })

    it('make its bundle bad', async () => {
      const lines = await both()
      assert.equal(lines[0], '30')
      assert.ok(
        lines.some((line) => /^mismatch qa .*report-#\.jws: VN has told QA how it found a file/.test(line)),
        lines.join('\n'),
      )
    })

    it('are no more than lacking where its database went back since', async () => {
      const { qa } = world
      world.now += 60_000
      const former = qa.log
      const leaves = qa.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
      const digest = Buffer.from(rootOf(append(emptyRange, leaves))).toString('hex')
      const code = former.name.slice(former.name.lastIndexOf('/') + 1)
      qa.log = { ...former, name: former.name.replace(/[^/]+$/, 'log2') }
      const details = { reason: 'the disk was lost' }
      audit(world, qa, { event: 'log.continued', digest, count: leaves.length, code, details })
      await issueList(world, qa)
      const lines = await both()
      assert.equal(lines[0], '10', lines.join('\n'))
      assert.ok(
        lines.some((line) => /^incomplete qa .*report-#\.jws: .*its database went back since$/.test(line)),
        lines.join('\n'),
      )
    })
  })
})
