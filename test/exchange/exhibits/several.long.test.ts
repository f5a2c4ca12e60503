import assert from 'node:assert/strict'
import { showExhibit } from '../../../src/exchange/exhibits/show.ts'
import { randomBytes, randomInt } from 'node:crypto'
import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { tellPeers } from '../../../src/exchange/custody/tellPeers.ts'
import { startFetchJob } from '../../../src/exchange/exhibits/fetchJob.ts'
import { turns } from '../../../src/exchange/turns.ts'
import { answerQuestion } from '../../../src/exchange/recall/answer.ts'
import { ask } from '../../../src/exchange/recall/ask.ts'
import { severalGiver } from '../../../src/exchange/exhibits/giveSeveral.ts'
import { isHereAlready } from '../../../src/exchange/exhibits/hereAlready.ts'
import { filesIn, framesOf, severalBytesMax } from '../../../src/exchange/exhibits/several.ts'
import { ruleExhibits } from '../../../src/exchange/exhibits/rule.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { type Courier, exhibitNamesMediaType } from '../../../src/exchange/post.ts'
import { sealedChunkBytes } from '../../../src/exhibit/chunkedEncryption.ts'
import { startWorker } from '../../../src/exchange/worker.ts'
import { openRule } from '../../../src/exhibit/transferRule.ts'
import { insertReports, lastReportsOfPeers } from '../../../src/store/exhibits/reports.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { paths } from '../../../src/web/paths.ts'
import { placeOf, reported, stands, takenIn } from '../../support/files.ts'
import { draft, logOf, opened, postSigned } from '../../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../../support/world.ts'

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield Buffer.from(bytes.subarray(at, at + length))
  await Promise.resolve()
}

describe('small files in one body', () => {
  const files = [randomBytes(300), null, randomBytes(1), randomBytes(severalBytesMax)]
  const body = framesOf(files)

  it('are read as they were written, however they come', async () => {
    for (const length of [1, 7, 1_000, body.length])
      assert.deepEqual(await filesIn(pieces(body, length), files.length), files)
  })

  it('that are cut off anywhere leave those that had come whole', async () => {
    for (const kept of [0, 3, 4, 303, 304, 307, 308, 312, 313, 400, body.length - 1]) {
      const read = await filesIn(pieces(body.subarray(0, kept), 100), files.length)
      let end = 0
      const whole = files.map((file) => (end += 4 + (file?.length ?? 0)) <= kept)
      assert.deepEqual(
        read,
        files.map((file, place) => (whole[place] === true ? file : null)),
        `${kept} bytes`,
      )
    }
  })

  it('are no more, and none is longer, than was asked for', async () => {
    const long = Buffer.alloc(4)
    long.writeUInt32BE(severalBytesMax + 1)
    const hostile = Buffer.concat([framesOf([randomBytes(5)]), long, Buffer.alloc(severalBytesMax + 1)])
    const [first, second] = await filesIn(pieces(hostile, 10_000), 2)
    assert.equal(first?.length, 5)
    assert.equal(second, null)
    assert.equal((await filesIn(pieces(body, 10_000), 1)).length, 1)
  })
})

