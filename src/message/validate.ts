import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type {
  Carrier,
  CarrierReceipt,
  Case,
  CustodyEvent,
  ExhibitManifest,
  ExhibitReport,
  Lote,
  Made,
  Message,
  Receipt,
  Training,
  TrustList,
} from './generated/types.ts'
import { type Refusal, type Result, refuse } from './refusal.ts'
import { firstVersion, isReadable, laterOf, ownVersion, spokenVersions } from './version.ts'
import type { Noted } from './vocabulary.ts'
import { isMessageType, validatorOf, validatorOfMessage } from './registry.ts'

/** Keywords whose own error says more than that of the alternative which happened to be tried first. */
const summaries = new Set(['oneOf', 'anyOf', 'contains', 'propertyNames'])
const measurePlace = /^\/body\/measures\/[0-9]+$/
const versionForm = /^[0-9]{1,3}\.[0-9]{1,3}$/
const safeName = /^[A-Za-z0-9_$-]{1,60}$/

/**
 * Judges the shape of a message, as JSON.parse gave it: the frame and the body of its type. Refuses with
 * SCHEMA_UNKNOWN for a version or type that this node does not know, MEASURE_KIND_UNKNOWN for a kind of measure that
 * it does not know, and MESSAGE_INVALID; with a pointer (RFC 6901) and an English detail that never quotes what was
 * sent. Gives the lowest version of the schemas under which the message is valid.
 */
export function validateMessage(value: unknown): Result<{ message: Message; version: string }> {
  if (!isObject(value)) return refuse('MESSAGE_INVALID', { pointer: '', detail: 'a message is an object' })
  const version = own(value, 'v')
  if (typeof version === 'number' && version !== 1) {
    return refuse('SCHEMA_UNKNOWN', { pointer: '/v', detail: 'this version is not known', expected: ['1'] })
  }
  const schemas = own(value, 'schemas')
  if (typeof schemas === 'string' && versionForm.test(schemas) && !isReadable(schemas)) {
    const expected = spokenVersions()
    return refuse('SCHEMA_UNKNOWN', {
      pointer: '/schemas',
      detail: 'it was written under schemas that are not known here',
      expected,
    })
  }
  const type = own(value, 'type')
  if (typeof type !== 'string')
    return refuse('MESSAGE_INVALID', { pointer: '/type', detail: 'type is missing' })
  if (!isMessageType(type))
    return refuse('SCHEMA_UNKNOWN', { pointer: '/type', detail: `this type is not known in ${ownVersion()}` })
  const noted: Noted = { version: firstVersion }
  const refusal = judge(validatorOfMessage(type), value, noted)
  return refusal ?? { ok: true, message: value as unknown as Message, version: noted.version }
}

/**
 * Whether a message that was signed says under which version of the schemas it is to be read: a keeper that has only an
 * earlier one can tell by that alone. Refuses with MESSAGE_INVALID what uses something that came later than it says;
 * one that says nothing was written under the first version.
 */
export function versionRefusal(
  { schemas = firstVersion }: Pick<Message, 'schemas'>,
  used: string,
): Refusal | null {
  if (laterOf(schemas, used) === schemas) return null
  return refuse('MESSAGE_INVALID', {
    pointer: '/schemas',
    detail: `it uses what came in ${used}`,
    expected: [used],
  })
}

/** Judges the shape of a receipt. Refuses with MESSAGE_INVALID. */
export function validateReceipt(value: unknown): Result<{ receipt: Receipt }> {
  return judge(validatorOf('receipt.json'), value) ?? { ok: true, receipt: value as Receipt }
}

/** Judges the shape of a trust list, not its signature. Refuses with MESSAGE_INVALID. */
export function validateTrustList(value: unknown): Result<{ trustList: TrustList }> {
  return judge(validatorOf('trust-list.json'), value) ?? { ok: true, trustList: value as TrustList }
}

/** Judges the shape of a LoTE, which is a trust list on its way. Refuses with MESSAGE_INVALID. */
export function validateLote(value: unknown): Result<{ lote: Lote }> {
  return judge(validatorOf('lote.json'), value) ?? { ok: true, lote: value as Lote }
}

/**
 * Judges the shape of a list of what stands beside a bundle, with its files in the order of their paths (UTF-16 code units)
 * and none twice. Refuses with MESSAGE_INVALID.
 */
export function validateMade(value: unknown): Result<{ made: Made }> {
  const refusal = judge(validatorOf('made.json'), value)
  if (refusal !== null) return refusal
  const made = value as Made
  const isInOrder = made.files.every(({ path }, at) => at === 0 || (made.files[at - 1]?.path ?? '') < path)
  if (!isInOrder) return refuse('MESSAGE_INVALID', { pointer: '/files', detail: 'files is not in order' })
  return { ok: true, made }
}

