import { codeText } from '../message/code.ts'
import type { Condition, Message, MessageType, Messages } from '../message/generated/types.ts'
import {
  type Handling,
  handlingMembers,
  handlingSaid,
  isCarried,
  isForMeasures,
  measuresOf,
} from '../message/handling.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, type RefusalCode, refuse } from '../message/refusal.ts'
import type { RequestRow } from '../store/tables.ts'
import {
  type Given,
  type Term,
  conditionsFor,
  namesAuthority,
  namesFile,
  namesNeed,
  namesRecipient,
  travelWith,
} from './consent.ts'
import { openRecord } from './records.ts'

type Consent = Messages['use-consent']

/** Something of another State that a message passes on, as far as its terms go. */
export interface Bound {
  readonly origin: RequestRow
  readonly given: Given
  /** Id of the file in the message that leaves; null: it is no file. */
  readonly exhibit: string | null
  readonly pointer: string
}

/** Messages that hand over what is to be evidence; others give information. */
const evidenceTypes: ReadonlySet<MessageType> = new Set([
  'asset-trace-result',
  'delivery',
  'emergency-result',
  'evidence-share',
  'jit-evidence-share',
  'realtime-batch',
  'traffic-disclosure',
])

/** Conditions that say something of the thing itself, so that they go with it; others bind whoever asked. */
const travelling: ReadonlySet<string> = new Set([
  'ANONYMISE',
  'CONFIDENTIAL',
  'DELETE_BY',
  'NO_EVIDENCE_USE',
  'REPORT_USE',
  'SEAL_AFTER',
  'USE_ONLY_STATED',
])

const endings: ReadonlySet<string> = new Set(['DELETE_BY', 'SEAL_AFTER'])

/** What a code asks of the consent by which something goes on. */
interface Asked {
  readonly code: RefusalCode
  readonly isMet: (consent: Consent, to: string, given: Given) => boolean
  /** Whether it asks so of another authority of the same State as well. */
  readonly isInside: boolean
}

const names = (consent: Consent, { file }: Given, to: string): boolean =>
  file === null ? consent.body.covers?.includes('messages') === true : namesFile(consent, to, file)
const namesBoth = (consent: Consent, to: string, given: Given): boolean =>
  namesAuthority(consent, to) && names(consent, given, to)

/** TLP 2.0 (FIRST) and the Europol handling codes. Those that are not here ask nothing but to be said again. */
const asks: Readonly<Record<'handling' | 'europolHandling', Readonly<Record<string, Asked>>>> = {
  handling: {
    RED: { code: 'HANDLING_RECIPIENTS_ONLY', isInside: true, isMet: namesBoth },
    AMBER_STRICT: { code: 'HANDLING_ORGANISATION_ONLY', isInside: true, isMet: namesAuthority },
    AMBER: { code: 'HANDLING_NEED_TO_KNOW', isInside: false, isMet: namesNeed },
  },
  europolHandling: {
    H2: {
      code: 'HANDLING_NO_ONWARD',
      isInside: true,
      isMet: (consent, to, given) => names(consent, given, to),
    },
    // The restrictions stand in words elsewhere: only who set them can say whether this is one.
    H3: { code: 'HANDLING_AS_STATED', isInside: true, isMet: namesBoth },
  },
}

/** A code that another State has added: what it means is not known here. */
const added: Asked = { code: 'HANDLING_UNKNOWN', isInside: true, isMet: namesBoth }

/**
 * Whether something may go on by this consent, under the terms of the consent and those under which it was given. Refuses with
 * ONWARD_TOO_LATE, ONWARD_NO_EVIDENCE_USE, ONWARD_CONDITIONS_MISSING, and for its handling with HANDLING_NO_EVIDENCE, HANDLING_RECIPIENTS_ONLY,
 * HANDLING_ORGANISATION_ONLY, HANDLING_NEED_TO_KNOW, HANDLING_NO_ONWARD, HANDLING_AS_STATED or HANDLING_UNKNOWN.
 *
 * @param authority - what the message says of that consent, where its type can
 */
export function termsRefusal(
  message: Message,
  bound: Bound,
  consent: Consent,
  authority: { readonly conditions?: readonly Condition[] } | null,
): Refusal | null {
  const { given, exhibit, pointer } = bound
  const ofConsent = conditionsFor(consent, given)
  const restated = new Set(ofConsent.map(({ code }) => codeText(code)))
  const before = conditionsOf(bound).filter(({ code }) => !restated.has(codeText(code)))
  const late = before.find(({ code, until }) => endings.has(codeText(code)) && isOver(until, message.sentAt))
  if (late !== undefined)
    return refuse('ONWARD_TOO_LATE', { pointer, says: [particular('codeIs', { code: codeText(late.code) })] })
  const evidence = evidenceRefusal(message, bound, consent, before)
  if (evidence !== null) return evidence
  const along = before.filter(
    ({ code, until }) =>
      // A message that is shown says its conditions itself.
      exhibit !== null && travelling.has(codeText(code)) && !isOver(until, message.sentAt),
  )
  if (!travelWith([...ofConsent, ...along], message, exhibit, authority))
    return refuse('ONWARD_CONDITIONS_MISSING', {
      pointer: '/body/conditions',
      expected: [...ofConsent, ...along].map(({ code }) => codeText(code)),
    })
  return firstUnmet(bound, asksOf(given), message.to, [consent])
}

