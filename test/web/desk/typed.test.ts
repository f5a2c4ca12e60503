import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { disablePerson, enablePerson } from '../../../src/exchange/people/keepPeople.ts'
import { beginSession } from '../../../src/exchange/people/sessions.ts'
import { forgetRound } from '../../../src/exchange/people/forgetRound.ts'
import { typedForms } from '../../../src/exchange/people/typedForms.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { lockPerson } from '../../../src/store/people/people.ts'
import { webLimits } from '../../../src/web/limits.ts'
import {
  type DeskClient,
  type Page,
  type SignedInClient,
  signedIn,
  visitorAt,
  withDesk,
} from '../../support/desk.ts'
import { formOf, openPart } from '../../support/openPart.ts'
import { type World, twoStates } from '../../support/world.ts'

const words = 'Example words that nobody types twice'

describe('what was typed when a session ended', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())
  beforeEach(() => sql`delete from typed_form`.execute(world.asking.node.node.db))

  const cookieOf = ({ url }: Pick<DeskClient, 'url'>): string => `rogatory-${new URL(url).port}`
  const ended = async (client: DeskClient): Promise<void> => {
    const token = hash('sha256', client.cookies.get(cookieOf(client)) ?? '', 'buffer')
    const idle = new Date(Date.now() - exchangeLimits.desk.idleMs - 1)
    await sql`update desk_session set seen_at = ${idle} where token = ${token}`.execute(
      world.asking.node.node.db,
    )
  }
  const signInAgain = async (client: DeskClient, { signInName }: SignedInClient): Promise<void> => {
    const { node } = world.asking.node
    const token = await inTransaction(node.db, async (trx) => {
      const person = await lockPerson(trx, signInName)
      return await beginSession(node, trx, person?.id ?? '')
    })
    client.cookies.set(cookieOf(client), token)
  }
  const countKept = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int from typed_form`.execute(
      world.asking.node.node.db,
    )
    return rows[0]?.count ?? -1
  }
  const bodyOf = async (link: string): Promise<JsonObject> => {
    const row = await findDraft(world.asking.node.node.db, link.replace('/drafts/', ''))
    return JSON.parse(row?.body ?? '') as JsonObject
  }
  it('comes back to the same person, filled in and not saved yet, and is destroyed once it is saved', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    await ended(client)
    const sent = await client.post(path, members)
    assert.deepEqual([sent.status, sent.location], [303, '/sign-in?kept'])
    assert.match((await client.get(sent.location)).text, /kept sealed for a day and is shown to you alone/)
    const { signInName, password } = client
    await sql`update person set password_given = false where sign_in_name = ${signInName}`.execute(
      world.asking.node.node.db,
    )
    const back = await client.post('/sign-in', { signInName, password })
    assert.equal(back.location, `${path}?typed`)
    assert.match((await client.get('/')).text, /href="\/typed"/)
    const filled = await client.get(back.location)
    assert.match(filled.text, /Your session ended before this was saved/)
    assert.ok(filled.text.includes(words))
    assert.ok(!(await client.get(path)).text.includes(words), 'nothing is saved yet')
    const saved = await client.post(path, formOf(filled, path))
    assert.equal(saved.status, 303, saved.text)
    assert.ok((await client.get(path)).text.includes(words))
    assert.equal(await countKept(), 0)
    assert.equal((await client.get(`${path}?typed`)).location, path)
  })

  it('stays for its day where something else is saved into the same part', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    await ended(client)
    assert.equal((await client.post(path, members)).location, '/sign-in?kept')
    await signInAgain(client, client)
    const fresh = formOf(await client.get(path), path)
    assert.equal((await client.post(path, fresh)).status, 303)
    assert.equal(await countKept(), 1)
    const [version] = /name="version" value="[^"]*"/.exec((await client.get(path)).text) ?? []
    const filled = await client.get(`${path}?typed`)
    assert.ok(filled.text.includes(words) && filled.text.includes(version ?? 'none'), filled.text)
    // Nor does a form take away what is none of this person's, or nothing at all.
    for (const typed of [crypto.randomUUID(), 'x'])
      assert.equal((await client.post(path, { ...formOf(await client.get(path), path), typed })).status, 303)
    assert.equal(await countKept(), 1)
    const now = formOf(await client.get(`${path}?typed`), path)
    assert.equal((await client.post(path, now)).status, 303)
    assert.equal(await countKept(), 0)
  })

  it('is kept as well where the draft has moved on meanwhile, and can be saved there no more', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    const [, id = ''] = /^\/drafts\/([^/]+)/.exec(path) ?? []
    const digest = 'a'.repeat(64)
    await sql`update draft set stage = 'submitted', message = gen_random_uuid(), digest = ${digest} where id = ${id}`.execute(
      world.asking.node.node.db,
    )
    const sent = await client.post(path, members)
    assert.equal(sent.status, 409, sent.text)
    assert.equal(await countKept(), 1)
    assert.match((await client.get('/')).text, /href="\/typed"/)
    assert.ok((await client.get('/typed')).text.includes(words))
  })

  it('comes back with the folded rows of its lists as they are saved by then', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { location: draft } = await client.post('/ask', { to: 'qa.pp', reference: 'VN-96', language: 'en' })
    const { db } = world.asking.node.node
    const saved = async (places: readonly string[]): Promise<void> => {
      const persons = places.map((birthPlace) => ({
        role: 'suspect',
        names: [{ full: 'Example' }],
        birthPlace,
      }))
      await inTransaction(db, (trx) =>
        changeDraft(trx, draft.replace('/drafts/', ''), { body: JSON.stringify({ persons }) }),
      )
    }
    const places = ['Algiers', 'Bern', 'Cairo', 'Doha', 'Erbil', 'Fez', 'Geneva', 'Hanoi']
    await saved(places)
    const path = `${draft}/parts/persons`
    const page = await client.get(`${path}?row=%2Fpersons%2F2`)
    const members = { ...formOf(page, path), '/persons/2/birthPlace': words }
    const back = async (): Promise<Page> => {
      await ended(client)
      const sent = await client.post(path, { ...members, change: '/persons/5' })
      assert.deepEqual([sent.status, sent.location], [303, '/sign-in?kept'])
      await signInAgain(client, client)
      const filled = await client.get(`${path}?typed`)
      assert.match(filled.text, /Your session ended before this was saved/)
      assert.ok(filled.text.includes(words))
      return filled
    }
    const filled = await back()
    // What is not saved yet is seen, beside the row that was to be changed.
    const open = [...filled.text.matchAll(/<select[^>]* name="\/persons\/([0-9])\/role"/g)]
    assert.deepEqual(
      open.map(([, row]) => row),
      ['2', '5'],
    )
    const after = async (): Promise<string> =>
      ((await bodyOf(draft)).persons as { birthPlace: string }[]).map((row) => row.birthPlace).join(' ')
    assert.equal((await client.post(path, formOf(filled, path))).status, 303)
    assert.equal(await after(), places.join(' ').replace('Cairo', words))
  })

  it('reaches nobody else, whoever signs in in the same browser, and nobody who reads the database', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    await ended(client)
    assert.equal((await client.post(path, members)).location, '/sign-in?kept')
    const { rows } = await sql<{ sealed: Buffer }>`select sealed from typed_form`.execute(
      world.asking.node.node.db,
    )
    assert.equal(rows.length, 1)
    assert.ok(rows.every(({ sealed }) => !sealed.includes('Example words')))
    const colleague = await signedIn(world.asking, ['officer', 'approver'])
    for (const page of ['/', '/typed', `${path}?typed`, path]) {
      const { text } = await colleague.get(page)
      assert.ok(!text.includes(words) && !text.includes('href="/typed"'), page)
    }
    // Moved to another person by whoever writes the database, it does not open.
    await sql`update typed_form set person = (select id from person where sign_in_name = ${colleague.signInName})`.execute(
      world.asking.node.node.db,
    )
    assert.ok(!(await colleague.get('/typed')).text.includes(words))
  })

  it('attack 52: is kept only with the token of the very session that ended, and with its cookie', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const other = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    const { formToken: ofOther = '' } = formOf(await other.get('/ask'), '/ask')
    await ended(client)
    for (const formToken of ['', 'x', ofOther, `${members.formToken ?? ''}x`]) {
      const { location } = await client.post(path, { ...members, formToken })
      assert.equal(location, '/sign-in?lost', formToken)
    }
    const elsewhere = await client.post(path, members, { origin: 'https://example.org' })
    assert.equal(elsewhere.status, 403)
    const without = visitorAt(world.asking)
    assert.equal((await without.post(path, members)).location, '/sign-in')
    without.cookies.set(cookieOf(without), 'A'.repeat(43))
    assert.equal((await without.post(path, members)).location, '/sign-in?lost')
    assert.match((await client.get('/sign-in?lost')).text, /neither done nor kept/)
    // The page of one person in the session of another.
    assert.equal((await other.post(path, members)).status, 403)
    assert.equal(await countKept(), 0)
  })

  it('comes back as well to whoever has signed out in another page, and to nobody who signs in after them', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const colleague = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    const session = client.cookies.get(cookieOf(client)) ?? ''
    assert.equal((await client.post('/sign-out')).location, '/sign-in')
    assert.equal(client.cookies.get(cookieOf(client)) ?? '', '')
    // What stays in the browser lets nobody in, and says nothing of a session that would have ended by itself.
    assert.equal(client.cookies.get(`${cookieOf(client)}-ended`), session)
    assert.equal((await client.get('/drafts')).location, '/sign-in')
    assert.equal((await client.post(path, { ...members, formToken: 'x' })).location, '/sign-in?lost')
    assert.equal((await client.post(path, members)).location, '/sign-in?kept')
    assert.equal(await countKept(), 1)
    const shared = visitorAt(world.asking)
    for (const [name, value] of client.cookies) shared.cookies.set(name, value)
    await signInAgain(shared, colleague)
    for (const page of ['/', '/typed', path]) assert.ok(!(await shared.get(page)).text.includes(words), page)
    assert.equal((await shared.post(path, members)).status, 403, 'the page of one in the session of another')
    const { signInName, password } = client
    await sql`update person set password_given = false where sign_in_name = ${signInName}`.execute(
      world.asking.node.node.db,
    )
    assert.equal((await client.post('/sign-in', { signInName, password })).location, `${path}?typed`)
    assert.equal(client.cookies.get(`${cookieOf(client)}-ended`) ?? '', '')
    assert.ok((await client.get(`${path}?typed`)).text.includes(words))
  })

  it('is never a secret, and never what does something by itself', async () => {
    const client = await signedIn(world.asking, ['officer', 'approver'])
    const { formToken = '' } = formOf(await client.get('/ask'), '/ask')
    await ended(client)
    for (const path of ['/password', '/sign-out', '/second-factor/set', '/passkeys/prove', '/delegations'])
      await client.post(path, { formToken, password: 'Example secret' })
    assert.equal(await countKept(), 0)
  })

  it('comes back as well from a page of before somebody signed in again, and shows as text what has no form of a draft', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    const { formToken = '' } = members
    await ended(client)
    await signInAgain(client, client)
    assert.equal((await client.post(path, members)).location, `${path}?typed`)
    assert.equal((await client.post(path, members)).location, `${path}?typed`, 'a second press is kept once')
    const asked = { formToken, to: 'qa.pp', reference: 'VN-EXAMPLE-REFERENCE', language: 'en' }
    assert.equal((await client.post('/ask', asked)).location, '/typed')
    const list = await client.get('/typed')
    for (const text of [words, 'VN-EXAMPLE-REFERENCE', `href="${path}?typed"`, 'href="/ask"'])
      assert.ok(list.text.includes(text), text)
    const titles = [...list.text.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title)
    assert.deepEqual(titles.sort(), ['Ask another State', 'Draft'])
    await client.post('/typed/remove', formOf(list, '/typed/remove'))
    assert.equal(await countKept(), 1)
  })

  it('is bounded in size, number and time, and ends with the sessions that somebody else has ended', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { node } = world.asking.node
    const { formToken = '' } = formOf(await client.get('/ask'), '/ask')
    await ended(client)
    const large = 'x'.repeat(webLimits.desk.writtenBytesMax)
    assert.equal((await client.post('/ask', { formToken, reference: large })).status, 413)
    const { ofPersonMax, keptMs } = exchangeLimits.desk.typed
    for (let number = 0; number < ofPersonMax + 2; number += 1)
      assert.equal(
        (await client.post('/ask', { formToken, reference: `${number}` })).location,
        '/sign-in?kept',
      )
    assert.equal(await countKept(), ofPersonMax)
    const later = { ...node, machineNow: () => new Date(Date.now() + keptMs) }
    const person = await inTransaction(node.db, (trx) => lockPerson(trx, client.signInName))
    assert.ok(person !== null)
    const { authority, id } = person
    const as = {
      id,
      authority,
      signInName: client.signInName,
      name: '',
      language: 'en',
      roles: ['officer'],
    } as const
    assert.equal((await typedForms(later).list(as)).forms.length, 0)
    await forgetRound(later)
    assert.equal(await countKept(), 0)

    const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }
    assert.ok((await disablePerson(node, client.signInName, actor)).ok)
    assert.ok((await enablePerson(node, client.signInName, actor)).ok)
    assert.equal((await client.post('/ask', { formToken, reference: 'x' })).location, '/sign-in?lost')
    assert.equal(await countKept(), 0)
  })
})
