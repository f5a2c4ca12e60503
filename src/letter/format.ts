import { isDay } from '../message/moment.ts'
import { organisationNamed } from './organisations.ts'
import type { LetterLanguage } from './language.ts'
import { phrase } from './words.ts'

/** How numbers, moments and names of States are written for a reader. Pure: the time zone is given. */
export interface Format {
  readonly language: LetterLanguage
  /** IANA name. */
  readonly zone: string
  /** RFC 3339 in the reader's zone: `3 March 2027 at 14:30:00 (UTC+07:00)`. */
  readonly moment: (value: string) => string
  /** The same in UTC. */
  readonly utc: (value: string) => string
  /** The same with the offset that it was written with. */
  readonly written: (value: string) => string
  /** `2027`, `2027-03` or `2027-03-03`. */
  readonly date: (value: string) => string
  /** ISO 8601 duration of years to seconds. */
  readonly duration: (value: string) => string | null
  readonly number: (value: number) => string
  /** A decimal string, digit by digit, and its currency (ISO 4217). */
  readonly money: (amount: string, currency: string) => string
  readonly country: (code: string) => string | null
  readonly languageName: (tag: string) => string
  readonly currency: (code: string) => string | null
  readonly script: (code: string) => string | null
  readonly and: (items: readonly string[]) => string
}

const partsOfDuration =
  /^P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?$/
const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const
/** From this number on, groups of digits are set apart; years, ports and places stay as they are. */
const groupedFrom = 100_000
const decimal = /^-?[0-9]+(\.[0-9]+)?$/

const known = new Map<string, Format>()

/** Whether this machine knows the time zone (IANA name). */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (reason) {
    if (reason instanceof RangeError) return false
    throw reason
  }
}

/** How things are written for a reader in this language and time zone. Throws RangeError for an unknown zone. */
export function formatFor(language: LetterLanguage, zone: string): Format {
  const key = `${language} ${zone}`
  const found = known.get(key)
  if (found !== undefined) return found
  const made = newFormat(language, zone)
  known.set(key, made)
  return made
}

function newFormat(language: LetterLanguage, zone: string): Format {
  // British dates put the day first, as most English letters between States do.
  const locale = `${language === 'en' ? 'en-GB' : language}-u-nu-latn-ca-gregory`
  const here = momentFormat(locale, zone)
  const utc = momentFormat(locale, 'UTC')
  const offsetAt = offsetsIn(zone)
  const date = datesIn(locale)
  const number = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 })
  const grouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  const scripts = new Intl.DisplayNames(locale, { type: 'script', fallback: 'none' })
  const currencies = new Intl.DisplayNames(locale, { type: 'currency', fallback: 'none' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const inUtc = instants((value) => withOffset(language, utc.format(new Date(value)), 'UTC'))
  return {
    language,
    zone,
    moment: instants((value) =>
      withOffset(language, here.format(new Date(value)), offsetAt(new Date(value))),
    ),
    utc: inUtc,
    written: instants((value) => {
      const offset = /[+-][0-9]{2}:[0-9]{2}$/.exec(value)?.[0] ?? null
      if (offset === null) return inUtc(value)
      const local = new Date(`${value.slice(0, -offset.length)}Z`)
      return withOffset(language, utc.format(local), `UTC${offset.replace('-', '−')}`)
    }),
    date,
    duration: (value) => durationIn(locale, value, list),
    number: (value) => (Math.abs(value) < groupedFrom ? number : grouped).format(value),
    money: (amount, currency) => moneyIn(locale, amount, currency),
    country: (code) =>
      organisationNamed(code, language) ?? ownName(code, language) ?? regionName(regions, code),
    languageName: (tag) => nameOf(languages, tag) ?? tag,
    currency: (code) => nameOf(currencies, code),
    script: (code) => nameOf(scripts, code),
    and: (items) => list.format(items),
  }
}

/** Words for an instant. What is none, such as 31 February, stands as it is written: another would be put into the mouth of whoever signed. */
function instants(words: (value: string) => string): (value: string) => string {
  return (value) => (isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)) ? words(value) : value)
}

