import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { readCases } from '../../../src/exchange/systems/read.ts'
import { disablePerson } from '../../../src/exchange/people/keepPeople.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { findRequest, insertRequests } from '../../../src/store/requests.ts'
import { bodies, text as someText } from '../../support/bodies.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { agreed, opened, say } from '../../support/talk.ts'
import { type World, authority, twoStates } from '../../support/world.ts'

/** What stands on a page under a heading. */
function partOf(page: string, heading: string): string {
  const [, after = ''] = page.split(`>${heading}</h2>`)
  return after.split('<h2')[0] ?? ''
}

/** Addresses of what came in, in the order of the desk: message and request of each line. */
async function cameIn(client: SignedInClient): Promise<string[]> {
  const { text } = await client.get('/')
  return [...partOf(text, 'Came in new').matchAll(/href="(\/cases\/[^"]+\/messages\/[0-9]+)"/g)].map(
    ([, link = '']) => link,
  )
}

async function listed(client: SignedInClient, query: string): Promise<string[]> {
  const { status, text } = await client.get(`/cases?${query}`)
  assert.equal(status, 200)
  return [...text.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id)
}

describe('who has requests, and what of them nobody has opened', () => {
  let world: World
  let asker: SignedInClient
  let colleague: SignedInClient
  let auditor: SignedInClient
  let officer: SignedInClient
  let request: string
  before(async () => {
    const two = { state: 'QA', authorities: [authority('qa.pp'), authority('qa.moj')] }
    world = await twoStates(undefined, two, withDesk)
    asker = await signedIn(world.asking, ['officer'])
    colleague = await signedIn(world.asking, ['approver'])
    auditor = await signedIn(world.asking, ['auditor'])
    officer = await signedIn(world.answering, ['officer'])
    request = await opened(world)
  })
  after(() => world.close())

  const assigned = async (
    client: SignedInClient,
    had: string,
    to: string,
    of: string = request,
  ): Promise<{ readonly status: number; readonly text: string }> =>
    await client.post(`/cases/${of}/assignment`, { had, to })
  const rowOf = async () => await findRequest(world.asking.node.node.db, request)

  it('have each message of the other side come in, answers as well, the newest first, until somebody opens it', async () => {
    assert.deepEqual(await cameIn(officer), [`/cases/${request}/messages/1`])
    assert.deepEqual(await cameIn(asker), [])
    await say(world, world.answering, request, 'acknowledgement')
    await say(world, world.answering, request, 'decision')
    await agreed(world, request, 3)
    const links = [3, 2].map((sequence) => `/cases/${request}/messages/${sequence}`)
    assert.deepEqual(await cameIn(asker), links)
    const { text } = await asker.get('/')
    assert.match(text, /New: 2\./)
    assert.match(partOf(text, 'Came in new'), /Decision.*qa\.pp.*Qatar.*VN-DEMO-1.*\(UTC/s)
    // An auditor opens nothing for the authority; one message is not the others.
    await auditor.get(`/cases/${request}`)
    assert.deepEqual(await cameIn(colleague), links)
    await asker.get(links[0] ?? '')
    assert.deepEqual(await cameIn(colleague), links.slice(1))
    await asker.get(`/cases/${request}`)
    assert.deepEqual(await cameIn(colleague), [])
  })

  it('are unread for each person until they open their page, in words, and can be listed so', async () => {
    assert.deepEqual(await listed(asker, 'ended=yes&unread=yes'), [])
    assert.deepEqual(await listed(auditor, 'ended=yes&unread=yes'), [])
    assert.deepEqual(await listed(colleague, 'ended=yes&unread=yes'), [request])
    assert.match((await colleague.get('/cases?ended=yes')).text, />Unread</)
    assert.doesNotMatch((await asker.get('/cases?ended=yes')).text, />Unread</)
    // A message that stands behind others which were not opened leaves them unread.
    await colleague.get(`/cases/${request}/messages/3`)
    assert.deepEqual(await listed(colleague, 'ended=yes&unread=yes'), [request])
    await colleague.get(`/cases/${request}/messages/2`)
    await colleague.get(`/cases/${request}/messages/3/letter.txt`)
    assert.deepEqual(await listed(colleague, 'ended=yes&unread=yes'), [])
    await say(world, world.asking, request, 'reopen', { body: { reasons: someText } })
    await agreed(world, request, 4)
    assert.deepEqual(await listed(colleague, 'ended=yes&unread=yes'), [])
    assert.match(partOf((await officer.get('/')).text, 'Needs you'), new RegExp(`${request}.*Unread`, 's'))
    for (const wrong of ['unread=no', 'whose=theirs', 'whose=mine&whose=nobody'])
      assert.equal((await asker.get(`/cases?${wrong}`)).status, 404)
  })

  it('are taken, given to another of the authority, and given back; each is in the log, and no word of the case', async () => {
    assert.match(
      partOf((await asker.get(`/cases/${request}`)).text, 'Who has it'),
      /Nobody of your authority/,
    )
    assert.equal((await assigned(asker, '', asker.signInName)).status, 303)
    assert.match(partOf((await asker.get(`/cases/${request}`)).text, 'Who has it'), /You have it since/)
    assert.match((await asker.get('/')).text, />With you</)
    assert.match((await colleague.get('/')).text, new RegExp(`With .*${asker.signInName}`))
    assert.deepEqual(await listed(asker, 'whose=mine&ended=yes'), [request])
    assert.deepEqual(await listed(asker, 'whose=mine&state=closed'), [])
    assert.deepEqual(await listed(colleague, 'whose=mine&ended=yes'), [])
    assert.deepEqual(await listed(colleague, 'whose=nobody&ended=yes'), [])
    assert.equal((await assigned(asker, asker.signInName, colleague.signInName)).status, 303)
    assert.deepEqual(await listed(colleague, 'whose=mine&ended=yes'), [request])
    const actor = { person: 'example-system', role: 'system', authority: 'vn.spp' }
    const wanted = { ended: true, whose: { person: colleague.signInName } }
    const { items } = await readCases(world.asking.node.node, wanted, actor)
    assert.deepEqual(
      items.map((one) => [one.request, one.assignee]),
      [[request, colleague.signInName]],
    )
    assert.equal((await assigned(colleague, colleague.signInName, '')).status, 303)
    assert.equal((await rowOf())?.assigned_to, null)
    const events = await eventsOf(world.asking)
    assert.equal(events.filter((event) => event === 'case.assigned').length, 2)
    assert.equal(events.filter((event) => event === 'case.givenBack').length, 1)
  })

  it('are given by no auditor, to nobody who does not handle them, and not over another who took them meanwhile', async () => {
    const page = (await auditor.get(`/cases/${request}`)).text
    assert.doesNotMatch(partOf(page, 'Who has it'), /<form/)
    assert.equal((await assigned(auditor, '', auditor.signInName)).status, 404)
    for (const nobody of [auditor.signInName, officer.signInName, 'example-none']) {
      const refused = await assigned(asker, '', nobody)
      assert.equal(refused.status, 422)
      assert.match(refused.text, /ASSIGNEE_INVALID/)
    }
    const overtaken = await assigned(asker, colleague.signInName, asker.signInName)
    assert.equal(overtaken.status, 409)
    assert.match(overtaken.text, /ASSIGNMENT_CHANGED/)
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    assert.equal((await assigned(stranger, '', stranger.signInName)).status, 404)
    assert.equal((await rowOf())?.assigned_to, null)
  })

  it('are nobody’s again where who had them is disabled, or another authority handles them', async () => {
    assert.equal((await assigned(asker, '', asker.signInName)).status, 303)
    const administrator = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }
    await disablePerson(world.asking.node.node, asker.signInName, administrator)
    assert.equal((await rowOf())?.assigned_to, null)

    const forwarded = await opened(world)
    assert.equal((await assigned(officer, '', officer.signInName, forwarded)).status, 303)
    const body = {
      authority: 'qa.moj',
      name: 'Ministry of Justice (demonstration)',
      contact: { email: 'desk@moj.example.org', officeHours: '24 h', timeZone: 'Asia/Qatar' },
      reason: someText,
    }
    await say(world, world.answering, forwarded, 'forwarded', { body })
    await agreed(world, forwarded, 2)
    const { db } = world.answering.node.node
    const row = await findRequest(db, forwarded)
    assert.deepEqual([row?.own_authority, row?.assigned_to, row?.assigned_at], ['qa.moj', null, null])
    const next = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    assert.deepEqual(await cameIn(next), [`/cases/${forwarded}/messages/1`])
    assert.ok(!(await cameIn(officer)).some((link) => link.includes(forwarded)))
  })

  it('stand on the desk by who has them and by what is not read, with how many need somebody, and what to do where none does', async () => {
    const own = await signedIn(world.answering, ['officer'])
    const [mine, other] = [await opened(world), await opened(world)]
    const desk = async (query: string) => {
      const { status, text } = await own.get(`/${query}`)
      assert.equal(status, 200, text)
      const [, parts = ''] = /<nav class="desk-parts"[^>]*>(.*?)<\/nav>/s.exec(text) ?? []
      const links = [...parts.matchAll(/href="([^"]+)"([^>]*)>([^<]+)</g)].map(([, path, more, name]) => ({
        ...{ path, name, isCurrent: more?.includes('aria-current="page"') },
      }))
      const needs = [...partOf(text, 'Needs you').matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(
        ([, id]) => id,
      )
      return { text, links, needs, came: partOf(text, 'Came in new') }
    }
    const none = await desk('?whose=mine')
    assert.match(none.text, /None of those with you stands here\. To get one, open a request/)
    assert.equal((await own.post(`/cases/${mine}/assignment`, { had: '', to: own.signInName })).status, 303)
    const all = await desk('')
    assert.deepEqual(
      all.links.map(({ path }) => path),
      ['/', '/?whose=mine', '/?whose=nobody', '/?unread=yes'],
    )
    assert.ok(all.needs.includes(mine) && all.needs.includes(other))
    const count = (name: string): string => new RegExp(`${name} \\(([0-9+]+)\\)`).exec(all.text)?.[1] ?? ''
    assert.equal(count('Those with you'), '1')
    assert.equal(count('All of your authority'), String(new Set(all.needs).size))
    const had = await desk('?whose=mine')
    assert.deepEqual(had.needs, [mine])
    assert.deepEqual(
      had.links.filter(({ isCurrent }) => isCurrent).map(({ path }) => path),
      ['/?whose=mine'],
    )
    const ofNobody = await desk('?whose=nobody')
    assert.ok(ofNobody.needs.includes(other) && !ofNobody.needs.includes(mine))
    assert.ok(ofNobody.came.includes(other) && !ofNobody.came.includes(mine))
    assert.deepEqual(new Set(ofNobody.needs.concat(mine)), new Set(all.needs))
    assert.doesNotMatch(ofNobody.text, /Your drafts/)
    await own.get(`/cases/${mine}`)
    const unread = await desk('?unread=yes')
    assert.ok(unread.needs.includes(other) && !unread.needs.includes(mine))
    assert.doesNotMatch(unread.text, /Not delivered yet/)
    for (const query of ['whose=mine&unread=yes', 'whose=theirs', 'unread=no', 'part=mine'])
      assert.equal((await own.get(`/?${query}`)).status, 404, query)
    const looker = await signedIn(world.answering, ['auditor'])
    const looked = (await looker.get('/')).text
    assert.doesNotMatch(looked, /whose=mine"[^>]*>Those with you \(|Needs you[:<]|step of yours/)
    assert.match(looked, /Needs your authority: [1-9].*unread=yes"[^>]*>Those with something unread</s)
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    for (const query of ['', '?whose=nobody', '?unread=yes']) {
      const { text } = await stranger.get(`/${query}`)
      for (const id of [mine, other]) assert.ok(!text.includes(id), query)
    }
  })

  it('go on behind the first page of a part of the desk in that part', async () => {
    const { db } = world.answering.node.node
    const own = await signedIn(world.answering, ['officer'])
    const person = await findPerson(db, own.signInName)
    const row = await findRequest(db, request)
    assert.ok(row !== null && person !== null)
    const copies = Array.from({ length: 30 }, (_, at) => ({
      ...{ ...row, id: crypto.randomUUID(), assigned_to: person.id, turn: 'ours' as const },
      due_at: new Date(Date.UTC(2030, 0, 1 + at)),
    }))
    await inTransaction(db, (trx) => insertRequests(trx, copies))
    const links = ({ text }: { readonly text: string }): readonly string[] =>
      [...text.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id)
    const first = await own.get('/?whose=mine')
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first.text) ?? []
    assert.match(next, /^\/\?whose=mine&amp;after=/)
    const further = await own.get(next.replaceAll('&amp;', '&'))
    assert.match(further.text, /govuk-back-link" href="\/\?whose=mine"/)
    assert.deepEqual(
      [...links(first), ...links(further)],
      copies.map(({ id }) => id),
    )
    await db.deleteFrom('request').where('assigned_to', '=', person.id).execute()
  })

  it('are read on the page of their request, the newest first; what has no room there is named and stays unopened', async () => {
    const of = await opened(world)
    const note = async (text: string) =>
      await say(world, world.answering, of, 'contact-note', {
        body: { ...bodies['contact-note'], text: { language: 'en', text } },
      })
    // Of each sign one of many: it hardly gets smaller.
    const long = Array.from({ length: 20_000 }, () => String.fromCodePoint(0x4e00 + randomInt(20_000))).join(
      '',
    )
    for (const text of ['The first note.', long, 'The third note.']) await note(text)
    await agreed(world, of, 4)
    const at = (sequence: number): string => `/cases/${of}/messages/${sequence}`
    const here = async () => (await cameIn(colleague)).filter((link) => link.includes(of))
    assert.deepEqual(await here(), [at(4), at(3), at(2)])
    // A page behind the first tells what happened, and shows the words of nothing.
    await colleague.get(`/cases/${of}?after=1`)
    assert.deepEqual(await here(), [at(4), at(3), at(2)])
    const { text } = await colleague.get(`/cases/${of}`)
    assert.match(
      text,
      />Unread<.*The third note\..*>Unread<.*The first note\..*Show the message that opened/s,
    )
    assert.ok(!text.includes(long))
    const named = partOf(text, 'More to read, each on its own page')
    assert.match(named, new RegExp(`href="${at(3)}".*>Unread<`, 's'))
    assert.deepEqual(await here(), [at(3)])
    assert.ok((await listed(colleague, 'unread=yes')).includes(of))
    assert.ok((await colleague.get(at(3))).text.includes(long))
    assert.deepEqual(await here(), [])
    // A person has read as far as nothing before was left: the newest is opened again, and stands there also when all was read.
    await colleague.get(`/cases/${of}`)
    const again = (await colleague.get(`/cases/${of}`)).text
    assert.match(again, /The third note\./)
    assert.doesNotMatch(again, />Unread<|The first note\./)
    assert.ok(!(await listed(colleague, 'unread=yes')).includes(of))
  })
})
