import { type Result, refuse } from '../../message/refusal.ts'

/** Bytes of a line of a disclosure at most: a piece in base64url, its salt and the name of a page. */
export const lineBytesMax = 352_256

/** Lines that came together, without their line feeds, or what is wrong with the one after them. */
export type SomeLines = Result<{ readonly lines: readonly Uint8Array[] }>

/**
 * The lines of a file, in constant memory. Refuses with DISCLOSURE_INVALID a line that is longer than one may be, and with
 * DISCLOSURE_TRUNCATED a last one without its line feed; nothing follows a refusal.
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<SomeLines> {
  let held: Uint8Array = Buffer.alloc(0)
  for await (const bytes of source) {
    const lines: Uint8Array[] = []
    let from = 0
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      const rest = bytes.subarray(from, end)
      lines.push(held.length === 0 ? rest : Buffer.concat([held, rest]))
      held = Buffer.alloc(0)
      from = end + 1
    }
    held = Buffer.concat([held, bytes.subarray(from)])
    if (lines.length > 0) yield { ok: true, lines }
    if (held.length > lineBytesMax) {
      yield refuse('DISCLOSURE_INVALID', { detail: `a line has more than ${lineBytesMax} bytes` })
      return
    }
  }
  if (held.length > 0) yield refuse('DISCLOSURE_TRUNCATED', { detail: 'its last line has no end' })
}
