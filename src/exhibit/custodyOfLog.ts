import type { Entry } from '../audit/entry.ts'
import type { EventName } from '../audit/events.ts'
import type { CustodyEvent } from '../message/generated/types.ts'
import { validatorOf } from '../message/registry.ts'
import { readForeign } from '../message/strict.ts'
import { judge } from '../message/validate.ts'
import { type CustodyLink, linkOf, linkOfEvent } from './custody.ts'

/** An entry of the log about a file, and what opens it, as far as it was opened. */
export interface EntryOfFile {
  readonly entry: Entry
  /** Leaf hash in hex. */
  readonly leaf: string
  readonly actor: { readonly person?: string; readonly authority?: string } | null
  readonly details: Readonly<Record<string, unknown>>
}

/** What an entry tells of custody, beside when, where and by whom. */
type Telling = (told: {
  readonly text: (name: string) => string | null
  readonly code: string | null
  /** Of the clear file, hex: what was received had it. */
  readonly sha256: string
}) => Pick<CustodyLink, 'action'> & Partial<CustodyLink>

const tellings = {
  'exhibit.taken': ({ text }) => ({ action: 'acquired', sha256: text('sha256'), reason: text('reason') }),
  'exhibit.received': ({ sha256 }) => ({ action: 'received', sha256 }),
  'exhibit.damaged': ({ code, text }) => ({ action: 'received', code, sha256: text('sha256') }),
  'exhibit.checked': ({ code }) => ({ action: 'verified', code }),
  'exhibit.opened': ({ text }) => ({ action: 'copied', reason: text('reason') }),
} as const satisfies Partial<Record<EventName, Telling>>

/** The events of a log that tell of the custody of a file. */
export const custodyEvents = [
  ...(Object.keys(tellings) as (keyof typeof tellings)[]),
  'exhibit.noted',
] as const satisfies readonly EventName[]

/**
 * What an entry of the log of a State tells of custody; nothing where it tells of something else.
 *
 * @param sha256 - of the clear file, hex: what was received had it
 */
export function linkOfEntry(state: string, sha256: string, told: EntryOfFile): readonly CustodyLink[] {
  const { entry, leaf, actor, details } = told
  const proof = { by: 'log', name: leaf } as const
  const text = (name: string): string | null => {
    const value = details[name]
    return typeof value === 'string' ? value : null
  }
  if (entry.evt === 'exhibit.noted') {
    const event = eventIn(text('event') ?? '')
    if (event !== null) return [linkOfEvent(event, state, proof)]
  }
  const telling = tellingOf(entry)
  if (telling === null) return []
  const by = actor === null ? {} : { by: actor.person ?? null, authority: actor.authority ?? null }
  const code = entry.code === undefined || entry.code === 'whole' ? null : entry.code
  const said = telling({ text, code, sha256 })
  return [linkOf({ at: entry.t, state, proofs: [proof], ...by, place: text('place'), ...said })]
}

function tellingOf({ evt, code }: Entry): Telling | null {
  // Of a note that was not opened its action is known, which is its code.
  if (evt === 'exhibit.noted') return () => ({ action: code ?? 'accessed' })
  return Object.hasOwn(tellings, evt) ? tellings[evt as keyof typeof tellings] : null
}

/** An event as it was noted; null where it was not opened, or is none: whoever keeps a log may write into it what he likes. */
function eventIn(text: string): CustodyEvent | null {
  const read = readForeign(Buffer.from(text), eventLimits)
  if (!read.ok || judge(validatorOf('part/custody-event.json'), read.value) !== null) return null
  return read.value as unknown as CustodyEvent
}

const eventLimits = { bytesMax: 262_144, depthMax: 8 } as const
