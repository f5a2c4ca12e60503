import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { type Socket, connect } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { request } from 'undici'
import { forgetLeft } from '../../../src/exchange/drafts/forgetFiles.ts'
import { readCustody } from '../../../src/exchange/custody/readCustody.ts'
import { settle } from '../../../src/exchange/drafts/settle.ts'
import { eraseRecord } from '../../../src/exchange/erasure/erase.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { showExhibit } from '../../../src/exchange/exhibits/show.ts'
import type { Node } from '../../../src/exchange/node.ts'
import type { Draft } from '../../../src/exchange/send.ts'
import { refuse } from '../../../src/message/refusal.ts'
import { changeDraft, findDraft, insertDraft } from '../../../src/store/drafts/drafts.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { listFreeDeposits } from '../../../src/store/exhibits/freeDeposits.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { changePerson, lockPerson } from '../../../src/store/people/people.ts'
import { removePeer, savePeer } from '../../../src/store/peers.ts'
import { caseFileLink, caseLink } from '../../../src/web/desk/caseLinks.ts'
import { webLimits } from '../../../src/web/limits.ts'
import { bodies } from '../../support/bodies.ts'
import {
  type Page,
  type SentFile,
  type SignedInClient,
  multipart,
  signedIn,
  withDesk,
} from '../../support/desk.ts'
import { handedOver, stands, takenIn } from '../../support/files.ts'
import { agreed, delivered, logOf, opened, say } from '../../support/talk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, authority, twoStates, until } from '../../support/world.ts'

/** What the form has beside files, with nothing typed. */
const blank = {
  handling: '',
  pap: '',
  europolHandling: '',
  title: '',
  'at/day': '',
  'at/month': '',
  'at/year': '',
  'at/time': '',
  'at/offset': '',
  by: '',
  place: '',
  intakePlace: '',
  intakeReason: '',
  deposit: '',
} as const

const collected = {
  ...blank,
  title: 'The phone <of the accused>',
  handling: 'AMBER_STRICT',
  europolHandling: 'H1',
  'at/day': '2',
  'at/month': '3',
  'at/year': '2024',
  'at/time': '9:30',
  by: 'Example investigator',
  place: 'Example street 1',
} as const

