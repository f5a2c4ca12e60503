import { type RenewedUse } from '../../../store/identity/renew.ts'
import { type SigningUse, signingUses } from '../../../store/identity/roles.ts'
import { wrongUse } from '../../outcome.ts'

/** What `--use` names: what the key of a certificate is for. Throws CommandFailure WRONG_USE. */
export function signingUseOf(text: string): SigningUse {
  const use = signingUses.find((one) => one === text)
  if (use === undefined) throw wrongUse(`--use must be one of ${signingUses.join(', ')}`)
  return use
}

/** The same for several. */
export function signingUsesOf(texts: readonly string[]): readonly SigningUse[] {
  return [...new Set(texts.map(signingUseOf))]
}

/** The same with the keys that have no certificate. */
export function renewedUsesOf(texts: readonly string[]): readonly RenewedUse[] {
  return [...new Set(texts.map((text) => (text === 'encryption' ? text : signingUseOf(text))))]
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
