import { codeText } from '../message/code.ts'
import type { Message, Messages, Proceeding } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import type { RequestRow } from '../store/tables.ts'
import { canSay, conditionsTravel, coversFile, isForPurpose, namesRecipient } from './consent.ts'
import { type Answers, type Origins, idsIn } from './onwardOrigins.ts'
import {
  type Authority,
  type Leaving,
  type Passing,
  enclosures,
  files,
  givenFor,
  named,
} from './onwardPassings.ts'
import { type Bound, carriedRefusal, insideRefusal, isForbidden, termsRefusal } from './onwardTerms.ts'

type Consent = Messages['use-consent']

/** Members of a body that hold data of people and things; what rests on a consent holds only those that it covers. */
const dataMembers = ['persons', 'organisations', 'accounts'] as const

/**
 * Judges, before anything leaves, whether a message passes on what another State has given (UN Convention 36(3), 40(19);
 * files by their SHA-256 or by that of what they were made from, messages that it encloses, records that it names, and the consents on which it says
 * that it rests. A record that was closed counts like any other: its obligations go on. What bears a handling code goes no further than that
 * lets it, to another authority of a State no more than to a third State, and bears it there as well.
 *
 * Refuses with ONWARD_FORBIDDEN (the State has refused, or has set NO_ONWARD), ONWARD_CONSENT_MISSING (no consent names
 * this recipient, or the message does not say on which it rests), ONWARD_EXCEEDS_CONSENT, ONWARD_OTHER_PURPOSE, ONWARD_ORIGIN_UNKNOWN,
 * HANDLING_NOT_CARRIED, or as `termsRefusal` does.
 */
export function onwardRefusal(origins: Origins, message: Message): Refusal | null {
  const authorities = 'onwardAuthority' in message.body ? (message.body.onwardAuthority ?? null) : null
  const leaving: Leaving = { message, to: stateOf(message.to), origins, authorities }
  return (
    unsaid(leaving) ??
    firstOf(authorities ?? [], (one, place) => unfounded(leaving, one, place)) ??
    passed(leaving)
  )
}

function passed(leaving: Leaving): Refusal | null {
  const enclosed = enclosures(leaving)
  if (!enclosed.ok) return enclosed
  const handed = files(leaving)
  const all = [...handed, ...enclosed.passings, ...named(leaving)]
  return (
    firstOf(all, (one) => withheld(leaving, one)) ??
    firstOf(leaving.message.exhibits, ({ id }) =>
      carriedRefusal(
        leaving.message,
        id,
        handed.filter(({ exhibit }) => exhibit === id),
      ),
    ) ??
    firstOf(leaving.message.exhibits, (_, place) => keptInside(leaving, place)) ??
    uncovered(leaving)
  )
}

/** Where another record of the affair is one with another State, a message that can say on what it rests says it. */
function unsaid({ message, to, origins, authorities }: Leaving): Refusal | null {
  if (authorities !== null || !canSay(message, 'onwardAuthority')) return null
  if (origins.requests.size === 0) return null
  const ids = new Set(idsIn(message.body))
  const other = [...origins.requests.values()].find(
    ({ id, matter, counterpart_state }) =>
      id !== message.request &&
      counterpart_state !== to &&
      (ids.has(id) || (matter !== null && matter === message.matter)),
  )
  if (other === undefined) return null
  return refuse('ONWARD_CONSENT_MISSING', {
    pointer: '/body/onwardAuthority',
    says: [particular('consentToName', { state: other.counterpart_state })],
  })
}

/** A consent that is named was given to us, by that State, for this recipient, for all that is said, and its terms travel. */
function unfounded(leaving: Leaving, authority: Authority, place: number): Refusal | null {
  const { message, to, origins } = leaving
  if (authority.from === to) return null
  const pointer = `/body/onwardAuthority/${place}`
  const found = [...origins.answers].find(([, { consents }]) =>
    consents.some((one) => isNamed(one, authority)),
  )
  const consent = found?.[1].consents.find((one) => isNamed(one, authority))
  const origin = origins.requests.get(found?.[0] ?? '')
  if (consent === undefined || origin?.counterpart_state !== authority.from) {
    return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer, says: [particular('consentNotGiven', {})] })
  }
  if (authority.request !== undefined && authority.request !== origin.id)
    return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer: `${pointer}/request` })
  if (!namesRecipient(consent, message.to))
    return unconsented(leaving, { origin, given: { message: null, file: null }, exhibit: null, pointer })
  if (!isForPurpose(consent, purposeOf(leaving, consent)))
    return refuse('ONWARD_OTHER_PURPOSE', { pointer: `${pointer}/proceeding` })
  const { covers } = consent.body
  const beyond = authority.allows.find((one) => covers?.includes(one) === false)
  if (beyond !== undefined)
    return refuse('ONWARD_EXCEEDS_CONSENT', {
      pointer: `${pointer}/allows`,
      says: [particular('codeIs', { code: beyond })],
    })
  const file = authority.exhibits?.find((id) => !coversFile(consent, message.to, id))
  if (file !== undefined)
    return refuse('ONWARD_EXCEEDS_CONSENT', {
      pointer: `${pointer}/exhibits`,
      says: [particular('fileIs', { file })],
    })
  return conditionsTravel(consent, message, authority) ? null : unbound(consent)
}

