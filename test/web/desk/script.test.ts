import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Message } from '../../../src/message/generated/types.ts'
import { startChromium } from '../../support/chromium.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { agreed, say } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

/** What would be an element, an attribute or a script wherever text is not escaped; every element bears the mark. */
const payloads = [
  '<script class=evil>top.evil=1</script>',
  '"><img class=evil src=x onerror=top.evil=1>',
  "'><svg class=evil onload=top.evil=1>",
  '</p></dd></bdi></li></title></textarea><h1 class=evil>',
  '<iframe class=evil srcdoc="<script>top.evil=1</script>"></iframe>',
  '<a class=evil href="javascript:top.evil=1">x</a>',
  '<style class=evil>*{display:none}</style><base class=evil href="//evil.example">',
  '<!-- --!><form class=evil action=//evil.example>',
  '{{evil}} ${evil} <%= evil %> &lt;b class=evil&gt;',
  '<math class=evil><mtext></form><form><mglyph><style></math><img src onerror=top.evil=1>',
]

const opening = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../schemas/example/request.json'), 'utf8')) as {
    readonly body: object
  }
).body

/** Members whose text is free in the opening message. */
const free = new Set([
  'officer',
  'function',
  'functions',
  'name',
  'person',
  'domestic',
  'text',
  'officeHours',
])

/** The same with a payload in every free text, each in its turn. */
function poisoned(value: unknown, next: () => string): unknown {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      free.has(name) && typeof member === 'string' ? next() : poisoned(member, next),
    ]),
  )
}

describe('what others have written, on a page', () => {
  let world: World
  let request: string
  let reader: SignedInClient
  let browser: Browser
  let count = 0
  before(async function () {
    browser = await startChromium(this)
    world = await twoStates(undefined, undefined, withDesk)
    request = crypto.randomUUID()
    const next = (): string => {
      count += 1
      return payloads[(count - 1) % payloads.length] ?? ''
    }
    const body = poisoned(opening, next) as Message['body']
    const reference = '<b class=evil>"1'
    await say(world, world.asking, request, 'request', { body, reference })
    await agreed(world, request, 1)
    const open = crypto.randomUUID()
    await say(world, world.asking, open, 'request', { reference })
    await agreed(world, open, 1)
    const text = { language: 'ar', text: payloads.join('\n') }
    await say(world, world.answering, request, 'decision', {
      body: {
        outcomes: [
          { measure: 'a1', outcome: 'refused', grounds: [{ code: 'DUAL_CRIMINALITY' }], reasons: text },
        ],
      },
    })
    await agreed(world, request, 2)
    reader = await signedIn(world.answering, ['officer'])
  })
  after(async () => {
    await browser.close()
    await world.close()
  })

  /** Opens it as a browser with scripts would, and tells which elements and scripts came of a payload. */
  async function evilIn(page: Page, open: (page: Page) => Promise<unknown>): Promise<unknown> {
    await open(page)
    return await page.evaluate(
      '[document.querySelectorAll(".evil").length, window.evil ?? null, document.title.includes("undefined")]',
    )
  }

  it('attack 50: is text and never an element, on every page and in every file of a message', async () => {
    assert.ok(count > payloads.length, `${count} texts`)
    const context = await browser.newContext()
    await context.addCookies([...reader.cookies].map(([name, value]) => ({ name, value, url: reader.url })))
    const page = await context.newPage()
    for (const language of ['en', 'ar']) {
      await reader.post('/language', { language })
      for (const path of ['/', '/cases?ended=yes', ...['', '/messages/1', '/messages/2'].map(inCase)]) {
        const found = await evilIn(page, (opened) => opened.goto(reader.url + path))
        assert.deepEqual(found, [0, null, false], path)
        assert.match(await page.content(), /&lt;/, path)
      }
      for (const message of [1, 2]) {
        const { text } = await reader.get(inCase(`/messages/${message}/letter.html`))
        const found = await evilIn(page, (opened) => opened.setContent(text))
        assert.deepEqual(found, [0, null, false])
        assert.ok(text.includes('&lt;'))
      }
    }
    await context.close()
  })

  it('attack 50: could load and run nothing even where it were an element', async () => {
    for (const path of ['/', inCase(''), inCase('/messages/1'), '/cases/no-id']) {
      const { headers } = await reader.get(path)
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /^default-src 'none'; style-src 'self';/)
      assert.ok(!/unsafe|script-src|https?:|\*/.test(policy), policy)
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })

  function inCase(rest: string): string {
    return `/cases/${request}${rest}`
  }
})
