import type { Text } from './generated/types.ts'

/** A text of people inside a value, and where it stands (RFC 6901). */
export interface PlacedText {
  readonly pointer: string
  readonly text: Text
}

/** Every text of people in a body, in its order. */
export function textsIn(value: unknown, pointer = ''): readonly PlacedText[] {
  if (typeof value !== 'object' || value === null) return []
  if (isText(value)) return [{ pointer, text: value }]
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, `${pointer}/${name}`))
}

function isText(value: object): value is Text {
  return 'language' in value && 'text' in value && typeof value.text === 'string'
}
