import type { Direction, LetterLanguage } from './language.ts'

/**
 * A piece of a line. Without `language` it is a word of the letter, in the reader's language. With it, it was taken
 * from the message and must be kept apart from the words around it: its language (BCP 47), or '' where nobody has
 * stated it. `code` is an identifier, a digest, an address: read from left to right in every language.
 */
export interface Span {
  readonly text: string
  readonly language?: string
  readonly style?: 'code' | 'strong'
}

export type Line = readonly Span[]

/** One version of what a person wrote. */
export interface Version {
  readonly role: 'original' | 'translation'
  /** BCP 47. */
  readonly language: string
  readonly direction: Direction
  /** What it is, in the reader's language; null where the reader's language is the original's. */
  readonly mark: Line | null
  /** Exactly as it stands in the message; may hold line feeds. */
  readonly text: string
}

export type Block =
  | { readonly kind: 'section'; readonly title: Line; readonly blocks: readonly Block[] }
  | { readonly kind: 'field'; readonly label: Line; readonly value: Line }
  | { readonly kind: 'list'; readonly label: Line; readonly items: readonly Line[] }
  | { readonly kind: 'text'; readonly label: Line; readonly versions: readonly Version[] }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'table'; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }

/** What begins on a page of its own: one message, or the cover of a record. */
export interface Sheet {
  /** Who writes: the State and the authority. */
  readonly letterhead: readonly Line[]
  readonly title: Line
  readonly blocks: readonly Block[]
  /** How this message is found again; null on a cover. */
  readonly proof: Proof | null
}

export interface Proof {
  readonly title: Line
  /** See proof.ts. */
  readonly uri: string
  readonly blocks: readonly Block[]
}

/** A letter as a tree, before it is written as a page, as text, or as PDF. */
export interface Letter {
  readonly language: LetterLanguage
  readonly direction: Direction
  /** For the title bar and the properties of the file. */
  readonly title: string
  /** What stands at the foot of each page beside the page number. */
  readonly reference: string
  /** When the newest of its messages was signed, RFC 3339: the date of the file. */
  readonly dated: string
  readonly sheets: readonly Sheet[]
}

/** A line of one word of the letter. */
export function words(text: string): Line {
  return [{ text }]
}

/** An identifier, digest or address. */
export function code(text: string): Span {
  return { text, style: 'code', language: '' }
}

/** What somebody wrote on one line, whose language nobody has stated. */
export function foreign(text: string, language = ''): Span {
  return { text, language }
}

/** A line as one string, for titles and tests. */
export function plain(line: Line): string {
  return line.map(({ text }) => text).join('')
}
