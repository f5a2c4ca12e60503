import assert from 'node:assert/strict'
import {
  type Entry,
  type OpenRecord,
  judgePlaced,
  judgeReceived as judgeReceivedFrom,
  judgeSent,
  unopenedRecord,
  withRefused,
} from '../../src/exchange/judge.ts'
import type { Message } from '../../src/message/generated/types.ts'
import { refuse } from '../../src/message/refusal.ts'
import { emptyRecord } from '../../src/workflow/record.ts'
import { type Words, entry, requestId } from '../workflow/speak.ts'
import { bodies } from '../support/bodies.ts'

const opening = { type: 'request', body: bodies.request } as const

/** Who may say what is judged apart (test/workflow/competence.test.ts). */
const judgeReceived = (record: OpenRecord, entry: Entry) => judgeReceivedFrom(record, entry, null)

function said(words: Words, changes: Partial<Message> = {}) {
  const { message, digest } = entry(words)
  return { digest, message: { ...message, basis: emptyRecord(requestId), ...changes } as Message }
}

function taken(judgement: ReturnType<typeof judgeReceived>): OpenRecord {
  assert.ok(judgement.ok, JSON.stringify(judgement))
  return judgement.record
}

function codeOf(judgement: ReturnType<typeof judgeReceived>): string {
  return judgement.ok ? 'taken' : judgement.code
}

describe('judging a message on the node that keeps the order', () => {
  const first = said(opening)
  const opened = taken(judgeReceived(unopenedRecord(requestId, true), first))

  it('gives the opening message the first place', () => {
    assert.equal(opened.place.sequence, 1)
    assert.equal(opened.lastOfOther, first.digest)
    assert.equal(opened.heads.get(1), opened.place.head)
    assert.equal(opened.state?.sequence, 1)
  })

  it('takes what names the message before it and a place that the record has', () => {
    const next = { type: 'status-request', body: bodies['status-request'] } as const
    const older = said(next, { previous: first.digest })
    assert.equal(taken(judgeReceived(opened, older)).place.sequence, 2)
    const newest = said(next, { previous: first.digest, basis: opened.place })
    assert.equal(taken(judgeReceived(opened, newest)).place.sequence, 2)
  })

  it('attack 54: a third State that writes upon a record of others is told nothing of how far it has come', () => {
    const stranger = said(opening, { from: 'xx.third', basis: opened.place })
    assert.deepEqual(judgeReceived(opened, stranger), refuse('NOT_A_PARTY', { pointer: '/from' }))
  })

  it('refuses nothing for good that comes from whoever keeps the order of a record that was lost here', () => {
    const keepers = said(
      { type: 'status-report', body: bodies['status-report'] },
      { sequence: 2, basis: opened.place },
    )
    const lost = unopenedRecord(requestId, true)
    assert.deepEqual(judgeReceived(lost, keepers), refuse('RECORD_GAP', { expected: ['1'] }))
  })

  it('waits for the message before, and for a place that it has not reached', () => {
    const next = { type: 'status-request', body: bodies['status-request'] } as const
    assert.equal(codeOf(judgeReceived(opened, said(next))), 'RECORD_GAP')
    assert.equal(codeOf(judgeReceived(opened, said(next, { previous: 'f'.repeat(64) }))), 'RECORD_GAP')
    const ahead = { previous: first.digest, basis: { sequence: 5, head: opened.place.head } }
    const refused = judgeReceived(opened, said(next, ahead))
    assert.deepEqual(refused, refuse('RECORD_GAP', { expected: ['2'] }))
  })

  it('attack 25: an author who has seen another record, or takes a place that is not its to give, is refused', () => {
    const next = { type: 'status-request', body: bodies['status-request'] } as const
    const basis = { sequence: 1, head: 'e'.repeat(64) }
    assert.equal(codeOf(judgeReceived(opened, said(next, { previous: first.digest, basis }))), 'RECORD_FORK')
    const placed = { previous: first.digest, sequence: 2 }
    assert.equal(codeOf(judgeReceived(opened, said(next, placed))), 'MESSAGE_INVALID')
  })

  it('counts a message that was refused as judged', () => {
    const refused = said(
      { type: 'acknowledgement', body: bodies.acknowledgement },
      { previous: first.digest },
    )
    assert.equal(codeOf(judgeReceived(opened, refused)), 'WORKFLOW_WRONG_SIDE')
    const after = withRefused(opened, refused.digest)
    const next = said({ type: 'withdraw' }, { previous: refused.digest })
    assert.equal(taken(judgeReceived(after, next)).place.sequence, 2)
  })

  it('gives an own message the next place at once, and does not count it as the other side’s', () => {
    const own = said({ type: 'acknowledgement', body: bodies.acknowledgement, from: 'nz.ag', to: 'ma.dacg' })
    const record = taken(judgeSent(opened, own))
    assert.deepEqual([record.place.sequence, record.lastOfOther], [2, first.digest])
  })
})

describe('judging a message on the other node', () => {
  const first = said(opening)
  const sent = taken(judgeSent(unopenedRecord(requestId, false), first))
  const fromKeeper = (sequence: number, basis: Message['basis']) =>
    said(
      { type: 'acknowledgement', body: bodies.acknowledgement, from: 'nz.ag', to: 'ma.dacg' },
      { sequence, basis },
    )

  it('counts an own message as the last one from when it is sent', () => {
    assert.equal(sent.lastOfOther, first.digest)
    const placed = taken(judgePlaced(unopenedRecord(requestId, false), first))
    assert.deepEqual([placed.place.sequence, placed.lastOfOther], [1, null])
    assert.deepEqual(placed.place, sent.place)
  })

  it('takes the keeper’s message that comes next and no other', () => {
    assert.equal(taken(judgeReceived(sent, fromKeeper(2, sent.place))).place.sequence, 2)
    assert.deepEqual(
      judgeReceived(sent, fromKeeper(3, { ...sent.place, sequence: 2 })),
      refuse('RECORD_GAP', { expected: ['2'] }),
    )
    const forked = judgeReceived(sent, fromKeeper(2, { sequence: 1, head: 'e'.repeat(64) }))
    assert.equal(codeOf(forked), 'RECORD_FORK')
  })

  it('counts nothing where the keeper’s message is refused', () => {
    assert.equal(withRefused(sent, 'a'.repeat(64)), sent)
  })
})

describe('judging a message while our own opening is on its way', () => {
  it('puts nothing before the opening, whoever says it', () => {
    const pending = unopenedRecord(requestId, false)
    const first = said(opening, { sequence: 1 })
    assert.deepEqual(judgeReceived(pending, first), refuse('RECORD_GAP', { expected: ['1'] }))
  })
})
