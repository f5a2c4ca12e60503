import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { directionOf } from '../../src/letter/language.ts'
import { errorsOfBody } from '../../src/web/form/errorsOfBody.ts'
import { foldingOf } from '../../src/web/form/folding.ts'
import { nodesOf } from '../../src/web/form/node.ts'
import { type FormPart, partTitle, planOf } from '../../src/web/form/plan.ts'
import { isObject, typeTitle } from '../../src/letter/words.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { axe, seriousByAxe } from '../support/axe.ts'
import { startChromium } from '../support/chromium.ts'
import {
  type ExampleBody,
  exampleBodies,
  garbled,
  ofPart,
  partOf,
  readerOf,
  shown,
} from '../web/form/forms.ts'

type ShownLanguage = 'en' | 'ar'

/** Every part of every message of the examples as a form, beside the pages that a world has: those are of a few types alone. */
describe('the form of every part of every type of message', function () {
  this.timeout(600_000)
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser.close())

  for (const language of ['en', 'ar'] as const)
    it(`has nothing serious for axe and fits 320 px and 200 % zoom, filled in as the examples are, in ${language}`, async () => {
      const forms = [...fullestForms(language), foldedForm(language)]
      assert.ok(forms.length > 300, `${forms.length} forms were looked at`)
      const page = await blankPage(browser, language)
      assert.deepEqual(await wrongIn(page, forms), [])
    })

  it('is found to be wrong where it is', async () => {
    const html = bodyOf('Wide', '<div style="width: 700px">.</div><input>')
    const [broad, narrow, byAxe] = await wrongIn(await blankPage(browser, 'en'), [
      { name: 'wide', html, isForAxe: true },
    ])
    assert.match(broad ?? '', /^wide: needs 7[0-9]{2} px of 640$/)
    assert.match(narrow ?? '', /^wide: needs 7[0-9]{2} px of 320$/)
    assert.match(byAxe ?? '', /^wide: label <input>/)
  })
})

/** Where measures and results stand in a body. */
const rows = ['measures', 'outcomes'] as const

interface ShownForm {
  /** The example, the type and the part. */
  readonly name: string
  readonly html: string
  readonly isForAxe: boolean
}

/**
 * Each part of each type, and of each kind of measure and result, as that example fills it in which has most in it; and with something
 * wrong in every field, told beside it.
 */
function fullestForms(language: ShownLanguage): readonly ShownForm[] {
  const fullest = new Map<string, { example: ExampleBody; part: FormPart; length: number }>()
  for (const example of exampleBodies())
    for (const part of planOf(example.type).parts) {
      // Measures and results stand in a message that is the same for all of them.
      const isRow = example.file.includes('/') && rows.some((member) => part.members.includes(member))
      const name = `${isRow ? example.file.replace(/[.].*$/, '') : example.type}, ${part.name}`
      const { length } = JSON.stringify(ofPart(part, example.body))
      if (length > (fullest.get(name)?.length ?? 0)) fullest.set(name, { example, part, length })
    }
  return [...fullest].flatMap(([called, { example, part }]) => {
    const name = `${example.file}, ${called}`
    const wrong = { ...example, body: garbled(example.body) as JsonObject }
    return [
      { name, html: formOf(language, example, part), isForAxe: true },
      { name: `${name}, all wrong`, html: formOf(language, wrong, part), isForAxe: false },
    ]
  })
}

/** A long list with one row open, and with something wrong or missing in each, told at its line. */
function foldedForm(language: ShownLanguage): ShownForm {
  const words = readerOf(language)
  const part = partOf('request', 'measures')
  const measures = exampleBodies().flatMap(({ type, body: { measures: list } }) =>
    type === 'request' && Array.isArray(list) ? list : [],
  )
  const body = {
    measures: measures
      .filter(isObject)
      .map((one, place) => ({ ...one, coercive: place % 2 === 0 ? 'no' : true })),
  }
  const found = errorsOfBody('request', body, words)
  const folding = foldingOf(nodesOf('request', part.members, body), { saved: body, found, wanted: null })
  assert.ok(folding.folded.size >= measures.length - 1)
  const errors = found.map(({ field, ...error }) => ({
    ...error,
    field: field === null ? null : folding.seenAt(field),
  }))
  const fields = shown(words, 'request', part, body, errors, null, folding)
  return { name: 'folded', html: bodyOf('Folded', fields), isForAxe: true }
}

/** With what lacks in it told beside each field, as a page has it once it was sent. */
function formOf(language: ShownLanguage, { type, body }: ExampleBody, part: FormPart): string {
  const words = readerOf(language)
  const errors = errorsOfBody(type, body, words).filter((error) => error.part === part.name)
  const title = `${typeTitle(type, language)}: ${partTitle(words, type, part)}`
  return bodyOf(title, shown(words, type, part, body, errors))
}

/** What stands in the body of a page: these fields alone, in the frame of the desk. */
function bodyOf(title: string, fields: string): string {
  return `<div class="govuk-width-container"><main class="govuk-main-wrapper">
    <h1 class="govuk-heading-xl desk-wrap">${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</h1>
    <form>${fields}<button class="govuk-button">${title.length}</button></form></main></div>`
}

const styles = {
  ltr: readFileSync(resolve(import.meta.dirname, '../../dist/assets/desk.css'), 'utf8'),
  rtl: readFileSync(resolve(import.meta.dirname, '../../dist/assets/desk.rtl.css'), 'utf8'),
}

/** A page with the sheet of the desk and axe, in which one form stands after the other: both are read once for all of them. */
async function blankPage(browser: Browser, language: ShownLanguage): Promise<Page> {
  const direction = directionOf(language)
  const page = await (await browser.newContext({ bypassCSP: true })).newPage()
  await page.setContent(`<!doctype html><html lang="${language}" dir="${direction}" class="govuk-template">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>form</title><style>${styles[direction]}</style></head><body class="govuk-template__body"></body></html>`)
  await page.evaluate(axe)
  return page
}

/** A usual screen of 1280 px at 200 % zoom, and a small one, at which axe looks as well. */
const [zoomed, narrow] = [640, 320]

/** What is wrong with each form, first with all of them at one width: to change it takes longer than to change the form. */
async function wrongIn(page: Page, forms: readonly ShownForm[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const width of [zoomed, narrow]) {
    await page.setViewportSize({ width, height: 800 })
    for (const { name, html, isForAxe } of forms) {
      const put = `document.body.innerHTML = ${JSON.stringify(html)}`
      const needed = Number(await page.evaluate(`${put}; document.documentElement.scrollWidth`))
      if (needed !== width) wrong.push(`${name}: needs ${needed} px of ${width}`)
      const found = width === narrow && isForAxe ? await page.evaluate<string[]>(seriousByAxe) : []
      wrong.push(...found.map((what) => `${name}: ${what}`))
    }
  }
  return wrong
}
