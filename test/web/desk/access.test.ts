import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startChromium } from '../../support/chromium.ts'
import type { DeskClient } from '../../support/desk.ts'
import { type EveryPage, type Visitors, everyPage } from '../../support/everyPage.ts'
import { type IdentityProvider, openIdentityProvider } from '../../support/identityProvider.ts'
import { markWords, markedLanguage, unmarkedOn } from '../../support/markedWords.ts'
import { withNamedDesk } from '../../support/passkeyDesk.ts'
import { type World, twoStates } from '../../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const question = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`

/** A telephone; a tablet; and a screen of 1280 px at 200 % zoom, which has half as many. */
const widths = [820, 640, 320]

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
    it(`has nothing serious for axe, and fits 320 px, a tablet and 200 % zoom, in ${language}`, async () => {
      const wrong: string[] = []
      for (const [name, visitor] of Object.entries(all.visitors) as [keyof Visitors, DeskClient][]) {
        await visitor.post('/language', { language })
        const context = await contextOf(visitor)
        const page = await context.newPage()
        for (const { path } of all.pages.filter((one) => one.visitor === name)) {
          await page.goto(visitor.url + path)
          wrong.push(...(await wrongOn(page)).map((what) => `${name} ${path}: ${what}`))
        }
        await context.close()
      }
      assert.deepEqual(wrong, [])
    })

  it('and those for who writes a system of a State as well', async () => {
    const { apiUrl } = world.asking.node
    const page = await browser.newPage({ bypassCSP: true })
    const wrong: string[] = []
    for (const path of ['/api/v1/reader', '/api/v1/reader/schemas/message.request']) {
      const answer = await page.goto(`${apiUrl ?? ''}${path}`)
      assert.equal(answer?.status(), 200, path)
      wrong.push(...(await wrongOn(page)).map((what) => `${path}: ${what}`))
    }
    await page.close()
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
      for (const { visitor, path } of all.pages) {
        const { status, headers, text } = await all.visitors[visitor].get(path)
        if (String(headers['content-type']).startsWith('text/html')) note(`${path} (${status})`, text)
      }
      for (const { visitor, path, members } of all.answers)
        note(`POST ${path}`, (await all.visitors[visitor].post(path, members)).text)
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
    await page.goto(writer.url + (files?.path ?? ''))
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

  const contextOf = async (visitor: DeskClient): Promise<BrowserContext> => {
    const context = await browser.newContext({ bypassCSP: true })
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: visitor.url })))
    return context
  }
  /** What axe finds serious, and each width that the page does not fit. */
  const wrongOn = async (page: Page): Promise<readonly string[]> => {
    const wrong: string[] = []
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const needed = Number(await page.evaluate('document.documentElement.scrollWidth'))
      if (needed !== width) wrong.push(`needs ${needed} px of ${width}`)
    }
    await page.evaluate(axe)
    return [...wrong, ...(await page.evaluate<string[]>(question))]
  }
})
