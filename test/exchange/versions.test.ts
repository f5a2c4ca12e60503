import assert from 'node:assert/strict'
import { emptyRecord } from '../../src/workflow/record.ts'
import { findRequest } from '../../src/store/requests.ts'
import { listRefusals } from '../../src/store/refusals.ts'
import { logOf, openingFrame, post, said, sealed } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

/** What a State with a later set of schemas may say: a type of message that came with it, and a member that came with it. */
const newer = {
  type: { type: 'soil-report', body: { grams: 120 } },
  member: { type: 'withdraw', body: { soil: 'loam' } },
} as const

describe('a message that was written under later schemas than its keeper has', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const say = async (frame: Record<string, unknown>) => {
    const { jwe, digest, jws } = await sealed(world.asking, world.answering, frame)
    const [answer = ''] = await post(world.answering, [jwe])
    return { receipt: said(answer), digest, jws }
  }
  /** Something of the asking State in a record that stands at its opening. */
  const further = (opening: Record<string, unknown>, previous: string, more: object) => ({
    ...openingFrame(new Date()),
    request: opening.request,
    reference: opening.reference,
    basis: emptyRecord(String(opening.request)),
    previous,
    ...more,
  })
  const codeOf = ({ receipt }: Awaited<ReturnType<typeof say>>) =>
    receipt.event === 'relayRejection'
      ? [receipt.code, receipt.pointer, receipt.expected, receipt.reasons]
      : []

  for (const [what, words] of Object.entries(newer)) {
    it(`is refused with the version that is known, for an added ${what}; it is kept, and what comes next is taken`, async () => {
      const { db } = world.answering.node.node
      const opening = openingFrame(new Date())
      const opened = await say(opening)
      assert.equal(opened.receipt.event, 'relayAcceptance')
      const strange = await say(further(opening, opened.digest, { ...words, schemas: '1.1' }))
      assert.deepEqual(codeOf(strange), [
        'SCHEMA_UNKNOWN',
        '/schemas',
        ['1.0'],
        'it was written under schemas that are not known here',
      ])
      const [kept] = await listRefusals(db, 1)
      assert.deepEqual(
        [kept?.message_digest, kept?.bytes, kept?.code],
        [strange.digest, strange.jws, 'SCHEMA_UNKNOWN'],
      )
      assert.ok((await logOf(db)).some(({ evt, msg }) => evt === 'message.refused' && msg === strange.digest))
      assert.equal((await findRequest(db, String(opening.request)))?.sequence, 1)
      const next = await say(further(opening, strange.digest, { type: 'status-request', body: {} }))
      assert.equal(next.receipt.event, 'relayAcceptance', JSON.stringify(next.receipt))
      assert.equal((await findRequest(db, String(opening.request)))?.sequence, 2)
    })
  }

  it('opens no record, and does not keep its author from opening it in older words', async () => {
    const { db } = world.answering.node.node
    const frame = openingFrame(new Date(), { schemas: '1.1' })
    const strange = await say(frame)
    assert.deepEqual(codeOf(strange).slice(0, 3), ['SCHEMA_UNKNOWN', '/schemas', ['1.0']])
    assert.equal(await findRequest(db, String(frame.request)), null)
    const older = await say(further(frame, strange.digest, {}))
    assert.equal(older.receipt.event, 'relayAcceptance', JSON.stringify(older.receipt))
  })

  it('and says nothing of it is refused for what is not known in it', async () => {
    const opening = openingFrame(new Date())
    const opened = await say(opening)
    const type = await say(further(opening, opened.digest, newer.type))
    assert.deepEqual(codeOf(type), ['SCHEMA_UNKNOWN', '/type', undefined, 'this type is not known in 1.0'])
    const member = await say(further(opening, type.digest, newer.member))
    assert.deepEqual(codeOf(member), ['MESSAGE_INVALID', '/body/soil', undefined, 'soil is not known here'])
  })
})
