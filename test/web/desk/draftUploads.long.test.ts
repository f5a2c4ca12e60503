import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { readCustody } from '../../../src/exchange/custody/readCustody.ts'
import { beginSession } from '../../../src/exchange/people/sessions.ts'
import type { Draft } from '../../../src/exchange/send.ts'
import { findDraft } from '../../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { changePerson, lockPerson } from '../../../src/store/people/people.ts'
import { axe, seriousByAxe } from '../../support/axe.ts'
import { type BrowserLine, openBrowserLine } from '../../support/browserLine.ts'
import { startChromium } from '../../support/chromium.ts'
import { type RunningClamd, inventedPattern, startClamd } from '../../support/clamd.ts'
import { type SignedInClient, signedIn } from '../../support/desk.ts'
import { blankFile } from '../../support/everyPage.ts'
import { countOf, eventsOf } from '../../support/twoSides.ts'
import { type World, authority, freePort, twoStates, until } from '../../support/world.ts'

const collected = {
  ...blankFile,
  ...{ title: 'The phone <of the accused>', handling: 'AMBER_STRICT' },
  ...{ 'at/day': '2', 'at/month': '3', 'at/year': '2024', 'at/time': '9:30' },
  ...{ by: 'Example investigator', place: 'Example street 1' },
  ...{ intakePlace: 'Example lab 2', intakeReason: 'Example order of 2 May' },
} as const

