/** Decimal strings as amounts are written, `1204331.17`: compared and added exactly, never as floating point. */
const decimal = /^(-?)(\d{1,60})(?:\.(\d{1,40}))?$/

interface Scaled {
  readonly units: bigint
  readonly places: number
}

/** Whether the first is a decimal string not above the second. False where one of them is no decimal string. */
export function isAtMost(one: string, other: string): boolean {
  const [first, second] = [read(one), read(other)]
  if (first === null || second === null) return false
  const places = Math.max(first.places, second.places)
  return scaled(first, places) <= scaled(second, places)
}

/** Whether both are decimal strings of one number: `3.1` and `3.10`. */
export function isSameNumber(one: string, other: string): boolean {
  return isAtMost(one, other) && isAtMost(other, one)
}

/**
 * The first divided by the second with so many places, a half rounded away from nought; null where one of them is no
 * decimal string or the second is nought.
 */
export function quotient(one: string, other: string, places: number): string | null {
  const [first, second] = [read(one), read(other)]
  if (first === null || second === null || second.units === 0n) return null
  const dividend = first.units * 10n ** BigInt(places + second.places)
  const divisor = second.units * 10n ** BigInt(first.places)
  const isNegative = dividend < 0n !== divisor < 0n
  const [over, under] = [absolute(dividend), absolute(divisor)]
  const rounded = (2n * over + under) / (2n * under)
  return write({ units: isNegative ? -rounded : rounded, places })
}

/** How many places a decimal string has; null where it is none. */
export function placesOf(text: string): number | null {
  return read(text)?.places ?? null
}

/** The sum with the places of the longer one; null where one of them is no decimal string. */
export function sum(one: string, other: string): string | null {
  const [first, second] = [read(one), read(other)]
  if (first === null || second === null) return null
  const places = Math.max(first.places, second.places)
  return write({ units: scaled(first, places) + scaled(second, places), places })
}

/** The first without the second, `0` where nothing is left; null where one of them is no decimal string. */
export function rest(one: string, other: string): string | null {
  const [first, second] = [read(one), read(other)]
  if (first === null || second === null) return null
  const places = Math.max(first.places, second.places)
  const units = scaled(first, places) - scaled(second, places)
  return units === 0n ? '0' : write({ units, places })
}

function read(text: string): Scaled | null {
  const [, sign = '', whole = '', behind = ''] = decimal.exec(text) ?? []
  if (whole === '') return null
  return { units: BigInt(`${sign}${whole}${behind}`), places: behind.length }
}

function absolute(number: bigint): bigint {
  return number < 0n ? -number : number
}

function scaled({ units, places }: Scaled, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - places)
}

function write({ units, places }: Scaled): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
