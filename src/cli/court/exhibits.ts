import type { ProvenMessage } from '../../audit/bundle/proven.ts'
import { harmless } from '../terminal.ts'

/** A file that a message announces: what of it is signed. */
export interface NamedExhibit {
  readonly id: string
  /** Without a folder, and without what could turn the words around it. */
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  /** The message that announces it, by its path in the bundle. */
  readonly file: string
}

/** The exhibits that messages announce, in their order. */
export function exhibitsIn(messages: readonly ProvenMessage[]): NamedExhibit[] {
  return messages.flatMap(({ message, path }) =>
    message.exhibits.map(({ id, name, bytes, sha256 }) => ({
      id,
      name: harmless(name),
      bytes,
      sha256,
      file: path,
    })),
  )
}

/** The hashes as `sha256sum -c` reads them; empty where no exhibit is announced. */
export function exhibitSums(messages: readonly ProvenMessage[]): string {
  return exhibitsIn(messages)
    .map(({ sha256, name }) => `${sha256}  ${name}\n`)
    .join('')
}
