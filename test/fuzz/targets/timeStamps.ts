import assert from 'node:assert/strict'
import { readCertificate } from '../../../src/trust/certificate.ts'
import { checkTimeAuthority, readTimeStamp } from '../../../src/trust/timeStamp.ts'
import { readTimeStampAnswer } from '../../../src/trust/timeStampRequest.ts'
import { answerOf, content, rootOf, tokenDraft, tokenOf } from '../../trust/craftTimeStamp.ts'
import { now } from '../../trust/fixture.ts'
import { mutateDer } from '../mutate/der.ts'
import { type Target, isAccepted } from '../target.ts'

const authority = (() => {
  const read = readCertificate(rootOf())
  assert.ok(read.ok)
  return read.certificate
})()

const token = tokenOf(tokenDraft())
const original = token.toString('base64')
const first = (() => {
  const read = readTimeStamp(token, content)
  assert.ok(read.ok)
  return read.timeStamp
})()

export const timeStamps: Target = {
  name: 'timeStamps',
  share: 5,
  inputsMin: 20_000,
  make: (random, from) =>
    mutateDer(random, Buffer.from((from ?? original) as string, 'base64')).toString('base64'),
  check: (input) => {
    const bytes = Buffer.from(input as string, 'base64')
    const question = { content, nonce: '4102', authorities: [authority], now }
    isAccepted(readTimeStampAnswer(bytes, question))
    isAccepted(readTimeStampAnswer(answerOf('00', bytes), question))
    const read = readTimeStamp(bytes, content)
    if (!isAccepted(read)) return
    const { at, nonce, signer } = read.timeStamp
    assert.deepEqual(
      [at, nonce, signer.digest],
      [first.at, first.nonce, first.signer.digest],
      'a time holds that nobody has signed',
    )
    isAccepted(checkTimeAuthority(read.timeStamp, [authority]))
  },
}
