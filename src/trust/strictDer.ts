/*
 * DER as X.690 has it, and nothing besides. OpenSSL and the JavaScript parsers take more than DER, and each takes
 * something else; a certificate that two programs read differently is evidence of nothing. This reader says only
 * whether bytes are DER and where what stands; it knows no certificates.
 */

/** One value: tag, contents, and what it is made of where it is constructed. */
export interface DerValue {
  readonly tag: number
  /** The whole encoding, tag and length included. */
  readonly bytes: Buffer
  readonly content: Buffer
  /** Empty where the value is primitive. */
  readonly children: readonly DerValue[]
}

/** Tags of X.690 section 8, constructed where DER has them so. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

const constructed = 0x20
/** The end of an indefinite length, and sequence and set without their bit. */
const neverPrimitive = [0x00, tags.sequence & ~constructed, tags.set & ~constructed]
const tagNumberMax = 30
const depthMax = 32
/** Four octets of length: more than any limit of ours lets in. */
const lengthOctetsMax = 4

/** A value by its place: a list of revoked certificates has hundreds of thousands, of which few are asked for their bytes. */
class PlacedValue implements DerValue {
  readonly tag: number
  readonly content: Buffer
  readonly children: readonly DerValue[]
  readonly end: number
  readonly #source: Buffer
  readonly #start: number

  constructor(
    source: Buffer,
    start: number,
    { tag, content, children, end }: Pick<PlacedValue, 'tag' | 'content' | 'children' | 'end'>,
  ) {
    this.tag = tag
    this.content = content
    this.children = children
    this.end = end
    this.#source = source
    this.#start = start
  }

  get bytes(): Buffer {
    return this.#source.subarray(this.#start, this.end)
  }
}

/**
 * How fine a GeneralizedTime may be: to the second, as in certificates (RFC 5280 section 4.1.2.5.2), or with a fraction, as
 * in time stamps (RFC 3161 section 2.4.2).
 */
export type TimeForm = 'seconds' | 'fractions'

/** Reads bytes that are exactly one value in DER; null where they are not. */
export function readDer(bytes: Buffer, times: TimeForm = 'seconds'): DerValue | null {
  const value = readValue({ bytes, times }, 0, bytes.length, 0)
  return value?.end === bytes.length ? value : null
}

/** What is read, and what a time in it may be. */
interface Source {
  readonly bytes: Buffer
  readonly times: TimeForm
}

/** The value that begins at a place and ends before `limit` or there. */
function readValue(source: Source, start: number, limit: number, depth: number): PlacedValue | null {
  const { bytes, times } = source
  const tag = start < limit ? bytes[start] : undefined
  const length = readLength(bytes, start + 1, limit)
  if (tag === undefined || (tag & 0x1f) > tagNumberMax || length === null || depth > depthMax) return null
  const { from, octets } = length
  const end = from + octets
  if (end > limit) return null
  const children = (tag & constructed) === 0 ? nothing : readAll(source, from, end, depth + 1)
  if (children === null) return null
  const content = bytes.subarray(from, end)
  return isWellFormed(tag, content, children, times)
    ? new PlacedValue(bytes, start, { tag, content, children, end })
    : null
}

const nothing: readonly DerValue[] = []

function readAll(source: Source, from: number, end: number, depth: number): readonly DerValue[] | null {
  const values: DerValue[] = []
  for (let place = from; place < end;) {
    const value = readValue(source, place, end, depth)
    if (value === null) return null
    values.push(value)
    place = value.end
  }
  return values
}

/** Definite and as short as can be (X.690 sections 8.1.3 and 10.1). */
function readLength(bytes: Buffer, place: number, limit: number): { from: number; octets: number } | null {
  const first = place < limit ? bytes[place] : undefined
  if (first === undefined) return null
  if (first < 0x80) return { from: place + 1, octets: first }
  const count = first & 0x7f
  const from = place + 1 + count
  if (count === 0 || count > lengthOctetsMax || from > limit) return null
  const octets = bytes.readUIntBE(place + 1, count)
  const isShortest = octets >= 0x80 && bytes[place + 1] !== 0
  return isShortest ? { from, octets } : null
}

function isWellFormed(tag: number, content: Buffer, children: readonly DerValue[], times: TimeForm): boolean {
  // Above the universal tags, what a value is follows from where it stands.
  if (tag >= 0x40) return true
  const [first = -1, second = 0] = content
  switch (tag) {
    case tags.boolean:
      return content.length === 1 && (first === 0 || first === 0xff)
    case tags.integer:
      return content.length > 0 && !(content.length > 1 && isSignRepeated(first, second))
    case tags.bitString:
      return isBitString(content)
    case tags.null:
      return content.length === 0
    case tags.objectId:
      return isObjectId(content)
    case tags.generalizedTime:
      return (times === 'fractions' ? preciseMomentOf(content) : momentOf(tag, content)) !== null
    case tags.utcTime:
      return momentOf(tag, content) !== null
    case tags.set:
      return children.every((child, place) => isInOrder(children[place - 1], child))
    case tags.sequence:
      return true
    default:
      // Strings, which DER never divides. What else is universal and constructed has no place in a certificate.
      return (tag & constructed) === 0 && !neverPrimitive.includes(tag)
  }
}

