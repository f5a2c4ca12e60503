import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** By what somebody uses a page. Each takes the first element that a selector names. */
export interface Hand {
  readonly fill: (page: Page, selector: string, text: string) => Promise<void>
  readonly choose: (page: Page, selector: string, value: string) => Promise<void>
  /** Follows a link, or presses a button, and waits for the page that comes. */
  readonly press: (page: Page, selector: string) => Promise<void>
}

export const byMouse: Hand = {
  fill: (page, selector, text) => page.locator(selector).first().fill(text),
  choose: async (page, selector, value) => {
    await page.locator(selector).first().selectOption(value)
  },
  press: (page, selector) => page.locator(selector).first().click(),
}

/** The keys Tab, Enter and the arrows, and what is typed. */
export const byKeyboard: Hand = {
  async fill(page, selector, text) {
    await reach(page, selector)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
  },
  async choose(page, selector, value) {
    await reach(page, selector)
    const field = page.locator(selector).first()
    for (let tries = 0; (await field.inputValue()) !== value; tries += 1) {
      assert.ok(tries < choicesMax, `${value} cannot be chosen in ${selector}`)
      await page.keyboard.press('ArrowDown')
    }
  },
  async press(page, selector) {
    await reach(page, selector)
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  },
}

const choicesMax = 50
const tabsMax = 200

/** Goes from one thing that can be used to the next until it is at this one. */
async function reach(page: Page, selector: string): Promise<void> {
  const isThere = `document.querySelector(${JSON.stringify(selector)}) === document.activeElement`
  for (let tabs = 0; tabs <= tabsMax; tabs += 1) {
    if ((await page.evaluate(isThere)) === true) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${selector} cannot be reached by the keyboard at ${page.url()}`)
}
