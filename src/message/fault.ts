import type { ErrorObject } from 'ajv/dist/2020.js'
import { type Particular, type ParticularName, particular, unnamed } from './particular.ts'
import { type Refusal, refuse } from './refusal.ts'

const measurePlace = /^\/body\/measures\/[0-9]+$/
const safeName = /^[A-Za-z0-9_$-]{1,60}$/

/** What a validator found wrong, as a refusal with a pointer; `errors` are all that it found with it. */
export function faultOf(error: ErrorObject, errors: readonly ErrorObject[]): Refusal {
  const code = isUnknownKind(error) ? 'MEASURE_KIND_UNKNOWN' : 'MESSAGE_INVALID'
  return refuse(code, explain(error, errors))
}

/** Whether a measure is of a kind for which this node has no schema, which another node may well have. */
function isUnknownKind({ instancePath, keyword, params }: ErrorObject): boolean {
  const { error, tagValue }: Record<string, unknown> = params
  return (
    keyword === 'discriminator' &&
    error === 'mapping' &&
    typeof tagValue === 'string' &&
    measurePlace.test(instancePath)
  )
}

interface Explained {
  readonly pointer: string
  readonly says?: readonly Particular[]
  readonly detail?: string
}

/** Where the fault is and what is wanted there. Names of members come from the schema, or are shown only if harmless. */
function explain(error: ErrorObject, errors: readonly ErrorObject[]): Explained {
  const {
    instancePath: pointer,
    keyword,
    params,
  }: { instancePath: string; keyword: string; params: object } = error
  const given = params as Readonly<Record<string, unknown>>
  const missing = ofMember[keyword]
  if (missing !== undefined) return memberFault(pointer, String(given[missing.param]), missing.name)
  const member = pointer.slice(pointer.lastIndexOf('/') + 1) || unnamed.whole
  if (keyword === 'anyOf' || keyword === 'oneOf') return { pointer, says: [alternatives(member, errors)] }
  const said = saidOf(keyword, member, given)
  return said === null
    ? { pointer, detail: `${member} ${error.message ?? 'is not valid'}` }
    : { pointer, says: [said] }
}

type OfMember = 'memberMissing' | 'memberNotKnown' | 'memberSaysNothing'

/** Keywords whose fault is of a member of what stands there: which parameter names it, and what is said of it. */
const ofMember: Readonly<Record<string, { readonly param: string; readonly name: OfMember }>> = {
  required: { param: 'missingProperty', name: 'memberMissing' },
  additionalProperties: { param: 'additionalProperty', name: 'memberNotKnown' },
  discriminator: { param: 'tag', name: 'memberSaysNothing' },
}

function memberFault(path: string, member: string, name: OfMember): Explained {
  if (!safeName.test(member)) return { pointer: path, says: [particular(name, { member: unnamed.member })] }
  return { pointer: `${path}/${member}`, says: [particular(name, { member })] }
}

function alternatives(member: string, errors: readonly ErrorObject[]): Particular {
  const missing = errors.filter((error) => error.keyword === 'required')
  const members = missing.map((error) => String((error.params as Record<string, unknown>).missingProperty))
  return members.length === 0
    ? particular('oneOfSeveral', { member })
    : particular('oneOfThese', { member, members })
}

/** Faults that say the name of what is wrong and no more. */
const plainly = {
  'false schema': 'memberNotAllowed',
  enum: 'notInList',
  humanText: 'notPlainText',
  oneChain: 'twoChains',
  const: 'notTheConstant',
  not: 'mustNotBe',
} as const satisfies Readonly<Record<string, ParticularName>>

/** Faults that say a bound as well. */
const bounds = {
  maxLength: 'charactersMost',
  minLength: 'charactersLeast',
  maxItems: 'itemsMost',
  minItems: 'itemsLeast',
  maxProperties: 'membersMost',
  minProperties: 'membersLeast',
  minimum: 'numberLeast',
  maximum: 'numberMost',
} as const satisfies Readonly<Record<string, ParticularName>>

/** What is said of a fault by the keyword that is not kept; null: only the validator has words for it. */
function saidOf(
  keyword: string,
  member: string,
  given: Readonly<Record<string, unknown>>,
): Particular | null {
  const { limit, minContains, maxContains, i, j, pattern, format, type, character, position } = given
  if (typeof character === 'string')
    return particular('characterUnseen', { member, character, position: Number(position) })
  if (isOf(plainly, keyword)) return particular(plainly[keyword], { member })
  if (isOf(bounds, keyword)) return particular(bounds[keyword], { member, count: Number(limit) })
  switch (keyword) {
    case 'uniqueItems':
      return particular('itemTwice', { member, first: Number(i), second: Number(j) })
    case 'contains':
      return maxContains === undefined
        ? particular('itemsNotMarked', { member, count: Number(minContains) })
        : particular('itemsMarkedWrong', { member, count: Number(minContains), most: Number(maxContains) })
    case 'pattern':
      return particular('notOfPattern', { member, pattern: String(pattern) })
    case 'format':
      return particular('notOfFormat', { member, format: String(format) })
    case 'type':
      return particular('notOfType', { member, form: String(type) })
    default:
      return null
  }
}

function isOf<Table extends object>(table: Table, keyword: string): keyword is keyof Table & string {
  return Object.hasOwn(table, keyword)
}
