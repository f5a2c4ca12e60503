import assert from 'node:assert/strict'
import { readCertificate } from '../../../src/trust/certificate.ts'
import { childAt, fromDer, toDer } from '../../../src/trust/der.ts'
import { issueRevocationList } from '../../../src/trust/issueRevocationList.ts'
import { readRevocationList, succeedsRevocationList } from '../../../src/trust/revocationList.ts'
import { checkAge } from '../../../src/trust/revocationStatus.ts'
import { ca, newSerial, now } from '../../trust/fixture.ts'
import { mutateDer } from '../mutate/der.ts'
import { signedAnew } from '../mutate/signedAnew.ts'
import { type Target, isAccepted } from '../target.ts'

/** DER of a list, and whether what was changed in it is signed anew by its authority. */
interface Changed {
  readonly der: string
  readonly isSigned: boolean
}

const authority = (() => {
  const read = readCertificate(ca.certificate)
  assert.ok(read.ok)
  return read.certificate
})()

const hour = 3_600_000
const first = issueRevocationList(
  {
    number: 300n,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + 48 * hour),
    revoked: [
      { serial: newSerial(), revokedAt: now, reason: 'unspecified' },
      { serial: newSerial(), revokedAt: now, reason: 'superseded' },
      {
        serial: `c5${newSerial()}`,
        revokedAt: now,
        reason: 'keyCompromise',
        invalidFrom: new Date(now.getTime() - 9 * hour),
      },
    ],
  },
  ca,
)
const original: Changed = { der: first.toString('base64'), isSigned: false }
const saidFirst = toDer(childAt(fromDer(first), 0))
const opened = (() => {
  const read = readRevocationList(first, authority)
  assert.ok(read.ok)
  return read.revocationList
})()

export const revocationLists: Target = {
  name: 'revocationLists',
  share: 2,
  inputsMin: 20_000,
  make: (random, from) => {
    const { der } = (from ?? original) as unknown as Changed
    return { der: mutateDer(random, Buffer.from(der, 'base64')).toString('base64'), isSigned: random.once(2) }
  },
  check: (input) => {
    const { der, isSigned } = input as unknown as Changed
    const given = Buffer.from(der, 'base64')
    const bytes = isSigned ? signedAnew(given) : given
    const read = readRevocationList(bytes, authority)
    if (!isAccepted(read)) return
    const root = fromDer(bytes)
    assert.ok(toDer(root).equals(bytes), 'a list is taken that is not in DER')
    if (!isSigned) assert.ok(toDer(childAt(root, 0)).equals(saidFirst), 'a list holds that nobody has signed')
    const { revocationList } = read
    assert.ok(revocationList.thisUpdate < revocationList.nextUpdate)
    for (const { revokedAt, invalidFrom } of revocationList.revoked.values())
      assert.ok(invalidFrom <= revokedAt && invalidFrom <= revocationList.thisUpdate)
    isAccepted(succeedsRevocationList(opened, revocationList))
    isAccepted(checkAge(revocationList, now))
  },
}
