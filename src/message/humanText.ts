/** Controls (C0, DEL, C1), line and paragraph separators, and every character of Unicode's Bidi_Control. */
const forbidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
const forbiddenInLines =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
const loneSurrogate = /\p{Surrogate}/u
const plain = /^[ -~]*$/

/** `line` is one line; `lines` may hold line feeds and tabs. */
export type HumanText = 'line' | 'lines'

/**
 * Whether a text says what it shows: NFC, so that the same words are the same bytes; no controls and no
 * bidirectional controls, which can make a name or amount read as another; well-formed UTF-16.
 */
export function isHumanText(kind: HumanText, text: string): boolean {
  if (plain.test(text)) return true
  if ((kind === 'line' ? forbidden : forbiddenInLines).test(text)) return false
  return !loneSurrogate.test(text) && text.normalize('NFC') === text
}

/** A character that may not stand in a text, because nobody would see it. */
export interface Unseen {
  /** As Unicode numbers it: `U+202E`. */
  readonly character: string
  /** Which of the code units of the text it is, the first being 0. */
  readonly at: number
}

/** The first character of a text that no text of people may hold; null: it is well-formed and has none. */
export function unseenIn(kind: HumanText, text: string): Unseen | null {
  if (plain.test(text)) return null
  const found = [kind === 'line' ? forbidden : forbiddenInLines, loneSurrogate].flatMap(
    (pattern) => pattern.exec(text)?.index ?? [],
  )
  if (found.length === 0) return null
  const at = Math.min(...found)
  return { character: `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`, at }
}
