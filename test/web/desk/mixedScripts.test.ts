import assert from 'node:assert/strict'
import { text } from '../../support/bodies.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { agreed, opened, say } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('a message at the desk in which a name has letters of two scripts', () => {
  let world: World
  let request: string
  let officer: SignedInClient
  /** An `a` of Latin, and one of Cyrillic in its place. */
  const [real, twin] = ['Example-Maria', 'Ex\u0430mple-M\u0430ria']
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    request = await opened(world)
    for (const [place, name] of [real, twin].entries()) {
      const body = { channel: 'telephone', at: '2026-03-01T06:45:00Z', with: name, text }
      await say(world, world.asking, request, 'contact-note', { body })
      await agreed(world, request, place + 2)
    }
    officer = await signedIn(world.answering, ['officer'])
  })
  after(() => world.close())

  it('attack 18: is shown with a warning that names the words and their scripts, beside the code of the authority', async () => {
    const page = (await officer.get(`/cases/${request}/messages/3`)).text
    const [, warning = ''] = page.split('class="govuk-warning-text"')
    const told = warning.split('</ul>')[0] ?? ''
    assert.match(told, /several scripts/)
    assert.match(
      told,
      /<bdi[^>]*>Ex\u0430mple<\/bdi> \(Latin: <bdi[^>]*>Exmple<\/bdi>; Cyrillic: <bdi[^>]*>\u0430<\/bdi>\)/,
    )
    assert.match(told, /<bdi[^>]*>M\u0430ria<\/bdi>/)
    assert.match(page, /vn\.spp/)
    await officer.post('/language', { language: 'ru' })
    assert.match((await officer.get(`/cases/${request}/messages/3`)).text, /латиница: .*кириллица: /)
    await officer.post('/language', { language: 'en' })
  })

  it('is warned of on the page of its request as well, and nothing is warned of where no word is such', async () => {
    assert.match((await officer.get(`/cases/${request}`)).text, /class="govuk-warning-text"/)
    for (const place of [1, 2])
      assert.doesNotMatch(
        (await officer.get(`/cases/${request}/messages/${place}`)).text,
        /govuk-warning-text/,
      )
  })
})
