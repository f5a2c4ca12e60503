import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

/** A file that somebody picks from their computer. */
export interface PickedFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** By what somebody uses a page. Each takes the first element that a selector names. */
export interface Hand {
  readonly fill: (page: Page, selector: string, text: string) => Promise<void>
  readonly choose: (page: Page, selector: string, value: string) => Promise<void>
  /** Marks a box, or one of several that exclude each other. */
  readonly check: (page: Page, selector: string) => Promise<void>
  readonly attach: (page: Page, selector: string, file: PickedFile) => Promise<void>
  /** Opens what is folded. */
  readonly unfold: (page: Page, summary: Locator) => Promise<void>
  /** Follows a link, or presses a button. */
  readonly activate: (page: Page, selector: string) => Promise<void>
}

/** Follows a link, or presses a button, and waits for the page that comes. */
export async function press(hand: Hand, page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), hand.activate(page, selector)])
}

const first = (page: Page, selector: string): Locator => page.locator(selector).first()

export const byMouse: Hand = {
  fill: (page, selector, text) => first(page, selector).fill(text),
  choose: async (page, selector, value) => {
    await first(page, selector).selectOption(value)
  },
  // The box itself lies unseen under what is drawn of it.
  check: (page, selector) => first(page, selector).check({ force: true }),
  attach: (page, selector, file) => first(page, selector).setInputFiles(file),
  unfold: (_page, summary) => summary.click(),
  activate: (page, selector) => first(page, selector).click(),
}

/** The keys Tab, Enter, Space and the arrows, and what is typed. */
export const byKeyboard: Hand = {
  async fill(page, selector, text) {
    await reach(first(page, selector))
    await page.keyboard.press('Control+A')
    if (text === '') await page.keyboard.press('Delete')
    else if (text.length <= typedMax) await page.keyboard.type(text)
    else await page.keyboard.insertText(text)
  },
  async choose(page, selector, value) {
    const field = first(page, selector)
    await reach(field)
    await page.keyboard.press('Home')
    // As somebody does who looks for one of hundreds: the first of that name is found by typing it.
    const name = await field.locator(`option[value="${value}"]`).first().innerText()
    if ((await field.inputValue()) !== value) await page.keyboard.type(havingKeys.exec(name)?.[0] ?? '')
    // Letters that came too slowly are each the first of another name: then one goes through all from the top.
    if ((await field.inputValue()) !== value) await page.keyboard.press('Home')
    await moveUntil(page, async () => (await field.inputValue()) === value, `${value} in ${selector}`)
  },
  async check(page, selector) {
    const box = first(page, selector)
    if (await box.isChecked()) return
    if ((await box.getAttribute('type')) === 'checkbox') {
      await reach(box)
      await page.keyboard.press('Space')
    } else {
      await reach(box, true)
      await page.keyboard.press('Space')
      await moveUntil(page, () => box.isChecked(), selector)
    }
    assert.ok(await box.isChecked(), `${selector} at ${page.url()}`)
  },
  async attach(page, selector, file) {
    await reach(first(page, selector))
    const coming = page.waitForEvent('filechooser')
    // The browser is told of it behind this call: what is asked after that comes in its turn.
    await page.evaluate('0')
    await page.keyboard.press('Space')
    const chooser = await coming
    await chooser.setFiles(file)
  },
  async unfold(page, summary) {
    await reach(summary)
    await page.keyboard.press('Enter')
  },
  async activate(page, selector) {
    await reach(first(page, selector))
    await page.keyboard.press('Enter')
  },
}

/** What is longer is put in at once, as from another program: each letter is three messages to the browser. */
const typedMax = 24
const choicesMax = 500
/** What has a key each. A letter without one would be put into the page as from outside, and lead the focus away from a list. */
const havingKeys = /^[ -~]*/
/** What is told from outside may be a few stops wrong: one looks where one is, and goes on. */
const looksMax = 40

async function moveUntil(page: Page, isThere: () => Promise<boolean>, what: string): Promise<void> {
  for (let moves = 0; !(await isThere()); moves += 1) {
    assert.ok(moves < choicesMax, `the arrows do not come to ${what} at ${page.url()}`)
    await page.keyboard.press('ArrowDown')
  }
}

/** What of the page is looked at there. */
interface Stop {
  readonly ownerDocument: {
    readonly activeElement: Stop
    readonly querySelectorAll: (of: string) => Iterable<Stop>
  }
  readonly type?: string
  readonly name?: string
  readonly form?: unknown
  readonly checkVisibility: () => boolean
  readonly compareDocumentPosition: (other: Stop) => number
}

/**
 * Run in the page: how many stops an element is behind what has the focus, or before it (negative), as far as that can be told
 * from outside; 0: it has it, or one of its group has.
 */
const stopsTo = (element: unknown, isOneOfGroup: boolean): number => {
  const sought = element as Stop
  const focused = sought.ownerDocument.activeElement
  const isOfGroup = focused.name === sought.name && focused.form === sought.form
  if (focused === sought || (isOneOfGroup && isOfGroup)) return 0
  const [preceding, following, contains] = [2, 4, 8]
  const position = focused.compareDocumentPosition(sought)
  const isBefore = (position & preceding) !== 0 && (position & contains) === 0
  const [from, to] = isBefore ? [sought, focused] : [focused, sought]
  const groups = new Set<string>()
  let stops = 1
  for (const stop of sought.ownerDocument.querySelectorAll(
    'a[href], button, input, select, textarea, summary',
  )) {
    const isBetween =
      (from.compareDocumentPosition(stop) & following) !== 0 &&
      (stop.compareDocumentPosition(to) & following) !== 0
    if (!isBetween || !stop.checkVisibility()) continue
    if (stop.type !== 'radio') stops += 1
    else if (!groups.has(stop.name ?? '')) {
      groups.add(stop.name ?? '')
      stops += 1
    }
  }
  return isBefore ? -stops : stops
}

/**
 * Goes from one thing that can be used to the next, or back, until it is at this one, or at one of its group: those that exclude
 * each other are one stop of the Tab key.
 */
async function reach(field: Locator, isOneOfGroup = false): Promise<void> {
  for (let looks = 0; looks <= looksMax; looks += 1) {
    const stops = await field.evaluate(stopsTo, isOneOfGroup)
    if (stops === 0) return
    // Whoever has gone too far goes back in smaller steps.
    const steps = Math.max(1, Math.floor(Math.abs(stops) / (looks + 1)))
    for (let tabs = 0; tabs < steps; tabs += 1)
      await field.page().keyboard.press(stops > 0 ? 'Tab' : 'Shift+Tab')
  }
  assert.fail(`${String(field)} cannot be reached by the keyboard at ${field.page().url()}`)
}
