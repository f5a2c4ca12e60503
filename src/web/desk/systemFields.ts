import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import { fieldPointedTo } from './formPage.ts'
import { steppingUpFields } from './steppingUp.ts'

/** What is said otherwise to whoever decides about systems than to whoever approves, or decides about people. */
const saidOfSystems: readonly RefusalCode[] = [
  'STEP_UP_MISSING',
  'CONFIRMER_NOT_ANOTHER',
  'CONFIRMATION_NOT_AWAITED',
]

/** A refusal as it is said to whoever decides about systems. */
export function ofSystem({ others, ...refusal }: Refusal): Refusal {
  const said = saidOfSystems.includes(refusal.code) ? { ...refusal, pointer: '/system' } : refusal
  return others === undefined ? said : { ...said, others: others.map(ofSystem) }
}

/** The field to which a refusal belongs. */
export const fieldOf = fieldPointedTo({
  ...steppingUpFields,
  TOKEN_EXISTS: 'name',
  TOKEN_OFFICER_INVALID: 'officer',
  WEBHOOK_EXISTS: 'name',
  WEBHOOK_ADDRESS_FORBIDDEN: 'url',
  CONFIRMER_NOT_ANOTHER: 'system',
  CONFIRMATION_NOT_AWAITED: 'system',
})
