import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
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
  let request: string
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    world = await twoStates(undefined, undefined, withDesk)
    request = await opened(world)
    reader = await signedIn(world.answering, ['officer'])
    administrator = await signedIn(world.answering, ['administrator'])
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
    })

  const looksGood = async (
    visitor: SignedInClient,
    language: string,
    paths: readonly string[],
  ): Promise<void> => {
    await visitor.post('/language', { language })
    const viewport = { width: 320, height: 800 }
    const context = await browser.newContext({ viewport, bypassCSP: true })
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: visitor.url })))
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(visitor.url + path)
      await page.evaluate(axe)
      assert.deepEqual(await page.evaluate(question), [], path)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), viewport.width, path)
    }
    await context.close()
  }
})
