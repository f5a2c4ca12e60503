import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { formTokenOf } from '../../../src/exchange/people/formToken.ts'
import { webLimits } from '../../../src/web/limits.ts'
import { blockDatabase } from '../../support/blockedDatabase.ts'
import { type DeskClient, type FormMembers, type Page, signedIn, withDesk } from '../../support/desk.ts'
import { formOf, openPart } from '../../support/openPart.ts'
import { whileTakingNothing } from '../../support/takingNothing.ts'
import { type World, twoStates } from '../../support/world.ts'

const words = 'Example words with <b>marks</b> & "quotes"\r\nover two lines'

describe('what was typed and could not be kept', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  /** Does something while nobody reaches the database of the desk. */
  const whileAway = async <Outcome>(work: () => Promise<Outcome>): Promise<Outcome> => {
    const cut = await blockDatabase(world.asking, world.answering)
    try {
      return await work()
    } finally {
      await cut.restore()
    }
  }
  const cookieOf = ({ url }: Pick<DeskClient, 'url'>): string => `rogatory-${new URL(url).port}`
  /** A form of a session whose cookie comes along. */
  const sendAs = async (
    client: DeskClient,
    session: string,
    path: string,
    members: FormMembers,
  ): Promise<Page> => {
    client.cookies.set(cookieOf(client), session)
    return await client.post(path, { ...members, formToken: formTokenOf(session) })
  }

  it('comes back on a page that sends it again as it was, while the database is away', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    client.cookies.set(`${cookieOf(client)}-language`, 'fr')
    const page = await whileAway(() => client.post(path, members))
    assert.equal(page.status, 503, page.text)
    assert.match(page.text, /<html lang="fr"/)
    assert.match(page.text, /Ceci n’a pas pu être enregistré/)
    const again = formOf(page, path)
    assert.deepEqual(Object.keys(again).sort(), Object.keys(members).sort())
    const sent = await client.post(path, again)
    assert.equal(sent.status, 303, sent.text)
    const { body } = await world.asking.database.db
      .selectFrom('draft')
      .select('body')
      .where('id', '=', path.split('/')[2] ?? '')
      .executeTakeFirstOrThrow()
    assert.ok(body.includes(JSON.stringify(words.replace('\r\n', '\n')).slice(1, -1)), body)
  })

  it('comes back to whoever is known, in the words of their page, where the database takes nothing', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    const page = await whileTakingNothing(
      world.asking.database.db,
      '53100',
      () => client.post(path, members),
      'update on draft',
    )
    assert.equal(page.status, 503, page.text)
    assert.ok(page.text.includes('action="/sign-out"'), page.text)
    assert.ok(page.text.includes('&lt;b>marks&lt;/b>'), page.text)
    assert.deepEqual(Object.keys(formOf(page, path)).sort(), Object.keys(members).sort())
  })

  it('is shown to nobody but the browser from which it came, and never where it has a password', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path, members } = await openPart(client, words)
    await whileAway(async () => {
      const { signInName, password } = client
      for (const page of [
        await client.post(path, {
          ...members,
          formToken: formTokenOf(randomBytes(32).toString('base64url')),
        }),
        await client.post(path, members, { Origin: 'https://elsewhere.example' }),
        await client.post('/sign-in', { signInName, password }),
      ]) {
        assert.notEqual(page.status, 503, page.text)
        assert.ok(!page.text.includes('marks') && !page.text.includes(password), page.text)
      }
    })
  })

  it('has its bound, of whoever says that they have a session', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { path } = await openPart(client, words)
    const invented = randomBytes(32).toString('base64url')
    const { membersMax } = webLimits.desk.unsaved
    await whileAway(async () => {
      const many = { a: Array.from({ length: membersMax - 1 }, () => 'x') }
      assert.equal((await sendAs(client, invented, path, many)).status, 503)
      assert.equal((await sendAs(client, invented, path, { ...many, b: 'x' })).status, 500)
      const long = { a: 'x'.repeat(webLimits.desk.writtenBytesMax) }
      assert.equal((await sendAs(client, invented, path, long)).status, 500)
    })
  })
})
