import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { sayDayPlace } from '../../../src/exchange/desk/dayPlace.ts'
import { readDay } from '../../../src/exchange/desk/deskDay.ts'
import { readDayPart } from '../../../src/exchange/desk/deskDayPart.ts'
import type { Trx } from '../../../src/store/database.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { desk } from '../../../src/store/migrations/0047-desk.ts'
import { turnPassed } from '../../../src/store/migrations/0053-turn-passed.ts'
import { append } from '../../../src/store/audit.ts'
import { findOfTimeline } from '../../../src/store/timeline.ts'
import { leafHash } from '../../../src/audit/tree.ts'
import { subjectOf } from '../../../src/audit/entry.ts'
import { opensAsCommitted } from '../../../src/exchange/desk/loggedEntry.ts'
import { openTrail } from '../../../src/exchange/trail.ts'
import { findRequest, insertRequests, lockRequests } from '../../../src/store/requests.ts'
import { setClosed } from '../../../src/store/recall.ts'
import { dayLink } from '../../../src/web/desk/caseLinks.ts'
import { text as someText } from '../../support/bodies.ts'
import { carriers } from '../../support/link.ts'
import { agreed, delivered, opened, receipted, said, say, signedAnew } from '../../support/talk.ts'
import { type World, authority, twoStates, until } from '../../support/world.ts'
import { run } from '../../cli/commandLine.ts'

/** What one person has read and was refused, as the log tells an auditor: event, role, and part or what was wanted. */
async function told(world: World, person: string): Promise<(readonly [string, string, string])[]> {
  const { db } = world.answering.node.node
  await until('all has its place', async () => {
    return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
  })
  const { json } = await run(world.answering, 'log', 'read', '--person', person, '--as', 'Auditor', '--json')
  const entries = json.entries as {
    event: string
    actor: { role: string }
    details: { part?: string; query?: string; wanted?: string }
  }[]
  return entries
    .filter(({ event }) => /^(case|act)\./.test(event))
    .map(({ event, actor, details }) => [
      event,
      actor.role,
      details.part ?? details.query ?? details.wanted ?? '',
    ])
}

/** The text between two headings of a page. */
function partOf(page: string, heading: string): string {
  const [, after = ''] = page.split(`>${heading}</h2>`)
  return after.split('<h2')[0] ?? ''
}

