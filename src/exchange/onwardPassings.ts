import { digestOf } from '../envelope/digest.ts'
import type { Message, Messages } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import type { EntrustedRow, RequestRow } from '../store/tables.ts'
import { coversGiven, coversMessage } from './consent.ts'
import { enclosedIn } from './enclosures.ts'
import { type Origins, idsIn, withNested } from './onwardOrigins.ts'
import type { Bound } from './onwardTerms.ts'
import { messageIn } from './stored.ts'

type Consent = Messages['use-consent']
export type Authority = NonNullable<Messages['spontaneous-info']['body']['onwardAuthority']>[number]

/** One thing of another State that a message would carry to a third, or of which it would tell. */
export interface Passing extends Bound {
  readonly covers: (consent: Consent) => boolean
}

/** A message that is about to leave, and what this node knows of where its contents come from. */
export interface Leaving {
  readonly message: Message
  readonly to: string
  readonly origins: Origins
  readonly authorities: readonly Authority[] | null
}

/** Files that another State gave us, and what was made of them, unless the recipient's State gave them as well. */
export function files(leaving: Leaving): readonly Passing[] {
  const { message, to } = leaving
  return message.exhibits.flatMap((exhibit, place) =>
    givenFor(leaving, place)
      .filter((all) => !all.some(({ origin }) => origin.counterpart_state === to))
      .flat()
      .map(({ origin, given }) => ({
        ...{ origin, given, exhibit: exhibit.id, pointer: `/exhibits/${place}` },
        covers: (consent) => coversGiven(consent, message.to, given),
      })),
  )
}

/** By which messages a file of the message was given here, and each file from which it was made. */
export function givenFor(
  { message, origins }: Leaving,
  place: number,
): readonly (readonly Pick<Bound, 'origin' | 'given'>[])[] {
  const exhibit = message.exhibits[place]
  if (exhibit === undefined) return []
  const { sha256, sealed } = exhibit
  const digests = [sha256, ...(sealed === undefined ? [] : (origins.sources.get(sealed.deposit) ?? []))]
  return [...new Set(digests)].map((digest) =>
    originsOf(
      origins,
      (origins.entrusted.get(digest) ?? []).filter(({ kind }) => kind === 'file'),
    ),
  )
}

/** Messages of other records, and those that they show in turn. Our own words are ours; what stands in no record of this node has no origin. */
export function enclosures({ message, to, origins }: Leaving): Result<{ passings: readonly Passing[] }> {
  const passings: Passing[] = []
  const all = enclosedIn(message).flatMap(({ jws }, place) =>
    withNested(jws).map((one) => ({ jws: one, pointer: `/body/enclosed/${place}` })),
  )
  for (const { jws, pointer } of all) {
    const digest = digestOf(jws)
    const own = origins.messages.get(digest)
    if (own?.direction === 'sent') continue
    const given = [
      ...(own === undefined ? [] : [{ request: own.request, name: '', message: digest }]),
      ...(origins.entrusted.get(digest) ?? []).filter(({ kind }) => kind === 'message'),
    ]
    if (given.length === 0)
      return refuse('ONWARD_ORIGIN_UNKNOWN', { pointer, says: [particular('inNoRecord', {})] })
    const covers = (consent: Consent): boolean => coversMessage(consent, message.to)
    const all = originsOf(origins, given)
    if (all.some(({ origin }) => origin.counterpart_state === to)) continue
    for (const { origin } of all) passings.push({ ...shown(origin, messageIn({ jws })), covers, pointer })
  }
  return { ok: true, passings }
}

/** A message that is shown: how it is to be handled is what it says of the whole. */
function shown(origin: RequestRow, message: Message | null): Omit<Bound, 'pointer'> {
  return { origin, given: { message, file: null }, exhibit: null }
}

/** Records of other States of which a message tells, where it is one that can say on what it rests. */
export function named({ message, to, origins, authorities }: Leaving): readonly Passing[] {
  if (authorities === null || origins.requests.size === 0) return []
  return idsIn(message.body).flatMap((id) => {
    const origin = origins.requests.get(id)
    if (origin === undefined || id === message.request || origin.counterpart_state === to) return []
    return [{ ...shown(origin, null), covers: () => true, pointer: '/body' }]
  })
}

function originsOf(
  { requests, given }: Origins,
  all: readonly Pick<EntrustedRow, 'request' | 'name' | 'message'>[],
): readonly Pick<Bound, 'origin' | 'given'>[] {
  return all.flatMap(({ request, name, message }) => {
    const origin = requests.get(request)
    return origin === undefined
      ? []
      : [{ origin, given: { message: given.get(message) ?? null, file: name } }]
  })
}
