import { typeTitle } from '../../letter/words.ts'
import type { OtherRequests } from '../../exchange/drafts/otherRequests.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Reversed, reversedIn } from '../../message/spans.ts'
import { type BodyFault, faultsOfBody } from '../../message/unfinished.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { Control } from './control.ts'
import { exampleOf } from './examples.ts'
import { labelFor } from './fieldWords.ts'
import { markLabel, rowMarkOf } from './markedRow.ts'
import { type FormNode, nodesOf, withAll } from './node.ts'
import { planOf } from './plan.ts'
import { misplacedIn } from './ofChoice.ts'
import { pointerTo, stepsOf } from './pointer.ts'
import { isDayAlone } from './typed.ts'
import { unseenSaid } from './unseen.ts'

/** What is wrong with a body, in words of the reader, and where it is mended. */
export interface BodyError extends FormError {
  /** Name of the part in which the field stands. */
  readonly part: string
  /** Something is not there yet; else what is there is not as it must be. */
  readonly isMissing: boolean
}

interface Form {
  readonly type: MessageType
  readonly words: CaseWords
  readonly body: JsonObject
  readonly nodes: ReadonlyMap<string, FormNode>
  readonly requests: OtherRequests | null
}

/**
 * What is wrong with a body so far, by the schema of its type alone, one error for a field, in the order of the schema. Each
 * leads to a field that `PartFields` shows for this body, the nearest one where what is wrong has none of its own. Only where
 * the fault is of the body as a whole and no field can mend it, `field` is null.
 *
 * @param requests - what is known of other requests that the body calls by references; null: nobody has looked
 */
export function errorsOfBody(
  type: MessageType,
  body: JsonObject,
  words: CaseWords,
  requests: OtherRequests | null = null,
): readonly BodyError[] {
  const { parts } = planOf(type)
  const shown = parts.flatMap(({ members }) => nodesOf(type, members, body))
  const form: Form = {
    type,
    words,
    body,
    requests,
    nodes: new Map([...withAll(shown)].map((node) => [node.pointer, node])),
  }
  const errors = new Map<string, BodyError>()
  for (const fault of [
    ...faultsOfBody(type, body),
    ...misplacedIn(form.nodes).map(misplaced),
    ...reversedIn(body).map(tooEarly),
  ]) {
    const { pointer, isMissing } = wantedAt(fault, form)
    const node = nearest(form.nodes, pointer)
    const field = node === null ? null : idOf(node)
    const [member = ''] = stepsOf(node?.pointer ?? '') ?? []
    const part = (parts.find(({ members }) => members.includes(member)) ?? parts[0])?.name ?? ''
    const said = saidOf(form, node, fault, isMissing)
    const key = field ?? said.text
    if (!errors.has(key)) errors.set(key, { field, ...said, part, isMissing })
  }
  return [...errors.values()]
}

/** As a schema says it that leaves no place for a member. */
function misplaced({ pointer }: FormNode): BodyFault {
  return { pointer, keyword: 'false schema', params: {}, oneOf: [] }
}

/** As a schema says it of two members together. */
function tooEarly({ pointer, begin }: Reversed): BodyFault {
  return { pointer, keyword: 'before', params: { begin }, oneOf: [] }
}

/** The id of the element in which a field is filled in: of a text, its box. */
export function idOf({ pointer, control }: FormNode): string {
  return control.kind === 'text' ? `${pointer}/text` : pointer
}

/** Where something is wanted, and whether nothing is there yet. */
function wantedAt(
  { pointer, keyword, params, oneOf }: BodyFault,
  { nodes, body }: Form,
): { pointer: string; isMissing: boolean } {
  const list = keyword === 'contains' ? nodes.get(pointer) : undefined
  // What none of the rows says is of one of them, and not of the list; of more rows than one it is too much.
  if (list !== undefined) return { pointer, isMissing: (rowMarkOf(list)?.count ?? 0) === 0 }
  if (keyword === 'required')
    return { pointer: pointerTo(pointer, nameIn(params.missingProperty)), isMissing: true }
  if (keyword === 'discriminator') {
    const at = pointerTo(pointer, nameIn(params.tag))
    return { pointer: at, isMissing: isBlank(valueAt(body, at)) }
  }
  const [first] = oneOf
  if (first !== undefined && (pointer === '' || !isBlank(valueAt(body, pointer))))
    return { pointer: pointerTo(pointer, first), isMissing: true }
  return { pointer, isMissing: keyword === 'minProperties' || isBlank(valueAt(body, pointer)) }
}

/** The field at a pointer, or the nearest one around it. */
export function nearest(nodes: ReadonlyMap<string, FormNode>, pointer: string): FormNode | null {
  const node = nodes.get(pointer)
  if (node !== undefined) return node
  const end = pointer.lastIndexOf('/')
  return end < 0 ? null : nearest(nodes, pointer.slice(0, end))
}

/** Sentences about a bound that the schema sets, by its keyword. */
const bounds: Readonly<Record<string, Sentence>> = {
  maxLength: 'fieldTooLong',
  minLength: 'fieldTooShort',
  minimum: 'fieldTooSmall',
  maximum: 'fieldTooLarge',
  maxItems: 'rowsTooMany',
  minItems: 'rowsTooFew',
}

const plainly: Readonly<Record<string, Sentence>> = {
  uniqueItems: 'rowsTwice',
  contains: 'rowsNotMarked',
  additionalProperties: 'fieldUnknown',
  'false schema': 'fieldNotWithChoice',
  enum: 'fieldNotListed',
  const: 'fieldNotListed',
  discriminator: 'fieldNotListed',
}

