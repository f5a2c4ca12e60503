import assert from 'node:assert/strict'
import { gunzipSync } from 'node:zlib'
import { brandIn } from '../../support/brand.ts'
import type { DeskClient, Page } from '../../support/desk.ts'
import { postedRoutes, sendEveryForm } from '../../support/everyForm.ts'
import { type LookedAt, narrow, openLookedAt, wide } from '../../support/lookedAt.ts'
import { markWords, markedLanguage, unmarkedOn } from '../../support/markedWords.ts'
import { provenAnew, provenNoMore } from '../../support/passkeyDesk.ts'

/** What whoever writes a system of a State reads. */
const readerPages = [
  '/api/v1/reader',
  '/api/v1/reader/schemas/message.request',
  '/api/v1/reader/schemas/Draft',
]

describe('every page of the desk, for everybody', function () {
  this.timeout(300_000)
  let at: LookedAt
  before(async function () {
    at = await openLookedAt(this)
  })
  after(() => at.close())

  // The other five languages, and axe in Arabic: test/whole/accessOthers.test.ts. They differ in their words only; that pages fit is looked at here in either direction.
  for (const language of ['en', 'ar'])
    it(`is there, ${language === 'en' ? 'has nothing serious for axe, ' : ''}and fits a telephone, a tablet, a zoom of 200 % and a screen, in ${language}`, async () => {
      // Axe takes half of the time.
      assert.deepEqual(await at.wrongIn(language, language === 'en' ? [wide, narrow] : []), [])
    })

  it('sends less than 60 kB for it, with all that it looks with, needs nothing from elsewhere, and has no brand of others', async () => {
    const weights = new Map<string, number>()
    const weightOf = async (visitor: DeskClient, path: string): Promise<number> => {
      const { status, headers, bytes } = await visitor.get(path, { 'accept-encoding': 'gzip' })
      assert.equal(status, 200, path)
      assert.equal(headers['content-encoding'], 'gzip', path)
      assert.deepEqual(brandIn(gunzipSync(bytes)), [], path)
      return bytes.length
    }
    for (const { visitor: name, path, status = 200 } of at.all.pages) {
      const visitor = at.all.visitors[name]
      const answer = await visitor.get(path, { 'accept-encoding': 'gzip' })
      assert.equal(answer.status, status, path)
      const page = gunzipSync(answer.bytes).toString('utf8')
      assert.doesNotMatch(
        page,
        /<style| style="| on[a-z]+="|(?:src|action)="https?:|<link[^>]* href="https?:/i,
        path,
      )
      assert.deepEqual(brandIn(page), [], path)
      let weight = answer.bytes.length
      for (const [, asset = ''] of page.matchAll(/<(?:link|script)\b[^>]* (?:href|src)="([^"]+)"/g)) {
        assert.match(asset, /^\/assets\/[0-9a-f]{16}\.(?:css|js)$/, path)
        if (!weights.has(asset)) weights.set(asset, await weightOf(visitor, asset))
        weight += weights.get(asset) ?? 0
      }
      assert.ok(weight < 60_000, `${path}: ${weight}`)
    }
  })

  it('and those for who writes a system of a State as well', async () => {
    const { apiUrl } = at.world.asking.node
    const context = await at.contextOf()
    const page = await context.newPage()
    const wrong: string[] = []
    for (const path of readerPages.flatMap((one) => [`${one}?language=en`, `${one}?language=ar`])) {
      const answer = await page.goto(`${apiUrl ?? ''}${path}`)
      assert.equal(answer?.status(), 200, path)
      assert.deepEqual(brandIn(await page.content()), [], path)
      wrong.push(...(await at.wrongOn(page, [wide, narrow])).map((what) => `${path}: ${what}`))
    }
    await context.close()
    assert.deepEqual(wrong, [])
  })

  it('is printed with what it says and whose it is, without what leads on or can only be pressed, in either direction', async () => {
    const reader = at.all.visitors.person
    const path = at.all.pages.find((one) => /^\/cases\/[^/]+\/messages\/1$/.test(one.path))?.path
    assert.ok(path !== undefined)
    for (const language of ['en', 'ar']) {
      await reader.post('/language', { language })
      const context = await at.contextOf(reader)
      const page = await context.newPage()
      await page.goto(reader.url + path)
      await page.emulateMedia({ media: 'print' })
      for (const left of ['.desk-header__state', 'h1', 'main article'])
        assert.ok(await page.locator(left).first().isVisible(), left)
      for (const out of ['.desk-header__person', 'header nav', 'footer', 'button'])
        for (const one of await page.locator(out).all()) assert.ok(!(await one.isVisible()), out)
      const color = await page.locator('.desk-header__name').evaluate((name) => getComputedStyle(name).color)
      assert.equal(color, 'rgb(0, 0, 0)')
      await context.close()
    }
  })

  it('says what is wrong with a form that brings files so that everybody hears it, at 320 px', async () => {
    const writer = at.all.visitors.person
    await writer.post('/language', { language: 'en' })
    const context = await at.contextOf(writer)
    const page = await context.newPage()
    const files = at.all.pages.find(({ path }) => path.endsWith('/files'))
    assert.ok(files !== undefined)
    await page.goto(writer.url + files.path)
    await page.click('form[enctype] button')
    assert.deepEqual(await at.wrongOn(page), [])
    assert.equal(await page.locator('#files-error').count(), 1)
    await page.goto(`${writer.url}/ask/file`)
    await page.fill('#reference', 'VN-DEMO-73')
    const buffer = Buffer.from(JSON.stringify({ own: 'x'.repeat(200), facts: 5 }))
    await page.setInputFiles('#file', { name: 'request.json', mimeType: 'application/json', buffer })
    await page.click('form[enctype] button')
    assert.match(await page.content(), /\/own/)
    assert.deepEqual(await at.wrongOn(page), [])
    await context.close()
  })

  it('says in the texts of its language whatever it says, also what it answers to every form: nothing is left where all of them are marked', async () => {
    const found = new Map<string, string>()
    for (const visitor of Object.values(at.all.visitors) as DeskClient[])
      await visitor.post('/language', { language: markedLanguage })
    const takeOff = markWords()
    try {
      const note = (what: string, { headers, text }: Pick<Page, 'headers' | 'text'>): void => {
        if (!String(headers['content-type']).startsWith('text/html')) return
        for (const left of unmarkedOn(text)) found.set(left, found.get(left) ?? what)
      }
      for (const { visitor, path, status = 200 } of at.all.pages) {
        const answer = await at.all.visitors[visitor].get(path)
        assert.equal(answer.status, status, path)
        assert.match(String(answer.headers['content-type']), /^text\/html/, path)
        note(path, answer)
      }
      // What is shown to whoever has proved just now who they are.
      await provenAnew(at.world.asking, at.all.visitors.person)
      await provenNoMore(at.world.asking, at.all.visitors.administrator)
      for (const { visitor, path, members, status = 200 } of at.all.answers) {
        const answer = await at.all.visitors[visitor].post(path, members)
        assert.equal(answer.status, status, `POST ${path}`)
        note(`POST ${path}`, answer)
      }
      for (const path of readerPages) {
        const answer = await fetch(`${at.world.asking.node.apiUrl ?? ''}${path}?language=${markedLanguage}`)
        assert.equal(answer.status, 200, path)
        note(path, { headers: Object.fromEntries(answer.headers), text: await answer.text() })
      }
      const sent = await sendEveryForm(at.all, note)
      assert.deepEqual(sent.sort(), postedRoutes.toSorted())
    } finally {
      takeOff()
    }
    assert.deepEqual([...found], [])
  })
})
