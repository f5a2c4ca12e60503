import type { Browser, BrowserContext, Page } from 'playwright-core'
import { axe, seriousByAxe } from './axe.ts'
import { startChromium } from './chromium.ts'
import type { DeskClient } from './desk.ts'
import { type AnswerTo, type EveryPage, type Visitors, everyPage } from './everyPage.ts'
import { type IdentityProvider, openIdentityProvider } from './identityProvider.ts'
import { provenNoMore, withNamedDesk } from './passkeyDesk.ts'
import { type OthersWords, wordedAuthority, plainWords } from './hostileWords.ts'
import { type World, authority, twoStates } from './world.ts'

/**
 * Screens; where pages are arranged otherwise below, the least that they still have, which is their narrowest; half of a screen, as
 * at 200 % zoom; and a telephone.
 */
const widths = [1280, 1200, 1100, 900, 640, 320]
/** At which axe looks: what a page shows differs little in between. */
export const [wide, narrow] = [1280, 320]

/** A world whose desks have something on every page, and a browser in which they are looked at. */
export interface LookedAt {
  readonly world: World
  readonly all: EveryPage
  /** What is wrong with the pages of everybody in a language; axe looks at these widths. */
  readonly wrongIn: (language: string, lookedAt: readonly number[]) => Promise<readonly string[]>
  /** Each width that the page does not fit, and what axe finds serious at some of them. */
  readonly wrongOn: (page: Page, lookedAt?: readonly number[]) => Promise<readonly string[]>
  /** Of somebody who has signed in; absent: of nobody. */
  readonly contextOf: (visitor?: DeskClient) => Promise<BrowserContext>
  close(): Promise<void>
}

export async function openLookedAt(test: Mocha.Context): Promise<LookedAt> {
  const browser = await startChromium(test)
  const provider = await openIdentityProvider()
  const world = await worldWithEverything(provider)
  const all = await everyPage(world)
  const contextOf = (visitor?: DeskClient) => contextIn(browser, visitor)
  return {
    ...{ world, all, wrongOn, contextOf },
    async wrongIn(language, lookedAt) {
      const wrong: string[] = []
      for (const [name, visitor] of Object.entries(all.visitors) as [keyof Visitors, DeskClient][]) {
        await visitor.post('/language', { language })
        const context = await contextOf(visitor)
        const page = await context.newPage()
        for (const { path, status = 200 } of all.pages.filter((one) => one.visitor === name)) {
          const asked = new URL(path, visitor.url)
          const answer = await page.goto(asked.href)
          const came = [answer?.status(), new URL(page.url()).pathname].join(' ')
          const isThere = came === `${status} ${asked.pathname}`
          const found = [...(isThere ? [] : [`came to ${came}`]), ...(await wrongOn(page, lookedAt))]
          wrong.push(...found.map((what) => `${name} ${path}: ${what}`))
        }
        if (name === 'administrator') await provenNoMore(world.asking, all.visitors[name])
        for (const answer of all.answers.filter((one) => one.visitor === name)) {
          await showAnswer(page, visitor, answer)
          const found = await wrongOn(page, lookedAt)
          wrong.push(...found.map((what) => `${name} POST ${answer.path}: ${what}`))
        }
        await context.close()
      }
      return wrong
    },
    async close() {
      await browser.close()
      await world.close()
      await provider.close()
    },
  }
}

/** Shows what is answered to a form: sent beside the browser, and given to it at the address of the form. */
async function showAnswer(page: Page, visitor: DeskClient, { path, members }: AnswerTo): Promise<void> {
  const { status, text } = await visitor.post(path, members)
  const url = visitor.url + path
  await page.route(url, (route) =>
    route.fulfill({ status, contentType: 'text/html; charset=utf-8', body: text }),
  )
  await page.goto(url)
  await page.unroute(url)
}

/** A world whose desks have everything that a desk may have. */
export async function worldWithEverything(
  provider: IdentityProvider,
  words: OthersWords = plainWords,
): Promise<World> {
  // An instant of a zone that has an offset is longer than one of UTC.
  const stateOf = (state: string, id: string, timeZone: string) => ({
    state,
    authorities: [wordedAuthority(words, { ...authority(id), timeZone })],
  })
  const more = async (folder: string) => {
    const api = { host: '127.0.0.1', port: 0 }
    return {
      ...{ ...(await withNamedDesk.more?.(folder)), api, webhookNetworks: ['127.0.0.0/8'] },
      provider: await provider.settingIn(folder),
    }
  }
  return await twoStates(stateOf('VN', 'vn.spp', 'Asia/Ho_Chi_Minh'), stateOf('QA', 'qa.pp', 'Asia/Qatar'), {
    ...{ more, settings: { training: true } },
    answering: { more: withNamedDesk.more ?? more },
  })
}

/** Where every page has axe already: it is half a megabyte, which the browser is handed once. */
async function contextIn(browser: Browser, visitor?: DeskClient): Promise<BrowserContext> {
  const context = await browser.newContext({ bypassCSP: true })
  await context.addInitScript(axe)
  if (visitor !== undefined)
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: visitor.url })))
  return context
}

async function wrongOn(page: Page, lookedAt: readonly number[] = [narrow]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const needed = Number(await page.evaluate('document.documentElement.scrollWidth'))
    if (needed !== width) wrong.push(`needs ${needed} px of ${width}`)
    const found = lookedAt.includes(width) ? await page.evaluate<string[]>(seriousByAxe) : []
    wrong.push(...found.map((what) => `${what} at ${width} px`))
  }
  return wrong
}
