import assert from 'node:assert/strict'
import { trustDirectory } from '../../src/exchange/directory.ts'
import { keyWatch, keysEnding } from '../../src/exchange/keysEnding.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { keysIn } from '../../src/trust/keysIn.ts'
import { list } from '../trust/fixture.ts'

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
