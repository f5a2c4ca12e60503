import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { bundleThreads } from '../../../src/bundleMaker.ts'
import { bundlePacking } from '../../../src/bundlePacking.ts'
import { type BundleMaking, type BundleThread, makeOrder } from '../../../src/exchange/bundles/bundleJob.ts'
import { deskBundles } from '../../../src/exchange/bundles/deskBundles.ts'
import { type BundleProgress, makeBundle } from '../../../src/exchange/bundles/makeBundle.ts'
import { ExportRefused } from '../../../src/exchange/exportRefused.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { refuse } from '../../../src/message/refusal.ts'
import { readHead } from '../../../src/store/audit.ts'
import type { BundleOrderRow, BundleStage } from '../../../src/store/bundles/bundleTables.ts'
import { sealedFilesInUse } from '../../../src/store/exhibits/sealedInUse.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import type { DeskReader } from '../../../src/exchange/desk/deskReader.ts'
import { run, runAsProcess } from '../../cli/commandLine.ts'
import { daysOf } from '../../support/askedDays.ts'
import { type Page, type SignedInClient, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { agreed, say } from '../../support/talk.ts'
import { countOf } from '../../support/twoSides.ts'
import { onServer } from '../../support/server.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'

interface Told {
  readonly event: string
  readonly code?: string
  readonly actor: { readonly person: string; readonly role: string } | null
  readonly details: {
    readonly reason?: string
    readonly scope?: readonly string[]
    readonly wanted?: string
  } | null
}

describe('bundles that are taken away from the desk', function () {
  this.timeout(120_000)
  let world: World
  let officer: SignedInClient
  let auditor: SignedInClient
  let stranger: SignedInClient
  let first: string
  let second: string
  let foreign: string
  let folder: string
  /** The lines of the log of the program. */
  const logged: string[] = []
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    const note = (fields: object, text: string): void => void logged.push(`${text} ${JSON.stringify(fields)}`)
    const log = { info: note, warn: note, error: note }
    world = await twoStates(two, undefined, { ...withDesk, log })
    officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    auditor = await signedIn(world.asking, ['auditor'], { authority: 'vn.spp' })
    stranger = await signedIn(world.asking, ['approver', 'auditor'], { authority: 'vn.moj' })
    ;[first, second, foreign] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    await say(world, world.asking, first, 'request', { reference: 'VN-DEMO-1/2026 "a"' })
    await say(world, world.asking, second, 'request', { reference: 'VN-DEMO-2' })
    await say(world, world.asking, foreign, 'request', { reference: 'VN-DEMO-3', from: 'vn.moj' })
    for (const request of [first, second, foreign]) await agreed(world, request, 1)
    await say(world, world.answering, first, 'acknowledgement')
    await agreed(world, first, 2)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-bundles-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const db = () => world.asking.node.node.db
  const pins = (): string[] =>
    [world.asking, world.answering].flatMap(({ state, node }: WorldState) => [
      '--pin',
      `${state}=${digestOfBase64(node.node.trust.own().list.listSigners[0] ?? '')}`,
    ])

  /** What the built command says of a file that was downloaded. */
  const verified = async ({ bytes }: Page): Promise<{ readonly code: number; readonly out: string }> => {
    const file = join(folder, `${crypto.randomUUID()}.zip`)
    await writeFile(file, bytes)
    return await runAsProcess({}, ['verify', file, ...pins()])
  }

  const told = async (...asked: string[]): Promise<readonly Told[]> => {
    const { json } = await run(world.asking, 'log', 'read', ...asked, '--as', 'Auditor', '--json')
    return json.entries as readonly Told[]
  }

  const ordersOf = async ({ signInName }: SignedInClient): Promise<readonly BundleOrderRow[]> =>
    await db()
      .selectFrom('bundle_order')
      .selectAll()
      .where('person', '=', signInName)
      .orderBy('asked_at')
      .execute()
  const newestOf = async (client: SignedInClient): Promise<BundleOrderRow> => {
    const row = (await ordersOf(client)).at(-1)
    assert.ok(row !== undefined)
    return row
  }
  const ended = async (client: SignedInClient): Promise<BundleOrderRow> => {
    for (;;) {
      const row = await newestOf(client)
      if (row.until !== null) return row
      await letPass(50)
    }
  }
  const clearOf = async (...clients: readonly SignedInClient[]): Promise<void> => {
    for (const client of clients)
      for (const { id } of await ordersOf(client)) {
        await client.post(`/bundles/${id}/drop`, {})
        await client.post(`/bundles/${id}/drop`, {})
      }
  }

  /** Asks for one, and takes it from the page that tells of it once it is made. */
  const made = async (client: SignedInClient, path: string, order: Record<string, string>): Promise<Page> => {
    const asked = await client.post(path, order)
    assert.deepEqual([asked.status, asked.location], [303, '/bundles'], asked.text.slice(0, 500))
    const { id, stage, code } = await ended(client)
    assert.deepEqual([stage, code], ['made', null])
    const { text, headers } = await client.get('/bundles')
    assert.ok(text.includes(`href="/bundles/${id}/file"`))
    assert.equal(headers.refresh, undefined)
    return await client.get(`/bundles/${id}/file`)
  }

  const courtOrder = { language: 'en', reason: 'Example' }
  const everything = { request: '', peer: '', ...daysOf('', ''), reason: 'Audit of the example' }

  it('are a request for a court, which the built command finds good, in the log with who took it and why', async () => {
    const page = await officer.get(`/cases/${first}`)
    assert.ok(page.text.includes(`href="/cases/${first}/court"`))
    const { text } = await officer.get(`/cases/${first}/court`)
    assert.match(text, /VN-DEMO-1\/2026/)
    const order = { language: 'ar', pdf: 'yes', reason: 'Hearing of the Example Court' }
    const file = await made(officer, `/cases/${first}/court`, order)
    assert.equal(file.status, 200, file.text.slice(0, 500))
    assert.equal(file.headers['content-type'], 'application/zip')
    assert.equal(Number(file.headers['content-length']), file.bytes.length)
    assert.match(
      String(file.headers['content-disposition']),
      /attachment; filename="?court-VN-DEMO-1-2026-a\.zip/,
    )
    const { code, out } = await verified(file)
    assert.equal(code, 0, out)
    assert.match(out, /^GOOD/m)
    for (const name of ['letters/0001.html', 'letters/0001.pdf', 'report.html', 'made.jws', 'verify.html'])
      assert.ok(file.bytes.includes(Buffer.from(name)), name)
    const [entry] = await told('--event', 'export.made')
    assert.equal(entry?.actor?.person, officer.signInName)
    assert.equal(entry.actor.role, 'officer')
    assert.deepEqual([entry.details?.reason, entry.details?.scope], [order.reason, [first]])
  })

  it('are none without a reason or a language of letters, of a request of others, or of none, which is noted', async () => {
    const before = await ordersOf(officer)
    for (const wrong of [{ reason: '  ' }, { language: 'tlh' }]) {
      const { status, text } = await officer.post(`/cases/${first}/court`, { ...courtOrder, ...wrong })
      assert.equal(status, 422)
      assert.match(text, /id="reason-error"/)
    }
    for (const client of [officer, stranger]) {
      const hidden = await countOf(world.asking, 'act.refused')
      const path = `/cases/${client === officer ? foreign : first}/court`
      assert.equal((await client.get(path)).status, 404)
      assert.equal((await client.post(path, courtOrder)).status, 404)
      assert.equal((await client.post(`/cases/${crypto.randomUUID()}/court`, courtOrder)).status, 404)
      assert.equal(await countOf(world.asking, 'act.refused'), hidden + 3)
    }
    assert.deepEqual(await ordersOf(officer), before)
  })

  it('are what an outsider checks, by request, State and time, of the own authority alone', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const page = await auditor.get(`/check/exports?request=${first}`)
    assert.ok(page.text.includes(`value="${first}"`))
    assert.match((await auditor.get('/check')).text, /href="\/check\/exports"/)
    for (const [asked, requests] of [
      [{ request: 'VN-DEMO-2' }, [second]],
      [{ ...daysOf(yesterday, ''), peer: 'QA' }, [first, second]],
      [{}, [first, second]],
    ] as const) {
      const file = await made(auditor, '/check/exports', { ...everything, ...asked })
      for (const one of [first, second, foreign])
        assert.equal(
          file.bytes.includes(Buffer.from(`record/${one}/`)),
          requests.some((each) => each === one),
          one,
        )
      const entry = (await told('--event', 'export.made')).at(-1)
      assert.equal(entry?.actor?.person, auditor.signInName)
      assert.deepEqual(entry.details?.scope?.toSorted(), requests.toSorted())
      assert.equal(entry.details.reason, everything.reason)
    }
    for (const request of ['VN-DEMO-3', 'VN-DEMO-NONE']) {
      const refused = await countOf(world.asking, 'act.refused')
      const { status, text } = await auditor.post('/check/exports', { ...everything, request })
      assert.equal(status, 404)
      assert.match(text, /id="request-error"/)
      assert.equal(await countOf(world.asking, 'act.refused'), refused + 1)
    }
    for (const wrong of [{ reason: '' }, daysOf('2027-02-29', ''), daysOf('2027-01-02', '2027-01-01')]) {
      const { status, text } = await auditor.post('/check/exports', { ...everything, ...wrong })
      assert.ok([400, 422].includes(status))
      assert.match(text, /-error"/)
    }
  })

  it('are none where no request is one of those, which the page says, and the log', async () => {
    const before = await countOf(world.asking, 'export.made')
    const asked = await auditor.post('/check/exports', { ...everything, ...daysOf('', '2019-12-31') })
    assert.equal(asked.status, 303)
    const { stage, code } = await ended(auditor)
    assert.deepEqual([stage, code], ['refused', 'BUNDLE_EMPTY'])
    assert.match((await auditor.get('/bundles')).text, /No request of your authority is one of those/)
    const entry = (await told('--event', 'act.refused')).at(-1)
    assert.deepEqual([entry?.actor?.person, entry?.code], [auditor.signInName, 'BUNDLE_EMPTY'])
    assert.equal(await countOf(world.asking, 'export.made'), before)
    await clearOf(officer, auditor)
  })

  it('wait for their turn, with a place that is told, and can be cancelled while they wait and while they are made', async () => {
    for (const client of [officer, officer, auditor]) {
      const path = `/cases/${first}/court`
      assert.equal((await client.post(path, { ...courtOrder, pdf: 'yes' })).status, 303)
    }
    const page = await auditor.get('/bundles')
    assert.equal(page.headers.refresh, '3')
    assert.match(page.text, /Number 3\. What comes before it is made first/)
    const [one, other] = await ordersOf(officer)
    assert.ok(one !== undefined && other !== undefined)
    for (const { id } of [one, other]) {
      assert.equal((await stranger.post(`/bundles/${id}/drop`, {})).status, 404)
      assert.equal((await officer.post(`/bundles/${id}/drop`, {})).status, 303)
    }
    assert.equal((await ended(auditor)).stage, 'made')
    for (const { stage, sealed_sha256 } of await ordersOf(officer))
      assert.deepEqual([stage, sealed_sha256], ['cancelled', null])
    assert.match((await officer.get('/bundles')).text, /You cancelled it/)
    await clearOf(officer, auditor)
    assert.deepEqual(await ordersOf(officer), [])
    assert.match((await officer.get('/bundles')).text, /You have asked for no bundle/)
  })

  it('are for whoever asked alone, as long as they are of the authority and may have it, and go in the end with their file', async () => {
    await made(auditor, '/check/exports', everything)
    const { id, sealed_sha256, file_key } = await newestOf(auditor)
    const name = sealed_sha256?.toString('hex') ?? ''
    const { exhibits } = world.asking.node.node
    assert.deepEqual([...(await sealedFilesInUse(db(), [name]))], [name])
    const sealed = (await exhibits.small(name, 10_000_000)) ?? Buffer.alloc(0)
    assert.ok(sealed.length > 0 && !sealed.includes(Buffer.from('record/')))
    assert.equal(file_key?.length, 32)
    const file = `/bundles/${id}/file`
    for (const client of [officer, stranger]) assert.equal((await client.get(file)).status, 404)
    const as = async (change: string): Promise<number> => {
      await sql`update person set ${sql.raw(change)} where sign_in_name = ${auditor.signInName}`.execute(db())
      return (await auditor.get(file)).status
    }
    assert.equal(await as(`roles = array['officer']`), 404)
    assert.equal(await as(`roles = array['auditor'], authority = 'vn.moj'`), 404)
    assert.equal(await as(`authority = 'vn.spp'`), 200)
    await sql`update bundle_order set until = now() - interval '1 second' where id = ${id}`.execute(db())
    assert.equal((await auditor.get(file)).status, 404)
    // Whoever asks next wakes what makes them, which takes away first what is over.
    await made(officer, `/cases/${first}/court`, courtOrder)
    assert.deepEqual(await ordersOf(auditor), [])
    assert.equal(await exhibits.sizeOf(name), null)
    await clearOf(officer)
  })

  it('break off where the disk has changed them, which whoever runs the node is told, and not where somebody goes away', async () => {
    await made(officer, `/cases/${first}/court`, courtOrder)
    const { id, sealed_sha256 } = await newestOf(officer)
    const name = sealed_sha256?.toString('hex') ?? ''
    const place = join(world.asking.config.dataFolder, 'exhibits', name.slice(0, 2), name)
    const sealed = await readFile(place)
    const broken = () => logged.filter((line) => line.startsWith('a page broke'))
    const before = broken().length
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
    await writeFile(place, sealed)
    await assert.rejects(officer.get(`/bundles/${id}/file`))
    await until('it is told', () => broken().length === before + 1)
    assert.ok(broken().at(-1)?.includes(`/bundles/${id}/file`))
    await clearOf(officer)
  })

  it('are no more than so many of one person, and of all, which is refused with a code and noted', async () => {
    const row = { person: officer.signInName, until: new Date(Date.now() + 3_600_000) }
    for (let count = 0; count < exchangeLimits.bundles.ofPersonMax; count += 1) await kept('cancelled', row)
    const { status, text } = await officer.post(`/cases/${first}/court`, courtOrder)
    assert.equal(status, 429)
    assert.match(text, /Cancel or delete one of them first/)
    assert.equal((await told('--event', 'act.refused')).at(-1)?.code, 'BUNDLES_TOO_MANY')
    await clearOf(officer)
    const full = deskBundles(
      world.asking.node.node,
      () => undefined,
      () => undefined,
      { ...exchangeLimits.bundles, openMax: 0 },
    )
    const busy = await full.court(reader, first, { language: 'en', pdf: false, reason: 'Example' })
    assert.ok(!busy.ok)
    assert.equal(busy.code, 'NODE_BUSY')
  })

  const reader: DeskReader = {
    ...{ person: 'example', role: 'officer', authority: 'vn.spp' },
    from: { by: 'network', address: '127.0.0.1' },
  }

  /** The node stops and comes up again, and the officer goes on in the same session. */
  const restarted = async (): Promise<void> => {
    await world.asking.restart()
    const again = visitorAt(world.asking)
    const [session = ''] = [...officer.cookies].flatMap(([name, value]) =>
      /-\d+$/.test(name) ? [value] : [],
    )
    again.cookies.set(`rogatory-${new URL(again.url).port}`, session)
    officer = { ...again, signInName: officer.signInName, password: officer.password }
  }

  /** An order as it stands in the database, which the node does not look at while it is told of. */
  const kept = async (
    stage: BundleStage,
    more: {
      readonly person?: string
      readonly until?: Date
      readonly attempts?: number
      readonly told_at?: Date
    },
  ): Promise<BundleOrderRow> => {
    const wanted = {
      kind: 'court',
      request: first,
      reference: 'VN-DEMO-1',
      language: 'ar',
      pdf: true,
      reason: 'Example',
    }
    const row = {
      ...{
        id: randomUUID(),
        person: reader.person,
        authority: 'vn.spp',
        role: 'officer',
        stage,
        attempts: 1,
      },
      ...{ asked_from: JSON.stringify(reader.from), asked_at: new Date(), told_at: new Date() },
      ...{ wanted: JSON.stringify(wanted), requests: [first], ...more },
    }
    return await db().insertInto('bundle_order').values(row).returningAll().executeTakeFirstOrThrow()
  }

  const standing = async ({ id }: BundleOrderRow): Promise<BundleOrderRow> =>
    await db().selectFrom('bundle_order').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  const making = (more: Partial<BundleMaking> = {}): BundleMaking => {
    const { node, database, cosign } = world.asking.node
    const noted = (): void => database.signals.notify('rogatory_audit')
    return {
      ...{ node, cosign, noted, limits: exchangeLimits.bundles, spareMemory: () => Infinity },
      ...{ maySign: () => true, learn: () => Promise.resolve() },
      thread: bundleThreads(database.connection),
      ...more,
    }
  }
  const never = new AbortController().signal

  it('are made beside the node: while one is checked and packed it answers whoever asks, as it would not in its own thread', async () => {
    /** How often somebody was answered while a bundle was checked and packed, which is work without a pause. */
    const answeredWhile = async (thread: BundleThread): Promise<number> => {
      const row = await kept('making', {})
      const far: { step: BundleProgress['step'] | null } = { step: null }
      const steps: BundleThread = (work, help, signal) =>
        thread(work, { ...help, tell: ({ step }) => void (far.step = step) }, signal)
      const course = { isOver: false }
      let answered = 0
      const asking = (async () => {
        while (!course.isOver) {
          assert.equal((await officer.get('/sign-in')).status, 303)
          if (far.step === 'checking' || far.step === 'packing') answered += 1
          await letPass(2)
        }
      })()
      await makeOrder(making({ thread: steps }), row, never)
      course.isOver = true
      await asking
      assert.equal((await standing(row)).stage, 'made')
      return answered
    }
    const { node, database } = world.asking.node
    const inPlace = await answeredWhile((work, help) => makeBundle(node.db, help, bundlePacking, work))
    const beside = await answeredWhile(bundleThreads(database.connection))
    assert.ok(beside >= 3 * Math.max(inPlace, 5), `${beside} answered beside it, ${inPlace} in its place`)
  })

  it('are begun anew by the next process where the node is stopped, and lost where that happens again and again', async () => {
    const path = `/cases/${first}/court`
    assert.equal((await officer.post(path, { ...courtOrder, pdf: 'yes' })).status, 303)
    while ((await newestOf(officer)).stage === 'waiting') await letPass(10)
    await restarted()
    const { stage, attempts, id } = await ended(officer)
    assert.deepEqual([stage, attempts], ['made', 2])
    assert.equal((await officer.get(`/bundles/${id}/file`)).status, 200)
    await clearOf(officer)
    // A process that was killed has told nothing for long.
    const long = new Date(Date.now() - 2 * exchangeLimits.bundles.silentMs)
    await kept('making', {
      person: officer.signInName,
      attempts: exchangeLimits.bundles.attemptsMax,
      told_at: long,
    })
    const lost = await ended(officer)
    assert.deepEqual([lost.stage, lost.code], ['lost', 'BUNDLE_STOPPED'])
    assert.match(
      (await officer.get('/bundles')).text,
      /the node was stopped or cut off before the file was ready/,
    )
    await clearOf(officer)
  })

  it('wait until the other States have told what they know of the log, for no head is signed before', async () => {
    const { link, database } = world.answering
    // The other State has been asked, and its answer takes its time.
    await onServer(database.url, async (client) => {
      await client.query('begin')
      await client.query('lock table request in access exclusive mode')
      const asked = link.asked
      await restarted()
      await until('it is asked', () => link.asked > asked)
      const { checkpoint } = await readHead(db())
      const ordered = await officer.post(`/cases/${first}/court`, courtOrder)
      assert.equal(ordered.location, '/bundles', ordered.text)
      await letPass(exchangeLimits.bundles.everyMs + 500)
      const { stage } = await newestOf(officer)
      assert.deepEqual([stage, (await readHead(db())).checkpoint], ['waiting', checkpoint])
      await client.query('rollback')
    })
    assert.equal((await ended(officer)).stage, 'made')
    await clearOf(officer)
  })

  it('say why their making broke off, what is kept and what to do, and by which number whoever runs the node finds it', async () => {
    const lostOf = async (more: Partial<BundleMaking>) => {
      // The last making that may break off; whoever takes it after that, this test or the job of the node, only ends it.
      const { attemptsMax } = exchangeLimits.bundles
      const row = await kept('making', { person: officer.signInName, attempts: attemptsMax })
      await makeOrder(making(more), row, never)
      const again = { stage: 'making', attempts: attemptsMax + 1 } as const
      const taken = db().updateTable('bundle_order').set(again).where('id', '=', row.id)
      const [own] = await taken.where('stage', '=', 'waiting').returningAll().execute()
      if (own !== undefined) await makeOrder(making(more), own, never)
      const { stage, code } = await ended(officer)
      assert.equal(stage, 'lost')
      const { text } = await officer.get('/bundles')
      assert.match(text, new RegExp(`<bdi class="desk-code" dir="ltr">${row.id}</bdi>`))
      assert.match(text, /Nothing of it is kept/)
      await clearOf(officer)
      return { code, text }
    }
    const broken: BundleThread = () => Promise.reject(new Error('a programming error'))
    const error = await lostOf({ thread: broken })
    assert.equal(error.code, 'BUNDLE_LOST')
    assert.match(error.text, /an error of the program/)
    const slow = await lostOf({ limits: { ...exchangeLimits.bundles, makingMs: 1 } })
    assert.equal(slow.code, 'BUNDLE_TOO_SLOW')
    assert.match(slow.text, /took longer than it may \(hours: 6\)/)
    const nowhere = { connectionString: 'postgresql://127.0.0.1:1/nothing' }
    const away = await lostOf({ thread: bundleThreads(nowhere) })
    assert.equal(away.code, 'BUNDLE_DATABASE_AWAY')
    assert.match(away.text, /database of the node could not be reached/)
  })

  it('say that their making broke off while they wait to be begun anew', async () => {
    const row = await kept('making', { person: officer.signInName, attempts: 1, told_at: new Date() })
    await makeOrder(making(), row, AbortSignal.abort())
    assert.equal((await standing(row)).code, 'BUNDLE_STOPPED')
    const { text } = await officer.get('/bundles')
    assert.match(text, /Making it broke off, and is begun anew by itself/)
    await clearOf(officer)
  })

  it('are refused where memory or disk does not take them, or nothing can be signed, before the log tells of one', async () => {
    const before = await countOf(world.asking, 'export.made')
    const { node, database } = world.asking.node
    const outcomeOf = async (more: Partial<BundleMaking>) => {
      const row = await kept('making', {})
      await makeOrder(making(more), row, never)
      const { stage, code, sealed_sha256 } = await standing(row)
      assert.deepEqual([stage, sealed_sha256], ['refused', null])
      return code
    }
    assert.equal(await outcomeOf({ spareMemory: () => 1_000 }), 'BUNDLE_TOO_LARGE')
    assert.equal(await outcomeOf({ thread: bundleThreads(database.connection, 8) }), 'BUNDLE_TOO_LARGE')
    const largest = { ...exchangeLimits.bundles, fileBytesOfEntry: Number.MAX_SAFE_INTEGER / 1_000_000 }
    assert.equal(await outcomeOf({ limits: largest }), 'BUNDLE_NO_SPACE')
    const small = { filesMax: 100, fileBytesMax: 1_000, totalBytesMax: 10_000 }
    const narrow: BundleThread = (work, help) =>
      makeBundle(node.db, help, bundlePacking, { ...work, sizes: small })
    assert.equal(await outcomeOf({ thread: narrow }), 'BUNDLE_TOO_LARGE')
    const unsigned: BundleThread = (work, help, signal) =>
      bundleThreads(database.connection)(
        work,
        { ...help, refuseUnsigned: () => Promise.reject(new ExportRefused(refuse('CLOCK_BEHIND'))) },
        signal,
      )
    assert.equal(await outcomeOf({ thread: unsigned }), 'CLOCK_BEHIND')
    assert.equal(await countOf(world.asking, 'export.made'), before)
    const full: BundleThread = (work, help, signal) =>
      bundleThreads(database.connection)(
        work,
        { ...help, write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) },
        signal,
      )
    assert.equal(await outcomeOf({ thread: full }), 'BUNDLE_NO_SPACE')
  })

  it('go with a request that is erased', async () => {
    await made(officer, `/cases/${second}/court`, courtOrder)
    const { id } = await newestOf(officer)
    await sql`update request set erased_at = now() where id = ${second}`.execute(db())
    assert.equal((await officer.get(`/bundles/${id}/file`)).status, 404)
    const { stage, file_key, code } = await newestOf(officer)
    assert.deepEqual([stage, file_key, code], ['refused', null, 'RECORD_ERASED'])
    assert.match((await officer.get('/bundles')).text, /was erased/)
  })
})
