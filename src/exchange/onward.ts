import { digestOf } from '../envelope/digest.ts'
import { codeText } from '../message/code.ts'
import type { Message, Messages } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import type { RequestRow } from '../store/tables.ts'
import { canSay, conditionsTravel, coversFile, coversMessage, namesRecipient } from './consent.ts'
import { enclosedIn } from './enclosures.ts'
import { type Answers, type Origins, idsIn, withNested } from './onwardOrigins.ts'
import { openRecord } from './records.ts'

type Consent = Messages['use-consent']
type Authority = NonNullable<Messages['spontaneous-info']['body']['onwardAuthority']>[number]

/** One thing of another State that a message would carry to a third, or of which it would tell. */
interface Passing {
  readonly origin: RequestRow
  /** Id of the file in the record that it comes from. */
  readonly file?: string
  readonly covers: (consent: Consent) => boolean
  readonly pointer: string
}

/** A message that is about to leave, and what this node knows of where its contents come from. */
interface Leaving {
  readonly message: Message
  readonly to: string
  readonly origins: Origins
  readonly authorities: readonly Authority[] | null
}

/** Members of a body that hold data of people and things; what rests on a consent holds only those that it covers. */
const dataMembers = ['persons', 'organisations', 'accounts'] as const

/**
 * Judges, before anything leaves, whether a message passes on what another State has given (UN Convention 36(3), 40(19);
 * files by their SHA-256 or by that of what they were made from, messages that it encloses, records that it names, and the consents on which it says
 * that it rests. A record that was closed counts like any other: its obligations go on.
 *
 * Refuses with ONWARD_FORBIDDEN (the State has refused, or has set NO_ONWARD), ONWARD_CONSENT_MISSING (no consent names
 * this recipient, or the message does not say on which it rests), ONWARD_EXCEEDS_CONSENT, ONWARD_CONDITIONS_MISSING or
 * ONWARD_ORIGIN_UNKNOWN.
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
  const all = [...files(leaving), ...enclosed.passings, ...named(leaving)]
  return firstOf(all, (one) => withheld(leaving, one)) ?? uncovered(leaving)
}

/** Where another record of the affair is one with another State, a message that can say on what it rests says it. */
function unsaid({ message, to, origins, authorities }: Leaving): Refusal | null {
  if (authorities !== null || !canSay(message, 'onwardAuthority')) return null
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
    detail: `say by which consent data of ${other.counterpart_state} are used, or that none are`,
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
    return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer, detail: 'no consent with this id was given to us' })
  }
  if (authority.request !== undefined && authority.request !== origin.id)
    return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer: `${pointer}/request` })
  if (!namesRecipient(consent, message.to)) return unconsented(leaving, { origin, pointer })
  const { covers } = consent.body
  const beyond = authority.allows.find((one) => covers?.includes(one) === false)
  if (beyond !== undefined)
    return refuse('ONWARD_EXCEEDS_CONSENT', { pointer: `${pointer}/allows`, detail: beyond })
  const file = authority.exhibits?.find((id) => !coversFile(consent, message.to, id))
  if (file !== undefined)
    return refuse('ONWARD_EXCEEDS_CONSENT', { pointer: `${pointer}/exhibits`, detail: file })
  return conditionsTravel(consent, message, authority) ? null : unbound(consent)
}

function isNamed({ id, from }: Consent, authority: Authority): boolean {
  return id === authority.message && stateOf(from) === authority.from
}

/** Files that another State gave us, and what was made of them, unless the recipient's State gave them as well. */
function files({ message, to, origins }: Leaving): readonly Passing[] {
  return message.exhibits.flatMap(({ sha256, sealed }, place) => {
    const all = [sha256, ...(sealed === undefined ? [] : (origins.sources.get(sealed.deposit) ?? []))]
    const given = all
      .flatMap((digest) => origins.entrusted.get(digest) ?? [])
      .filter(({ kind }) => kind === 'file')
    return originsOf(origins, to, given).map(({ origin, name }) => ({
      origin,
      file: name,
      covers: (consent) => coversFile(consent, message.to, name),
      pointer: `/exhibits/${place}`,
    }))
  })
}

