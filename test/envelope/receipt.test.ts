import assert from 'node:assert/strict'
import { openReceipt, type SentMessage } from '../../src/envelope/receipt.ts'
import { sign } from '../../src/envelope/sign.ts'
import { verify } from '../../src/envelope/verify.ts'
import type { Receipt } from '../../src/message/generated/types.ts'
import { validateReceipt } from '../../src/message/validate.ts'
import { list, now, signers } from '../trust/fixture.ts'
import { signedAt } from './craft.ts'

const sent: SentMessage & { readonly id: string } = {
  digest: 'ab'.repeat(32),
  id: '0190b2c4-7a10-7c3e-9f00-000000000001',
  request: '0190b2c4-7a10-7c3e-9f00-000000000002',
  from: 'QA',
  to: 'VN',
}

const acceptance: Receipt = {
  v: 1,
  id: '0190b2c4-7a10-7c3e-9f00-000000000003',
  event: 'relayAcceptance',
  node: 'VN',
  to: 'QA',
  message: sent.digest,
  messageId: sent.id,
  request: sent.request,
  time: signedAt.toISOString(),
  sequence: 1,
  head: 'cd'.repeat(32),
  state: 'requested',
  measures: [{ id: 'm1', state: 'requested' }],
  log: { origin: 'vn.example.org/log1', leaf: 'ef'.repeat(32) },
}

const unread: Receipt = {
  v: 1,
  id: acceptance.id,
  event: 'relayRejection',
  node: 'VN',
  to: 'QA',
  message: sent.digest,
  time: signedAt.toISOString(),
  code: 'MESSAGE_INVALID',
}

const rejection: Receipt = {
  ...unread,
  messageId: sent.id,
  request: sent.request,
  code: 'WORKFLOW_NOT_EXPECTED',
}

const openSigned = async (receipt: Receipt, against = sent) => {
  const { jws } = await sign('receipt', receipt, signers.ES256, signedAt)
  return openReceipt(jws, against, list, now)
}

describe('a receipt', () => {
  for (const receipt of [acceptance, rejection]) {
    it(`goes round: ${receipt.event}`, async () => {
      assert.equal(validateReceipt(receipt).ok, true)
      const { jws, digest } = await sign('receipt', receipt, signers.PS256, signedAt)
      const opened = await openReceipt(jws, sent, list, now)
      assert.ok(opened.ok)
      assert.deepEqual(opened.receipt, receipt)
      assert.equal(opened.digest, digest)
      assert.equal(opened.signedAt.getTime(), signedAt.getTime())
    })
  }

  const others: readonly (readonly [string, Partial<typeof sent>, string])[] = [
    ['other words', { digest: '00'.repeat(32) }, '/message'],
    ['another message', { id: acceptance.id }, '/messageId'],
    ['another request', { request: acceptance.id }, '/request'],
    ['another sender', { from: 'LV' }, '/to'],
  ]
  for (const [name, more, pointer] of others) {
    it(`for ${name} is refused`, async () => {
      const opened = await openSigned(acceptance, { ...sent, ...more })
      assert.ok(!opened.ok)
      assert.equal(opened.code, 'RECEIPT_MISMATCH')
      assert.equal(opened.pointer, pointer)
    })
  }

  it('of rejection may know no more of a message that could not be read than its digest', async () => {
    assert.equal((await openSigned(unread)).ok, true)
    const opened = await openSigned({ ...unread, message: '00'.repeat(32) })
    assert.equal(opened.ok || opened.code, 'RECEIPT_MISMATCH')
  })

  it('of another node is refused, though well signed', async () => {
    const opened = await openSigned({ ...acceptance, node: 'LV' })
    assert.ok(!opened.ok)
    assert.equal(opened.pointer, '/node')
  })

  it('of no valid shape is refused', async () => {
    const opened = await openSigned({ ...acceptance, sequence: 0 })
    assert.equal(opened.ok || opened.code, 'RECEIPT_INVALID')
  })

  it('attack 24: a receipt is not a message, and a message is not a receipt', async () => {
    const receipt = await sign('receipt', acceptance, signers.ES256, signedAt)
    const message = await sign('message', acceptance, signers.ES256, signedAt)
    const asMessage = await verify('message', receipt.jws, list, now)
    const asReceipt = await openReceipt(message.jws, sent, list, now)
    assert.equal(asMessage.ok || asMessage.code, 'ENVELOPE_INVALID')
    assert.equal(asReceipt.ok || asReceipt.code, 'ENVELOPE_INVALID')
  })

  it('cannot be held against the list of a State that was not asked', async () => {
    const { jws } = await sign('receipt', acceptance, signers.ES256, signedAt)
    await assert.rejects(openReceipt(jws, { ...sent, to: 'LV' }, list, now), /not of the State/)
  })
})
