import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sign } from '../../src/envelope/sign.ts'
import { sealedChecker } from '../../src/exchange/custody/checkRound.ts'
import { checkSealed } from '../../src/exchange/custody/checkSealed.ts'
import { readCustody } from '../../src/exchange/custody/readCustody.ts'
import { takeReports } from '../../src/exchange/custody/takeReports.ts'
import { fetchAnew } from '../../src/exchange/custody/fetchAnew.ts'
import type { Announcement } from '../../src/exchange/exhibits/takeIn.ts'
import type { ExhibitReport } from '../../src/message/generated/types.ts'
import { jwsPayload } from '../../src/exchange/stored.ts'
import { insertReports, reportsOf } from '../../src/store/exhibits/reports.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { handedOver, placeOf, reported, stands, takenIn } from '../support/files.ts'
import { noted } from '../support/noted.ts'
import { agreed, logOf, opened } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

describe('what two nodes tell each other of a file between them', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const statusAt = async (at: WorldState, deposit: string) =>
    (await findDeposit(at.node.node.db, deposit))?.status
  const flip = async (place: string): Promise<void> => {
    const bytes = await readFile(place)
    const at = Math.floor(bytes.length / 2)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await writeFile(place, bytes)
  }
  const order = { person: 'Example-C', authority: 'qa.pp', reason: 'the giver has put it right' }

  it('is, for a file that came whole, a signed report with the message and the hash of the clear file', async () => {
    const file = await takenIn(world, world.asking, randomBytes(40_000))
    const message = await handedOver(world, request, file)
    await stands(world.answering, file.deposit, 'whole')
    const [report] = await reported(world.asking, file.deposit, ['contentHandover whole'])
    const said = JSON.parse(
      Buffer.from(report?.report.split('.')[1] ?? '', 'base64url').toString('utf8'),
    ) as ExhibitReport
    assert.deepEqual(
      [said.node, said.to, said.state, said.sha256, said.messages, said.sealed.sha256],
      ['QA', 'VN', 'VN', file.sha256, [message], file.sealed.sha256],
    )
    const entry = (await logOf(world.asking.node.node.db)).findLast(({ evt }) => evt === 'exhibit.reported')
    assert.deepEqual([entry?.digest, entry?.peer, entry?.code], [file.sealed.sha256, 'QA', 'whole'])
    assert.ok(entry?.record !== undefined, 'it stands in the record')
    await reported(world.answering, file.deposit, ['own contentHandover whole'])
    await until('the log of the receiver tells of it', async () => {
      const told = (await logOf(world.answering.node.node.db)).findLast(({ evt }) => evt === 'exhibit.told')
      return told?.digest === file.sealed.sha256 && told.code === 'whole'
    })
  })

  /** What can become of a sealed file where it lies, beside another one of the same size. */
  const changes: Readonly<Record<string, (place: string, beside: string) => Promise<void>>> = {
    flipped: flip,
    truncated: async (place) => await truncate(place, 100_000),
    swapped: async (place, beside) => {
      const [one, other] = [await readFile(place), await readFile(beside)]
      await writeFile(place, other)
      await writeFile(beside, one)
    },
    replaced: async (place) => await writeFile(place, randomBytes((await readFile(place)).length)),
    removed: async (place) => await rm(place),
  }

  const placesIn = async ({ config }: WorldState, folder: string): Promise<string[]> =>
    await readdir(join(config.dataFolder, 'exhibits', folder)).catch(() => [])
  /** Nobody reads it under its name any more, and whoever looks for what was there finds it. */
  const isSetAside = async (at: WorldState, file: Announcement): Promise<void> => {
    await assert.rejects(readFile(placeOf(at, file)), { code: 'ENOENT' })
    assert.ok((await placesIn(at, 'damaged')).some((name) => name.startsWith(`${file.sealed.sha256}.`)))
  }
  /** What the chain of custody of a State tells of damage. */
  const damageIn = async (at: WorldState, { deposit }: Announcement): Promise<string[]> => {
    const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
    const reader = { person: 'Example-C', role: 'officer', authority }
    const read = await readCustody(at.node.node, deposit, reader)
    assert.ok(read.ok)
    const links = read.links.filter(({ code }) => code !== null)
    assert.ok(links.length === 0 || read.findings.some(({ what }) => what === 'damaged'))
    return [...new Set(links.map(({ state, action, code }) => `${state} ${action} ${code}`))].sort()
  }
  const codesIn = async (at: WorldState, event: string, { sealed }: Announcement): Promise<unknown[]> =>
    (await logOf(at.node.node.db)).flatMap(({ evt, digest, code }) =>
      evt === event && digest === sealed.sha256 ? [code] : [],
    )

  for (const [how, code, codeThere] of [
    ['flipped', 'EXHIBIT_DAMAGED', 'EXHIBIT_DAMAGED'],
    ['truncated', 'EXHIBIT_TRUNCATED', 'EXHIBIT_TRUNCATED'],
    ['swapped', 'EXHIBIT_KEY_WRONG', 'EXHIBIT_DAMAGED'],
    ['replaced', 'EXHIBIT_KEY_WRONG', 'EXHIBIT_DAMAGED'],
  ] as const)
    it(`is, of a file that was ${how} at its giver, that it is damaged: refused and set aside on both sides, as custody and log of both show`, async () => {
      const file = await takenIn(world, world.asking, randomBytes(300_000))
      const beside = await takenIn(world, world.asking, randomBytes(300_000))
      const place = placeOf(world.asking, file)
      const whole = await readFile(place)
      await changes[how]?.(place, placeOf(world.asking, beside))
      await handedOver(world, request, file)
      await stands(world.answering, file.deposit, 'damaged')
      assert.equal((await findDeposit(world.answering.node.node.db, file.deposit))?.refusal, code)
      await assert.rejects(readFile(placeOf(world.answering, file)), { code: 'ENOENT' })
      // What came of one that is too short was right: it is gone on with once its giver has put it right.
      const left = how === 'truncated' ? file.deposit : `${file.deposit}.damaged`
      assert.ok((await placesIn(world.answering, 'partial')).includes(left))
      await reported(world.asking, file.deposit, [
        'contentHandoverFailure damaged',
        'own storageCheck damaged',
      ])
      await stands(world.asking, file.deposit, 'damaged')
      await isSetAside(world.asking, file)
      await reported(world.answering, file.deposit, [
        'own contentHandoverFailure damaged',
        'storageCheck damaged',
      ])
      for (const at of [world.asking, world.answering])
        assert.deepEqual(await damageIn(at, file), [`QA received ${code}`, `VN verified ${codeThere}`])
      assert.deepEqual(await codesIn(world.answering, 'exhibit.damaged', file), [code])
      assert.deepEqual(await codesIn(world.answering, 'exhibit.reported', file), [codeThere])
      assert.deepEqual(await codesIn(world.asking, 'exhibit.reported', file), [code])
      assert.deepEqual(await codesIn(world.asking, 'exhibit.checked', file), [codeThere])
      // From a backup: it is given again, and fetched anew where a person wants it.
      await writeFile(place, whole, { mode: 0o600 })
      const checked = await checkSealed(world.asking.node.node, file.deposit)
      assert.ok(checked.ok && checked.code === null)
      assert.ok((await fetchAnew(world.answering.node.node, file.deposit, order)).ok)
      await stands(world.answering, file.deposit, 'whole')
    })

  for (const [how, code] of [
    ['flipped', 'EXHIBIT_DAMAGED'],
    ['truncated', 'EXHIBIT_TRUNCATED'],
    ['swapped', 'EXHIBIT_DAMAGED'],
    ['replaced', 'EXHIBIT_DAMAGED'],
    ['removed', 'EXHIBIT_TRUNCATED'],
  ] as const)
    it(`is, of a file that was ${how} where its receiver keeps it, that it is damaged there, set aside, and whole at its giver, as custody and log of both show`, async () => {
      const file = await takenIn(world, world.asking, randomBytes(200_000))
      const beside = await takenIn(world, world.asking, randomBytes(200_000))
      for (const one of [file, beside]) await handedOver(world, request, one)
      for (const { deposit } of [file, beside]) await stands(world.answering, deposit, 'whole')
      await changes[how]?.(placeOf(world.answering, file), placeOf(world.answering, beside))
      const checked = await checkSealed(world.answering.node.node, file.deposit)
      assert.deepEqual([checked.ok && checked.status, checked.ok && checked.code], ['damaged', code])
      assert.equal((await findDeposit(world.answering.node.node.db, file.deposit))?.refusal, code)
      if (how !== 'removed') await isSetAside(world.answering, file)
      await reported(world.asking, file.deposit, [
        'contentHandover whole',
        'storageCheck damaged',
        'own storageCheck whole',
      ])
      await reported(world.answering, file.deposit, [
        'own contentHandover whole',
        'own storageCheck damaged',
        'storageCheck whole',
      ])
      assert.equal(await statusAt(world.asking, file.deposit), 'whole')
      for (const at of [world.asking, world.answering])
        assert.deepEqual(await damageIn(at, file), [`QA verified ${code}`])
      assert.deepEqual(await codesIn(world.answering, 'exhibit.checked', file), [code])
      assert.deepEqual(await codesIn(world.asking, 'exhibit.reported', file), ['whole', code])
      assert.deepEqual(await codesIn(world.asking, 'exhibit.checked', file), ['whole'])
      assert.ok((await fetchAnew(world.answering.node.node, file.deposit, order)).ok)
      await stands(world.answering, file.deposit, 'whole')
      const { entry, actor, details } = (await noted(world.answering, 'exhibit.wanted')).at(-1) ?? {}
      assert.deepEqual([entry?.digest, entry?.record !== undefined], [file.sealed.sha256, true])
      assert.deepEqual(
        [actor?.person, actor?.authority, details],
        [order.person, order.authority, { deposit: file.deposit, reason: order.reason }],
      )
    })

  it('attack 37: finds two sealed files that were swapped where they lie', async () => {
    const [one, other] = [
      await takenIn(world, world.asking, randomBytes(1_000)),
      await takenIn(world, world.asking, randomBytes(1_000)),
    ]
    const places = [placeOf(world.asking, one), placeOf(world.asking, other)] as const
    const [first, second] = await Promise.all(places.map((place) => readFile(place)))
    await writeFile(places[0], second ?? '')
    await writeFile(places[1], first ?? '')
    for (const { deposit } of [one, other]) {
      const checked = await checkSealed(world.asking.node.node, deposit)
      assert.deepEqual([checked.ok && checked.code], ['EXHIBIT_DAMAGED'])
    }
  })

  it('is told later where the peer cannot be reached, and once', async () => {
    const file = await takenIn(world, world.asking, randomBytes(1_000))
    await handedOver(world, request, file)
    await stands(world.answering, file.deposit, 'whole')
    await reported(world.asking, file.deposit, ['contentHandover whole'])
    world.asking.link.up = false
    await rm(placeOf(world.answering, file))
    await checkSealed(world.answering.node.node, file.deposit)
    await reported(world.answering, file.deposit, ['own contentHandover whole', 'own storageCheck damaged'])
    await world.answering.restart()
    world.asking.link.up = true
    await reported(world.asking, file.deposit, [
      'contentHandover whole',
      'storageCheck damaged',
      'own storageCheck whole',
    ])
  })

  const wholeAtBoth = async () => {
    const file = await takenIn(world, world.asking, randomBytes(2_000))
    await handedOver(world, request, file)
    await stands(world.answering, file.deposit, 'whole')
    const [kept] = await reported(world.asking, file.deposit, ['contentHandover whole'])
    assert.ok(kept !== undefined)
    const report = jwsPayload(kept.report) as ExhibitReport
    await until('the receiver knows that it is told', async () => {
      const [told] = await reportsOf(world.answering.node.node.db, file.deposit)
      return told?.settled_at != null
    })
    return { file, report }
  }

  it('makes its giver read a file once, however often damage is told, and again some minutes later at the earliest', async () => {
    const { file, report } = await wholeAtBoth()
    const { node } = world.asking.node
    const peer = node.trust.peer('QA')
    assert.ok(peer !== null)
    const tell = async (count: number): Promise<void> => {
      const reports: string[] = []
      for (let made = 0; made < count; made += 1) {
        const at = new Date()
        const said = { ...report, id: randomUUID(), time: at.toISOString(), event: 'storageCheck' }
        const damage = { ...said, outcome: 'damaged', code: 'EXHIBIT_DAMAGED' }
        reports.push((await sign('exhibitReport', damage, world.answering.node.node.signer, at)).jws)
      }
      const told = await takeReports(node, peer.list, { what: 'exhibitReports', reports })
      assert.ok(
        told.reports.every(({ code }) => code === undefined),
        JSON.stringify(told),
      )
    }
    const answersAfter = async (doubts: number): Promise<void> => {
      const all = (await reportsOf(node.db, file.deposit)).filter(({ own }) => own)
      assert.equal(all.length, doubts)
    }
    const readings = async () =>
      (await logOf(node.db)).filter(
        ({ evt, digest }) => evt === 'exhibit.checked' && digest === file.sealed.sha256,
      ).length
    await tell(30)
    await until('all of them are answered', async () => {
      return (await reportsOf(node.db, file.deposit)).filter(({ own }) => own).length === 30
    })
    assert.equal(await readings(), 1)
    await tell(5)
    let tickMs = 0
    const checker = sealedChecker(node, () => tickMs)
    await setTimeout(2_500)
    assert.equal(await readings(), 1, 'the node has read it already')
    await answersAfter(30)
    await checker.round()
    await answersAfter(35)
    await tell(1)
    tickMs = 299_000
    await checker.round()
    await answersAfter(35)
    tickMs = 301_000
    await checker.round()
    await answersAfter(36)
    assert.equal(await readings(), 3)
  })

  describe('is not kept at first', () => {
    /** As if the receiver had signed it so, and not told it yet. */
    const untold = async (change: Partial<ExhibitReport>, by: WorldState, at = new Date()) => {
      const { file, report } = await wholeAtBoth()
      const said = { ...report, id: randomUUID(), time: at.toISOString(), ...change }
      const { jws, digest } = await sign('exhibitReport', said, by.node.node.signer, at)
      const { db, machineNow } = world.answering.node.node
      const row = {
        digest,
        deposit: file.deposit,
        peer_state: 'VN',
        own: true,
        report: jws,
        event: said.event,
      }
      const times = { found_at: at, kept_at: new Date(), due_at: machineNow() }
      await inTransaction(db, (trx) =>
        insertReports(trx, [{ ...row, outcome: 'whole', code: null, in_reply_to: null, ...times }]),
      )
      const found = async () => (await reportsOf(db, file.deposit)).find((one) => one.digest === digest)
      return { file, found }
    }

    it('where its key was exchanged since: it is signed anew, and kept', async () => {
      // By a key that the list of the receiver does not name.
      const { file, found } = await untold({}, world.asking)
      await reported(world.asking, file.deposit, ['contentHandover whole', 'contentHandover whole'])
      assert.equal((await found())?.refusal, 'SIGNER_UNKNOWN')
      await until('all is told', async () => {
        const all = await reportsOf(world.answering.node.node.db, file.deposit)
        return all.length === 3 && all.every(({ settled_at }) => settled_at !== null)
      })
    })

    it('where a clock is wrong: it is told again later', async () => {
      const { found } = await untold({}, world.answering, new Date(Date.now() + 3_600_000))
      await until('it was tried', async () => ((await found())?.attempts ?? 0) > 0)
      const row = await found()
      assert.deepEqual([row?.settled_at, row?.refusal, row?.due_at === null], [null, null, false])
    })

    it('and never, where it is in the name of another State', async () => {
      const { found } = await untold({ node: 'LV' }, world.answering)
      await until('it is settled', async () => (await found())?.settled_at != null)
      const row = await found()
      assert.deepEqual([row?.refusal, row?.due_at], ['SENDER_NOT_SIGNER', null])
    })
  })

  describe('is not kept', () => {
    const reportOf = async (deposit: string): Promise<ExhibitReport> => {
      const [kept] = await reported(world.asking, deposit, ['contentHandover whole'])
      return JSON.parse(
        Buffer.from(kept?.report.split('.')[1] ?? '', 'base64url').toString('utf8'),
      ) as ExhibitReport
    }
    const codeOf = async (change: Partial<ExhibitReport>, by = world.answering, at = new Date()) => {
      const file = await takenIn(world, world.asking, randomBytes(1_000))
      await handedOver(world, request, file)
      await stands(world.answering, file.deposit, 'whole')
      const report = { ...(await reportOf(file.deposit)), time: at.toISOString(), ...change }
      const { jws } = await sign('exhibitReport', report, by.node.node.signer, at)
      const { node } = world.asking.node
      const peer = node.trust.peer('QA')
      assert.ok(peer !== null)
      const told = await takeReports(node, peer.list, { what: 'exhibitReports', reports: [jws] })
      return told.reports[0]?.code
    }

    it('where it is the same again: it is answered the same, and told once in the log', async () => {
      const file = await takenIn(world, world.asking, randomBytes(1_000))
      await handedOver(world, request, file)
      const [kept] = await reported(world.asking, file.deposit, ['contentHandover whole'])
      const { node } = world.asking.node
      const peer = node.trust.peer('QA')
      assert.ok(peer !== null && kept !== undefined)
      const reports = [kept.report, kept.report]
      const told = await takeReports(node, peer.list, { what: 'exhibitReports', reports })
      assert.deepEqual(told.reports, [{ report: kept.digest }, { report: kept.digest }])
      const entries = await logOf(node.db)
      const about = entries.filter(
        ({ evt, digest }) => evt === 'exhibit.reported' && digest === file.sealed.sha256,
      )
      assert.equal(about.length, 1)
    })

    for (const [what, code, change] of [
      ['of a file that this State never handed over', 'EXHIBIT_UNKNOWN', { deposit: randomUUID() }],
      ['of another sealed form', 'EXHIBIT_UNKNOWN', { sealed: { bytes: 1, sha256: 'a'.repeat(64) } }],
      ['of another clear file', 'EXHIBIT_UNKNOWN', { sha256: 'b'.repeat(64) }],
      ['in reply to what was never told', 'EXHIBIT_UNKNOWN', { inReplyTo: 'd'.repeat(64) }],
      ['of a third State', 'EXHIBIT_UNKNOWN', { state: 'KE' }],
      ['in the name of another State', 'SENDER_NOT_SIGNER', { node: 'KE' }],
      ['for another State', 'NOT_FOR_US', { to: 'KE' }],
      ['of another time than its signature', 'TIME_OUT_OF_RANGE', { time: '2026-01-01T00:00:00.000Z' }],
      ['that says nothing of why', 'MESSAGE_INVALID', { event: 'storageCheck', outcome: 'damaged' }],
    ] as const)
      it(`where it is ${what}`, async () => {
        assert.equal(await codeOf(change as Partial<ExhibitReport>), code)
      })

    it('attack 54: where it names a message that did not hand the file over', async () => {
      assert.equal(await codeOf({ messages: ['c'.repeat(64)] }), 'EXHIBIT_UNKNOWN')
    })

    it('where so many were told of one file that no more are kept', async () => {
      const file = await takenIn(world, world.asking, randomBytes(1_000))
      await handedOver(world, request, file)
      await stands(world.answering, file.deposit, 'whole')
      const [first] = await reported(world.asking, file.deposit, ['contentHandover whole'])
      const { node } = world.asking.node
      const peer = node.trust.peer('QA')
      assert.ok(peer !== null && first !== undefined)
      const at = new Date()
      const another = { ...(await reportOf(file.deposit)), time: at.toISOString() }
      const more = Array.from({ length: 999 }, () => ({ ...first, digest: randomBytes(32).toString('hex') }))
      await node.db.insertInto('exhibit_report').values(more).execute()
      const { jws } = await sign('exhibitReport', another, world.answering.node.node.signer, at)
      const wanted = { what: 'exhibitReports' as const, reports: [jws, first.report] }
      const told = await takeReports(node, peer.list, wanted)
      assert.deepEqual(
        told.reports.map(({ code = 'kept' }) => code),
        ['EXHIBIT_REPORTS_TOO_MANY', 'kept'],
      )
    })

    it('where another State has signed it', async () => {
      assert.equal(await codeOf({}, world.asking), 'SIGNER_UNKNOWN')
    })
  })

  it('says nothing of a file that is not here, on its way or erased', async () => {
    const { node } = world.asking.node
    const codes = [await checkSealed(node, randomUUID()), await checkSealed(node, 'nothing')]
    assert.deepEqual(
      codes.map((one) => (one.ok ? '' : one.code)),
      ['EXHIBIT_UNKNOWN', 'EXHIBIT_UNKNOWN'],
    )
    const file = await takenIn(world, world.asking, randomBytes(100))
    const own = await fetchAnew(node, file.deposit, order)
    assert.equal(own.ok ? '' : own.code, 'EXHIBIT_UNKNOWN', 'what was taken in here is fetched from nobody')
    const none = await fetchAnew(node, randomUUID(), order)
    assert.equal(none.ok ? '' : none.code, 'EXHIBIT_UNKNOWN')
    await world.asking.node.node.db
      .updateTable('exhibit_deposit')
      .set({ status: 'erased', file_key: null })
      .where('id', '=', file.deposit)
      .execute()
    const erased = await checkSealed(node, file.deposit)
    assert.equal(erased.ok ? '' : erased.code, 'EXHIBIT_ERASED')
  })
})
