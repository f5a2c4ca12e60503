import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startChromium } from '../../support/chromium.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const question = `axe.run(document).then(({ violations }) =>
  violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id))`

describe('the pages for everybody', () => {
  let world: World
  let reader: SignedInClient
  let administrator: SignedInClient
  let writer: SignedInClient
  let pages: readonly string[]
  let request: string
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    world = await twoStates(undefined, undefined, withDesk)
    request = await opened(world)
    reader = await signedIn(world.answering, ['officer'])
    administrator = await signedIn(world.answering, ['administrator'])
    writer = await signedIn(world.asking, ['officer'])
    pages = await pagesOfDraft(writer, request)
  })
  after(async () => {
    await browser.close()
    await world.close()
  })

  for (const language of ['en', 'ar'])
    it(`have nothing serious for axe, and fit 320 px, in ${language}`, async () => {
      await looksGood(reader, language, ['/', '/cases', `/cases/${request}`, `/cases/${request}/messages/1`])
      await looksGood(administrator, language, [
        '/running',
        '/running/peers',
        '/running/queue',
        '/running/keys',
      ])
      await looksGood(writer, language, pages)
    })

  it('say what is wrong with a form that brings files so that everybody hears it, at 320 px', async () => {
    const context = await contextOf(writer)
    const page = await context.newPage()
    await page.goto(writer.url + (pages.find((path) => path.endsWith('/files')) ?? ''))
    await page.click('form[enctype] button')
    await isGood(page)
    assert.equal(await page.locator('#files-error').count(), 1)
    await page.goto(`${writer.url}/ask/file`)
    await page.fill('#reference', 'VN-DEMO-71')
    const buffer = Buffer.from(JSON.stringify({ own: 'x'.repeat(200), facts: 5 }))
    await page.setInputFiles('#file', { name: 'request.json', mimeType: 'application/json', buffer })
    await page.click('form[enctype] button')
    assert.match(await page.content(), /\/own/)
    await isGood(page)
    await context.close()
  })

  const viewport = { width: 320, height: 800 }
  const contextOf = async (visitor: SignedInClient): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport, bypassCSP: true })
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: visitor.url })))
    return context
  }
  const isGood = async (page: Page): Promise<void> => {
    await page.evaluate(axe)
    assert.deepEqual(await page.evaluate(question), [], page.url())
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), viewport.width, page.url())
  }
  const looksGood = async (
    visitor: SignedInClient,
    language: string,
    paths: readonly string[],
  ): Promise<void> => {
    await visitor.post('/language', { language })
    const context = await contextOf(visitor)
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(visitor.url + path)
      await isGood(page)
    }
    await context.close()
  }
})

/** The pages on which somebody begins a request, and hands files over with it. */
async function pagesOfDraft(writer: SignedInClient, request: string): Promise<readonly string[]> {
  const order = { to: 'qa.pp', reference: 'VN-DEMO-70', language: 'en' }
  const { location } = await writer.post('/ask', order)
  const names = ['title', 'at/day', 'at/month', 'at/year', 'at/time', 'at/offset', 'by', 'place', 'deposit']
  const members = Object.fromEntries(names.map((name) => [name, '']))
  const name = `Example ${'phone'.repeat(30)}.bin`
  const added = await writer.postFiles(`${location}/files`, members, [
    { member: 'files', name, bytes: Buffer.from('Example') },
  ])
  assert.equal(added.status, 303, added.text)
  await writer.post(`${location}/template`, { name: 'Example template' })
  const { text } = await writer.get('/templates')
  const template = /href="(\/templates\/[0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  return [
    '/ask',
    '/ask/file',
    '/templates',
    template,
    location,
    `${location}/files`,
    `/cases/${request}/again`,
  ]
}
