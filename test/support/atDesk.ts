import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { DeskSetting } from '../../src/settings/deskSetting.ts'
import type { DeskRole } from '../../src/exchange/people/person.ts'
import { type LetterLanguage, directionOf } from '../../src/letter/language.ts'
import { added, visitorAt } from './desk.ts'
import { type Hand, byKeyboard, byMouse, press as pressAndWait } from './hands.ts'
import { type StateOptions, type WorldState, freePort } from './world.ts'

/** How somebody is at the desk. */
export interface Manner {
  readonly language: LetterLanguage
  readonly hand: Hand
  readonly hasScripts: boolean
  /** Of the window, px: nothing of a page may stand beside it. */
  readonly width: number
}

/**
 * The three ways in which whatever people do at a desk is tried: on a screen, on a telephone, and on a screen at 200 % zoom, which
 * has half as many px.
 */
export const manners = {
  byMouse: { language: 'en', hand: byMouse, hasScripts: false, width: 1280 },
  inArabic: { language: 'ar', hand: byMouse, hasScripts: true, width: 320 },
  byKeyboard: { language: 'en', hand: byKeyboard, hasScripts: true, width: 640 },
} satisfies Record<string, Manner>

/** What is looked at on each page to which somebody comes. */
interface Look {
  readonly width: number
  readonly language: string
  readonly direction: string
  readonly isInArabic: boolean
}

const lookAt = `({
  width: document.documentElement.scrollWidth,
  language: document.documentElement.lang,
  direction: document.documentElement.dir,
  isInArabic: /\\p{Script=Arabic}/u.test(document.querySelector('main').textContent),
})`

/** Somebody at a desk, in a browser of their own, who has come by nothing but its address, name and password. */
export interface AtDesk {
  readonly signInName: string
  readonly page: Page
  /** Follows a link, or presses a button, and looks at the page that comes. */
  readonly press: (selector: string) => Promise<void>
  /** Fills in whatever a form asks for anew of who they are; the browser is asked for a passkey by the button itself. */
  readonly prove: () => Promise<void>
  /** Signs out, and closes the browser. */
  readonly leave: () => Promise<void>
}

/** Options of a world both of whose desks want a second factor of approvers; browsers make passkeys for that of the asking State. */
export const withFactors: StateOptions & { readonly answering: StateOptions } = {
  more: async () => {
    const port = await freePort()
    return { desk: { ...deskOfFactors, port, url: `http://localhost:${port}` } }
  },
  answering: { more: () => Promise.resolve({ desk: deskOfFactors }) },
}

const deskOfFactors: DeskSetting = { host: '127.0.0.1', port: 0, secondFactorRoles: ['approver'] }

/** What a page of the desk is found by. */
const seen = {
  signIn: 'form:has(#password) button.govuk-button',
  signOut: 'form[action="/sign-out"] button',
  byPasskey: '[data-passkey] button',
  secret: 'code.desk-secret',
} as const

/**
 * Comes to a desk for the first time: with the password that somebody else has made for them, in the place of which they choose
 * their own; with a second factor, where the desk wants one of their role, with which they sign in once more; and in their language,
 * which an approver chooses among their own settings, and everybody else on the page for signing in.
 */