/** What was given not to be evidence is handed over as such only by a consent that names the proceeding. */
function evidenceRefusal(
  { type }: Message,
  { given, pointer }: Bound,
  { body }: Consent,
  before: readonly Term[],
): Refusal | null {
  if (!evidenceTypes.has(type) || body.proceeding !== undefined) return null
  if (before.some(({ code }) => codeText(code) === 'NO_EVIDENCE_USE'))
    return refuse('ONWARD_NO_EVIDENCE_USE', { pointer })
  return handlingOf(given).some(({ europolHandling }) => europolHandling === 'H1')
    ? refuse('HANDLING_NO_EVIDENCE', { pointer })
    : null
}

/**
 * Whether another authority, of the State that gave something or of this one, may have it: not where its handling keeps it to those
 * to whom it was given, unless a consent names that authority. Refuses as `termsRefusal` does for handling.
 */
export function insideRefusal(bound: Bound, other: string, consents: readonly Consent[]): Refusal | null {
  const inside = asksOf(bound.given).filter(({ isInside }) => isInside)
  return firstUnmet(
    bound,
    inside,
    other,
    consents.filter((one) => namesRecipient(one, other)),
  )
}

/** Whether a file of a message is handled no more freely than all that it was made from. Refuses with HANDLING_NOT_CARRIED. */
export function carriedRefusal(message: Message, exhibit: string, from: readonly Bound[]): Refusal | null {
  const before = from.flatMap(({ given }) => handlingOf(given))
  const said = handlingSaid(message, exhibit)
  const member = handlingMembers.find((one) => !isCarried(one, said, before))
  if (member === undefined) return null
  const wanted = before.flatMap((one) => one[member] ?? []).map(inWords)
  return refuse('HANDLING_NOT_CARRIED', {
    pointer: `${from[0]?.pointer ?? ''}/${member}`,
    expected: [...new Set(wanted)],
  })
}

function inWords(code: NonNullable<Handling['handling' | 'pap' | 'europolHandling' | 'marking']>): string {
  return typeof code === 'object' && 'marking' in code ? `${code.owner} ${code.marking}` : codeText(code)
}

/** Whether NO_ONWARD holds for it, on the day on which a message was signed. */
export function isForbidden(bound: Bound, sentAt: string): boolean {
  return conditionsOf(bound).some(
    ({ code, until }) => codeText(code) === 'NO_ONWARD' && !isOver(until, sentAt),
  )
}

/**
 * The conditions under which it is kept: obligations, and conditions of what was delivered and is not accepted yet. Closing ends
 * none.
 */
function conditionsOf({ origin, given }: Bound): readonly Term[] {
  const measures = given.message === null ? null : measuresOf(given.message, given.file)
  return (openRecord(origin).state?.measures ?? [])
    .filter(({ id }) => isForMeasures([id], measures))
    .flatMap(({ obligations, deliveries }) => [
      ...obligations
        .filter(({ delivery }) => delivery === undefined || isDelivery(given, delivery))
        .map(({ code, until, untilEvent, exhibits, text }) => ({
          code,
          ...(until === null ? {} : { until }),
          ...(untilEvent === null ? {} : { untilEvent }),
          ...(exhibits.length === 0 ? {} : { exhibits }),
          ...(text === null ? {} : { text }),
        })),
      ...deliveries
        .filter(({ message }) => isDelivery(given, message))
        .flatMap(({ conditions }) => conditions),
    ])
    .filter(({ exhibits }) => exhibits === undefined || given.file === null || exhibits.includes(given.file))
}

function isDelivery({ message }: Given, delivery: string): boolean {
  return message === null || message.id === delivery
}

function isOver(until: string | undefined, sentAt: string): boolean {
  return until !== undefined && until < new Date(sentAt).toISOString().slice(0, 10)
}

function handlingOf({ message, file }: Given): readonly Handling[] {
  return message === null ? [] : handlingSaid(message, file)
}

function asksOf(given: Given): readonly Asked[] {
  const all = handlingOf(given)
  const sharing = all.flatMap(({ handling, marking }) => [handling ?? [], marking?.handledAs ?? []].flat())
  const europol = all.flatMap(({ europolHandling }) => europolHandling ?? [])
  const asked = [
    ...sharing.map((code) => (typeof code === 'string' ? asks.handling[code] : added)),
    ...europol.map((code) => (typeof code === 'string' ? asks.europolHandling[code] : added)),
  ]
  return [...new Set(asked.filter((one) => one !== undefined))]
}

function firstUnmet(
  { origin, given, pointer }: Bound,
  asked: readonly Asked[],
  to: string,
  consents: readonly Consent[],
): Refusal | null {
  const unmet = asked.find(({ isMet }) => !consents.some((consent) => isMet(consent, to, given)))
  if (unmet === undefined) return null
  const { counterpart_state: state, reference } = origin
  const says = [particular('dataForAuthority', { authority: to, state, reference })]
  return refuse(unmet.code, { pointer, says })
}
