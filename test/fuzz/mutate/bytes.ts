import type { Random } from '../random.ts'
import { mutateText } from './text.ts'

/** Bytes with one change: a bit, a byte, a stretch that goes, comes twice or stands elsewhere. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1)
  const end = Math.min(bytes.length, at + 1 + random.below(random.once(3) ? bytes.length + 1 : 4))
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
  switch (random.below(7)) {
    case 0:
    case 1: {
      const copy = Buffer.from(bytes)
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
      return copy
    }
    case 2:
      return Buffer.concat([
        before,
        Buffer.of(random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)])),
        middle.subarray(1),
        after,
      ])
    case 3:
      return Buffer.concat([before, after])
    case 4:
      return Buffer.concat([before, middle, middle, after])
    case 5:
      return Buffer.concat([before, Buffer.of(random.below(256)), middle, after])
    default:
      return Buffer.from(before)
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Another base64url text: of other bytes, or another spelling of the same ones that lenient readers take. */
export function mutateBase64url(random: Random, text: string): string {
  switch (random.below(8)) {
    case 0:
      return `${text}=`
    case 1: {
      // The bits of the last character that no byte needs.
      const last = alphabet.indexOf(text.at(-1) ?? 'A')
      return text.slice(0, -1) + (alphabet[last ^ (1 << random.below(4))] ?? '')
    }
    case 2:
      return text.replace(/[-_]/, (one) => (one === '-' ? '+' : '/'))
    case 3:
      return mutateText(random, text)
    case 4:
      return `${text.slice(0, text.length >> 1)}${random.pick([' ', '\n', '\t', '.', '\0'])}${text.slice(text.length >> 1)}`
    default:
      return mutateBytes(random, Buffer.from(text, 'base64url')).toString('base64url')
  }
}