export async function comesTo(
  state: WorldState,
  role: DeskRole,
  browser: Browser,
  manner: Manner,
): Promise<AtDesk> {
  const person = await added(state, [role])
  const { url } = visitorAt(state)
  const context = await browser.newContext({
    ...{ javaScriptEnabled: manner.hasScripts, locale: manner.language },
    viewport: { width: manner.width, height: 800 },
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const hasPasskeys = manner.hasScripts && new URL(url).hostname === 'localhost'
  if (hasPasskeys) await giveAuthenticator(context, page)
  const at = new Person({ ...person, page, url, manner })
  await at.signInFirst(role === 'approver' ? 'in the settings' : 'before signing in')
  if (at.isAt('/second-factor')) {
    if (hasPasskeys) await at.addPasskey()
    else await at.setCodes()
    await at.signOut()
    await at.signIn()
  }
  assert.ok(at.isAt('/'), page.url())
  return {
    ...{ signInName: person.signInName, page },
    press: (selector) => at.press(selector),
    prove: () => at.prove(),
    async leave() {
      await at.signOut()
      await context.close()
    },
  }
}

interface PersonOrder {
  readonly signInName: string
  readonly password: string
  readonly page: Page
  /** Of the desk. */
  readonly url: string
  readonly manner: Manner
}

/** What a person does to be let in, and to be let do what binds. */
class Person {
  readonly #page: Page
  readonly #order: PersonOrder
  #password: string
  #codes: Codes | null = null
  #isInLanguage: boolean

  constructor(order: PersonOrder) {
    this.#page = order.page
    this.#order = order
    this.#password = order.password
    this.#isInLanguage = order.manner.language === 'en'
  }

  isAt(path: string): boolean {
    return new URL(this.#page.url()).pathname === path
  }

  /** Comes to another page, which fits the window and is in the language of its reader, once they have chosen it. */
  async press(selector: string): Promise<void> {
    const { hand, language, width } = this.#order.manner
    await pressAndWait(hand, this.#page, selector)
    const seen = await this.#page.evaluate<Look>(lookAt)
    const where = this.#page.url()
    assert.ok(seen.width <= width, `${where} needs ${seen.width} px of ${width}`)
    if (!this.#isInLanguage) return
    assert.deepEqual([seen.language, seen.direction], [language, directionOf(language)], where)
    assert.ok(language !== 'ar' || seen.isInArabic, where)
  }

  /** Comes by the address that `npm start` prints. */
  async signInFirst(choosing: 'before signing in' | 'in the settings'): Promise<void> {
    const { language } = this.#order.manner
    await this.#page.goto(this.#order.url)
    // The browser says which language its person reads.
    assert.equal(await this.#page.locator(`html[lang="${language}"]`).count(), 1)
    if (choosing === 'before signing in') await this.#choose()
    await this.signIn()
    assert.ok(this.isAt('/password'), this.#page.url())
    if (choosing === 'in the settings') await this.#choose()
    await this.#choosePassword()
  }

  async signIn(): Promise<void> {
    const { signInName } = this.#order
    await this.#fill('#signInName', signInName)
    await this.#fill('#password', this.#password)
    await this.press(seen.signIn)
    if (!this.isAt('/sign-in/code')) return
    if (this.#codes === null) await this.press(seen.byPasskey)
    else {
      await this.#fill('#code', await this.#codes.next())
      await this.press('form:has(#code) button')
    }
  }

  /** Sets codes of an app, with the key as it is typed into one; what is shown for who loses the app is shown once. */
  async setCodes(): Promise<void> {
    await this.press('form[action="/second-factor/offer"] button')
    this.#codes = new Codes(await this.#page.locator(seen.secret).innerText())
    await this.#fill('#code', await this.#codes.next())
    await this.#fill('#password', this.#password)
    await this.press('form:has(#code) button')
    const shown = await this.#page.locator(seen.secret).count()
    assert.equal(shown, recoveryCodes, await this.#page.innerText('main'))
  }

  async addPasskey(): Promise<void> {
    await this.press('main a[href="/passkeys"]')
    await this.prove()
    await this.press('form:has(#password) button.govuk-button')
    await this.#fill('#name', 'laptop')
    await this.press(seen.byPasskey)
    assert.equal(await this.#page.locator('main table').count(), 1, await this.#page.innerText('main'))
  }

  async prove(): Promise<void> {
    if ((await this.#page.locator('#password').count()) > 0) await this.#fill('#password', this.#password)
    if (this.#codes !== null && (await this.#page.locator('#code').count()) > 0)
      await this.#fill('#code', await this.#codes.next())
  }

  async signOut(): Promise<void> {
    await this.press(seen.signOut)
    assert.ok(this.isAt('/sign-in'), this.#page.url())
  }

  /** English is what whoever was added reads until they choose. */
  async #choose(): Promise<void> {
    const { language } = this.#order.manner
    if (language === 'en') return
    this.#isInLanguage = true
    await this.press(`button[name="language"][value="${language}"]`)
  }

  async #choosePassword(): Promise<void> {
    const chosen = randomBytes(12).toString('base64url')
    await this.#fill('#current', this.#password)
    await this.#fill('#chosen', chosen)
    await this.#fill('#repeated', chosen)
    await this.press('form:has(#chosen) button.govuk-button')
    this.#password = chosen
  }

  async #fill(selector: string, text: string): Promise<void> {
    await this.#order.manner.hand.fill(this.#page, selector, text)
  }
}

const recoveryCodes = 10

/** Has the browser of a person keep passkeys, and verify who uses it. */
async function giveAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const protocol = await context.newCDPSession(page)
  await protocol.send('WebAuthn.enable')
  await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
}

const periodMs = 30_000
/** How far before and after its time a code is taken (RFC 6238 section 5.2). */
const periodsOff = 1
/** How long a person types at most before the code arrives. */
const typingMs = 12_000

/** The app of a person (RFC 6238, RFC 4226): it shares nothing with the library of the desk. */
class Codes {
  readonly #secret: Buffer
  #last = 0

  /**
   * @param key - base32 (RFC 4648 section 6), in groups
   */
  constructor(key: string) {
    this.#secret = fromBase32(key.replace(/\s/g, ''))
  }

  /** A code that was not used; where all that would be taken now were, that of the next period, in its time. */
  async next(): Promise<string> {
    const now = Math.floor(Date.now() / periodMs)
    // The oldest that would be taken must still be when it has been typed and sent.
    const oldest = Math.floor((Date.now() + typingMs) / periodMs) - periodsOff
    const period = Math.max(this.#last + 1, oldest)
    if (period > now + periodsOff)
      await new Promise((resolve) => setTimeout(resolve, (period - periodsOff) * periodMs - Date.now() + 100))
    this.#last = period
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(period))
    const digest = createHmac('sha1', this.#secret).update(counter).digest()
    const offset = digest.readUInt8(digest.length - 1) & 0xf
    return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
  }
}

export function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = text.replace(/./g, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}
