import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { sealedBytes } from '../../../src/exhibit/chunkedEncryption.ts'
import { sniffMediaType } from '../../../src/exhibit/mediaType.ts'
import { takeIn } from '../../../src/exhibit/takeIn.ts'
import { takeInExhibit } from '../../../src/exchange/exhibits/takeIn.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { run } from '../../cli/commandLine.ts'
import { type World, twoStates } from '../../support/world.ts'

/** A zip with one file, which says how large it is when it is unpacked. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(crc32(content), 10)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(content.length, 18)
  head.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed])
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    head,
    Buffer.alloc(14),
    Buffer.from(name),
  ])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end])
}

const bomb = (): Buffer => zipOf('zeros', Buffer.alloc(128 * 1024 * 1024))
const nested = (): Buffer => {
  let file = bomb()
  for (let depth = 0; depth < 10; depth += 1) file = zipOf(`${depth}.zip`, file)
  return file
}
const picture = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
/** A picture by its beginning, a page in its middle, an archive by its end. */
const polyglot = (): Buffer =>
  Buffer.concat([
    picture,
    Buffer.from('<html><script>alert(1)</script></html>'),
    zipOf('a', Buffer.from('b')),
  ])

describe('a file that is an archive, or two things', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const keptAsItIs = async (bytes: Buffer, type: string): Promise<void> => {
    const { node } = world.asking.node
    const order = { name: 'page.html', person: 'Example-A', authority: 'vn.spp' }
    const taken = await takeInExhibit(node, Readable.from([bytes]), order)
    assert.ok(taken.ok)
    const { deposit, mediaType, sha256, sealed } = taken.announcement
    assert.equal(mediaType, type)
    assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'))
    assert.equal(sealed.bytes, sealedBytes(bytes.length))
    assert.equal((await findDeposit(node.db, deposit))?.bytes, bytes.length)
    const folder = world.asking.config.dataFolder
    const target = join(folder, `saved-${deposit}`)
    const words = ['exhibit', 'save', deposit, target, '--as', 'Example-A', '--reason', 'to look at it']
    assert.equal((await run(world.asking, ...words)).code, 0)
    assert.ok((await readFile(target)).equals(bytes))
    const beside = (await readdir(folder)).filter((name) => /zeros|\.zip|part$/.test(name))
    assert.deepEqual(beside, [])
  }

  const archives: readonly (readonly [string, () => Buffer, string])[] = [
    ['a bomb', bomb, 'application/zip'],
    ['archives in archives', nested, 'application/zip'],
    ['a packed bomb', () => gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024))), 'application/gzip'],
  ]
  for (const [what, made, type] of archives)
    it(`is kept and given out as it is, and never unpacked: ${what}`, async () => {
      await keptAsItIs(made(), type)
    })

  it('attack 36: is what it begins as, whatever comes behind and whatever it is called', async () => {
    await keptAsItIs(polyglot(), 'image/png')
  })

  it('attack 36: is bounded in size while it is read, whatever it says of itself', async () => {
    let written = 0
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536)
      })(),
    )
    const keys = { fileKey: randomBytes(32), context: Buffer.from('x'), salt: randomBytes(24) }
    const taken = await takeIn(endless, { ...keys, bytesMax: 10_000_000 }, async (piece) => {
      written += piece.length
      await Promise.resolve()
      assert.ok(written < 20_000_000, 'it was not stopped')
    })
    assert.deepEqual([taken.ok, taken.ok ? null : taken.code], [false, 'EXHIBIT_TOO_LARGE'])
  })

  it('is looked at for its type in no more memory and time than its beginning takes', async () => {
    const heads = [bomb(), nested(), gzipSync(Buffer.alloc(256 * 1024 * 1024)), polyglot()]
    const before = process.memoryUsage().rss
    const begun = performance.now()
    for (const head of heads) await sniffMediaType(head.subarray(0, 4096), false)
    assert.ok(performance.now() - begun < 2_000)
    assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024)
  })
})
