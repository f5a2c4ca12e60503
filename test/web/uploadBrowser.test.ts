import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { exhibitPaths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { startChromium } from '../support/chromium.ts'
import { type World, twoStates, until } from '../support/world.ts'

const client = resolve(import.meta.dirname, '../../node_modules/tus-js-client/dist/tus.min.js')
const file = randomBytes(3_000_017)

/** What the page has of the client; its types are those of a browser. */
interface Page {
  readonly tus: {
    readonly Upload: new (
      file: unknown,
      options: Readonly<Record<string, unknown>>,
    ) => { start(): void; abort(): Promise<void>; readonly url: string | null }
  }
}

describe('uploads from a page in a browser', () => {
  let browser: Browser
  let world: World
  let token: string
  before(async function () {
    browser = await startChromium(this)
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ api: { host: '127.0.0.1', port: 0 } }),
    })
    const words = ['--name', 'desk', '--scope', 'exhibits', '--as', 'Example-Administrator']
    token = (await run(world.asking, 'token', 'make', ...words)).out
  })
  after(async () => {
    await world.close()
    await browser.close()
  })

  const stateOf = async (place: string) => {
    const answer = await fetch(new URL(place, world.asking.node.apiUrl ?? ''), {
      headers: { authorization: `Bearer ${token}` },
    })
    return (await answer.json()) as { status: string; deposit: string; arrivedBytes: number }
  }
  /** A page of this origin, as a proxy serves the desk and the port for systems under one name. */
  const pageAt = async (origin: string) => {
    const page = await browser.newPage()
    await page.route(`${origin}/desk`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>desk</title>' }),
    )
    await page.goto(`${origin}/desk`)
    await page.addScriptTag({ path: client })
    // What runs the tests gives functions their names by this, also those that are handed to the page.
    await page.addScriptTag({ content: 'globalThis.__name = (named) => named' })
    return page
  }

  it('go on after they were broken off, and are the same bytes', async () => {
    const origin = new URL(world.asking.node.apiUrl ?? '').origin
    const page = await pageAt(origin)
    const given = {
      endpoint: `${origin}${exhibitPaths.uploads}`,
      token,
      base64: file.toString('base64'),
    }
    const place = await page.evaluate(async ({ endpoint, token, base64 }) => {
      const { tus } = globalThis as unknown as Page
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))
      const options = {
        endpoint,
        headers: { Authorization: `Bearer ${token}` },
        metadata: { filename: 'photo.bin', filetype: 'image/png' },
        chunkSize: 500_000,
        retryDelays: [100, 200],
      }
      const url = await new Promise<string>((resolve, reject) => {
        const first = new tus.Upload(new Blob([bytes]), {
          ...options,
          onError: reject,
          onChunkComplete: (_size: number, accepted: number) => {
            if (accepted === 1_000_000) void first.abort().then(() => resolve(first.url ?? ''))
          },
        })
        first.start()
      })
      await new Promise<void>((resolve, reject) => {
        const second = new tus.Upload(new Blob([bytes]), {
          ...options,
          uploadUrl: url,
          onError: reject,
          onSuccess: () => resolve(),
        })
        second.start()
      })
      return new URL(url).pathname
    }, given)
    await until('it is taken in', async () => (await stateOf(place)).status === 'taken')
    const { deposit } = await stateOf(place)
    const target = join(world.asking.config.dataFolder, 'saved')
    const order = { person: 'Example-B', authority: 'vn.spp', reason: 'the hearing' }
    assert.ok((await saveExhibit(world.asking.node.node, deposit, target, order)).ok)
    assert.ok(file.equals(await readFile(target)))
  })

  it('are not begun from a page of another origin, whatever token it has', async () => {
    const origin = new URL(world.asking.node.apiUrl ?? '').origin
    const page = await pageAt('http://elsewhere.example')
    const outcome = await page.evaluate(
      async ({ endpoint, token }) =>
        await fetch(endpoint, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${token}`,
            'Tus-Resumable': '1.0.0',
            'Upload-Length': '5',
            'Upload-Metadata': 'filename YQ==',
          },
        }).then(
          ({ status }) => String(status),
          () => 'not let',
        ),
      { endpoint: `${origin}${exhibitPaths.uploads}`, token },
    )
    assert.equal(outcome, 'not let')
    const { db } = world.asking.node.node
    const rows = await db.selectFrom('exhibit_upload').select('name').execute()
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['photo.bin'],
    )
  })
})