describe('files that are uploaded into a draft at the desk', function () {
  this.timeout(180_000)
  let world: World
  let line: BrowserLine
  let clamd: RunningClamd
  let officer: SignedInClient
  let drafts = 0
  before(async () => {
    const port = await freePort()
    line = await openBrowserLine(port)
    clamd = await startClamd()
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, {
      more: () =>
        Promise.resolve({
          desk: { host: '127.0.0.1', port, url: line.url },
          scanner: { at: { path: clamd.socket }, bytesMax: 1024 * 1024, policy: 'refuse' },
        }),
      answering: { more: () => Promise.resolve({}) },
    })
    officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
  })
  after(async () => {
    await world.close()
    await line.close()
    await clamd.stop()
  })

  const db = () => world.asking.node.node.db
  async function begunDraft(): Promise<string> {
    drafts += 1
    const order = { to: 'qa.pp', reference: `VN-DEMO-5${drafts}`, language: 'en' }
    return (await officer.post('/ask', order)).location
  }
  const idOf = (link: string): string => link.replace('/drafts/', '')
  const exhibitsOf = async (link: string): Promise<Draft['exhibits']> =>
    JSON.parse((await findDraft(db(), idOf(link)))?.exhibits ?? '[]') as Draft['exhibits']
  const begun = async (link: string, bytes: number, more: object = {}, by = officer): Promise<string> => {
    const file = { name: 'phone.bin', bytes: String(bytes), fingerprint: 'Example' }
    const answer = await by.post(`${link}/uploads`, { ...collected, ...file, ...more })
    assert.equal(answer.status, 201, answer.text)
    return answer.location
  }
  const put = async (place: string, offset: number, bytes: Buffer, more: Record<string, string> = {}) =>
    await officer.patch(place, bytes, { 'upload-offset': String(offset), ...more })
  const standing = async (place: string): Promise<{ status: string; text: string | null }> =>
    JSON.parse((await officer.get(place)).text) as { status: string; text: string | null }
  const codeOf = (text: string): unknown => (JSON.parse(text) as { code?: string }).code
  const rowOf = async (place: string) =>
    await db()
      .selectFrom('exhibit_upload')
      .selectAll()
      .where('id', '=', place.replace(/^.*\//, ''))
      .executeTakeFirstOrThrow()
  /** Where and why custody says that the only file of a draft was taken in. */
  const takenInAt = async (link: string): Promise<readonly unknown[]> => {
    const [exhibit] = await exhibitsOf(link)
    const reader = { person: officer.signInName, role: 'officer', authority: 'vn.spp' }
    const read = await readCustody(world.asking.node.node, exhibit?.sealed?.deposit ?? '', reader)
    assert.ok(read.ok)
    const { place, reason } = read.links.find(({ action }) => action === 'acquired') ?? {}
    return [place, reason]
  }
  const partsLeft = async (): Promise<readonly string[]> => {
    const folder = join(world.asking.config.dataFolder, 'exhibits/uploads')
    return await readdir(folder).catch(() => [])
  }

  describe('by tus', () => {
    it('are there once their last byte is, with all that the form said, and nothing of it is kept elsewhere', async () => {
      const link = await begunDraft()
      const file = randomBytes(300_000)
      const place = await begun(link, file.length)
      assert.equal((await put(place, 0, file.subarray(0, 100_000))).status, 204)
      assert.deepEqual(await exhibitsOf(link), [])
      const page = await officer.get(`${link}/files`)
      assert.match(page.text, /phone\.bin.*33%/s)
      const last = await put(place, 100_000, file.subarray(100_000))
      assert.equal(last.status, 204, last.text)
      await until('it is taken in', async () => (await standing(place)).status === 'taken')
      const [exhibit, ...others] = await exhibitsOf(link)
      assert.deepEqual(others, [])
      assert.deepEqual(
        [exhibit?.id, exhibit?.name, exhibit?.bytes, exhibit?.sha256, exhibit?.title, exhibit?.handling],
        [
          ...['E1', 'phone.bin', file.length, sha256(file)],
          ...[{ language: 'en', text: collected.title }, 'AMBER_STRICT'],
        ],
      )
      assert.deepEqual(await takenInAt(link), [collected.intakePlace, collected.intakeReason])
      const told = await eventsOf(world.asking)
      for (const event of ['upload.begun', 'exhibit.taken', 'upload.ended', 'exhibit.noted'])
        assert.ok(told.includes(event), event)
      const { posted, file_key, token } = await rowOf(place)
      assert.deepEqual([posted, file_key, token], [null, null, null])
      assert.deepEqual(await partsLeft(), [])
    })

    it('are refused with the codes of the form, before any byte or with the last one, and then nothing is kept', async () => {
      const link = await begunDraft()
      for (const [more, status, code] of [
        [{ handling: 'PURPLE' }, 422, 'MESSAGE_INVALID'],
        [{ by: '' }, 422, 'MESSAGE_INVALID'],
        [{ intakePlace: 'x'.repeat(301) }, 422, 'MESSAGE_INVALID'],
        [{ intakeReason: 'x'.repeat(2001) }, 422, 'MESSAGE_INVALID'],
        [{ 'at/year': '2999' }, 400, 'TIME_OUT_OF_RANGE'],
        [{ bytes: String(2 ** 45) }, 413, 'EXHIBIT_TOO_LARGE'],
        [{ bytes: '-1' }, 422, 'FORM_MEMBER_INVALID'],
        [{ name: '' }, 422, 'FORM_MEMBER_INVALID'],
        [{ state: 'granted' }, 422, 'FORM_MEMBER_UNKNOWN'],
      ] as const) {
        const file = { name: 'phone.bin', bytes: '10', fingerprint: 'Example' }
        const answer = await officer.post(`${link}/uploads`, { ...collected, ...file, ...more })
        assert.deepEqual([answer.status, codeOf(answer.text)], [status, code])
      }
      const place = await begun(link, 10)
      assert.equal((await put(place, 0, Buffer.alloc(9))).status, 204)
      const beyond = await put(place, 9, Buffer.alloc(2))
      assert.deepEqual([beyond.status, codeOf(beyond.text)], [413, 'UPLOAD_BEYOND_LENGTH'])
      const elsewhere = await put(place, 5, Buffer.alloc(1))
      assert.deepEqual([elsewhere.status, codeOf(elsewhere.text)], [409, 'UPLOAD_OFFSET_WRONG'])
      // What is under way when the draft is dropped, or given to an approver, is not added to it any more.
      assert.equal((await officer.post(`${link}/drop`)).status, 303)
      const late = await put(place, 9, Buffer.alloc(1))
      assert.deepEqual([late.status, codeOf(late.text)], [409, 'DRAFT_STAGE_WRONG'])
      const again = await officer.post(`${link}/uploads`, {
        ...{ ...collected, name: 'phone.bin', bytes: '10', fingerprint: 'Example' },
      })
      assert.deepEqual([again.status, codeOf(again.text)], [409, 'DRAFT_STAGE_WRONG'])
      const ended = await officer.post(`${place}/end`)
      assert.equal(ended.location, `${link}/files`)
      assert.equal((await standing(place)).status, 'ended')
      assert.deepEqual([await exhibitsOf(link), await partsLeft()], [[], []])
    })

    it('are kept of nobody who may not add them any more once they are whole', async () => {
      const link = await begunDraft()
      const leaving = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
      const place = await begun(link, 20, {}, leaving)
      const first = await leaving.patch(place, Buffer.alloc(19), { 'upload-offset': '0' })
      assert.equal(first.status, 204)
      // Another process takes it in: what came was all of it by then.
      await db()
        .updateTable('exhibit_upload')
        .set({ bytes: 19 })
        .where('id', '=', place.replace(/^.*\//, ''))
        .execute()
      await inTransaction(db(), async (trx) => {
        const person = await lockPerson(trx, leaving.signInName)
        await changePerson(trx, person?.id ?? '', { roles: ['auditor'] })
      })
      assert.equal((await leaving.get(place)).status, 404)
      await inTransaction(db(), async (trx) => {
        await trx
          .updateTable('exhibit_upload')
          .set({ expires_at: new Date(0) })
          .where('id', '=', place.replace(/^.*\//, ''))
          .execute()
      })
      await world.asking.restart()
      await until('it is over', async () => (await rowOf(place)).status === 'refused')
      const { refusal, deposit, posted } = await rowOf(place)
      assert.deepEqual([refusal, deposit, posted], ['DRAFT_UNKNOWN', null, null])
      await until('what came is gone', async () => (await partsLeft()).length === 0)
      assert.deepEqual(await exhibitsOf(link), [])
    })

    it('attack 54: are there for whoever began them alone, and to nobody of another authority', async () => {
      const link = await begunDraft()
      const place = await begun(link, 10)
      const other = await begunDraft()
      const colleague = await signedIn(world.asking, ['officer', 'approver'], { authority: 'vn.spp' })
      const stranger = await signedIn(world.asking, ['officer'], { authority: 'vn.moj' })
      const auditor = await signedIn(world.asking, ['auditor'], { authority: 'vn.spp' })
      const heads = { 'upload-offset': '0' }
      const refused = await countOf(world.asking, 'act.refused')
      for (const client of [colleague, stranger, auditor]) {
        const statuses = [
          (await client.get(place)).status,
          (await client.patch(place, Buffer.alloc(10), heads)).status,
          (await client.post(`${place}/end`)).status,
        ]
        assert.deepEqual(statuses, [404, 404, 404], client.signInName)
        assert.doesNotMatch((await client.get(`${link}/files`)).text, /phone\.bin/)
      }
      for (const client of [stranger, auditor]) {
        assert.equal((await client.get(`${link}/uploads`)).status, 404)
        const file = { ...collected, name: 'a', bytes: '1', fingerprint: 'Example' }
        assert.equal((await client.post(`${link}/uploads`, file)).status, 404)
      }
      // Nor by the way of another draft.
      const elsewhere = place.replace(link, other)
      assert.equal((await put(elsewhere, 0, Buffer.alloc(10))).status, 404)
      assert.equal(await countOf(world.asking, 'act.refused'), refused + 16)
      assert.equal((await standing(place)).status, 'coming')
      assert.equal((await officer.post(`${place}/end`)).status, 303)
    })

    it('attack 52: are begun, continued and ended by pages of this desk and of this session alone', async () => {
      const link = await begunDraft()
      const file = { ...collected, name: 'phone.bin', bytes: '10', fingerprint: 'Example' }
      const from = { origin: 'https://example.org' }
      assert.equal((await officer.post(`${link}/uploads`, file, from)).status, 403)
      assert.equal((await officer.post(`${link}/uploads`, { ...file, formToken: 'x' })).status, 403)
      const place = await begun(link, 10)
      for (const more of [
        from,
        { 'sec-fetch-site': 'cross-site' },
        { 'rogatory-form-token': '' },
        { 'rogatory-form-token': 'x' },
      ]) {
        const answer = await put(place, 0, Buffer.alloc(10), more)
        assert.equal(answer.status, 403, JSON.stringify(more))
        assert.match(answer.text, /FORM_(FROM_ELSEWHERE|TOKEN_INVALID)/)
      }
      assert.equal((await officer.post(`${place}/end`, {}, from)).status, 403)
      // The creation of tus is answered as what it is here: no form.
      const tus = { 'tus-resumable': '1.0.0', 'upload-length': '10', 'content-type': '' }
      const created = await officer.post(`${link}/uploads`, {}, tus)
      assert.equal(created.status, 415)
      assert.match(created.text, /FORM_TYPE_UNKNOWN/)
      // No bytes but there, and there nothing else.
      for (const [path, type, status] of [
        [`${link}/files`, 'application/offset+octet-stream', 405],
        [place, 'application/octet-stream', 415],
        [place, 'multipart/form-data; boundary=x', 415],
      ] as const) {
        const answer = await officer.patch(path, Buffer.alloc(10), {
          ...{ 'upload-offset': '0', 'content-type': type },
        })
        assert.equal(answer.status, status, `${path} ${type}`)
      }
      assert.equal((await officer.get(place, { origin: 'https://example.org' })).headers.vary, undefined)
      const told = await officer.get(`${link}/uploads`, { origin: 'https://example.org' })
      assert.ok(!Object.keys(told.headers).some((name) => name.startsWith('access-control')))
      assert.equal((await standing(place)).status, 'coming')
      assert.equal((await officer.post(`${place}/end`)).status, 303)
    })

    it('are as many at once of one person as may be', async () => {
      const link = await begunDraft()
      const places: string[] = []
      const { countMax } = exchangeLimits.uploads.each
      for (let at = 0; at < countMax; at += 1) places.push(await begun(link, 10))
      const file = { ...collected, name: 'phone.bin', bytes: '10', fingerprint: 'Example' }
      const one = await officer.post(`${link}/uploads`, file)
      assert.deepEqual([one.status, codeOf(one.text)], [429, 'UPLOAD_QUOTA_REACHED'])
      assert.match(one.text, /unfinished files/)
      for (const place of places) assert.equal((await officer.post(`${place}/end`)).status, 303)
    })
  })

  describe('by the script of their page', () => {
    let browser: Browser
    let context: BrowserContext
    let page: Page
    let folder: string
    let offsets: number[] = []
    before(async function () {
      browser = await startChromium(this)
      folder = await mkdtemp(join(tmpdir(), 'rogatory-chosen-'))
    })
    after(async () => {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    })
    beforeEach(async () => {
      context = await contextOf()
      page = await context.newPage()
      offsets = []
      page.on('request', (request) => {
        if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
      })
    })
    afterEach(async () => {
      line.bytesPerSecond = null
      line.mend()
      await context.close()
    })

    const contextOf = async (more: object = {}): Promise<BrowserContext> => {
      const made = await browser.newContext({ viewport: { width: 320, height: 800 }, ...more })
      const cookies = [...officer.cookies].map(([name, value]) => ({ name, value, url: officer.url }))
      await made.addCookies(cookies)
      await made.addInitScript(axe)
      return made
    }
    const chosen = async (name: string, bytes: Buffer): Promise<string> => {
      const path = join(folder, name)
      await writeFile(path, bytes)
      return path
    }
    const choose = async (link: string, paths: readonly string[]): Promise<void> => {
      await page.goto(`${line.url}${link}/files`)
      // What is said of files beside their title is folded, so that they are seen first.
      await page.locator('form[enctype] summary').first().click()
      for (const member of ['title', 'intakePlace', 'intakeReason'] as const)
        await page.fill(`#${member}`, collected[member])
      await page.setInputFiles('#files', [...paths])
      await page.click('form[enctype] button[type=submit]')
    }
    const hashesOf = async (link: string): Promise<readonly string[]> =>
      (await exhibitsOf(link)).map((one) => one.sha256)
    const button = (name: string) => page.getByRole('button', { name })

    it('go on after the line was cut, the page left and the node restarted, and are sent once', async () => {
      const link = await begunDraft()
      const file = randomBytes(9_000_000)
      const path = await chosen('phone.bin', file)
      const before = line.bytes()
      line.bytesPerSecond = 6_000_000
      line.cutAfter(2_000_000)
      await choose(link, [path])
      await until('it is cut', () => Promise.resolve(line.isCut()))
      await page.getByText('it is tried again').first().waitFor()
      line.cutAfter(3_000_000)
      line.mend()
      line.cutAfter(3_000_000)
      await until('it goes on, and is cut again', () => Promise.resolve(line.isCut()))
      await world.asking.restart()
      line.mend()
      await page.goto(`${line.url}${link}/files`)
      const shown = await page.locator('table').innerText()
      assert.match(shown, /phone\.bin\s+Size\s+9 MB\s+What has come\s+[2-5]\d%/)
      await choose(link, [path])
      await page.getByText(sha256(file)).waitFor()
      assert.deepEqual(await hashesOf(link), [sha256(file)])
      assert.equal((await exhibitsOf(link))[0]?.title?.text, collected.title)
      assert.deepEqual(await takenInAt(link), [collected.intakePlace, collected.intakeReason])
      assert.ok(offsets.filter((offset) => offset > 0).length >= 2, offsets.join(' '))
      const sent = line.bytes() - before
      assert.ok(sent < file.length + 2_500_000, `${sent} bytes for ${file.length}`)
      assert.deepEqual(await partsLeft(), [])
    })

    it('show how far they are, are paused, go on with another session, and axe finds nothing', async () => {
      const link = await begunDraft()
      const file = randomBytes(6_000_000)
      const path = await chosen('laptop.bin', file)
      line.bytesPerSecond = 1_500_000
      await choose(link, [path])
      await page
        .getByText(/\d+% of 6 MB is here\. .* a second\. Time left: \d+ second/)
        .first()
        .waitFor()
      await button('Pause').click()
      await page.getByText('Paused. What has come is kept.').first().waitFor()
      const bar = page.getByRole('progressbar', { name: 'File 1 of 1: laptop.bin' })
      assert.equal(await bar.count(), 1)
      assert.ok(Number(await page.evaluate("document.querySelector('progress').value")) > 0)
      assert.deepEqual(await page.evaluate(seriousByAxe), [])
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
      await inTransaction(db(), async (trx) => {
        const person = await lockPerson(trx, officer.signInName)
        await trx
          .deleteFrom('desk_session')
          .where('person', '=', person?.id ?? '')
          .execute()
      })
      await button('Go on').click()
      await page.getByText('Your session has ended.').waitFor()
      assert.deepEqual(await page.evaluate(seriousByAxe), [])
      await signInAgain()
      line.bytesPerSecond = null
      await button('Go on').click()
      await page.getByText(sha256(file)).waitFor()
      assert.deepEqual(await hashesOf(link), [sha256(file)])
    })

    it('come one after the other, and say of one in which the scanner finds something why it was not added', async () => {
      const link = await begunDraft()
      const [one, two] = [randomBytes(40_000), randomBytes(50_000)]
      const bad = Buffer.concat([randomBytes(100), Buffer.from(inventedPattern)])
      const paths = [await chosen('one.bin', one), await chosen('bad.bin', bad), await chosen('two.bin', two)]
      await choose(link, paths)
      await page.getByText('“bad.bin” was not added to the draft').waitFor()
      await page.getByText('The scanner found malware').waitFor()
      await page.getByRole('link', { name: 'Show the files of the draft' }).click()
      await page.getByText(sha256(two)).waitFor()
      assert.deepEqual(await hashesOf(link), [sha256(one), sha256(two)])
      assert.match(await page.locator('body').innerText(), /bad\.bin\s+.*malware/s)
    })

    it('are destroyed where somebody cancels them', async () => {
      const link = await begunDraft()
      line.bytesPerSecond = 1_000_000
      await choose(link, [await chosen('tablet.bin', randomBytes(5_000_000))])
      await page.getByText('% of 5 MB').first().waitFor()
      await button('Cancel, and destroy what has come').click()
      await page.getByText('“tablet.bin” was cancelled.').waitFor()
      await until('nothing is left', async () => (await partsLeft()).length === 0)
      assert.deepEqual(await hashesOf(link), [])
    })

    it('come by the form itself where no script runs', async () => {
      const link = await begunDraft()
      const file = randomBytes(70_000)
      const plain = await contextOf({ javaScriptEnabled: false })
      page = await plain.newPage()
      await choose(link, [await chosen('plain.bin', file)])
      await page.getByText(sha256(file)).waitFor()
      assert.equal(await page.getByText('piece by piece').isVisible(), false)
      assert.equal(await page.getByRole('progressbar').count(), 0)
      assert.deepEqual(await hashesOf(link), [sha256(file)])
      assert.deepEqual(await takenInAt(link), [collected.intakePlace, collected.intakeReason])
      await plain.close()
    })

    it('may ask this desk, and no page beside theirs may ask anybody', async () => {
      const link = await begunDraft()
      const asked = async (path: string, from: string): Promise<unknown> => {
        await page.goto(`${line.url}${path}`)
        return await page.evaluate(
          `fetch(${JSON.stringify(from)}, { method: 'POST' }).then((answer) => answer.status, () => 'nothing')`,
        )
      }
      // The browser itself drops what its page may not ask: the desk never hears of it.
      assert.equal(await asked(link, `${link}/uploads`), 'nothing')
      assert.equal(await asked(`${link}/files`, `${link}/uploads`), 415)
      assert.equal(await asked(`${link}/files`, world.asking.node.url), 'nothing')
    })

    /** As somebody does in another window of the same browser. */
    async function signInAgain(): Promise<void> {
      const { node } = world.asking.node
      const token = await inTransaction(node.db, async (trx) => {
        const person = await lockPerson(trx, officer.signInName)
        return await beginSession(node, trx, person?.id ?? '')
      })
      for (const name of officer.cookies.keys()) officer.cookies.set(name, token)
      await context.addCookies(
        [...officer.cookies].map(([name, value]) => ({ name, value, url: officer.url })),
      )
    }
  })
})

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
