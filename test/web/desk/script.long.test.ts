import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { letterHtml } from '../../../src/letter/html.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { validateMessage } from '../../../src/message/validate.ts'
import { planOf } from '../../../src/web/form/plan.ts'
import { LetterArticle } from '../../../src/web/parts/DraftParts.tsx'
import { typicalMessages, letterOfExample } from '../../letter/letters.ts'
import { startChromium } from '../../support/chromium.ts'
import { type EveryPage, everyPage } from '../../support/everyPage.ts'
import { elementsIn, readHtml } from '../../support/html.ts'
import { type HostileWords, hostileWords, payloads } from '../../support/hostileWords.ts'
import { type IdentityProvider, openIdentityProvider } from '../../support/identityProvider.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { worldWithEverything } from '../../support/lookedAt.ts'
import { provenAnew, provenNoMore } from '../../support/passkeyDesk.ts'
import type { World } from '../../support/world.ts'
import { readerOf, shown } from '../form/forms.ts'

const reader = readerOf('en')

describe('what others have written, on a page', function () {
  this.timeout(300_000)
  let provider: IdentityProvider
  let world: World
  let words: HostileWords
  let all: EveryPage
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    provider = await openIdentityProvider()
    words = hostileWords()
    world = await worldWithEverything(provider, words)
    all = await everyPage(world, words)
  })
  after(async () => {
    await browser.close()
    await world.close()
    await provider.close()
  })

  /** Opens a page as a browser would that has no policy to keep anything out, and tells what came of a payload. */
  async function evilIn(page: Page, html: string): Promise<unknown> {
    await page.setContent(html, { waitUntil: 'domcontentloaded' })
    return await page.evaluate(
      '[document.querySelectorAll(".evil").length, window.evil ?? null, document.title.includes("undefined")]',
    )
  }

  it('attack 50: is text and never an element, on every page and in every file of a message', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const unseen = new Map(words.written)
    const wrong: string[] = []
    const look = async (what: string, html: string): Promise<void> => {
      const found = JSON.stringify(await evilIn(page, html))
      if (found !== '[0,null,false]') wrong.push(`${what}: ${found}`)
      for (const [mark] of html.matchAll(/\bw\d+w\b/g)) unseen.delete(mark)
    }
    for (const { visitor, path, status = 200 } of all.pages) {
      const answer = await all.visitors[visitor].get(path)
      assert.equal(answer.status, status, path)
      await look(`${visitor} ${path}`, answer.text)
      if (/\/messages\/\d+$/.test(path))
        await look(`${path}/letter.html`, (await all.visitors[visitor].get(`${path}/letter.html`)).text)
    }
    await provenAnew(world.asking, all.visitors.person)
    await provenNoMore(world.asking, all.visitors.administrator)
    for (const { visitor, path, members } of all.answers)
      await look(`POST ${path}`, (await all.visitors[visitor].post(path, members)).text)
    assert.deepEqual(wrong, [])
    // Whatever was written is shown somewhere: nothing was kept out by not being there.
    assert.deepEqual([...unseen], [])
    assert.ok(words.written.size > 3 * payloads.length, `${words.written.size} texts`)
    await context.close()
  })

  it('attack 50: could load and run nothing even where it were an element', async () => {
    for (const { visitor, path } of all.pages) {
      const { headers } = await all.visitors[visitor].get(path)
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /^default-src 'none'; style-src 'self';/, path)
      assert.ok(!/unsafe|https?:|\*/.test(policy), policy)
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })
})

describe('what a peer may write in a message of any type', () => {
  it('attack 50: is text in its letter, on its page and in the fields of a draft, in every place that takes any text', () => {
    const wrong: string[] = []
    let count = 0
    for (const { name, message: example } of typicalMessages) {
      if (!validateMessage(example).ok) continue
      const words = hostileWords()
      const message: Message = structuredClone(example)
      words.fill(message as unknown as JsonObject)
      count += words.written.size
      const letter = letterOfExample(message, 'en')
      const body = message.body as JsonObject
      const fields = planOf(message.type).parts.map((part) => shown(reader, message.type, part, body))
      for (const [where, html] of [
        ['letter', letterHtml(letter)],
        ['page', render(h(LetterArticle, { words: wordsIn('en'), letter, level: 2 }))],
        ['fields', fields.join('')],
      ] as const) {
        const evil = [...elementsIn(readHtml(html))].filter(
          ({ attributes }) =>
            /\bevil\b/.test(attributes.class ?? '') ||
            Object.keys(attributes).some((one) => one.startsWith('on')),
        )
        if (evil.length > 0) wrong.push(`${name} in its ${where}: ${evil[0]?.name ?? ''}`)
        for (const [mark, stood] of words.written)
          if (!html.includes(mark))
            wrong.push(`${name} in its ${where}: what stands for "${stood}" is not told`)
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(count > 900, `${count} texts`)
  })
})
