import assert from 'node:assert/strict'
import { signedIn, withDesk } from '../../support/desk.ts'
import { plain } from '../../support/plain.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('the check of a draft at the desk', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  it('tells a reference that an earlier request of the same authority to the same State has already', async () => {
    const request = await opened(world)
    const { db } = world.asking.node.node
    const { own_authority, reference } = await db
      .selectFrom('request')
      .select(['own_authority', 'reference'])
      .where('id', '=', request)
      .executeTakeFirstOrThrow()
    const officer = await signedIn(world.asking, ['officer'], { authority: own_authority })
    const told = async (written: string): Promise<boolean> => {
      const { location } = await officer.post('/ask', { to: 'qa.pp', reference: written, language: 'en' })
      const { status, text } = await officer.get(`${location}/check`)
      assert.equal(status, 200)
      return plain(text).includes('has this reference already')
    }
    assert.ok(await told(reference))
    assert.ok(!(await told(`${reference} of another case`)))
  })
})