function isNamed({ id, from }: Consent, authority: Authority): boolean {
  return id === authority.message && stateOf(from) === authority.from
}

/**
 * Whether the handling of a file keeps it from another authority of the State that gave it, or from one of this State that would
 * pass it on: to whom it was given, or from whom it came, is none such.
 */
function keptInside(leaving: Leaving, place: number): Refusal | null {
  const { message, to } = leaving
  return firstOf(givenFor(leaving, place), (all) => {
    const isOwn = all.some(({ origin, given }) =>
      [origin.own_authority, given.message?.to].includes(message.from),
    )
    const isTheirs = all.some(({ origin, given }) =>
      [origin.counterpart_authority, given.message?.from].includes(message.to),
    )
    return firstOf(all, (one) => {
      const bound = { ...one, exhibit: null, pointer: `/exhibits/${place}` }
      const { consents } = answersOf(leaving, one.origin)
      const others = [
        ...(isOwn ? [] : [message.from]),
        ...(isTheirs || one.origin.counterpart_state !== to ? [] : [message.to]),
      ]
      return firstOf(others, (other) => insideRefusal(bound, other, consents))
    })
  })
}

/** What is passed on rests on a consent that names the recipient and covers it, that the message names, and whose terms travel. */
function withheld(leaving: Leaving, passing: Passing): Refusal | null {
  const { message } = leaving
  const { origin, pointer } = passing
  const consents = answersOf(leaving, origin).consents.filter((one) => namesRecipient(one, message.to))
  if (consents.length === 0) return unconsented(leaving, passing)
  const covering = consents.filter(passing.covers)
  const says = [particular('dataOf', { state: origin.counterpart_state })]
  if (covering.length === 0) return refuse('ONWARD_EXCEEDS_CONSENT', { pointer, says })
  const meant = covering.filter((one) => isForPurpose(one, purposeOf(leaving, one)))
  if (meant.length === 0) return refuse('ONWARD_OTHER_PURPOSE', { pointer, says })
  const said = meant.filter((one) => authorityOf(leaving, one) !== undefined)
  if (said.length === 0 && canSay(message, 'onwardAuthority')) {
    return refuse('ONWARD_CONSENT_MISSING', {
      pointer: '/body/onwardAuthority',
      expected: meant.map(({ id }) => id),
    })
  }
  const judged = (said.length > 0 ? said : meant).map((one) =>
    termsRefusal(message, passing, one, authorityOf(leaving, one) ?? null),
  )
  return judged.includes(null) ? null : (judged[0] ?? null)
}

/** What the message says of a consent, where it names it. */
function authorityOf({ authorities }: Leaving, consent: Consent): Authority | undefined {
  return authorities?.find((authority) => isNamed(consent, authority))
}

/** For which proceeding the message uses what a consent is for: as it says beside the consent, else its own, else that of its record. */
function purposeOf(leaving: Leaving, consent: Consent): Proceeding | null {
  const { message, origins } = leaving
  const { body } = message as { readonly body: { readonly proceeding?: Proceeding } }
  const beside = authorityOf(leaving, consent)?.proceeding
  return beside ?? body.proceeding ?? origins.purposes.get(message.request) ?? null
}

/** The refusal for what no consent names this recipient for: refused by that State, forbidden by it, or not asked yet. */
function unconsented(leaving: Leaving, bound: Bound): Refusal {
  const { message } = leaving
  const { origin, pointer } = bound
  const { counterpart_state: state, reference } = origin
  const says = [particular('dataOfRecord', { state, reference })]
  const isRefused = answersOf(leaving, origin).refusals.some(({ refusal, asked }) => {
    const { recipients } = refusal.body.recipients === undefined ? asked.body : refusal.body
    return recipients === undefined || namesRecipient({ body: { recipients } }, message.to)
  })
  if (isRefused || isForbidden(bound, message.sentAt)) return refuse('ONWARD_FORBIDDEN', { pointer, says })
  return refuse('ONWARD_CONSENT_MISSING', { pointer, says })
}

/** Information that rests on a consent holds no data of a kind that none of the consents covers. */
function uncovered({ message, authorities }: Leaving): Refusal | null {
  if (message.type !== 'spontaneous-info' || authorities === null || authorities.length === 0) return null
  const allowed = new Set(authorities.flatMap(({ allows }) => allows))
  const member = dataMembers.find((one) => message.body[one] !== undefined && !allowed.has(one))
  return member === undefined ? null : refuse('ONWARD_EXCEEDS_CONSENT', { pointer: `/body/${member}` })
}

function unbound({ body }: Consent): Refusal {
  const expected = (body.conditions ?? []).map(({ code }) => codeText(code))
  return refuse('ONWARD_CONDITIONS_MISSING', { pointer: '/body/conditions', expected })
}

function answersOf({ origins }: Leaving, { id }: RequestRow): Answers {
  return origins.answers.get(id) ?? { consents: [], refusals: [] }
}

function firstOf<T>(all: readonly T[], judge: (one: T, place: number) => Refusal | null): Refusal | null {
  for (const [place, one] of all.entries()) {
    const refusal = judge(one, place)
    if (refusal !== null) return refusal
  }
  return null
}
