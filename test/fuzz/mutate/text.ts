import type { Random } from '../random.ts'

/** Characters that readers of text stumble over: ends of text, directions, halves of pairs, look-alikes. */
const odd = [
  '\0',
  '\t',
  '\n',
  '\r',
  '\u001f',
  ' ',
  '"',
  "'",
  '\\',
  '/',
  '%',
  '&',
  '<',
  '=',
  '+',
  ';',
  ':',
  '.',
  ',',
  '-',
  '_',
  '~',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u00ad',
  '\u0301',
  'e\u0301',
  '\u061c',
  '\u0660',
  '\u200b',
  '\u200d',
  '\u200f',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u212a',
  '\u3000',
  '\ud800',
  '\udc00',
  '\ufb01',
  '\ufeff',
  '\uff11',
  '\ufffd',
  '\uffff',
  '\u{1f600}',
  '\u{e0001}',
]

/** Words that some reader of text takes for more than text. */
export const words = [
  '',
  '0',
  '-0',
  '00',
  '1e400',
  '9007199254740993',
  '-1',
  '0x10',
  '1_000',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '%00',
  '%ff',
  '\\u0000',
  '<script>',
  'javascript:1',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '1900-02-29T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '2027-02-28T24:00:00Z',
  '2027-03-28T02:30:00+02:00',
  '2027-06-01T12:00:00.999-23:59',
  '9999-12-31T23:59:59-23:59',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31',
  '0000-01-01',
  '2028-02-29',
  'Asia/Ho_Chi_Minh',
  'Etc/GMT+12',
  '+07:00',
  'x-private',
  'zh-Hant-TW',
  'i-default',
  'http://[::1]:0/',
  'urn:rogatory:node:vn',
  'ＶＮ',
  'qa.pp',
  'vn.spp',
]

/** One small change of a text, by UTF-16 code units: what is cut may leave half a pair behind. */
export function mutateText(random: Random, text: string): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + 1 + random.below(random.once(4) ? text.length + 1 : 4))
  const [before, middle, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)]
  switch (random.below(11)) {
    case 0:
    case 1:
      return before + random.pick(odd) + middle + after
    case 2:
      return before + after
    case 3:
      return before + middle + middle + after
    case 4:
      return before + random.pick(odd) + after
    case 5:
      return before + after.slice(0, middle.length) + middle + after.slice(middle.length)
    case 6:
      return before + (middle === middle.toUpperCase() ? middle.toLowerCase() : middle.toUpperCase()) + after
    case 7:
      return text.replace(/[0-9]/g, (digit) => (random.once(4) ? String(random.below(10)) : digit))
    case 8:
      return random.once(3) ? random.pick(words) : before + random.pick(words) + after
    case 9:
      return random.once(20)
        ? (middle.slice(0, 100) || 'a').repeat(random.pick([10, 100, 1_000, 5_000]))
        : before
    default:
      return (
        before +
        String.fromCharCode((middle.charCodeAt(0) || 65) ^ (1 << random.below(8))) +
        middle.slice(1) +
        after
      )
  }
}

/** A few changes, mostly one. */
export function severalTimes<T>(random: Random, value: T, change: (random: Random, value: T) => T): T {
  let changed = change(random, value)
  while (random.once(3)) changed = change(random, changed)
  return changed
}
