import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { caseFileLink, caseLink } from '../../../src/web/desk/caseLinks.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { handedOver, placeOf, stands, takenIn } from '../../support/files.ts'
import { agreed, logOf, opened } from '../../support/talk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, authority, twoStates } from '../../support/world.ts'

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
    assert.match(page.text, /Chain of custody.*Nothing in it contradicts anything else.*Transferred/is)
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
