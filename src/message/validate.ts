import type { ValidateFunction } from 'ajv/dist/2020.js'
import { faultOf } from './fault.ts'
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
import { particular } from './particular.ts'
import { type Refusal, type Result, refuse } from './refusal.ts'
import { firstVersion, isReadable, laterOf, ownVersion, spokenVersions } from './version.ts'
import type { Noted } from './vocabulary.ts'
import { isMessageType, validatorOf, validatorOfMessage } from './registry.ts'

/** Keywords whose own error says more than that of the alternative which happened to be tried first. */
const summaries = new Set(['oneOf', 'anyOf', 'contains', 'propertyNames'])
const versionForm = /^[0-9]{1,3}\.[0-9]{1,3}$/

/**
 * Judges the shape of a message, as JSON.parse gave it: the frame and the body of its type. Refuses with
 * SCHEMA_UNKNOWN for a version or type that this node does not know, MEASURE_KIND_UNKNOWN for a kind of measure that
 * it does not know, and MESSAGE_INVALID; with a pointer (RFC 6901) and an English detail that never quotes what was
 * sent. Gives the lowest version of the schemas under which the message is valid.
 */
export function validateMessage(value: unknown): Result<{ message: Message; version: string }> {
  if (!isObject(value))
    return refuse('MESSAGE_INVALID', { pointer: '', says: [particular('notAnObject', {})] })
  const version = own(value, 'v')
  if (typeof version === 'number' && version !== 1) {
    return refuse('SCHEMA_UNKNOWN', {
      pointer: '/v',
      says: [particular('versionNotKnown', {})],
      expected: ['1'],
    })
  }
  const schemas = own(value, 'schemas')
  if (typeof schemas === 'string' && versionForm.test(schemas) && !isReadable(schemas)) {
    const expected = spokenVersions()
    return refuse('SCHEMA_UNKNOWN', {
      pointer: '/schemas',
      says: [particular('schemasNotKnown', {})],
      expected,
    })
  }
  const type = own(value, 'type')
  if (typeof type !== 'string')
    return refuse('MESSAGE_INVALID', {
      pointer: '/type',
      says: [particular('memberMissing', { member: 'type' })],
    })
  if (!isMessageType(type))
    return refuse('SCHEMA_UNKNOWN', {
      pointer: '/type',
      says: [particular('typeNotKnown', { version: ownVersion() })],
    })
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
    says: [particular('usesLater', { version: used })],
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(value: Record<string, unknown>, member: string): unknown {
  return Object.hasOwn(value, member) ? value[member] : undefined
}
