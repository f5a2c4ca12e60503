import type { ComponentChildren } from 'preact'
import { type Sentence, type Words, sentences } from '../desk/words.ts'

interface SaidProps {
  readonly words: Words
  readonly sentence: Sentence
  /** What belongs in the places of the sentence. */
  readonly values: Readonly<Record<string, ComponentChildren>>
}

/** A sentence with something else than text in its places. */
export function Said({ words: { language }, sentence, values }: SaidProps) {
  const parts = sentences[language][sentence].split(/(\{[a-z][A-Za-z]*\})/)
  return (
    <>
      {parts.map((part) => {
        if (!/^\{.*\}$/.test(part)) return part
        const name = part.slice(1, -1)
        if (!Object.hasOwn(values, name)) throw new RangeError(`${sentence} needs ${name}`)
        return values[name]
      })}
    </>
  )
}
