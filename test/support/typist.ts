import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { MessageType } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { isObject } from '../../src/letter/words.ts'
import { planOf } from '../../src/web/form/plan.ts'
import { noneOfList } from '../../src/web/form/readValue.ts'
import { piecesOfMoment } from '../../src/web/form/typed.ts'
import type { Hand } from './hands.ts'

/** By what it is typed. */
export interface TypedBy {
  readonly hand: Hand
  /** Presses a button, and waits for the page that comes. */
  readonly press: (page: Page, selector: string) => Promise<void>
}

/** A field of the form that is on the page. */
interface FieldSeen {
  readonly name: string
  readonly kind: string
  readonly value: string
}

const seeFields = `[...document.querySelectorAll('main form [name]')]
  .map(({ name, type, value }) => ({ name, kind: type, value }))`

/**
 * Types a body into the forms of a draft, from the part that is shown to the page where the whole is looked at, as a person
 * would who has the letter beside the keyboard: rows are added by their buttons, what is folded is opened.
 */
export async function typeBody(page: Page, type: MessageType, body: JsonObject, by: TypedBy): Promise<void> {
  const { parts } = planOf(type)
  for (;;) {
    const [, name] = /\/parts\/([^/?#]+)/.exec(page.url()) ?? []
    if (name === undefined) return
    const part = parts.find((one) => one.name === name)
    assert.ok(part !== undefined, page.url())
    const typist = new Typist(page, by)
    for (const member of part.members) {
      const value = body[member]
      if (value !== undefined) await typist.enter(`/${member}`, value)
    }
    const here = page.url()
    await by.press(page, 'main form > button.govuk-button')
    const wrong = page.locator('.govuk-error-summary')
    const isRefused = new URL(page.url()).pathname === new URL(here).pathname && (await wrong.count()) > 0
    assert.ok(!isRefused, isRefused ? `${here}: ${await wrong.innerText()}` : '')
  }
}

/** What stands in a box for an item of a list of codes. */
function written(item: JsonValue): string {
  return typeof item === 'string' ? item : JSON.stringify(item)
}

class Typist {
  readonly #page: Page
  readonly #by: TypedBy
  #fields: readonly FieldSeen[] | null = null

  constructor(page: Page, by: TypedBy) {
    this.#page = page
    this.#by = by
  }

  /** Enters a value where it belongs (RFC 6901), by whatever the form asks for it with. */
  async enter(pointer: string, value: JsonValue): Promise<void> {
    if (Array.isArray(value)) await this.#enterList(pointer, value)
    else if (!isObject(value)) await this.#enterScalar(pointer, String(value))
    else if (typeof value.text === 'string' && (await this.#has(`${pointer}/text`)))
      await this.#fill(`${pointer}/text`, value.text)
    else await this.#enterMembers(pointer, value)
  }

  async #enterMembers(pointer: string, value: JsonObject): Promise<void> {
    const choose = `button[name="choose"][value="${pointer}"]`
    if ((await this.#page.locator(choose).count()) > 0) {
      // What is asked beside it depends on the kind that is chosen first.
      for (const [name, member] of Object.entries(value))
        if (typeof member !== 'object' && (await this.#has(`${pointer}/${name}`)))
          await this.#enterScalar(`${pointer}/${name}`, String(member))
      await this.#press(choose)
    }
    for (const [name, member] of Object.entries(value)) await this.enter(`${pointer}/${name}`, member)
  }

  async #enterList(pointer: string, items: readonly JsonValue[]): Promise<void> {
    if (items.length === 0) {
      await this.#check(`input[name="${pointer}"][value="${noneOfList}"]`)
      return
    }
    const fields = await this.#seen()
    const boxes = fields.filter(({ name, kind }) => name === pointer && kind === 'checkbox')
    if (boxes.some(({ value }) => value !== noneOfList)) {
      for (const item of items) await this.#check(`input[name="${pointer}"][value="${written(item)}"]`)
      return
    }
    for (const [place, item] of items.entries()) {
      const row = `${pointer}/${place}`
      if (!(await this.#hasWithin(row))) await this.#press(`button[name="add"][value="${pointer}"]`)
      const change = `button[name="change"][value="${row}"]`
      if ((await this.#page.locator(change).count()) > 0) await this.#press(change)
      await this.enter(row, item)
    }
  }

  async #enterScalar(pointer: string, text: string): Promise<void> {
    if (await this.#has(`${pointer}/year`)) {
      for (const [name, piece] of Object.entries(piecesOfMoment(text)))
        if (await this.#has(`${pointer}/${name}`)) await this.#fill(`${pointer}/${name}`, piece)
      return
    }
    const fields = await this.#seen()
    const seen = fields.filter(({ name }) => name === pointer)
    // The node gives ids of rows; those of the case take their place, so that what it says later names them.
    if (seen.length > 0 && seen.every((field) => field.kind === 'hidden')) {
      await this.#page.locator(`input[name="${pointer}"]`).evaluate((field, id) => {
        field.setAttribute('value', id)
      }, text)
      return
    }
    const kind = seen.find((field) => field.kind !== 'hidden')?.kind
    assert.ok(kind !== undefined, `${pointer} is asked nowhere at ${this.#page.url()}`)
    if (kind === 'radio' || kind === 'checkbox') await this.#check(`[name="${pointer}"][value="${text}"]`)
    else if (kind === 'select-one') {
      const list = `select[name="${pointer}"]`
      const isListed = (await this.#page.locator(`${list} option[value="${text}"]`).count()) > 0
      // An authority of which no list is known is written.
      if (!isListed && (await this.#has(`${pointer}/written`))) {
        await this.#fill(`${pointer}/written`, text)
        return
      }
      await this.#reveal(list)
      await this.#by.hand.choose(this.#page, list, text)
    } else await this.#fill(pointer, text)
  }

  async #fill(name: string, text: string): Promise<void> {
    const field = `[name="${name}"]:not([type="hidden"])`
    await this.#reveal(field)
    await this.#by.hand.fill(this.#page, field, text)
  }

  async #check(selector: string): Promise<void> {
    await this.#reveal(selector)
    await this.#by.hand.check(this.#page, selector)
  }

  /** Opens everything folded in which a field stands, the outermost first. */
  async #reveal(selector: string): Promise<void> {
    const field = this.#page.locator(selector).first()
    const folded = field.locator('xpath=ancestor::details[not(@open)]')
    while ((await folded.count()) > 0)
      await this.#by.hand.unfold(this.#page, folded.first().locator('summary').first())
  }

  async #press(selector: string): Promise<void> {
    await this.#reveal(selector)
    await this.#by.press(this.#page, selector)
    this.#fields = null
  }

  async #has(name: string): Promise<boolean> {
    return (await this.#seen()).some((field) => field.name === name)
  }

  async #hasWithin(pointer: string): Promise<boolean> {
    const fields = await this.#seen()
    return fields.some(({ name }) => name === pointer || name.startsWith(`${pointer}/`))
  }

  async #seen(): Promise<readonly FieldSeen[]> {
    this.#fields ??= await this.#page.evaluate<FieldSeen[]>(seeFields)
    return this.#fields
  }
}
