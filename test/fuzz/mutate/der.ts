import type { Random } from '../random.ts'
import { mutateBytes } from './bytes.ts'

/** A value of DER: its tag, and its content or its children. */
interface Node {
  readonly tag: number
  readonly content: Buffer | readonly Node[]
  /** Writes its length in more bytes than it needs, as BER lets it. */
  readonly longLength?: boolean
}

const tags = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x30, 0x31, 0x80, 0x82, 0x86, 0xa0, 0xa3,
  0x1f, 0xff,
]
/** Object identifiers of certificates: known extensions, usages and algorithms, and two that are odd. */
const oids = [
  '551d13',
  '551d0f',
  '551d25',
  '551d11',
  '551d20',
  '551d0e',
  '551d23',
  '2b0601050507030124',
  '2a864886f70d01010b',
  '2a864886f70d01010a',
  '2a8648ce3d040302',
  '2a8648ce3d0201',
  '2b6570',
  '80',
  'ffffffffffffffffffff7f',
]

/** A DER text with one or more changes of its structure; lengths above are made right, unless the change is that one is wrong. */
export function mutateDer(random: Random, der: Buffer): Buffer {
  const [root] = read(der, 0) ?? []
  if (root === undefined || random.once(12)) return mutateBytes(random, der)
  let changed = root
  do changed = change(random, changed)
  while (random.once(3))
  const written = write(changed)
  return random.once(25) ? mutateBytes(random, written) : written
}

function change(random: Random, node: Node): Node {
  if (Buffer.isBuffer(node.content)) return changeContent(random, { ...node, content: node.content })
  const children = node.content
  if (children.length > 0 && !random.once(8)) {
    const place = random.below(children.length)
    return { ...node, content: children.map((child, at) => (at === place ? change(random, child) : child)) }
  }
  const place = random.below(children.length)
  switch (random.below(7)) {
    case 0:
      return { ...node, content: children.filter((_, at) => at !== place) }
    case 1:
      return { ...node, content: [...children, ...children.slice(place, place + 1)] }
    case 2:
      return { ...node, content: [...children].reverse() }
    case 3:
      return { ...node, tag: random.pick(tags) }
    case 4:
      return { ...node, longLength: true }
    case 5:
      return {
        ...node,
        content: Array.from({ length: random.pick([20, 60]) }).reduce<readonly Node[]>(
          (inner) => [{ tag: 0x30, content: inner }],
          children,
        ),
      }
    default:
      return {
        ...node,
        content: [...children, { tag: random.pick(tags), content: Buffer.alloc(random.below(3)) }],
      }
  }
}

function changeContent(random: Random, node: Node & { readonly content: Buffer }): Node {
  const { tag, content } = node
  if (tag === 0x01 && random.once(2)) return { ...node, content: Buffer.of(random.pick([0, 1, 0x7f, 0xff])) }
  if (tag === 0x06 && random.once(2)) return { ...node, content: Buffer.from(random.pick(oids), 'hex') }
  if ((tag === 0x17 || tag === 0x18) && random.once(2))
    return {
      ...node,
      content: Buffer.from(
        random.pick([
          '',
          '000101000000Z',
          '991231235959Z',
          '270230250000Z',
          '2701010000Z',
          '20270101000000+0700',
          '20270101000000.5Z',
          '99991231235959Z',
        ]),
      ),
    }
  switch (random.below(5)) {
    case 0:
      return { ...node, tag: random.pick(tags) }
    case 1:
      return { ...node, longLength: true }
    case 2:
      return {
        ...node,
        content: Buffer.alloc(random.pick([0, 1, 21, random.once(10) ? 11_000 : 200]), random.below(256)),
      }
    default:
      return { ...node, content: mutateBytes(random, content) }
  }
}

/** The nodes of a range of bytes; null where they are not DER to their end. An octet or bit string that holds DER is opened. */
function read(bytes: Buffer, depth: number): readonly Node[] | null {
  const nodes: Node[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0
    const first = bytes[at + 1]
    if (first === undefined || (tag & 0x1f) === 0x1f || depth > 30) return null
    const wide = first < 0x80 ? 0 : first & 0x7f
    if (wide > 3) return null
    const length = wide === 0 ? first : bytes.readUIntBE(at + 2, wide)
    const start = at + 2 + wide
    if (start + length > bytes.length) return null
    const content = bytes.subarray(start, start + length)
    const children = (tag & 0x20) === 0 && tag !== 0x04 ? null : read(content, depth + 1)
    nodes.push({ tag, content: children ?? content })
    at = start + length
  }
  return nodes
}

function write({ tag, content, longLength }: Node): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(content.map(write))
  const { length } = bytes
  const wide = length > 0xffff || longLength === true ? 3 : length > 0xff ? 2 : length > 0x7f ? 1 : 0
  const head = Buffer.alloc(2 + wide)
  head[0] = tag
  head[1] = wide === 0 ? length : 0x80 | wide
  if (wide > 0) head.writeUIntBE(length, 2, wide)
  return Buffer.concat([head, bytes])
}
