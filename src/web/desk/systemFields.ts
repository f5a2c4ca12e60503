import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import { steppingUpFields } from './steppingUp.ts'

/** A refusal that is said otherwise to whoever decides about systems than to whoever approves, or decides about people. */
export function ofSystem(refusal: Refusal): Refusal {
  return refusal.pointer === undefined ? { ...refusal, pointer: '/system' } : refusal
}

/** The field to which a refusal belongs; null: none. */
export function fieldOf({ code, pointer }: Refusal): string | null {
  return pointer?.slice(1) ?? fields[code] ?? null
}

const fields: Readonly<Partial<Record<RefusalCode, string>>> = {
  ...steppingUpFields,
  TOKEN_EXISTS: 'name',
  TOKEN_OFFICER_INVALID: 'officer',
  WEBHOOK_EXISTS: 'name',
  WEBHOOK_ADDRESS_FORBIDDEN: 'url',
  CONFIRMER_NOT_ANOTHER: 'system',
  CONFIRMATION_NOT_AWAITED: 'system',
}
