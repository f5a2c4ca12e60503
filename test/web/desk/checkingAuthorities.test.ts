import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { takenIn } from '../../support/files.ts'
import { opened } from '../../support/talk.ts'
import { type World, authority, twoStates, until } from '../../support/world.ts'

interface GivenEntry {
  readonly event: string
  readonly request: { readonly id: string } | null
  readonly message?: string
  readonly type?: string
  readonly details: Readonly<Record<string, unknown>> | null
  readonly withheld: boolean
}

describe('auditors of two authorities of one State', () => {
  let world: World
  let own: SignedInClient
  let other: SignedInClient
  let request: string
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
    request = await opened(world)
    own = await signedIn(world.asking, ['auditor'], { authority: 'vn.spp' })
    other = await signedIn(world.asking, ['auditor'], { authority: 'vn.moj' })
    const officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    await officer.get(`/cases/${request}`)
    await officer.get('/cases')
    await until('what was read has its place', async () => (await entriesFor(own, 'case')).length >= 2)
  })
  after(() => world.close())

  async function entriesFor(client: SignedInClient, event: string): Promise<readonly GivenEntry[]> {
    const { text } = await client.get(`/check/trail.json?event=${event}`)
    return (JSON.parse(text) as { entries: readonly GivenEntry[] }).entries
  }

  it('read the same entries of the log, and of requests each those of their own authority alone', async () => {
    for (const event of ['message', 'case']) {
      const [seen, bare] = [await entriesFor(own, event), await entriesFor(other, event)]
      assert.ok(seen.length > 0)
      assert.deepEqual(
        bare.slice(0, seen.length).map((entry) => entry.event),
        seen.map((entry) => entry.event),
      )
      assert.ok(seen.some((entry) => entry.request?.id === request && !entry.withheld))
      for (const entry of bare.slice(0, seen.length)) {
        assert.ok(
          entry.withheld && entry.request === null && entry.details === null && entry.type === undefined,
        )
        assert.ok(!JSON.stringify(entry).includes(request))
      }
    }
    const { text } = await other.get('/check/trail?event=case.read')
    assert.match(text, /Another authority of this State alone may see more/)
    assert.ok(!text.includes(request) && !text.includes('VN-DEMO'))
  })

  it('are not told that there is a request of the other authority, by whatever it is called', async () => {
    assert.match((await own.get(`/cases/${request}`)).text, new RegExp(`/check/trail\\?request=${request}"`))
    const { text } = await own.get(`/check/trail?request=${request}`)
    assert.match(text, new RegExp(`/cases/${request}`))
    assert.match(text, /What was read: The record, from message 1</)
    const { text: listed } = await own.get('/check/trail?event=case.listed')
    assert.match(listed, new RegExp(`Requests: .*<a[^>]* href="/cases/${request}"><bdi[^>]*>VN-DEMO`))
    assert.doesNotMatch(text + listed, /(part|query|scope): /)
    for (const path of ['trail', 'deadlines', 'refusals'])
      for (const name of [request, request.slice(0, 8)]) {
        const hidden = await other.get(`/check/${path}?request=${name}`)
        const nowhere = await other.get(`/check/${path}?request=00000000-0000-4000-8000-000000000000`)
        assert.deepEqual([hidden.status, nowhere.status], [404, 404])
        assert.match(hidden.text, /No request of your authority is called so/)
      }
  })

  it('read which draft was written and what was refused in words, each by what it is called in their own authority', async () => {
    const officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    const begun = await officer.post(`/cases/${request}/drafts`, { type: 'status-request' })
    assert.equal(begun.status, 303)
    const [, draft = ''] = /^\/drafts\/([0-9a-f-]{36})/.exec(begun.location) ?? []
    const opening = { to: 'qa.pp', reference: 'VN-OPENING-1', language: 'en' }
    assert.equal((await officer.post('/ask', opening)).status, 303)
    const stranger = await signedIn(world.asking, ['officer'], { authority: 'vn.moj' })
    for (const [client, path] of [
      [officer, `/drafts/${draft}/check`],
      [stranger, `/drafts/${draft}`],
      [stranger, `/cases/${request}`],
      [officer, '/check/trail'],
    ] as const)
      await client.get(path)
    await own.get('/check/trail?request=NOPE-1')
    await until('it has its place', async () => {
      const all = await entriesFor(own, 'act')
      return JSON.stringify(all).includes('NOPE-1') && (await entriesFor(own, 'draft')).length > 0
    })
    const called = `Status request · <a[^>]* href="/cases/${request}"><bdi[^>]*>VN-DEMO`
    const drafts = (await own.get('/check/trail?event=draft')).text
    assert.match(drafts, new RegExp(`>Draft: ${called}.*As the log has it.*${draft}`, 's'))
    assert.match(drafts, />Draft: Request[^<]* · <bdi[^>]*>VN-OPENING-1</)
    const refused = (await own.get('/check/trail?event=act.refused')).text
    assert.match(refused, />What was wanted: Page “Check”.*As the log has it.*GET \/check\/trail</s)
    assert.match(
      refused,
      />What was wanted: Log read.*NOPE-1.*As the log has it.*log read --request NOPE-1</s,
    )
    const elsewhere = (await other.get('/check/trail?event=draft')).text
    const hidden = (await other.get('/check/trail?event=act.refused')).text
    assert.match(hidden, />What was wanted: Page “Drafts”<.*GET \/drafts\/[0-9a-f-]{36}</s)
    for (const text of [elsewhere, hidden]) assert.doesNotMatch(text, /VN-DEMO|VN-OPENING|Status request/)
    assert.ok(!elsewhere.includes(draft))
  })

  it('read which file an entry is about by its name, and by its hash where that is not theirs or was erased', async () => {
    const { db } = world.asking.node.node
    const content = Buffer.from('Example file')
    const file = await takenIn(world, world.asking, content)
    await sql`update exhibit_deposit set name = 'Witness – example.pdf', authority = 'vn.spp' where id = ${file.deposit}`.execute(
      db,
    )
    await until('it has its place', async () => (await entriesFor(own, 'exhibit.taken')).length > 0)
    const named = (await own.get('/check/trail?event=exhibit.taken')).text
    assert.match(
      named,
      new RegExp(
        `>File: <bdi lang dir="auto">Witness – example.pdf</bdi>.*As the log has it.*${file.deposit}`,
        's',
      ),
    )
    assert.doesNotMatch(named, new RegExp(`File: <bdi[^>]*>${file.deposit}`))
    const hash = new RegExp(`begins with (<[^>]*>)*${file.sealed.sha256.slice(0, 12)}…`)
    for (const change of [
      sql`update exhibit_deposit set authority = 'vn.moj' where id = ${file.deposit}`,
      sql`update exhibit_deposit set authority = 'vn.spp', status = 'erased', file_key = null where id = ${file.deposit}`,
    ]) {
      await change.execute(db)
      const { text } = await own.get('/check/trail?event=exhibit.taken')
      assert.match(text, hash)
      assert.doesNotMatch(text, />File: <bdi lang dir="auto">Witness/)
    }
  })

  it('draw statistics of the requests of their own authority', async () => {
    const asked = '/check/statistics?from=2020-01-01&until=2040-01-01'
    assert.match((await own.get(asked)).text, /fewer than 5/)
    assert.match((await other.get(asked)).text, /No request of your authority was opened in this time/)
  })
})