const ofControl: Readonly<Record<string, Sentence>> = {
  date: 'fieldNoDate',
  moment: 'fieldNoMoment',
  number: 'fieldNoNumber',
  choice: 'fieldNotListed',
  truth: 'fieldNotListed',
}

/** What a person may write letter by letter: an example helps. */
const writtenByHand: readonly Control['kind'][] = ['line', 'zone', 'authority']

type Said = Pick<BodyError, 'text' | 'example'>

/** Keywords that a character which nobody sees may be the cause of. */
const ofWriting = new Set(['humanText', 'pattern', 'format', 'not'])

function saidOf(form: Form, node: FormNode | null, fault: BodyFault, isMissing: boolean): Said {
  const written = ofWriting.has(fault.keyword) ? valueAt(form.body, fault.pointer) : undefined
  if (node !== null && typeof written === 'string') {
    const kind = node.control.kind === 'text' || node.control.kind === 'lines' ? 'lines' : 'line'
    const unseen = unseenSaid(form.words, fullLabel(form, node), kind, written)
    if (unseen !== null) return unseen
  }
  const isWritten = node !== null && writtenByHand.some((kind) => kind === node.control.kind)
  const example = isWritten && !isMissing ? exampleFor(fault) : undefined
  if (node === null || example === undefined) return { text: textOf(form, node, fault, isMissing) }
  return { text: form.words.say('fieldLike', { label: fullLabel(form, node) }), example }
}

function exampleFor({ keyword, params }: BodyFault): string | undefined {
  return keyword === 'pattern' || keyword === 'format' ? exampleOf(nameIn(params[keyword])) : undefined
}

function textOf(form: Form, node: FormNode | null, fault: BodyFault, isMissing: boolean): string {
  const { words } = form
  const { keyword, params, oneOf, pointer } = fault
  const whole = typeTitle(form.type, words.language)
  const label = node === null ? whole : fullLabel(form, node)
  if (oneOf.length > 0 && keyword !== 'contains') {
    const at = nearest(form.nodes, pointer)
    const outer = at === null ? whole : fullLabel(form, at)
    const names = [...new Set(oneOf)].flatMap((name) => form.nodes.get(pointerTo(pointer, name)) ?? [])
    const list = names.map((one) => labelFor(words, one)).join(', ')
    if (list !== '') return words.say('fieldOneOf', { label: outer, list })
  }
  const mark = keyword === 'contains' && node !== null ? rowMarkOf(node) : null
  if (mark !== null)
    return words.say(mark.isOfOne ? 'rowToMark' : 'rowsToMark', { label, what: markLabel(words, mark) })
  if (isMissing) return words.say(missingSentence(node), { label })
  if (keyword === 'before' && node !== null) {
    const begin = form.nodes.get(node.pointer.replace(/[^/]*$/, nameIn(params.begin)))
    return words.say('fieldBefore', { label, list: begin === undefined ? '' : labelFor(words, begin) })
  }
  if (node?.control.kind === 'request') return words.say(requestSentence(form, node), { label })
  if (node?.control.kind === 'moment' && isDayAlone(node.value)) return words.say('fieldNoTime', { label })
  if (node?.control.kind === 'date' && node.control.isPartial)
    return words.say('fieldNoPartialDate', { label })
  // Of what is no date at all its length is the least.
  const isLength = keyword === 'maxLength' || keyword === 'minLength'
  const bound = isLength && ofControl[node?.control.kind ?? ''] !== undefined ? undefined : bounds[keyword]
  if (bound !== undefined) return words.say(bound, { label, count: Number(params.limit) })
  const isWords = keyword === 'humanText' || keyword === 'not'
  const kind = isWords ? '' : (node?.control.kind ?? '')
  return words.say(plainly[keyword] ?? ofControl[kind] ?? 'fieldNotSo', { label })
}

/** Of a list in which no row is there is nothing to fill in. One that is needed with some choices alone is not needed empty. */
function missingSentence(node: FormNode | null): Sentence {
  if (node?.control.kind !== 'rows' || node.children.length > 0) return 'fieldMissing'
  return node.control.mayBeEmpty && node.need === 'always' ? 'rowMissingOrNone' : 'rowMissing'
}

/** Why it is not clear which request is meant. */
function requestSentence({ requests }: Form, { value }: FormNode): Sentence {
  const called = typeof value === 'string' ? requests?.called.get(value) : undefined
  if (called === undefined || called.length === 1) return 'requestUnclear'
  return called.length === 0 ? 'requestUnknownHere' : 'requestsOfOneName'
}

/** What a field is called, with the rows and groups in which it stands, from the outside: there may be several of its name. */
function fullLabel({ words, nodes }: Form, node: FormNode): string {
  const labels = [...groupsAround(nodes, node.pointer), node].map((one) => labelFor(words, one))
  return labels.reduce((outer, label) => words.say('fieldInGroup', { outer, label }))
}

/** Of a list its row says which it is. */
function groupsAround(nodes: ReadonlyMap<string, FormNode>, pointer: string): readonly FormNode[] {
  const end = pointer.lastIndexOf('/')
  if (end < 1) return []
  const [at, outer] = [pointer.slice(0, end), nodes.get(pointer.slice(0, end))]
  const own = outer === undefined || outer.control.kind === 'rows' ? [] : [outer]
  return [...groupsAround(nodes, at), ...own]
}

/** What stands at a pointer (RFC 6901); undefined: nothing. */
export function valueAt(body: JsonValue, pointer: string): JsonValue | undefined {
  return (stepsOf(pointer) ?? []).reduce<JsonValue | undefined>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    return (at as Readonly<Record<string, JsonValue>>)[step]
  }, body)
}

/** Whether nothing stands there: a row that was added and has nothing in it yet is nothing. */
function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0
}

function nameIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