describe('files of a draft at the desk', () => {
  let world: World
  let officer: SignedInClient
  let approver: SignedInClient
  let stranger: SignedInClient
  let node: Node
  let drafts = 0
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
    node = world.asking.node.node
    officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    approver = await signedIn(world.asking, ['approver'], { authority: 'vn.spp' })
    stranger = await signedIn(world.asking, ['officer'], { authority: 'vn.moj' })
  })
  after(() => world.close())

  const file = (bytes: Buffer, name = 'phone.bin'): SentFile => ({ member: 'files', name, bytes })
  async function begun(): Promise<string> {
    drafts += 1
    const order = { to: 'qa.pp', reference: `VN-DEMO-4${drafts}`, language: 'en' }
    return (await officer.post('/ask', order)).location
  }
  const exhibitsOf = async (link: string): Promise<Draft['exhibits']> =>
    JSON.parse(
      (await findDraft(node.db, link.replace('/drafts/', '')))?.exhibits ?? '[]',
    ) as Draft['exhibits']
  /** Sealed files under their names, and those that are being written. */
  async function kept(): Promise<readonly string[]> {
    const all = await readdir(join(world.asking.config.dataFolder, 'exhibits'), { recursive: true })
    return all.filter((name) => !/^[0-9a-f]{2}$/.test(name)).sort()
  }
  const told = async (event: string): Promise<number> =>
    (await eventsOf(world.asking)).filter((one) => one === event).length
  const hidden = (page: Page, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''

  it('are hashed and sealed while they come, stand in the words that are approved, and arrive', async () => {
    const link = await begun()
    const id = link.replace('/drafts/', '')
    const body = JSON.stringify(bodies.request)
    await inTransaction(node.db, (trx) => changeDraft(trx, id, { body }))
    const [phone, order] = [randomBytes(3_000_000), Buffer.from('%PDF-1.4 Example order')]
    const added = await officer.postFiles(`${link}/files`, collected, [
      file(phone, '../../Example \u202ephone.bin'),
      file(order, 'order.exe'),
    ])
    assert.equal(added.location, `${link}/files`, added.text)
    const exhibits = await exhibitsOf(link)
    assert.deepEqual(
      exhibits.map(({ id: one, name, mediaType, bytes, sha256 }) => [one, name, mediaType, bytes, sha256]),
      [
        ['E1', 'Example phone.bin', 'application/octet-stream', phone.length, sha256(phone)],
        ['E2', 'order.exe', 'application/pdf', order.length, sha256(order)],
      ],
    )
    const page = await officer.get(`${link}/files`)
    const codes = ['TLP:AMBER+STRICT', 'Not as evidence in judicial proceedings without permission']
    for (const text of [sha256(phone), 'The phone &lt;of the accused>', '3 MB', ...codes])
      assert.ok(page.text.includes(text), text)
    assert.deepEqual(
      exhibits.map(({ handling, pap, europolHandling }) => [handling, pap, europolHandling]),
      Array.from({ length: 2 }, () => ['AMBER_STRICT', undefined, 'H1']),
    )
    const notes = (await logOf(node.db)).filter(({ evt }) => evt === 'exhibit.noted')
    assert.equal(notes.length, 2)

    const version = hidden(await officer.get(`${link}/check`), 'version')
    const submitted = await officer.post(`${link}/submit`, { version })
    assert.equal(submitted.location, link, submitted.text)
    const check = await approver.get(`${link}/check`)
    for (const text of [sha256(phone), sha256(order), ...codes]) assert.ok(check.text.includes(text), text)
    // What opens the files is no matter of the page.
    assert.ok(!check.text.includes(exhibits[0]?.sealed?.key ?? ''))
    const late = await officer.postFiles(`${link}/files`, blank, [file(order)])
    assert.equal(late.status, 409)
    const digest = hidden(check, 'digest')
    const approved = await approver.post(`${link}/approve`, { digest, password: approver.password })
    assert.equal(approved.status, 303, approved.text)
    const record = (await findDraft(node.db, id))?.request ?? ''
    await agreed(world, record, 1)
    await stands(world.answering, exhibits[0]?.sealed?.deposit ?? '', 'whole')
    // The codes travel with each file: on its page, and in what systems of the State are told of it.
    const receiver = await signedIn(world.answering, ['officer'], { authority: 'qa.pp' })
    const theirs = await receiver.get(caseFileLink(record, exhibits[0]?.sealed?.deposit ?? ''))
    const list = await receiver.get(caseLink(record))
    for (const text of codes) for (const seen of [theirs, list]) assert.ok(seen.text.includes(text), text)
    const asking = { person: 'Example system', role: 'system', authority: 'qa.pp' }
    const shown = await showExhibit(world.answering.node.node, exhibits[0]?.sealed?.deposit ?? '', asking)
    assert.ok(shown.ok)
    assert.deepEqual((shown.shown as { custody: { handling: object } }).custody.handling, {
      handling: 'AMBER_STRICT',
      europolHandling: 'H1',
    })
    // They are of the record now: nobody forgets them.
    await forgetLeft(later(node))
    assert.equal((await findDeposit(node.db, exhibits[0]?.sealed?.deposit ?? ''))?.status, 'whole')
  })

  it('are taken off again, and destroyed with their keys, as those of a draft that is dropped', async () => {
    const link = await begun()
    const before = await kept()
    await officer.postFiles(`${link}/files`, blank, [file(randomBytes(1000)), file(randomBytes(2000))])
    const [first, second] = await exhibitsOf(link)
    assert.ok(first?.sealed !== undefined && second?.sealed !== undefined)
    const wrong = await officer.post(`${link}/files/remove`, { exhibit: 'E1', sha256: second.sha256 })
    assert.equal(wrong.status, 409)
    const seen = { exhibit: first.id, sha256: first.sha256 }
    assert.equal((await officer.post(`${link}/files/remove`, seen)).location, `${link}/files`)
    assert.deepEqual(await exhibitsOf(link), [second])
    const gone = await findDeposit(node.db, first.sealed.deposit)
    assert.deepEqual([gone?.status, gone?.file_key], ['erased', null])
    assert.equal(await told('exhibit.forgotten'), 1)
    assert.equal((await officer.post(`${link}/drop`)).status, 303)
    await forgetLeft(node)
    assert.equal((await findDeposit(node.db, second.sealed.deposit))?.status, 'whole')
    await forgetLeft(later(node))
    assert.equal((await findDeposit(node.db, second.sealed.deposit))?.status, 'erased')
    assert.deepEqual(await kept(), before)
  })

  it('are destroyed at once though a peer says nothing, if they came since peers can be unheard', async () => {
    const link = await begun()
    await officer.postFiles(`${link}/files`, blank, [file(randomBytes(1000)), file(randomBytes(1000))])
    const [late, early] = await exhibitsOf(link)
    const deposit = early?.sealed?.deposit ?? ''
    // Later than the process: its node stands on its database only since the world is there.
    const before = new Date(performance.timeOrigin + 1)
    await node.db.updateTable('draft_file').set({ taken_at: before }).where('deposit', '=', deposit).execute()
    // Nobody answers for it.
    await savePeer(node.db, { state: 'NZ', pins: ['00'], added_at: before })
    for (const one of [late, early]) {
      const seen = { exhibit: one?.id ?? '', sha256: one?.sha256 ?? '' }
      assert.equal((await officer.post(`${link}/files/remove`, seen)).status, 303)
    }
    await forgetLeft(later(node))
    const statusOf = async (one: string): Promise<string | undefined> =>
      (await findDeposit(node.db, one))?.status
    assert.deepEqual(
      [await statusOf(late?.sealed?.deposit ?? ''), await statusOf(deposit)],
      ['erased', 'whole'],
    )
    await removePeer(node.db, 'NZ')
    await forgetLeft(later(node))
    assert.equal(await statusOf(deposit), 'erased')
  })

  it('that another draft names are destroyed with none, whichever draft they came with', async () => {
    const [first, second] = [await begun(), await begun()]
    await officer.postFiles(`${first}/files`, blank, [file(randomBytes(1000)), file(randomBytes(1000))])
    const [one, other] = await exhibitsOf(first)
    const deposit = one?.sealed?.deposit ?? ''
    assert.equal((await officer.postFiles(`${second}/files`, { ...blank, deposit }, [])).status, 303)
    const seen = { exhibit: one?.id ?? '', sha256: one?.sha256 ?? '' }
    assert.equal((await officer.post(`${first}/files/remove`, seen)).status, 303)
    await forgetLeft(later(node))
    assert.equal((await findDeposit(node.db, deposit))?.status, 'whole')
    // Nor is what a system hands over, in whose draft the desk has no part.
    const row = await findDraft(node.db, second.replace('/drafts/', ''))
    assert.ok(row !== null)
    const ofSystem = { ...row, id: crypto.randomUUID(), exhibits: JSON.stringify([other]) }
    await inTransaction(node.db, (trx) => insertDraft(trx, ofSystem))
    assert.equal((await officer.post(`${first}/drop`)).status, 303)
    await forgetLeft(later(node))
    assert.equal((await findDeposit(node.db, other?.sealed?.deposit ?? ''))?.status, 'whole')
    await inTransaction(node.db, (trx) => changeDraft(trx, ofSystem.id, { stage: 'dropped' }))
    // Whoever only writes of a file does not name it.
    const words = { language: 'en', text: `Not "deposit":"${other?.sealed?.deposit ?? ''}"` }
    const writing = { ...row, id: crypto.randomUUID(), exhibits: JSON.stringify([{ ...one, title: words }]) }
    await inTransaction(node.db, (trx) => insertDraft(trx, writing))
    await forgetLeft(later(node))
    assert.equal((await findDeposit(node.db, other?.sealed?.deposit ?? ''))?.status, 'erased')
    assert.equal((await findDeposit(node.db, deposit))?.status, 'whole')
    const naming = await node.db
      .selectFrom('draft_deposit')
      .select('draft')
      .where('deposit', '=', deposit)
      .execute()
    assert.deepEqual(naming.map(({ draft }) => draft).sort(), [row.id, writing.id].sort())
  })

  it('that were erased with a record are in no draft any more, nor what opens them, and its page says so', async () => {
    const record = await opened(world)
    await agreed(world, record, 1)
    const [gone, other] = [
      await takenIn(world, world.asking, randomBytes(9)),
      await takenIn(world, world.asking, randomBytes(9)),
    ]
    await handedOver(world, record, gone)
    await say(world, world.asking, record, 'withdraw')
    await agreed(world, record, 3)
    await delivered(world.asking)
    const [written, submitted, going] = [await begun(), await begun(), await begun()]
    const all = [written, submitted, going]
    for (const link of all)
      for (const { deposit } of [gone, other])
        await officer.postFiles(`${link}/files`, { ...blank, deposit }, [])
    const body = JSON.stringify({ ...bodies.request, domesticOrder: 'E1' })
    for (const link of all)
      await inTransaction(node.db, (trx) => changeDraft(trx, link.replace('/drafts/', ''), { body }))
    for (const link of [submitted, going]) {
      const version = hidden(await officer.get(`${link}/check`), 'version')
      assert.equal((await officer.post(`${link}/submit`, { version })).location, link)
      assert.equal((await findDraft(node.db, link.replace('/drafts/', '')))?.stage, 'submitted')
    }
    const underWay = going.replace('/drafts/', '')
    await inTransaction(node.db, (trx) => changeDraft(trx, underWay, { stage: 'sending' }))
    const two = { officer: 'Example-A', approver: 'Example-B' }
    const order = { request: record, ground: 'an order', courtOrder: true, ...two }
    const erased = await eraseRecord(node, order, [])
    assert.ok(erased.ok, JSON.stringify(erased))
    // What was under way comes back for whatever reason, and has it no more.
    assert.equal((await findDraft(node.db, underWay))?.stage, 'sending')
    await settle(node, () => Promise.resolve(refuse('RECORD_CLOSED')), underWay)
    const codes = new Map([[going, 'RECORD_CLOSED']])
    for (const link of all) {
      const row = await findDraft(node.db, link.replace('/drafts/', ''))
      assert.deepEqual([row?.stage, row?.refusal], ['returned', codes.get(link) ?? 'EXHIBIT_ERASED'])
      assert.equal((JSON.parse(row?.body ?? '') as { domesticOrder?: string }).domesticOrder, undefined)
      assert.deepEqual(
        (await exhibitsOf(link)).map(({ id: one, sealed }) => [one, sealed?.deposit]),
        [['E2', other.deposit]],
      )
      if (link !== going) assert.match((await officer.get(link)).text, /was erased with the record/)
    }
  })

  it('that were erased stand no more in what a draft was when it came back, in which there never is a key', async () => {
    const record = await opened(world)
    await agreed(world, record, 1)
    const gone = await takenIn(world, world.asking, randomBytes(9), { name: 'Nguyen-Example.bin' })
    await handedOver(world, record, gone)
    await say(world, world.asking, record, 'withdraw')
    await agreed(world, record, 3)
    await delivered(world.asking)
    const links = [await begun(), await begun(), await begun()]
    const [taken = '', left = '', given = ''] = links
    const returnedWords = async (link: string): Promise<string | null> =>
      (await findDraft(node.db, link.replace('/drafts/', '')))?.returned_words ?? null
    const submit = async (link: string): Promise<void> => {
      const version = hidden(await officer.get(`${link}/check`), 'version')
      assert.equal((await officer.post(`${link}/submit`, { version })).location, link)
    }
    const body = JSON.stringify({ ...bodies.request, domesticOrder: 'E1' })
    for (const link of links) {
      await officer.postFiles(`${link}/files`, { ...blank, deposit: gone.deposit }, [])
      await inTransaction(node.db, (trx) => changeDraft(trx, link.replace('/drafts/', ''), { body }))
      await submit(link)
      assert.equal((await officer.post(`${link}/return`, { reason: '' })).status, 303)
      const words = await returnedWords(link)
      assert.ok(words?.includes(gone.deposit) === true && words.includes('Nguyen-Example.bin'))
      assert.ok(!words.includes(gone.sealed.key))
      const [shown] = (JSON.parse(words) as { exhibits: object[] }).exhibits
      assert.deepEqual({ ...shown, sealed: {} }, { ...(await exhibitsOf(link))[0], sealed: {} })
    }
    // Of one it was taken off meanwhile, of one it is there still, and one is given to be approved again.
    const seen = { exhibit: 'E1', sha256: gone.sha256 }
    assert.equal((await officer.post(`${taken}/files/remove`, seen)).status, 303)
    assert.ok((await returnedWords(taken))?.includes(gone.deposit))
    await submit(given)
    const two = { officer: 'Example-A', approver: 'Example-B' }
    const erased = await eraseRecord(
      node,
      { request: record, ground: 'an order', courtOrder: true, ...two },
      [],
    )
    assert.ok(erased.ok, JSON.stringify(erased))
    for (const link of [taken, left, given]) assert.equal(await returnedWords(link), null)
    const { rows } = await sql`select from draft where strpos(draft::text, ${gone.sealed.key}) > 0`.execute(
      node.db,
    )
    assert.equal(rows.length, 0)
  })

  it('that break off, are too many, or say what cannot be, leave nothing behind, and the page says what to do', async () => {
    const link = await begun()
    const before = await kept()
    const noted = await told('exhibit.noted')
    const some = randomBytes(2_000_000)
    await brokenOff(officer, `${link}/files`, some)
    await until('what came is gone', async () => (await kept()).length === before.length)
    const { type, body } = multipart({ formToken: await tokenOf(officer), ...blank }, [file(some)])
    // Whole by its length, and without its end.
    const cut = await raw(officer, `${link}/files`, type, body.subarray(0, -30))
    assert.equal(cut.status, 415)
    assert.match(cut.text, /did not come whole/)
    for (const [members, files, status, words] of [
      [blank, [], 422, /href="#files">Choose a file/],
      [{ ...blank, by: 'Example investigator' }, [file(some)], 422, /href="#at">Write the day/],
      [{ ...collected, 'at/year': '2999' }, [file(some)], 400, /href="#at">Write the day/],
      [{ ...collected, by: '' }, [file(some)], 422, /href="#by">Write by whom/],
      [
        { ...collected, intakePlace: 'x'.repeat(301) },
        [file(some)],
        422,
        /href="#intakePlace">.* 300 characters/,
      ],
      [
        { ...collected, intakeReason: 'x\u202ey' },
        [file(some)],
        422,
        /href="#intakeReason">.* 2,000 characters/,
      ],
      [{ ...collected, handling: 'PURPLE' }, [file(some)], 422, /href="#handling">/],
      [{ ...blank, deposit: crypto.randomUUID() }, [], 404, /href="#deposit">Your authority has no such/],
      [blank, Array(webLimits.desk.files.filesMax + 1).fill(file(Buffer.of(1))), 422, /More files than/],
      [{ ...blank, state: 'granted' }, [file(some)], 422, /FORM_MEMBER_UNKNOWN/],
      [{ ...blank, by: ['one', 'two'] }, [file(some)], 422, /FORM_MEMBER_REPEATED/],
      [blank, [{ ...file(some), member: 'body' }], 422, /FORM_MEMBER_UNKNOWN/],
      // Nothing is taken of a form of which a part cannot be, nor noted of where it comes from.
      [{ ...collected, deposit: crypto.randomUUID() }, [file(some)], 404, /href="#deposit">/],
    ] as const) {
      const page = await officer.postFiles(`${link}/files`, members, files as readonly SentFile[])
      assert.equal(page.status, status, page.text.slice(0, 200) + words.source)
      assert.match(page.text, words)
    }
    assert.deepEqual(await exhibitsOf(link), [])
    assert.deepEqual(await kept(), before)
    assert.equal(await told('exhibit.noted'), noted)
    const end = '------RogatoryExampleBoundary--\r\n'
    const nameless = '------RogatoryExampleBoundary\r\nContent-Disposition: form-data\r\n\r\nx\r\n'
    const own = multipart({ formToken: await tokenOf(officer), ...blank }, [])
    const parts = Buffer.concat([own.body.subarray(0, -end.length), Buffer.from(nameless + end)])
    const refused = await raw(officer, `${link}/files`, own.type, parts)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /FORM_MEMBER_UNKNOWN/)
  })

  it('are told in their custody with where and why they were taken in, as far as that is said', async () => {
    const acquired = async (members: Readonly<Record<string, string>>) => {
      const link = await begun()
      const added = await officer.postFiles(`${link}/files`, { ...blank, ...members }, [file(randomBytes(9))])
      assert.equal(added.status, 303, added.text)
      const reader = { person: officer.signInName, role: 'officer', authority: 'vn.spp' }
      const read = await readCustody(node, (await exhibitsOf(link))[0]?.sealed?.deposit ?? '', reader)
      assert.ok(read.ok)
      const { place, reason } = read.links.find(({ action }) => action === 'acquired') ?? {}
      return [place, reason]
    }
    const said = { intakePlace: ' Example lab 2 ', intakeReason: 'Example order of 2 May' }
    assert.deepEqual(await acquired(said), ['Example lab 2', 'Example order of 2 May'])
    assert.deepEqual(await acquired({}), [null, null])
    const wrong = { ...blank, ...said, intakePlace: 'x'.repeat(301) }
    const page = await officer.postFiles(`${await begun()}/files`, wrong, [file(Buffer.of(1))])
    assert.match(page.text, /name="intakeReason"[^>]* value="Example order of 2 May"/, 'what was typed stays')
  })

  it('are known by where they come from in each piece of evidence that names them, as long as the draft has them', async () => {
    const link = await begun()
    const id = link.replace('/drafts/', '')
    await officer.postFiles(`${link}/files`, collected, [file(Buffer.from('Example'))])
    const item = { exhibit: 'E1', what: { language: 'en', text: 'Example phone' }, kind: 'file' }
    const body = { ...bodies.request, evidence: [item], domesticOrder: 'E1', sourceId: 'E1' }
    await inTransaction(node.db, (trx) => changeDraft(trx, id, { body: JSON.stringify(body) }))
    const bodyNow = async (): Promise<Readonly<Record<string, unknown>>> =>
      JSON.parse((await findDraft(node.db, id))?.body ?? '') as Readonly<Record<string, unknown>>
    const custodyNow = async (): Promise<unknown> =>
      ((await bodyNow()) as { evidence: { custody?: unknown }[] }).evidence[0]?.custody
    const part = `${link}/parts/facts`
    const version = hidden(await officer.get(part), 'version')
    await officer.post(part, { version, '/facts/text': 'Facts.' })
    const noted = await custodyNow()
    assert.ok(Array.isArray(noted))
    const [{ at, ...event }] = noted as [{ at: string }]
    assert.match(at, /^2024-03-02T09:30:00/)
    const known = { action: 'collected', by: 'Example investigator', place: 'Example street 1' }
    assert.deepEqual(event, { ...known, authority: 'vn.spp' })
    const [seen] = await exhibitsOf(link)
    await officer.post(`${link}/files/remove`, { exhibit: 'E1', sha256: seen?.sha256 ?? '' })
    // Only where the schema names a file: what is called so otherwise stays.
    const after = await bodyNow()
    assert.equal(after.domesticOrder, undefined)
    assert.equal(after.sourceId, 'E1')
    await officer.postFiles(`${link}/files`, blank, [file(Buffer.from('Another example'))])
    const [another] = await exhibitsOf(link)
    assert.equal(another?.id, 'E2')
    // The last one that was taken off leaves its id to none, also where nothing names it any more.
    await officer.post(`${link}/files/remove`, { exhibit: 'E2', sha256: another.sha256 })
    await officer.postFiles(`${link}/files`, blank, [file(Buffer.from('A third example'))])
    assert.deepEqual(
      (await exhibitsOf(link)).map((one) => one.id),
      ['E3'],
    )
  })

  it('are taken only of types that hand files over, as many as may be, and of one person two forms at once', async () => {
    const link = await begun()
    const id = link.replace('/drafts/', '')
    const many = Array.from({ length: exchangeLimits.drafts.filesMax }, (_, place) => ({
      ...{ id: `E${place + 1}`, name: 'file', mediaType: 'text/plain', bytes: 0, sha256: '0'.repeat(64) },
    }))
    await inTransaction(node.db, (trx) => changeDraft(trx, id, { exhibits: JSON.stringify(many) }))
    const full = await officer.postFiles(`${link}/files`, blank, [file(Buffer.of(1))])
    assert.equal(full.status, 409)
    assert.match(full.text, /at most 200 files/)
    const row = await findDraft(node.db, id)
    assert.ok(row !== null)
    const test = { ...row, id: crypto.randomUUID(), type: 'contact-test', exhibits: '[]' }
    await inTransaction(node.db, (trx) => insertDraft(trx, test))
    const other = `/drafts/${test.id}`
    const none = await officer.get(`${other}/files`)
    assert.ok(none.text.includes('hands no files over') && !none.text.includes('enctype'))
    assert.equal((await officer.postFiles(`${other}/files`, blank, [file(Buffer.of(1))])).status, 422)

    const sockets: Socket[] = []
    const third = async (): Promise<number> => (await approver.postFiles(`${link}/files`, blank, [])).status
    await until('two forms come', async () => {
      // One that came beside the third was refused: another takes its place.
      if (sockets.length < 20) sockets.push(begunForm(approver, `${link}/files`))
      return (await third()) === 503
    })
    // Whoever sends all of a form before they listen reads why.
    const busy = await sentWhole(approver, `${link}/files`, 2_000_000)
    assert.match(busy, /^HTTP\/1\.1 503 [^]*NODE_BUSY/)
    for (const socket of sockets) socket.destroy()
    await until('they are gone', async () => (await third()) !== 503)
  })

  it('are not kept of whoever may not add them any more once they are here, who is told whether they are signed out', async () => {
    const leaving = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    const link = await begun()
    const before = await kept()
    const refused = await told('act.refused')
    const change = (what: 'roles' | 'session') => async (): Promise<void> =>
      await inTransaction(node.db, async (trx) => {
        const person = await lockPerson(trx, leaving.signInName)
        assert.ok(person !== null)
        if (what === 'roles') await changePerson(trx, person.id, { roles: ['auditor'] })
        else await trx.deleteFrom('desk_session').where('person', '=', person.id).execute()
      })
    const some = randomBytes(200_000)
    const noRole = await sentInHalves(leaving, `${link}/files`, some, change('roles'))
    assert.match(noRole, /^HTTP\/1\.1 404 /)
    assert.doesNotMatch(noRole, /set-cookie/i)
    assert.equal(await told('act.refused'), refused + 1)
    await inTransaction(node.db, async (trx) => {
      const person = await lockPerson(trx, leaving.signInName)
      await changePerson(trx, person?.id ?? '', { roles: ['officer'] })
    })
    const noSession = await sentInHalves(leaving, `${link}/files`, some, change('session'))
    assert.match(noSession, /^HTTP\/1\.1 303 [^]*location: \/sign-in\?lost/i)
    assert.deepEqual([await kept(), await exhibitsOf(link)], [before, []])
  })

  it('attack 52: are not looked at without the token of the session before them, or from elsewhere', async () => {
    const link = await begun()
    const taken = await told('exhibit.taken')
    const bytes = randomBytes(100_000)
    for (const formToken of [
      '',
      'x',
      [await tokenOf(officer), await tokenOf(officer)],
      await tokenOf(stranger),
    ]) {
      const page = await officer.postFiles(`${link}/files`, { formToken, ...blank }, [file(bytes)])
      assert.equal(page.status, 403)
      assert.match(page.text, /FORM_TOKEN_INVALID/)
    }
    // Behind the file it is too late.
    const token = await tokenOf(officer)
    const late = multipart({}, [file(bytes)])
    const own = multipart({ formToken: token, ...blank }, [])
    const end = Buffer.from('------RogatoryExampleBoundary--\r\n')
    const behind = Buffer.concat([late.body.subarray(0, -end.length), own.body])
    assert.ok([403, 422].includes((await raw(officer, `${link}/files`, late.type, behind)).status))
    const elsewhere = await raw(officer, `${link}/files`, late.type, late.body, 'https://example.org')
    assert.equal(elsewhere.status, 403)
    // Where none is taken, none is read.
    assert.equal((await raw(officer, `${link}/head`, own.type, own.body)).status, 415)
    assert.deepEqual(await exhibitsOf(link), [])
    assert.equal(await told('exhibit.taken'), taken)
  })

  it('attack 54: of another authority are not there, to look at, add to or take from, and nothing that is sent is kept', async () => {
    const link = await begun()
    await officer.postFiles(`${link}/files`, blank, [file(Buffer.from('Example'))])
    const [own] = await exhibitsOf(link)
    const refused = await told('act.refused')
    const before = await kept()
    const seen = { exhibit: own?.id ?? '', sha256: own?.sha256 ?? '' }
    const statuses = [
      await stranger.get(`${link}/files`),
      await stranger.postFiles(`${link}/files`, blank, [file(randomBytes(50_000))]),
      await stranger.post(`${link}/files/remove`, seen),
      await stranger.post(`${link}/template`, { name: 'Example' }),
    ].map(({ status }) => status)
    assert.deepEqual(statuses, [404, 404, 404, 404])
    assert.equal(await told('act.refused'), refused + 4)
    assert.deepEqual([await kept(), await exhibitsOf(link)], [before, [own]])
    // Nor is a file of this authority handed over by another, whoever knows its id.
    const mine = (await stranger.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-49', language: 'en' }))
      .location
    const deposit = own?.sealed?.deposit ?? ''
    assert.equal((await stranger.postFiles(`${mine}/files`, { ...blank, deposit }, [])).status, 404)
    const here = await takenIn(world, world.asking, Buffer.from('Example of the command line'))
    // Until a draft names it, a folder of the same authority may have it.
    const isFree = async (
      authority: string,
      bytes = 'Example of the command line'.length,
    ): Promise<boolean> =>
      (await listFreeDeposits(node.db, { state: 'VN', authority, sizes: [bytes] })).some(
        ({ id }) => id === here.deposit,
      )
    assert.deepEqual([await isFree('vn.spp'), await isFree('vn.moj')], [true, false])
    assert.equal(await isFree('vn.spp', 1), false, 'only what has the size of a file of the folder is read')
    const added = await officer.postFiles(`${link}/files`, { ...blank, deposit: here.deposit }, [])
    assert.equal(added.status, 303, added.text)
    assert.equal((await exhibitsOf(link))[1]?.sha256, here.sha256)
    assert.equal(await isFree('vn.spp'), false)
    // Said once more, with another file or another title, it is not there twice, and stays what it was.
    const afterwards = await kept()
    const twice = { ...blank, title: 'Another title', deposit }
    for (const files of [[], [file(randomBytes(1000))]]) {
      const page = await officer.postFiles(`${link}/files`, twice, files)
      assert.equal(page.status, 409)
      assert.match(page.text, /href="#deposit">The draft has this file already/)
    }
    assert.deepEqual([await kept(), (await exhibitsOf(link)).length], [afterwards, 2])
    await officer.post(`${link}/files/remove`, seen)
    assert.equal((await findDeposit(node.db, deposit))?.status, 'erased')
  })

  it('are of bounded size, which is said before they are sent', async () => {
    const link = await begun()
    const page = await officer.get(`${link}/files`)
    assert.match(page.text, /rogatory exhibit add/)
    const { bytesMax } = webLimits.desk.files
    const head = { 'content-length': String(bytesMax + 1) }
    const answer = await headOnly(officer, `${link}/files`, head)
    assert.match(answer, /^HTTP\/1\.1 413 /)
  })

  it('attack 54: are opened, for a reason, by whoever approves them, and by no other authority', async () => {
    const link = await begun()
    const id = link.replace('/drafts/', '')
    const body = JSON.stringify(bodies.request)
    await inTransaction(node.db, (trx) => changeDraft(trx, id, { body }))
    await officer.postFiles(`${link}/files`, collected, [file(Buffer.from('Example order'), 'order.txt')])
    const [exhibit] = await exhibitsOf(link)
    assert.ok(exhibit !== undefined)
    // +03:00 is read from left to right on every page.
    const offset = /<input[^>]*id="at\/offset"[^>]*>/.exec((await officer.get(`${link}/files`)).text)
    assert.match(offset?.[0] ?? '', / dir="ltr"/)
    const check = await officer.get(`${link}/check`)
    await officer.post(`${link}/submit`, { version: hidden(check, 'version') })
    const own = `${link}/files/${exhibit.id}`
    const { text } = await approver.get(`${link}/check`)
    assert.ok(text.includes(`href="${own}"`), text)
    const page = await approver.get(own)
    assert.ok(page.status === 200 && page.text.includes(exhibit.sha256), page.text)
    const openings = await told('exhibit.opened')
    const without = await approver.post(own, { reason: ' ' })
    assert.equal(without.status, 422)
    assert.match(without.text, /Write why you need the file/)
    // Who has no draft has none of its files, and nobody learns of one.
    for (const other of [await stranger.get(own), await stranger.post(own, { reason: 'Example' })])
      assert.equal(other.status, 404)
    assert.equal(await told('exhibit.opened'), openings)
    const given = await approver.post(own, { reason: 'Example approval' })
    assert.deepEqual([given.status, given.text], [200, 'Example order'])
    assert.equal(await told('exhibit.opened'), openings + 1)
    const deposit = exhibit.sealed?.deposit ?? ''
    const actor = {
      person: 'example',
      role: 'officer',
      authority: 'vn.spp',
      from: { by: 'network', address: '127.0.0.1' },
    } as const
    const custody = await readCustody(node, deposit, actor)
    assert.match(JSON.stringify(custody), /Example approval/)
    // What is there no more leads to where the draft is.
    assert.equal((await approver.get(`${link}/files/E99`)).location, `${link}/check`)
    await officer.post(`${link}/return`)
    await officer.post(`${link}/drop`)
    assert.equal((await approver.get(own)).location, `${link}/check`)
    assert.equal((await approver.post(own, { reason: 'Example' })).status, 404)
  })

  const tokenOf = async (client: SignedInClient): Promise<string> =>
    /name="formToken" value="([^"]+)"/.exec((await client.get('/password')).text)?.[1] ?? ''
})