/** Messages of other records, and those that they show in turn. Our own words are ours; what stands in no record of this node has no origin. */
function enclosures({ message, to, origins }: Leaving): Result<{ passings: readonly Passing[] }> {
  const passings: Passing[] = []
  const all = enclosedIn(message).flatMap(({ jws }, place) =>
    withNested(jws).map((one) => ({ jws: one, pointer: `/body/enclosed/${place}` })),
  )
  for (const { jws, pointer } of all) {
    const digest = digestOf(jws)
    const own = origins.messages.get(digest)
    if (own?.direction === 'sent') continue
    const given = [
      ...(own === undefined ? [] : [{ request: own.request, name: '' }]),
      ...(origins.entrusted.get(digest) ?? []).filter(({ kind }) => kind === 'message'),
    ]
    if (given.length === 0)
      return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer, detail: 'it stands in no record of this node' })
    const covers = (consent: Consent): boolean => coversMessage(consent, message.to)
    for (const { origin } of originsOf(origins, to, given)) passings.push({ origin, covers, pointer })
  }
  return { ok: true, passings }
}

/** Records of other States of which a message tells, where it is one that can say on what it rests. */
function named({ message, to, origins, authorities }: Leaving): readonly Passing[] {
  if (authorities === null) return []
  return idsIn(message.body).flatMap((id) => {
    const origin = origins.requests.get(id)
    if (origin === undefined || id === message.request || origin.counterpart_state === to) return []
    return [{ origin, covers: () => true, pointer: '/body' }]
  })
}

function originsOf(
  { requests }: Origins,
  to: string,
  given: readonly { readonly request: string; readonly name: string }[],
): readonly { readonly origin: RequestRow; readonly name: string }[] {
  const all = given.flatMap(({ request, name }) => {
    const origin = requests.get(request)
    return origin === undefined ? [] : [{ origin, name }]
  })
  return all.some(({ origin }) => origin.counterpart_state === to) ? [] : all
}

/** What is passed on rests on a consent that names the recipient and covers it, that the message names, and whose terms travel. */
function withheld(leaving: Leaving, passing: Passing): Refusal | null {
  const { message, authorities } = leaving
  const { origin, pointer } = passing
  const consents = answersOf(leaving, origin).consents.filter((one) => namesRecipient(one, message.to))
  if (consents.length === 0) return unconsented(leaving, passing)
  const covering = consents.filter(passing.covers)
  const [first] = covering
  if (first === undefined)
    return refuse('ONWARD_EXCEEDS_CONSENT', { pointer, detail: `of ${origin.counterpart_state}` })
  const said = covering.filter((one) => authorities?.some((authority) => isNamed(one, authority)) === true)
  if (said.length === 0 && canSay(message, 'onwardAuthority')) {
    return refuse('ONWARD_CONSENT_MISSING', {
      pointer: '/body/onwardAuthority',
      expected: covering.map(({ id }) => id),
    })
  }
  if (said.length > 0) return null
  return covering.some((one) => conditionsTravel(one, message, null)) ? null : unbound(first)
}

/** The refusal for what no consent names this recipient for: refused by that State, forbidden by it, or not asked yet. */
function unconsented(leaving: Leaving, { origin, file, pointer }: Omit<Passing, 'covers'>): Refusal {
  const { message } = leaving
  const detail = `of ${origin.counterpart_state}, in ${origin.reference}`
  const isRefused = answersOf(leaving, origin).refusals.some(({ refusal, asked }) => {
    const { recipients } = refusal.body.recipients === undefined ? asked.body : refusal.body
    return recipients === undefined || namesRecipient({ body: { recipients } }, message.to)
  })
  if (isRefused || isForbidden(origin, file, message.sentAt))
    return refuse('ONWARD_FORBIDDEN', { pointer, detail })
  return refuse('ONWARD_CONSENT_MISSING', { pointer, detail })
}

/** Whether NO_ONWARD holds for it: as an obligation, or as a condition of what was delivered and not accepted yet. */
function isForbidden(origin: RequestRow, file: string | undefined, sentAt: string): boolean {
  const measures = openRecord(origin).state?.measures ?? []
  const day = new Date(sentAt).toISOString().slice(0, 10)
  return measures
    .flatMap(({ obligations, deliveries }) => [
      ...obligations,
      ...deliveries.flatMap(({ conditions }) => conditions),
    ])
    .some(({ code, until, exhibits = [] }) => {
      const isMeant = exhibits.length === 0 || file === undefined || exhibits.includes(file)
      return codeText(code) === 'NO_ONWARD' && isMeant && (until ?? day) >= day
    })
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
