import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { assign } from '../../src/exchange/desk/assigning.ts'
import { type DraftKeeping, draftKeeping } from '../../src/exchange/drafts/draftKeeping.ts'
import type { Send } from '../../src/exchange/drafts/settle.ts'
import { hastenRound } from '../../src/exchange/hastenRound.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import type { Acting } from '../../src/exchange/people/deskPeople.ts'
import { type DeskRole, personOfRow } from '../../src/exchange/people/person.ts'
import { beginSession } from '../../src/exchange/people/sessions.ts'
import { stepUp } from '../../src/exchange/people/stepUp.ts'
import type { JsonObject } from '../../src/message/json.ts'
import type { Result } from '../../src/message/refusal.ts'
import { changeDraft, findDraft } from '../../src/store/drafts/drafts.ts'
import type { DraftRow } from '../../src/store/drafts/draftTables.ts'
import { entryMember } from '../../src/store/entryMember.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { findRequest } from '../../src/store/requests.ts'
import { bodies } from '../support/bodies.ts'
import { added } from '../support/desk.ts'
import { noted } from '../support/noted.ts'
import { agreed, logOf } from '../support/talk.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, type WorldState, authority, twoStates } from '../support/world.ts'

const address = '127.0.0.1'

/** Somebody of the desk with a session. */
interface Member {
  readonly by: Acting
  readonly token: string
  readonly password: string
}

async function member(state: WorldState, roles: readonly DeskRole[], of?: string): Promise<Member> {
  const { node } = state.node
  const { signInName, password } = await added(state, roles, { authority: of })
  const row = await findPerson(node.db, signInName)
  assert.ok(row !== null)
  const token = await inTransaction(node.db, (trx) => beginSession(node, trx, row.id))
  return { by: { person: personOfRow(row), address }, token, password }
}

function idOf(begun: Result<{ readonly draft: string }>): string {
  assert.ok(begun.ok, JSON.stringify(begun))
  return begun.draft
}

