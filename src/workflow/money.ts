import type { JsonObject, JsonValue } from '../message/json.ts'
import { isAtMost, isSameNumber, placesOf, quotient, sum } from './decimal.ts'

interface Money {
  readonly amount: string
  readonly currency: string
}

/** Whether an amount of money is exactly the sum of others, all in its currency. None of them sum to nought. */
export function isSumOf(value: JsonValue, parts: readonly JsonValue[]): boolean {
  const [whole, monies] = [moneyOf(value), parts.map(moneyOf)]
  if (whole === null) return false
  const total = monies.reduce<string | null>(
    (before, money) =>
      before === null || money?.currency !== whole.currency ? null : sum(before, money.amount),
    '0',
  )
  return total !== null && isSameNumber(total, whole.amount)
}

/**
 * Whether a sum to be enforced (`schemas/part/enforced-sum.json`) is not above what the ordered sum comes to at its
 * rate, rounded to the places in which it is given. CETS 198 24(4), 26(2).
 */
export function isConverted(value: JsonValue): boolean {
  const { ordered, amount, rate } = isObject(value) ? value : {}
  const [from, to] = [moneyOf(ordered), moneyOf(amount)]
  if (from === null || to === null) return false
  if (rate === undefined) return from.currency === to.currency && isAtMost(to.amount, from.amount)
  if (!isObject(rate) || rate.base !== to.currency || rate.quote !== from.currency) return false
  const most = quotient(from.amount, textOf(rate.rate), placesOf(to.amount) ?? 0)
  return most !== null && isAtMost(to.amount, most)
}

function moneyOf(value: JsonValue | undefined): Money | null {
  if (!isObject(value)) return null
  const { amount, currency } = value
  return typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : null
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
