import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { encodeVerifierKey, noteVerifier } from '../../../src/audit/note.ts'
import type { TrustHistory } from '../../../src/audit/bundle/trust.ts'
import { witnessKeys } from '../../../src/audit/bundle/witnessKeys.ts'
import type { TrustList } from '../../../src/message/generated/types.ts'

const keyOf = (name: string): string =>
  encodeVerifierKey(noteVerifier(name, generateKeyPairSync('ed25519').publicKey, 'cosignature'))

/** Lists in the order in which a log tells of them. */
function told(lists: readonly (readonly [state: string, witness: TrustList['witness']])[]): TrustHistory {
  const all = lists.map(([state, witness], index) => ({
    index,
    opened: { list: { state, witness, nextUpdate: '2027-03-02T12:00:00Z' } as TrustList },
  }))
  return {
    own: 'AA',
    opened: all,
    listsOf: (state: string) => all.map(({ opened: { list } }) => list).filter((one) => one.state === state),
  } as unknown as TrustHistory
}

describe('the keys of witnesses', () => {
  const [ofBb, ofCc] = [keyOf('bb.example/witness'), keyOf('cc.example/witness')]
  const withdrawn = [{ vkey: ofBb, status: 'withdrawn', statusSince: '2020-01-01T00:00:00Z' }]

  it('are of the State that named them first, and no other takes them, or takes them away', () => {
    const trust = told([
      ['BB', { vkey: ofBb }],
      ['CC', { vkey: ofBb }],
      ['CC', { vkey: ofCc, others: withdrawn } as TrustList['witness']],
    ])
    assert.deepEqual(
      witnessKeys(trust, null).map(({ whose, untilMs, verifier: { name } }) => [whose, untilMs, name]),
      [
        ['BB', null, 'bb.example/witness'],
        ['CC', null, 'cc.example/witness'],
      ],
    )
  })

  it('are withdrawn by the State whose they are', () => {
    const trust = told([
      ['BB', { vkey: ofBb }],
      ['BB', { vkey: ofCc, others: withdrawn } as TrustList['witness']],
      ['DD', { vkey: ofBb }],
    ])
    assert.deepEqual(
      witnessKeys(trust, null).map(({ whose, untilMs }) => [whose, untilMs === null]),
      [
        ['BB', false],
        ['BB', true],
      ],
    )
  })
})