describe('drafts at the desk', () => {
  let world: World
  let drafts: DraftKeeping
  let officer: Member
  let approver: Member
  let stranger: Member
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two)
    drafts = keepingOf(world.asking)
    officer = await member(world.asking, ['officer'])
    approver = await member(world.asking, ['approver'])
    stranger = await member(world.asking, ['officer', 'approver'], 'vn.moj')
    await steppedUp(approver)
    await steppedUp(stranger)
  })
  after(() => world.close())

  function keepingOf(state: WorldState, send: Send = (draft) => state.node.send(draft)): DraftKeeping {
    return draftKeeping(state.node.node, send, () => undefined)
  }
  async function steppedUp({ by, token, password }: Member): Promise<void> {
    const proved = await stepUp(world.asking.node.node, by.person, {
      token,
      password,
      code: '',
      address,
    })
    assert.ok(proved.ok, JSON.stringify(proved))
  }
  const rowOf = async (id: string): Promise<DraftRow> => {
    const row = await findDraft(world.asking.node.node.db, id)
    assert.ok(row !== null)
    return row
  }
  async function written(more: JsonObject = {}): Promise<string> {
    const order = { to: 'qa.pp', reference: 'VN-DEMO-7', language: 'en' }
    const id = idOf(await drafts.ask(order, officer.by))
    const body = { ...(bodies.request as JsonObject), ...more }
    assert.ok((await drafts.write({ draft: id, version: 1 }, { body }, officer.by)).ok)
    return id
  }
  async function submitted(): Promise<string> {
    const id = await written()
    const outcome = await drafts.submit({ draft: id, version: 2 }, officer.by)
    assert.ok(outcome.ok, JSON.stringify(outcome))
    return id
  }
  const approvalOf = async (id: string, { token }: Member) => ({
    draft: id,
    digest: (await rowOf(id)).digest ?? '',
    token,
  })
  const codeOf = (outcome: Result<object>): string => (outcome.ok ? 'OK' : outcome.code)

  it('go from an officer through an approver to the other State, and each act is in the log', async () => {
    const id = await submitted()
    const seen = await drafts.check(id, approver.by.person, 'en')
    assert.ok(seen?.letter && seen.binds && seen.mayApprove)
    const approved = await drafts.approve(
      { draft: id, digest: seen.digest, token: approver.token },
      approver.by,
    )
    assert.equal(codeOf(approved), 'OK')
    const row = await rowOf(id)
    assert.deepEqual([row.stage, row.body, row.message_digest !== null], ['sent', '{}', true])
    await agreed(world, row.request, 1)
    const events = await eventsOf(world.asking)
    for (const event of ['draft.begun', 'draft.submitted', 'draft.approved', 'decision.approved'])
      assert.ok(events.includes(event), event)
    const log = JSON.stringify(await logOf(world.asking.node.node.db))
    assert.ok(!log.includes(row.digest ?? '-') && !log.includes('VN-DEMO-7'))
  })

  it('that open a request give it to whoever gave them to be sent, where nobody has it, and no later one takes it', async () => {
    const { db } = world.asking.node.node
    const sentBy = async (sender: Member, leaving = false): Promise<string> => {
      const id = await written()
      assert.ok((await drafts.submit({ draft: id, version: 2 }, sender.by)).ok)
      if (leaving)
        await sql`update person set roles = '{auditor}' where id = ${sender.by.person.id}`.execute(db)
      assert.equal(codeOf(await drafts.approve(await approvalOf(id, approver), approver.by)), 'OK')
      const { request } = await rowOf(id)
      await agreed(world, request, 1)
      return request
    }
    const holderOf = async (request: string) => (await findRequest(db, request))?.assigned_to ?? null
    const colleague = await member(world.asking, ['officer'])
    const request = await sentBy(colleague)
    assert.equal(await holderOf(request), colleague.by.person.id)
    const told = await lastActor('case.assigned')
    assert.ok(told.includes(colleague.by.person.signInName) && told.includes(address), told)
    // What is said in it afterwards, by whomever, moves it no more: not from who has it, and not where it was given back.
    const note = async (): Promise<void> => {
      const id = idOf(await drafts.move({ request, type: 'contact-note', inReplyTo: null }, officer.by))
      const body = bodies['contact-note'] as JsonObject
      assert.ok((await drafts.write({ draft: id, version: 1 }, { body }, officer.by)).ok)
      assert.equal(codeOf(await drafts.send({ draft: id, version: 2 }, officer.by)), 'OK')
    }
    await note()
    assert.equal(await holderOf(request), colleague.by.person.id)
    const back = { request, had: colleague.by.person.signInName, to: null }
    assert.ok((await assign(world.asking.node.node, back, colleague.by)).ok)
    await note()
    assert.equal(await holderOf(request), null)
    // Who handles requests no more gets none.
    assert.equal(await holderOf(await sentBy(await member(world.asking, ['officer']), true)), null)
  })

  it('are sent in the name of whoever let them go, and from where, not of whoever began them', async () => {
    const id = await submitted()
    const seen = await drafts.check(id, approver.by.person, 'en')
    assert.ok(seen !== null)
    const approval = { draft: id, digest: seen.digest, token: approver.token }
    assert.equal(codeOf(await drafts.approve(approval, approver.by)), 'OK')
    const { request, submitted_from, approved_from } = await rowOf(id)
    await agreed(world, request, 1)
    // As of then, whichever process sends it when; kept no longer than it is under way.
    for (const event of ['message.sent', 'decision.approved'])
      assert.ok((await lastActor(event)).includes(`"address":"${address}"`), event)
    assert.deepEqual([submitted_from, approved_from], [null, null])
    const another = await member(world.asking, ['officer'])
    const note = idOf(await drafts.move({ request, type: 'contact-note', inReplyTo: null }, officer.by))
    const body = bodies['contact-note'] as JsonObject
    assert.ok((await drafts.write({ draft: note, version: 1 }, { body }, another.by)).ok)
    assert.equal(codeOf(await drafts.send({ draft: note, version: 2 }, another.by)), 'OK')
    await agreed(world, request, 2)
    const named = another.by.person.signInName
    const [letGo, sent] = [await lastActor('draft.sent'), await lastActor('message.sent')]
    assert.ok(letGo.includes(`"${named}"`) && letGo.includes(address), letGo)
    assert.ok(sent.includes(address), sent)
    assert.ok(sent.includes(`"${named}"`) && !sent.includes(officer.by.person.signInName), sent)
  })

  /** Who acted, as the last entry of an event is opened. */
  async function lastActor(event: string): Promise<string> {
    const { rows } = await sql<{ value: string }>`
      select s.value from audit_secret s join audit_entry on audit_entry.id = s.entry
      where s.field = 'actor' and ${entryMember('evt', sql`audit_entry.entry`)} = ${event} order by audit_entry.id desc limit 1`.execute(
      world.asking.node.node.db,
    )
    return rows[0]?.value ?? ''
  }

  it('attack 61: are not approved by whoever wrote, changed or submitted them, whatever their roles', async () => {
    const both = await member(world.asking, ['officer', 'approver'])
    await steppedUp(both)
    const id = await written()
    const { body } = await rowOf(id)
    const changed = await drafts.write(
      { draft: id, version: 2 },
      { body: JSON.parse(body) as JsonObject },
      both.by,
    )
    assert.equal(codeOf(changed), 'OK')
    assert.equal(codeOf(await drafts.submit({ draft: id, version: 3 }, officer.by)), 'OK')
    for (const one of [officer, both])
      assert.equal(
        codeOf(await drafts.approve(await approvalOf(id, one), one.by)),
        'SECOND_PERSON_MISSING',
        one.by.person.signInName,
      )
    const { db } = world.asking.node.node
    await assert.rejects(
      inTransaction(db, (trx) => changeDraft(trx, id, { approver: both.by.person.id })),
      /check constraint/,
    )
    assert.equal((await rowOf(id)).stage, 'submitted')
  })

  it('attack 61: keep the words that were submitted, and only these are approved', async () => {
    const id = await submitted()
    const { version, digest } = await rowOf(id)
    const { db } = world.asking.node.node
    assert.equal(
      codeOf(await drafts.write({ draft: id, version }, { body: {} }, officer.by)),
      'DRAFT_STAGE_WRONG',
    )
    await assert.rejects(
      inTransaction(db, (trx) => changeDraft(trx, id, { body: '{"facts":"other"}' })),
      /words of a draft stay/,
    )
    const other = { draft: id, digest: '0'.repeat(64), token: approver.token }
    assert.equal(codeOf(await drafts.approve(other, approver.by)), 'DRAFT_CHANGED')
    // Taken back, changed and submitted again: what was seen before is approved no more.
    assert.equal(codeOf(await drafts.giveBack(id, '', officer.by)), 'OK')
    const again = await rowOf(id)
    const body = {
      ...(JSON.parse(again.body) as JsonObject),
      facts: { language: 'en', text: 'Other facts.' },
    }
    assert.equal(
      codeOf(await drafts.write({ draft: id, version: again.version }, { body }, officer.by)),
      'OK',
    )
    const next = { draft: id, version: again.version + 1 }
    assert.equal(codeOf(await drafts.submit(next, officer.by)), 'OK')
    const stale = { draft: id, digest: digest ?? '', token: approver.token }
    assert.equal(codeOf(await drafts.approve(stale, approver.by)), 'DRAFT_CHANGED')
  })

  it('attack 61: are approved once, however often the approval is sent', async () => {
    const id = await submitted()
    const approval = await approvalOf(id, approver)
    const outcomes = await Promise.all([1, 2, 3].map(() => drafts.approve(approval, approver.by)))
    assert.deepEqual(outcomes.map(codeOf).sort(), ['DRAFT_STAGE_WRONG', 'DRAFT_STAGE_WRONG', 'OK'])
    const { request } = await rowOf(id)
    await agreed(world, request, 1)
    assert.equal(codeOf(await drafts.approve(approval, approver.by)), 'DRAFT_STAGE_WRONG')
  })

  it('attack 54: are not there for another authority of the same node, whatever it wants with them', async () => {
    const id = await submitted()
    const { version } = await rowOf(id)
    assert.equal(await drafts.read(id, stranger.by.person), null)
    assert.equal(await drafts.check(id, stranger.by.person, 'en'), null)
    const seen = { draft: id, version }
    const acts = [
      drafts.write(seen, { body: {} }, stranger.by),
      drafts.submit(seen, stranger.by),
      drafts.send(seen, stranger.by),
      drafts.approve(await approvalOf(id, stranger), stranger.by),
      drafts.giveBack(id, 'no', stranger.by),
      drafts.drop(id, stranger.by),
      drafts.resume(id, stranger.by),
    ]
    for (const act of acts) assert.equal(codeOf(await act), 'DRAFT_UNKNOWN')
    const { others, mine, toApprove } = await drafts.list(stranger.by.person)
    assert.deepEqual([...others, ...mine, ...toApprove], [])
    const { request } = await rowOf(id)
    const move = await drafts.move({ request, type: 'withdraw', inReplyTo: null }, stranger.by)
    assert.equal(codeOf(move), 'REQUEST_UNKNOWN')
  })

  it('attack 61: need the password of the approver within the last minutes', async () => {
    const fresh = await member(world.asking, ['approver'])
    const id = await submitted()
    assert.equal(codeOf(await drafts.approve(await approvalOf(id, fresh), fresh.by)), 'STEP_UP_MISSING')
    await steppedUp(fresh)
    const { db } = world.asking.node.node
    const ago = new Date(Date.now() - exchangeLimits.desk.stepUpMs - 1_000)
    await db.updateTable('desk_session').set({ stepped_up_at: ago }).execute()
    assert.equal(codeOf(await drafts.approve(await approvalOf(id, fresh), fresh.by)), 'STEP_UP_MISSING')
    await steppedUp(approver)
    await steppedUp(stranger)
    assert.equal(codeOf(await drafts.approve(await approvalOf(id, approver), approver.by)), 'OK')
  })

  it('go out once where the process dies between letting them go and knowing it', async () => {
    const [id, other] = [await submitted(), await member(world.asking, ['officer'])]
    const dying = keepingOf(world.asking, async (draft) => {
      await world.asking.node.send(draft)
      throw new Error('killed')
    })
    assert.equal(codeOf(await dying.approve(await approvalOf(id, approver), approver.by)), 'NODE_UNAVAILABLE')
    const { stage, request } = await rowOf(id)
    assert.equal(stage, 'sending')
    assert.equal(codeOf(await drafts.resume(id, other.by)), 'OK')
    const sent = await rowOf(id)
    assert.equal(sent.stage, 'sent')
    await agreed(world, request, 1)
    // Whoever has it sent is in the log, and takes over no words: the message is of whoever submitted and approved it.
    const { actor, details } = (await noted(world.asking, 'draft.resumed')).at(-1) ?? {}
    assert.deepEqual(
      [actor?.person, actor?.from, details],
      [
        other.by.person.signInName,
        { address, by: 'network' },
        { draft: id, message: sent.message, type: 'request' },
      ],
    )
    const by = (await noted(world.asking, 'message.sent')).at(-1)?.actor?.person
    assert.equal(by, officer.by.person.signInName)
    assert.equal(codeOf(await drafts.resume(id, other.by)), 'OK')
    assert.equal(
      (await noted(world.asking, 'draft.resumed')).filter(({ details: of }) => of?.draft === id).length,
      1,
    )
  })

  it('go out later, by themselves, where the process dies before they are sent', async () => {
    const id = await submitted()
    const dying = keepingOf(world.asking, () => Promise.reject(new Error('killed')))
    assert.equal(codeOf(await dying.approve(await approvalOf(id, approver), approver.by)), 'NODE_UNAVAILABLE')
    const { db } = world.asking.node.node
    const ago = new Date(Date.now() - exchangeLimits.drafts.sendingMs - 1_000)
    await db.updateTable('draft').set({ changed_at: ago }).where('id', '=', id).execute()
    await drafts.settleLeft()
    const { stage, request } = await rowOf(id)
    assert.equal(stage, 'sent')
    await agreed(world, request, 1)
  })

  it('go out though they were let go by a clock that was ahead and is right again', async () => {
    const id = await submitted()
    const dying = keepingOf(world.asking, () => Promise.reject(new Error('killed')))
    assert.equal(codeOf(await dying.approve(await approvalOf(id, approver), approver.by)), 'NODE_UNAVAILABLE')
    const { node } = world.asking.node
    const changedAt = async (): Promise<number> => (await rowOf(id)).changed_at.getTime()
    const ahead = new Date(Date.now() + 5 * 3_600_000)
    await node.db.updateTable('draft').set({ changed_at: ahead }).where('id', '=', id).execute()
    await hastenRound(node)
    assert.ok((await changedAt()) <= Date.now())
    const before = await changedAt()
    await hastenRound(node)
    assert.equal(await changedAt(), before, 'it is not put off again')
    assert.equal(codeOf(await drafts.resume(id, officer.by)), 'OK')
  })

  it('come back with the code where the node refuses to send what was approved', async () => {
    const id = await submitted()
    const refusing = keepingOf(world.asking, () =>
      Promise.resolve({ ok: false, code: 'WORKFLOW_NOT_EXPECTED' } as const),
    )
    const outcome = await refusing.approve(await approvalOf(id, approver), approver.by)
    assert.equal(codeOf(outcome), 'WORKFLOW_NOT_EXPECTED')
    const row = await rowOf(id)
    assert.deepEqual([row.stage, row.refusal, row.approver], ['returned', 'WORKFLOW_NOT_EXPECTED', null])
    const away = keepingOf(world.asking, () => Promise.resolve({ ok: false, code: 'NODE_BUSY' } as const))
    assert.equal(codeOf(await drafts.submit({ draft: id, version: row.version }, officer.by)), 'OK')
    assert.equal(codeOf(await away.approve(await approvalOf(id, approver), approver.by)), 'NODE_BUSY')
    const waits = await rowOf(id)
    assert.deepEqual([waits.stage, waits.refusal], ['sending', 'NODE_BUSY'])
    assert.equal(codeOf(await drafts.resume(id, officer.by)), 'OK')
  })

  it('come back with a reason, and are mended and submitted again', async () => {
    const id = await submitted()
    assert.equal(codeOf(await drafts.giveBack(id, ' ', approver.by)), 'FORM_MEMBER_INVALID')
    assert.equal(codeOf(await drafts.giveBack(id, 'Name the bank.', approver.by)), 'OK')
    const { returned } = await drafts.list(officer.by.person)
    assert.deepEqual(
      returned.filter((line) => line.id === id).map(({ reason }) => reason),
      ['Name the bank.'],
    )
    const { version } = await rowOf(id)
    assert.equal(codeOf(await drafts.submit({ draft: id, version }, officer.by)), 'OK')
    assert.ok((await drafts.list(approver.by.person)).toApprove.some((line) => line.id === id))
  })

  it('are answered by one person where they bind nobody, and else not', async () => {
    const sent = await submitted()
    assert.equal(codeOf(await drafts.approve(await approvalOf(sent, approver), approver.by)), 'OK')
    const { request } = await rowOf(sent)
    await agreed(world, request, 1)
    const there = keepingOf(world.answering)
    const other = await member(world.answering, ['officer'])
    const ack = idOf(await there.move({ request, type: 'acknowledgement', inReplyTo: null }, other.by))
    const body = { ownReference: 'QA-7' }
    assert.ok((await there.write({ draft: ack, version: 1 }, { body }, other.by)).ok)
    assert.equal(codeOf(await there.send({ draft: ack, version: 2 }, other.by)), 'OK')
    await agreed(world, request, 2)
    const decision = idOf(await there.move({ request, type: 'decision', inReplyTo: null }, other.by))
    const said = bodies.decision as unknown as JsonObject
    assert.ok((await there.write({ draft: decision, version: 1 }, { body: said }, other.by)).ok)
    const alone = await there.send({ draft: decision, version: 2 }, other.by)
    assert.equal(codeOf(alone), 'SECOND_PERSON_MISSING')
  })

  it('refuse what was changed by somebody else meanwhile, what is too large, and too many', async () => {
    const id = await written()
    assert.equal(
      codeOf(await drafts.write({ draft: id, version: 1 }, { body: {} }, officer.by)),
      'DRAFT_CHANGED',
    )
    assert.equal(codeOf(await drafts.submit({ draft: id, version: 1 }, officer.by)), 'DRAFT_CHANGED')
    const large = { facts: { language: 'en', text: 'x'.repeat(exchangeLimits.drafts.bytesMax) } }
    const tooLarge = await drafts.write({ draft: id, version: 2 }, { body: large }, officer.by)
    assert.equal(codeOf(tooLarge), 'DRAFT_TOO_LARGE')
    const order = { to: 'qa.pp', reference: 'VN-DEMO-8', language: 'en' }
    assert.equal(codeOf(await drafts.ask({ ...order, to: 'qa.nobody' }, officer.by)), 'AUTHORITY_UNKNOWN')
    assert.equal(codeOf(await drafts.ask({ ...order, reference: '' }, officer.by)), 'MESSAGE_INVALID')
    const { db } = world.asking.node.node
    const { ofAuthorityMax } = exchangeLimits.drafts
    await sql`
      insert into draft (id, authority, request, type, to_authority, reference, language, body, exhibits, author, editors,
          made_at, changed_at, version, stage)
        select gen_random_uuid(), 'vn.moj', gen_random_uuid(), 'request', 'qa.pp', 'R', 'en', '{}', '[]',
          ${stranger.by.person.id}::uuid, array[${stranger.by.person.id}::uuid], now(), now(), 1, 'writing'
        from generate_series(1, ${ofAuthorityMax}::integer)`.execute(db)
    assert.equal(codeOf(await drafts.ask(order, stranger.by)), 'DRAFTS_TOO_MANY')
    // Where there are two places more, two of those that come at once begin, about one request or none.
    await sql`update draft set stage = 'dropped' where id in (
      select id from draft where authority = 'vn.moj' and stage = 'writing' limit 2)`.execute(db)
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => drafts.ask(order, stranger.by)))
    assert.deepEqual(atOnce.map(codeOf).sort(), [
      ...Array.from({ length: 6 }, () => 'DRAFTS_TOO_MANY'),
      ...['OK', 'OK'],
    ])
  })

  it('lose their words when they are dropped', async () => {
    const id = await submitted()
    assert.equal(codeOf(await drafts.drop(id, officer.by)), 'OK')
    const { stage, body } = await rowOf(id)
    assert.deepEqual([stage, body], ['dropped', '{}'])
    assert.equal(codeOf(await drafts.drop(id, officer.by)), 'DRAFT_STAGE_WRONG')
  })
})