/** Whether nine bits of the same value stand in front, of which one would do (X.690 section 8.3.2). */
const isSignRepeated = (first: number, second: number) =>
  (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)

function isBitString(content: Buffer): boolean {
  const [unused = 8] = content
  if (content.length === 0 || unused > 7) return false
  if (content.length === 1) return unused === 0
  return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0
}

function isObjectId(content: Buffer): boolean {
  if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) return false
  return content.every((octet, place) => octet !== 0x80 || (content[place - 1] ?? 0) >= 0x80)
}

/** The elements of a SET OF stand in the order of their encodings (X.690 section 11.6). */
const isInOrder = (before: DerValue | undefined, after: DerValue) =>
  before === undefined || Buffer.compare(before.bytes, after.bytes) <= 0

/**
 * The moment of a UTCTime or GeneralizedTime in the one form of RFC 5280 section 4.1.2.5, to the second and in UTC;
 * null for a day or an hour that there is not. Two digits of a year mean 1950 to 2049. A long list of revoked
 * certificates has tens of thousands of these, hence digit by digit and without texts.
 */
function momentOf(tag: number, content: Buffer): Date | null {
  const yearDigits = tag === tags.generalizedTime ? 4 : 2
  const isWhole = content.length === yearDigits + 11 && content[yearDigits + 10] === zulu
  if (!isWhole || !areDigits(content, yearDigits + 10)) return null
  const written =
    numberAt(content, 0) * (yearDigits === 4 ? 100 : 1) + (yearDigits === 4 ? numberAt(content, 2) : 0)
  const year = yearDigits === 4 ? written : written + (written < 50 ? 2000 : 1900)
  const [month, day] = [numberAt(content, yearDigits), numberAt(content, yearDigits + 2)]
  const [hour, minute] = [numberAt(content, yearDigits + 4), numberAt(content, yearDigits + 6)]
  const second = numberAt(content, yearDigits + 8)
  const moment = new Date(0)
  // Not Date.UTC, which takes the years to 99 for those of another century.
  moment.setUTCFullYear(year, month - 1, day)
  moment.setUTCHours(hour, minute, second)
  const isDay = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day
  return isDay && hour < 24 && minute < 60 && second < 60 ? moment : null
}

/** A fraction that does not end in a zero stands before the Z, or none does (X.690 section 11.7). */
const fraction = /^([0-9]{14})(\.[0-9]{0,8}[1-9])?Z$/

/** The moment of a GeneralizedTime with or without a fraction, cut to milliseconds; null for none. */
function preciseMomentOf(content: Buffer): Date | null {
  const [, whole = '', parts = ''] = fraction.exec(content.toString('latin1')) ?? []
  const second = momentOf(tags.generalizedTime, Buffer.from(`${whole}Z`))
  return second && new Date(second.getTime() + Math.floor(Number(`0${parts}`) * 1_000))
}

const zulu = 0x5a
const zero = 0x30

function areDigits(content: Buffer, count: number): boolean {
  for (let place = 0; place < count; place += 1) {
    const octet = content[place] ?? 0
    if (octet < zero || octet > zero + 9) return false
  }
  return true
}

const numberAt = (content: Buffer, place: number) =>
  ((content[place] ?? zero) - zero) * 10 + (content[place + 1] ?? zero) - zero

/** What a value is made of where it has that tag; nothing where it has another, or is not there. */
export function childrenOf(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return value?.tag === tag ? value.children : []
}

/** The moment of a time that `readDer` has read; null where the value is no time. */
export function timeOf({ tag, content }: DerValue): Date | null {
  return tag === tags.utcTime || tag === tags.generalizedTime ? momentOf(tag, content) : null
}

/** The moment of a GeneralizedTime that was read with `fractions`; null where the value is none. */
export function preciseTimeOf({ tag, content }: DerValue): Date | null {
  return tag === tags.generalizedTime ? preciseMomentOf(content) : null
}

/** The dotted text of an OBJECT IDENTIFIER that `readDer` has read; null where the value is none. */
export function objectIdOf({ tag, content }: DerValue): string | null {
  if (tag !== tags.objectId) return null
  const known = objectIdTexts.get(content.toString('latin1'))
  if (known !== undefined) return known
  const text = dottedOf(content)
  if (objectIdTexts.size < objectIdTextsMax) objectIdTexts.set(content.toString('latin1'), text)
  return text
}

/** The few ids that come again and again; whoever makes up others fills it once and gains nothing. */
const objectIdTexts = new Map<string, string>()
const objectIdTextsMax = 200

function dottedOf(content: Buffer): string {
  const numbers: bigint[] = []
  let number = 0n
  for (const octet of content) {
    number = number * 128n + BigInt(octet & 0x7f)
    if (octet < 0x80) {
      numbers.push(number)
      number = 0n
    }
  }
  const [first = 0n, ...others] = numbers
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...others].join('.')
}
