import { noteUses } from '../../../store/identity/noteRoles.ts'
import type { RenewedUse, UsedUse } from '../../../store/identity/renew.ts'
import { type SigningUse, signingUses } from '../../../store/identity/roles.ts'
import { wrongUse } from '../../outcome.ts'

/** What `--use` names: what the key of a certificate is for. Throws CommandFailure WRONG_USE. */
export function signingUseOf(text: string): SigningUse {
  const use = signingUses.find((one) => one === text)
  if (use === undefined) throw wrongUse(`--use must be one of ${signingUses.join(', ')}`)
  return use
}

/** What `--use` names of the keys that a command puts into use, those of log and witness among them. */
export function usedUsesOf(texts: readonly string[]): readonly UsedUse[] {
  const known = [...signingUses, ...noteUses]
  return [...new Set(texts.map((text) => usedUseOf(text, known)))]
}

/** The same with the keys that are sealed to. */
export function renewedUsesOf(texts: readonly string[]): readonly RenewedUse[] {
  const known = [...signingUses, ...noteUses, 'encryption' as const]
  return [...new Set(texts.map((text) => usedUseOf(text, known)))]
}

function usedUseOf<Use extends string>(text: string, known: readonly Use[]): Use {
  const use = known.find((one) => one === text)
  if (use === undefined) throw wrongUse(`--use must be one of ${known.join(', ')}`)
  return use
}

/** What `--key` names, of the kinds that there are for it. Throws CommandFailure WRONG_USE. */
export function keyKindOf<Kind extends string>(text: string, kinds: readonly Kind[]): Kind {
  const kind = kinds.find((one) => one === text)
  if (kind === undefined) throw wrongUse(`--key must be one of ${kinds.join(', ')}`)
  return kind
}

/** What `--days` names. Throws CommandFailure WRONG_USE. */
export function daysOf(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 36_525)
    throw wrongUse('--days must be a whole number from 1 to 36525')
  return days
}