/** The same node some hours later, by the clock of the machine. */
function later(node: Node): Node {
  const machineNow = () => new Date(node.machineNow().getTime() + 5 * 3_600_000)
  return Object.create(node, { machineNow: { value: machineNow } }) as Node
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function raw(
  { url, cookies }: SignedInClient,
  path: string,
  type: string,
  body: Buffer,
  origin = url,
): Promise<{ readonly status: number; readonly text: string }> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, origin, 'content-type': type }
  const answer = await request(`${url}${path}`, { method: 'POST', headers, body })
  return { status: answer.statusCode, text: await answer.body.text() }
}

const headOf = (
  { url, cookies }: SignedInClient,
  path: string,
  more: Readonly<Record<string, string>>,
): string =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    `Cookie: ${[...cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`,
    `Origin: ${url}`,
    'Content-Type: multipart/form-data; boundary=----RogatoryExampleBoundary',
    ...Object.entries(more).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n')

/** Begins to send a form, and goes on with nothing. */
function begunForm(client: SignedInClient, path: string): Socket {
  const { hostname, port } = new URL(client.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(headOf(client, path, { 'content-length': '1000' }))
  return socket
}

/** Sends a form with a file, half of it before something else happens; what is answered. */
async function sentInHalves(
  client: SignedInClient,
  path: string,
  bytes: Buffer,
  meanwhile: () => Promise<void>,
): Promise<string> {
  const { text } = await client.get('/password')
  const formToken = /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const { body } = multipart({ formToken, ...blank }, [{ member: 'files', name: 'phone.bin', bytes }])
  const { hostname, port } = new URL(client.url)
  const socket = connect(Number(port), hostname)
  const head = { 'content-length': String(body.length), connection: 'close' }
  socket.write(headOf(client, path, head))
  await new Promise<void>((resolve) => socket.write(body.subarray(0, body.length / 2), () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 500))
  await meanwhile()
  socket.write(body.subarray(body.length / 2))
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  return answer
}

/** Sends all of a form of so many bytes, and only then reads what is answered. */
async function sentWhole(client: SignedInClient, path: string, bytes: number): Promise<string> {
  const { hostname, port } = new URL(client.url)
  const socket = connect(Number(port), hostname)
  socket.pause()
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.write(headOf(client, path, { 'content-length': String(bytes) }))
    socket.write(Buffer.alloc(bytes), () => resolve())
  })
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  return answer
}

/** Sends a head alone, and reads what is answered. */
async function headOnly(
  client: SignedInClient,
  path: string,
  more: Readonly<Record<string, string>>,
): Promise<string> {
  const { hostname, port } = new URL(client.url)
  const socket = connect(Number(port), hostname)
  socket.write(headOf(client, path, more))
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  return answer
}

/** Sends half of a form with a file, and hangs up. */
async function brokenOff(client: SignedInClient, path: string, bytes: Buffer): Promise<void> {
  const { text } = await client.get('/password')
  const formToken = /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const { body } = multipart({ formToken, ...blank }, [{ member: 'files', name: 'phone.bin', bytes }])
  const { hostname, port } = new URL(client.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(headOf(client, path, { 'content-length': String(body.length) }))
  await new Promise<void>((resolve) => socket.write(body.subarray(0, body.length / 2), () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 300))
  socket.destroy()
}
