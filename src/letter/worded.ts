import type { JsonObject } from '../message/json.ts'
import { exhibitBlocks } from './exhibitBlocks.ts'
import { field } from './fields.ts'
import { type Block, code, words } from './letter.ts'
import { type Reading, knownOf, unfinishedBlocks } from './letterOf.ts'

/** The words of a message as far as people write them, whole or not: to be compared with those of another. */
export interface Worded {
  readonly type: string
  readonly reference: string
  readonly language: string
  readonly body: JsonObject
  /** As they stand in a message; what opens a file is left out. */
  readonly exhibits: readonly JsonObject[]
}

/** The same as they stand in a letter, without what every letter says. */
export function wordedBlocks(
  { type, reference, language: written, body, exhibits }: Worded,
  reading: Reading,
): readonly Block[] {
  const known = knownOf(reading, null)
  const { language } = reading
  return [
    field(language, 'reference', [code(reference)]),
    field(language, 'language', words(known.format.languageName(written))),
    ...unfinishedBlocks(type, body, reading),
    ...exhibitBlocks(exhibits, known),
  ]
}
