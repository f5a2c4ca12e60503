import assert from 'node:assert/strict'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { lastCheck } from '../../../src/exchange/recheck/dailyCheck.ts'
import { webLimits } from '../../../src/web/limits.ts'
import { noteInLog } from '../../../src/exchange/noteInLog.ts'
import { readSetting, writeSetting } from '../../../src/store/settings.ts'
import { daysOf } from '../../support/askedDays.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { heldSequencer } from '../../support/heldSequencer.ts'
import { type ReviewedWorld, reviewedWorld } from '../../support/reviewedWorld.ts'
import { onServer } from '../../support/server.ts'
import { logOf } from '../../support/talk.ts'
import { until } from '../../support/world.ts'

interface Noted {
  readonly evt: string
  readonly actor: string | null
  readonly details: string | null
}

describe('the desk of an auditor', () => {
  let reviewed: ReviewedWorld
  let auditor: SignedInClient
  before(async () => {
    reviewed = await reviewedWorld(withDesk)
    auditor = await signedIn(reviewed.world.asking, ['auditor'])
  })
  after(() => reviewed.close())

  /** What the log tells of this auditor, the last last. */
  async function notedOf(event: string): Promise<readonly Noted[]> {
    const { db } = reviewed.world.asking.node.node
    const found: Noted[] = []
    for (const { id, entry } of await db
      .selectFrom('audit_entry')
      .select(['id', 'entry'])
      .orderBy('id')
      .execute()) {
      const { evt } = JSON.parse(entry) as { readonly evt: string }
      if (evt !== event) continue
      const secrets = await db
        .selectFrom('audit_secret')
        .select(['field', 'value'])
        .where('entry', '=', id)
        .execute()
      const valueOf = (field: string) => secrets.find((one) => one.field === field)?.value ?? null
      if (valueOf('actor')?.includes(auditor.signInName) === true)
        found.push({ evt, actor: valueOf('actor'), details: valueOf('details') })
    }
    return found
  }

  it('leads from its head to where the node stands: log, witnesses, balances, alarms', async () => {
    assert.match((await auditor.get('/')).text, /<a href="\/check"/)
    const { status, text } = await auditor.get('/check')
    assert.equal(status, 200)
    for (const words of ['Alarms', 'The log of this node', 'Witnesses', 'Balances', 'Last head signed'])
      assert.ok(text.includes(words), words)
    assert.match(text, /Cosigned up to entry/)
    assert.match(text, /Qatar/)
  })

  it('shows alarms: a log that is not what was signed, and a peer whose log has two heads', async () => {
    const { node } = reviewed.world.asking.node
    const before = await readSetting(node.db, 'own-tree')
    const wrong = { object: 'entry 3', what: 'it lacks' }
    await writeSetting(node.db, 'own-tree', JSON.stringify({ at: node.now().toISOString(), wrong }))
    await node.db
      .insertInto('log_conflict')
      .values({
        origin: 'example',
        digest: '0'.repeat(64),
        state: 'QA',
        kept: 'a',
        refused: 'b',
        found_at: node.now(),
      })
      .execute()
    const { text } = await auditor.get('/check')
    assert.match(text, /The log is not what was signed, at .*entry 3/)
    assert.match(text, /Qatar has signed heads of its log that contradict each other/)
    await writeSetting(
      node.db,
      'own-tree',
      before ?? JSON.stringify({ at: node.now().toISOString(), wrong: null }),
    )
  })

  it('notes a look at the trail, with what was asked, before it is answered', async () => {
    const before = (await notedOf('log.read')).length
    assert.equal((await auditor.get('/check/trail')).status, 200)
    assert.equal((await notedOf('log.read')).length, before, 'the form alone reads nothing')
    const page = await auditor.get('/check/trail?request=&person=&peer=&event=clock&from=&until=')
    assert.equal(page.status, 200)
    assert.match(page.text, /clock\.<wbr\/>ranOut/)
    assert.doesNotMatch(page.text, /message\.<wbr\/>/)
    const noted = await notedOf('log.read')
    assert.equal(noted.length, before + 1)
    assert.match(noted.at(-1)?.details ?? '', /clock\.ranOut/)
    assert.match(noted.at(-1)?.actor ?? '', /"role":"auditor"/)
    const { text } = await auditor.get('/check/trail?request=&person=&peer=&event=log&from=&until=')
    assert.match(text, />Auditor · <bdi/, 'a role stands there in the words of the reader')
  })

  it('gives a choice, with what tells them apart, where several requests have one reference', async () => {
    const { late, refused } = reviewed
    const both = [late, refused].toSorted()
    const choices = async () =>
      (await notedOf('case.listed')).filter(({ details }) => details?.includes('references; VN-DEMO-1'))
    const before = (await choices()).length
    for (const path of ['/check/trail', '/check/deadlines', '/check/refusals']) {
      const page = await auditor.get(`${path}?request=VN-DEMO-1&peer=QA`)
      assert.equal(page.status, 409, path)
      assert.doesNotMatch(page.text, /id="request-error"/)
      const links = [...page.text.matchAll(/href="([^"]*request=([0-9a-f-]{36})[^"]*)"/g)]
      assert.deepEqual(links.map(([, , id]) => id).toSorted(), both, path)
      const [, , table = ''] = /<div id="among">(<table)(.*?)<\/table>/s.exec(page.text) ?? []
      assert.match(table, /Qatar/)
      assert.match(table, /<time/)
      for (const [, link = ''] of links) {
        assert.match(link, /peer=QA/)
        assert.equal((await auditor.get(link.replaceAll('&amp;', '&'))).status, 200)
      }
    }
    const noted = await choices()
    assert.equal(noted.length, before + 3)
    for (const id of both) assert.ok(noted.at(-1)?.details?.includes(id))
    const of = { peer: '', ...daysOf('', ''), reason: 'review' }
    const asked = await auditor.post('/check/exports', { ...of, request: 'VN-DEMO-1' })
    assert.equal(asked.status, 409)
    const chosen = [...asked.text.matchAll(/name="chosen" value="([^"]+)"/g)].map(([, id]) => id)
    assert.deepEqual(chosen.toSorted(), both)
    // Whoever presses Enter in a field presses the first button of the form.
    assert.ok(asked.text.indexOf('Make the bundle') < asked.text.indexOf('name="chosen"'))
    const made = await auditor.post('/check/exports', { ...of, request: 'VN-DEMO-1', chosen: late })
    assert.equal(made.status, 303)
  })

  it('finds a request by its reference in whichever case it is written, as the search does', async () => {
    await until('the search knows both', async () => {
      const { text } = await auditor.get('/search?words=vn-demo-1')
      return [reviewed.late, reviewed.refused].every((id) => text.includes(id))
    })
    const asked = await auditor.get('/check/trail?request=vn-demo-1')
    assert.equal(asked.status, 409)
    assert.match(asked.text, /<div id="among">/)
    assert.equal((await auditor.get('/check/trail?request=vn-demo-none')).status, 404)
    const long = await auditor.get(`/check/trail?request=${'x'.repeat(3_000)}`)
    assert.equal(long.status, 400)
    assert.match(
      long.text,
      new RegExp(`in one line, with at most ${webLimits.api.parameterCharactersMax} characters`),
    )
  })

  it('leads on from a page that is not there', async () => {
    const page = await auditor.get('/cases/none')
    assert.equal(page.status, 404)
    const [, main = ''] = page.text.split('<main')
    const [, link = ''] = /href="([^"]+)"[^>]*>Back to the desk/.exec(main) ?? []
    assert.ok((await auditor.get(link)).status < 400, link)
  })

  it('pages through the trail without losing or repeating an entry', async () => {
    const { node } = reviewed.world.asking.node
    for (let count = 0; count < exchangeLimits.checking.linesMax; count += 1)
      await noteInLog(node, { event: 'log.witnessed', count })
    await until('they have their places', async () => {
      const pending = await node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    const places: number[] = []
    let path = '/check/trail?asked=yes'
    while (path !== '') {
      const { text } = await auditor.get(path)
      places.push(...[...text.matchAll(/>Place (\d+)</g)].map(([, place]) => Number(place)))
      path = (/rel="next" href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')
      // Each look adds an entry, which the next page would show.
      if (places.length > 400) break
    }
    assert.deepEqual(
      places,
      places.map((_, place) => place),
    )
    assert.ok(places.length > exchangeLimits.checking.linesMax)
    assert.ok((await logOf(node.db)).length >= places.length)
  })

  it('pages from the newest entry to the oldest, and says which stands first', async () => {
    const placesOn = (text: string) => [...text.matchAll(/>Place (\d+)</g)].map(([, place]) => Number(place))
    assert.match(
      (await auditor.get('/check/trail?asked=yes')).text,
      /The oldest entry stands first\..*Times are those of/,
    )
    const places: number[] = []
    let path = '/check/trail?order=newestFirst&event=log'
    while (path !== '') {
      const { text } = await auditor.get(path)
      assert.match(text, /The newest entry stands first/)
      places.push(...placesOn(text))
      path = (/rel="next" href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')
    }
    const newest = places[0] ?? 0
    const oldest: number[] = []
    path = '/check/trail?event=log'
    while (path !== '') {
      const { text } = await auditor.get(path)
      oldest.push(...placesOn(text).filter((place) => place <= newest))
      path = (/rel="next" href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')
    }
    assert.deepEqual(places, oldest.toReversed())
    assert.ok(places.length > exchangeLimits.checking.linesMax)
    assert.equal((await auditor.get('/check/trail?order=sideways')).status, 400)
  })

  it('finds what somebody did by their name as well as by their sign-in name, and proposes who there is', async () => {
    const { db } = reviewed.world.asking.node.node
    const { name } = await db
      .selectFrom('person')
      .select('name')
      .where('sign_in_name', '=', auditor.signInName)
      .executeTakeFirstOrThrow()
    const form = await auditor.get('/check/trail')
    assert.ok(form.text.includes(`<option value="${auditor.signInName}" lang>${name}</option>`))
    const { text } = await auditor.get(`/check/trail?person=${encodeURIComponent(name)}&event=log.read`)
    assert.ok(text.includes(auditor.signInName))
    const shown = (await auditor.get('/check/trail?event=log.read&order=newestFirst')).text
    assert.match(shown, />What was asked: .*Kind of event: .*<span[^>]*>As the log has it</s)
    assert.match(shown, /Person: .*signInNames/s)
    assert.match(
      (await notedOf('log.read')).at(-2)?.details ?? '',
      new RegExp(`signInNames.*${auditor.signInName}`),
    )
  })

  it('counts the entries that wait for their place in the log and are not in the answer', async () => {
    const { world } = reviewed
    const { page, json } = await heldSequencer(world.asking, async () => {
      await noteInLog(world.asking.node.node, { event: 'log.witnessed', count: 1 })
      return {
        page: await auditor.get('/check/trail?event=node.started'),
        json: await auditor.get('/check/trail.json?event=node.started'),
      }
    })
    assert.match(page.text, /Entries that wait for their place in the log and are not in this answer: [1-9]/)
    const { waiting } = JSON.parse(json.text) as { readonly waiting: number }
    assert.ok(waiting >= 2, String(waiting))
    await until('all has its place', async () => {
      const pending = await world.asking.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    const { text } = await auditor.get('/check/trail?event=node.started')
    assert.doesNotMatch(text, /Entries that wait for their place/)
  })

  it('gives the same selection as a table without formulas and as JSON, and notes that it was taken away', async () => {
    const asked = 'event=act.refused'
    await auditor.get(`/check/trail?request=${encodeURIComponent('=1+1')}`)
    await until('what was refused has its place', async () => {
      const { text } = await auditor.get(`/check/trail.json?${asked}`)
      return text.includes('=1+1')
    })
    const csv = await auditor.get(`/check/trail.csv?${asked}`)
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8; header=present')
    assert.match(String(csv.headers['content-disposition']), /attachment; filename="?trail\.csv/)
    assert.match(csv.text, /"index","time","event",.*"withheld"\r\n/)
    assert.doesNotMatch(csv.text, /(^|,)"[=+@-]/m)
    const json = JSON.parse((await auditor.get(`/check/trail.json?${asked}`)).text) as {
      entries: { event: string }[]
    }
    assert.ok(json.entries.length > 0 && json.entries.every(({ event }) => event === 'act.refused'))
    assert.match((await notedOf('log.read')).at(-1)?.details ?? '', /\\"file\\":\\"json\\"/)
  })

  it('says beside the field what is wrong with a question, and notes whom it refused a request', async () => {
    for (const [path, field, status] of [
      ['/check/trail?from=yesterday', 'from', 400],
      ['/check/trail?from=2027-03-02&until=2027-03-01', 'until', 400],
      ['/check/trail?request=VN-NOWHERE', 'request', 404],
      ['/check/statistics?from=2027-01-01&until=2028-01-01&small=2', 'small', 400],
      ['/check/statistics?asked=yes', 'from', 400],
    ] as const) {
      const page = await auditor.get(path)
      assert.equal(page.status, status, path)
      assert.match(page.text, new RegExp(`href="#${field}"`), path)
      assert.match(page.text, new RegExp(`id="${field}-error"`), path)
    }
    assert.match((await notedOf('act.refused')).at(-1)?.details ?? '', /VN-NOWHERE/)
  })

  it('takes digits of other scripts, and tells of a name that is spelt otherwise', async () => {
    assert.equal((await auditor.get(`/check/trail?from=${encodeURIComponent('٢٠٢٧-٠٣-٠١')}`)).status, 200)
    const { text } = await auditor.get(`/check/trail?person=${auditor.signInName.toUpperCase()}`)
    assert.match(text, /Nobody has acted here under exactly this name/)
    assert.match(text, new RegExp(`person=${auditor.signInName}"`))
  })

  it('keeps a question to the log for whoever asks it again and again, where nobody else has it', async () => {
    const query = `asked=yes&event=case.read&person=${auditor.signInName}&first=3`
    const order = { name: 'Example who read', place: 'trail', query }
    const kept = await auditor.post('/searches', order)
    assert.deepEqual(
      [kept.status, kept.location],
      [303, `/check/trail?event=case.read&person=${auditor.signInName}`],
    )
    const { asking } = reviewed.world
    const link = `/check/trail?event=case.read&person=${auditor.signInName}`
    for (const path of ['/check/trail', '/'])
      assert.ok((await auditor.get(path)).text.includes(`href="${link.replace('&', '&amp;')}"`), path)
    assert.doesNotMatch((await auditor.get('/search')).text, /Example who read/)
    const asked = (await notedOf('log.read')).length
    const answer = await auditor.get(link)
    assert.equal(answer.status, 200)
    assert.match(answer.text, /name="place" value="trail"/)
    assert.equal((await notedOf('log.read')).length, asked + 1)
    const again = await auditor.post('/searches', order)
    assert.equal(again.status, 409)
    assert.match(again.text, /<h1[^>]*>Trail</)
    assert.match(again.text, /id="name-error"/)
    for (const one of [await signedIn(asking, ['officer', 'auditor']), await signedIn(asking, ['officer'])])
      assert.doesNotMatch((await one.get('/')).text, /Example who read/)
    // What is not for an officer to ask is nothing to be saved either; nor what no page of the trail reads.
    const officer = await signedIn(asking, ['officer'])
    assert.equal((await officer.post('/searches', order)).status, 422)
    assert.equal((await auditor.post('/searches', { ...order, name: 'Other', query: 'from=x' })).status, 422)
    const [, id = ''] =
      /searches\/([0-9a-f-]{36})\/remove/.exec((await auditor.get('/check/trail')).text) ?? []
    const gone = await auditor.post(`/searches/${id}/remove`)
    assert.deepEqual([gone.status, gone.location], [303, '/check/trail'])
    const details = JSON.stringify([...(await notedOf('search.saved')), ...(await notedOf('search.dropped'))])
    assert.match(details, /trail event=case\.read/)
    assert.match(details, new RegExp(id))
  })

  it('tells of missed deadlines: whose, by how much, and where the log notes it', async () => {
    const { text } = await auditor.get('/check/deadlines?asked=yes&from=2027-03-01&until=')
    assert.match(text, /Missed deadlines on this page: 1/)
    assert.match(text, new RegExp(`/cases/${reviewed.late}"`))
    assert.match(text, /href="\/check\/trail\?first=\d+"/)
    assert.match((await notedOf('case.listed')).at(-1)?.details ?? '', /deadlines missed/)
    const csv = await auditor.get('/check/deadlines.csv?from=2027-03-01')
    assert.match(csv.text, new RegExp(reviewed.late))
  })

  it('tells of refusals without reasons', async () => {
    const { text } = await auditor.get('/check/refusals?asked=yes')
    assert.match(text, /Refusals without reasons on this page: 1/)
    assert.match(text, /Only the ground repeated/)
    assert.match(text, new RegExp(`/cases/${reviewed.refused}/messages/3"`))
    const json = await auditor.get('/check/refusals.json')
    assert.match(json.text, /"lack": "onlyCode"/)
  })

  it('draws statistics in which no small number is told, with the same in a table', async () => {
    const asked = 'from=2027-01-01&until=2028-01-01'
    const two = await auditor.get(`/check/statistics?${asked}&small=3&by=peer&by=month`)
    assert.equal(two.status, 200)
    assert.match(two.text, /fewer than 3/)
    assert.match(two.text, /<div class="desk-plot__row"/)
    assert.doesNotMatch(two.text, /<rect class="desk-plot__one"[^>]*width="[1-9]/)
    assert.match((await notedOf('statistics.read')).at(-1)?.details ?? '', /peer/)
    const { text } = await auditor.get(`/check/statistics.csv?${asked}&small=3`)
    assert.match(text, /^"group","requests"/)
  })

  it('reads the whole log anew for an auditor, which is in the log before, and what came of it after', async () => {
    const begun = await auditor.post('/check/log')
    assert.deepEqual([begun.status, begun.location], [303, '/check/log'])
    assert.equal((await notedOf('log.checkBegun')).length, 1)
    await until('the log is read', async () => (await notedOf('log.checked')).length === 1)
    await until('the page tells so', async () =>
      (await auditor.get('/check/log')).text.includes('As it was signed'),
    )
    const { text, headers } = await auditor.get('/check/log')
    assert.equal(headers.refresh, undefined)
    assert.match(text, new RegExp(auditor.signInName))
  })

  it('reads it once at a time, shows how far it is, and takes one of which nothing is heard for broken off', async () => {
    const { node } = reviewed.world.asking.node
    const now = node.machineNow().toISOString()
    const run = {
      person: 'example',
      begun: now,
      told: now,
      size: 9,
      read: 4,
      outcome: 'running',
      wrong: null,
    }
    await writeSetting(node.db, 'own-tree-run', JSON.stringify(run))
    const page = await auditor.get('/check/log')
    assert.equal(page.headers.refresh, '3')
    assert.match(page.text, /<progress[^>]* max="9"[^>]* value="4"/)
    const again = await auditor.post('/check/log')
    assert.equal(again.status, 409)
    assert.match(again.text, /The log is being read anew\. Wait for its end/)
    assert.match((await notedOf('act.refused')).at(-1)?.details ?? '', /log check/)
    const told = new Date(node.machineNow().getTime() - exchangeLimits.ownTree.brokenOffMs - 1).toISOString()
    await writeSetting(node.db, 'own-tree-run', JSON.stringify({ ...run, told }))
    assert.match((await auditor.get('/check/log')).text, /Broke off/)
    assert.equal((await auditor.post('/check/log')).status, 303)
    await until('it is read', async () => (await auditor.get('/check/log')).text.includes('As it was signed'))
  })

  it('names the entry that somebody changed past the rules of the tables, on both pages and in the log', async () => {
    const { database, node } = reviewed.world.asking
    await onServer(database.url, async (client) => {
      await client.query('alter table audit_entry disable trigger user')
      await client.query(
        `update audit_entry set entry = replaced, leaf = sha256('\\x00'::bytea || convert_to(replaced, 'UTF8'))
         from (select e.id as which, translate(e.entry, '23', '32') as replaced
           from audit_leaf l join audit_entry e on e.id = l.entry where l.index = 5) as given where id = which`,
      )
      await client.query('alter table audit_entry enable always trigger only_grows')
    })
    assert.equal((await auditor.post('/check/log')).status, 303)
    await until('it was found', async () => (await notedOf('log.broken')).length === 1)
    await until('the page tells so', async () =>
      (await auditor.get('/check/log')).text.includes('Not what was signed'),
    )
    assert.match((await auditor.get('/check/log')).text, /entry 5<.*Do not rely on this log/s)
    assert.match((await auditor.get('/check')).text, /The log is not what was signed, at .*entry 5</)
    assert.match((await auditor.get('/check')).text, /event=log\.broken/)
    assert.match(
      (await auditor.get('/check/trail?event=log.broken')).text,
      /<option value="log\.broken" selected>Log read anew: not what was signed</,
      'whoever follows the alarm finds its words in the question',
    )
    assert.equal((await lastCheck(node.node))?.wrong?.object, 'entry 5')
  })
})
