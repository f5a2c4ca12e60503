import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { axe, seriousByAxe } from '../../support/axe.ts'
import { startChromium } from '../../support/chromium.ts'
import type { DeskClient } from '../../support/desk.ts'
import { type EveryPage, type Visitors, everyPage } from '../../support/everyPage.ts'
import { type IdentityProvider, openIdentityProvider } from '../../support/identityProvider.ts'
import { markWords, markedLanguage, unmarkedOn } from '../../support/markedWords.ts'
import { provenAnew, withNamedDesk } from '../../support/passkeyDesk.ts'
import { type World, twoStates } from '../../support/world.ts'

/** A screen; a tablet; a screen at 200 % zoom, which has half as many; and a telephone. */
const widths = [1280, 820, 640, 320]
/** At which axe looks as well: what a page shows differs little in between. */
const [wide, narrow] = [1280, 320]

describe('every page of the desk, for everybody', function () {
  this.timeout(300_000)
  let world: World
  let provider: IdentityProvider
  let browser: Browser
  let all: EveryPage
  before(async function () {
    browser = await startChromium(this)
    provider = await openIdentityProvider()
    const more = async (folder: string) => {
      const api = { host: '127.0.0.1', port: 0 }
      return { ...(await withNamedDesk.more?.(folder)), api, provider: await provider.settingIn(folder) }
    }
    world = await twoStates(undefined, undefined, {
      ...{ more, settings: { training: true } },
      answering: { more: withNamedDesk.more ?? more },
    })
    all = await everyPage(world)
  })
  after(async () => {
    await browser.close()
    await world.close()
    await provider.close()
  })

  for (const language of ['en', 'ar'])
    it(`is there, has nothing serious for axe, and fits 320 px, a tablet, 200 % zoom and 1280 px, in ${language}`, async () => {
      // Wide pages of another language differ from these in their words only, and axe takes half of the time.
      const lookedAt = language === 'en' ? [wide, narrow] : [narrow]
      const wrong: string[] = []
      for (const [name, visitor] of Object.entries(all.visitors) as [keyof Visitors, DeskClient][]) {
        await visitor.post('/language', { language })
        const context = await contextOf(visitor)
        const page = await context.newPage()
        for (const { path, status = 200 } of all.pages.filter((one) => one.visitor === name)) {
          const asked = new URL(path, visitor.url)
          const answer = await page.goto(asked.href)
          const came = [answer?.status(), new URL(page.url()).pathname].join(' ')
          const isThere = came === `${status} ${asked.pathname}`
          const found = [...(isThere ? [] : [`came to ${came}`]), ...(await wrongOn(page, lookedAt))]
          wrong.push(...found.map((what) => `${name} ${path}: ${what}`))
        }
        await context.close()
      }
      assert.deepEqual(wrong, [])
    })

  it('and those for who writes a system of a State as well', async () => {
    const { apiUrl } = world.asking.node
    const context = await newContext()
    const page = await context.newPage()
    const wrong: string[] = []
    for (const path of ['/api/v1/reader', '/api/v1/reader/schemas/message.request']) {
      const answer = await page.goto(`${apiUrl ?? ''}${path}`)
      assert.equal(answer?.status(), 200, path)
      wrong.push(...(await wrongOn(page, [wide, narrow])).map((what) => `${path}: ${what}`))
    }
    await context.close()
    assert.deepEqual(wrong, [])
  })

  it('says in the texts of its language whatever it says: nothing is left where all of them are marked', async () => {
    const found = new Map<string, string>()
    for (const visitor of Object.values(all.visitors) as DeskClient[])
      await visitor.post('/language', { language: markedLanguage })
    const takeOff = markWords()
    try {
      const note = (what: string, text: string): void => {
        for (const left of unmarkedOn(text)) found.set(left, found.get(left) ?? what)
      }
      for (const { visitor, path, status = 200 } of all.pages) {
        const answer = await all.visitors[visitor].get(path)
        assert.equal(answer.status, status, path)
        assert.match(String(answer.headers['content-type']), /^text\/html/, path)
        note(path, answer.text)
      }
      // What is shown to whoever has proved just now who they are.
      await provenAnew(world.asking, all.visitors.person)
      for (const { visitor, path, members, status = 200 } of all.answers) {
        const answer = await all.visitors[visitor].post(path, members)
        assert.equal(answer.status, status, `POST ${path}`)
        note(`POST ${path}`, answer.text)
      }
    } finally {
      takeOff()
    }
    assert.deepEqual([...found], [])
  })

  it('says what is wrong with a form that brings files so that everybody hears it, at 320 px', async () => {
    const writer = all.visitors.person
    await writer.post('/language', { language: 'en' })
    const context = await contextOf(writer)
    const page = await context.newPage()
    const files = all.pages.find(({ path }) => path.endsWith('/files'))
    assert.ok(files !== undefined)
    await page.goto(writer.url + files.path)
    await page.click('form[enctype] button')
    assert.deepEqual(await wrongOn(page), [])
    assert.equal(await page.locator('#files-error').count(), 1)
    await page.goto(`${writer.url}/ask/file`)
    await page.fill('#reference', 'VN-DEMO-73')
    const buffer = Buffer.from(JSON.stringify({ own: 'x'.repeat(200), facts: 5 }))
    await page.setInputFiles('#file', { name: 'request.json', mimeType: 'application/json', buffer })
    await page.click('form[enctype] button')
    assert.match(await page.content(), /\/own/)
    assert.deepEqual(await wrongOn(page), [])
    await context.close()
  })

  /** Where every page has axe already: it is half a megabyte, which the browser is handed once. */
  const newContext = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ bypassCSP: true })
    await context.addInitScript(axe)
    return context
  }
  const contextOf = async (visitor: DeskClient): Promise<BrowserContext> => {
    const context = await newContext()
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: visitor.url })))
    return context
  }
  /** Each width that the page does not fit, and what axe finds serious at some of them. */
  const wrongOn = async (page: Page, lookedAt = [narrow]): Promise<readonly string[]> => {
    const wrong: string[] = []
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const needed = Number(await page.evaluate('document.documentElement.scrollWidth'))
      if (needed !== width) wrong.push(`needs ${needed} px of ${width}`)
      const found = lookedAt.includes(width) ? await page.evaluate<string[]>(seriousByAxe) : []
      wrong.push(...found.map((what) => `${what} at ${width} px`))
    }
    return wrong
  }
})
