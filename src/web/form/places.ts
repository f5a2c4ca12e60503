import type { SpokenMessage } from '../../exchange/drafts/choices.ts'
import { bodyPlace } from '../../letter/body.ts'
import { type Place, itemsOf, membersOf, placeFor } from '../../letter/place.ts'
import { labelIn } from '../../letter/pointerLine.ts'
import { pairLine, scalarLine } from '../../letter/scalar.ts'
import { isObject } from '../../letter/words.ts'
import { isMessageType } from '../../message/registry.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { ChoiceGroup, ChoiceText } from '../parts/Field.tsx'
import { partTitle, planOf } from './plan.ts'
import { pointerTo, stepsOf } from './pointer.ts'

/** So many places where something stands are looked through in a list; where there are more, the inner ones are named with what they stand in. */
const placesMax = 150
/** With those where nothing stands yet, for what lacks is asked about as well: of these the outer ones first. */
const placesWithEmptyMax = 400
/** Deeper than this no schema goes. */
const depthMax = 12
/** Characters of what stands in a place that are shown. */
const shownMax = 60

interface Found {
  readonly pointer: string
  /** What stands there, as the letter says it; empty where it is more than a line. */
  readonly said: string
}

/**
 * The places of a message that a correction, a question or an answer may name, by their labels with what stands there now, under the
 * part of the form in which each is written.
 *
 * @param before - what stands before a pointer into the body: `/body` where the whole message is meant
 */
export function placesOf(
  { type, body }: SpokenMessage,
  words: CaseWords,
  before: string,
): readonly ChoiceGroup[] {
  if (!isMessageType(type)) return []
  const found = foundIn(bodyPlace(type), body, words)
  return planOf(type).parts.flatMap((part): readonly ChoiceGroup[] => {
    const choices = found
      .filter(({ pointer }) => part.members.includes(stepsOf(pointer)?.[0] ?? ''))
      .flatMap((one) => choiceOf(one, type, words, before))
    return choices.length === 0 ? [] : [{ label: partTitle(words, type, part), choices, isClosed: false }]
  })
}

function choiceOf(
  { pointer, said }: Found,
  type: string,
  words: CaseWords,
  before: string,
): readonly ChoiceText[] {
  const label = labelIn(words.language, type, stepsOf(pointer) ?? [])
  if (label === null) return []
  const text = said === '' ? label : words.say('fieldWithin', { outer: label, label: said })
  return [{ value: `${before}${pointer}`, text }]
}

function foundIn(place: Place, value: JsonValue, words: CaseWords): readonly Found[] {
  const within = (depth: number, emptyDepth: number): readonly Found[] => [
    ...placesIn(placeFor(place, value), value, '', words, { depth, emptyDepth }),
  ]
  let depth = depthMax
  while (depth > 1 && within(depth, 0).length > placesMax) depth -= 1
  for (let emptyDepth = depth; emptyDepth > 0; emptyDepth -= 1) {
    const found = within(depth, emptyDepth)
    if (found.length <= placesWithEmptyMax) return found
  }
  return within(depth, 0).slice(0, placesMax)
}

interface Depths {
  readonly depth: number
  /** To which depth members that are not there are places as well. */
  readonly emptyDepth: number
}

/** What stands at a place, and in it: a text and a value are one place each. */
function* placesIn(
  place: Place,
  value: JsonValue,
  pointer: string,
  words: CaseWords,
  depths: Depths,
): Generator<Found> {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value
    yield { pointer, said: '' }
    for (const [row, item] of items.entries())
      yield* placesIn(placeFor(itemsOf(place), item), item, pointerTo(pointer, String(row)), words, depths)
    return
  }
  if (pointer !== '') yield { pointer, said: saidAt(place, value, pointer, words) ?? '' }
  if (!isObject(value) || isText(place, value) || depths.depth === 0) return
  const members = membersOf(place)
  const below = { depth: depths.depth - 1, emptyDepth: depths.emptyDepth - 1 }
  for (const [name, one] of Object.entries(value)) {
    const at = members.get(name) ?? { document: place.document, schema: {} }
    yield* placesIn(placeFor(at, one), one, pointerTo(pointer, name), words, below)
  }
  if (depths.emptyDepth <= 0) return
  for (const name of members.keys())
    if (value[name] === undefined) yield { pointer: pointerTo(pointer, name), said: '' }
}

function isText({ document }: Place, value: JsonObject): value is JsonObject & { readonly text: string } {
  return document === 'part/text.json' && typeof value.text === 'string'
}

/** What stands there in one line; null: more than that. */
function saidAt(place: Place, value: JsonValue, pointer: string, { known }: CaseWords): string | null {
  const name = stepsOf(pointer)?.findLast((step) => !/^[0-9]+$/.test(step)) ?? ''
  if (!isObject(value))
    return cut(
      scalarLine(name, place, value, known)
        .map(({ text }) => text)
        .join(''),
    )
  if (isText(place, value)) return cut(value.text)
  const line = pairLine(place, value, known)
  return line === null ? null : cut(line.map(({ text }) => text).join(''))
}

function cut(text: string): string {
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
}
