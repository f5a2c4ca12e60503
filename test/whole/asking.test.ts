import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { LetterLanguage } from '../../src/letter/language.ts'
import { changeDraft, findDraft } from '../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { axe, seriousByAxe } from '../support/axe.ts'
import { bodies } from '../support/bodies.ts'
import { startChromium } from '../support/chromium.ts'
import { type SignedInClient, signedIn, withDesk } from '../support/desk.ts'
import { type Hand, byKeyboard, byMouse, press } from '../support/hands.ts'
import { agreed } from '../support/talk.ts'
import { type World, type WorldState, twoStates } from '../support/world.ts'

/** How a request is asked, approved and answered once more. */
interface Walk {
  readonly reference: string
  readonly language: LetterLanguage
  readonly hand: Hand
  /** What is looked at on each page. */
  readonly look: (client: SignedInClient, page: Page) => Promise<void>
}

describe('asking and answering in a browser without scripts', function () {
  this.timeout(300_000)
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
    assert.deepEqual(await beside.evaluate(seriousByAxe), [], page.url())
    assert.equal(await beside.evaluate('document.documentElement.scrollWidth'), 320, page.url())
    await context.close()
  }

  it('goes from a draft through an approval to an acknowledgement', async () => {
    await walk({ reference: 'VN-DEMO-31', language: 'en', hand: byMouse, look: isAccessible })
  })

  it('goes so in Arabic, from right to left on every page', async () => {
    const look = async (_client: SignedInClient, page: Page): Promise<void> => {
      assert.equal(await page.locator('html[lang="ar"][dir="rtl"]').count(), 1, page.url())
      assert.match(await page.locator('h1').innerText(), /\p{Script=Arabic}/u, page.url())
    }
    await walk({ reference: 'VN-DEMO-32', language: 'ar', hand: byMouse, look })
  })

  it('goes so by the keyboard alone, which sees where it is on every page', async () => {
    const look = async (_client: SignedInClient, page: Page): Promise<void> => {
      await page.keyboard.press('Tab')
      const shown = await page.evaluate(`(() => {
        const element = document.activeElement
        const { backgroundColor, outlineStyle } = getComputedStyle(element)
        return [element.className, backgroundColor, outlineStyle].join('; ')
      })()`)
      assert.equal(shown, 'govuk-skip-link; rgb(255, 221, 0); solid', page.url())
    }
    await walk({ reference: 'VN-DEMO-33', language: 'en', hand: byKeyboard, look })
  })

  async function visitor(state: WorldState, role: 'officer' | 'approver', language: LetterLanguage) {
    const client = await signedIn(state, [role])
    await client.post('/language', { language })
    return { client, page: await (await contextOf(client, false)).newPage() }
  }

  /** Asks, approves and answers, as two people of one State and one of the other do. */
  async function walk({ reference, language, hand, look }: Walk): Promise<void> {
    const officer = await visitor(world.asking, 'officer', language)
    const asking = officer.page
    await asking.goto(officer.client.url)
    await look(officer.client, asking)
    await press(hand, asking, 'nav a[href="/ask"]')
    await look(officer.client, asking)
    await hand.choose(asking, '#to', 'qa.pp')
    await hand.fill(asking, '#reference', reference)
    await press(hand, asking, 'main form button')
    const draft = new URL(asking.url()).pathname.replace('/drafts/', '')
    await look(officer.client, asking)
    const { db } = world.asking.node.node
    const body = JSON.stringify(bodies.request)
    await inTransaction(db, (trx) => changeDraft(trx, draft, { body }))
    // Every part is shown as it stands and kept by the return key, and nothing of it is lost.
    await press(hand, asking, `a[href^="/drafts/${draft}/parts/authority"]`)
    while (asking.url().includes('/parts/')) {
      await look(officer.client, asking)
      await press(hand, asking, 'main form > button.govuk-button')
    }
    const kept = await findDraft(db, draft)
    assert.deepEqual(JSON.parse(kept?.body ?? ''), bodies.request)
    await look(officer.client, asking)
    await press(hand, asking, 'form[action$="/submit"] button')

    const approver = await visitor(world.asking, 'approver', language)
    const approving = approver.page
    await approving.goto(approver.client.url)
    await press(hand, approving, `a[href="/drafts/${draft}"]`)
    await look(approver.client, approving)
    await hand.fill(approving, '#password', approver.client.password)
    await press(hand, approving, 'form[action$="/approve"] button')
    await isSent(approving, language)
    const request = (await findDraft(db, draft))?.request ?? ''
    await agreed(world, request, 1)

    const other = await visitor(world.answering, 'officer', language)
    const answering = other.page
    await answering.goto(other.client.url)
    await look(other.client, answering)
    await press(hand, answering, `main a[href="/cases/${request}"]`)
    await look(other.client, answering)
    await press(hand, answering, 'form:has(input[value="acknowledgement"]) button')
    await look(other.client, answering)
    await hand.fill(answering, '[name="/ownReference"]', `QA-${reference}`)
    await press(hand, answering, 'main form > button.govuk-button')
    await look(other.client, answering)
    await press(hand, answering, 'form[action$="/send"] button')
    await isSent(answering, language)
    await agreed(world, request, 2)
  }

  async function isSent(page: Page, language: LetterLanguage): Promise<void> {
    assert.ok((await page.content()).includes(sentences[language].draftSent), page.url())
  }
})
