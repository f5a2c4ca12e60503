import { type Particular, type ParticularName, type ParticularValues, unnamed } from './particular.ts'
import { particulars } from './particulars.ts'

/** How what stands in a place is found again in English words: what it looks like, and the value that it is. */
interface Reader<Value> {
  /** A regular expression without groups. */
  readonly form: string
  readonly read: (written: string) => Value
}

const asIs = (form: string): Reader<string> => ({ form, read: (written) => written })
const asNumber: Reader<number> = { form: '-?[0-9]{1,16}(?:\\.[0-9]{1,10})?', read: Number }
const asList = (form: string, between: string): Reader<readonly string[]> => ({
  form: `${form}(?:${between}${form}){0,199}`,
  read: (written) => written.split(between),
})

const measureForm = '[a-z]{1,4}[0-9]{1,3}(?:\\.[0-9]{1,3})?'
const authorityForm = '[a-z]{2,3}\\.[a-z][a-z0-9-]{0,30}'
const memberForm = `(?:[A-Za-z0-9_$-]{1,60}|${unnamed.member}|${unnamed.whole})`

/** Places that are read again: those of what goes over the wire. What a State wrote is not among them. */
const readers = {
  state: asIs('[A-Z]{2,3}'),
  authority: asIs(authorityForm),
  other: asIs(authorityForm),
  measure: asIs(measureForm),
  measures: asList(measureForm, ' '),
  kind: asIs('[a-z][a-z0-9-]{0,60}'),
  item: asIs('q[0-9]{1,3}'),
  items: asList('q[0-9]{1,3}', ', '),
  file: asIs('E[0-9]{1,5}'),
  source: asIs('[^()]{1,120}(?:\\([^()]{1,20}\\)[^()]{0,120}){0,8}'),
  wanted: asIs('[a-z][^(){}]{1,200}'),
  code: asIs('[A-Za-z0-9/_-]{1,100}'),
  clock: asIs('[A-Z0-9][A-Z0-9_]{0,60}'),
  guard: asIs('[a-z][A-Za-z]{2,60}'),
  place: asIs('/[^\\s]{0,200}'),
  type: asIs('[a-z][a-z0-9-]{0,60}'),
  reference: asIs('.{1,120}'),
  version: asIs('[0-9]{1,3}\\.[0-9]{1,3}'),
  aspect: asIs('[a-z0-9 ]{1,30}'),
  member: asIs(memberForm),
  members: asList('[A-Za-z0-9_$-]{1,60}', ', '),
  character: asIs('U\\+[0-9A-F]{4,6}'),
  position: asNumber,
  pattern: asIs('.{1,300}'),
  format: asIs('[a-z0-9-]{1,40}'),
  form: asIs('[a-z,]{1,60}'),
  bytes: asNumber,
  count: asNumber,
  most: asNumber,
  first: asNumber,
  second: asNumber,
} as const satisfies { readonly [Place in keyof ParticularValues]?: Reader<ParticularValues[Place]> }

interface Known {
  readonly name: ParticularName
  readonly places: readonly (keyof typeof readers)[]
  readonly shape: RegExp
}

/** What is told in these words by a code of its own is not read: it never goes over the wire alone. */
const neverAlone: ReadonlySet<ParticularName> = new Set<ParticularName>(['contentWanted'])

const known: readonly Known[] = (Object.keys(particulars) as ParticularName[])
  .filter((name) => !neverAlone.has(name) && !/^[:;,]/.test(particulars[name]))
  .flatMap((name) => knownOf(name) ?? [])
  // What has most words of its own is tried first: a bare id might be many things.
  .sort((one, other) => ownWords(other.name) - ownWords(one.name))

function knownOf(name: ParticularName): Known | null {
  const places: (keyof typeof readers)[] = []
  const parts = particulars[name].split(/(\{[a-z][A-Za-z]*\})/).map((part) => {
    if (!/^\{.*\}$/.test(part)) return escaped(part)
    const place = part.slice(1, -1)
    if (!isRead(place)) return null
    places.push(place)
    return `(${readers[place].form})`
  })
  return parts.includes(null) ? null : { name, places, shape: new RegExp(`^${parts.join('')}$`, 'u') }
}

function isRead(place: string): place is keyof typeof readers {
  return Object.hasOwn(readers, place)
}

function ownWords(name: ParticularName): number {
  return particulars[name].replace(/\{[a-z][A-Za-z]*\}/g, '').length
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/**
 * What a rule of another node has to say, out of the English in which it came: a node that words it so is understood whatever its
 * version, and its receipts need no member for it. Null where no rule here says it so.
 *
 * @param words - at most some hundreds of characters; nothing is believed of them but that they were written
 */
export function readParticular(words: string): Particular | null {
  for (const { name, places, shape } of known) {
    const found = shape.exec(words)
    if (found === null) continue
    const values = places.map((place, index) => [place, readers[place].read(found[index + 1] ?? '')] as const)
    return { name, values: Object.fromEntries(values) } as unknown as Particular
  }
  return null
}
