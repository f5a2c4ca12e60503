import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { readAt } from '../readAt.ts'

// A backup is a tar archive (POSIX.1-1988 ustar, sizes beyond 8 GiB in base 256 as GNU and POSIX.1-2008 tools write them), so
// that tar opens it when nothing else does. Only plain files with short names stand in it.

/** A file in an archive, with its bytes, whose number is known before they come. */
export interface Member {
  readonly name: string
  readonly size: number
  readonly body: AsyncIterable<Buffer>
}

/** What stands in an archive, as a manifest tells it. */
export interface Told {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

const block = 512
const nameMax = 100
const sizeAt = { from: 124, length: 12 }
const sumAt = { from: 148, length: 8 }

/** The archive is not one of ours, or is damaged. */
export class ArchiveDamaged extends Error {
  readonly code = 'BACKUP_DAMAGED'
}

/** The bytes of a member, with its head and what fills the last block; `told` is given its hash once they have passed. */
export async function* memberBytes(
  { name, size, body }: Member,
  told: (one: Told) => void,
): AsyncGenerator<Buffer> {
  yield headOf(name, size)
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    hash.update(piece)
    yield piece
  }
  if (bytes !== size)
    throw new Error(`${name} has ${bytes} bytes and not ${size}: it changed while it was read`)
  yield Buffer.alloc(fillOf(size))
  told({ name, size, sha256: hash.digest('hex') })
}

/** What ends an archive. */
export function archiveEnd(): Buffer {
  return Buffer.alloc(2 * block)
}

/** Something small that is here already. */
export function memberOf(name: string, content: string | Buffer): Member {
  const bytes = Buffer.from(content)
  return { name, size: bytes.length, body: Readable.from([bytes]) }
}

/**
 * The members of an archive one after the other. The bytes of one must be read, or left, before the next is asked for: what was
 * left is passed over. Throws ArchiveDamaged.
 */
export async function* members(file: FileHandle): AsyncGenerator<Member> {
  let at = 0
  for (;;) {
    const head = await readAt(file, at, block)
    if (head.length < block) throw new ArchiveDamaged('the archive ends before its end is told')
    if (head.every((byte) => byte === 0)) return
    const { name, size } = readHead(head)
    yield { name, size, body: bodyAt(file, at + block, size) }
    at += block + size + fillOf(size)
  }
}

async function* bodyAt(file: FileHandle, from: number, size: number): AsyncGenerator<Buffer> {
  let left = size
  while (left > 0) {
    const piece = await readAt(file, from + size - left, Math.min(left, 256 * 1024))
    if (piece.length === 0) throw new ArchiveDamaged('the archive ends in the middle of a file')
    left -= piece.length
    yield piece
  }
}

function headOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > nameMax) throw new RangeError(`${name} is too long a name for an archive`)
  const head = Buffer.alloc(block)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  writeSize(head, size)
  head.write('00000000000\0', 136)
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(`${sumOf(head).toString(8).padStart(6, '0')}\0 `, sumAt.from)
  return head
}

function writeSize(head: Buffer, size: number): void {
  if (size < 8 ** 11) head.write(`${size.toString(8).padStart(11, '0')}\0`, sizeAt.from)
  else {
    head.writeUInt8(0x80, sizeAt.from)
    head.writeBigUInt64BE(BigInt(size), sizeAt.from + 4)
  }
}

function readHead(head: Buffer): Pick<Member, 'name' | 'size'> {
  const text = (from: number, length: number): string =>
    head.toString('utf8', from, from + length).split('\0')[0] ?? ''
  const isOurs = text(257, 6) === 'ustar' && head.toString('latin1', 156, 157) === '0'
  if (!isOurs || Number.parseInt(text(sumAt.from, 7), 8) !== sumOf(head))
    throw new ArchiveDamaged('it is no archive of a backup, or its heads are damaged')
  const isLarge = head.readUInt8(sizeAt.from) === 0x80
  const size = isLarge
    ? Number(head.readBigUInt64BE(sizeAt.from + 4))
    : Number.parseInt(text(sizeAt.from, 11), 8)
  // One below 0 would lead back, to what was read before.
  if (!Number.isSafeInteger(size) || size < 0)
    throw new ArchiveDamaged('the size of a file in it cannot be read')
  return { name: text(0, nameMax), size }
}

/** The sum of the head with blanks where it stands itself. */
function sumOf(head: Buffer): number {
  const isSum = (at: number): boolean => at >= sumAt.from && at < sumAt.from + sumAt.length
  return head.reduce((sum, byte, at) => sum + (isSum(at) ? 0x20 : byte), 0)
}

function fillOf(size: number): number {
  return (block - (size % block)) % block
}