/** Judges the shape of a custody event that a person notes. Refuses with MESSAGE_INVALID. */
export function validateCustodyEvent(value: unknown): Result<{ event: CustodyEvent }> {
  return judge(validatorOf('part/custody-event.json'), value) ?? { ok: true, event: value as CustodyEvent }
}

/** Judges the shape of a report on an exhibit. Refuses with MESSAGE_INVALID. */
export function validateExhibitReport(value: unknown): Result<{ report: ExhibitReport }> {
  return judge(validatorOf('exhibit-report.json'), value) ?? { ok: true, report: value as ExhibitReport }
}

/** Judges the shape of the manifest of a carrier. Refuses with MESSAGE_INVALID. */
export function validateCarrier(value: unknown): Result<{ carrier: Carrier }> {
  return judge(validatorOf('carrier.json'), value) ?? { ok: true, carrier: value as Carrier }
}

/** Judges the shape of a receipt for a carrier. Refuses with MESSAGE_INVALID. */
export function validateCarrierReceipt(value: unknown): Result<{ receipt: CarrierReceipt }> {
  return judge(validatorOf('carrier-receipt.json'), value) ?? { ok: true, receipt: value as CarrierReceipt }
}

/** Judges the shape of the manifest of a folder. Refuses with MESSAGE_INVALID. */
export function validateExhibitManifest(value: unknown): Result<{ manifest: ExhibitManifest }> {
  return (
    judge(validatorOf('exhibit-manifest.json'), value) ?? { ok: true, manifest: value as ExhibitManifest }
  )
}

/** Judges the shape of a case file that a driver can play. Refuses with MESSAGE_INVALID. */
export function validateCase(value: unknown): Result<{ case: Case }> {
  return judge(validatorOf('case.json'), value) ?? { ok: true, case: value as Case }
}

/** Judges the shape of a script of a training world. Refuses with MESSAGE_INVALID. */
export function validateTraining(value: unknown): Result<{ training: Training }> {
  return judge(validatorOf('training.json'), value) ?? { ok: true, training: value as Training }
}

/** What a validator finds wrong, as a refusal with a pointer; null where nothing is. */
export function judge(validator: ValidateFunction, value: unknown, noted?: Noted): Refusal | null {
  if (validator.call(noted ?? {}, value)) return null
  const errors = validator.errors ?? []
  const last = errors.at(-1)
  const error = last !== undefined && summaries.has(last.keyword) ? last : errors[0]
  if (error === undefined) return refuse('MESSAGE_INVALID')
  return faultOf(error, errors)
}

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

/** Where the fault is and what is wanted there. Names of members come from the schema, or are shown only if harmless. */
function explain(error: ErrorObject, errors: readonly ErrorObject[]): { pointer: string; detail: string } {
  const name = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1) || 'the document'
  const params: Record<string, unknown> = error.params
  const at = (member: unknown, words: string) => memberFault(error.instancePath, String(member), words)
  switch (error.keyword) {
    case 'required':
      return at(params.missingProperty, 'is missing')
    case 'additionalProperties':
      return at(params.additionalProperty, 'is not known here')
    case 'discriminator':
      return at(params.tag, 'is missing or says nothing that is known here')
    case 'false schema':
      return { pointer: error.instancePath, detail: `${name} is not allowed here` }
    case 'enum':
      return { pointer: error.instancePath, detail: `${name} is not in the list of what is allowed` }
    case 'humanText':
      return {
        pointer: error.instancePath,
        detail: `${name} is not in Unicode NFC or holds control characters`,
      }
    case 'oneChain':
      return { pointer: error.instancePath, detail: `${name}: the account and the asset are of two chains` }
    case 'anyOf':
    case 'oneOf':
      return { pointer: error.instancePath, detail: `${name}: ${alternatives(errors)}` }
    default:
      return { pointer: error.instancePath, detail: `${name} ${error.message ?? 'is not valid'}` }
  }
}

function memberFault(path: string, member: string, words: string): { pointer: string; detail: string } {
  if (!safeName.test(member)) return { pointer: path, detail: `a member ${words}` }
  return { pointer: `${path}/${member}`, detail: `${member} ${words}` }
}

function alternatives(errors: readonly ErrorObject[]): string {
  const missing = errors.filter((error) => error.keyword === 'required')
  const names = missing.map((error) => String((error.params as Record<string, unknown>).missingProperty))
  return names.length === 0
    ? 'exactly one of the alternatives must be given'
    : `one is wanted: ${names.join(', ')}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(value: Record<string, unknown>, member: string): unknown {
  return Object.hasOwn(value, member) ? value[member] : undefined
}
