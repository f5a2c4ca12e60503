import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { packageFolder } from '../../src/packageFolder.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { axe, seriousByAxe } from '../support/axe.ts'
import { comesTo, manners } from '../support/atDesk.ts'
import { startChromium } from '../support/chromium.ts'
import { type SignedInClient, signedIn, withDesk } from '../support/desk.ts'
import { type ReviewedWorld, reviewedWorld } from '../support/reviewedWorld.ts'

const sheet = readFileSync(join(packageFolder, 'dist/assets/desk.css'))
const pageBytesMax = 60_000

const paths = [
  '/check',
  '/check/log',
  '/check/trail',
  '/check/trail?asked=yes',
  '/check/trail?person=nobody&from=yesterday',
  '/check/deadlines?asked=yes',
  '/check/refusals?asked=yes',
  '/check/statistics?from=2027-01-01&until=2028-01-01&small=3&by=peer',
]

describe('the pages of an auditor for everybody', () => {
  let reviewed: ReviewedWorld
  let auditor: SignedInClient
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    reviewed = await reviewedWorld(withDesk)
    auditor = await signedIn(reviewed.world.asking, ['auditor'])
  })
  after(async () => {
    await browser.close()
    await reviewed.close()
  })

  it('need no script, and weigh less than 60 kB with their style sheet', async () => {
    for (const path of paths) {
      const { text } = await auditor.get(path)
      assert.doesNotMatch(text, /<script|<style| style=| on[a-z]+=|https?:/i, path)
      assert.ok(gzipSync(text).length + gzipSync(sheet).length < pageBytesMax, path)
    }
  })

  for (const language of ['en', 'ar'])
    it(`have nothing serious for axe, and fit 320 px, in ${language}`, async () => {
      await auditor.post('/language', { language })
      const viewport = { width: 320, height: 800 }
      const context = await browser.newContext({ viewport, bypassCSP: true })
      await context.addCookies(
        [...auditor.cookies].map(([name, value]) => ({ name, value, url: auditor.url })),
      )
      const page = await context.newPage()
      for (const path of paths) {
        await page.goto(auditor.url + path)
        await page.evaluate(axe)
        assert.deepEqual(await page.evaluate(seriousByAxe), [], path)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), viewport.width, path)
      }
      await context.close()
    })

  const visits = [
    { by: 'without a script', manner: manners.byMouse },
    { by: 'in Arabic', manner: manners.inArabic },
    { by: 'by the keyboard alone', manner: manners.byKeyboard },
  ] as const
  for (const { by, manner } of visits)
    it(`let an auditor check ${by}: sign in, read the log anew, ask the trail, and take it away`, async () => {
      const { hand, language } = manner
      const { signInName, page, press, leave } = await comesTo(
        reviewed.world.asking,
        'auditor',
        browser,
        manner,
      )
      await press('nav a[href="/check"]')
      await press('form[action="/check/log"] button')
      // The page loads itself again until the log is read.
      await page.waitForSelector(`text=${sentences[language].runSound}`)
      await press('a.govuk-back-link')
      await press('main a[href="/check/trail"]')
      await hand.fill(page, '#person', signInName)
      await hand.choose(page, '#event', 'log')
      await press('main form button')
      assert.match(await page.content(), /log\.<wbr>checkBegun/)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        hand.activate(page, 'a[href^="/check/trail.csv"]'),
      ])
      const stream = await download.createReadStream()
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      assert.match(Buffer.concat(chunks).toString('utf8'), /"log\.checkBegun"/)
      await leave()
    })
})
