import type { Words } from '../desk/words.ts'
import { Said } from './Said.tsx'

/** A passkey, by the name that its owner has given it. */
export function PasskeyOf({ words, name }: { readonly words: Words; readonly name: string }) {
  return <Said words={words} sentence="passkeyOf" values={{ name: <bdi>{name}</bdi> }} />
}
