import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '../../../src/envelope/sign.ts'
import { ownReasons } from '../../../src/exchange/custody/fetchStatus.ts'
import { readCustody } from '../../../src/exchange/custody/readCustody.ts'
import { takeReports } from '../../../src/exchange/custody/takeReports.ts'
import { noteWaiting } from '../../../src/exchange/exhibits/noteFetched.ts'
import { ruleExhibits } from '../../../src/exchange/exhibits/rule.ts'
import { showExhibit } from '../../../src/exchange/exhibits/show.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { jwsPayload } from '../../../src/exchange/stored.ts'
import { type TransferRule, openRule } from '../../../src/exhibit/transferRule.ts'
import type { ExhibitReport } from '../../../src/message/generated/types.ts'
import type { RefusalCode } from '../../../src/message/refusal.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import type { ExhibitReportRow } from '../../../src/store/exhibits/exhibitTables.ts'
import { insertReports, reportsOf } from '../../../src/store/exhibits/reports.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { caseFileLink, caseLink } from '../../../src/web/desk/caseLinks.ts'
import { fileCodeSentence, fileThereSentence } from '../../../src/web/desk/fileCodeWords.ts'
import { run, runAnywhere } from '../../cli/commandLine.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { handedOver, reported, stands, takenIn } from '../../support/files.ts'
import { agreed, logOf, opened } from '../../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../../support/world.ts'