describe('requests at the desk', () => {
  let world: World
  let first: string
  let second: string
  let notOpened: string
  let erasedThere: string
  let officer: SignedInClient
  let asker: SignedInClient
  before(async () => {
    world = await twoStates(
      { state: 'VN', authorities: [{ ...authority('vn.spp'), timeZone: 'Asia/Ho_Chi_Minh' }] },
      { state: 'QA', authorities: [{ ...authority('qa.pp'), timeZone: 'Asia/Qatar' }, authority('qa.moj')] },
      withDesk,
    )
    first = await opened(world)
    second = await opened(world)
    officer = await signedIn(world.answering, ['officer'])
    asker = await signedIn(world.asking, ['approver'])
  })
  after(() => world.close())
  /** As a node sets it that has given a message up, and a person who has it sent again. */
  const setStatus = async (status: 'dead' | 'waiting'): Promise<void> => {
    const { db, now } = world.asking.node.node
    const next = status === 'dead' ? null : now()
    await db.updateTable('outbox').set({ status, next_attempt_at: next, leased_by: null }).execute()
  }

  const placed = () =>
    until('every entry has its place in the log', async () => {
      const { db } = world.answering.node.node
      return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })

  /** Somebody who asks for the desk of an authority of the asking State, as the log names them. */
  const readerAt = (of: string) =>
    ({
      person: asker.signInName,
      role: 'approver',
      authority: of,
      from: { by: 'network', address: '127.0.0.1' },
    }) as const

  it('stand on the desk of whoever must act by what runs out first, on both clocks', async () => {
    const { status, text } = await officer.get('/')
    assert.equal(status, 200)
    const needs = partOf(text, 'Needs you')
    const order = [...needs.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id]) => id)
    assert.deepEqual(order, [first, second])
    assert.match(needs, /\(UTC\+03:00\).*\(UTC\)/s)
    assert.match(needs, /Acknowledgement/)
    assert.match(needs, /Preservation/)
    assert.match(needs, />New</)
    assert.match(partOf(text, 'Came in new'), new RegExp(first))
    assert.match(partOf(text, 'Waiting for the other side'), /You wait for nobody/)
  })

  it('stand as waiting on the desk of whoever has asked: for whom, since when', async () => {
    await delivered(world.asking)
    const { db } = world.asking.node.node
    const { text } = await asker.get('/')
    assert.match(partOf(text, 'Needs you'), /Nothing needs you now/)
    const waits = partOf(text, 'Waiting for the other side')
    assert.match(waits, /qa\.pp.*Qatar/s)
    assert.match(waits, /\(UTC\+07:00\)/)
    const [here, there] = [
      await findRequest(db, second),
      await findRequest(world.answering.node.node.db, second),
    ]
    assert.deepEqual([here?.ours_since, there?.theirs_since], [null, null])
    assert.deepEqual([here?.theirs_since, there?.ours_since], [here?.opened_at, there?.opened_at])
    assert.ok(waits.includes(`<time datetime="${here?.theirs_since?.toISOString()}">`))
    assert.match(partOf(text, 'Not delivered yet'), /Everything that your authority has sent has arrived/)
  })

  it('show both sides the same record from asking to the end, and what each may send', async () => {
    const { text: begun } = await officer.get(`/cases/${first}`)
    assert.match(
      partOf(begun, 'What may be sent now'),
      /What is awaited of you.*value="acknowledgement".*value="preservation-confirm".*you may send as well/s,
      'what a clock asks stands first',
    )
    await say(world, world.answering, first, 'acknowledgement')
    await agreed(world, first, 2)
    const open = await officer.get(`/cases/${first}`)
    const may = partOf(open.text, 'What may be sent now')
    assert.match(
      may,
      /We may send.*What is awaited of you.*value="preservation-confirm".*you may send as well.*value="decision".*<details.*value="contact-note".*They may send/s,
    )
    assert.doesNotMatch(may, /value="condition-end"/)
    assert.match(partOf(open.text, 'Timeline'), /Request.*vn\.spp.*Acknowledgement.*qa\.pp/s)
    const shown = open.text.replace(/<nav.*?<\/nav>/gs, '')
    assert.match(shown, /Preservation.*lang="vi" dir="ltr">Trong khoảng.*What may be sent now.*>Timeline</s)
    for (const [, part = ''] of open.text.matchAll(/<a class="govuk-link" href="#([^"]+)"/g))
      assert.ok(open.text.includes(` id="${part}"`), part)
    assert.match(open.text, /QA-1/)
    await say(world, world.answering, first, 'decision')
    await agreed(world, first, 3)
    for (const reader of [officer, asker]) {
      const { status, text } = await reader.get(`/cases/${first}`)
      assert.equal(status, 200)
      const messages = partOf(text, 'Timeline')
      assert.match(messages, /Request.*Acknowledgement.*Decision/s)
      assert.equal([...messages.matchAll(/<li id="message-/g)].length, 3)
      assert.match(partOf(text, 'Measures'), /Refused/)
    }
    const running = (await officer.get('/cases')).text
    assert.ok(!running.includes(first) && running.includes(second))
    assert.ok((await officer.get('/cases?ended=yes')).text.includes(first))
    assert.ok((await officer.get('/cases?state=refused')).text.includes(first))
    assert.ok(!(await officer.get('/cases?state=refused')).text.includes(second))
  })

  it('open each message as a letter with its signature, its receipt and its place in the log', async () => {
    await placed()
    const { text } = await officer.get(`/cases/${first}/messages/1`)
    assert.match(text, /lang="vi" dir="ltr">Trong khoảng/)
    assert.match(partOf(text, 'Signature'), /Holds.*C=VN.*SHA-256/s)
    assert.match(partOf(text, 'Who is behind it'), /Nguyễn Thị Ví Dụ.*that State alone knows/s)
    const receipt = partOf(text, 'Receipt')
    assert.match(receipt, /Accepted.*Message 1.*Qatar/s)
    assert.match(receipt, /Signature of the receipt.*Holds.*C=QA.*From .* until .*SHA-256/s)
    assert.match(partOf(text, 'Place in the log'), /Holds.*Entry [0-9]+ of [0-9]+/s)
    const waits = await officer.get(`/cases/${first}/messages/2`)
    assert.match(partOf(waits.text, 'Place in the log'), /Viet Nam/)
    assert.match(partOf(waits.text, 'Who is behind it'), /Sent by.*Example-A.*Approved by.*Example-B/s)
  })

  it('tell beside messages what became of deadlines, who approved, what was done with files, each with its proof', async () => {
    const { node } = world.answering.node
    const measure = { measure: 'a1', request: first, until: '2027-03-01T00:00:00Z' }
    const actor = { person: 'Example-A', role: 'officer', authority: 'qa.pp' } as const
    const elsewhere = { ...actor, authority: 'qa.moj' }
    await inTransaction(node.db, async (trx) => {
      await lockRequests(trx, [first])
      const trail = await openTrail(node, trx, [first], node.now())
      trail.about(first, { event: 'clock.ranOut', code: 'REPLY_BY.infoOverdue', details: measure })
      trail.about(first, { event: 'hold.placed', actor, details: { reason: 'As the court asks.' } })
      const draft = { draft: crypto.randomUUID(), type: 'decision', reason: 'Theirs alone.' }
      trail.about(first, { event: 'draft.returned', actor: elsewhere, code: 'returned', details: draft })
      await append(trx, trail.audit())
    })
    await placed()
    const record = (await officer.get(`/cases/${first}`)).text
    const timeline = partOf(record, 'Timeline')
    assert.match(timeline, /Deadline set: Acknowledgement.*service target, no treaty number.*Message 1/s)
    assert.match(timeline, /Deadline over, in time: Acknowledgement.*Message 2/s)
    assert.match(timeline, /date of a condition, passed.*a1/s)
    assert.match(timeline, /Message approved by a second person.*Example-B.*Decision/s)
    assert.match(timeline, /Legal hold placed.*As the court asks\./s)
    assert.match(timeline, /Draft returned.*Another authority of this State alone may see more/s)
    assert.ok(!record.includes('Theirs alone.'))
    const links = [...timeline.matchAll(/href="(\/cases\/[0-9a-f-]+\/entries\/[0-9a-f]{64})"/g)]
    assert.ok(links.length >= 4)
    for (const [, link = ''] of links) {
      const { status, text } = await officer.get(link)
      assert.equal(status, 200, text)
      assert.match(partOf(text, 'Place in the log'), /Holds.*Entry [0-9]+ of [0-9]+.*Qatar/s)
      assert.match(text, /those to which the entry in the log commits/)
      assert.ok(!text.includes('Theirs alone.'))
      const [, entry = ''] = /<bdi class="desk-code" dir="ltr">(\{&quot;.*?\})<\/bdi>/.exec(text) ?? []
      const hash = leafHash(Buffer.from(entry.replaceAll('&quot;', '"')))
      assert.ok(link.endsWith(Buffer.from(hash).toString('hex')), entry)
      const other = link.replace(first, second)
      assert.equal((await officer.get(other)).status, 404)
    }
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    assert.equal((await stranger.get(links[0]?.[1] ?? '')).status, 404)
    assert.equal((await officer.get(`/cases/${first}/entries/${'0'.repeat(64)}`)).status, 404)
  })

  it('say of an entry whose opening was changed that it does not hold', async () => {
    const { db } = world.answering.node.node
    const record = (await officer.get(`/cases/${first}`)).text
    const [, link = ''] = /href="([^"]+)">Legal hold placed/.exec(record) ?? []
    const changed = new Error('this was only looked at')
    const entry = sql`(select id from audit_entry where encode(leaf, 'hex') = ${link.slice(-64)})`
    const looked = db.transaction().execute(async (trx) => {
      await sql`alter table audit_secret disable trigger all`.execute(trx)
      await sql`update audit_secret set value = replace(value, 'court', 'clerk') where field = 'details' and entry = ${entry}`.execute(
        trx,
      )
      const found = await findOfTimeline(trx, subjectOf(first), Buffer.from(link.slice(-64), 'hex'))
      assert.equal(found !== null && opensAsCommitted(found), false)
      throw changed
    })
    await assert.rejects(looked, changed)
    const found = await findOfTimeline(db, subjectOf(first), Buffer.from(link.slice(-64), 'hex'))
    assert.equal(found !== null && opensAsCommitted(found), true)
  })

  it('are read page by page where much has happened, each thing once', async () => {
    const { node } = world.answering.node
    const actor = { person: 'Example-A', role: 'officer', authority: 'qa.pp' } as const
    const reasons = Array.from({ length: 230 }, (_, at) => `Reason ${at}.`)
    await inTransaction(node.db, async (trx) => {
      await lockRequests(trx, [second])
      const trail = await openTrail(node, trx, [second], node.now())
      for (const reason of reasons) trail.about(second, { event: 'hold.placed', actor, details: { reason } })
      await append(trx, trail.audit())
    })
    const seen: string[] = []
    let pages = 0
    for (let next = `/cases/${second}`; next !== ''; pages += 1) {
      const { status, text } = await officer.get(next)
      assert.equal(status, 200)
      seen.push(...[...text.matchAll(/>(Reason [0-9]+\.)</g)].map(([, reason = '']) => reason))
      if (pages > 0) assert.doesNotMatch(text, /What may be sent now/)
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1] ?? ''
    }
    assert.equal(pages, 3)
    assert.deepEqual(seen, reasons)
    const newest = await officer.get(`/cases/${second}?after=1`)
    assert.match(newest.text, /Reason 0\./)
    assert.ok(!newest.text.includes('id="message-1"'))
    for (const wrong of ['1-', '-1', '1-x', '1-1-1', '1000000'])
      assert.equal((await officer.get(`/cases/${second}?after=${wrong}`)).status, 404, wrong)
  })

  it('give each message as files that no browser shows by itself', async () => {
    const base = `/cases/${first}/messages/1`
    for (const [file, type, begins] of [
      ['letter.pdf', 'application/pdf', '%PDF'],
      ['letter.html', 'text/html; charset=utf-8', '<!DOCTYPE html>'],
      ['letter.txt', 'text/plain; charset=utf-8', ''],
      ['message.jws', 'application/jose', 'eyJ'],
    ] as const) {
      const { status, headers, text } = await officer.get(`${base}/${file}`)
      assert.equal(status, 200, file)
      assert.match(String(headers['content-disposition']), /^attachment; /, file)
      assert.equal(headers['content-type'], type)
      assert.ok(text.startsWith(begins), file)
    }
    assert.equal((await officer.get(`${base}/letter.exe`)).status, 404)
  })

  it('say what could not be delivered, and for whom', async () => {
    const { link } = world.answering
    const { db } = world.asking.node.node
    const since = (await findRequest(db, second))?.theirs_since
    link.up = false
    try {
      await say(world, world.asking, second, 'supplement')
      const still = await findRequest(db, second)
      assert.ok(since !== undefined && still !== null && still.updated_at > still.opened_at)
      assert.deepEqual([still.theirs_since, still.ours_since], [since, null])
      const { text } = await asker.get('/')
      const waiting = partOf(text, 'Not delivered yet')
      assert.match(waiting, /Supplement.*qa\.pp.*Is tried again/s)
      const further = await asker.get(dayLink('authority', sayDayPlace({ list: 'undelivered', ordinal: 0 })))
      assert.match(further.text, /Supplement.*qa\.pp/s)
      const { names } = await readDayPart(world.asking.node.node, readerAt('vn.spp'), {
        list: 'undelivered',
        ordinal: 0,
      })
      assert.ok(names.authorities.has('qa.pp'))
      const [, message = ''] = /href="(\/cases\/[^"]+)"/.exec(waiting) ?? []
      assert.match(partOf((await asker.get(message)).text, 'Receipt'), /No receipt has come yet/)
      const record = await asker.get(`/cases/${second}`)
      assert.match(partOf(record.text, 'Sent, and without a place yet'), /Supplement.*No receipt yet/s)
      await setStatus('dead')
      const givenUp = partOf((await asker.get(message)).text, 'Receipt')
      assert.match(givenUp, /Given up.*Ask your administrator/s)
      assert.doesNotMatch(givenUp, /tries by itself/)
    } finally {
      await setStatus('waiting')
      link.up = true
    }
  })

  it('that the other side refused to open need somebody here, and wait for nobody there', async () => {
    const { asking, answering } = world
    await delivered(asking)
    const request = (notOpened = crypto.randomUUID())
    answering.link.carry = async ({ forward }) => {
      const { v, id, node, to, message, time } = said((await forward()).split('\n')[0] ?? '')
      const refusal = {
        v,
        id,
        event: 'relayRejection',
        node,
        to,
        message,
        time,
        code: 'MESSAGE_INVALID',
      } as const
      return await signedAnew(refusal, answering.node.node.signer)
    }
    try {
      const sent = await say(world, asking, request, 'request')
      await receipted(asking, sent.digest)
    } finally {
      answering.link.carry = carriers.faithfully
    }
    const { text } = await asker.get('/')
    assert.match(partOf(text, 'Needs you'), new RegExp(`${request}.*Refused`, 's'))
    assert.equal((await findRequest(asking.node.node.db, request))?.turn, 'refused')
    assert.ok(!partOf(text, 'Waiting for the other side').includes(request))
    const record = (await asker.get(`/cases/${request}`)).text
    assert.match(record, /refused the message that opens this request/)
    assert.match(partOf(record, 'Sent, and without a place yet'), /MESSAGE_INVALID/)
  })

  it('stand with whoever is awaited after their end too: a reopening that was proposed, a question that came late', async () => {
    const { asking, answering } = world
    const late = await opened(world)
    await say(world, answering, late, 'acknowledgement')
    const outcomes = [{ measure: 'a1', outcome: 'obstacle', code: 'DELETED', text: someText }]
    await say(world, answering, late, 'obstacle', { body: { outcomes } })
    await agreed(world, late, 3)
    const closing = await say(world, asking, late, 'close')
    await agreed(world, late, 4)
    await say(world, answering, late, 'close', { inReplyTo: closing.id })
    await agreed(world, late, 5)
    await delivered(asking)
    await delivered(answering)
    for (const reader of [officer, asker]) {
      const { text } = await reader.get('/')
      for (const list of ['Needs you', 'Waiting for the other side'])
        assert.ok(!partOf(text, list).includes(late), list)
    }
    await say(world, asking, late, 'use-request', { body: { purpose: someText } })
    await agreed(world, late, 6)
    await say(world, asking, first, 'reopen', { body: { reasons: someText } })
    await agreed(world, first, 4)
    const [there, here] = [(await officer.get('/')).text, (await asker.get('/')).text]
    for (const request of [late, first]) {
      const { state, due_at } = (await findRequest(answering.node.node.db, request)) ?? {}
      assert.ok(state === 'closed' || state === 'refused')
      assert.equal(due_at, null)
      assert.match(partOf(there, 'Needs you'), new RegExp(request))
      assert.match(partOf(here, 'Waiting for the other side'), new RegExp(request))
    }
  })

  it('say that the other side has erased what it had of a record', async () => {
    const { db } = world.asking.node.node
    const request = (erasedThere = await opened(world))
    await db.transaction().execute((trx) => setClosed(trx, request, 'RECORD_ERASED'))
    const { text } = await asker.get(`/cases/${request}`)
    assert.match(text, /The other side has erased its contents of this record/)
    assert.doesNotMatch(text, /the two nodes hold different records/)
  })

  it('attack 54: are not there for another authority of the same node, nor told apart from what is not there', async () => {
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    const nowhere = crypto.randomUUID()
    const wanted = [
      `/cases/${first}`,
      `/cases/${first}/messages/1`,
      `/cases/${first}/messages/1/letter.pdf`,
      `/cases/${first}/messages/1/message.jws`,
      `/cases/${nowhere}`,
      `/cases/${nowhere}/messages/1`,
      '/cases/no-id',
      `/cases/${first.toUpperCase()}`,
      `/cases?after=${first}'`,
    ]
    const [one, ...others] = await Promise.all(wanted.map((path) => stranger.get(path)))
    assert.equal(one?.status, 404)
    for (const { status, text } of others) assert.deepEqual([status, text], [404, one.text])
    assert.ok(!(await stranger.get('/cases?ended=yes')).text.includes(first))
    assert.ok(!(await stranger.get('/')).text.includes('VN-DEMO-1'))
    const acts = await told(world, stranger.signInName)
    assert.deepEqual(
      acts.filter(([event]) => event === 'case.read'),
      [],
    )
    const refused = acts.filter(([event]) => event === 'act.refused').map(([, , path]) => path)
    assert.deepEqual(refused.sort(), wanted.map((path) => `GET ${path.split('?')[0] ?? ''}`).sort())
  })

  it('are in the log as read before the page is there, by whom, in which role and which part', async () => {
    const auditor = await signedIn(world.answering, ['auditor'])
    await auditor.get('/')
    await auditor.get('/cases?state=refused')
    await auditor.get(`/cases/${first}`)
    await auditor.get(`/cases/${first}/messages/2`)
    await auditor.get(`/cases/${first}/messages/2/letter.txt`)
    const acts = await told(world, auditor.signInName)
    assert.deepEqual(acts, [
      ['case.listed', 'auditor', 'desk of qa.pp'],
      ['case.listed', 'auditor', 'authorities qa.pp; state refused'],
      ['case.read', 'auditor', 'record from 1'],
      ['case.read', 'auditor', 'message 2'],
      ['case.read', 'auditor', 'message 2'],
    ])
  })

  it('are whole from right to left in Arabic, with the words of others in their own direction', async () => {
    const reader = await signedIn(world.answering, ['officer'])
    await reader.post('/language', { language: 'ar' })
    for (const path of ['/', '/cases', `/cases/${first}`, `/cases/${first}/messages/1`]) {
      const { status, text } = await reader.get(path)
      assert.equal(status, 200)
      assert.match(text, /<html lang="ar" dir="rtl"/)
      assert.match(text, /<bdi class="desk-code" dir="ltr">VN-DEMO-1<\/bdi>/)
    }
    const letter = await reader.get(`/cases/${first}/messages/1`)
    assert.match(letter.text, /lang="vi" dir="ltr">Trong khoảng/)
  })

  it('are listed fifty to a page, each once, and the last page says so', async () => {
    const ids = new Set([second, notOpened, erasedThere])
    for (let count = 0; count < 52; count += 1) {
      const request = crypto.randomUUID()
      await say(world, world.asking, request, 'request')
      ids.add(request)
    }
    const { text } = await asker.get('/cases')
    const listed = (page: string) =>
      [...page.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id)
    assert.equal(listed(text).length, 50)
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(text) ?? []
    const last = await asker.get(next.replaceAll('&amp;', '&'))
    assert.ok(!last.text.includes('rel="next"'))
    assert.match(last.text, /First page/)
    assert.equal(new Set([...listed(text), ...listed(last.text)]).size, ids.size)
  })

  it('stand in each list of the desk once, page by page, and the log has each page', async () => {
    const listed = (page: string) =>
      [...page.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id)
    const nextIn = (page: string) =>
      (/rel="next" href="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
    // What is still on its way would change its place between two pages.
    for (const state of [world.asking, world.answering]) await delivered(state)
    const desk = (await asker.get('/')).text
    const waits = partOf(desk, 'Waiting for the other side')
    assert.match(desk, /Waiting for the other side: [0-9]+\./)
    const pages = [listed(waits)]
    let last = ''
    for (let next = nextIn(waits); next !== ''; next = nextIn(last)) {
      const { status, text } = await asker.get(next)
      assert.equal(status, 200)
      assert.match(text, /Back to the desk.*<h1[^>]*>Waiting for the other side<\/h1>/s)
      pages.push(listed(text))
      last = text
    }
    assert.ok(pages.length >= 3 && pages.every(({ length }) => length <= 25))
    const { db } = world.asking.node.node
    const waiting = await db
      .selectFrom('request')
      .select('id')
      .where('turn', '=', 'theirs')
      .where('closed', 'is', null)
      .execute()
    assert.deepEqual(pages.flat().toSorted(), waiting.map(({ id }) => id).toSorted())
    for (const wrong of [
      '/?after=waits',
      '/?after=undelivered_x',
      '/?before=1',
      `/?after=none_never_${first}`,
    ])
      assert.equal((await asker.get(wrong)).status, 404)
  })

  it('have a page behind whatever may be the last line of another, also where it ends after the year 9999', async () => {
    const at = new Date('2026-03-02T12:00:00Z')
    const ends = new Date(Date.UTC(9999, 11, 31, 24 + 5))
    for (const place of [
      { ends, at, id: first, isRefused: false },
      { ends: null, at, id: first, isRefused: true },
    ]) {
      const { status, text } = await asker.get(dayLink('authority', sayDayPlace({ list: 'needs', place })))
      assert.equal(status, 200, text)
    }
  })

  it('are not on a further page of the desk of another authority of the same node either', async () => {
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    const place = { ends: null, at: new Date(0), id: '0'.repeat(8) + first.slice(8), isRefused: false }
    for (const list of ['needs', 'waits'] as const) {
      const { status, text } = await stranger.get(dayLink('authority', sayDayPlace({ list, place })))
      assert.equal(status, 200)
      assert.doesNotMatch(text, /href="\/cases\/[0-9a-f-]{36}"/)
    }
  })

  it('go to the desk of the authority to which they are forwarded', async () => {
    const request = await opened(world)
    const body = {
      authority: 'qa.moj',
      name: 'Ministry of Justice (demonstration)',
      contact: { email: 'desk@moj.example.org', officeHours: '24 h', timeZone: 'Asia/Qatar' },
      reason: someText,
    }
    await say(world, world.answering, request, 'forwarded', { body })
    await agreed(world, request, 2)
    const row = await findRequest(world.answering.node.node.db, request)
    assert.deepEqual([row?.own_authority, row?.turn, row?.unanswered], ['qa.moj', 'ours', false])
    const next = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    assert.ok(partOf((await next.get('/')).text, 'Needs you').includes(request))
    assert.ok(!(await officer.get('/')).text.includes(request))
  })

  it('have their place on the desk also where they were there before it was kept', async () => {
    const placesIn = async (
      trx: Trx,
    ): Promise<readonly { readonly id: string; readonly place: unknown }[]> => {
      const { rows } = await sql<{ id: string; place: string | null }>`
        select id, desk_of(turn, due_at, closed, erased_at) as place, case when erased_at is null then turn end as turn, unanswered
        from request order by id`.execute(trx)
      return rows
    }
    // Of those in which no side has said two things one after the other, it is known exactly.
    const sinceIn = async (trx: Trx) =>
      await trx
        .selectFrom('request')
        .select(['id', 'turn', 'ours_since', 'theirs_since'])
        .where('sequence', '=', 1)
        .where('closed', 'is', null)
        .where('erased_at', 'is', null)
        .orderBy('id')
        .execute()
    const rolledBack = new Error('this was only looked at')
    for (const { node } of [world.asking, world.answering]) {
      const looked = node.node.db.transaction().execute(async (trx) => {
        // This one takes no messages when the migration runs, and becomes one with the peer's later.
        await setClosed(trx, first, 'RECORD_FORK')
        const before = await placesIn(trx)
        assert.ok(before.some(({ id, place }) => id === first && place === null))
        const sinceBefore = await sinceIn(trx)
        await sql`drop index request_needs, request_fresh, request_waits, request_awaited, request_needs_whose,
          request_awaited_whose`.execute(trx)
        await sql`drop trigger turn_begins on request`.execute(trx)
        await sql`drop trigger turn_passes on request`.execute(trx)
        await sql`drop function desk_of, turn_passes, awaits_us, awaits_them`.execute(trx)
        await sql`
          alter table request drop column turn, drop column unanswered, drop column ours_since, drop column theirs_since`.execute(
          trx,
        )
        await desk.up(trx)
        await turnPassed.up(trx)
        assert.deepEqual(await placesIn(trx), before)
        assert.deepEqual(await sinceIn(trx), sinceBefore)
        await setClosed(trx, first, null)
        const place = node === world.asking.node ? 'waits' : 'needs'
        assert.ok((await placesIn(trx)).some((row) => row.id === first && row.place === place))
        await trx.updateTable('request').set({ turn: null }).where('id', '=', first).execute()
        assert.ok((await placesIn(trx)).some((row) => row.id === first && row.place === 'needs'))
        throw rolledBack
      })
      await assert.rejects(looked, rolledBack)
    }
  })

  it('cost their desk the same statements and rows, however many there are', async () => {
    const { node } = world.asking.node
    const reader = readerAt('vn.spp')
    const cost = async (): Promise<{ statements: number; rows: number }> => {
      let [statements, rows] = [0, 0]
      const db = node.db.withPlugin({
        transformQuery: ({ node: query }) => query,
        transformResult: ({ result }) => {
          statements += 1
          rows += result.rows.length
          return Promise.resolve(result)
        },
      })
      await readDay({ ...node, db }, reader)
      return { statements, rows }
    }
    const few = await cost()
    const rows = await node.db
      .selectFrom('request')
      .selectAll()
      .where('turn', '=', 'theirs')
      .where('closed', 'is', null)
      .execute()
    const copies = Array.from({ length: 20 }, () => rows.map((row) => ({ ...row, id: crypto.randomUUID() })))
    await inTransaction(node.db, (trx) => insertRequests(trx, copies.flat()))
    const many = await cost()
    assert.ok(rows.length * 20 > 1_000)
    // Of what is on the page now nobody has a mark, of what was on it before somebody may have had one.
    assert.equal(many.statements, few.statements)
    assert.ok(many.rows <= few.rows, `${many.rows} rows, and ${few.rows} before`)
    assert.match((await asker.get('/')).text, /Waiting for the other side: more than 500\./)
  })
})
