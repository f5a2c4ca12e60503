import assert from 'node:assert/strict'
import { frameOf } from '../../src/exchange/frame.ts'
import { letterOfMessage } from '../../src/exchange/letterReading.ts'
import { readMessage } from '../../src/exchange/readCase.ts'
import { openRecord } from '../../src/exchange/records.ts'
import { letterText } from '../../src/letter/text.ts'
import { findRequest } from '../../src/store/requests.ts'
import { text } from '../support/bodies.ts'
import { agreed, draft, opened, post, said, say, sealed } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

describe('answers to the questions of the other State', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const questions = {
    items: [
      { id: 'q1', question: { ...text, text: 'Which mailbox is meant?' } },
      { id: 'q2', question: { ...text, text: 'Until when is it needed?' } },
    ],
    replyBy: '2099-03-04T07:00:00Z',
    outcomes: [{ measure: 'a1', outcome: 'asked' }],
  }
  const answers = (...items: string[]) => ({
    body: { answers: items.map((item) => ({ item, answer: text })) },
  })
  const stateOf = async (request: string) => {
    const row = await findRequest(world.asking.node.node.db, request)
    assert.ok(row !== null)
    const { state } = openRecord(row)
    return { row, state: state?.state, questions: state?.questions.length }
  }
  async function asked() {
    const request = await opened(world)
    const { id } = await say(world, world.answering, request, 'information-request', { body: questions })
    await agreed(world, request, 2)
    return { request, id }
  }

  it('are not sent where one is to nothing that was asked, or a question has none; nothing of the question is lost', async () => {
    const { request, id: inReplyTo } = await asked()
    const before = await stateOf(request)
    assert.equal(before.state, 'infoRequested')
    const wrong = draft(world, world.asking, request, 'information-response', {
      inReplyTo,
      ...answers('q9'),
    })
    const refused = await world.asking.node.send(wrong)
    assert.ok(!refused.ok)
    assert.deepEqual([refused.code, refused.pointer], ['ANSWER_NOT_ASKED', '/body/answers/0/item'])
    const partly = await world.asking.node.send({ ...wrong, ...answers('q1') })
    assert.ok(!partly.ok)
    assert.deepEqual([partly.code, partly.expected], ['ANSWER_MISSING', ['q2']])
    assert.match(partly.detail ?? '', /without an answer: q2; whoever cannot answer one yet says so/)
    assert.deepEqual(await stateOf(request), before)
    await say(world, world.asking, request, 'information-response', { inReplyTo, ...answers('q1', 'q2') })
    await agreed(world, request, 3)
    assert.equal((await stateOf(request)).questions, 0)
  })

  it('are taken from a node that lets a question fall, and their letter says which', async () => {
    const { request, id: inReplyTo } = await asked()
    const { row } = await stateOf(request)
    const { node } = world.asking.node
    const partly = draft(world, world.asking, request, 'information-response', {
      inReplyTo,
      ...answers('q1'),
    })
    const frame = frameOf(node, partly, openRecord(row), undefined, node.now())
    const [receipt = ''] = await post(world.answering, [
      (await sealed(world.asking, world.answering, frame)).jwe,
    ])
    assert.equal(said(receipt).event, 'relayAcceptance', receipt)
    const reader = { kind: 'officer', id: 'Example-Reader' } as const
    const read = await readMessage(world.answering.node.node, request, { sequence: 3 }, reader as never)
    assert.ok(read !== null)
    const letter = await letterOfMessage(world.answering.node.node, read, { language: 'en', timeZone: null })
    const lines = letterText(letter).join('\n')
    assert.match(lines, /Questions without an answer here:\s+(- )?Until when is it needed\?.*\(q2\)/)
  })
})
