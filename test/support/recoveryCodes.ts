import assert from 'node:assert/strict'
import { hashOfRecoveryCode, makeRecoveryCodes } from '../../src/exchange/people/oneTimeCode.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { changeFactor, keepRecoveryCodes, offerFactor } from '../../src/store/people/secondFactors.ts'
import type { WorldState } from './world.ts'

/** Gives a person a second factor, and tells its recovery codes. */
export async function recoveryCodesFor(state: WorldState, signInName: string): Promise<readonly string[]> {
  const { node } = state.node
  const row = await findPerson(node.db, signInName)
  assert.ok(row !== null)
  const codes = makeRecoveryCodes(node)
  const secret = await node.sealer.seal(Buffer.alloc(20, 1), `second-factor ${row.id}`)
  await inTransaction(node.db, async (trx) => {
    await offerFactor(trx, { person: row.id, secret, offered_at: new Date() })
    await changeFactor(trx, row.id, { set_at: new Date() })
    await keepRecoveryCodes(
      trx,
      row.id,
      codes.map(hashOfRecoveryCode).filter((one) => one !== null),
    )
  })
  return codes
}