describe('a file that its receiver cannot take yet', () => {
  let world: World
  let request: string
  let officer: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    request = await opened(world)
    await agreed(world, request, 1)
    officer = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  const rule = async (rule: Partial<TransferRule>): Promise<void> => {
    const by = { person: 'Example-Admin', authority: 'qa.pp' }
    assert.ok((await ruleExhibits(world.answering.node.node, 'VN', { ...openRule, ...rule }, by)).ok)
  }
  const exhibits = new Map<string, string>()
  const handed = async (bytes: number): Promise<Announcement> => {
    const file = await takenIn(world, world.asking, randomBytes(bytes))
    const id = `E${exhibits.size + 1}`
    exhibits.set(file.deposit, id)
    await handedOver(world, request, file, id)
    return file
  }
  const waits = async ({ deposit }: Announcement, code: string): Promise<void> => {
    await until(`it waits with ${code}`, async () => {
      return (await findDeposit(world.answering.node.node.db, deposit))?.refusal === code
    })
  }
  const waitedFor = async ({ deposit }: Announcement, ms: number): Promise<void> => {
    await world.answering.node.node.db
      .updateTable('exhibit_deposit')
      .set({ waiting_since: new Date(Date.now() - ms) })
      .where('id', '=', deposit)
      .execute()
  }
  /** What the receiver does when it has tried once more after so long, and in vain. */
  const triedAgain = async (file: Announcement, waitedMs: number, code?: RefusalCode): Promise<void> => {
    await waitedFor(file, waitedMs)
    const { node } = world.answering.node
    const row = await findDeposit(node.db, file.deposit)
    assert.ok(row !== null)
    await noteWaiting(node, row, code ?? (row.refusal as RefusalCode))
  }
  const lastingMs = exchangeLimits.exhibits.waitingTold.afterMs + 1_000
  const countAt = async (at: WorldState, { deposit }: Announcement): Promise<number> =>
    (await reportsOf(at.node.node.db, deposit)).length
  const shownAt = async (at: WorldState, { deposit }: Announcement): Promise<unknown> => {
    const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
    const read = await showExhibit(at.node.node, deposit, { person: 'Example-C', role: 'officer', authority })
    assert.ok(read.ok)
    const [said, ...others] = read.shown.reported
    assert.deepEqual(others, [], 'it went to one State')
    return said === undefined ? null : [said.state, said.event, said.outcome, said.code]
  }
  const codesAt = async (at: WorldState, event: string, { sealed }: Announcement): Promise<unknown[]> =>
    (await logOf(at.node.node.db)).flatMap(({ evt, digest, code }) =>
      evt === event && digest === sealed.sha256 ? [code] : [],
    )

  /** What was said of a file that came, as far as it may be said of one that waits. */
  const statusIn = (row: ExhibitReportRow | undefined): Omit<ExhibitReport, 'sha256'> => {
    const { sha256, ...said } = jwsPayload(row?.report ?? '') as ExhibitReport
    assert.ok(sha256 !== undefined)
    return said
  }

  it('is told its giver once that has lasted, and once however often it is tried, until it comes', async () => {
    const { asking, answering } = world
    await rule({ quotaBytes: 1_000 })
    const file = await handed(2_200_000)
    await waits(file, 'EXHIBIT_QUOTA_REACHED')
    await triedAgain(file, 1_000)
    assert.equal(await countAt(answering, file), 0, 'what may be over in a moment is told nobody')
    assert.match((await officer.get(caseFileLink(request, file.deposit))).text, /Here, whole/)
    assert.equal(await shownAt(asking, file), null)

    await waitedFor(file, lastingMs)
    await answering.restart()
    const [told] = await reported(asking, file.deposit, ['fetchStatus waiting'])
    assert.equal(told?.code, 'EXHIBIT_QUOTA_REACHED')
    await triedAgain(file, lastingMs)
    assert.equal(await countAt(answering, file), 1)
    assert.deepEqual(await shownAt(asking, file), ['QA', 'fetchStatus', 'waiting', 'EXHIBIT_QUOTA_REACHED'])
    const page = await officer.get(caseFileLink(request, file.deposit))
    assert.match(page.text, /Waits at the other State.*Files of this State take up all the room/s)
    assert.match((await officer.get(caseLink(request))).text, /Waits at the other State/)
    const { out } = await run(asking, 'exhibit', 'list', '--as', 'Example-A')
    assert.match(out, /QA: waiting there \(EXHIBIT_QUOTA_REACHED: Files of this State/)
    assert.match((await run(asking, 'show', request, '--as', 'Example-A')).out, /QA: waiting there/)

    asking.link.bytesPerSecond = 300_000
    await rule({})
    await answering.restart()
    await reported(answering, file.deposit, ['own fetchStatus waiting', 'own fetchStatus fetching'])
    asking.link.bytesPerSecond = null
    await stands(answering, file.deposit, 'whole')
    const all = ['fetchStatus waiting', 'fetchStatus fetching', 'contentHandover whole']
    await reported(asking, file.deposit, all)
    await reported(
      answering,
      file.deposit,
      all.map((one) => `own ${one}`),
    )
    assert.deepEqual(await shownAt(asking, file), ['QA', 'contentHandover', 'whole', null])
    assert.match((await officer.get(caseFileLink(request, file.deposit))).text, /At the other State, whole/)
    assert.deepEqual(await codesAt(asking, 'exhibit.reported', file), [
      'EXHIBIT_QUOTA_REACHED',
      'fetching',
      'whole',
    ])
    const { text } = await officer.get(caseLink(request))
    assert.match(text, /Files of this State take up all the room/, 'the timeline tells of it')
    const there = await (await signedIn(answering, ['officer'])).get(caseLink(request))
    assert.match(there.text, /The files of that State take up all the room/, 'and there that its giver knows')
  })

  it('is told anew when it waits for something else, and is never one link more of custody', async () => {
    const { asking, answering } = world
    await rule({ acceptBytes: 10 })
    // What was ruled before is known for a moment still.
    await answering.restart()
    const file = await handed(10_000)
    await waits(file, 'EXHIBIT_NOT_ACCEPTED')
    await triedAgain(file, lastingMs)
    // That it waits for this is new.
    await triedAgain(file, lastingMs, 'EXHIBIT_QUOTA_REACHED')
    assert.equal(await countAt(answering, file), 1)
    await triedAgain(file, lastingMs)
    const kept = await reported(asking, file.deposit, ['fetchStatus waiting', 'fetchStatus waiting'])
    assert.deepEqual(kept.map(({ code }) => code).sort(), ['EXHIBIT_NOT_ACCEPTED', 'EXHIBIT_QUOTA_REACHED'])
    for (const at of [asking, answering]) {
      const authority = at === asking ? 'vn.spp' : 'qa.pp'
      const reader = { person: 'Example-C', role: 'officer', authority }
      const read = await readCustody(at.node.node, file.deposit, reader)
      assert.ok(read.ok)
      assert.deepEqual(read.findings, [])
      assert.ok(read.links.every(({ code, state }) => code === null && (state === 'VN' || at === answering)))
      assert.ok(read.links.every(({ proofs }) => proofs.every(({ by }) => by !== 'report')))
    }
  })

  it('leaves the bundles of both sides whole, where custody has nothing of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-waits-'))
    try {
      const bundles: string[] = []
      for (const at of [world.asking, world.answering]) {
        await until('every report was answered', async () => {
          const open = await at.node.node.db
            .selectFrom('exhibit_report')
            .select('digest')
            .where('due_at', 'is not', null)
            .execute()
          return open.length === 0
        })
        const out = join(folder, at.state)
        const exported = await run(at, 'export', request, '--out', out, '--as', 'Example-Auditor', '--json')
        assert.equal(exported.code, 0, exported.beside)
        bundles.push(out)
      }
      const { json } = await runAnywhere(['verify', ...bundles, '--custody', '--json'])
      assert.deepEqual([json.exit, json.findings], [0, []])
      const files = json.custody as {
        names: { exhibit: string }[]
        links: { action: string; state: string; code: string | null }[]
        findings: unknown[]
      }[]
      const first = files.find(({ names }) => names.some(({ exhibit }) => exhibit === 'E1'))
      assert.deepEqual(first?.findings, [])
      const received = first.links.filter(({ state }) => state === 'QA')
      assert.deepEqual(
        [...new Set(received.map(({ action, code }) => `${action} ${code ?? ''}`))],
        ['received '],
      )
      const waiting = files.find(({ names }) => names.some(({ exhibit }) => exhibit === 'E2'))
      assert.deepEqual(
        waiting?.links.filter(({ state }) => state === 'QA'),
        [],
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is told that the reason is over, where it waits for its giver since', async () => {
    const { asking } = world
    const file = await handed(10_000)
    await waits(file, 'EXHIBIT_NOT_ACCEPTED')
    await triedAgain(file, lastingMs)
    await reported(asking, file.deposit, ['fetchStatus waiting'])
    await triedAgain(file, lastingMs, 'EXHIBIT_UNKNOWN')
    assert.equal(await countAt(world.answering, file), 1)
    await triedAgain(file, lastingMs)
    await triedAgain(file, lastingMs)
    await reported(asking, file.deposit, ['fetchStatus waiting', 'fetchStatus fetching'])
    assert.deepEqual(await shownAt(asking, file), ['QA', 'fetchStatus', 'fetching', null])
  })

  describe('where the giver does not keep what it is told', () => {
    const settledWith = async (refusal: string): Promise<Announcement> => {
      const file = await handed(10_000)
      await waits(file, 'EXHIBIT_NOT_ACCEPTED')
      await triedAgain(file, lastingMs)
      await reported(world.asking, file.deposit, ['fetchStatus waiting'])
      const { db } = world.answering.node.node
      await until('it is answered', async () =>
        (await reportsOf(db, file.deposit)).every(({ settled_at }) => settled_at !== null),
      )
      await db.updateTable('exhibit_report').set({ refusal }).where('deposit', '=', file.deposit).execute()
      return file
    }

    it('as its program knows of none such, it is told no more', async () => {
      const file = await settledWith('MESSAGE_INVALID')
      await triedAgain(file, lastingMs)
      assert.equal(await countAt(world.answering, file), 1)
    })

    it('as the key was exchanged since, it is told as it is by then', async () => {
      const file = await settledWith('SIGNER_UNKNOWN')
      await triedAgain(file, lastingMs)
      assert.equal(await countAt(world.answering, file), 2)
      await reported(world.asking, file.deposit, ['fetchStatus waiting', 'fetchStatus waiting'])
      await triedAgain(file, lastingMs)
      assert.equal(await countAt(world.answering, file), 2)
    })

    it('as another key has signed it, it is settled, and not signed anew as it was', async () => {
      const { asking, answering } = world
      const file = await handed(10)
      const [first] = await reported(answering, file.deposit, ['own contentHandover whole'])
      const at = new Date()
      const said = statusIn(first)
      const waiting: ExhibitReport = {
        ...said,
        id: randomUUID(),
        time: at.toISOString(),
        event: 'fetchStatus',
        outcome: 'waiting',
        code: 'EXHIBIT_NO_SPACE',
      }
      const { jws, digest } = await sign('exhibitReport', waiting, asking.node.node.signer, at)
      const { db } = answering.node.node
      const row = { digest, deposit: file.deposit, peer_state: 'VN', own: true, report: jws }
      const { event, outcome, code = null } = waiting
      const times = { found_at: at, kept_at: at, due_at: new Date() }
      await inTransaction(db, (trx) =>
        insertReports(trx, [{ ...row, event, outcome, code, in_reply_to: null, ...times }]),
      )
      await until('all is answered', async () =>
        (await reportsOf(db, file.deposit)).every(({ settled_at }) => settled_at !== null),
      )
      const refusals = (await reportsOf(db, file.deposit)).map(({ refusal }) => refusal)
      assert.deepEqual(refusals, [null, 'SIGNER_UNKNOWN'])
      await reported(asking, file.deposit, ['contentHandover whole'])
    })
  })

  it('is not told of by the State whose file it is', async () => {
    const { asking, answering } = world
    const file = await handed(10)
    const [kept] = await reported(asking, file.deposit, ['contentHandover whole'])
    const at = new Date()
    const said = statusIn(kept)
    const own = { ...said, node: 'VN', to: 'QA', time: at.toISOString(), event: 'fetchStatus' as const }
    const peer = answering.node.node.trust.peer('VN')
    assert.ok(peer !== null)
    const outcomes = []
    for (const told of [
      { ...own, outcome: 'waiting' as const, code: 'EXHIBIT_NO_SPACE' },
      { ...own, outcome: 'waiting' as const },
      { ...own, outcome: 'fetching' as const, code: 'EXHIBIT_NO_SPACE' },
      { ...own, outcome: 'whole' as const },
      {
        ...own,
        event: 'contentHandoverFailure' as const,
        outcome: 'waiting' as const,
        code: 'EXHIBIT_NO_SPACE',
      },
      { ...own, event: 'storageCheck' as const, outcome: 'fetching' as const },
    ]) {
      const { jws } = await sign('exhibitReport', told, asking.node.node.signer, at)
      const { reports } = await takeReports(answering.node.node, peer.list, {
        what: 'exhibitReports',
        reports: [jws],
      })
      outcomes.push(reports[0]?.code)
    }
    assert.deepEqual(outcomes, ['EXHIBIT_UNKNOWN', ...Array.from({ length: 5 }, () => 'MESSAGE_INVALID')])
  })

  it('is whole for its giver from when it came, also where a carrier brought it just when it was told that it waits', async () => {
    const { asking, answering } = world
    const file = await handed(10)
    const [kept] = await reported(asking, file.deposit, ['contentHandover whole'])
    const at = new Date(Date.parse((jwsPayload(kept?.report ?? '') as ExhibitReport).time) + 2_000)
    const told: ExhibitReport = {
      ...statusIn(kept),
      id: randomUUID(),
      time: at.toISOString(),
      ...{ event: 'fetchStatus', outcome: 'waiting', code: 'EXHIBIT_NO_SPACE' },
    }
    const { jws } = await sign('exhibitReport', told, answering.node.node.signer, at)
    const peer = asking.node.node.trust.peer('QA')
    assert.ok(peer !== null)
    const wanted = { what: 'exhibitReports' as const, reports: [jws] }
    assert.deepEqual(
      (await takeReports(asking.node.node, peer.list, wanted)).reports.map(({ code = 'kept' }) => code),
      ['kept'],
    )
    assert.deepEqual(await shownAt(asking, file), ['QA', 'contentHandover', 'whole', null])
  })

  it('has words for both sides, whatever reason of its receiver it waits for', () => {
    for (const code of ownReasons) {
      assert.notEqual(fileCodeSentence(code), null, code)
      assert.notEqual(fileThereSentence(code), null, code)
    }
  })
})
