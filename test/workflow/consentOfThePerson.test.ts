import assert from 'node:assert/strict'
import { accept, after, day, hour, messageId, opened, refused } from './speak.ts'
import { stateOf, tells } from './tell.ts'

describe('workflow: the consent of a sentenced person', () => {
  const asked = () => opened([{ id: 'm1', kind: 'sentence-transfer' }], 'ETS112')
  const documents = () =>
    accept(asked(), tells('sentence-transfer-documents', 'sentencing', 'requesting', hour))
  const consent = (outcome: 'given' | 'takenBack', at: number, id = 70_001) => ({
    ...tells('sentence-transfer-consent', outcome, 'requesting', at),
    id: messageId(id),
  })
  const verified = (at: number, answers = 70_001) => ({
    ...tells('sentence-transfer-consent-check', 'verified', 'requested', at),
    inReplyTo: messageId(answers),
  })
  const granted = (at: number) => ({
    ...tells('decision', 'granted', 'requested', at),
    body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
  })
  const given = () => accept(documents(), consent('given', day))

  it('is verified only while it stands', () => {
    assert.equal(stateOf(accept(given(), verified(2 * day))), 'consentVerified')
    const gone = accept(given(), consent('takenBack', 2 * day, 70_002))
    assert.equal(stateOf(gone), 'documents')
    refused(gone, verified(3 * day), 'WORKFLOW_NOT_EXPECTED')
    const again = accept(gone, consent('given', 3 * day, 70_003))
    assert.equal(stateOf(accept(again, verified(4 * day, 70_003))), 'consentVerified')
  })

  it('that is taken back while something is asked keeps the transfer from being granted', () => {
    const question = { id: messageId(70_004), at: after(3 * day) }
    const asking = accept(accept(given(), verified(2 * day)), {
      ...tells('information-request', 'asked', 'requested', 3 * day),
      ...question,
    })
    const gone = accept(asking, consent('takenBack', 4 * day, 70_005))
    assert.equal(stateOf(gone), 'infoRequested')
    const answered = accept(gone, {
      ...tells('information-response', null, 'requesting', 5 * day),
      inReplyTo: messageId(70_004),
    })
    assert.equal(stateOf(answered), 'consentVerified')
    refused(answered, granted(6 * day), 'WORKFLOW_NOT_EXPECTED')
  })

  it('comes before the hand-over, as the method that was asked for does, and ends what was agreed when it is taken back', () => {
    const agreed = accept(accept(given(), verified(2 * day)), granted(3 * day))
    assert.equal(stateOf(agreed), 'agreed')
    const early = tells('sentence-transfer-handover', 'done', 'requesting', 4 * day)
    const method = tells('sentence-transfer-method', 'continue', 'requested', 3 * day + hour)
    refused(agreed, early, 'WORKFLOW_NOT_EXPECTED')
    const told = accept(agreed, method)
    refused(told, { ...early, body: { ...early.body, at: after(5 * day) } }, 'MESSAGE_INVALID')
    assert.equal(
      stateOf(accept(told, { ...early, body: { ...early.body, at: after(4 * day) } })),
      'handedOver',
    )
    assert.equal(stateOf(accept(agreed, consent('takenBack', 4 * day, 70_006))), 'documents')
  })
})
