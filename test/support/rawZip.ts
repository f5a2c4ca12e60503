import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a zip file, every word of which may be a lie. */
export interface RawEntry {
  readonly name: string | Buffer
  readonly data?: Uint8Array
  /** 0 stored, 8 deflated. */
  readonly method?: number
  /** Bytes as they stand in the file, where they are not made of `data`. */
  readonly packed?: Uint8Array
  readonly size?: number
  readonly packedSize?: number
  readonly crc?: number
  readonly flags?: number
  /** Name in the local header, where it is another. */
  readonly localName?: string
  /** Place of the local header, where no own one is written. */
  readonly at?: number
  readonly externalAttributes?: number
}

const utf8Flag = 0x800
const countMax16 = 0xffff

/** Writes a zip file as APPNOTE.TXT has it, with exactly what the entries say. */
export function rawZip(entries: readonly RawEntry[], before = Buffer.of(), after = Buffer.of()): Buffer {
  const parts: Buffer[] = [before]
  const directory: Buffer[] = []
  let length = before.length
  for (const entry of entries) {
    const { name, data = Buffer.of(), method = 0, flags = 0, externalAttributes = 0 } = entry
    const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data)
    const known = Buffer.alloc(26 - 4)
    known.writeUInt16LE(20, 0)
    known.writeUInt16LE(utf8Flag | flags, 2)
    known.writeUInt16LE(method, 4)
    known.writeUInt16LE(0x5821, 8)
    known.writeUInt32LE(entry.crc ?? crc32(data), 10)
    known.writeUInt32LE(entry.packedSize ?? packed.length, 14)
    known.writeUInt32LE(entry.size ?? data.length, 18)
    const [central, local] = [Buffer.from(name as string), Buffer.from(entry.localName ?? (name as string))]
    const at = entry.at ?? length
    if (entry.at === undefined) {
      const header = Buffer.concat([Buffer.from('PK\x03\x04'), known, lengthsOf(local), local, packed])
      parts.push(header)
      length += header.length
    }
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(externalAttributes, 6)
    rest.writeUInt32LE(at, 10)
    const made = Buffer.from([20, externalAttributes === 0 ? 0 : 3])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, known, lengthsOf(central), rest, central]))
  }
  const listed = Buffer.concat(directory)
  return Buffer.concat([...parts, listed, endOf(entries.length, listed.length, length), after])
}

/** Length of the name, and of an extra field that is not there. */
function lengthsOf(name: Buffer): Buffer {
  const lengths = Buffer.alloc(4)
  lengths.writeUInt16LE(name.length, 0)
  return lengths
}

function endOf(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  const short = Math.min(count, countMax16)
  end.writeUInt16LE(short, 8)
  end.writeUInt16LE(short, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return count < countMax16 ? end : Buffer.concat([end64Of(count, size, at), end])
}

function end64Of(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(56)
  end.write('PK\x06\x06', 'latin1')
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(count), 24)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(size), 40)
  end.writeBigUInt64LE(BigInt(at), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeBigUInt64LE(BigInt(at + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end, locator])
}
