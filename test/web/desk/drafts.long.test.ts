import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { deleteTemplate } from '../../../src/exchange/drafts/templates.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import { readTrail } from '../../../src/exchange/readTrail.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { personOfRow } from '../../../src/exchange/people/person.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import type { Result } from '../../../src/message/refusal.ts'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { insertTemplate } from '../../../src/store/drafts/templates.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { deskRoutes } from '../../../src/web/deskPaths.ts'
import { systemPaths } from '../../../src/web/paths.ts'
import { bodies, text } from '../../support/bodies.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { postedBy } from '../../support/formControls.ts'
import { noted } from '../../support/noted.ts'
import { systemOf, withSystems } from '../../support/systems.ts'
import { whileTakingNothing } from '../../support/takingNothing.ts'
import { agreed, opened, say } from '../../support/talk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'

describe('drafts on the pages of the desk', () => {
  let world: World
  let officer: SignedInClient
  let approver: SignedInClient
  before(async () => {
    const asking = { state: 'VN', authorities: [{ ...authority('vn.spp'), languages: ['en', 'vi'] }] }
    const name = {
      ...{ language: 'ar', text: 'النيابة العامة' },
      translations: [{ language: 'en', text: 'qa.pp (demonstration)' }],
    }
    const answering = { state: 'QA', authorities: [{ ...authority('qa.pp'), name, languages: ['en', 'ar'] }] }
    world = await twoStates(asking, answering, {
      more: async (state) => ({ ...(await withSystems.more?.(state)), ...(await withDesk.more?.(state)) }),
    })
    officer = await signedIn(world.asking, ['officer'])
    approver = await signedIn(world.asking, ['officer', 'approver'])
  })
  after(() => world.close())

  const hidden = (page: Page, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''

  /** Writes a body as a person would who has filled in everything, and comes to the page where the draft is checked. */
  async function filled(state: WorldState, link: string, body: object): Promise<void> {
    const id = link.replace('/drafts/', '').split('/')[0] ?? ''
    const { db } = state.node.node
    await inTransaction(db, (trx) => changeDraft(trx, id, { body: JSON.stringify(body) }))
  }
  async function asked(client: SignedInClient): Promise<string> {
    const begun = await client.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-21', language: 'en' })
    assert.equal(begun.status, 303, begun.text)
    await filled(world.asking, begun.location, bodies.request)
    return begun.location
  }
  async function submitted(client: SignedInClient): Promise<string> {
    const link = await asked(client)
    const check = await client.get(`${link}/check`)
    const sent = await client.post(`${link}/submit`, { version: hidden(check, 'version') })
    assert.equal(sent.status, 303, sent.text)
    return link
  }
  /** The digest that a page says the words have, by the label that it has in English. */
  const digestOn = (page: Page, label: string): string => {
    const [, after = ''] = page.text.split(`${label} (SHA-256)`)
    return /[0-9a-f]{64}/.exec(after)?.[0] ?? ''
  }

  it('name whom they ask by the rule of every other page, where somebody is chosen to be asked', async () => {
    const reader = await signedIn(world.asking, ['officer'])
    const calledIn = (language: string): string => {
      if (language === 'ar') return '<option value="qa.pp">النيابة العامة (qa.pp)</option>'
      const marks = language === 'en' ? '' : ' lang="en"'
      return `<option value="qa.pp"${marks}>qa.pp (demonstration) (qa.pp)</option>`
    }
    for (const language of letterLanguages) {
      await reader.post('/language', { language })
      for (const path of ['/ask', '/ask/file']) {
        const [option = ''] = /<option value="qa.pp"[^]*?<\/option>/.exec((await reader.get(path)).text) ?? []
        assert.equal(option, calledIn(language), `${path} ${language}`)
      }
    }
  })

  it('show one digest of their words to whoever writes, submits and approves, and on the message that was sent', async () => {
    const second = await signedIn(world.asking, ['approver'])
    const link = await asked(officer)
    const check = await officer.get(`${link}/check`)
    const seen = digestOn(check, 'Digest of these words')
    assert.match(seen, /^[0-9a-f]{64}$/)
    await officer.post(`${link}/submit`, { version: hidden(check, 'version') })
    assert.equal(digestOn(await officer.get(`${link}/check`), 'Digest of these words'), seen)
    const waits = await second.get(`${link}/check`)
    assert.deepEqual([digestOn(waits, 'Digest of these words'), hidden(waits, 'digest')], [seen, seen])
    // Other words have another one.
    await officer.post(`${link}/return`)
    const { db } = world.asking.node.node
    const id = link.replace('/drafts/', '')
    await inTransaction(db, (trx) => changeDraft(trx, id, { reference: 'VN-DEMO-23' }))
    const changed = await officer.get(`${link}/check`)
    const other = digestOn(changed, 'Digest of these words')
    assert.ok(other.length === 64 && other !== seen)
    await officer.post(`${link}/submit`, { version: hidden(changed, 'version') })
    const old = await second.post(`${link}/approve`, { digest: seen, password: second.password })
    assert.equal(old.status, 409, old.text)
    const approved = await second.post(`${link}/approve`, { digest: other, password: second.password })
    assert.equal(approved.status, 303, approved.text)
    const sent = await findDraft(db, id)
    const request = sent?.request ?? ''
    await agreed(world, request, 1)
    const message = await officer.get(`/cases/${request}/messages/1`)
    assert.equal(digestOn(message, 'Digest of the words that were approved'), other)
  })

  it('are told to be let go once they are approved, though the database takes no message then, and go by themselves', async () => {
    const second = await signedIn(world.asking, ['approver'])
    const link = await asked(officer)
    await officer.post(`${link}/submit`, { version: hidden(await officer.get(`${link}/check`), 'version') })
    const digest = hidden(await second.get(`${link}/check`), 'digest')
    const { db } = world.asking.node.node
    const approved = await whileTakingNothing(db, '53100', () =>
      second.post(`${link}/approve`, { digest, password: second.password }),
    )
    assert.equal(approved.status, 503, approved.text)
    assert.match(approved.text, /It is let go and kept\. The node cannot send it at this moment/)
    const requestOf = async () => (await findDraft(db, link.replace('/drafts/', '')))?.request ?? null
    await until('it has gone', async () => (await requestOf()) !== null)
    await agreed(world, (await requestOf()) ?? '', 1)
  })

  it('lead from asking to the other State: own approval refused, the very words approved, answered alone', async () => {
    const link = await submitted(officer)
    // An officer may in the place of an approver alone, and an approver who wrote on it may not either.
    const own = await officer.post(`${link}/approve`, { digest: '0'.repeat(64) })
    assert.equal(own.status, 403)
    const seen = await approver.get(`${link}/check`)
    assert.match(seen.text, /the time of signing is put in when it is signed/)
    assert.match(seen.text, /Waits for approval/)
    const digest = hidden(seen, 'digest')
    const wrong = await approver.post(`${link}/approve`, { digest, password: 'not the one' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /href="#password"/)
    const without = await approver.post(`${link}/approve`, { digest })
    assert.equal(without.status, 403)
    const approved = await approver.post(`${link}/approve`, { digest, password: approver.password })
    assert.equal(approved.status, 303, approved.text)
    const row = await findDraft(world.asking.node.node.db, link.replace('/drafts/', ''))
    assert.equal(row?.stage, 'sent')
    const request = row.request
    await agreed(world, request, 1)

    const record = await officer.get(`/cases/${request}`)
    for (const name of [officer.signInName, approver.signInName]) assert.ok(record.text.includes(name), name)

    const other = await signedIn(world.answering, ['officer'])
    const page = await other.get(`/cases/${request}`)
    assert.ok(page.text.includes(`action="/cases/${request}/drafts"`))
    const begun = await other.post(`/cases/${request}/drafts`, { type: 'acknowledgement' })
    assert.match(begun.location, /^\/drafts\/[0-9a-f-]{36}\/parts\/more$/)
    const part = await other.get(begun.location)
    assert.match(part.text, /What the other side wrote last/)
    const saved = await other.post(begun.location, {
      version: hidden(part, 'version'),
      '/ownReference': 'QA-21',
    })
    const [answer = ''] = begun.location.split('/parts')
    assert.equal(saved.location, `${answer}/check`, saved.text)
    const check = await other.get(saved.location)
    assert.match(check.text, /Sign and send/)
    assert.ok(check.text.includes(`href="/cases/${request}"`), check.text)
    // A message that a draft answers is led to by its id.
    assert.match((await other.get(`/cases/${request}/messages/${row.message}`)).text, /VN-DEMO-21/)
    const sent = await other.post(`${answer}/send`, { version: hidden(check, 'version') })
    assert.equal(sent.location, answer, sent.text)
    await agreed(world, request, 2)
    const events = await eventsOf(world.asking)
    for (const event of ['draft.approved', 'draft.read']) assert.ok(events.includes(event), event)
    assert.ok((await eventsOf(world.answering)).includes('draft.sent'))

    const mine = await submitted(approver)
    assert.ok(!(await approver.get(`${mine}/check`)).text.includes('/approve"'))
    const self = await findDraft(world.asking.node.node.db, mine.replace('/drafts/', ''))
    const byMyself = await approver.post(`${mine}/approve`, { digest: self?.digest ?? '' })
    assert.equal(byMyself.status, 403)
    assert.match(byMyself.text, /A second person must do this/)
  })

  it('bind the State with a second person only, through a decision that is returned once', async () => {
    const request = await opened(world)
    const judge = await signedIn(world.answering, ['officer'])
    const second = await signedIn(world.answering, ['approver'])
    const begun = await judge.post(`/cases/${request}/drafts`, { type: 'decision' })
    const [link = ''] = begun.location.split('/parts')
    await filled(world.answering, link, bodies.decision)
    const check = await judge.get(`${link}/check`)
    const version = hidden(check, 'version')
    assert.equal((await judge.post(`${link}/send`, { version })).status, 403)
    const needsOf = async (client: SignedInClient): Promise<number> => {
      const { text } = await client.get('/')
      const [, count = ''] = /Needs you: ([0-9]+)\./.exec(text) ?? []
      // The part of the desk that is shown counts what stands in its list, drafts too.
      const [, inPart] = /aria-current="page"[^>]*>[^<(]*\(([0-9]+)\)</.exec(text) ?? []
      assert.equal(inPart, count)
      return Number(count)
    }
    const [needsSecond, needsJudge] = [await needsOf(second), await needsOf(judge)]
    assert.equal((await judge.post(`${link}/submit`, { version })).status, 303)
    assert.deepEqual([await needsOf(second), await needsOf(judge)], [needsSecond + 1, needsJudge])
    const [, needs = ''] = (await second.get('/')).text.split('>Needs you</h2>')
    assert.match(needs.split('<h2')[0] ?? '', new RegExp(`Waits for your approval.*${link}.*Runs out`, 's'))
    assert.equal((await second.post(`${link}/return`, { reason: '' })).status, 422)
    for (const length of [2_001, 20_000]) {
      const long = 'Name the <article>. '.repeat(length / 20 + 1)
      const tooLong = await second.post(`${link}/return`, { reason: long })
      assert.equal(tooLong.status, 422)
      assert.match(tooLong.text, /Say in at most 2,000 characters what must be changed/)
      assert.ok(tooLong.text.includes(long.replaceAll('<', '&lt;')), 'nobody types it again')
    }
    assert.equal((await second.post(`${link}/return`, { reason: 'Name the article.' })).status, 303)
    assert.match((await judge.get(link)).text, /Name the article\./)
    const again = hidden(await judge.get(`${link}/check`), 'version')
    assert.equal((await judge.post(`${link}/submit`, { version: again })).status, 303)
    const digest = hidden(await second.get(`${link}/check`), 'digest')
    const approved = await second.post(`${link}/approve`, { digest, password: second.password })
    assert.equal(approved.status, 303, approved.text)
    await agreed(world, request, 2)
    // Once more the same approval: nothing is sent twice.
    const replayed = await second.post(`${link}/approve`, { digest, password: second.password })
    assert.equal(replayed.status, 409)
    // What cannot be given back any more takes no words with it.
    const late = await second.post(`${link}/return`, { reason: 'Name the paragraph as well.' })
    assert.equal(late.status, 409)
    assert.match((await second.get('/typed')).text, /Name the paragraph as well\./)
  })

  it('say that a system wrote them and who answers for it: in the lists, to whoever approves, and where they are written', async () => {
    const system = await systemOf(world.asking)
    const made = await system.asked(systemPaths.cases, {
      method: 'POST',
      headers: { 'idempotency-key': '"example-of-a-system"' },
      body: { to: 'qa.pp', reference: 'VN-SYSTEM-1', language: 'en', body: bodies.request },
    })
    assert.equal(made.status, 201)
    const { draft } = (await made.json()) as { readonly draft: string }
    const readAt = async (path: string): Promise<string> =>
      (await approver.get(path)).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    const inList = new RegExp(`System ${system.name} ; \\S.* ${system.officer} answers for it`)
    const onPage = new RegExp(
      `a system of your authority: ${system.name} \\. .* ${system.officer} answers for what it writes`,
    )
    for (const path of [deskRoutes.home.path, deskRoutes.drafts.path])
      assert.match(await readAt(path), inList)
    const check = await readAt(`/drafts/${draft}/check`)
    assert.match(check, onPage)
    assert.match(check, inList)
    const returned = await approver.post(`/drafts/${draft}/return`, { reason: 'Name the article.' })
    assert.equal(returned.status, 303, returned.text)
    assert.match(await readAt(`/drafts/${draft}`), onPage)
    const own = await asked(officer)
    assert.doesNotMatch(await readAt(own), /system of your authority/)
    // What it sent alone nobody else is said to have sent, and when that was does not run into the name.
    const request = await opened(world)
    const said = await system.asked(systemPaths.moves.replace(':request', request), {
      method: 'POST',
      headers: { 'idempotency-key': '"sent-alone"' },
      body: { type: 'status-request', body: {} },
    })
    assert.equal(said.status, 201, await said.text())
    await agreed(world, request, 2)
    const behind = (await readAt(`/cases/${request}/messages/2`)).split('Who is behind it')[1] ?? ''
    assert.match(
      behind,
      new RegExp(`Sent by System ${system.name} ; \\S.* ${system.officer} answers for it · `),
    )
  })

  it('that a system began and a person let go at the desk are told as sent by that person, on the page and in the log', async () => {
    const system = await systemOf(world.asking)
    const { node } = world.asking.node
    const [request, withdrawn, other] = [await opened(world), await opened(world), await opened(world)]
    const written = async (about: string, move: object): Promise<string> => {
      const made = await system.asked(systemPaths.moves.replace(':request', about), {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: move,
      })
      const told = (await made.json()) as { readonly draft: string; readonly stage: string }
      assert.equal(told.stage, 'submitted', JSON.stringify(told))
      return told.draft
    }
    const behind = async (about: string, sequence: number): Promise<string> => {
      const { text: page } = await approver.get(`/cases/${about}/messages/${sequence}`)
      return (
        page
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .split('Who is behind it')[1] ?? ''
      )
    }
    const senderOf = async (about: string): Promise<string | undefined> => {
      const reader = { person: 'Example-Auditor', role: 'auditor', authority: 'vn.spp' }
      const question = { request: about, events: ['message.sent'] as const, first: 0 }
      return (await readTrail(node, question, reader)).lines.at(-1)?.actor?.person
    }
    const { measures } = bodies.request as { readonly measures: readonly object[] }
    const measured = { measures: [{ ...measures[0], id: 'b1' }] }
    // An officer who does not answer for it takes it over, takes out what binds the State, and sends it alone.
    const first = await written(request, {
      type: 'supplement',
      body: { text, brings: 'request', ...measured },
    })
    const returned = await approver.post(`/drafts/${first}/return`, { reason: 'Only news.' })
    assert.equal(returned.status, 303, returned.text)
    await filled(world.asking, `/drafts/${first}`, { text })
    const check = await officer.get(`/drafts/${first}/check`)
    const sent = await officer.post(`/drafts/${first}/send`, { version: hidden(check, 'version') })
    assert.equal(sent.status, 303, sent.text)
    await agreed(world, request, 2)
    const alone = await behind(request, 2)
    assert.match(alone, new RegExp(`Written by System ${system.name} ; .*${officer.signInName} Sent by `))
    assert.match(alone, new RegExp(`Sent by [^;]*${officer.signInName} `))
    assert.doesNotMatch(alone, /Sent by System/)
    // Whoever answers for it takes it back and submits it at the desk: for once they do it themselves.
    const withdrawal = { type: 'withdraw', body: {} }
    const second = await written(withdrawn, withdrawal)
    const row = await findPerson(node.db, system.officer)
    assert.ok(row !== null)
    const by = { person: personOfRow(row), address: '127.0.0.1' }
    assert.ok((await system.drafts.giveBack(second, '', by)).ok)
    const version = (await findDraft(node.db, second))?.version ?? 0
    const submittedAgain = await system.drafts.submit({ draft: second, version }, by)
    assert.ok(submittedAgain.ok, JSON.stringify(submittedAgain))
    await system.approve(second)
    await agreed(world, withdrawn, 2)
    const approved = await behind(withdrawn, 2)
    assert.match(approved, new RegExp(`Submitted[^;]* by [^;]*${system.officer} `))
    // What nobody took over, the system has submitted.
    await system.approve(await written(other, withdrawal))
    await agreed(world, other, 2)
    assert.match(await behind(other, 2), new RegExp(`Submitted[^;]* by System ${system.name} ; `))
    assert.deepEqual(
      [await senderOf(request), await senderOf(withdrawn), await senderOf(other)],
      [officer.signInName, system.officer, `${system.name} (${system.officer})`],
    )
  })

  it('are a link away from templates and from approving in the place of another, for whoever writes', async () => {
    const auditor = await signedIn(world.asking, ['auditor'])
    const links = [deskRoutes.templates.path, deskRoutes.delegations.path].map((path) => `href="${path}"`)
    for (const path of [deskRoutes.home.path, deskRoutes.drafts.path]) {
      const { text: page } = await officer.get(path)
      assert.ok(
        links.every((link) => page.includes(link)),
        path,
      )
    }
    const { text: page } = await auditor.get(deskRoutes.home.path)
    assert.ok(!links.some((link) => page.includes(link)))
  })

  it('say to whoever has overtaken themselves in another window that they did, and to who comes after another that somebody else did', async () => {
    const { location } = await officer.post('/ask', order)
    const facts = `${location}/parts/facts`
    const [one, other] = [await officer.get(facts), await officer.get(facts)]
    const theirs = await approver.get(facts)
    const posted = (page: typeof one, text: string) => ({
      version: hidden(page, 'version'),
      '/facts/text': text,
    })
    assert.equal((await officer.post(facts, posted(one, 'First.'))).status, 303)
    const late = await officer.post(facts, posted(other, 'Second.'))
    assert.equal(late.status, 409)
    assert.match(late.text, /You changed this draft meanwhile in another window or tab/)
    assert.ok(late.text.includes('Second.') && !late.text.includes('Somebody else'))
    const later = await approver.post(facts, posted(theirs, 'Third.'))
    assert.match(later.text, /Somebody else changed this draft meanwhile/)
  })

  it('tell beside its field that a reference is too long, however long it is', async () => {
    for (const length of [101, 400, 60_000]) {
      const answer = await officer.post('/ask', { ...order, reference: 'x'.repeat(length) })
      assert.equal(answer.status, 422, `${length}`)
      assert.match(answer.text, /href="#reference"/)
      assert.ok(!answer.text.includes('FORM_MEMBER_INVALID'))
    }
    const { location } = await officer.post('/ask', order)
    const version = hidden(await officer.get(location), 'version')
    const head = await officer.post(`${location}/head`, {
      version,
      language: 'en',
      reference: 'x'.repeat(400),
    })
    assert.equal(head.status, 422)
    assert.match(head.text, /href="#reference"/)
  })

  it('show what somebody typed who was overtaken, upon what the other has saved', async () => {
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-23', language: 'en' })
    const facts = `${begun.location}/parts/facts`
    const [mine, theirs] = [await officer.get(facts), await approver.get(facts)]
    const first = await approver.post(facts, { version: hidden(theirs, 'version'), '/facts/text': 'Theirs.' })
    assert.equal(first.status, 303, first.text)
    const late = await officer.post(facts, { version: hidden(mine, 'version'), '/facts/text': 'Mine <b>.' })
    assert.equal(late.status, 409)
    assert.match(late.text, /This draft was changed meanwhile, by somebody else or by you in another window/)
    assert.ok(late.text.includes('Mine &lt;b>.') && !late.text.includes('Theirs.'))
    const again = { version: hidden(late, 'version'), '/facts/text': 'Mine <b>.' }
    assert.equal((await officer.post(facts, again)).status, 303)
    assert.match((await approver.get(facts)).text, /Mine &lt;b>\./)
    assert.equal((await officer.post(`${begun.location}/drop`)).status, 303)
  })

  it('say what is missing, lead to it, and refuse to be submitted before', async () => {
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-22', language: 'en' })
    const hub = await officer.get(begun.location)
    assert.match(hub.text, /govuk-task-list/)
    // What the node has filled in is nobody's fault, and of offences and facts the measures decide.
    assert.ok(hub.text.includes(`href="${begun.location}/parts/authority"`))
    assert.equal(hub.text.split('Depends on the measures').length, 3)
    await filled(world.asking, begun.location, { measures: [{ id: 'm1', kind: 'preservation' }] })
    assert.doesNotMatch((await officer.get(begun.location)).text, /Depends on the measures/)
    const check = await officer.get(`${begun.location}/check`)
    assert.match(check.text, /It is not complete yet/)
    assert.ok(!check.text.includes('/submit"'))
    const early = await officer.post(`${begun.location}/submit`, { version: hidden(hub, 'version') })
    assert.equal(early.status, 422)
    const wrong = await officer.post('/ask', { to: 'qa.pp', reference: '', language: 'en' })
    assert.match(wrong.text, /href="#reference"/)
    const dropped = await officer.post(`${begun.location}/drop`)
    assert.equal(dropped.location, '/drafts')
    await until('the draft is gone', async () => !(await officer.get('/drafts')).text.includes('VN-DEMO-22'))
    const { actor, details } = (await noted(world.asking, 'draft.dropped')).at(-1) ?? {}
    const draft = begun.location.replace('/drafts/', '')
    assert.deepEqual(
      [actor?.person, actor?.from?.by, details],
      [officer.signInName, 'network', { draft, type: 'request' }],
    )
  })

  const bodyOf = async (link: string): Promise<JsonObject> => {
    const row = await findDraft(world.asking.node.node.db, link.replace('/drafts/', ''))
    return JSON.parse(row?.body ?? '') as JsonObject
  }
  const order = { to: 'qa.pp', reference: 'VN-DEMO-24', language: 'en' } as const

  it('say before anybody submits them what this node would not send, and do not offer it', async () => {
    const request = await opened(world)
    const other = await signedIn(world.answering, ['officer'])
    const { location } = await other.post(`/cases/${request}/drafts`, { type: 'decision' })
    const [link = ''] = /^\/drafts\/[0-9a-f-]+/.exec(location) ?? []
    const [outcome] = bodies.decision.outcomes
    const refusedFor = async (code: string): Promise<string> => {
      await filled(world.answering, link, { outcomes: [{ ...outcome, grounds: [{ code }] }] })
      return (await other.get(`${link}/check`)).text
    }
    const wrong = await refusedFor('MILITARY_OFFENCE')
    assert.match(wrong, /This could not be sent/)
    assert.match(wrong, /GROUND_NOT_ALLOWED/)
    assert.match(wrong, new RegExp(`href="${link}/parts/[a-z]+[?]row=[^"]*outcomes`, 'i'))
    assert.ok(!wrong.includes(`${link}/submit`))
    const right = await refusedFor('DUAL_CRIMINALITY')
    assert.doesNotMatch(right, /This could not be sent/)
    assert.ok(right.includes(`${link}/submit`))
  })

  it('are begun from a page that says beside each message what it needs', async () => {
    const request = await opened(world)
    const other = await signedIn(world.answering, ['officer'])
    const needsOf = async (type: string): Promise<string> => {
      const { text: page } = await other.get(`/cases/${request}`)
      const [, form = ''] = new RegExp(`value="${type}"(.*?)</form>`, 's').exec(page) ?? []
      return form
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    }
    const decision = await needsOf('decision')
    assert.match(decision, /Refused needs: Grounds and Reasons/)
    assert.match(decision, /The approval of a second person/)
    const consultation = await needsOf('consult-open')
    assert.match(consultation, /It must say: .*Reply by/)
    assert.doesNotMatch(await needsOf('acknowledgement'), /approval|consultation/)
    await other.post('/language', { language: 'zh' })
    assert.match(await needsOf('decision'), /第二人批准/)
  })

  it('offer of the request what they may name, and the grounds that its basis allows, each with its article and what it means', async () => {
    const request = await opened(world)
    const other = await signedIn(world.answering, ['officer'])
    const { location } = await other.post(`/cases/${request}/drafts`, { type: 'decision' })
    const [link = ''] = /^\/drafts\/[0-9a-f-]+/.exec(location) ?? []
    const [{ measure }] = bodies.decision.outcomes
    await filled(world.answering, link, { outcomes: [{ measure, outcome: 'refused' }] })
    const { text: page } = await other.get(location)
    assert.match(
      page,
      new RegExp(`type="radio"[^>]* value="${measure}"|value="${measure}"[^>]* type="radio"`),
    )
    assert.match(page, new RegExp(`${measure}</bdi> Preserv`))
    const [, grounds = ''] =
      /<select[^>]*id="\/outcomes\/0\/grounds\/0\/code"[^>]*>(.*?)<\/select>/s.exec(page) ?? []
    const codes = [...grounds.matchAll(/value="([A-Z_]+)"/g)].map(([, code]) => code)
    assert.deepEqual(codes.toSorted(), [
      'DISCRIMINATION',
      'DOMESTIC_BAN',
      'DUAL_CRIMINALITY',
      'ESSENTIAL_INTERESTS',
    ])
    assert.match(grounds, /<optgroup label="About the offence">/)
    assert.match(page, /What each ground means/)
    assert.match(page, /United Nations Convention against Cybercrime <bdi[^>]*>40\(8\), 42\(5\)</)
    assert.match(page, /The conduct described is no offence under the law of your State\./)
    // What stands there already stays, whatever it is.
    await filled(world.answering, link, {
      outcomes: [{ measure: 'm7', outcome: 'refused', grounds: [{ code: 'MILITARY_OFFENCE' }] }],
    })
    const { text: kept } = await other.get(location)
    assert.match(kept, /value="MILITARY_OFFENCE" selected|selected value="MILITARY_OFFENCE"/)
    assert.match(kept, /value="m7"/)
    await other.post('/language', { language: 'ru' })
    assert.match((await other.get(location)).text, /Описанное деяние не является преступлением/)
  })

  it('give ids to their rows themselves, and offer by its words whatever of themselves they name', async () => {
    const { location: link } = await officer.post('/ask', order)
    const written = async (part: string, fields: Record<string, string>): Promise<string> => {
      const { text: page } = await officer.get(`${link}/parts/${part}`)
      const version = /name="version" value="([^"]*)"/.exec(page)?.[1] ?? ''
      const kept = await officer.post(`${link}/parts/${part}`, { version, ...fields })
      assert.equal(kept.status, 303, kept.text)
      return (await officer.get(`${link}/parts/${part}`)).text
    }
    const before = await officer.get(`${link}/parts/basis`)
    assert.match(before.text, /<input type="hidden" name="\/legalBasis\/0\/id"( value(="")?)?\/>/)
    assert.doesNotMatch(before.text, /Identifier:/)
    assert.match(before.text, /No file has been added yet/)
    const first = { '/legalBasis/0/instrument': 'UNCC', '/legalBasis/0/article': '42' }
    const basis = await written('basis', first)
    assert.match(basis, /<input type="hidden" name="\/legalBasis\/0\/id" value="l1"/)
    const measures = await written('measures', { '/measures/0/kind': 'preservation', choose: '/measures/0' })
    assert.match(measures, /<input type="hidden" name="\/measures\/0\/id" value="m1"/)
    const [, bases = ''] = /<select[^>]*id="\/measures\/0\/basis"[^>]*>(.*?)<\/select>/s.exec(measures) ?? []
    assert.match(bases, /value="l1"[^>]*>United Nations Convention against Cybercrime, 42</)
    await written('measures', {
      '/measures/0/id': 'm1',
      '/measures/0/kind': 'preservation',
      '/measures/0/basis': 'l1',
    })
    // The basis goes, and a measure names it still: its id is nobody else's.
    await written('basis', { '/legalBasis/1/instrument': 'BUD', '/legalBasis/1/article': '29' })
    assert.deepEqual((await bodyOf(link)).legalBasis, [
      { id: 'l2', instrument: 'BUD', article: '29', regime: true },
    ])
    // A row in which nothing stands but its id is none.
    await written('basis', { '/legalBasis/0': '', '/legalBasis/0/id': 'l2' })
    assert.ok(!('legalBasis' in (await bodyOf(link))))
  })

  const people = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((name) => ({
    role: 'suspect',
    names: [{ full: `Example Person ${name}` }],
    birthPlace: `Example Town ${name}`,
    birthCountry: 'VN',
  }))
  /** The form of a page as a browser would post it, where no button but that of saving is pressed. */
  const asShown = ({ text: page }: Page, path: string): Record<string, string> => {
    const begin = page.lastIndexOf('<form', page.indexOf(`action="${path}"`))
    return Object.fromEntries(postedBy(`${page.slice(begin, page.indexOf('</form>', begin))}</form>`))
  }
  const openIn = (page: Page): readonly string[] =>
    [...page.text.matchAll(/<select[^>]* name="(\/persons\/[0-9]+)\/role"/g)].map(([, row = '']) => row)
  const personsOf = async (link: string): Promise<readonly string[]> =>
    ((await bodyOf(link)).persons as { birthPlace?: string }[]).map(({ birthPlace = '' }) =>
      birthPlace.replace('Example Town ', ''),
    )

  it('have long lists folded: one row is open, the others stay as they are saved whatever is typed in it, added or removed', async () => {
    const { location: link } = await officer.post('/ask', order)
    await filled(world.asking, link, { persons: people })
    const path = `${link}/parts/persons`
    const first = await officer.get(path)
    assert.deepEqual(openIn(first), [])
    assert.match(first.text, /Person 3.*Suspect.*Example Person C/s)
    const press = async (page: Page, fields: Record<string, string>): Promise<Page> => {
      const sent = await officer.post(path, { ...asShown(page, path), ...fields })
      assert.equal(sent.status, 303, sent.text)
      const [row = ''] = Object.keys(fields).includes('change') ? [fields.change] : []
      if (row !== '') assert.ok(sent.location.endsWith(`#${encodeURIComponent(row)}`), sent.location)
      return await officer.get(sent.location.replace(/#.*/, ''))
    }
    const second = await press(first, { change: '/persons/2' })
    assert.deepEqual(openIn(second), ['/persons/2'])
    // What was typed in the open row is saved as another is opened.
    const third = await press(second, {
      '/persons/2/birthPlace': 'Example Town X',
      change: '/persons/5',
    })
    assert.deepEqual(openIn(third), ['/persons/5'])
    assert.equal((await personsOf(link)).join(''), 'ABXDEFGH')
    // The row that is open stays so as one before it goes.
    const fourth = await press(third, { '/persons/5/birthPlace': 'Example Town Y', remove: '/persons/1' })
    assert.deepEqual(openIn(fourth), ['/persons/4'])
    assert.equal((await personsOf(link)).join(''), 'AXDEYGH')
    const fifth = await press(fourth, { add: '/persons' })
    assert.deepEqual(openIn(fifth), ['/persons/7'])
    const sixth = await press(fifth, { '/persons/7/birthPlace': 'Example Town Z', change: '/persons/0' })
    assert.equal((await personsOf(link)).join(''), 'AXDEYGHZ')
    const { persons } = await bodyOf(link)
    assert.deepEqual((persons as JsonObject[])[2], people[3])
    // A row that the draft does not have cannot be kept, nor one that is typed as well.
    const shown = asShown(sixth, path)
    for (const wrong of [
      { '/persons/6': `kept ${'0'.repeat(16)}` },
      { '/persons/6': 'kept' },
      { '/persons/6/birthPlace': 'Example Town' },
      { '/persons/0': `open ${'0'.repeat(16)}` },
    ]) {
      const refused = await officer.post(path, { ...shown, ...wrong })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /FORM_MEMBER_INVALID/)
    }
    const unknown = await officer.post(path, { ...shown, change: '/facts/0' })
    assert.match(unknown.text, /FORM_MEMBER_UNKNOWN/)
    assert.equal((await personsOf(link)).join(''), 'AXDEYGHZ')
  })

  it('have what another has saved meanwhile in their folded rows, also where that has changed places', async () => {
    const { location: link } = await officer.post('/ask', order)
    await filled(world.asking, link, { persons: people })
    const path = `${link}/parts/persons`
    const [mine, theirs] = [
      await officer.get(`${path}?row=%2Fpersons%2F2`),
      await approver.get(`${path}?row=%2Fpersons%2F5`),
    ]
    const first = { '/persons/5/birthPlace': 'Example Town Y', remove: '/persons/1' }
    assert.equal((await approver.post(path, { ...asShown(theirs, path), ...first })).status, 303)
    const late = await officer.post(path, {
      ...asShown(mine, path),
      '/persons/2/birthPlace': 'Example Town X',
    })
    assert.equal(late.status, 409)
    assert.match(late.text, /This draft was changed meanwhile, by somebody else or by you in another window/)
    // Nothing of what is typed and not saved yet is folded.
    assert.deepEqual(openIn(late), ['/persons/1'])
    assert.equal((await personsOf(link)).join(''), 'ACDEYGH')
    const again = await officer.post(path, asShown(late, path))
    assert.equal(again.status, 303, again.text)
    assert.equal((await personsOf(link)).join(''), 'AXDEYGH')
  })

  it('open the folded row with the first error, and lead to the line of every other', async () => {
    const { location: link } = await officer.post('/ask', order)
    const wrong = people.map((person, place) =>
      place === 3 || place === 6 ? { ...person, birthCountry: 'nowhere' } : { ...person, names: undefined },
    )
    await filled(world.asking, link, { persons: wrong })
    const path = `${link}/parts/persons`
    const page = await officer.get(path)
    assert.deepEqual(openIn(page), ['/persons/3'])
    const links = [...page.text.matchAll(/<a href="#(\/persons[^"]*)"/g)].map(([, place = '']) => place)
    assert.deepEqual(links, ['/persons/3/birthCountry', '/persons/6'])
    const [, line = ''] = page.text.split('<div class="desk-row" id="/persons/6">')
    assert.match(line.split('<div class="desk-row"')[0] ?? '', /Something in it must be corrected/)
    const [, incomplete = ''] = page.text.split('<div class="desk-row" id="/persons/1">')
    assert.match(incomplete.split('<div class="desk-row"')[0] ?? '', /Missing: 1/)
    // From the page where it is checked each leads to its row, opened.
    const { text: check } = await officer.get(`${link}/check`)
    assert.ok(check.includes(`${path}?missing&amp;row=%2Fpersons%2F6%2FbirthCountry#`), check)
    const told = await officer.get(`${path}?missing&row=%2Fpersons%2F6%2FbirthCountry`)
    assert.deepEqual(openIn(told), ['/persons/6'])
    const linked = [...told.text.matchAll(/<a href="#([^"]*)"/g)].map(([, place = '']) => place)
    for (const place of linked) assert.ok(told.text.includes(`id="${place}"`), place)
  })

  const optionsOf = (page: string, id: string): string =>
    new RegExp(`<select[^>]*id="${id}"[^>]*>(.*?)</select>`, 's').exec(page)?.[1] ?? ''

  it('offer the questions of the message that they answer, by what was asked, and open messages by their names', async () => {
    const [measure] = (bodies.request as { readonly measures: readonly JsonObject[] }).measures
    const measures = ['a1', 'a2'].map((id) => ({ ...measure, id }))
    const request = crypto.randomUUID()
    await say(world, world.asking, request, 'request', { body: { ...bodies.request, measures } })
    await agreed(world, request, 1)
    const outcomes = [{ measure: 'a1', outcome: 'asked' }]
    const question = { ...text, text: 'Does it cover the aliases?' }
    const field = '/measures/0/data/identifiers'
    const other = { id: 'q8', question: { ...text, text: 'Until when?' } }
    const items = [{ id: 'q7', question, field }, other]
    const asks = { items, replyBy: '2099-03-04T07:00:00Z', outcomes }
    await say(world, world.answering, request, 'information-request', { body: asks })
    await agreed(world, request, 2)
    const { location } = await officer.post(`/cases/${request}/drafts`, { type: 'information-response' })
    const { text: page } = await officer.get(location)
    const offered = optionsOf(page, '/answers/0/item')
    assert.match(offered, /<option value="q7"[^>]*>Does it cover the aliases\?</)
    // A row for each of them stands there, so that none is forgotten.
    assert.match(offered, /<option value="q7" selected/)
    assert.match(optionsOf(page, '/answers/1/item'), /<option value="q8" selected/)
    assert.equal(optionsOf(page, '/answers/2/item'), '')
    const places = optionsOf(page, '/answers/0/field')
    assert.match(
      places,
      /<optgroup label="What is asked for">.*<option value="\/measures\/0"[^>]*>Measures \(1\)/s,
    )
    // The letter beside the form says in words which place is meant.
    assert.match(page, /Measures \(1\) › Data › Identifiers/)

    const [draft = ''] = /^\/drafts\/[0-9a-f-]+/.exec(location) ?? []
    await filled(world.asking, draft, { answers: [{ item: 'q7', answer: text }] })
    const check = (await officer.get(`${draft}/check`)).text
    assert.match(check, /It leaves a question of the message that it names without an answer/)
    assert.match(check, /Without an answer: (<[^>]*>)*q8</)
    assert.ok(!check.includes(`action="${draft}/submit"`))

    const others = { ...asks, outcomes: [{ measure: 'a2', outcome: 'asked' }] }
    await say(world, world.answering, request, 'information-request', { body: others })
    await agreed(world, request, 3)
    const another = await officer.post(`/cases/${request}/drafts`, {
      type: 'information-response',
      answers: '',
      another: 'yes',
    })
    const link = /^\/drafts\/[0-9a-f-]+/.exec(another.location)?.[0] ?? ''
    const answers = optionsOf((await officer.get(link)).text, 'inReplyTo')
    assert.match(answers, />Message 2: Information request</)
    assert.match(answers, />Message 3: Information request</)
    assert.match((await officer.get(`${link}/parts/more`)).text, /Say first, on the page of the draft/)
    const head = await officer.get(link)
    const [chosen = ''] =
      /(?<=<option value=")[^"]+(?="[^>]*>Message 3: Information request)/.exec(answers) ?? []
    const kept = await officer.post(`${link}/head`, {
      version: hidden(head, 'version'),
      language: 'en',
      inReplyTo: chosen,
    })
    assert.equal(kept.status, 303, kept.text)
    const { text: rows } = await officer.get(`${link}/parts/more`)
    assert.match(optionsOf(rows, '/answers/1/item'), /<option value="q8" selected/)
  })

  it('offer a correction the places of the message that it corrects, with what stands there', async () => {
    const request = await opened(world)
    const { id } = await world.asking.node.node.db
      .selectFrom('message')
      .select('id')
      .where('request', '=', request)
      .executeTakeFirstOrThrow()
    const { location } = await officer.post(`/cases/${request}/drafts`, { type: 'amend' })
    const [link = ''] = /^\/drafts\/[0-9a-f-]+/.exec(location) ?? []
    await filled(world.asking, link, { replaces: [{}] })
    assert.match((await officer.get(location)).text, /Choose first which message is corrected, and save/)
    await filled(world.asking, link, { supersedes: id, replaces: [{}], asked: [{ kind: 'preservation' }] })
    const { text: page } = await officer.get(location)
    const places = optionsOf(page, '/replaces/0/pointer')
    assert.match(places, /<optgroup label="Facts[^"]*"><option value="\/body\/facts">Facts: /)
    assert.match(places, /<option value="\/body\/measures\/0\/kind">Measures \(1\) › Kind: Preserv/)
    // A measure that is asked for anew is a known one: its id is chosen, and none is given.
    assert.match(page, /name="\/asked\/0\/id"[^>]*value="a1"|value="a1"[^>]*name="\/asked\/0\/id"/)
  })

  it('say as they grow what the other State would ask, beside the part where it is mended', async () => {
    const link = await asked(officer)
    const less = Object.fromEntries(Object.entries(bodies.request).filter(([name]) => name !== 'offences'))
    await filled(world.asking, link, less)
    const { text: tasks } = await officer.get(link)
    assert.match(tasks, /They will ask: \d/)
    const { text: check } = await officer.get(`${link}/check`)
    const [, part = ''] = new RegExp(`href="(${link}/parts/[a-z]+)[?]row=`, 'i').exec(check) ?? []
    assert.notEqual(part, '')
    assert.match((await officer.get(part)).text, /What the other State asks by its published rules/)
    assert.match(check, /The legal basis is not in force for Qatar on that day\./)
    const reader = await signedIn(world.asking, ['officer'])
    await reader.post('/language', { language: 'ru' })
    const { text: russian } = await reader.get(`${link}/check`)
    assert.match(russian, /Правовое основание на этот день не действует/)
    assert.match(russian, /<bdi lang="en"[^>]*>/)
  })

  it('have a page on which they are checked, however little is said of each measure yet', async () => {
    const request = await opened(world)
    const other = await signedIn(world.answering, ['officer'])
    const { location } = await other.post(`/cases/${request}/drafts`, { type: 'decision' })
    const [link = ''] = /^\/drafts\/[0-9a-f-]+/.exec(location) ?? []
    const { db } = world.answering.node.node
    const row = await findDraft(db, link.replace('/drafts/', ''))
    assert.ok(row !== null)
    for (const type of knownMessageTypes()) {
      const { body } = JSON.parse(await readFile(`schemas/example/${type}.json`, 'utf8')) as Message
      if (!('outcomes' in body)) continue
      const id = crypto.randomUUID()
      await db
        .insertInto('draft')
        .values({ ...row, id, type, body: '{"outcomes":[{}]}' })
        .execute()
      assert.equal((await other.get(`/drafts/${id}/check`)).status, 200, type)
    }
  })

  it('begin in the language of the page on which they are begun, and say where letters of another are written in them', async () => {
    const request = await opened(world)
    const writer = await signedIn(world.answering, ['officer'])
    const { db } = world.answering.node.node
    const begin = async (): Promise<{ readonly link: string; readonly language: string | undefined }> => {
      const { location, text } = await writer.post(`/cases/${request}/drafts`, {
        ...{ type: 'consult-open', another: 'yes' },
      })
      const row = await findDraft(db, location.replace('/drafts/', '').split('/')[0] ?? '')
      assert.ok(row !== null, text)
      return { link: location, language: row.language }
    }
    await writer.post('/language', { language: 'ar' })
    assert.equal((await begin()).language, 'ar')
    await writer.post('/language', { language: 'en' })
    const { link, language } = await begin()
    assert.equal(language, 'en')
    const saved = await writer.post(link, {
      ...{ version: hidden(await writer.get(link), 'version'), language: 'en' },
      '/question/text': 'هل ما زلتم بحاجة إلى هذه البيانات؟',
    })
    assert.equal(saved.status, 303, saved.text)
    for (const page of [link, `${link.split('/parts')[0]}/check`])
      assert.match((await writer.get(page)).text, /is not written in the letters of the language/, page)
  })

  it('begin in the language of whoever writes where the other State takes it, and are put into another as a whole', async () => {
    const request = await opened(world)
    const writer = await signedIn(world.answering, ['officer'])
    const { db } = world.answering.node.node
    const draftOf = async (location: string) => {
      const row = await findDraft(db, location.replace('/drafts/', '').split('/')[0] ?? '')
      assert.ok(row !== null)
      return row
    }
    const begun = async (language: string, type: string): Promise<string> => {
      await writer.post('/language', { language })
      return (await writer.post(`/cases/${request}/drafts`, { type })).location
    }
    assert.equal((await draftOf(await begun('ru', 'decision'))).language, 'en')
    const location = await begun('vi', 'consult-open')
    assert.equal((await draftOf(location)).language, 'vi')
    const page = await writer.get(location)
    assert.match(page.text, /<option[^>]* value="vi"[^>]* selected|<option selected[^>]* value="vi"/)
    const saved = await writer.post(location, {
      ...{ version: hidden(page, 'version'), language: 'vi', '/question/text': 'Is it still needed?' },
    })
    assert.equal(saved.status, 303, saved.text)
    const again = await writer.get(location)
    const changed = await writer.post(location, {
      ...{ version: hidden(again, 'version'), language: 'en' },
      ...{ '/question/language': 'vi', '/question/text': 'Is it still needed?' },
    })
    assert.equal(changed.status, 303, changed.text)
    const { language, body } = await draftOf(location)
    const { question } = JSON.parse(body) as JsonObject
    assert.deepEqual([language, question], ['en', { language: 'en', text: 'Is it still needed?' }])
    const none = await writer.post(location, { version: '3', language: 'not a language' })
    assert.equal(none.status, 422)
  })

  it('tell in which language they are written, and mark their fields with it', async () => {
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-22', language: 'fr' })
    const { text: tasks } = await officer.get(begun.location)
    const [, part = ''] = new RegExp(`href="(${begun.location}/parts/facts[^"]*)"`).exec(tasks) ?? []
    const { text: page } = await officer.get(part)
    assert.equal(/goes out as written in (.{20})/.exec(page)?.[1], '<bdi>French</bdi>, a')
    assert.match(page, /<textarea[^>]* lang="fr"/)
  })

  it('begin with an earlier request: of the same case with its words, of another with what says nothing of a case', async () => {
    const earlier = await opened(world)
    assert.match((await officer.get(`/cases/${earlier}`)).text, new RegExp(`href="/cases/${earlier}/again"`))
    const page = await officer.get(`/cases/${earlier}/again`)
    assert.match(page.text, /Never copied are its reference/)
    assert.ok((await eventsOf(world.asking)).includes('case.read'))
    const same = await officer.post(`/cases/${earlier}/again`, { ...order, sameCase: 'yes' })
    const other = await officer.post(`/cases/${earlier}/again`, order)
    const [copied, plain] = [await bodyOf(same.location), await bodyOf(other.location)]
    const whole = bodies.request as JsonObject
    assert.deepEqual([copied.facts, copied.persons], [whole.facts, whole.persons])
    // Until when something was to be kept was of that request.
    const measures = (whole.measures as readonly JsonObject[]).map((measure) =>
      Object.fromEntries(Object.entries(measure).filter(([name]) => name !== 'requestedUntil')),
    )
    assert.deepEqual(copied.measures, measures)
    assert.deepEqual([plain.facts, plain.persons, plain.organisations], [undefined, undefined, undefined])
    assert.deepEqual(plain.legalBasis, whole.legalBasis)
    for (const body of [copied, plain]) {
      assert.deepEqual(body.requestingAuthority, {
        officer: 'Example-Person',
        contact: { officeHours: '24 h', timeZone: 'UTC' },
      })
      for (const name of ['deadline', 'urgency', 'status', 'earlier', 'domesticOrder', 'enclosed'])
        assert.ok(!(name in body), name)
    }
    // What was asked of this authority is no request of its own.
    const received = await signedIn(world.answering, ['officer'])
    assert.equal((await received.get(`/cases/${earlier}/again`)).status, 404)
    const wrong = await officer.post(`/cases/${earlier}/again`, { ...order, reference: '' })
    assert.match(wrong.text, /href="#reference"/)
  })

  it('begin with a template of the authority, which has nothing of a case, and is deleted again', async () => {
    const link = await asked(officer)
    for (const [name, status] of [
      ['', 422],
      ['x'.repeat(101), 422],
      ['Mailbox <Example>', 303],
      ['Mailbox <Example>', 409],
    ] as const) {
      const page = await officer.post(`${link}/template`, { name })
      assert.equal(page.status, status, name)
      if (status !== 303) assert.match(page.text, /href="#name"/)
    }
    const page = await approver.get('/templates')
    assert.match(page.text, /Mailbox &lt;Example>/)
    const template = /href="(\/templates\/[0-9a-f-]{36})"/.exec(page.text)?.[1] ?? ''
    const shown = await approver.get(template)
    assert.match(shown.text, /What it says/)
    assert.match(shown.text, /Legal basis/i)
    const begun = await approver.post(template, { ...order, reference: 'VN-DEMO-25' })
    const body = await bodyOf(begun.location)
    assert.deepEqual(body.legalBasis, (bodies.request as JsonObject).legalBasis)
    assert.deepEqual([body.facts, body.persons], [undefined, undefined])
    assert.equal((await approver.post(`${template}/delete`)).location, '/templates')
    assert.equal((await approver.get(template)).status, 404)
    assert.match((await approver.get('/templates')).text, /There are no templates yet/)
    const { node } = world.asking.node
    const row = await findPerson(node.db, officer.signInName)
    assert.ok(row !== null)
    const actor = { person: personOfRow(row), address: '127.0.0.1' }
    assert.equal(codeOf(await deleteTemplate(node, crypto.randomUUID(), actor)), 'TEMPLATE_UNKNOWN')
    await inTransaction(node.db, async (trx) => {
      for (let count = 0; count < exchangeLimits.drafts.templatesMax; count += 1)
        await insertTemplate(trx, {
          ...{ id: crypto.randomUUID(), authority: row.authority, name: `Example ${count}`, type: 'request' },
          ...{ language: 'en', body: '{}', made_by: row.id, made_at: new Date() },
        })
    })
    const full = await officer.post(`${link}/template`, { name: 'One more' })
    assert.equal(full.status, 409)
    assert.match(full.text, /as many templates as it may have \(200\)/)
    const events = await eventsOf(world.asking)
    assert.ok(events.includes('template.kept') && events.includes('template.deleted'))
  })

  it('begin with a file, and what of it no form can show is told and not lost', async () => {
    const fileOf = (value: unknown) => [
      {
        member: 'file',
        name: 'request.json',
        bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
      },
    ]
    // The page names the draft that a form of it begins.
    const send = (files: ReturnType<typeof fileOf>, draft: string = crypto.randomUUID()) =>
      officer.postFiles('/ask/file', { ...order, draft }, files)
    assert.match((await officer.get('/ask/file')).text, /name="draft" value="[0-9a-f-]{36}"/)
    const whole = await send(fileOf({ type: 'request', body: bodies.request }))
    assert.deepEqual(await bodyOf(whole.location), bodies.request)
    const strange = {
      ...bodies.request,
      facts: { ...text, colour: 'red <b>' },
      period: 5,
      own: { note: 'Example' },
    }
    const id = crypto.randomUUID()
    const told = await send(fileOf(strange), id)
    assert.equal(told.status, 200)
    for (const words of ['/facts/colour', 'red &lt;b>', '/period', '/own', 'Example'])
      assert.ok(told.text.includes(words), words)
    const link = /href="(\/drafts\/[0-9a-f-]{36})"/.exec(told.text)?.[1] ?? ''
    assert.deepEqual((await bodyOf(link)).facts, text)
    // A browser that loads the answer anew sends the form again: the same is told, and no second draft begins.
    const drafts = async () =>
      (await world.asking.node.node.db.selectFrom('draft').select('id').execute()).length
    const before = await drafts()
    const [again, other] = await Promise.all([send(fileOf(strange), id), send(fileOf(strange), id)])
    for (const page of [again, other]) {
      assert.equal(page.status, 200)
      assert.ok(page.text.includes('/facts/colour') && page.text.includes(link))
    }
    assert.equal(await drafts(), before)
    // Another file under the same form is no loading anew: it begins a draft of its own.
    const another = await send(fileOf({ facts: text }), id)
    assert.notEqual(another.location, link)
    assert.deepEqual((await bodyOf(another.location)).facts, text)
    assert.equal(await drafts(), before + 1)
    const ofOther = await approver.postFiles('/ask/file', { ...order, draft: id }, fileOf(strange))
    assert.equal(ofOther.status, 404)
    assert.equal((await send(fileOf(strange), 'nothing')).status, 422)
    assert.equal((await officer.get(`${link}/check`)).status, 200)
    // What only lacks something is told by the draft.
    const short = await send(fileOf({ facts: text }))
    assert.match((await officer.get(`${short.location}/check`)).text, /It is not complete yet/)
    for (const [value, status] of [
      ['{', 400],
      ['[]', 422],
      [{ type: 'delivery', body: {} }, 422],
      // Half of a surrogate pair: no digest is made of that, and so no page of the draft.
      ['{"facts":{"text":"\\ud83d","language":"en"}}', 400],
      [`{"facts":"${'x'.repeat(600_000)}"}`, 413],
    ] as const) {
      const page = await send(fileOf(value))
      assert.equal(page.status, status, page.text.slice(0, 300))
      assert.match(page.text, /href="#file"/)
      assert.match(page.text, /value="VN-DEMO-24"/)
    }
    assert.match((await send([])).text, /href="#file"/)
  })

  it('are seen on the page of their request, and what is being written already is begun again by whoever insists alone', async () => {
    const request = await opened(world)
    const other = await signedIn(world.answering, ['officer'])
    const second = await signedIn(world.answering, ['approver'])
    const drafts = `/cases/${request}/drafts`
    const linkOf = ({ location }: { readonly location: string }): string =>
      /^\/drafts\/[0-9a-f-]{36}/.exec(location)?.[0] ?? ''
    const first = linkOf(await other.post(drafts, { type: 'decision' }))
    await filled(world.answering, first, bodies.decision)
    const version = hidden(await other.get(`${first}/check`), 'version')
    const here = async (): Promise<string> => (await other.get(`/cases/${request}`)).text
    assert.match(await here(), new RegExp(`Drafts in this request.*${first}.*Being written`, 's'))
    assert.equal((await other.post(`${first}/submit`, { version })).status, 303)
    assert.match(await here(), new RegExp(`${first}.*Waits for approval`, 's'))
    assert.equal((await second.post(`${first}/return`, { reason: 'Name the article.' })).status, 303)
    assert.match(await here(), new RegExp(`${first}.*Returned.*Name the article\\.`, 's'))
    const timeline =
      /Draft submitted for approval.*Draft returned.*A second person returned it.*Name the article/s
    assert.match(await here(), timeline)

    const again = await second.post(drafts, { type: 'decision' })
    assert.deepEqual([again.status, again.location], [303, `${drafts}?type=decision`])
    const said = await second.get(again.location)
    assert.equal(said.status, 200)
    assert.match(said.text, new RegExp(`a draft of it is open already.*href="${first}"`, 's'))
    const insisting = /<input type="hidden" name="(type|another)" value="([^"]+)"/g
    const members = [...said.text.matchAll(insisting)].map(([, name = '', value = '']) => [name, value])
    const another = await second.post(drafts, Object.fromEntries(members) as Record<string, string>)
    assert.ok(![first, ''].includes(linkOf(another)), another.text)

    const auditor = await signedIn(world.answering, ['auditor'])
    assert.ok(!(await auditor.get(`/cases/${request}`)).text.includes(first))
    for (const link of [first, linkOf(another)]) assert.equal((await other.post(`${link}/drop`)).status, 303)
    assert.doesNotMatch(await here(), /Drafts in this request/)
    const over = await second.get(again.location)
    assert.deepEqual([over.status, over.location], [303, `/cases/${request}`])
    assert.equal(linkOf(await other.post(drafts, { type: 'decision' })).length, 44)
  })

  it('begin as a supplement of a request that is open, with files', async () => {
    const request = await opened(world)
    await agreed(world, request, 1)
    assert.match((await officer.get(`/cases/${request}`)).text, /value="supplement"/)
    const begun = await officer.post(`/cases/${request}/drafts`, { type: 'supplement' })
    const [link = ''] = begun.location.split('/parts')
    assert.match((await officer.get(link)).text, /\/files"/)
    assert.equal((await officer.get(`${link}/files`)).status, 200)
  })
})

function codeOf(outcome: Result<object>): string | null {
  return outcome.ok ? null : outcome.code
}
