import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createPublicKey } from 'node:crypto'
import { encodeVerifierKey, noteVerifier } from '../../../src/audit/note.ts'
import { parseWitnessPolicy } from '../../../src/audit/witnessPolicy.ts'
import { afterAct, operatorAttacks, operatorTable, pinsOf } from '../../support/operatorAttacks.ts'
import type { PaperWorld } from '../../support/paperWorld.ts'

/** The pins of the reader; and, where one is asked for, a policy with the witness of QA. */
const optionsOf = (isWitnessAsked: boolean) => (world: PaperWorld) => {
  const { name, privateKey } = world.qa.witness
  const key = encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey), 'cosignature'))
  const policy = parseWitnessPolicy(`witness qa ${key}\nquorum qa\n`)
  assert.ok(policy.ok)
  return { pins: pinsOf(world), policy: isWitnessAsked ? policy.policy : null }
}

describe('the operator of one node, who has its database and all its keys,', () => {
  for (const attack of operatorAttacks) {
    it(`${attack.name}: seen`, async () => {
      const { alone, firstAlone, together, first } = attack
      const seen = await afterAct(attack, optionsOf(attack.name.includes('policy')))
      assert.deepEqual(seen, { alone, firstAlone, together, first })
    })
  }

  it('does nothing that is seen where he is honest', async () => {
    const nothing = { alone: 0, firstAlone: '', together: 0, first: '' }
    const honest = { ...nothing, name: 'is honest', by: '', act: () => undefined }
    assert.deepEqual(await afterAct(honest, optionsOf(false)), nothing)
  })

  it('finds his table in the documents', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../docs/operator.md'), 'utf8')
    const cellsOf = (text: string) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('|') && !line.includes('---'))
        .map((line) => line.split('|').map((cell) => cell.trim()))
    const [before = ''] = page.split('\n## ')
    assert.deepEqual(cellsOf(before), cellsOf(operatorTable()))
  })
})
