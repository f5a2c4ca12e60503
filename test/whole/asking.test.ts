import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { changeDraft, findDraft } from '../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { bodies } from '../support/bodies.ts'
import { startChromium } from '../support/chromium.ts'
import { type SignedInClient, signedIn, withDesk } from '../support/desk.ts'
import { agreed } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const question = `axe.run(document).then(({ violations }) =>
  violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`

describe('asking and answering in a browser without scripts', () => {
  let world: World
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(async () => {
    await browser.close()
    await world.close()
  })

  async function contextOf(client: SignedInClient, javaScriptEnabled: boolean): Promise<BrowserContext> {
    const context = await browser.newContext({ javaScriptEnabled, bypassCSP: javaScriptEnabled })
    await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: client.url })))
    return context
  }

  /** What axe finds serious on the pages where somebody is, in a window beside theirs. */
  async function isAccessible(client: SignedInClient, page: Page): Promise<void> {
    const context = await contextOf(client, true)
    const beside = await context.newPage()
    await beside.setViewportSize({ width: 320, height: 800 })
    await beside.goto(page.url())
    await beside.evaluate(axe)
    assert.deepEqual(await beside.evaluate(question), [], page.url())
    assert.equal(await beside.evaluate('document.documentElement.scrollWidth'), 320, page.url())
    await context.close()
  }

  it('goes from a draft through an approval to an acknowledgement', async () => {
    const officer = await signedIn(world.asking, ['officer'])
    const asking = await (await contextOf(officer, false)).newPage()
    await asking.goto(`${officer.url}/ask`)
    await isAccessible(officer, asking)
    await asking.selectOption('#to', 'qa.pp')
    await asking.fill('#reference', 'VN-DEMO-31')
    await asking.click('main form button')
    const draft = new URL(asking.url()).pathname.replace('/drafts/', '')
    await isAccessible(officer, asking)
    const { db } = world.asking.node.node
    const body = JSON.stringify(bodies.request)
    await inTransaction(db, (trx) => changeDraft(trx, draft, { body }))
    // Every part is shown as it stands and kept by the return key, and nothing of it is lost.
    await asking.goto(`${officer.url}/drafts/${draft}/parts/authority`)
    while (asking.url().includes('/parts/')) {
      await isAccessible(officer, asking)
      await asking.click('main form > button.govuk-button')
    }
    const kept = await findDraft(db, draft)
    assert.deepEqual(JSON.parse(kept?.body ?? ''), bodies.request)
    await isAccessible(officer, asking)
    await asking.click('form[action$="/submit"] button')

    const approver = await signedIn(world.asking, ['approver'])
    const approving = await (await contextOf(approver, false)).newPage()
    await approving.goto(approver.url)
    await approving.click(`a[href="/drafts/${draft}"]`)
    await isAccessible(approver, approving)
    await approving.fill('#password', approver.password)
    await approving.click('form[action$="/approve"] button')
    assert.match(await approving.content(), /It is signed and sent\./)
    const request = (await findDraft(db, draft))?.request ?? ''
    await agreed(world, request, 1)

    const other = await signedIn(world.answering, ['officer'])
    const answering = await (await contextOf(other, false)).newPage()
    await answering.goto(`${other.url}/cases/${request}`)
    await isAccessible(other, answering)
    await answering.click('form:has(input[value="acknowledgement"]) button')
    await isAccessible(other, answering)
    await answering.fill('[name="/ownReference"]', 'QA-31')
    await answering.click('main form > button.govuk-button')
    await isAccessible(other, answering)
    await answering.click('form[action$="/send"] button')
    assert.match(await answering.content(), /It is signed and sent\./)
    await agreed(world, request, 2)
  })
})
