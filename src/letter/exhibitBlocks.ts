import type { JsonObject, JsonValue } from '../message/json.ts'
import { blocksOf } from './body.ts'
import { type Block, code, foreign, words } from './letter.ts'
import { placeAt } from './place.ts'
import type { Known } from './scalar.ts'
import { phrase, sentence } from './words.ts'

/** The files that a message hands over, as it announces them. */
export function exhibitBlocks(exhibits: readonly JsonObject[], known: Known): readonly Block[] {
  if (exhibits.length === 0) return []
  const { language } = known.format
  const place = placeAt('part/exhibit.json')
  return [
    {
      kind: 'section',
      title: words(phrase(language, 'exhibits')),
      blocks: exhibits.map((exhibit) => ({
        kind: 'section',
        title: sentence(language, 'name', {
          label: code(namedIn(exhibit.id)),
          name: [foreign(namedIn(exhibit.name))],
        }),
        // What opens the file is for the node alone: a letter is printed and shown.
        blocks: blocksOf(place, exhibit, known, ['id', 'name', 'sealed', 'deposit']),
      })),
    },
  ]
}

function namedIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
