import { type Need, type Slot, meantBy, memberSlots, needOf, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { type Named, type Row, isMessageId, namedBy, rowIdOf } from '../../letter/named.ts'
import type { Place } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { webLimits } from '../limits.ts'
import { type Control, controlOf } from './control.ts'
import { choicesIn } from './needed.ts'
import { pointerTo } from './pointer.ts'
import { type When, conditionsIn, togetherIn } from './whenNeeded.ts'

/** One field of a form, or several that belong together, and what the body says there. */
export interface FormNode {
  /** Where it stands in the body (RFC 6901): its name and its id. */
  readonly pointer: string
  /** Name of the member, from which it has its words; that of the list for an item of one. */
  readonly name: string
  /** As the schema around it states it. */
  readonly stated: Place
  /** The document whose member it is. */
  readonly document: string
  /** Its number where it is an item of a list, from 1. */
  readonly row: number | null
  readonly need: Need
  readonly control: Control
  readonly value: JsonValue | undefined
  /** What of the request it is about it names, each of its items where it is a list; null: nothing of it. */
  readonly names: Named | null
  /** The id of a message stands here. */
  readonly isMessage: boolean
  /** The row whose id it is, which the node gives; null: it is none. */
  readonly idOf: Row | null
  /** One of several members of which one must be there, whichever it is. */
  readonly isOneOf: boolean
  /** It decides what else is asked in the object that it is a member of; the pointer of that object. */
  readonly decides: string | null
  /** What is chosen beside it by which it is needed, or has no place. */
  readonly when: readonly When[]
  /** Members of it that are needed together, where others would do instead. */
  readonly together: readonly (readonly string[])[]
  /** Members of a group, rows of a list, what belongs to a text or a State's own code. */
  readonly children: readonly FormNode[]
}

type Called = Pick<
  FormNode,
  | 'pointer'
  | 'name'
  | 'stated'
  | 'document'
  | 'row'
  | 'need'
  | 'names'
  | 'idOf'
  | 'decides'
  | 'when'
  | 'isMessage'
  | 'isOneOf'
>

/** The fields for these members of the body of a message. */
export function nodesOf(
  type: MessageType,
  members: readonly string[],
  body: JsonObject,
): readonly FormNode[] {
  return membersIn(slotAt(bodyPlace(type)), body, '', 0).filter(({ name }) => members.includes(name))
}

/** A node and everything in it. */
export function* withAll(nodes: readonly FormNode[]): Generator<FormNode> {
  for (const node of nodes) {
    yield node
    yield* withAll(node.children)
  }
}

/** The members of an object that are asked for: where it is of one of several kinds, first which; then those of that kind. */
function membersIn(
  slot: Slot,
  value: JsonValue | undefined,
  pointer: string,
  depth: number,
): readonly FormNode[] {
  const { alternatives, discriminator } = slot
  const said = isObject(value) ? value : {}
  const all = memberSlots(alternatives)
  const meant = discriminator === null ? alternatives : chosenOf(alternatives, discriminator, said)
  const shown = memberSlots(meant)
  const oneOf = oneOfThese(meant)
  const conditions = conditionsIn(meant)
  const first = [...askedBeforeKind(slot, pointer), ...(discriminator === null ? [] : [discriminator])]
  return [...new Set([...first, ...shown.keys()])].flatMap((name): readonly FormNode[] => {
    const isFirst = first.includes(name)
    const member = isFirst ? all.get(name) : shown.get(name)
    if (member === undefined) return []
    const at = pointerTo(pointer, name)
    const called: Called = {
      pointer: at,
      name,
      stated: member.stated,
      document: member.stated.document,
      row: null,
      need: isFirst ? 'always' : needOf(meant, name),
      names: namedBy(member, name, all, at),
      isMessage: isMessageId(member),
      idOf: rowIdOf(member, name, at),
      isOneOf: oneOf.has(name),
      decides: name === discriminator ? pointer : null,
      when: conditions.get(name) ?? [],
    }
    return nodeOf(member, called, Object.hasOwn(said, name) ? said[name] : undefined, depth)
  })
}

/**
 * Members of which one must be there: those that a schema names, or, where it wants any at all, those in which something is written: what marks or
 * sorts what is written says nothing alone.
 */
function oneOfThese([only, ...others]: readonly Place[]): ReadonlySet<string> {
  if (only === undefined || others.length > 0) return new Set()
  const { minProperties, required } = only.schema
  const written = [...memberSlots([only])].filter(([, member]) => !marking.has(controlOf(member).kind))
  const isAny = minProperties === 1 && required === undefined && written.length > 1
  return new Set([...choicesIn(only).flat(), ...(isAny ? written.map(([name]) => name) : [])])
}

const marking: ReadonlySet<Control['kind']> = new Set(['truth', 'constant', 'choice', 'checks'])

/**
 * The members that say of which measure an object of several kinds speaks: of every kind, so that they are asked before which it is, and
 * stay when it becomes another.
 */
export function askedBeforeKind({ alternatives, discriminator }: Slot, pointer: string): readonly string[] {
  if (discriminator === null) return []
  const all = memberSlots(alternatives)
  return [...all].flatMap(([name, member]) => {
    const named = namedBy(member, name, all, pointerTo(pointer, name))
    const isMeasure = named === 'measure' || named === 'part'
    return isMeasure && needOf(alternatives, name) === 'always' ? [name] : []
  })
}

/** The alternatives that the discriminator names; none as long as it names none. */
export function chosenOf(
  alternatives: readonly Place[],
  discriminator: string,
  said: JsonObject,
): readonly Place[] {
  return Object.hasOwn(said, discriminator)
    ? meantBy(alternatives, { [discriminator]: said[discriminator] ?? null })
    : []
}

function nodeOf(
  slot: Slot,
  called: Called,
  value: JsonValue | undefined,
  depth: number,
): readonly FormNode[] {
  // No schema goes so deep; one that holds itself would never end.
  if (depth > webLimits.form.depthMax) return []
  const control = controlOf(slot)
  const [only, ...others] = slot.alternatives
  const together = only === undefined || others.length > 0 ? [] : togetherIn(only)
  const node = { ...called, control, value, together }
  const children = childrenOf(slot, node, depth + 1)
  return [{ ...node, children }]
}

function childrenOf(slot: Slot, node: Omit<FormNode, 'children'>, depth: number): readonly FormNode[] {
  const { control, value, pointer } = node
  if (control.kind === 'group') return membersIn(slot, value, pointer, depth)
  if (control.kind === 'rows') return rowsOf(node, control.item, control.mayBeEmpty, depth)
  if (control.kind === 'text')
    return membersIn(slot, value, pointer, depth).filter(({ name }) => name === 'translations')
  const hasOwn = control.kind === 'choice' && control.own !== null
  return hasOwn ? membersIn(ofObjects(slot), value, pointer, depth) : []
}

function rowsOf(
  node: Omit<FormNode, 'children'>,
  item: Slot,
  mayBeEmpty: boolean,
  depth: number,
): readonly FormNode[] {
  const { pointer, name, document, need, names, value } = node
  // Of what must be there the first row is, so that nobody has to ask for it.
  const first = need === 'always' && !mayBeEmpty ? [undefined] : []
  const rows: readonly (JsonValue | undefined)[] = Array.isArray(value) && value.length > 0 ? value : first
  return rows.flatMap((row, place) =>
    nodeOf(
      item,
      {
        pointer: pointerTo(pointer, String(place)),
        name,
        document,
        stated: node.stated,
        row: place + 1,
        need: 'sometimes',
        names,
        isMessage: false,
        idOf: null,
        isOneOf: false,
        decides: null,
        when: [],
      },
      row,
      depth,
    ),
  )
}

/** What of a slot is an object: of codes, those that a State adds. */
export function ofObjects(slot: Slot): Slot {
  return { ...slot, alternatives: slot.alternatives.filter(({ schema }) => isObject(schema.properties)) }
}
