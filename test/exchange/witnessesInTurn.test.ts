import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { noteVerifier } from '../../src/audit/note.ts'
import type { PolicyWitness } from '../../src/audit/witnessPolicy.ts'
import { witnessesInTurn } from '../../src/exchange/witness/witnessesInTurn.ts'

const { publicKey } = generateKeyPairSync('ed25519')
const witnessesOf = (count: number): PolicyWitness[] =>
  Array.from({ length: count }, (_none, place) => ({
    name: `W${place}`,
    verifier: noteVerifier(`w${place}.example`, publicKey, 'cosignature'),
    url: `https://w${place}.example/log`,
  }))
const namesOf = (witnesses: readonly PolicyWitness[]): string[] => witnesses.map(({ name }) => name)

describe('a head of the log', () => {
  it('is brought to all peers that have not cosigned it, where they are few', () => {
    const behind = witnessesOf(3)
    assert.deepEqual(witnessesInTurn(behind, { sizeOf: () => 0, pausedUntilMs: () => 1 }, 3), behind)
  })

  it('is brought to some of many, and each has its turn: who has waited longest comes first', () => {
    const all = witnessesOf(8)
    const sizes = new Map(all.map(({ name }) => [name, 0]))
    const sizeOf = ({ name }: PolicyWitness): number => sizes.get(name) ?? 0
    const turns = Array.from({ length: 4 }, (_none, turn) => {
      const asked = witnessesInTurn(all, { sizeOf, pausedUntilMs: () => null }, 2)
      for (const { name } of asked) sizes.set(name, turn + 1)
      return namesOf(asked)
    })
    assert.deepEqual(turns, [
      ['W0', 'W1'],
      ['W2', 'W3'],
      ['W4', 'W5'],
      ['W6', 'W7'],
    ])
  })

  it('is kept from nobody by the many that are away: one of them at most is tried beside those that are there', () => {
    const all = witnessesOf(8)
    const isAway = ({ name }: PolicyWitness): boolean => !['W6', 'W7'].includes(name)
    const sizeOf = (witness: PolicyWitness): number => (isAway(witness) ? 0 : 7)
    const pausedUntilMs = (witness: PolicyWitness): number | null => (isAway(witness) ? 1 : null)
    assert.deepEqual(namesOf(witnessesInTurn(all, { sizeOf, pausedUntilMs }, 2)), ['W6', 'W7', 'W0'])
  })

  it('is brought to all in the end, though each of them failed once and the first are away for good', () => {
    const all = witnessesOf(12)
    const isAway = ({ name }: PolicyWitness): boolean => ['W0', 'W1', 'W2'].includes(name)
    const paused = new Map(all.map(({ name }) => [name, 0]))
    const cosigned = new Set<string>()
    // A round waits 30 s for one that takes the connection and does not answer, and leaves it alone for a minute.
    for (let nowMs = 1; nowMs < 3_600_000; nowMs += 30_000) {
      const due = all.filter(({ name }) => !cosigned.has(name) && (paused.get(name) ?? 0) <= nowMs)
      const pausedUntilMs = ({ name }: PolicyWitness): number | null => paused.get(name) ?? null
      for (const witness of witnessesInTurn(due, { sizeOf: () => 0, pausedUntilMs }, 2))
        if (isAway(witness)) paused.set(witness.name, nowMs + 60_000)
        else cosigned.add(witness.name)
    }
    assert.equal(cosigned.size, 9)
  })
})
