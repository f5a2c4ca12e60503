import type { Enclosure } from '../exchange/enclosures.ts'
import type { EnclosedMessage } from '../message/generated/types.ts'
import type { Result } from '../message/refusal.ts'
import type { ReadMatter, Shown } from '../exchange/readMatter.ts'
import { inWords } from './inWords.ts'

/** Another record of the matter, as the commands show it; plain JSON. */
interface RecordView {
  readonly request: string
  readonly reference: string
  readonly side: string
  readonly counterpart: string
  readonly state: string
}

/** A message of a record of others that was shown in one of ours; plain JSON. */
interface ShownView {
  /** The record and the place where it was shown. */
  readonly request: string
  readonly sequence: number
  readonly why: string
  /** Null where it does not hold any more. */
  readonly message: null | {
    readonly record: string
    readonly sequence: number | null
    readonly type: string
    readonly from: string
    readonly to: string
    readonly sentAt: string
    readonly says: string
    /** Whether this node could verify the signature. */
    readonly verified: boolean
  }
}

/** What the commands show of the affair that a case belongs to. */
export interface MatterView {
  readonly id: string | null
  readonly records: readonly RecordView[]
  readonly shown: readonly ShownView[]
}

/** The affair without the case from which it is looked at. */
export function matterView({ matter, records, shown }: ReadMatter, request: string): MatterView {
  const others = records.filter(({ id }) => id !== request)
  return {
    id: matter,
    records: others.map(({ id, reference, side, counterpart_authority: counterpart, state }) => ({
      request: id,
      reference,
      side,
      counterpart,
      state,
    })),
    shown: shown.map(shownView),
  }
}

function shownView({ request, sequence, why, enclosure }: Shown): ShownView {
  if (enclosure === null) return { request, sequence, why: why.text, message: null }
  const { message, verified } = enclosure
  const { request: record, sequence: place = null, type, from, to, sentAt } = message
  const says = inWords(message)
  return {
    request,
    sequence,
    why: why.text,
    message: { record, sequence: place, type, from, to, sentAt, says, verified },
  }
}

/** The lines about an affair. */
export function matterLines({ id, records, shown }: MatterView): readonly string[] {
  return [
    ...(id === null ? [] : [`id ${id}`]),
    ...records.map(
      ({ reference, counterpart, state, request }) =>
        `${reference}  with ${counterpart}  ${state}  id ${request}`,
    ),
    ...shown.flatMap(shownLines),
  ]
}

/** The lines about a message of another record that one message shows. */
export function enclosureLines(
  opened: Result<{ enclosure: Enclosure }>,
  { why }: EnclosedMessage,
): readonly string[] {
  if (!opened.ok) return [`  does NOT verify: ${opened.detail ?? opened.code}`, `  “${why.text}”`]
  const { message, verified, signedAt, digest } = opened.enclosure
  const { from, to, request, sequence = '–', sentAt } = message
  return [
    `  ${from} to ${to}  ${inWords(message)}`,
    `  sent ${sentAt}, record ${request}, place ${sequence}, digest ${digest}`,
    `  ${proofOf(verified)}, as of ${signedAt.toISOString()}; “${why.text}”`,
  ]
}

function proofOf(verified: boolean): string {
  return verified ? 'verified' : 'not verified: no trust list of its State is known here'
}

function shownLines({ sequence, why, message }: ShownView): readonly string[] {
  if (message === null) return [`shown in ${sequence}: a message that does NOT verify any more  “${why}”`]
  const { from, to, sentAt, record, says, verified } = message
  return [
    `shown in ${sequence}: ${from} to ${to}  ${says}`,
    `  sent ${sentAt}, record ${record}, ${proofOf(verified)}; “${why}”`,
  ]
}
