import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { bodies, text } from '../../support/bodies.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { agreed, opened, say } from '../../support/talk.ts'
import { countOf } from '../../support/twoSides.ts'
import { type World, type WorldState, twoStates } from '../../support/world.ts'

describe('what changed, side by side', () => {
  let world: World
  let officer: SignedInClient
  let approver: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    officer = await signedIn(world.asking, ['officer'])
    approver = await signedIn(world.asking, ['approver'])
  })
  after(() => world.close())

  const hidden = (page: Page, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''

  async function filled({ node }: WorldState, link: string, body: object): Promise<void> {
    const id = link.replace('/drafts/', '')
    await inTransaction(node.node.db, (trx) => changeDraft(trx, id, { body: JSON.stringify(body) }))
  }

  async function submit(link: string): Promise<void> {
    const version = hidden(await officer.get(`${link}/check`), 'version')
    const submitted = await officer.post(`${link}/submit`, { version })
    assert.equal(submitted.status, 303, submitted.text.replace(/<[^>]+>/g, ' '))
  }

  /** Of a part of a page: the cells of its tables, without their labels for narrow screens. */
  function rowsIn(page: string, id = ''): string[][] {
    const part = id === '' ? page : (page.split(`id="changes-${id}"`)[1] ?? '')
    return [...part.matchAll(/<tr class="govuk-table__row" role="row">(.*?)<\/tr>/gs)]
      .map(([, row = '']) =>
        [...row.matchAll(/<div class="desk-wrap">(.*?)<\/div><\/t[hd]>/gs)].map(([, cell = '']) => cell),
      )
      .filter((cells) => cells.length > 0)
  }

  const wordsOf = (cell = ''): string =>
    cell
      .replace(/<(\/?)(ins|del)>/g, '[$1$2]')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()

  it('shows whoever approves a draft what was changed since it came back, and forgets that when it is sent', async () => {
    const { db } = world.asking.node.node
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-21', language: 'en' })
    const link = begun.location
    await filled(world.asking, link, bodies.request)
    await submit(link)
    assert.doesNotMatch((await approver.get(`${link}/check`)).text, /id="changes-/)
    const returned = await approver.post(`${link}/return`, { reason: 'Name the article.' })
    assert.equal(returned.status, 303)
    const untouched = await officer.get(`${link}/check`)
    assert.match(untouched.text, /id="changes-returned".*Nothing differs\./s)
    const { requestingAuthority } = bodies.request as { readonly requestingAuthority: object }
    const changed = {
      ...bodies.request,
      facts: { language: 'en', text: 'The example began in May.' },
      requestingAuthority: { ...requestingAuthority, officer: 'Example-B' },
    }
    await filled(world.asking, link, changed)
    await submit(link)
    const seen = await approver.get(`${link}/check`)
    assert.match(seen.text, /Since it last came back/)
    const rows = rowsIn(seen.text, 'returned').map((cells) => cells.map(wordsOf))
    const facts = rows.find(([, , now = '']) => now.includes('The example began in May.'))
    assert.ok(facts !== undefined, JSON.stringify(rows))
    assert.match(facts[0] ?? '', /Changed|Added/)
    assert.match(facts[2] ?? '', /\[ins\]/)
    assert.match(facts[1] ?? '', /\[del\]/)
    // Nothing stands there that was not touched.
    assert.ok(!rows.some(([place = '']) => place.includes('Legal basis')))
    const digest = hidden(seen, 'digest')
    const approved = await approver.post(`${link}/approve`, { digest, password: approver.password })
    assert.equal(approved.status, 303, approved.text)
    const row = await findDraft(db, link.replace('/drafts/', ''))
    assert.deepEqual([row?.stage, row?.returned_words], ['sent', null])
  })

  it('keeps what came back as it was, whatever a program writes, and lets it go with the words of a draft', async () => {
    const { db } = world.asking.node.node
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-22', language: 'en' })
    const id = begun.location.replace('/drafts/', '')
    await filled(world.asking, begun.location, bodies.request)
    await submit(begun.location)
    await officer.post(`${begun.location}/return`, { reason: '' })
    const kept = (await findDraft(db, id))?.returned_words
    assert.deepEqual((JSON.parse(kept ?? '{}') as { body: object }).body, bodies.request)
    await sql`update draft set returned_words = '{}' where id = ${id}`.execute(db)
    assert.equal((await findDraft(db, id))?.returned_words, kept)
    // It may go, and does not come back.
    await sql`update draft set returned_words = null where id = ${id}`.execute(db)
    await sql`update draft set returned_words = '{}' where id = ${id}`.execute(db)
    assert.equal((await findDraft(db, id))?.returned_words, null)
    await submit(begun.location)
    await officer.post(`${begun.location}/return`, { reason: '' })
    assert.notEqual((await findDraft(db, id))?.returned_words, null)
    assert.equal((await officer.post(`${begun.location}/drop`)).status, 303)
    assert.equal((await findDraft(db, id))?.returned_words, null)
  })

  it('shows a request of the same case beside the earlier one that it was begun with, and tells the log', async () => {
    const earlier = await opened(world)
    const begun = await officer.post(`/cases/${earlier}/again`, {
      ...{ to: 'qa.pp', reference: 'VN-DEMO-24', language: 'en', sameCase: 'yes' },
    })
    assert.equal(begun.status, 303, begun.text)
    const before = await countOf(world.asking, 'case.read')
    const { text: page } = await officer.get(`${begun.location}/check`)
    assert.match(page, /Beside the earlier request with which it was begun/)
    assert.ok(page.includes(`href="/cases/${earlier}/messages/1"`))
    const rows = rowsIn(page, 'begunLike').map((cells) => cells.map(wordsOf))
    assert.ok(rows.some(([, , now = '']) => now.includes('24')))
    assert.equal(await countOf(world.asking, 'case.read'), before + 1)
  })

  it('shows a correction as the message that it corrects, before and since, on both sides', async () => {
    const request = await opened(world)
    const { id } = await world.asking.node.node.db
      .selectFrom('message')
      .select('id')
      .where('request', '=', request)
      .executeTakeFirstOrThrow()
    const now = { language: 'en', text: 'Example facts as they are.' }
    for (const [place, more] of [
      [2, { replaces: [{ pointer: '/body/facts', now }] }],
      [3, { replaces: [{ pointer: '/body/facts', now: { language: 'en', text: 'Example facts anew.' } }] }],
    ] as const) {
      const body = { supersedes: id, effect: 'correction', reasons: text, ...more }
      await say(world, world.asking, request, 'amend', { body })
      await agreed(world, request, place)
    }
    const other = await signedIn(world.answering, ['officer'])
    for (const client of [officer, other]) {
      const message = await client.get(`/cases/${request}/messages/3`)
      assert.ok(message.text.includes(`href="/cases/${request}/messages/3/changes"`))
      const { status, text: page } = await client.get(`/cases/${request}/messages/3/changes`)
      assert.equal(status, 200)
      assert.match(page, /The message that is corrected/)
      const [row, ...more] = rowsIn(page).map((cells) => cells.map(wordsOf))
      assert.deepEqual(more, [])
      assert.match(row?.[0] ?? '', /Changed$/)
      assert.equal(row?.[1], 'Example facts [del]as they are[/del].')
      assert.equal(row[2], 'Example facts [ins]anew[/ins].')
    }
    // What opens a record changes nothing; what is not there is told as ever.
    const first = await officer.get(`/cases/${request}/messages/1/changes`)
    assert.deepEqual([first.status, first.location], [303, `/cases/${request}/messages/1`])
    assert.equal((await officer.get(`/cases/${request}/messages/9/changes`)).status, 404)
    assert.doesNotMatch((await officer.get(`/cases/${request}/messages/1`)).text, /\/changes"/)
  })

  it('shows what a side says again beside what it said of that kind before, in the language of the reader and in its direction', async () => {
    const request = await opened(world)
    const decided = (more: object) => ({ body: { outcomes: [{ measure: 'a1', ...more }] } })
    const grounds = [{ code: 'DUAL_CRIMINALITY' }]
    const note = bodies['contact-note']
    await say(world, world.answering, request, 'contact-note', { body: note })
    await agreed(world, request, 2)
    const other = { ...note, text: { ...text, text: 'As the case is.' } }
    await say(world, world.answering, request, 'contact-note', { body: other })
    await agreed(world, request, 3)
    await say(
      world,
      world.answering,
      request,
      'decision',
      decided({ outcome: 'refused', grounds, reasons: text }),
    )
    await agreed(world, request, 4)
    assert.equal((await officer.get(`/cases/${request}/messages/4/changes`)).status, 303)
    await officer.post('/language', { language: 'ar' })
    const { text: page } = await officer.get(`/cases/${request}/messages/3/changes`)
    await officer.post('/language', { language: 'en' })
    assert.match(page, /<html lang="ar" dir="rtl"/)
    const [row] = rowsIn(page)
    assert.match(row?.[2] ?? '', /lang="en" dir="ltr"/)
    assert.match(wordsOf(row?.[2]), /As the case \[ins\]is\[\/ins\]/)
  })
})
