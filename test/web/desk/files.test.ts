import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, writeFile } from 'node:fs/promises'
import { caseFileLink, caseLink } from '../../../src/web/desk/caseLinks.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { filesOfMessage } from '../../../src/store/exhibits/filesOfMessage.ts'
import { insertAnnounced } from '../../../src/store/exhibits/handedOver.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { handedOver, placeOf, stands, takenIn } from '../../support/files.ts'
import { agreed, logOf, opened, say } from '../../support/talk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'
import { resultExample } from '../../workflow/examples.ts'
import { manifestOf, requestBody, text as others } from '../../workflow/speak.ts'

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

  it('are given as octets to save, for a reason, and the log has who and why before the first byte', async () => {
    const opens = async () =>
      (await logOf(world.answering.node.node.db)).filter(({ evt }) => evt === 'exhibit.opened').length
    const before = await opens()
    const without = await officer.post(caseFileLink(request, file.deposit), { reason: '  ' })
    assert.equal(without.status, 422)
    assert.match(without.text, /href="#reason">Write why you need the file/)
    assert.equal(await opens(), before)
    const given = await officer.post(caseFileLink(request, file.deposit), { reason: 'Example hearing' })
    assert.equal(given.status, 200)
    assert.equal(given.headers['content-type'], 'application/octet-stream')
    assert.match(String(given.headers['content-disposition']), /^attachment; filename=/)
    assert.equal(createHash('sha256').update(given.bytes).digest('hex'), file.sha256)
    assert.equal(await opens(), before + 1)
    assert.match((await officer.get(caseFileLink(request, file.deposit))).text, /Example hearing/)
  })

  it('are set aside where they turn out damaged as somebody saves them, and what was given breaks off', async () => {
    const hurt = await takenIn(world, world.asking, Buffer.from('Example of a file that a disk has changed'))
    const other = await opened(world)
    await handedOver(world, other, hurt)
    await stands(world.answering, hurt.deposit, 'whole')
    const place = placeOf(world.answering, hurt)
    const asked = { reason: 'Example hearing' }
    const sealed = await readFile(place)
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
    await writeFile(place, sealed)
    await assert.rejects(officer.post(caseFileLink(other, hurt.deposit), asked))
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
    assert.match(await shown(world.asking), /E1 Example E1 .*Message 3 Stands Still open.*nothing of it yet/)
    await until('all three are whole', async () => {
      const files = await filesOfMessage(world.asking.node.node.db, measured, first.id)
      return files.length === 3 && files.every(({ status }) => status === 'whole')
    })
    const begun = await asker.post(`${caseLink(measured)}/drafts`, { type: 'delivery-receipt' })
    const form = await asker.get(begun.location)
    // What the node has computed of what arrived stands there already, and may be changed.
    for (const [at, { id, sha256 }] of first.exhibits.entries())
      for (const [name, value] of [
        ['exhibit', id],
        ['sha256', sha256],
        ['announced', sha256],
      ] as const)
        assert.match(form.text, new RegExp(`<input[^>]*name="/checks/${at}/${name}"[^>]*value="${value}"`))
    const versionIn = ({ text }: Page): string => /name="version" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const outcome = { '/outcomes/0': '', '/outcomes/0/measure': 'm1', '/outcomes/0/outcome': 'discrepancy' }
    const row = await asker.post(begun.location, { version: versionIn(form), ...outcome, add: '/checks' })
    const withRow = await asker.get(row.location)
    for (const [name, label] of [
      ['/checks/0/standing', 'How it stands'],
      ['/checks/0/reason/text', 'Reason'],
    ] as const)
      assert.match(withRow.text, new RegExp(`>${label}</(label|legend)>.*name="${name}"`, 's'))
    const saved = await asker.post(begun.location, {
      ...{ version: versionIn(withRow), ...outcome },
      ...{ '/checks/0': '', '/checks/0/exhibit': 'E1', '/checks/0/sha256': first.exhibits[0]?.sha256 ?? '' },
      ...{ '/checks/0/agrees': 'true', '/checks/0/standing': 'accepted' },
      ...{ '/checks/1': '', '/checks/1/exhibit': 'E2', '/checks/1/standing': 'disputed' },
      '/checks/1/reason/text': 'It is another account.',
      ...{ '/checks/2': '', '/checks/2/exhibit': 'E3', '/checks/2/standing': 'open' },
      '/checks/2/reason/text': 'It is sealed until May.',
    })
    const check = await asker.get(saved.location)
    const [draft = ''] = begun.location.split('/parts')
    const sent = await asker.post(`${draft}/send`, { version: versionIn(check) })
    assert.equal(sent.location, draft, sent.text)
    await agreed(world, measured, 4)
    for (const at of [world.asking, world.answering])
      assert.match(
        await shown(at),
        /E1 .*Stands Accepted .*Message 4 File E2 .*Stands Disputed .*Message 4 It is another account\. File E3 .*Stands Still open .*Message 4 It is sealed until May\./,
      )
    // What was disputed or left open stands so: the next receipt does not begin by taking it back.
    const next = await asker.post(`${caseLink(measured)}/drafts`, { type: 'delivery-receipt' })
    const nextForm = await asker.get(next.location)
    assert.equal(nextForm.status, 200)
    assert.doesNotMatch(nextForm.text, /name="\/checks\/\d+\/exhibit"[^>]*value="E/)
    await delivered(['E4'], { replaces: [{ delivery: first.id, exhibit: 'E2', by: 'E4' }] })
    await agreed(world, measured, 5)
    for (const at of [world.asking, world.answering])
      assert.match(
        await shown(at),
        /E2 .*Stands Replaced New file: E4 \. Message 5 .*Message 4 It was disputed: It is another account\. .*E4 .*Still open/,
      )
  })

  it('that are not what was hashed break off, and nobody takes them for whole', async () => {
    const handle = await open(placeOf(world.answering, file), 'r+')
    await handle.write(Buffer.from([1, 2, 3, 4]), 0, 4, 150_000)
    await handle.close()
    await assert.rejects(officer.post(caseFileLink(request, file.deposit), { reason: 'Example again' }))
  })

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