describe('small files that are handed over together', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  beforeEach(() => {
    const { link } = world.asking
    Object.assign(link, { severalAsked: [], fileRanges: [], fileBytes: 0 })
  })
  after(() => world.close())

  const taken = async (count: number, bytes: (place: number) => number): Promise<Announcement[]> => {
    const all: Announcement[] = []
    for (let place = 0; place < count; place += 1)
      all.push(await takenIn(world, world.asking, randomBytes(bytes(place))))
    return all
  }
  const handOver = async (request: string, files: readonly Announcement[]): Promise<void> => {
    const exhibits = files.map(({ name, mediaType, bytes, sha256, sha512, sealed }, place) => {
      return { id: `E${place + 1}`, name, mediaType, bytes, sha256, sha512, sealed }
    })
    const message = draft(world, world.asking, request, 'supplement', { exhibits })
    assert.ok((await world.asking.node.send(message)).ok)
  }
  const allWhole = async (files: readonly Announcement[]): Promise<void> => {
    for (const { deposit } of files) await stands(world.answering, deposit, 'whole')
    for (const file of files)
      assert.deepEqual(
        await readFile(placeOf(world.answering, file)),
        await readFile(placeOf(world.asking, file)),
      )
  }
  const posted = async (names: readonly string[], to: WorldState, by: WorldState): Promise<Response> =>
    await postSigned(to, by, paths.exhibits, exhibitNamesMediaType, names.join('\n'))

  it('come together, and larger ones beside them alone', async () => {
    const files = await taken(40, (place) => (place === 20 ? 100_000 : 1 + place * 400))
    const request = await opened(world)
    const { link } = world.asking
    await handOver(request, files)
    await allWhole(files)
    assert.equal(
      link.severalAsked.reduce((sum, count) => sum + count, 0),
      39,
    )
    assert.ok(link.severalAsked.length < 20, `${link.severalAsked.length} questions for 39 files`)
    assert.ok(link.fileRanges.length > 0)
  })

  it('and those that are not small come beside one that is very large, and before it', async () => {
    const { link } = world.asking
    const [large] = await taken(1, () => 65 * 1024 ** 2)
    const [middle] = await taken(1, () => 2 * 1024 ** 2)
    assert.ok(large !== undefined && middle !== undefined)
    const request = await opened(world)
    link.bytesPerSecond = 8 * 1024 ** 2
    await handOver(request, [large])
    await until('it is on its way', () => link.fileBytes > 1024 ** 2)
    await handOver(request, [middle])
    await stands(world.answering, middle.deposit, 'whole')
    await stands(world.answering, large.deposit, 'fetching')
    link.bytesPerSecond = null
    await allWhole([large, middle])
  })

  it('wake who fetches as soon as they are announced, and messages without files do not', async () => {
    const [file] = await taken(1, () => 1_000)
    assert.ok(file !== undefined)
    const request = await opened(world)
    let woken = 0
    const stop = world.answering.node.database.signals.listen('rogatory_exhibits', () => (woken += 1))
    await opened(world)
    assert.equal(woken, 0)
    await handOver(request, [file])
    await until('it was woken', () => Promise.resolve(woken === 1))
    await allWhole([file])
    stop()
  })

  it('come whole over a line that is cut, and of no cut more than a chunk is fetched twice', async () => {
    const files = await taken(30, () => 5_000)
    const request = await opened(world)
    const { link } = world.asking
    let cuts = 0
    link.cutSeveralAfter = (bytes) => {
      cuts += 1
      return randomInt(bytes)
    }
    await handOver(request, files)
    await allWhole(files)
    assert.ok(cuts > 0)
    const bytes = files.reduce((sum, { sealed }) => sum + sealed.bytes, 0)
    assert.ok(link.fileBytes <= bytes + cuts * sealedChunkBytes + files.length * 4)
    link.cutSeveralAfter = null
  })

  it('come whole beside others that are damaged, cut short, another or gone, each of which is told for itself', async () => {
    const files = await taken(24, (place) => 1_000 + place)
    const [flipped, short, swapped, gone, ...whole] = files
    assert.ok(flipped !== undefined && short !== undefined && swapped !== undefined && gone !== undefined)
    const changed = async (file: Announcement, change: (sealed: Buffer) => Buffer): Promise<void> => {
      const place = placeOf(world.asking, file)
      await writeFile(place, change(await readFile(place)))
    }
    await changed(flipped, (sealed) => sealed.fill((sealed[500] ?? 0) ^ 1, 500, 501))
    await changed(short, (sealed) => sealed.subarray(0, -5))
    const other = await readFile(placeOf(world.asking, gone))
    await changed(swapped, () => other)
    await rm(placeOf(world.asking, gone))
    const request = await opened(world)
    await handOver(request, files)
    await allWhole(whole)
    for (const [file, status, refusal] of [
      [flipped, 'damaged', 'EXHIBIT_DAMAGED'],
      [short, 'damaged', 'EXHIBIT_TRUNCATED'],
      [swapped, 'damaged', 'EXHIBIT_KEY_WRONG'],
      [gone, 'fetching', 'EXHIBIT_UNKNOWN'],
    ] as const) {
      await stands(world.answering, file.deposit, status)
      const row = await findDeposit(world.answering.node.node.db, file.deposit)
      assert.equal(row?.refusal, refusal)
      await assert.rejects(readFile(placeOf(world.answering, file)), { code: 'ENOENT' })
    }
    const partial = join(world.answering.config.dataFolder, 'exhibits', 'partial')
    assert.ok((await readdir(partial)).includes(`${flipped.deposit}.damaged`), 'it is set aside')
    const told = await reported(world.asking, whole[0]?.deposit ?? '', ['contentHandover whole'])
    assert.equal(told.length, 1)
    const events = async (file: Announcement): Promise<string[]> =>
      (await logOf(world.answering.node.node.db))
        .filter(({ digest }) => digest === file.sealed.sha256)
        .map(({ evt }) => evt)
    await until('each is in the log', async () => {
      for (const file of whole)
        if ((await events(file)).join(' ') !== 'exhibit.received exhibit.told') return false
      return true
    })
    assert.equal((await events(flipped))[0], 'exhibit.damaged')
  })

  it('are told of by several questions at once, each of a bounded number, and each is told', async () => {
    const files = await taken(110, () => 500)
    const request = await opened(world)
    await handOver(request, files.slice(0, 60))
    await handOver(request, files.slice(60))
    await allWhole(files)
    const { node, courier } = world.answering.node
    const ids = files.map(({ deposit }) => deposit)
    const settledCount = async (): Promise<number> => {
      const rows = await node.db
        .selectFrom('exhibit_report')
        .select('digest')
        .where('own', '=', true)
        .where('deposit', 'in', ids)
        .where('settled_at', 'is not', null)
        .execute()
      return rows.length
    }
    await until('all are told', async () => (await settledCount()) === ids.length)
    // As after a restore: the peer has them, and nobody here knows that. The node itself waits for an hour.
    const hour = 3_600_000
    await node.db
      .updateTable('exhibit_report')
      .set({ settled_at: null, due_at: new Date(Date.now() + hour) })
      .where('deposit', 'in', ids)
      .where('own', '=', true)
      .execute()
    let atOnce = 0
    let most = 0
    const ask: typeof courier.ask = async (...asked) => {
      atOnce += 1
      most = Math.max(most, atOnce)
      return await courier.ask(...asked).finally(() => (atOnce -= 1))
    }
    const later = Object.create(node, {
      machineNow: { value: () => new Date(Date.now() + 2 * hour) },
    }) as typeof node
    assert.equal(await tellPeers(later, { ask }), true)
    const { reportsPerQuestionMax, telling } = exchangeLimits.exhibits
    assert.equal(most, telling.questionsAtOnceMax)
    assert.equal(await settledCount(), reportsPerQuestionMax * telling.questionsAtOnceMax)
    assert.equal(await tellPeers(later, { ask }), false)
    assert.equal(await settledCount(), ids.length)
  })

  it('are told of to a peer that answers while another lets itself be waited for, which is in no round for a while then', async () => {
    const { node, courier } = world.answering.node
    const due = new Date(Date.now() + 3_600_000)
    const later = new Date(Date.now() + 7_200_000)
    await node.db
      .updateTable('exhibit_report')
      .set({ settled_at: null, due_at: due, attempts: 0 })
      .where('own', '=', true)
      .execute()
    await sql`insert into exhibit_report (digest, deposit, peer_state, own, report, event, outcome, found_at, kept_at, due_at)
      select encode(sha256(digest::bytea), 'hex'), deposit, 'XX', true, report, event, outcome, found_at, kept_at, due_at
      from exhibit_report where own`.execute(node.db)
    const dueOf = async (peer: string): Promise<number> => {
      const { rows } = await sql<{ digest: string }>`select digest from exhibit_report
        where peer_state = ${peer} and own and due_at <= ${later}::timestamptz`.execute(node.db)
      return rows.length
    }
    assert.ok((await dueOf('XX')) > 100)
    const { trust } = node
    const known = trust.peer('VN')
    assert.ok(known !== null)
    const silent = { ...known, list: { ...known.list, node: { ...known.list.node, url: 'silent' } } }
    const asked = Object.create(node, {
      machineNow: { value: () => later },
      trust: {
        value: Object.create(trust, {
          peer: { value: (state: string) => (state === 'XX' ? silent : trust.peer(state)) },
        }) as typeof trust,
      },
    }) as typeof node
    let giveUp = (): void => undefined
    const waited = new Promise<void>((resolve) => (giveUp = resolve))
    const ask: typeof courier.ask = async (url, question) => {
      if (url !== 'silent') return await courier.ask(url, question)
      await waited
      throw new Error('nobody has answered')
    }
    const telling = tellPeers(asked, { ask })
    try {
      await until('all are told', async () => (await dueOf('VN')) === 0)
    } finally {
      giveUp()
      await telling
    }
    assert.equal(await dueOf('XX'), 0)
    await node.db.deleteFrom('exhibit_report').where('peer_state', '=', 'XX').execute()
  })

  it('are told of by so many questions at once that one place is left for what else is asked', async () => {
    const { node } = world.answering.node
    const peer = node.trust.peer('VN')
    assert.ok(peer !== null)
    const told = await node.db
      .selectFrom('exhibit_report')
      .select('report')
      .where('own', '=', true)
      .where('peer_state', '=', 'VN')
      .limit(1)
      .execute()
    const reports = told.map(({ report }) => report)
    const { takenAtOnceMax } = exchangeLimits.exhibits.telling
    const { questionsAtOnceMax }: { readonly questionsAtOnceMax: number } = exchangeLimits
    assert.ok(takenAtOnceMax < questionsAtOnceMax)
    const takingReports = turns(takenAtOnceMax)
    const giver = world.asking.node.node
    const given: Pick<Courier, 'ask'> = {
      ask: async (_url, question) => (await answerQuestion(giver, question, ['QA'], takingReports)).lines,
    }
    const tell = async (): Promise<boolean> =>
      (await ask(node, given, peer.list, { what: 'exhibitReports', reports })).ok
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const others = Array.from({ length: takenAtOnceMax - 1 }, () => takingReports(null, async () => held))
    assert.equal(await tell(), true)
    const last = takingReports(null, async () => held)
    assert.equal(await tell(), false)
    assert.ok((await ask(node, given, peer.list, { what: 'circuit' })).ok)
    letGo()
    await Promise.all([...others, last])
    assert.equal(await tell(), true)
  })

  it('stand as each peer has found them last, in whatever order that has come', async () => {
    const { db } = world.asking.node.node
    const row = await db
      .selectFrom('exhibit_report')
      .selectAll()
      .where('own', '=', false)
      .where('outcome', '=', 'whole')
      .executeTakeFirstOrThrow()
    const digest = '0'.repeat(64)
    const before = (at: Date): Date => new Date(at.getTime() - 60_000)
    const after = new Date(row.kept_at.getTime() + 60_000)
    const older = { ...row, digest, found_at: before(row.found_at), kept_at: after }
    // The same file went to another State, too, and waits there.
    const elsewhere: typeof row = {
      ...{ ...row, digest: '1'.repeat(64), peer_state: 'ZZ', event: 'fetchStatus', outcome: 'waiting' },
      ...{ code: 'EXHIBIT_NO_SPACE', found_at: before(row.found_at) },
    }
    await db.transaction().execute((trx) => insertReports(trx, [older, elsewhere]))
    const all = await lastReportsOfPeers(db, [row.deposit])
    const [alone] = (await lastReportsOfPeers(db, [row.deposit], 'ZZ')).get(row.deposit) ?? []
    const told = await showExhibit(world.asking.node.node, row.deposit, {
      ...{ person: 'Example-C', role: 'officer', authority: 'vn.spp' },
    })
    await db.deleteFrom('exhibit_report').where('digest', 'in', [digest, elsewhere.digest]).execute()
    const digests = (all.get(row.deposit) ?? []).map((one) => one.digest)
    assert.deepEqual(digests, [row.digest, elsewhere.digest])
    assert.equal(alone?.digest, elsewhere.digest)
    assert.deepEqual(
      told.ok ? told.shown.reported.map(({ state, outcome }) => `${String(state)} ${outcome}`) : told.code,
      ['QA whole', 'ZZ waiting'],
    )
  })

  it('come one by one from a node that does not know how to give several', async () => {
    const files = await taken(5, () => 2_000)
    const request = await opened(world)
    const { link } = world.asking
    link.knowsSeveral = false
    await handOver(request, files)
    await allWhole(files)
    link.knowsSeveral = true
    assert.equal(link.fileRanges.length, 5)
    assert.equal(link.severalAsked.length, 1, 'it is not asked so again for a while')
    // A start asks anew.
    await world.answering.restart()
  })

  it('of which the disk takes one not are kept all the same, and that one comes when it does', async () => {
    const files = await taken(12, () => 2_000)
    const [refused, ...others] = files
    assert.ok(refused !== undefined)
    const folder = dirname(placeOf(world.answering, refused))
    const free = others.filter((file) => dirname(placeOf(world.answering, file)) !== folder)
    const isNew = await stat(folder).then(
      () => false,
      () => true,
    )
    if (!isNew) await rename(folder, `${folder}-away`)
    await writeFile(folder, 'in the way')
    const request = await opened(world)
    await handOver(request, files)
    await allWhole(free)
    await until('the reason is told', async () => {
      const row = await findDeposit(world.answering.node.node.db, refused.deposit)
      return row?.status === 'fetching' && row.refusal === 'EXHIBIT_STORE_UNAVAILABLE'
    })
    await rm(folder)
    if (!isNew) await rename(`${folder}-away`, folder)
    await world.answering.restart()
    await allWhole(files)
    assert.deepEqual(await readdir(join(world.answering.config.dataFolder, 'exhibits', 'incoming')), [])
  })

  it('attack 54: are given to no State to which no message gave them', async () => {
    const [file, unsent] = await taken(2, () => 1_000)
    assert.ok(file !== undefined && unsent !== undefined)
    const request = await opened(world)
    await handOver(request, [file])
    await allWhole([file])
    const names = [unsent.sealed.sha256, file.sealed.sha256, 'a'.repeat(64)]
    const answer = await posted(names, world.asking, world.answering)
    assert.equal(answer.status, 200)
    const given = await filesIn(pieces(Buffer.from(await answer.arrayBuffer()), 100), 3)
    assert.deepEqual(
      given.map((one) => one?.length ?? null),
      [null, file.sealed.bytes, null],
    )
    // What QA has of VN is not given back to VN either.
    const back = await posted(names, world.answering, world.asking)
    assert.deepEqual(Buffer.from(await back.arrayBuffer()), Buffer.alloc(12))
    const stranger = {
      method: 'POST',
      headers: { 'content-type': exhibitNamesMediaType },
      body: names.join('\n'),
    }
    assert.equal((await fetch(world.asking.node.url + paths.exhibits, stranger)).status, 401)
  })

  it('are no more than may be asked for at once, each by its name', async () => {
    const name = 'a'.repeat(64)
    const { itemsMax } = exchangeLimits.exhibits.several
    const statuses: number[] = []
    for (const names of [[], ['x'], [name.toUpperCase()], Array<string>(itemsMax).fill(name)])
      statuses.push((await posted(names, world.asking, world.answering)).status)
    assert.deepEqual(statuses, [400, 400, 400, 200])
    assert.ok(
      (await posted(Array<string>(itemsMax + 1).fill(name), world.asking, world.answering)).status >= 400,
    )
  })

  it('come one by one where this node takes them at a rate', async () => {
    const files = await taken(5, () => 2_000)
    const admin = { person: 'Example-Admin', authority: 'qa.pp' }
    const { asking, answering } = world
    const ruled = async (rule: typeof openRule): Promise<void> => {
      assert.ok((await ruleExhibits(answering.node.node, 'VN', rule, admin)).ok)
      // A node follows another rule within seconds; one that starts, at once.
      await answering.restart()
    }
    await ruled({ ...openRule, bytesPerSecond: 1_000_000 })
    const request = await opened(world)
    await handOver(request, files)
    await allWhole(files)
    assert.deepEqual(asking.link.severalAsked, [])
    assert.ok(asking.link.fileRanges.length >= 5)
    await ruled(openRule)
  })

  it('count as held until they have left, and no more are held for a State than it may have at once', async () => {
    const [file] = await taken(1, () => 1_000)
    assert.ok(file !== undefined)
    const request = await opened(world)
    await handOver(request, [file])
    await allWhole([file])
    const rules = { now: () => Promise.resolve(openRule), pass: () => Promise.resolve() }
    const give = severalGiver(world.asking.node.node, rules)
    const names = [file.sealed.sha256]
    let leave = (): void => undefined
    const gone = new Promise<void>((resolve) => (leave = resolve))
    const given = async (until: Promise<void>): Promise<number | null> =>
      (await give(names, ['QA'], until))[0]?.length ?? null
    const { bytes } = file.sealed
    for (let count = 0; count < exchangeLimits.exhibits.severalOfPeerMax; count += 1)
      assert.equal(await given(gone), bytes)
    assert.equal(await given(gone), null)
    leave()
    await gone
    assert.equal(await given(Promise.resolve()), bytes)
  })

  it('are told as whole only once the disk has them, also where they lie there already', async () => {
    const [file] = await taken(1, () => 1_000)
    assert.ok(file !== undefined)
    const request = await opened(world)
    await handOver(request, [file])
    await allWhole([file])
    const { db, exhibits } = world.answering.node.node
    const row = await findDeposit(db, file.deposit)
    assert.ok(row?.file_key != null)
    const { signal } = new AbortController()
    const failing = { ...exhibits, settle: () => Promise.reject(new Error('EIO: i/o error, fsync')) }
    await assert.rejects(isHereAlready({ exhibits: failing }, row, row.file_key, signal), /EIO/)
    assert.equal(await isHereAlready({ exhibits }, row, row.file_key, signal), true)
  })

  it('come one by one where the peer gives none together, or gives them at a rate', async () => {
    const files = await taken(5, () => 2_000)
    const admin = { person: 'Example-Admin', authority: 'vn.spp' }
    const slow = { ...openRule, bytesPerSecond: 1_000_000 }
    assert.ok((await ruleExhibits(world.asking.node.node, 'QA', slow, admin)).ok)
    // A node follows another rule within seconds; one that starts, at once.
    await world.asking.restart()
    const request = await opened(world)
    const { link } = world.asking
    await handOver(request, files)
    await allWhole(files)
    assert.equal(link.fileRanges.length, 5)
  })

  it('are looked for as soon as a signal tells of them, and again when others have come, by who hardly looks by itself', async () => {
    const [file] = await taken(1, () => 1_000)
    assert.ok(file !== undefined)
    // It stays wanted.
    await rm(placeOf(world.asking, file))
    await handOver(await opened(world), [file])
    const { node, courier, database } = world.answering.node
    await until('it is known to be missing', async () => {
      return (await findDeposit(node.db, file.deposit))?.refusal === 'EXHIBIT_UNKNOWN'
    })
    let letThrough = (): void => undefined
    const held = new Promise<void>((resolve) => (letThrough = resolve))
    const slow: Pick<typeof courier, 'fetchRange' | 'fetchSeveral'> = {
      fetchRange: async (...asked) => await held.then(() => courier.fetchRange(...asked)),
      fetchSeveral: async (...asked) => await held.then(() => courier.fetchSeveral(...asked)),
    }
    const hour = 3_600_000
    let begun = 0
    const isMore: boolean[] = []
    const job = startFetchJob(
      {
        node,
        courier: slow,
        signals: database.signals,
        hearing: { isOver: () => true },
        isAlone: () => true,
      },
      (_name, pollMs, round, pace = exchangeLimits.exhibits.fetchPace) =>
        startWorker({
          round: async () => {
            begun += 1
            const more = await round()
            isMore.push(more)
            return more
          },
          pollMs,
          pace,
          failurePauseMs: hour,
          onFailure: (reason) => assert.fail(String(reason)),
        }),
      hour,
    )
    const reached = async (what: string, count: number): Promise<void> =>
      await until(what, () => Promise.resolve(begun >= count))
    try {
      await reached('it looks', 1)
      // It waits for the file, for up to an hour.
      database.signals.notify('rogatory_exhibits')
      await reached('it looks beside a file that is on its way', 2)
      const before = isMore.length
      letThrough()
      await until('it has nothing to do', () => Promise.resolve(isMore.at(-1) === false))
      assert.deepEqual(isMore.slice(before), [true, false], 'what is behind the file is looked for at once')
      const [rounds, fromMs] = [begun, performance.now()]
      for (let count = 0; count < 100; count += 1) {
        database.signals.notify('rogatory_exhibits')
        await wait(1)
      }
      await reached('it looks when it has nothing to do', rounds + 1)
      const most = (performance.now() - fromMs) / (exchangeLimits.exhibits.fetchPace.collectMs - 1) + 1
      assert.ok(begun - rounds <= most, `${begun - rounds} rounds`)
    } finally {
      letThrough()
      job.stop()
      await job.close()
    }
  })
})