interface MomentFormat {
  readonly format: (at: Date) => string
}

function momentFormat(locale: string, timeZone: string): MomentFormat {
  const time = { timeStyle: 'medium', hourCycle: 'h23', timeZone } as const
  if (!locale.startsWith('vi')) return new Intl.DateTimeFormat(locale, { ...time, dateStyle: 'long' })
  const clock = new Intl.DateTimeFormat(locale, time)
  const day = new Intl.DateTimeFormat(locale, { ...wholeDate, timeZone })
  return { format: (at) => `${clock.format(at)}, ${vietnamese(day.formatToParts(at))}` }
}

const wholeDate = { day: 'numeric', month: 'numeric', year: 'numeric' } as const

/** Documents of Viet Nam write dates in words, which the library does not. */
function vietnamese(parts: readonly Intl.DateTimeFormatPart[]): string {
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value)
  return `ngày ${part('day')} tháng ${part('month')} năm ${part('year')}`
}

function withOffset(language: LetterLanguage, moment: string, offset: string): string {
  return phrase(language, 'addition', { text: moment, more: offset })
}

/** `UTC+07:00`: what clocks show in a zone at a time. Made once for many: making one costs a hundred times what asking it does. */
function offsetsIn(zone: string): (at: Date) => string {
  const offsets = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  return (at) => {
    const parts = offsets.formatToParts(at)
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
    return name.replace('GMT', 'UTC').replace('-', '−')
  }
}

/** Words for days, months and years; what is none of the calendar stands as it is written. */
function datesIn(locale: string): (value: string) => string {
  const inUtc = { timeZone: 'UTC' } as const
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...inUtc })
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', ...inUtc })
  const numbers = new Intl.DateTimeFormat(locale, { ...wholeDate, ...inUtc })
  return (value) => {
    const [year = '', month, day] = value.split('-')
    if (month === undefined) return year
    const first = `${year}-${month}-${day ?? '01'}`
    if (!isDay(first)) return value
    const at = new Date(`${first}T00:00:00Z`)
    if (!locale.startsWith('vi')) return (day === undefined ? months : whole).format(at)
    return day === undefined ? `tháng ${Number(month)} năm ${year}` : vietnamese(numbers.formatToParts(at))
  }
}

function durationIn(locale: string, value: string, list: Intl.ListFormat): string | null {
  const found = partsOfDuration.exec(value)
  if (found === null) return null
  const parts = units.flatMap((unit, index) => {
    const count = found[index + 1]
    if (count === undefined) return []
    return [new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(count))]
  })
  return parts.length === 0 ? null : list.format(parts)
}

/** No digit may be lost or added: the string goes to the formatter as it is, with as many decimals as it has. */
function moneyIn(locale: string, amount: string, currency: string): string {
  if (!decimal.test(amount) || !/^[A-Z]{3}$/.test(currency)) return `${amount} ${currency}`
  const digits = amount.split('.')[1]?.length ?? 0
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${format.format(amount as Intl.StringNumericLiteral)} (${currency})`
}

/**
 * What a State is called by its code. The library names the successor in the place of a code that was withdrawn, Russia for `SU`:
 * another State than the one that was signed. Such a code has no name here.
 */
function regionName(names: Intl.DisplayNames, code: string): string | null {
  // A number (UN M49) is a part of the world, which nobody succeeds.
  const isSucceeded = /^[A-Z]{2}$/.test(code) && new Intl.Locale(`und-${code}`).region !== code
  return isSucceeded ? null : nameOf(names, code)
}

function nameOf(names: Intl.DisplayNames, code: string): string | null {
  try {
    return names.of(code) ?? null
  } catch (reason) {
    // A well-formed code of another list (ICAO 9303) or a tag that this library cannot read has no name here.
    if (reason instanceof RangeError) return null
    throw reason
  }
}

/** What a State calls itself among States (the short name of UNTERM), where the Unicode CLDR has another. */
function ownName(code: string, language: LetterLanguage): string | null {
  return code === 'VN' && language === 'en' ? 'Viet Nam' : null
}
