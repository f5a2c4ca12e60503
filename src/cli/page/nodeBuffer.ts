import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

export type Encoding = 'utf8' | 'hex' | 'base64' | 'base64url' | 'latin1' | 'ascii'

type Bytes = Uint8Array<ArrayBuffer>

// The base as a plain constructor: `from` of a Buffer takes other arguments than that of a typed array.
const Base = Uint8Array as unknown as new (
  source: number | ArrayBufferLike | ArrayLike<number>,
  byteOffset?: number,
  length?: number,
) => Bytes

/**
 * What the core uses of Node's Buffer, where there is no Node, with the same results for every input: bytes that are
 * no UTF-8 become the same signs, and what is no base64 is passed over in the same way, so that a verdict cannot depend
 * on where it is made. `test/cli/page/nodeBuffer.test.ts` compares the two.
 */
export class Buffer extends Base {
  /** Of a text its bytes in an encoding; of an ArrayBuffer these bytes of it, which are shared; of anything else a copy. */
  static from(
    source: string | ArrayBuffer | ArrayLike<number>,
    encodingOrOffset: Encoding | number = 'utf8',
    length?: number,
  ): Buffer {
    if (typeof source === 'string') {
      if (typeof encodingOrOffset === 'number') throw new TypeError('a text is read in an encoding')
      return new Buffer(decoded(source, encodingOrOffset))
    }
    const isShared = source instanceof ArrayBuffer && typeof encodingOrOffset === 'number'
    return isShared ? new Buffer(source, encodingOrOffset, length) : new Buffer(source)
  }

  static of(...octets: number[]): Buffer {
    return new Buffer(octets)
  }

  static alloc(size: number, fill = 0): Buffer {
    return new Buffer(size).fill(fill)
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((length, part) => length + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  static isBuffer(value: unknown): value is Buffer {
    return value instanceof Buffer
  }

  static byteLength(text: string): number {
    return new TextEncoder().encode(text).length
  }

  static compare(one: Uint8Array, other: Uint8Array): -1 | 0 | 1 {
    const common = Math.min(one.length, other.length)
    for (let at = 0; at < common; at += 1) {
      const [a = 0, b = 0] = [one[at], other[at]]
      if (a !== b) return a < b ? -1 : 1
    }
    if (one.length === other.length) return 0
    return one.length < other.length ? -1 : 1
  }

  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0
  }

  override fill(value: number): this {
    return super.fill(value)
  }

  override subarray(start?: number, end?: number): Buffer {
    const { buffer, byteOffset, length } = super.subarray(start, end)
    return new Buffer(buffer, byteOffset, length)
  }

  override toString(encoding: Encoding = 'utf8', start = 0, end = this.length): string {
    return encoded(super.subarray(start, end), encoding)
  }

  readUIntBE(offset: number, octets: number): number {
    return super.subarray(offset, offset + octets).reduce((value, octet) => value * 256 + octet, 0)
  }

  readUInt32BE(offset = 0): number {
    return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint32(offset)
  }

  readBigUInt64BE(offset = 0): bigint {
    return new DataView(this.buffer, this.byteOffset, this.byteLength).getBigUint64(offset)
  }
}

// A byte order mark is part of a text, as for Node.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
/** So many arguments any engine takes at once. */
const atOnce = 8_192

function encoded(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf8':
      return utf8.decode(bytes)
    case 'hex':
      return bytesToHex(bytes)
    case 'latin1':
      return latin1(bytes)
    case 'ascii':
      return latin1(bytes.map((octet) => octet & 0x7f))
    case 'base64':
      return btoa(latin1(bytes))
    case 'base64url':
      return btoa(latin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  }
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += atOnce) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)))
  }
  return parts.join('')
}

function decoded(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return new TextEncoder().encode(text)
    case 'hex':
      // As far as there are digits, two by two.
      return hexToBytes((/^(?:[0-9a-f]{2})*/i.exec(lowOctets(text)) ?? [''])[0])
    case 'latin1':
    case 'ascii':
      return octetsOf(text)
    case 'base64':
    case 'base64url':
      return fromBase64(text)
  }
}

/** Both alphabets, up to the first padding, with whatever is none of their signs passed over. */
function fromBase64(text: string): Uint8Array {
  const [before = ''] = lowOctets(text).split('=', 1)
  const signs = before
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '')
  const whole = signs.length % 4 === 1 ? signs.slice(0, -1) : signs
  return octetsOf(atob(whole))
}

/** As Node reads hex and base64: of a sign beyond Latin-1 it sees the low octet only. */
function lowOctets(text: string): string {
  return text.replace(/[^\0-\xff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) & 0xff))
}

/** The low octet of each unit, of which a character may have two. */
function octetsOf(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
}
