import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { render } from 'preact-render-to-string'
import { packagedFonts } from '../../../src/exchange/letterFiles.ts'
import { packageFolder } from '../../../src/packageFolder.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import { sentences, wordsIn } from '../../../src/web/desk/words.ts'
import { Layout } from '../../../src/web/parts/Layout.tsx'
import { brandIn, brandLookedFor } from '../../support/brand.ts'
import { type DeskClient, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { type World, twoStates } from '../../support/world.ts'

const pageBytesMax = 60_000
const sheetOf = (name: string): string => readFileSync(join(packageFolder, 'dist/assets', name), 'utf8')

describe('the sentences of the desk', () => {
  it('are the same in all seven languages, with the same places', () => {
    const placesIn = (text: string): string[] =>
      [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()
    for (const language of letterLanguages) {
      assert.deepEqual(Object.keys(sentences[language]), Object.keys(sentences.en), language)
      for (const [key, text] of Object.entries(sentences.en)) {
        const own = sentences[language][key as keyof typeof sentences.en]
        assert.deepEqual(placesIn(own), placesIn(text), `${language} ${key}`)
        assert.ok(own.trim() !== '' && own === own.normalize('NFC'), `${language} ${key}`)
      }
    }
  })
})

describe('the frame of every page', () => {
  it('has all its words in landmarks, also those that say that it is a demonstration', () => {
    const frame = {
      stateName: 'Example',
      authorityName: (id: string) => [{ text: id }],
      isDemonstration: true,
      isTraining: false,
      style: '/x.css',
      formToken: '',
      done: null,
    }
    const page = Layout({ frame, words: wordsIn('en'), person: null, title: 'Example', children: 'Words' })
    const [, body = ''] = /<body[^>]*>(.*)<\/body>/s.exec(render(page)) ?? []
    assert.match(body, /<aside class="govuk-phase-banner">.*Demonstration/)
    const outside = body
      .replace(/<a href="#main".*?<\/a>/s, '')
      .replace(/<(header|aside|main|footer)\b.*?<\/\1>/gs, '')
      .replace(/<[^>]*>/g, '')
    assert.equal(outside.trim(), '')
  })
})

describe('the pages of the desk', () => {
  let world: World
  let administrator: DeskClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    administrator = await signedIn(world.asking, ['administrator'])
  })
  after(() => world.close())

  it('have no brand of others, and load nothing from elsewhere', async () => {
    assert.deepEqual(brandLookedFor, { outlines: 3, files: 12 })
    const own = readFileSync(
      join(packageFolder, 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css'),
    )
    // The same look finds it where it is.
    assert.notDeepEqual(brandIn(own), [])
    const assets = readdirSync(join(packageFolder, 'dist/assets')).map((name) => `assets/${name}`)
    const known = ['desk.css', 'desk.rtl.css', 'passkeys.js', 'uploads.js'].map((name) => `assets/${name}`)
    assert.deepEqual(assets.toSorted(), known)
    const read = (name: string): Buffer => readFileSync(join(packageFolder, 'dist', name))
    for (const name of [...assets, 'verify.html']) assert.deepEqual(brandIn(read(name)), [], name)
    for (const name of assets)
      assert.doesNotMatch(
        read(name).toString('utf8'),
        name.endsWith('.css') ? /crown|logo|url\(|@import/i : /crown|logo|https?:\/\//i,
        name,
      )
    // Those of letters as PDF.
    const { latin, arabic, chinese, further } = await packagedFonts()
    for (const { regular, bold } of [latin, arabic, chinese, ...further])
      for (const file of [regular, bold]) assert.deepEqual(brandIn(Buffer.from(file)), [])
  })

  it('need no script, and weigh less than 60 kB with their style sheet', async () => {
    const officer = await signedIn(world.asking, ['officer'])
    for (const [client, path] of [
      [visitorAt(world.asking), '/sign-in'],
      [officer, '/'],
      [administrator, '/password'],
      [administrator, '/second-factor'],
      [administrator, '/people'],
      [administrator, '/people/add'],
      [administrator, '/running'],
      [administrator, '/running/queue'],
      [administrator, '/running/keys'],
      [administrator, '/running/systems'],
      [administrator, '/running/webhooks'],
    ] as const) {
      const { status, text } = await client.get(path)
      assert.equal(status, 200)
      assert.doesNotMatch(text, /<script|<style| style=| on[a-z]+=|https?:/i, path)
      const weight = gzipSync(text).length + gzipSync(sheetOf('desk.css')).length
      assert.ok(weight < pageBytesMax, `${path}: ${weight}`)
    }
  })

  it('attack 50: are under a policy that lets nothing run and nothing come from elsewhere', async () => {
    const visitor = visitorAt(world.asking)
    for (const page of [
      await visitor.get('/sign-in'),
      await administrator.get('/nothing'),
      await visitor.get('/'),
    ]) {
      const { headers } = page
      assert.equal(
        headers['content-security-policy'],
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['referrer-policy'], 'same-origin')
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
      assert.equal(headers['cache-control'], 'no-store')
    }
  })

  it('give their style sheet to be kept, by a path that names its content', async () => {
    const visitor = visitorAt(world.asking)
    const [, path = ''] =
      /<link rel="stylesheet" href="([^"]+)"/.exec((await visitor.get('/sign-in')).text) ?? []
    assert.match(path, /^\/assets\/[0-9a-f]{16}\.css$/)
    const { status, headers, text } = await visitor.get(path)
    assert.equal(status, 200)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(text, sheetOf('desk.css'))
  })

  it('are in the language that the browser prefers, then the one that was chosen, then that of the person', async () => {
    const visitor = visitorAt(world.asking)
    const preferred = await visitor.get('/sign-in', { 'accept-language': 'de, ar-EG;q=0.9, fr;q=0.5' })
    assert.match(preferred.text, /<html lang="ar" dir="rtl"/)
    assert.equal((await visitor.post('/language', { language: 'vi' })).location, '/sign-in')
    const chosen = await visitor.get('/sign-in', { 'accept-language': 'fr' })
    assert.match(chosen.text, /<html lang="vi" dir="ltr"/)
    assert.equal((await visitor.post('/language', { language: 'tlh' })).status, 422)
    const person = await signedIn(world.asking, ['officer'])
    await person.post('/language', { language: 'zh' })
    const forget = (): void => {
      for (const name of person.cookies.keys()) if (name.endsWith('-language')) person.cookies.delete(name)
    }
    forget()
    assert.match((await person.get('/')).text, /<html lang="zh"/)
    // Whoever has chosen none reads as their browser says; a choice leads back to the page on which it was made.
    const { db } = world.asking.node.node
    await db
      .updateTable('person')
      .set({ language: 'und' })
      .where('sign_in_name', '=', person.signInName)
      .execute()
    forget()
    const ofBrowser = await person.get('/drafts', { 'accept-language': 'ru' })
    assert.match(
      ofBrowser.text,
      /<html lang="ru"[^]*<footer[^]*lang="ar"[^]*aria-current="true"[^]*<\/footer>/,
    )
    const from = async (referer: string): Promise<string> =>
      (await person.post('/language', { language: 'fr' }, { referer })).location
    assert.equal(await from(`${person.url}/search?words=demo`), '/search?words=demo')
    for (const elsewhere of [
      'https://example.org/drafts',
      `${person.url}/sign-in/provider/back?code=1`,
      '//x',
    ])
      assert.equal(await from(elsewhere), '/')
    assert.match((await person.get('/', { 'accept-language': 'ru' })).text, /<html lang="fr"/)
  })
})
