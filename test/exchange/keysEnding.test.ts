import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { examineCertificates } from '../../src/exchange/doctor/attestPart.ts'
import { valuesOfTrust } from '../../src/exchange/measuring/values.ts'
import { shownKeys } from '../../src/exchange/running/keys.ts'
import { trustDirectory } from '../../src/exchange/directory.ts'
import { keyWatch, keysEnding } from '../../src/exchange/keysEnding.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { issueSigner } from '../../src/trust/issue.ts'
import { keysIn } from '../../src/trust/keysIn.ts'
import { ca, holder, list, newEcKey, order } from '../trust/fixture.ts'

describe('keys that end', () => {
  const ends = (use: string): Date => {
    const found = keysIn(list, new Date()).find((key) => key.use === use)?.until
    assert.ok(found instanceof Date)
    return found
  }
  const before = (days: number) => new Date(ends('message').getTime() - days * 86_400_000 - 1000)

  it('are those in force without a successor, with the days that are left', () => {
    assert.deepEqual(keysEnding(list, before(61)), [])
    const [key] = keysEnding(list, before(60)).filter(({ use }) => use === 'message')
    assert.equal(key?.daysLeft, 60)
    const [signer] = list.signers
    assert.ok(signer !== undefined)
    const leaving = { ...signer, status: 'withdrawn' as const, statusSince: secondOf(before(50)) }
    const left: TrustList = { ...list, signers: [leaving] }
    assert.deepEqual(
      keysIn(left, before(60))
        .map(({ use, standing }) => [use, standing])
        .filter(([use]) => use === 'message'),
      [['message', 'leaving']],
    )
    assert.ok(!keysEnding(left, before(60)).some(({ use }) => use === 'message'))
  })

  it('are as well those in use, thirty days before, whose follower is there and was never taken into use', () => {
    const [first] = list.listSigners
    assert.ok(first !== undefined)
    const validUntil = new Date('2031-01-01T00:00:00Z')
    const key = newEcKey()
    const publicKey = createPublicKey(key)
    const later = issueSigner('listSigner', { ...order('listSigner'), validUntil, publicKey, holder }, ca)
    const two: TrustList = { ...list, listSigners: [first, later.toString('base64')] }
    assert.deepEqual(
      keysIn(two, before(31)).flatMap(({ use, standing }) => (use === 'list' ? [standing] : [])),
      ['inForce', 'next'],
    )
    const told = (of: TrustList, days: number) =>
      keysEnding(of, before(days)).flatMap(({ use, isFollowed }) => (use === 'list' ? [isFollowed] : []))
    assert.deepEqual([told(two, 31), told(two, 30), told(list, 31)], [[], [true], [false]])
    // Taken into use it stands first, and nothing is left to do.
    assert.deepEqual(told({ ...two, listSigners: two.listSigners.toReversed() }, 30), [])
    const trust = trustDirectory({ list: two, digest: 'a'.repeat(64), signerDigest: 'b'.repeat(64) })
    const now = () => before(20)
    const found = examineCertificates({ trust, now, machineNow: now }, { port: null, client: null })
    assert.ok(
      found.some(({ code, words }) => code === 'KEY_WAITS' && /for list .* is not in use/.test(words)),
    )
    const days = valuesOfTrust({ trust, now, witnessPolicy: null }).find(
      ({ name, labels }) => name === 'rogatory_key_days_left' && labels.use === 'list',
    )
    assert.equal(days?.value, keysIn(two, now()).find(({ use }) => use === 'list')?.daysLeft)
    const advised = shownKeys(two, now(), 'own').filter(({ use }) => use === 'list')
    assert.deepEqual(
      advised.map(({ advice, by }) => [advice, by]),
      [
        ['isFollowed', advised[0]?.until],
        ['takeUp', advised[0]?.until],
      ],
    )
  })

  it('are not confused by what is no certificate', () => {
    const [signer] = list.signers
    assert.ok(signer !== undefined)
    const odd = { ...list, signers: [{ ...signer, certificate: 'AAAA' }] }
    assert.equal(keysIn(odd, before(60)).find(({ use }) => use === 'message')?.standing, 'withdrawn')
    assert.ok(!keysEnding(odd, before(60)).some(({ use }) => use === 'message'))
  })

  it('are warned of at sixty, thirty and seven days once each, and then every day', () => {
    let at = before(70)
    const [watched] = keysIn(list, at).filter(({ use }) => use === 'message')
    const warned: unknown[] = []
    const log = {
      info: () => undefined,
      error: () => undefined,
      warn: (fields: Readonly<Record<string, unknown>>) => {
        if (fields.key === watched?.name) warned.push(fields.daysLeft)
      },
    }
    const trust = trustDirectory({ list, digest: 'a'.repeat(64), signerDigest: 'b'.repeat(64) })
    const look = keyWatch({ trust, now: () => at, log, witnessPolicy: null })
    for (let days = 70; days >= 5; days -= 1) {
      at = before(days)
      look()
      look()
    }
    assert.deepEqual(warned, [60, 30, 7, 6, 5])
  })
})
