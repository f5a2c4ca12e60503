import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import type { ComponentChild } from 'preact'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { directionOf } from '../../../src/letter/language.ts'
import { ErrorSummary } from '../../../src/web/parts/ErrorSummary.tsx'
import { Choice } from '../../../src/web/parts/Field.tsx'
import { startChromium } from '../../support/chromium.ts'
import { readerOf } from './forms.ts'

const treaty =
  'Treaty between the Socialist Republic of Viet Nam and the State of Qatar on assistance in criminal matters'
const reader = { ar: readerOf('ar'), en: readerOf('en') } as const

function sheetOf(language: keyof typeof reader): string {
  return readFileSync(`dist/assets/desk${directionOf(language) === 'rtl' ? '.rtl' : ''}.css`, 'utf8')
}

/** A choice among treaties by the names that States gave them; `chosen` is one of their letters. */
function choiceIn(language: keyof typeof reader, chosen: string): ComponentChild {
  const choices = [
    { value: 'a', text: treaty, language: 'en' },
    { value: 'b', text: 'Treaty_of_Doha_as_it_is_cited_in_every_letter_of_the_ministry.pdf', language: '' },
    { value: 'c', text: 'Treaty' },
  ]
  return h(Choice, { words: reader[language], name: 'basis', label: 'L', errors: [], choices, chosen })
}

/** Room between what the browser draws of the first and the second, in pixels. */
const gap = (page: Page, first: string, second: string): Promise<number> =>
  page.evaluate<number>(`document.querySelector('${second}').getBoundingClientRect().top -
    document.querySelector('${first}').getBoundingClientRect().bottom`)

describe('web: a form on a telephone', function () {
  this.timeout(60_000)
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser.close())

  const pageWith = async (language: keyof typeof reader, width: number, content: ComponentChild) => {
    const page = await browser.newPage({ viewport: { width, height: 600 } })
    await page.setContent(`<!doctype html><html lang="${language}" dir="${directionOf(language)}">
      <head><style>${sheetOf(language)}</style></head>
      <body class="govuk-template__body"><div class="govuk-width-container">${render(h('main', null, content))}</div></body></html>`)
    return page
  }

  it('shows the whole of a long name that is chosen, in its own language and direction, until another is chosen', async () => {
    for (const language of ['ar', 'en'] as const)
      for (const [chosen, lang, direction] of [
        ['a', 'en', 'ltr'],
        ['b', '', 'auto'],
      ] as const) {
        const page = await pageWith(language, 320, choiceIn(language, chosen))
        const whole = page.locator('.desk-chosen')
        assert.ok(await whole.isVisible(), `${language} ${chosen}`)
        const words = whole.locator('bdi')
        assert.deepEqual(
          [await words.getAttribute('lang'), await words.getAttribute('dir')],
          [lang, direction],
        )
        const shown = await page.evaluate<boolean>(`(() => {
          const { left, right } = document.querySelector('.desk-chosen bdi').getBoundingClientRect()
          return left >= 0 && right <= innerWidth && document.documentElement.scrollWidth === innerWidth
        })()`)
        assert.ok(shown, `${language} ${chosen}: all of it is on the screen`)
        // Whoever hears the page hears it from the choice itself.
        assert.equal(await whole.getAttribute('aria-hidden'), 'true')
        await page.selectOption('select', 'c')
        assert.ok(!(await whole.isVisible()), `${language} ${chosen}: another is chosen`)
        await page.close()
      }
  })

  it('shows nothing of it twice where it is short, or where the screen has room for it', async () => {
    const short = await pageWith('ar', 320, choiceIn('ar', 'c'))
    assert.equal(await short.locator('.desk-chosen').count(), 0)
    const wide = await pageWith('ar', 1280, choiceIn('ar', 'a'))
    assert.ok(!(await wide.locator('.desk-chosen').isVisible()))
  })

  it('begins what is chosen with its first words, also against the direction of the page', async () => {
    const drawn = async (text: string, chosen: string): Promise<Buffer> => {
      const page = await pageWith('ar', 320, choiceIn('ar', chosen))
      await page.evaluate(`document.querySelector('option[selected]').textContent = ${JSON.stringify(text)}`)
      const picture = await page.locator('select').screenshot()
      await page.close()
      return picture
    }
    // What comes behind the first words changes nothing of what is seen, and what comes before them does.
    const seen = await drawn(treaty, 'a')
    assert.ok(seen.equals(await drawn(treaty.replace('matters', 'affairs'), 'a')))
    assert.ok(!seen.equals(await drawn(treaty.replace('Treaty', 'Accord'), 'a')))
  })

  it('leaves room between where a page leads back and what is wrong with its form', async () => {
    const errors = [{ field: null, text: 'Wrong' }]
    for (const width of [320, 1280]) {
      const page = await pageWith('en', width, [
        h('a', { class: 'govuk-back-link', href: '#' }, 'Back'),
        h(ErrorSummary, { words: reader.en, errors }),
      ])
      assert.ok((await gap(page, '.govuk-back-link', '.govuk-error-summary')) >= 30, `${width}`)
      await page.close()
    }
  })
})
