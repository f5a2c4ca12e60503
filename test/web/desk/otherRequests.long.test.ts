import assert from 'node:assert/strict'
import type { JsonObject } from '../../../src/message/json.ts'
import { findDraft } from '../../../src/store/drafts/drafts.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { formsOn } from '../../support/formControls.ts'
import { type Element, elementsIn, readHtml, textOf } from '../../support/html.ts'
import { noted } from '../../support/noted.ts'
import { agreed, say } from '../../support/talk.ts'
import { type World, authority, twoStates, until } from '../../support/world.ts'

const [once, twice, hidden, nowhere] = ['VN-DEMO-7', 'VN-DEMO-8', 'VN-DEMO-9', 'VN-DEMO-0']

/** Members of a form that its client adds, and the buttons that are not pressed. */
const ofNoField = ['formToken', 'add', 'remove', 'choose']

describe('another request in a form of the desk', () => {
  let world: World
  let officer: SignedInClient
  let part: string
  const ids = {
    ...{ once: crypto.randomUUID(), first: crypto.randomUUID(), second: crypto.randomUUID() },
    hidden: crypto.randomUUID(),
  }
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
    const { asking, answering } = world
    await say(world, asking, ids.once, 'request', { reference: once })
    await say(world, asking, ids.first, 'request', { reference: twice })
    await say(world, asking, ids.second, 'request', { reference: twice })
    await say(world, asking, ids.hidden, 'request', { reference: hidden, from: 'vn.moj' })
    for (const request of Object.values(ids)) await agreed(world, request, 1)
    await say(world, answering, ids.once, 'acknowledgement', { body: { ownReference: 'QA-77/2026' } })
    await agreed(world, ids.once, 2)
    officer = await signedIn(asking, ['officer'], { authority: 'vn.spp' })
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-21', language: 'en' })
    part = `${begun.location}/parts/case`
    await until('all is in the index', async () => {
      const waiting = await asking.node.node.db.selectFrom('search_pending').selectAll().execute()
      return waiting.length === 0
    })
  })
  after(() => world.close())

  /** Saves the part as it is shown, with these fields changed. */
  async function save(fields: Readonly<Record<string, string>>): Promise<Page> {
    const form = formsOn((await officer.get(part)).text).find(({ action }) => action === part)
    assert.ok(form)
    const members = Object.entries(form.members).filter(([name]) => !ofNoField.includes(name))
    const saved = await officer.post(part, { ...Object.fromEntries(members), ...fields })
    assert.equal(saved.status, 303, saved.text)
    return saved
  }
  async function body(): Promise<JsonObject> {
    const id = part.split('/')[2] ?? ''
    const row = await findDraft(world.asking.node.node.db, id)
    assert.ok(row)
    return JSON.parse(row.body) as JsonObject
  }
  async function field(name: string): Promise<{ readonly page: string; readonly element: Element }> {
    const { text } = await officer.get(part)
    const all = [...elementsIn(readHtml(text.replace(/^<!doctype html>\n?/, '')))]
    const element = all.find(({ attributes }) => attributes.id === name)
    assert.ok(element, name)
    return { page: text, element }
  }
  const optionsIn = (element: Element): readonly Element[] =>
    [...elementsIn(element)].filter(({ name }) => name === 'option')
  const saidOf = (page: string): string => /class="govuk-error-message">(.*?)<\/p>/s.exec(page)?.[1] ?? ''
  const earlier = { '/earlier/reference': 'see there' }

  it('is called by the reference of either side, kept by its id, and seen by its reference when the form opens again', async () => {
    for (const called of [once, 'vn-demo-7', 'QA-77/2026', ids.once, ids.once.toUpperCase()]) {
      await save({ ...earlier, '/earlier/request': called })
      assert.deepEqual((await body()).earlier, { reference: 'see there', request: ids.once }, called)
      const { page, element } = await field('/earlier/request')
      assert.equal(element.attributes.value, once)
      assert.ok(!page.includes(ids.once))
      await save({ '/earlier/request': '' })
      assert.deepEqual((await body()).earlier, { reference: 'see there' })
    }
    await save({ '/earlier/request': once })
    await save({})
    assert.deepEqual((await body()).earlier, { reference: 'see there', request: ids.once })
  })

  it('is chosen where several are called so, and stays the chosen one', async () => {
    const saved = await save({ ...earlier, '/earlier/request': twice })
    assert.equal(saved.location, part)
    const { page, element } = await field('/earlier/request')
    assert.match(saidOf(page), /several requests have this reference\. Choose the one that is meant/)
    assert.equal(element.name, 'select')
    const offered = optionsIn(element).map(({ attributes }) => attributes.value ?? '')
    assert.deepEqual(new Set(offered), new Set([twice, ids.first, ids.second, '']))
    assert.match(optionsIn(element).map(textOf).join(), /VN-DEMO-8: .*qa\.pp/)
    await save({ '/earlier/request': ids.first })
    await save({})
    assert.deepEqual((await body()).earlier, { reference: 'see there', request: ids.first })
    const again = (await field('/earlier/request')).element
    assert.deepEqual(
      optionsIn(again).flatMap(({ attributes }) => ('selected' in attributes ? [attributes.value] : [])),
      [ids.first],
    )
    // Of several the one that the draft names already is meant.
    await save({ '/earlier/request': twice })
    assert.deepEqual((await body()).earlier, { reference: 'see there', request: ids.first })
  })

  it('is not there where it is of another authority, in the same words as one that nobody has', async () => {
    const pages = []
    for (const called of [hidden, nowhere]) {
      const saved = await save({ ...earlier, '/earlier/request': called })
      assert.equal(saved.location, part)
      assert.deepEqual((await body()).earlier, { reference: 'see there', request: called })
      const { page, element } = await field('/earlier/request')
      assert.deepEqual([element.name, element.attributes.value], ['input', called])
      assert.match(saidOf(page), /your authority has no other request with this reference/)
      pages.push(page.replaceAll(called, '').replaceAll(/name="(version|formToken)" value="[^"]*"/g, ''))
    }
    assert.equal(pages[0], pages[1])
    await save({ '/earlier/request': ids.hidden })
    const { page, element } = await field('/earlier/request')
    assert.equal(element.attributes.value, ids.hidden)
    assert.ok(!page.includes(hidden))
    const listed = (await noted(world.asking, 'case.listed')).filter(
      ({ actor }) => actor?.person === officer.signInName,
    )
    const scopes = JSON.stringify(listed.map(({ details }) => details?.scope))
    assert.ok(scopes.includes(ids.once) && scopes.includes(ids.first) && !scopes.includes(ids.hidden))
    assert.ok(listed.some(({ details }) => details?.query === `references; ${hidden}`))
  })

  it('has its messages to be chosen from beside it, by number and type', async () => {
    await save({ '/earlier/request': '', add: '/relatesTo' })
    await save({ '/relatesTo/0/relation': 'parallel', '/relatesTo/0/request': once })
    const { element } = await field('/relatesTo/0/message')
    assert.equal(element.name, 'select')
    assert.match(optionsIn(element).map(textOf).join('; '), /Choose|Not stated/)
    const second = optionsIn(element).find((option) => textOf(option).includes('2: Acknowledgement'))
    assert.ok(second)
    const message = second.attributes.value ?? ''
    await save({ '/relatesTo/0/message': message })
    assert.deepEqual((await body()).relatesTo, [{ relation: 'parallel', request: ids.once, message }])
  })
})
