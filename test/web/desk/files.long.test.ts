import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, writeFile } from 'node:fs/promises'
import { request as ask } from 'undici'
import { caseFileLink, caseLink } from '../../../src/web/desk/caseLinks.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { filesOfMessage } from '../../../src/store/exhibits/filesOfMessage.ts'
import { insertAnnounced } from '../../../src/store/exhibits/handedOver.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { problems } from '../../../src/web/problem.ts'
import { startChromium } from '../../support/chromium.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { handedOver, placeOf, stands, takenIn } from '../../support/files.ts'
import { agreed, logOf, opened, say } from '../../support/talk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'
import { resultExample } from '../../workflow/examples.ts'
import { manifestOf, requestBody, text as others } from '../../workflow/speak.ts'

/** The name in a field as a browser reads it (RFC 6266 section 4.3): that of the extended notation (RFC 8187) where there is one. */
function savedAs(disposition: string): string {
  const [, extended] = /; filename\*=UTF-8''([^;]+)$/.exec(disposition) ?? []
  if (extended !== undefined) return decodeURIComponent(extended)
  const [, quoted, token = ''] = /; filename=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))$/.exec(disposition) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? token
}

describe('files at the desk', () => {
  let world: World
  let request: string
  let file: Announcement
  let officer: SignedInClient
  const content = randomBytes(200_000)
  before(async () => {
    const answering = { state: 'QA', authorities: [authority('qa.pp'), authority('qa.moj')] }
    world = await twoStates(undefined, answering, withDesk)
    request = await opened(world)
    file = await takenIn(world, world.asking, content, { name: 'Example phone.bin' })
    await handedOver(world, request, file)
    await agreed(world, request, 2)
    await stands(world.answering, file.deposit, 'whole')
    officer = await signedIn(world.answering, ['officer'])
  })
  after(() => world.close())

  /** How often the log tells that the file was opened. */
  const opensOf = async ({ sealed }: Announcement): Promise<number> => {
    const entries = await logOf(world.answering.node.node.db)
    return entries.filter(({ evt, digest }) => evt === 'exhibit.opened' && digest === sealed.sha256).length
  }

  it('stand on the record that handed them over, and lead to what they are and what was done with them', async () => {
    const { text } = await officer.get(caseLink(request))
    assert.ok(text.includes(`href="${caseFileLink(request, file.deposit)}"`))
    assert.match(text, /Example phone\.bin.*200 kB.*Here, whole/s)
    const page = await officer.get(caseFileLink(request, file.deposit))
    assert.equal(page.status, 200)
    assert.ok(page.text.includes(file.sha256) && page.text.includes(file.sha512))
    assert.match(page.text, /Chain of custody.*The program found no contradiction.*Transferred/is)
    assert.ok((await eventsOf(world.answering)).includes('exhibit.traced'))
  })

  it('are given to save, for a reason, and the log has who and why before the first byte', async () => {
    const opens = async () => await opensOf(file)
    const before = await opens()
    const without = await officer.post(caseFileLink(request, file.deposit), { reason: '  ' })
    assert.equal(without.status, 422)
    assert.match(without.text, /href="#reason">Write why you need the file/)
    assert.equal(await opens(), before)
    const given = await officer.post(caseFileLink(request, file.deposit), { reason: 'Example hearing' })
    assert.equal(given.status, 200)
    assert.equal(createHash('sha256').update(given.bytes).digest('hex'), file.sha256)
    assert.equal(await opens(), before + 1)
    assert.match((await officer.get(caseFileLink(request, file.deposit))).text, /Example hearing/)
  })

  it('attack 36: are octets to save, of which no browser shows, loads or runs anything', async () => {
    const { headers } = await officer.post(caseFileLink(request, file.deposit), { reason: 'Example hearing' })
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.match(String(headers['content-disposition']), /^attachment; filename=/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'")
  })

  it('attack 38: are set aside where they turn out damaged as somebody saves them, and not a byte is given', async () => {
    const hurt = await takenIn(world, world.asking, Buffer.from('Example of a file that a disk has changed'))
    const other = await opened(world)
    await handedOver(world, other, hurt)
    await stands(world.answering, hurt.deposit, 'whole')
    const place = placeOf(world.answering, hurt)
    const asked = { reason: 'Example hearing' }
    const sealed = await readFile(place)
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
    await writeFile(place, sealed)
    const opens = await opensOf(hurt)
    const refused = await officer.post(caseFileLink(other, hurt.deposit), asked)
    assert.equal(refused.status, problems.EXHIBIT_DAMAGED.status)
    assert.match(String(refused.headers['content-type']), /^text\/html/)
    assert.equal(await opensOf(hurt), opens, 'nobody has seen anything of it')
    await until('the log tells that it was found damaged', async () => {
      const entries = await logOf(world.answering.node.node.db)
      return entries.some(({ evt, code }) => evt === 'exhibit.checked' && code === 'EXHIBIT_DAMAGED')
    })
    await assert.rejects(readFile(place), { code: 'ENOENT' })
    const again = await officer.post(caseFileLink(other, hurt.deposit), asked)
    assert.notEqual(again.status, 200)
  })

  it('attack 54: are given to no auditor and to no other authority, who learn nothing of them', async () => {
    const auditor = await signedIn(world.answering, ['auditor'])
    const shown = await auditor.get(caseFileLink(request, file.deposit))
    assert.equal(shown.status, 200)
    assert.ok(!shown.text.includes('Save this file'))
    const asked = { reason: 'Example curiosity' }
    assert.equal((await auditor.post(caseFileLink(request, file.deposit), asked)).status, 404)
    const stranger = await signedIn(world.answering, ['officer'], { authority: 'qa.moj' })
    const other = await opened(world)
    for (const path of [
      caseFileLink(request, file.deposit),
      caseFileLink(other, file.deposit),
      caseFileLink(request, crypto.randomUUID()),
    ]) {
      const client = path.includes(other) ? officer : stranger
      assert.equal((await client.get(path)).status, 404, path)
      assert.equal((await client.post(path, asked)).status, 404, path)
    }
  })

  /** A whole file of another State that has this id at the asking State, with another content. */
  async function givenBefore(given: string): Promise<void> {
    const row = {
      ...{ given_id: given, state: 'LV', request: null, sha256: randomBytes(32), sha512: null, bytes: 1 },
      ...{ sealed_sha256: randomBytes(32), sealed_bytes: 73, file_key: randomBytes(32), name: 'other.bin' },
      ...{ media_type: 'application/octet-stream', taken_at: new Date(), derived_from: null, scan: null },
    }
    await inTransaction(world.asking.node.node.db, async (trx) => {
      await insertAnnounced(trx, [row], [])
      await trx.updateTable('exhibit_deposit').set({ status: 'whole' }).where('id', '=', given).execute()
    })
  }

  it('are accepted each by itself through the form, and both sides see what became of each', async () => {
    const measured = crypto.randomUUID()
    const body = requestBody([{ id: 'm1', kind: 'stored-data' }])
    await say(world, world.asking, measured, 'request', { body })
    await agreed(world, measured, 1)
    await say(world, world.answering, measured, 'decision', {
      body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
    })
    await agreed(world, measured, 2)
    const begun = await officer.post(`${caseLink(measured)}/drafts`, { type: 'delivery' })
    const [draft = ''] = begun.location.split('/parts')
    const id = draft.replace('/drafts/', '')
    const { db } = world.answering.node.node
    const { outcomes } = JSON.parse((await findDraft(db, id))?.body ?? '{}') as JsonObject
    assert.deepEqual(outcomes, [{ measure: 'm1', outcome: 'delivered', result: { kind: 'stored-data' } }])
    const needs = (await officer.get(caseLink(measured))).text
      .split('value="delivery"')[1]
      ?.split('</form>')[0]
    assert.match(needs ?? '', /A list of these files, each with its custody.*what came of the measure/)
    const unfinished = { measure: 'm1', outcome: 'delivered', exhibits: ['E1'], complete: true, final: true }
    await inTransaction(db, (trx) =>
      changeDraft(trx, id, { body: JSON.stringify({ outcomes: [unfinished] }) }),
    )
    const told = (await officer.get(`${draft}/check`)).text
    for (const one of [
      'File E1: add it to the list of items',
      'what came of the measure: fill in the result',
    ])
      assert.ok(told.includes(one), one)
    const asked = (await officer.get(`${draft}/parts/more?missing`)).text
    assert.match(asked, /href="#\/outcomes\/0\/manifest"/)
    for (const label of ['List of items', 'Result']) assert.ok(!asked.includes(`${label} (optional)`), label)
    assert.equal((await officer.post(`${draft}/drop`, {})).status, 303)
    const delivered = async (
      names: readonly string[],
      more: object = {},
      before: (firstDeposit: string) => Promise<void> = () => Promise.resolve(),
    ) => {
      const taken = await Promise.all(
        names.map((name) => takenIn(world, world.answering, randomBytes(2_000), { name: `Example ${name}` })),
      )
      const exhibits = taken.map(({ name, mediaType, bytes, sha256, sha512, sealed }, at) => ({
        ...{ id: names[at] ?? '', name, mediaType, bytes, sha256, sha512, sealed },
      }))
      const outcome = { measure: 'm1', outcome: 'delivered', exhibits: names, complete: true, final: true }
      const manifest = manifestOf(names)
      const kept = {
        manifest,
        result: { ...resultExample('stored-data'), items: [{ what: others, kind: 'file' }] },
      }
      const outcomes = [{ ...outcome, ...kept, ...more }]
      await before(taken[0]?.deposit ?? '')
      const { id } = await say(world, world.answering, measured, 'delivery', { body: { outcomes }, exhibits })
      return { id, exhibits }
    }
    const first = await delivered(['E1', 'E2', 'E3'], {}, (given) => givenBefore(given))
    await agreed(world, measured, 3)
    const asker = await signedIn(world.asking, ['officer'])
    const shown = async (at: WorldState): Promise<string> => {
      const page = await (at === world.asking ? asker : officer).get(caseLink(measured))
      const [, part = ''] = page.text.split('>Acceptance of files</h2>')
      return (part.split('</section>')[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    }
    const timeline = (await asker.get(caseLink(measured))).text.split('desk-timeline__item')
    const [entry = ''] = timeline.filter((item) => item.includes('Example E2'))
    const leads = [...entry.matchAll(/href="(\/cases\/[0-9a-f-]+\/files\/[0-9a-f-]+)"/g)]
    assert.equal(leads.length, 3, entry)
    const [, [, second = ''] = []] = leads
    assert.match((await asker.get(second)).text, /Example E2.*Chain of custody/s)
    assert.match(await shown(world.asking), /E1 Example E1 .*Message 3 Stands Still open.*nothing of it yet/)
    await until('all three are whole', async () => {
      const files = await filesOfMessage(world.asking.node.node.db, measured, first.id)
      return files.length === 3 && files.every(({ status }) => status === 'whole')
    })
    const receipt = await asker.post(`${caseLink(measured)}/drafts`, { type: 'delivery-receipt' })
    const form = await asker.get(receipt.location)
    // What the node has computed of what arrived stands there already, and may be changed.
    for (const [at, { id, sha256 }] of first.exhibits.entries()) {
      const [, chosen = ''] =
        new RegExp(`<select[^>]*name="/checks/${at}/exhibit"[^>]*>(.*?)</select>`, 's').exec(form.text) ?? []
      assert.match(
        chosen,
        new RegExp(`<option[^>]*selected[^>]*value="${id}"|<option[^>]*value="${id}"[^>]*selected`),
      )
      for (const name of ['sha256', 'announced'])
        assert.match(form.text, new RegExp(`<input[^>]*name="/checks/${at}/${name}"[^>]*value="${sha256}"`))
    }
    const versionIn = ({ text }: Page): string => /name="version" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const outcome = { '/outcomes/0': '', '/outcomes/0/measure': 'm1', '/outcomes/0/outcome': 'discrepancy' }
    const row = await asker.post(receipt.location, { version: versionIn(form), ...outcome, add: '/checks' })
    const withRow = await asker.get(row.location)
    for (const [name, label] of [
      ['/checks/0/standing', 'How it stands'],
      ['/checks/0/reason/text', 'Reason'],
    ] as const)
      assert.match(
        withRow.text,
        new RegExp(`>${label} \\(where needed\\)</(label|legend)>.*name="${name}"`, 's'),
      )
    const saved = await asker.post(receipt.location, {
      ...{ version: versionIn(withRow), ...outcome },
      ...{ '/checks/0': '', '/checks/0/exhibit': 'E1', '/checks/0/sha256': first.exhibits[0]?.sha256 ?? '' },
      ...{ '/checks/0/agrees': 'true', '/checks/0/standing': 'accepted' },
      ...{ '/checks/1': '', '/checks/1/exhibit': 'E2', '/checks/1/standing': 'disputed' },
      '/checks/1/reason/text': 'It is another account.',
      ...{ '/checks/2': '', '/checks/2/exhibit': 'E3', '/checks/2/standing': 'open' },
      '/checks/2/reason/text': 'It is sealed until May.',
    })
    const check = await asker.get(saved.location)
    const [answer = ''] = receipt.location.split('/parts')
    const sent = await asker.post(`${answer}/send`, { version: versionIn(check) })
    assert.equal(sent.location, answer, sent.text)
    await agreed(world, measured, 4)
    for (const at of [world.asking, world.answering])
      assert.match(
        await shown(at),
        /E1 .*Stands Accepted .*Message 4 File E2 .*Stands Disputed .*Message 4 It is another account\. File E3 .*Stands Still open .*Message 4 It is sealed until May\./,
      )
    // What was disputed or left open stands so: the next receipt begins with that, and takes nothing back.
    const next = await asker.post(`${caseLink(measured)}/drafts`, { type: 'delivery-receipt' })
    const nextForm = await asker.get(next.location)
    assert.equal(nextForm.status, 200)
    const kept = await findDraft(world.asking.node.node.db, next.location.split('/')[2] ?? '')
    const { checks } = JSON.parse(kept?.body ?? '{}') as JsonObject
    assert.deepEqual(
      (checks as readonly JsonObject[]).map(({ exhibit, agrees, standing, reason }) => [
        ...[exhibit, agrees, standing],
        (reason as JsonObject).text,
      ]),
      [
        ['E2', true, 'disputed', 'It is another account.'],
        ['E3', true, 'open', 'It is sealed until May.'],
      ],
    )
    const words = { language: 'en', text: 'Example words.' }
    const conditions = [{ code: 'CONFIDENTIAL', exhibits: ['E4'], text: words }, { code: 'NO_EVIDENCE_USE' }]
    const replaces = [{ delivery: first.id, exhibit: 'E2', by: 'E4' }]
    await delivered(['E4', 'E5'], { replaces, handling: 'AMBER', conditions })
    await agreed(world, measured, 5)
    // What travels with each file stands in the list of files, on both sides, and what is said of one stands there alone.
    for (const client of [asker, officer]) {
      const { text } = await client.get(caseLink(measured))
      const [, list = ''] = text.split('>Files that messages of this record hand over</caption>')
      const [, , ofFirst = '', , , ofFourth = '', ofFifth = ''] = list.split('<tr')
      for (const said of ['TLP:AMBER', 'evidence'])
        assert.deepEqual(
          [ofFirst, ofFourth, ofFifth].map((row) => row.includes(said)),
          [false, true, true],
        )
      assert.deepEqual(
        [ofFourth, ofFifth].map((row) => row.includes(words.text)),
        [true, false],
      )
    }
    for (const at of [world.asking, world.answering])
      assert.match(
        await shown(at),
        /E2 .*Stands Replaced New file: E4 \. Message 5 .*Message 4 It was disputed: It is another account\. .*E4 .*Still open/,
      )
  })

  it('attack 37: are given to nobody where all of them opens and is not what was hashed', async () => {
    const { db } = world.answering.node.node
    for (const column of ['sha256', 'sha512'] as const) {
      const row = await findDeposit(db, file.deposit)
      assert.ok(row !== null)
      const set = async (value: Buffer | null) =>
        await db
          .updateTable('exhibit_deposit')
          .set({ [column]: value })
          .where('id', '=', file.deposit)
          .execute()
      await set(randomBytes(row[column]?.length ?? 0))
      const refused = await officer.post(caseFileLink(request, file.deposit), { reason: 'Example again' })
      await set(row[column])
      assert.equal(refused.status, problems.EXHIBIT_DAMAGED.status, column)
    }
    assert.equal((await officer.post(caseFileLink(request, file.deposit), { reason: 'Example' })).status, 200)
  })

  it('attack 38: that become others while they are given end in an error, short of what was said', async () => {
    const large = await takenIn(world, world.asking, randomBytes(32_000_000), { name: 'Example image' })
    const other = await opened(world)
    await handedOver(world, other, large)
    await stands(world.answering, large.deposit, 'whole')
    const link = caseFileLink(other, large.deposit)
    const [, formToken = ''] = /name="formToken" value="([^"]*)"/.exec((await officer.get(link)).text) ?? []
    const { statusCode, headers, body } = await ask(officer.url + link, {
      method: 'POST',
      headers: {
        cookie: [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: officer.url,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ formToken, reason: 'Example hearing' }).toString(),
    })
    assert.deepEqual([statusCode, headers['content-length']], [200, String(large.bytes)])
    let came = 0
    const read = async (): Promise<void> => {
      for await (const piece of body as AsyncIterable<Buffer>) {
        if (came === 0) {
          const handle = await open(placeOf(world.answering, large), 'r+')
          await handle.write(Buffer.from([1, 2, 3, 4]), 0, 4, large.sealed.bytes - 100)
          await handle.close()
        }
        came += piece.length
      }
    }
    await assert.rejects(read(), { code: 'UND_ERR_SOCKET' })
    assert.ok(came > 0 && came < large.bytes, `${came} of ${large.bytes} bytes`)
    await until('it is set aside', async () => {
      return (await findDeposit(world.answering.node.node.db, large.deposit))?.status === 'damaged'
    })
  })

  /** Names as no node of ours announces them, and what is left of each where it is saved. */
  const hostile: readonly (readonly [string, string])[] = [
    ['..', 'file'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system.ini', 'system.ini'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['report.pdf\r\nSet-Cookie: a=b', 'report.pdf  Set-Cookie_ a=b'],
    ['a"; filename="b.html', 'a_; filename=_b.html'],
    ["it's 100%41.txt", "it's 100%41.txt"],
    ["UTF-8''b.html", "UTF-8''b.html"],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['LPT\u00b9.pdf', '_LPT\u00b9.pdf'],
    ['.htaccess', '_htaccess'],
    ['\u4e2d'.repeat(100), '\u4e2d'.repeat(85)],
    ['\u{1d504}'.repeat(200), '\u{1d504}'.repeat(63)],
    [
      '\u0635\u0648\u0631\u0629 \u0627\u0644\u0647\u0627\u062a\u0641.jpg',
      '\u0635\u0648\u0631\u0629 \u0627\u0644\u0647\u0627\u062a\u0641.jpg',
    ],
    ['\u0424\u043e\u0442\u043e \u2116 1.jpg', '\u0424\u043e\u0442\u043e \u2116 1.jpg'],
    ['\u8bc1\u636e.jpg', '\u8bc1\u636e.jpg'],
    ['\u0938\u0902\u0935\u093f\u0926\u093e\u0928.pdf', '\u0938\u0902\u0935\u093f\u0926\u093e\u0928.pdf'],
    ['H\u1ed3 s\u01a1 v\u1ee5 \u00e1n.pdf', 'H\u1ed3 s\u01a1 v\u1ee5 \u00e1n.pdf'],
    ['\ud83d\udcf7 1.jpg', '\ud83d\udcf7 1.jpg'],
  ]
  const named = async (name: string): Promise<void> => {
    const { db } = world.answering.node.node
    await db.updateTable('exhibit_deposit').set({ name }).where('id', '=', file.deposit).execute()
  }

  it('attack 35: are given under a name that is harmless wherever they are saved, whatever the name was', async () => {
    for (const [name, expected] of hostile) {
      await named(name)
      const { status, headers } = await officer.post(caseFileLink(request, file.deposit), {
        reason: 'Example',
      })
      assert.equal(status, 200, name)
      assert.equal(headers['set-cookie'], undefined, name)
      const said = String(headers['content-disposition'])
      assert.match(said, /^attachment; filename="?[\x20-\x7e]+$/, name)
      assert.equal(savedAs(said), expected, said)
    }
  })

  it('attack 35: are saved by a browser under that name', async function () {
    const browser = await startChromium(this)
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })
      await context.addCookies(
        [...officer.cookies].map(([name, value]) => ({ name, value, url: officer.url })),
      )
      const page = await context.newPage()
      for (const [name, expected] of hostile) {
        await named(name)
        await page.goto(officer.url + caseFileLink(request, file.deposit))
        await page.locator('#reason').fill('Example hearing')
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.locator('form:has(#reason) button').click(),
        ])
        assert.equal(download.suggestedFilename().normalize('NFC'), expected, name)
        await download.cancel()
      }
    } finally {
      await browser.close()
    }
  }).timeout(60_000)

  it('come with the whole record as one letter, in the language of the reader', async () => {
    const text = await officer.get(`${caseLink(request)}/record.txt`)
    assert.equal(text.status, 200)
    assert.match(text.text, /Supplement/)
    const pdf = await officer.get(`${caseLink(request)}/record.pdf`)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
    assert.ok(pdf.text.startsWith('%PDF-'))
    assert.equal((await officer.get(`${caseLink(request)}/record.exe`)).status, 404)
  })
})
