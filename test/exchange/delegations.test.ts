import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { type DraftKeeping, draftKeeping } from '../../src/exchange/drafts/draftKeeping.ts'
import type { Acting } from '../../src/exchange/people/deskPeople.ts'
import { disablePerson } from '../../src/exchange/people/keepPeople.ts'
import { type DeskRole, personOfRow } from '../../src/exchange/people/person.ts'
import { beginSession } from '../../src/exchange/people/sessions.ts'
import { stepUp } from '../../src/exchange/people/stepUp.ts'
import type { JsonObject } from '../../src/message/json.ts'
import type { Result } from '../../src/message/refusal.ts'
import { findDraft } from '../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { bodies } from '../support/bodies.ts'
import { added } from '../support/desk.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, authority, twoStates } from '../support/world.ts'

interface Member {
  readonly by: Acting
  readonly token: string
}

const address = '127.0.0.1'
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
const codeOf = (outcome: Result<object>): string =>
  outcome.ok ? 'OK' : `${outcome.code}${outcome.pointer ?? ''}`

describe('approving in the place of another', () => {
  let world: World
  let drafts: DraftKeeping
  before(async () => {
    world = await twoStates({ state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] })
    const { node } = world.asking
    drafts = draftKeeping(
      node.node,
      (draft) => node.send(draft),
      () => undefined,
    )
  })
  after(() => world.close())

  /** Somebody who has signed in and given their password again. */
  const member = async (roles: readonly DeskRole[], of?: string): Promise<Member> => {
    const { node } = world.asking.node
    const { signInName, password } = await added(world.asking, roles, { authority: of })
    const row = await findPerson(node.db, signInName)
    assert.ok(row !== null)
    const token = await inTransaction(node.db, (trx) => beginSession(node, trx, row.id))
    const person = personOfRow(row)
    const proved = await stepUp(node, person, { token, password, code: '', address })
    assert.ok(proved.ok)
    return { by: { person, address }, token }
  }
  const submitted = async ({ by }: Member): Promise<{ readonly draft: string; readonly digest: string }> => {
    const begun = await drafts.ask({ to: 'qa.pp', reference: 'VN-DEMO-1', language: 'en' }, by)
    assert.ok(begun.ok)
    const written = { body: bodies.request as JsonObject }
    assert.equal(codeOf(await drafts.write({ draft: begun.draft, version: 1 }, written, by)), 'OK')
    assert.equal(codeOf(await drafts.submit({ draft: begun.draft, version: 2 }, by)), 'OK')
    const row = await findDraft(world.asking.node.node.db, begun.draft)
    return { draft: begun.draft, digest: row?.digest ?? '' }
  }
  const approve = async (seen: { draft: string; digest: string }, { by, token }: Member): Promise<string> =>
    codeOf(await drafts.approve({ ...seen, token }, by))
  const give = async (giver: Member, receiver: Member, from = day(0), until = day(1)): Promise<string> => {
    const order = { receiver: receiver.by.person.signInName, from, until, token: giver.token }
    return codeOf(await drafts.delegate(order, giver.by))
  }
  const idOf = async ({ by }: Member): Promise<string> =>
    (await drafts.delegations(by.person)).delegations[0]?.id ?? ''

  it('attack 61: is for who was named, today, and both names stand in the draft and in the log', async () => {
    const [writer, approver, other] = [
      await member(['officer']),
      await member(['approver']),
      await member(['officer']),
    ]
    const seen = await submitted(writer)
    assert.equal(await approve(seen, other), 'SECOND_PERSON_MISSING')
    assert.equal(await give(approver, other), 'OK')
    assert.deepEqual(
      (await drafts.list(other.by.person)).toApprove.map(({ id }) => id),
      [seen.draft],
    )
    assert.equal((await drafts.read(seen.draft, other.by.person))?.inPlaceOf, approver.by.person.id)
    assert.equal(await approve(seen, other), 'OK')
    const row = await findDraft(world.asking.node.node.db, seen.draft)
    assert.deepEqual([row?.approver, row?.on_behalf_of], [other.by.person.id, approver.by.person.id])
    const events = await eventsOf(world.asking)
    assert.ok(events.includes('delegation.given') && events.includes('draft.approved'))
  })

  it('attack 61: is given only by who has said their password just now: a session alone gives nothing', async () => {
    const [approver, other] = [await member(['approver']), await member(['officer'])]
    const { node } = world.asking.node
    const token = await inTransaction(node.db, (trx) => beginSession(node, trx, approver.by.person.id))
    assert.equal(await give({ ...approver, token }, other), 'STEP_UP_MISSING')
    assert.deepEqual((await drafts.delegations(other.by.person)).delegations, [])
  })

  it('attack 61: is never of whoever wrote the draft, on either side', async () => {
    const [approver, other] = [await member(['officer', 'approver']), await member(['officer'])]
    const third = await member(['approver'])
    assert.equal(await give(approver, other), 'OK')
    assert.equal(await give(third, other), 'OK')
    // What the giver wrote is not approved in their place, but in the place of the third; what the receiver wrote, by nobody's.
    const ofGiver = await submitted(approver)
    assert.equal((await drafts.read(ofGiver.draft, other.by.person))?.inPlaceOf, third.by.person.id)
    assert.equal(codeOf(await drafts.withdraw(await idOf(third), third.by)), 'OK')
    assert.equal(await approve(ofGiver, other), 'SECOND_PERSON_MISSING')
    const ofReceiver = await submitted(other)
    assert.equal(await approve(ofReceiver, other), 'SECOND_PERSON_MISSING')
    const { db } = world.asking.node.node
    await assert.rejects(
      sql`update draft set stage = 'sending', approver = ${other.by.person.id}, on_behalf_of = ${approver.by.person.id}
        where id = ${ofGiver.draft}`.execute(db),
      /check/,
    )
  })

  it('attack 61: ends by itself, when it is withdrawn, and with what the giver may', async () => {
    const [writer, approver, other] = [
      await member(['officer']),
      await member(['approver']),
      await member(['officer']),
    ]
    const seen = await submitted(writer)
    assert.equal(await give(approver, other, day(2), day(4)), 'OK')
    assert.equal(await approve(seen, other), 'SECOND_PERSON_MISSING')
    const { db } = world.asking.node.node
    await assert.rejects(
      sql`update delegation set until_day = until_day + 1`.execute(db),
      /stays as it was given/,
    )
    assert.equal(codeOf(await drafts.withdraw(await idOf(approver), writer.by)), 'DELEGATION_UNKNOWN')
    assert.equal(codeOf(await drafts.withdraw(await idOf(approver), other.by)), 'OK')
    assert.equal(codeOf(await drafts.withdraw(crypto.randomUUID(), other.by)), 'DELEGATION_UNKNOWN')
    assert.equal(await give(approver, other), 'OK')
    await disablePerson(world.asking.node.node, approver.by.person.signInName, {
      person: 'Example-Administrator',
      role: 'administrator',
      authority: 'vn.spp',
    })
    assert.equal(await approve(seen, other), 'SECOND_PERSON_MISSING')
  })

  it('is given to another person of the same authority who writes drafts, for at most ninety days', async () => {
    const [approver, other] = [await member(['approver']), await member(['officer'])]
    for (const [receiver, from, until, expected] of [
      [approver, day(0), day(1), 'DELEGATION_INVALID/receiver'],
      [await member(['auditor']), day(0), day(1), 'DELEGATION_INVALID/receiver'],
      [await member(['officer'], 'vn.moj'), day(0), day(1), 'DELEGATION_INVALID/receiver'],
      [other, day(-1), day(1), 'DELEGATION_INVALID/from'],
      [other, '2027-02-30', day(1), 'DELEGATION_INVALID/from'],
      [other, day(1), day(0), 'DELEGATION_INVALID/until'],
      [other, day(0), day(90), 'DELEGATION_INVALID/until'],
      [other, day(0), day(89), 'OK'],
    ] as const)
      assert.equal(await give(approver, receiver, from, until), expected, `${from} ${until}`)
  })
})
