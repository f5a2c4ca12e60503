import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { forgetRound } from '../../../src/exchange/people/forgetRound.ts'
import { keepAttempt, newAttempt } from '../../../src/exchange/people/provider/attempt.ts'
import { beginSecondStep } from '../../../src/exchange/people/secondStep.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { keepPlace } from '../../../src/store/people/knownPlaces.ts'
import { keepChallenge } from '../../../src/store/people/passkeys.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { type World, twoStates } from '../../support/world.ts'

const tables = [
  ...['desk_session', 'ended_session', 'second_step', 'provider_attempt', 'passkey_challenge'],
  ...['sign_in_failure', 'known_place'],
] as const

describe('what is kept of people for a while', () => {
  let world: World
  let node: Node
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    node = world.asking.node.node
  })
  after(() => world.close())

  const rows = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const { rows: found } = await sql<{ count: number }>`
        select count(*)::integer as count from ${sql.table(table)}`.execute(node.db)
      counts[table] = found[0]?.count ?? 0
    }
    return counts
  }
  const later = (ms: number): Node =>
    Object.create(node, { machineNow: { value: () => new Date(Date.now() + ms) } }) as Node

  it('is forgotten once it has ended, though nobody comes any more', async () => {
    const { signInName } = await signedIn(world.asking, ['officer'])
    const person = await findPerson(node.db, signInName)
    assert.ok(person !== null)
    const stranger = visitorAt(world.asking)
    await stranger.post('/sign-in', { signInName: 'example-nobody', password: 'not the one' })
    await inTransaction(node.db, async (trx) => {
      await beginSecondStep(node, trx, person.id)
      await keepPlace(trx, { person: person.id, what: randomBytes(32), seen_at: new Date() }, 20)
      const holder = randomBytes(32)
      await keepChallenge(trx, {
        ...{ holder, purpose: 'signIn', challenge: randomBytes(32), begun_at: new Date() },
      })
    })
    assert.ok((await keepAttempt(node, newAttempt(node), null, null)).ok)
    await forgetRound(node)
    const { ended_session: ended, ...begun } = await rows()
    assert.equal(ended, 0)
    for (const [table, count] of Object.entries(begun)) assert.ok(count > 0, table)
    const { sessionMs, placeKnownMs, typed } = exchangeLimits.desk
    await forgetRound(later(sessionMs))
    const { known_place: places, ...over } = await rows()
    assert.ok((places ?? 0) > 0)
    assert.deepEqual(over, {
      ...{ desk_session: 0, ended_session: 1, second_step: 0, provider_attempt: 0 },
      ...{ passkey_challenge: 0, sign_in_failure: 0 },
    })
    await forgetRound(later(typed.pageOpenMs + sessionMs))
    assert.equal((await rows()).ended_session, 0)
    await forgetRound(later(placeKnownMs + 1_000))
    assert.equal((await rows()).known_place, 0)
  })
})
